#include "kakao/rules.h"
#include "unit.h"

#include "base/buf.h"

#include <json-c/json.h>

/* The page's checker reads the same rules as the validator: www/rules.json is what is printed. */
static void the_page_has_the_same_rules(void **state)
{
	(void)state;
	struct buf rules, file;
	char piece[4096];
	buf_init(&rules, 1024 * 1024);
	buf_init(&file, 1024 * 1024);
	kakao_rules_write(&rules);
	buf_addc(&rules, '\n');
	assert_false(rules.failed);
	FILE *f = fopen(UNIT_SOURCE "/www/rules.json", "r");
	assert_non_null(f);
	for (size_t n; (n = fread(piece, 1, sizeof piece, f)) > 0;)
		buf_add(&file, piece, n);
	fclose(f);
	if (strcmp(rules.data, file.data) != 0)
		fail_msg("www/rules.json is not what src/kakao/rules.c says: make rules");
	buf_free(&rules);
	buf_free(&file);
}

static bool has_field(struct json_object *node, const char *name)
{
	return json_object_object_get_ex(json_object_object_get(node, "fields"), name, NULL);
}

/* Whatever a check, a variant or a field names is there. */
static void nothing_is_named_that_is_not_there(void **state)
{
	(void)state;
	struct json_object *rules = json_object_from_file(UNIT_SOURCE "/www/rules.json");
	struct json_object *nodes = json_object_object_get(rules, "nodes");
	assert_true(json_object_object_length(nodes) > 20);
	json_object_object_foreach(nodes, name, node)
	{
		struct json_object *checks = json_object_object_get(node, "checks");
		for (size_t i = 0; checks && i < json_object_array_length(checks); i++) {
			struct json_object *c = json_object_array_get_idx(checks, i), *when = NULL;
			struct json_object *fields = json_object_object_get(c, "fields");
			const char *kind =
			    json_object_get_string(json_object_object_get(c, "check"));
			bool inner = !strcmp(kind, "alike") || !strcmp(kind, "sameRatio");
			size_t n = inner ? 1 : json_object_array_length(fields);
			if (json_object_object_get_ex(c, "when", &when) &&
			    !has_field(node, json_object_get_string(when)))
				fail_msg("%s: when %s", name, json_object_get_string(when));
			for (size_t k = 0; k < n; k++) {
				const char *field =
				    json_object_get_string(json_object_array_get_idx(fields, k));
				if (!has_field(node, field))
					fail_msg("%s: no field %s", name, field);
			}
		}
	}
	json_object_put(rules);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_page_has_the_same_rules),
	    cmocka_unit_test(nothing_is_named_that_is_not_there),
	};
	return unit_run("rules", tests);
}

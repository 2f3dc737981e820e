#include "kakao/rules.h"
#include "unit.h"

#include "base/buf.h"
#include "base/json_read.h"

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

static bool has_field(const cJSON *node, const char *name)
{
	return json_member(json_member(node, "fields"), name) != NULL;
}

/* Whatever a check names of its node's fields. */
static void check_names(const cJSON *node, const cJSON *check)
{
	const char *kind = json_string(json_member(check, "check")).p;
	const char *when = cJSON_GetStringValue(json_member(check, "when"));
	bool inner = !strcmp(kind, "alike") || !strcmp(kind, "sameRatio");
	int n = 0;
	const cJSON *field;
	if (when && !has_field(node, when))
		fail_msg("%s: when %s", node->string, when);
	cJSON_ArrayForEach(field, json_member(check, "fields"))
	{
		if ((n++ == 0 || !inner) && !has_field(node, field->valuestring))
			fail_msg("%s: no field %s", node->string, field->valuestring);
	}
	assert_true(n > 0);
}

/* Whatever a check, a variant or a field names is there. */
static void nothing_is_named_that_is_not_there(void **state)
{
	(void)state;
	struct buf text;
	buf_init(&text, 1024 * 1024);
	kakao_rules_write(&text);
	cJSON *rules = json_read(buf_str(&text), 1024 * 1024, 32, NULL);
	const cJSON *nodes = json_member(rules, "nodes"), *node, *check;
	assert_true(cJSON_GetArraySize(nodes) > 20);
	cJSON_ArrayForEach(node, nodes)
	{
		cJSON_ArrayForEach(check, json_member(node, "checks"))
		{
			check_names(node, check);
		}
	}
	cJSON_Delete(rules);
	buf_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_page_has_the_same_rules),
	    cmocka_unit_test(nothing_is_named_that_is_not_there),
	};
	return unit_run("rules", tests);
}

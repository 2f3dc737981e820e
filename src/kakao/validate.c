/* The walk: fields, types, counts. */
#include "kakao/validate.h"

#include "base/limits.h"
#include "base/text.h"
#include "kakao/limits.h"
#include "kakao/validate_walk.h"

#include <math.h>
#include <stdio.h>

enum { MAX_PATH = 1000, MAX_KEY = 60 /* units shown of a key */ };

static void validate_node(struct walk *w, const struct rule_node *node, struct json_object *o);

/* --- the path --- */

static bool is_plain(const char *name)
{
	size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
	return n > 0 && n <= MAX_KEY && name[n] == '\0';
}

size_t walk_field(struct walk *w, const char *name)
{
	size_t before = w->path.len;
	if (is_plain(name)) {
		buf_addf(&w->path, "%s%s", before ? "." : "", name);
		return before;
	}
	struct json_writer json = json_to(&w->path);
	buf_addc(&w->path, '[');
	size_t at = json_str_begin(&json);
	text_fit(&w->path, str_of(name), MAX_KEY, TEXT_ONE_LINE);
	json_str_end(&json, at);
	buf_addc(&w->path, ']');
	return before;
}

size_t walk_item(struct walk *w, size_t i)
{
	size_t before = w->path.len;
	buf_addf(&w->path, "[%zu]", i);
	return before;
}

void walk_back(struct walk *w, size_t path)
{
	buf_rewind(&w->path, path);
}

void walk_found(struct walk *w, const struct kakao_finding *f)
{
	struct kakao_validation *v = w->v;
	struct kakao_finding told = *f;
	long long *count = f->severity == RULE_BREACH ? &v->breaches : &v->advices;
	++*count;
	told.path = buf_str(&w->path).p;
	told.name = f->name ? f->name : "";
	told.other = f->other ? f->other : "";
	if (v->found && v->breaches + v->advices <= KAKAO_TOLD)
		v->found(v->context, &told);
}

/* --- values --- */

struct json_object *walk_member(struct json_object *o, const char *name)
{
	struct json_object *v = json_member(o, name);
	bool empty = json_object_is_type(v, json_type_string) && json_string(v).n == 0;
	return empty ? NULL : v;
}

const char *walk_names(char *out, size_t size, const char *const *list, size_t most)
{
	struct buf b;
	buf_init(&b, size - 1);
	for (size_t i = 0; i < most && list[i]; i++)
		buf_addf(&b, "%s%s", i == 0 ? "" : ", ", list[i]);
	snprintf(out, size, "%s", buf_str(&b).p);
	buf_free(&b);
	return out;
}

static bool is_whole(struct json_object *v)
{
	double d = json_object_get_double(v);
	return json_object_is_type(v, json_type_int) ||
	       (json_object_is_type(v, json_type_double) && isfinite(d) && floor(d) == d);
}

static bool has_type(struct json_object *v, enum rule_type type)
{
	switch (type) {
	case RULE_TEXT:
	case RULE_URL:
	case RULE_PHONE:
	case RULE_AMOUNT:
		return json_object_is_type(v, json_type_string);
	case RULE_INTEGER:
		return is_whole(v);
	case RULE_BOOLEAN:
		return json_object_is_type(v, json_type_boolean);
	case RULE_OBJECT:
	case RULE_TEXT_MAP:
		return json_object_is_type(v, json_type_object);
	case RULE_LIST:
		return json_object_is_type(v, json_type_array);
	default:
		return true;
	}
}

static bool check_type(
    struct walk *w, struct json_object *v, enum rule_type type, enum rule_severity severity)
{
	static const char *const kinds[] = {
	    [json_type_null] = "null",
	    [json_type_boolean] = "boolean",
	    [json_type_double] = "number",
	    [json_type_int] = "number",
	    [json_type_object] = "object",
	    [json_type_array] = "list",
	    [json_type_string] = "text",
	};
	if (has_type(v, type))
		return true;
	walk_found(w, &(struct kakao_finding){.fault = FAULT_TYPE,
			  .severity = severity,
			  .name = kinds[json_object_get_type(v)],
			  .other = kakao_rule_type(type)});
	return false;
}

/* Null where the list has no items of a known kind. */
static const struct rule_variant *find_variant(const struct rule_field *f, struct json_object *o)
{
	struct str is = json_string(json_member(o, f->by));
	for (const struct rule_variant *v = f->variants; v->is; v++)
		if (str_eqs(is, v->is))
			return v;
	return NULL;
}

static void check_count(struct walk *w, long long n, int min, int max)
{
	if (n < min)
		walk_found(
		    w, &(struct kakao_finding){.fault = FAULT_FEW, .actual = n, .limit = min});
	if (max > 0 && n > max)
		walk_found(
		    w, &(struct kakao_finding){.fault = FAULT_MANY, .actual = n, .limit = max});
}

static void validate_list(
    struct walk *w, const struct rule_field *f, struct json_object *list, struct json_object *in)
{
	const struct rule_variant *variant = f->variants ? find_variant(f, in) : NULL;
	const struct rule_node *node = variant ? variant->node : f->node;
	size_t n = json_object_array_length(list);
	int max = walk_limit(w, f->max, f->carousel_max);
	bool outside = w->in_carousel;
	check_count(w, (long long)n, f->min, variant ? variant->max : max);
	w->in_carousel |= f->variants != NULL;
	for (size_t i = 0; i < n && node; i++) {
		struct json_object *item = json_object_array_get_idx(list, i);
		size_t path = walk_item(w, i);
		if (check_type(w, item, RULE_OBJECT, RULE_BREACH))
			validate_node(w, node, item);
		walk_back(w, path);
	}
	w->in_carousel = outside;
}

static void validate_text_map(struct walk *w, struct json_object *map)
{
	json_object_object_foreach(map, name, value)
	{
		size_t path = walk_field(w, name);
		check_type(w, value, RULE_TEXT, RULE_ADVICE);
		walk_back(w, path);
	}
}

static void validate_value(
    struct walk *w, const struct rule_field *f, struct json_object *v, struct json_object *in)
{
	if (!check_type(w, v, f->type, RULE_BREACH))
		return;
	switch (f->type) {
	case RULE_TEXT:
	case RULE_URL:
	case RULE_PHONE:
	case RULE_AMOUNT:
		validate_text(w, f, json_string(v));
		break;
	case RULE_OBJECT:
		check_count(w, json_object_object_length(v), 0, f->max);
		if (f->node)
			validate_node(w, f->node, v);
		break;
	case RULE_LIST:
		validate_list(w, f, v, in);
		break;
	case RULE_TEXT_MAP:
		validate_text_map(w, v);
		break;
	default:
		break;
	}
}

/* --- objects --- */

static void validate_field(struct walk *w, const struct rule_field *f, struct json_object *o)
{
	struct json_object *v = walk_member(o, f->name);
	size_t path = walk_field(w, f->name);
	if (v && f->need == RULE_IGNORED)
		walk_found(
		    w, &(struct kakao_finding){.fault = FAULT_IGNORED, .severity = RULE_ADVICE});
	else if (v)
		validate_value(w, f, v, o);
	else if (f->need == RULE_REQUIRED)
		walk_found(w, &(struct kakao_finding){.fault = FAULT_MISSING});
	else if (f->need == RULE_EXPECTED)
		walk_found(
		    w, &(struct kakao_finding){.fault = FAULT_EXPECTED, .severity = RULE_ADVICE});
	walk_back(w, path);
}

static bool knows(const struct rule_node *node, const char *name)
{
	const struct rule_field *f = node->fields;
	while (f->name && strcmp(f->name, name) != 0)
		f++;
	return f->name != NULL;
}

static void validate_node(struct walk *w, const struct rule_node *node, struct json_object *o)
{
	for (const struct rule_field *f = node->fields; f->name; f++)
		validate_field(w, f, o);
	if (node->checks)
		validate_checks(w, node->checks, o);
	json_object_object_foreach(o, name, value)
	{
		(void)value;
		if (knows(node, name))
			continue;
		size_t path = walk_field(w, name);
		walk_found(
		    w, &(struct kakao_finding){.fault = FAULT_UNKNOWN, .severity = RULE_ADVICE});
		walk_back(w, path);
	}
}

static void check_bytes(struct walk *w, size_t n)
{
	bool breach = n > KAKAO_REPLY_BYTES_MAX;
	if (n <= KAKAO_REPLY_BYTES)
		return;
	walk_found(w, &(struct kakao_finding){.fault = FAULT_BYTES,
			  .severity = breach ? RULE_BREACH : RULE_ADVICE,
			  .actual = (long long)n,
			  .limit = breach ? KAKAO_REPLY_BYTES_MAX : KAKAO_REPLY_BYTES});
}

bool kakao_validate(struct kakao_validation *v, struct str body, const char **why)
{
	struct walk w = {.v = v};
	v->breaches = v->advices = 0;
	struct json_object *root = json_read(body, LIMIT_FOREIGN_REPLY, LIMIT_FOREIGN_DEPTH, why);
	bool strict = root && json_is_strict(body);
	if (!strict || !json_object_is_type(root, json_type_object)) {
		if (root)
			*why = strict ? "no JSON object" : "no JSON";
		json_object_put(root);
		return false;
	}
	*why = NULL;
	buf_init(&w.path, MAX_PATH);
	check_bytes(&w, body.n);
	validate_node(&w, &kakao_rules, root);
	buf_free(&w.path);
	json_object_put(root);
	return true;
}

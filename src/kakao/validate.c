/* The walk: fields, types, counts. */
#include "kakao/validate.h"

#include "base/limits.h"
#include "base/text.h"
#include "kakao/limits.h"
#include "kakao/validate_walk.h"

#include <math.h>
#include <stdio.h>

enum { MAX_PATH = 1000, MAX_KEY = 60 /* units shown of a key */ };

static void validate_node(struct walk *w, const struct rule_node *node, const cJSON *o);

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

cJSON *walk_member(const cJSON *o, const char *name)
{
	cJSON *v = json_member(o, name);
	bool empty = cJSON_IsString(v) && json_string(v).n == 0;
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

static bool is_whole(const cJSON *v)
{
	double d = cJSON_IsNumber(v) ? v->valuedouble : NAN;
	return isfinite(d) && floor(d) == d;
}

static bool has_type(const cJSON *v, enum rule_type type)
{
	switch (type) {
	case RULE_TEXT:
	case RULE_URL:
	case RULE_PHONE:
	case RULE_AMOUNT:
		return cJSON_IsString(v);
	case RULE_INTEGER:
		return is_whole(v);
	case RULE_BOOLEAN:
		return cJSON_IsBool(v);
	case RULE_OBJECT:
	case RULE_TEXT_MAP:
		return cJSON_IsObject(v);
	case RULE_LIST:
		return cJSON_IsArray(v);
	default:
		return true;
	}
}

static const char *type_of(const cJSON *v)
{
	return cJSON_IsString(v)   ? "text"
	       : cJSON_IsNumber(v) ? "number"
	       : cJSON_IsObject(v) ? "object"
	       : cJSON_IsArray(v)  ? "list"
	       : cJSON_IsBool(v)   ? "boolean"
				   : "null";
}

static bool check_type(
    struct walk *w, const cJSON *v, enum rule_type type, enum rule_severity severity)
{
	if (has_type(v, type))
		return true;
	walk_found(w, &(struct kakao_finding){.fault = FAULT_TYPE,
			  .severity = severity,
			  .name = type_of(v),
			  .other = kakao_rule_type(type)});
	return false;
}

/* Null where the list has no items of a known kind. */
static const struct rule_variant *find_variant(const struct rule_field *f, const cJSON *o)
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
    struct walk *w, const struct rule_field *f, const cJSON *list, const cJSON *in)
{
	const struct rule_variant *variant = f->variants ? find_variant(f, in) : NULL;
	const struct rule_node *node = variant ? variant->node : f->node;
	size_t i = 0;
	const cJSON *item;
	int max = walk_limit(w, f->max, f->carousel_max);
	bool outside = w->in_carousel;
	check_count(w, (long long)json_length(list), f->min, variant ? variant->max : max);
	w->in_carousel |= f->variants != NULL;
	cJSON_ArrayForEach(item, list)
	{
		size_t path = walk_item(w, i++);
		if (node && check_type(w, item, RULE_OBJECT, RULE_BREACH))
			validate_node(w, node, item);
		walk_back(w, path);
	}
	w->in_carousel = outside;
}

static void validate_text_map(struct walk *w, const cJSON *map)
{
	const cJSON *value;
	cJSON_ArrayForEach(value, map)
	{
		size_t path = walk_field(w, value->string);
		check_type(w, value, RULE_TEXT, RULE_ADVICE);
		walk_back(w, path);
	}
}

static void validate_value(
    struct walk *w, const struct rule_field *f, const cJSON *v, const cJSON *in)
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
		check_count(w, cJSON_GetArraySize(v), 0, f->max);
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

static void validate_field(struct walk *w, const struct rule_field *f, const cJSON *o)
{
	const cJSON *v = walk_member(o, f->name);
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

static void validate_node(struct walk *w, const struct rule_node *node, const cJSON *o)
{
	const cJSON *value;
	for (const struct rule_field *f = node->fields; f->name; f++)
		validate_field(w, f, o);
	if (node->checks)
		validate_checks(w, node->checks, o);
	cJSON_ArrayForEach(value, o)
	{
		if (knows(node, value->string))
			continue;
		size_t path = walk_field(w, value->string);
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
	cJSON *root = json_read(body, LIMIT_FOREIGN_REPLY, LIMIT_FOREIGN_DEPTH, why);
	bool strict = root && json_is_strict(body);
	if (!strict || !cJSON_IsObject(root)) {
		if (root)
			*why = strict ? "no JSON object" : "no JSON";
		cJSON_Delete(root);
		return false;
	}
	*why = NULL;
	buf_init(&w.path, MAX_PATH);
	check_bytes(&w, body.n);
	validate_node(&w, &kakao_rules, root);
	buf_free(&w.path);
	cJSON_Delete(root);
	return true;
}

#include "kakao/payload.h"

#include "base/limits.h"
#include "base/text.h"

#include <json-c/json.h>

static const char byte_order_mark[] = "\xef\xbb\xbf";

/* The whole text as one JSON value, or NULL. */
static struct json_object *parse(struct str s)
{
	if (s.n >= 3 && !memcmp(s.p, byte_order_mark, 3)) {
		s.p += 3;
		s.n -= 3;
	}
	/* json-c's own check lets encoded surrogates through. */
	if (!s.n || s.n > LIMIT_BODY || !text_valid(s))
		return NULL;
	struct json_tokener *t = json_tokener_new_ex(LIMIT_PAYLOAD_DEPTH);
	if (!t)
		return NULL;
	json_tokener_set_flags(t, JSON_TOKENER_STRICT);
	struct json_object *o = json_tokener_parse_ex(t, s.p, (int)s.n);
	bool whole = json_tokener_get_error(t) == json_tokener_success;
	/* Nor does it look at what comes behind a NUL byte. */
	for (size_t i = json_tokener_get_parse_end(t); whole && i < s.n; i++)
		whole = s.p[i] == ' ' || s.p[i] == '\t' || s.p[i] == '\r' || s.p[i] == '\n';
	if (!whole) {
		json_object_put(o);
		o = NULL;
	}
	json_tokener_free(t);
	return o;
}

static struct json_object *member(struct json_object *o, const char *name)
{
	struct json_object *v = NULL;
	if (json_object_is_type(o, json_type_object))
		json_object_object_get_ex(o, name, &v);
	return v;
}

/* A string or a number as text; empty for anything else. */
static struct str text_of(struct json_object *v)
{
	switch (json_object_get_type(v)) {
	case json_type_string:
		return (struct str){
		    json_object_get_string(v), (size_t)json_object_get_string_len(v)};
	case json_type_int:
	case json_type_double:
		return str_of(json_object_get_string(v));
	default:
		return STR("");
	}
}

static void read_params(struct kakao_params *to, struct json_object *o, bool detailed)
{
	if (!json_object_is_type(o, json_type_object))
		return;
	json_object_object_foreach(o, name, v)
	{
		struct kakao_param p = {
		    .name = str_of(name), .value = text_of(v), .origin = STR("")};
		if (detailed) {
			p.value = text_of(member(v, "value"));
			p.origin = text_of(member(v, "origin"));
		}
		if (to->n < KAKAO_MAX_PARAMS && (p.value.n || p.origin.n))
			to->items[to->n++] = p;
	}
}

bool kakao_payload_parse(struct kakao_payload *p, struct str body)
{
	memset(p, 0, sizeof *p);
	struct json_object *root = parse(body);
	if (!json_object_is_type(root, json_type_object)) {
		json_object_put(root);
		return false;
	}
	struct json_object *request = member(root, "userRequest");
	struct json_object *action = member(root, "action");
	p->tree = root;
	p->utterance = text_of(member(request, "utterance"));
	p->user_id = text_of(member(member(request, "user"), "id"));
	p->block_id = text_of(member(member(request, "block"), "id"));
	read_params(&p->params, member(action, "params"), false);
	read_params(&p->detail_params, member(action, "detailParams"), true);
	read_params(&p->client_extra, member(action, "clientExtra"), false);
	return true;
}

void kakao_payload_free(struct kakao_payload *p)
{
	json_object_put(p->tree);
	memset(p, 0, sizeof *p);
}

/* --- JSON in a string --- */

static struct str first_member(struct json_object *o, const char *const *names, int n)
{
	for (int i = 0; i < n; i++) {
		struct str s = text_of(member(o, names[i]));
		if (s.n)
			return s;
	}
	return STR("");
}

/* The text in an object or in the first element of an array. */
static struct str inner_text(struct json_object *o, const char *const *prefer, int n_prefer)
{
	static const char *const usual[] = {"value", "origin", "name"};
	if (json_object_is_type(o, json_type_array))
		o = json_object_array_get_idx(o, 0);
	if (!json_object_is_type(o, json_type_object))
		return text_of(o);
	struct str s = first_member(o, prefer, n_prefer);
	return s.n ? s : first_member(o, usual, sizeof usual / sizeof *usual);
}

size_t kakao_param_text(
    struct str value, const char *const *prefer, int n_prefer, char *out, size_t size)
{
	struct json_object *o = NULL;
	struct str s = value;
	while (s.n && strchr(" \t\r\n", s.p[0])) {
		s.p++;
		s.n--;
	}
	if (s.n && (s.p[0] == '{' || s.p[0] == '['))
		o = parse(s);
	s = o ? inner_text(o, prefer, n_prefer) : value;
	if (s.n < size) {
		memcpy(out, s.p, s.n);
		out[s.n] = '\0';
	}
	size_t n = s.n;
	json_object_put(o);
	return n;
}

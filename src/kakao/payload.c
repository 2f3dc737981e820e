#include "kakao/payload.h"

#include "base/json_read.h"
#include "base/limits.h"
#include "kakao/payload_scan.h"

static struct json_object *parse(struct str s)
{
	return json_read(s, LIMIT_BODY, LIMIT_PAYLOAD_DEPTH, NULL);
}

static void read_params(struct kakao_params *to, struct json_object *o, bool detailed)
{
	to->n = 0;
	if (!json_object_is_type(o, json_type_object))
		return;
	json_object_object_foreach(o, name, v)
	{
		struct kakao_param p = {
		    .name = str_of(name), .value = json_text(v), .origin = STR("")};
		if (detailed) {
			p.value = json_text(json_member(v, "value"));
			p.origin = json_text(json_member(v, "origin"));
		}
		if (to->n < KAKAO_MAX_PARAMS && (p.value.n || p.origin.n))
			to->items[to->n++] = p;
	}
}

#define AT(member) offsetof(struct kakao_payload, member)

static const struct payload_field user[] = {
    {"id", PAYLOAD_TEXT, AT(user_id), NULL},
    {0},
};
static const struct payload_field block[] = {
    {"id", PAYLOAD_TEXT, AT(block_id), NULL},
    {0},
};
static const struct payload_field request[] = {
    {"utterance", PAYLOAD_TEXT, AT(utterance), NULL},
    {"user", PAYLOAD_OBJECT, 0, user},
    {"block", PAYLOAD_OBJECT, 0, block},
    {0},
};
static const struct payload_field action[] = {
    {"params", PAYLOAD_PARAMS, AT(params), NULL},
    {"detailParams", PAYLOAD_DETAIL, AT(detail_params), NULL},
    {"clientExtra", PAYLOAD_PARAMS, AT(client_extra), NULL},
    {0},
};
const struct payload_field payload_fields[] = {
    {"userRequest", PAYLOAD_OBJECT, 0, request},
    {"action", PAYLOAD_OBJECT, 0, action},
    {0},
};

/* As deep as the table is; o may be NULL. */
static void read_fields(struct kakao_payload *p, struct json_object *o,
    const struct payload_field *f) // NOLINT(misc-no-recursion)
{
	for (; f->name; f++) {
		void *to = (char *)p + f->at;
		struct json_object *v = json_member(o, f->name);
		if (f->kind == PAYLOAD_OBJECT)
			read_fields(p, v, f->members);
		else if (f->kind == PAYLOAD_TEXT)
			*(struct str *)to = json_text(v);
		else
			read_params(to, v, f->kind == PAYLOAD_DETAIL);
	}
}

/* Without touching all the room that it has. */
static void clear(struct kakao_payload *p)
{
	p->tree = NULL;
	read_fields(p, NULL, payload_fields);
}

bool payload_read_tree(struct kakao_payload *p, struct str body)
{
	clear(p);
	struct json_object *root = parse(body);
	p->tree = root;
	if (!json_object_is_type(root, json_type_object))
		return false;
	read_fields(p, root, payload_fields);
	return true;
}

bool kakao_payload_parse(struct kakao_payload *p, struct str body)
{
	clear(p);
	return payload_scan(p, body) || payload_read_tree(p, body);
}

void kakao_payload_free(struct kakao_payload *p)
{
	json_object_put(p->tree);
	clear(p);
}

/* --- JSON in a string --- */

static struct str first_member(struct json_object *o, const char *const *names, int n)
{
	for (int i = 0; i < n; i++) {
		struct str s = json_text(json_member(o, names[i]));
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
		return json_text(o);
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

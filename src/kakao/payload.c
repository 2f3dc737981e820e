#include "kakao/payload.h"

#include "base/json_read.h"
#include "base/limits.h"

static struct json_object *parse(struct str s)
{
	return json_read(s, LIMIT_BODY, LIMIT_PAYLOAD_DEPTH, NULL);
}

static void read_params(struct kakao_params *to, struct json_object *o, bool detailed)
{
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

bool kakao_payload_parse(struct kakao_payload *p, struct str body)
{
	memset(p, 0, sizeof *p);
	struct json_object *root = parse(body);
	if (!json_object_is_type(root, json_type_object)) {
		json_object_put(root);
		return false;
	}
	struct json_object *request = json_member(root, "userRequest");
	struct json_object *action = json_member(root, "action");
	p->tree = root;
	p->utterance = json_text(json_member(request, "utterance"));
	p->user_id = json_text(json_member(json_member(request, "user"), "id"));
	p->block_id = json_text(json_member(json_member(request, "block"), "id"));
	read_params(&p->params, json_member(action, "params"), false);
	read_params(&p->detail_params, json_member(action, "detailParams"), true);
	read_params(&p->client_extra, json_member(action, "clientExtra"), false);
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

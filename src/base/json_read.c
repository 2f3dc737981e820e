#include "base/json_read.h"

#include "base/text.h"

static const char byte_order_mark[] = "\xef\xbb\xbf";

static struct json_object *parse(struct json_tokener *t, struct str s, const char **why)
{
	json_tokener_set_flags(t, JSON_TOKENER_STRICT);
	struct json_object *o = json_tokener_parse_ex(t, s.p, (int)s.n);
	enum json_tokener_error error = json_tokener_get_error(t);
	bool whole = error == json_tokener_success;
	/* Nor does it look at what comes behind a NUL byte. */
	for (size_t i = json_tokener_get_parse_end(t); whole && i < s.n; i++)
		whole = s.p[i] == ' ' || s.p[i] == '\t' || s.p[i] == '\r' || s.p[i] == '\n';
	if (whole && o)
		return o;
	*why = error == json_tokener_error_depth ? "nested too deep" : "no JSON";
	json_object_put(o);
	return NULL;
}

struct json_object *json_read(struct str text, size_t max, int depth, const char **why)
{
	const char *unused;
	why = why ? why : &unused;
	if (text.n >= 3 && !memcmp(text.p, byte_order_mark, 3))
		text = (struct str){text.p + 3, text.n - 3};
	*why = text.n == 0 ? "empty" : "too large";
	if (text.n == 0 || text.n > max)
		return NULL;
	/* json-c's own check lets encoded surrogates through. */
	*why = "not UTF-8";
	if (!text_valid(text))
		return NULL;
	*why = "memory is short";
	struct json_tokener *t = json_tokener_new_ex(depth);
	struct json_object *o = t ? parse(t, text, why) : NULL;
	if (t)
		json_tokener_free(t);
	return o;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool json_is_strict(struct str text)
{
	bool quoted = false, good = true;
	for (size_t i = 0; i < text.n && good; i++) {
		char c = text.p[i];
		if (quoted && c == '\\')
			i++;
		else if (c == '"')
			quoted = !quoted;
		else if (quoted)
			good = (unsigned char)c >= ' ';
		else
			good = c != '\'' && c != 'I' && c != 'N' &&
			       (c != '.' || (i + 1 < text.n && is_digit(text.p[i + 1])));
	}
	return good;
}

struct json_object *json_member(struct json_object *o, const char *name)
{
	struct json_object *v = NULL;
	if (json_object_is_type(o, json_type_object))
		json_object_object_get_ex(o, name, &v);
	return v;
}

struct str json_string(struct json_object *v)
{
	if (!json_object_is_type(v, json_type_string))
		return STR("");
	return (struct str){json_object_get_string(v), (size_t)json_object_get_string_len(v)};
}

struct str json_text(struct json_object *v)
{
	bool number =
	    json_object_is_type(v, json_type_int) || json_object_is_type(v, json_type_double);
	return number ? str_of(json_object_get_string(v)) : json_string(v);
}

#include "base/json_read.h"

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>

static const char byte_order_mark[] = "\xef\xbb\xbf";

/* What cJSON does not tell of a text, by a walk over it that knows strings and nothing else. Of
 * what is no JSON it may say anything. */
struct survey {
	int depth, deepest;
	bool strict; /* has nothing that cJSON lets pass though it is no JSON */
	bool broken; /* has an escape that means nothing, or a NUL */
	bool mended; /* something was, or would have to be */
	char *copy;  /* of the text, to be mended; or NULL */
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool is_low_surrogate(int32_t c)
{
	return c >= 0xdc00 && c <= 0xdfff;
}

/* The escape that s begins with: its length, and what is to stand there instead if cJSON cannot
 * keep it, which is of that length too. */
static size_t escape(struct survey *v, struct str s, const char **instead)
{
	int32_t first, second = -1;
	if (s.n < 2 || s.p[1] != 'u')
		return 2;
	first = text_hex4(str_from(s, 2));
	if (first < 0)
		v->broken = true;
	if (first == 0)
		*instead = "\\u0001";
	if (first < 0xd800 || first > 0xdfff)
		return first < 0 ? 2 : 6;
	if (!is_low_surrogate(first) && s.n > 8 && s.p[6] == '\\' && s.p[7] == 'u')
		second = text_hex4(str_from(s, 8));
	if (is_low_surrogate(second))
		return 12;
	*instead = "\\ufffd";
	return 6;
}

static void mend(struct survey *v, size_t at, const char *instead)
{
	v->mended = true;
	if (v->copy)
		memcpy(v->copy + at, instead, strlen(instead));
}

/* The string whose opening quote is at i; where its closing one is, or the end. */
static size_t survey_string(struct survey *v, struct str text, size_t i)
{
	for (i++; i < text.n && text.p[i] != '"';) {
		const char *instead = NULL;
		size_t n = text.p[i] == '\\' ? escape(v, str_from(text, i), &instead) : 1;
		if ((unsigned char)text.p[i] < ' ')
			v->strict = false;
		v->broken |= text.p[i] == '\0';
		if (instead)
			mend(v, i, instead);
		i += n;
	}
	return i;
}

/* The number that begins at i; its last character. */
static size_t survey_number(struct survey *v, struct str text, size_t i)
{
	size_t first = i + (text.p[i] == '-');
	if (first + 1 < text.n && text.p[first] == '0' && is_digit(text.p[first + 1]))
		v->strict = false;
	for (; i < text.n && strchr("0123456789+-.eE", text.p[i]) && text.p[i]; i++)
		if (text.p[i] == '.' && (i + 1 == text.n || !is_digit(text.p[i + 1])))
			v->strict = false;
	return i - 1;
}

static void survey_other(struct survey *v, char c)
{
	if (c == '{' || c == '[')
		v->depth++;
	else if (c == '}' || c == ']')
		v->depth--;
	else if ((unsigned char)c < ' ' && !is_blank(c))
		v->strict = false;
	v->broken |= c == '\0';
	if (v->depth > v->deepest)
		v->deepest = v->depth;
}

static struct survey survey(struct str text, char *copy)
{
	struct survey v = {.strict = true, .copy = copy};
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (c == '"')
			i = survey_string(&v, text, i);
		else if (c == '-' || is_digit(c))
			i = survey_number(&v, text, i);
		else
			survey_other(&v, c);
	}
	return v;
}

bool json_is_strict(struct str text)
{
	return survey(text, NULL).strict;
}

/* --- reading --- */

static cJSON *parse(struct str s, const char **why)
{
	const char *end = NULL;
	cJSON *o = cJSON_ParseWithLengthOpts(s.p, s.n, &end, false);
	bool whole = o && !cJSON_IsNull(o);
	for (const char *p = end; whole && p < s.p + s.n; p++)
		whole = is_blank(*p);
	if (whole)
		return o;
	*why = "no JSON";
	cJSON_Delete(o);
	return NULL;
}

static cJSON *parse_mended(struct str s, const char **why)
{
	char *copy = malloc(s.n);
	if (!copy)
		return NULL;
	memcpy(copy, s.p, s.n);
	survey(s, copy);
	cJSON *o = parse((struct str){copy, s.n}, why);
	free(copy);
	return o;
}

cJSON *json_read(struct str text, size_t max, int depth, const char **why)
{
	const char *unused;
	why = why ? why : &unused;
	*why = "too large";
	if (text.n > max)
		return NULL;
	if (text.n >= 3 && !memcmp(text.p, byte_order_mark, 3))
		text = str_from(text, 3);
	*why = "empty";
	if (text.n == 0)
		return NULL;
	*why = "not UTF-8";
	if (!text_valid(text))
		return NULL;
	struct survey v = survey(text, NULL);
	*why = v.broken ? "no JSON" : "nested too deep";
	if (v.broken || v.deepest > depth)
		return NULL;
	*why = "memory is short";
	return v.mended ? parse_mended(text, why) : parse(text, why);
}

/* --- looks at the tree --- */

cJSON *json_member(const cJSON *o, const char *name)
{
	cJSON *found = NULL, *v;
	if (!cJSON_IsObject(o))
		return NULL;
	cJSON_ArrayForEach(v, o)
	{
		if (!strcmp(v->string, name))
			found = v;
	}
	return cJSON_IsNull(found) ? NULL : found;
}

size_t json_length(const cJSON *list)
{
	return cJSON_IsArray(list) ? (size_t)cJSON_GetArraySize(list) : 0;
}

struct str json_string(const cJSON *v)
{
	return cJSON_IsString(v) ? str_of(v->valuestring) : STR("");
}

/* cJSON frees the text with the node. */
static struct str number_text(cJSON *v)
{
	enum { SIZE = 32, KEPT = 15 /* digits that every double keeps */, ALL = 17 };
	char *text = v->valuestring ? v->valuestring : cJSON_malloc(SIZE);
	if (!text)
		return STR("");
	v->valuestring = text;
	for (int digits = KEPT; digits <= ALL; digits++) {
		snprintf(text, SIZE, "%.*g", digits, v->valuedouble);
		if (strtod(text, NULL) == v->valuedouble)
			break;
	}
	return str_of(text);
}

struct str json_text(cJSON *v)
{
	return cJSON_IsNumber(v) ? number_text(v) : json_string(v);
}

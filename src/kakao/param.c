/* Values of parameters that are JSON in a string. */
#include "base/json_read.h"
#include "base/limits.h"
#include "base/text.h"
#include "kakao/payload.h"

static struct str first_member(cJSON *o, const char *const *names, int n)
{
	for (int i = 0; i < n; i++) {
		struct str s = json_text(json_member(o, names[i]));
		if (s.n)
			return s;
	}
	return STR("");
}

/* The text in an object or in the first element of an array. */
static struct str inner_text(cJSON *o, const char *const *prefer, int n_prefer)
{
	static const char *const usual[] = {"value", "origin", "name"};
	if (cJSON_IsArray(o))
		o = cJSON_GetArrayItem(o, 0);
	if (!cJSON_IsObject(o))
		return json_text(o);
	struct str s = first_member(o, prefer, n_prefer);
	return s.n ? s : first_member(o, usual, sizeof usual / sizeof *usual);
}

size_t kakao_param_text(
    struct str value, const char *const *prefer, int n_prefer, char *out, size_t size)
{
	cJSON *o = NULL;
	struct str s = value;
	while (s.n && strchr(" \t\r\n", s.p[0])) {
		s.p++;
		s.n--;
	}
	if (s.n && (s.p[0] == '{' || s.p[0] == '['))
		o = json_read(s, LIMIT_BODY, LIMIT_PAYLOAD_DEPTH, NULL);
	s = o ? inner_text(o, prefer, n_prefer) : value;
	if (s.n < size) {
		memcpy(out, s.p, s.n);
		out[s.n] = '\0';
	}
	size_t n = s.n;
	cJSON_Delete(o);
	return n;
}

/* Takes the next of "https://…, https://…" off the list. */
static struct str next_url(struct str *list)
{
	const char *comma = list->n ? memchr(list->p, ',', list->n) : NULL;
	size_t n = comma ? (size_t)(comma - list->p) : list->n;
	struct str url = text_trim((struct str){list->p, n});
	size_t taken = comma ? n + 1 : n;
	*list = (struct str){list->p + taken, list->n - taken};
	return url;
}

size_t kakao_param_images(struct str value, size_t max, char *out, size_t size)
{
	static const struct str open = {"List(", 5}, close = {")", 1};
	cJSON *o = json_read(value, LIMIT_BODY, LIMIT_PAYLOAD_DEPTH, NULL);
	struct str list = text_trim(json_string(json_member(o, "secureUrls")));
	size_t n = 0;
	if (list.n > open.n + close.n && !memcmp(list.p, open.p, open.n) && str_ends(list, close))
		list = (struct str){list.p + open.n, list.n - open.n - close.n};
	while (list.n > 0 && n < max) {
		struct str url = next_url(&list);
		if (url.n == 0 || url.n >= size)
			continue;
		memcpy(out, url.p, url.n);
		out[url.n] = '\0';
		out += url.n + 1;
		size -= url.n + 1;
		n++;
	}
	cJSON_Delete(o);
	return n;
}

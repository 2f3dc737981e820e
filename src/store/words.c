#include "store/words.h"

#include "base/text.h"

static bool inside_character(char byte)
{
	return ((unsigned char)byte & 0xC0) == 0x80;
}

struct str words_cut(struct str s, size_t max)
{
	if (s.n <= max)
		return s;
	while (max > 0 && inside_character(s.p[max]))
		max--;
	return (struct str){s.p, max};
}

const char *words_title(struct arena *a, const char *s)
{
	struct str whole = str_of(s);
	if (whole.n == 0)
		return NULL;
	if (whole.n <= LIMIT_TITLE && text_valid(whole))
		return s;
	struct buf clean;
	buf_init(&clean, (size_t)LIMIT_TITLE * 4);
	const char *kept = NULL;
	if (text_fit(&clean, words_cut(whole, LIMIT_TITLE), LIMIT_TITLE, TEXT_ONE_LINE))
		kept = arena_copy(a, words_cut(buf_str(&clean), LIMIT_TITLE));
	buf_free(&clean);
	return kept;
}

const char *words_url(const char *s)
{
	struct str whole = str_of(s);
	return whole.n > 0 && whole.n <= LIMIT_URL && text_valid(whole) ? s : NULL;
}

bool words_is_id(const char *s)
{
	struct str id = str_of(s);
	for (size_t i = 0; i < id.n; i++)
		if (id.p[i] <= ' ' || id.p[i] > '~')
			return false;
	return id.n > 0 && id.n <= LIMIT_ID;
}

bool words_is_key(const char *s)
{
	struct str key = str_of(s);
	if (key.n == 0 || key.n > LIMIT_KEY || !text_valid(key))
		return false;
	size_t characters = 0;
	for (size_t i = 0; i < key.n; i++)
		characters += !inside_character(key.p[i]);
	return characters <= LIMIT_KEY_CHARS;
}

#include "names/variants.h"

#include "base/text.h"
#include "names/key.h"

#include <stdio.h>
#include <strings.h>

/* Takes a text as a variant, unless its key is the name's or that of one that is there. */
static void add(struct variants *out, struct str name, struct str text)
{
	char key[LIMIT_KEY + 1], other[LIMIT_KEY + 1];
	struct str s = text_trim(text);
	if (out->n == VARIANTS_MAX || !s.n || s.n > LIMIT_TITLE || !name_key(key, s) ||
	    (name_key(other, name) && !strcmp(key, other)))
		return;
	for (int i = 0; i < out->n; i++)
		if (name_key(other, str_of(out->items[i])) && !strcmp(key, other))
			return;
	memcpy(out->items[out->n], s.p, s.n);
	out->items[out->n++][s.n] = '\0';
}

static bool has_hangul(struct str s)
{
	int32_t c;
	for (size_t n; (n = text_next(s, &c)); s.p += n, s.n -= n)
		if (c >= 0xac00 && c <= 0xd7a3)
			return true;
	return false;
}

/* --- brackets --- */

/* A remark tells namesakes apart and is in the script of the name; another script is a name. */
static bool is_name_beside(struct str inside, struct str before)
{
	return has_hangul(inside) != has_hangul(before);
}

static void add_bracketed(struct variants *out, struct str name)
{
	static const char open[] = "([", close[] = ")]";
	for (int kind = 0; kind < 2; kind++) {
		const char *from = memchr(name.p, open[kind], name.n);
		const char *end =
		    from ? memchr(from, close[kind], name.n - (size_t)(from - name.p)) : NULL;
		if (!end)
			continue;
		struct str before = {name.p, (size_t)(from - name.p)},
			   inside = {from + 1, (size_t)(end - from) - 1};
		if (!text_trim(before).n || !is_name_beside(inside, before))
			continue;
		add(out, name, before);
		add(out, name, inside);
	}
}

/* --- words --- */

/* The first place of a word with blanks around it, letter case ignored; NULL if it is not there. */
static const char *find_word(struct str name, const char *word)
{
	size_t n = strlen(word);
	for (size_t i = 1; i + n + 1 < name.n; i++)
		if (name.p[i - 1] == ' ' && name.p[i + n] == ' ' &&
		    !strncasecmp(name.p + i, word, n))
			return name.p + i;
	return NULL;
}

static void add_replaced(struct variants *out, struct str name, const char *word, const char *with)
{
	char text[LIMIT_TITLE + 1];
	const char *at = find_word(name, word);
	if (!at || name.n > LIMIT_TITLE)
		return;
	size_t before = (size_t)(at - name.p), after = before + strlen(word);
	int n = snprintf(text, sizeof text, "%.*s%s%.*s", (int)before, name.p, with,
	    (int)(name.n - after), name.p + after);
	if (n > 0 && (size_t)n < sizeof text)
		add(out, name, (struct str){text, (size_t)n});
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* P!nk, A$AP, Ke$ha: who types the name writes letters. */
static void add_letters(struct variants *out, struct str name)
{
	char text[LIMIT_TITLE];
	bool differs = false;
	for (size_t i = 0; i < name.n && name.n <= sizeof text; i++) {
		bool after = i > 0 && is_letter(text[i - 1]);
		bool before = i + 1 < name.n && is_letter(name.p[i + 1]);
		text[i] = name.p[i];
		if (name.p[i] == '$' && (after || before))
			text[i] = 's';
		else if (name.p[i] == '!' && after && before)
			text[i] = 'i';
		differs |= text[i] != name.p[i];
	}
	if (differs)
		add(out, name, (struct str){text, name.n});
}

/* Guests are no part of a name. */
static void add_without_guests(struct variants *out, struct str name)
{
	static const char *const words[] = {"feat.", "feat", "ft.", "featuring", "(feat.", "(ft."};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		const char *at = find_word(name, words[i]);
		if (at)
			add(out, name, (struct str){name.p, (size_t)(at - name.p)});
	}
}

/* --- texts that were encoded twice --- */

/* Undoes it where all of a text is bytes of UTF-8, each written as the character of its number
 * (BeyoncÃ©): files that were saved as Latin-1 are like that. False if it is not. */
static bool decode_again(char out[static LIMIT_TITLE + 1], struct str *name)
{
	int32_t c;
	size_t n = 0;
	struct str left = *name;
	bool more = false;
	for (size_t bytes; (bytes = text_next(left, &c)) > 0; left.p += bytes, left.n -= bytes) {
		if (c < 0 || c > 0xff || n == LIMIT_TITLE)
			return false;
		more |= c > 0x7f;
		out[n++] = (char)c;
	}
	out[n] = '\0';
	*name = (struct str){out, n};
	return more && text_valid(*name);
}

void variants_of(struct variants *out, struct str name)
{
	static const char *const ands[] = {"&", "+", "and", "앤"};
	char again[LIMIT_TITLE + 1];
	struct str meant = name;
	out->n = 0;
	if (!text_valid(name))
		return;
	if (decode_again(again, &meant)) {
		add(out, name, meant);
		name = meant;
	}
	add_bracketed(out, name);
	add_without_guests(out, name);
	add_letters(out, name);
	if (name.n > 4 && !strncasecmp(name.p, "the ", 4))
		add(out, name, (struct str){name.p + 4, name.n - 4});
	bool hangul = has_hangul(name);
	for (size_t i = 0; i < sizeof ands / sizeof *ands; i++)
		add_replaced(out, name, ands[i], hangul ? "앤" : "and");
	add_replaced(out, name, "and", "&");
}

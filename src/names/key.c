#include "names/key.h"

#include "base/text.h"

#include <utf8proc.h>

enum {
	/* Code points before composition. No more than four compose into one, so a name that has
	 * more has too long a key. */
	MAX_POINTS = 4 * LIMIT_KEY_CHARS,
	/* Code points that one can decompose into; the longest has 18. */
	MAX_EXPANSION = 32,
};

/* The parts of a name, decomposed and folded. */
struct parts {
	int32_t letters[MAX_POINTS]; /* with their marks, and digits */
	int32_t symbols[MAX_POINTS]; /* what is left out, if there are letters */
	size_t n_letters, n_symbols; /* may exceed MAX_POINTS: what is past it was not stored */
	bool after_vowel;            /* the last was a halfwidth vowel */
	int32_t initial;             /* what the last, a halfwidth consonant stored as a final, is
					if a vowel follows; else 0 */
	bool keeps_marks;            /* the code point that a mark would belong to was kept, and its
					script needs its marks */
};

enum kind { LETTER, MARK, SYMBOL, NOTHING };

static bool between(int32_t c, int32_t first, int32_t last)
{
	return c >= first && c <= last;
}

/* Letters by category that stand for punctuation in names: apostrophes and primes, and the stroke
 * that only lengthens Arabic words. */
static bool is_modifier(int32_t c)
{
	return between(c, 0x2b9, 0x2ee) || c == 0x640;
}

static enum kind kind_of(int32_t c)
{
	switch (utf8proc_category(c)) {
	case UTF8PROC_CATEGORY_LM:
		return is_modifier(c) ? SYMBOL : LETTER;
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
	case UTF8PROC_CATEGORY_NO:
		return LETTER;
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
		return MARK;
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_CS:
		return NOTHING;
	default:
		/* U+FFFD and the noncharacters name nobody. */
		return c == 0xfffd || (c & 0xfffe) == 0xfffe || between(c, 0xfdd0, 0xfdef) ? NOTHING
											   : SYMBOL;
	}
}

/* Is this a digit or a letter whose marks are accents: Latin, Greek or Cyrillic? After
 * decomposition their letters are in these blocks. */
static bool has_accents(int32_t c)
{
	return c < 0x530 || between(c, 0x1c80, 0x1c8f) || between(c, 0x1d00, 0x1dbf) ||
	       between(c, 0x1e00, 0x1fff) || between(c, 0x2c60, 0x2c7f) ||
	       between(c, 0xa640, 0xa69f) || between(c, 0xa720, 0xa7ff) ||
	       between(c, 0xab30, 0xab6f) || between(c, 0x10780, 0x107bf) ||
	       between(c, 0x1df00, 0x1dfff);
}

static void put(int32_t *points, size_t *n, int32_t c)
{
	if (*n < MAX_POINTS)
		points[*n] = c;
	++*n;
}

static void add_point(struct parts *parts, int32_t c)
{
	enum kind kind = kind_of(c);
	if (kind == LETTER || (kind == MARK && parts->keeps_marks))
		put(parts->letters, &parts->n_letters, c);
	else if (kind == SYMBOL)
		put(parts->symbols, &parts->n_symbols, c);
	if (kind != MARK)
		parts->keeps_marks = kind == LETTER && !has_accents(c);
}

/* Halfwidth Hangul is spelt letter by letter, and NFKC takes every consonant for an initial.
 * Returns the final instead where no vowel follows; from is the code point that the jamo came of.
 */
static int32_t join_halfwidth(struct parts *parts, int32_t from, int32_t jamo)
{
	static const char finals[] = {
	    1, 2, 4, 7, 0, 8, 16, 17, 0, 19, 20, 21, 22, 0, 23, 24, 25, 26, 27};
	bool half = between(from, 0xffa1, 0xffdc);
	bool vowel = half && between(jamo, 0x1161, 0x1175);
	bool consonant = half && between(jamo, 0x1100, 0x1112);
	if (vowel && parts->initial)
		parts->letters[parts->n_letters - 1] = parts->initial;
	bool final = consonant && parts->after_vowel && finals[jamo - 0x1100];
	parts->initial = final ? jamo : 0;
	parts->after_vowel = vowel;
	return final ? 0x11a7 + finals[jamo - 0x1100] : jamo;
}

/* Takes a name apart. False if it is not UTF-8 or too long. */
static bool take_apart(struct parts *parts, struct str name)
{
	const utf8proc_option_t how = UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE |
				      UTF8PROC_IGNORE | UTF8PROC_CASEFOLD;
	int32_t c, points[MAX_EXPANSION];
	for (size_t n; (n = text_next(name, &c)) > 0; name.p += n, name.n -= n) {
		if (c < 0)
			return false;
		utf8proc_ssize_t found =
		    utf8proc_decompose_char(c, points, MAX_EXPANSION, how, NULL);
		if (found < 0 || found > MAX_EXPANSION)
			return false;
		for (utf8proc_ssize_t i = 0; i < found; i++)
			add_point(parts, join_halfwidth(parts, c, points[i]));
		if (parts->n_letters > MAX_POINTS)
			return false;
	}
	return parts->n_letters > 0 || parts->n_symbols <= MAX_POINTS;
}

/* Unicode's canonical order: marks after one letter, sorted by their class, else as they were. */
static void order_marks(int32_t *points, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		int32_t c = points[i];
		int class = utf8proc_get_property(c)->combining_class;
		size_t to = i;
		while (class > 0 && to > 0 &&
		       utf8proc_get_property(points[to - 1])->combining_class > class) {
			points[to] = points[to - 1];
			to--;
		}
		points[to] = c;
	}
}

/* Composes the code points and writes them as UTF-8. Returns the bytes; 0 if they are too many. */
static size_t put_together(char *key, int32_t *points, size_t n)
{
	order_marks(points, n);
	utf8proc_ssize_t left = utf8proc_normalize_utf32(
	    points, (utf8proc_ssize_t)n, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	if (left > LIMIT_KEY_CHARS)
		return 0;
	size_t len = 0;
	for (utf8proc_ssize_t i = 0; i < left; i++)
		len += (size_t)utf8proc_encode_char(points[i], (utf8proc_uint8_t *)key + len);
	return len;
}

static size_t key_of_any(char *key, struct str name)
{
	struct parts parts;
	parts.n_letters = parts.n_symbols = 0;
	parts.keeps_marks = parts.after_vowel = false;
	parts.initial = 0;
	if (!take_apart(&parts, name))
		return 0;
	if (parts.n_letters > 0)
		return put_together(key, parts.letters, parts.n_letters);
	return put_together(key, parts.symbols, parts.n_symbols);
}

static bool is_ascii(struct str s)
{
	unsigned all = 0;
	for (size_t i = 0; i < s.n; i++)
		all |= (unsigned char)s.p[i];
	return all < 0x80;
}

/* The letters and digits of ASCII in lower case, or else all that can be seen. */
static size_t key_of_ascii(char *key, struct str name, bool symbols)
{
	size_t len = 0;
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
		if (!letter && (!symbols || c <= ' ' || c == 0x7f))
			continue;
		if (len == LIMIT_KEY_CHARS)
			return 0;
		key[len++] = c;
	}
	return len > 0 || symbols ? len : key_of_ascii(key, name, true);
}

size_t name_key(char key[static LIMIT_KEY + 1], struct str name)
{
	size_t len = is_ascii(name) ? key_of_ascii(key, name, false) : key_of_any(key, name);
	key[len] = '\0';
	return len;
}

#include "names/latin.h"

#include "base/text.h"

#include <utf8proc.h>

/* Code points that one decomposes into; the longest has 18. */
enum { MAX_EXPANSION = 32 };

/* Longer words in capitals are shouted, not spelt. */
enum { MAX_ABBREVIATION = 4 };

/* Letters that no decomposition leads to a to z. */
static const struct {
	int32_t c;
	const char *spelt;
} others[] = {
    {0xdf, "ss"},  /* ß */
    {0xe6, "ae"},  /* æ */
    {0xf0, "d"},   /* ð */
    {0xf8, "o"},   /* ø */
    {0xfe, "th"},  /* þ */
    {0x111, "d"},  /* đ */
    {0x127, "h"},  /* ħ */
    {0x131, "i"},  /* ı */
    {0x142, "l"},  /* ł */
    {0x153, "oe"}, /* œ */
};

/* A word while it is read. */
struct word {
	char s[SPELLING_MAX];
	int n, capitals, dots, letters;
};

struct reader {
	struct spelling *out; /* both of them */
	struct word word;
	bool differ, failed;
};

static bool is_vowel(char c)
{
	return c != '\0' && strchr("aeiouy", c) != NULL;
}

static void append(struct reader *r, int which, const char *s, int n)
{
	struct spelling *o = &r->out[which];
	if (o->n + n + 1 > SPELLING_MAX) {
		r->failed = true;
		return;
	}
	memcpy(o->s + o->n, s, (size_t)n);
	o->n += n;
	o->s[o->n++] = ' ';
	o->s[o->n] = '\0';
}

static bool has_vowel(const struct word *w)
{
	for (int i = 0; i < w->n; i++)
		if (is_vowel(w->s[i]))
			return true;
	return false;
}

/* Is the word read letter by letter, or could it be? */
enum spelt { WHOLE, PERHAPS, LETTERS };

static enum spelt spelt_out(const struct word *w)
{
	if (w->letters == 0)
		return WHOLE;
	if (w->letters == 1 || (w->letters <= MAX_ABBREVIATION && !has_vowel(w)) || w->dots > 1)
		return LETTERS;
	return w->letters <= MAX_ABBREVIATION && w->capitals == w->letters ? PERHAPS : WHOLE;
}

static void end_word(struct reader *r)
{
	struct word *w = &r->word;
	if (w->n > 0) {
		char names[SPELLING_MAX];
		for (int i = 0; i < w->n; i++)
			names[i] = w->s[i] >= 'a' ? (char)(w->s[i] - 'a' + 'A') : w->s[i];
		enum spelt how = spelt_out(w);
		append(r, 0, how == LETTERS ? names : w->s, w->n);
		append(r, 1, how == WHOLE ? w->s : names, w->n);
		r->differ |= how == PERHAPS;
	}
	*w = (struct word){.n = 0};
}

static void add(struct reader *r, const char *s, bool capital)
{
	for (; *s; s++) {
		if (r->word.n == SPELLING_MAX) {
			r->failed = true;
			return;
		}
		bool letter = *s >= 'a' && *s <= 'z';
		r->word.s[r->word.n++] = *s;
		r->word.letters += letter;
		r->word.capitals += letter && capital;
	}
}

static void add_letter(struct reader *r, int32_t c, bool capital)
{
	const char one[] = {(char)c, '\0'};
	if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
		add(r, one, capital);
		return;
	}
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (others[i].c == c) {
			add(r, others[i].spelt, capital);
			return;
		}
	utf8proc_category_t kind = utf8proc_category(c);
	if (kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_LO &&
	    kind != UTF8PROC_CATEGORY_LM)
		r->failed = true; /* another script */
}

static bool joins(int32_t c)
{
	return c == '\'' || c == 0x2019 || c == 0x2018 || c == '`' || c == 0xb4;
}

static bool is_mark(int32_t c)
{
	utf8proc_category_t kind = utf8proc_category(c);
	return kind == UTF8PROC_CATEGORY_MN || kind == UTF8PROC_CATEGORY_CF;
}

static void add_sign(struct reader *r, int32_t c)
{
	if (c == '.') {
		r->word.dots++;
	} else if (c == '$') { /* A$AP, Ke$ha */
		add(r, "s", true);
	} else if (c == '&' || c == '+') {
		end_word(r);
		add(r, "and", false);
		end_word(r);
	} else if (!joins(c) && !is_mark(c)) {
		end_word(r);
	}
}

/* Most letters need no look into Unicode's tables. */
static bool add_ascii(struct reader *r, int32_t c)
{
	bool capital = c >= 'A' && c <= 'Z', digit = c >= '0' && c <= '9';
	if (!capital && !digit && (c < 'a' || c > 'z'))
		return false;
	add_letter(r, capital ? c - 'A' + 'a' : c, capital);
	return true;
}

static void add_point(struct reader *r, int32_t c)
{
	const utf8proc_option_t how = UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE |
				      UTF8PROC_IGNORE | UTF8PROC_CASEFOLD;
	int32_t points[MAX_EXPANSION];
	if (add_ascii(r, c))
		return;
	utf8proc_category_t kind = utf8proc_category(c);
	bool capital = kind == UTF8PROC_CATEGORY_LU;
	utf8proc_ssize_t n = utf8proc_decompose_char(c, points, MAX_EXPANSION, how, NULL);
	if (n < 0 || n > MAX_EXPANSION) {
		r->failed = true;
		return;
	}
	for (utf8proc_ssize_t i = 0; i < n; i++) {
		kind = utf8proc_category(points[i]);
		if (kind <= UTF8PROC_CATEGORY_LO || kind == UTF8PROC_CATEGORY_ND)
			add_letter(r, points[i], capital);
		else
			add_sign(r, points[i]);
	}
}

int latin_read(struct spelling out[static LATIN_READINGS], struct str name)
{
	struct reader r = {.out = out};
	int32_t c;
	for (int i = 0; i < LATIN_READINGS; i++)
		out[i] = (struct spelling){.s = " ", .n = 1};
	for (size_t n; (n = text_next(name, &c)) > 0 && !r.failed; name.p += n, name.n -= n) {
		if (c < 0)
			return 0;
		add_point(&r, c);
	}
	end_word(&r);
	if (r.failed || out[0].n == 1)
		return 0;
	return r.differ ? 2 : 1;
}

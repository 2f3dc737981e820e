#include "names/latin.h"

#include "base/text.h"

#include <utf8proc.h>

/* Code points that one decomposes into; the longest has 18. */
enum { MAX_EXPANSION = 32 };

/* Longer words in capitals are shouted, not spelt. */
enum { MAX_ABBREVIATION = 4 };

/* With fewer letters a digit is one (U2, MC5). */
enum { MIN_BESIDE_DIGIT = 3 };

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

/* A word while it is read. Of each letter a bit: is it a capital, does a dot stand before it? */
struct word {
	char s[SPELLING_MAX];
	int n;
	uint64_t capitals, dots;
};

struct reader {
	struct spelling *out; /* both of them */
	struct word word;
	bool dotted, differ, failed;
};

static bool is_vowel(char c)
{
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
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

static bool is_letter(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* What is counted in a word. */
struct counts {
	int letters, capitals, vowels;
};

static struct counts count(const struct word *w)
{
	struct counts c = {0};
	for (int i = 0; i < w->n; i++) {
		c.letters += is_letter(w->s[i]);
		c.capitals += is_letter(w->s[i]) && (w->capitals >> i & 1);
		c.vowels += is_vowel(w->s[i]);
	}
	return c;
}

/* Is the word read letter by letter, or could it be? */
enum spelt { WHOLE, PERHAPS, LETTERS, LETTERS_PERHAPS };

static enum spelt spelt_out(const struct word *w)
{
	struct counts c = count(w);
	if (c.letters == 0)
		return WHOLE;
	if (c.letters == 1 || (c.letters <= MAX_ABBREVIATION && c.vowels == 0))
		return LETTERS;
	if (w->dots)
		return c.vowels ? LETTERS_PERHAPS : LETTERS;
	return c.letters <= MAX_ABBREVIATION && c.capitals == c.letters ? PERHAPS : WHOLE;
}

/* A digit that stands alone among letters may stand for the letter that it looks like: deadmau5.
 * False if there is none. */
static bool read_digits_as_letters(char out[static SPELLING_MAX], const struct word *w)
{
	static const char letters[] = "oizeasbtbg"; /* 0 to 9 */
	int n = 0;
	for (int i = 0; i < w->n; i++) {
		bool beside =
		    (i > 0 && is_digit(w->s[i - 1])) || (i + 1 < w->n && is_digit(w->s[i + 1]));
		bool read = is_digit(w->s[i]) && !beside;
		out[i] = read ? letters[w->s[i] - '0'] : w->s[i];
		n += read;
	}
	return n > 0 && count(w).letters >= MIN_BESIDE_DIGIT;
}

static void end_part(struct reader *r, const struct word *w)
{
	char names[SPELLING_MAX], meant[SPELLING_MAX];
	for (int i = 0; i < w->n; i++)
		names[i] = is_letter(w->s[i]) ? (char)(w->s[i] - 'a' + 'A') : w->s[i];
	enum spelt how = spelt_out(w);
	const char *first = how >= LETTERS ? names : w->s, *second = first;
	if (read_digits_as_letters(meant, w))
		second = meant;
	else if (how == PERHAPS)
		second = names;
	else if (how == LETTERS_PERHAPS)
		second = w->s;
	append(r, 0, first, w->n);
	append(r, 1, second, w->n);
	r->differ |= first != second;
}

/* Dots part words (Mr.Children), but not the letters of an abbreviation (R.E.M.). */
static bool is_abbreviation(const struct word *w)
{
	for (int i = 1; i < w->n; i++)
		if (!(w->dots >> i & 1))
			return false;
	return true;
}

static void end_word(struct reader *r)
{
	struct word *w = &r->word;
	if (w->n > 0 && (!w->dots || is_abbreviation(w))) {
		end_part(r, w);
	} else if (w->n > 0) {
		for (int from = 0, end; from < w->n; from = end) {
			struct word part = {.capitals = w->capitals >> from};
			for (end = from + 1; end < w->n && !(w->dots >> end & 1);)
				end++;
			part.n = end - from;
			memcpy(part.s, w->s + from, (size_t)part.n);
			end_part(r, &part);
		}
	}
	*w = (struct word){.n = 0};
	r->dotted = false;
}

static void add(struct reader *r, const char *s, bool capital)
{
	for (; *s; s++) {
		if (r->word.n == SPELLING_MAX) {
			r->failed = true;
			return;
		}
		uint64_t bit = (uint64_t)1 << r->word.n;
		r->word.capitals |= capital ? bit : 0;
		r->word.dots |= r->dotted && r->word.n > 0 ? bit : 0;
		r->word.s[r->word.n++] = *s;
		r->dotted = false;
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
		r->dotted = true;
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

/* P!nk: between letters of one word it is one of them. */
static bool stands_for_i(const struct reader *r, int32_t c, struct str after)
{
	return c == '!' && r->word.n > 0 && after.n > 0 &&
	       ((after.p[0] >= 'a' && after.p[0] <= 'z') ||
		   (after.p[0] >= 'A' && after.p[0] <= 'Z'));
}

/* Most letters, and blanks, need no look into Unicode's tables. */
static bool add_ascii(struct reader *r, int32_t c)
{
	bool capital = c >= 'A' && c <= 'Z', digit = c >= '0' && c <= '9';
	if (c == ' ') {
		end_word(r);
		return true;
	}
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
		if (stands_for_i(&r, c, (struct str){name.p + n, name.n - n}))
			c = 'i';
		add_point(&r, c);
	}
	end_word(&r);
	if (r.failed || out[0].n == 1)
		return 0;
	return r.differ ? 2 : 1;
}

bool latin_leader(struct spelling *out, const struct spelling *name)
{
	const char *at = strstr(name->s + 1, " and the ");
	if (!at)
		return false;
	out->n = (int)(at - name->s) + 1;
	memcpy(out->s, name->s, (size_t)out->n);
	out->s[out->n] = '\0';
	return true;
}

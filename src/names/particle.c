#include "names/particle.h"

#include "names/spelling.h"

#include "base/text.h"

#include <utf8proc.h>

/* The end of a name, decomposed: Hangul is spelt in letters, accents are separate marks. What is
 * further from the end says nothing. */
enum { MAX_POINTS = 128, MAX_EXPANSION = 32 };

struct tail {
	int32_t c[MAX_POINTS];
	bool accent[MAX_POINTS]; /* a mark stands on it */
	int n;
};

static bool between(int32_t c, int32_t first, int32_t last)
{
	return c >= first && c <= last;
}

static bool is_mark(int32_t c)
{
	utf8proc_category_t kind = utf8proc_category(c);
	return kind >= UTF8PROC_CATEGORY_MN && kind <= UTF8PROC_CATEGORY_ME;
}

/* Is it read aloud: a letter or a digit? */
static bool is_read(int32_t c)
{
	utf8proc_category_t kind = utf8proc_category(c);
	return kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_NO && !is_mark(c);
}

static void tail_add(struct tail *t, int32_t c)
{
	if (t->n > 0 && is_mark(c)) {
		t->accent[t->n - 1] = true;
		return;
	}
	if (t->n == MAX_POINTS) {
		t->n /= 2;
		memmove(t->c, t->c + t->n, (size_t)t->n * sizeof *t->c);
		memmove(t->accent, t->accent + t->n, (size_t)t->n * sizeof *t->accent);
	}
	t->accent[t->n] = false;
	t->c[t->n++] = c;
}

static void tail_read(struct tail *t, struct str name)
{
	const utf8proc_option_t how =
	    UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_IGNORE;
	int32_t c, points[MAX_EXPANSION];
	t->n = 0;
	for (size_t n; (n = text_next(name, &c)) > 0; name.p += n, name.n -= n) {
		if (c < 0)
			continue;
		utf8proc_ssize_t found =
		    utf8proc_decompose_char(c, points, MAX_EXPANSION, how, NULL);
		for (utf8proc_ssize_t i = 0; i < found && found <= MAX_EXPANSION; i++)
			tail_add(t, points[i]);
	}
}

/* Where the bracket that ends at i - 1 begins; -1 if it has no beginning. */
static int bracket_begin(const struct tail *t, int i)
{
	int32_t close = t->c[i - 1], open = close == ')' ? '(' : close == ']' ? '[' : '{';
	int depth = 0;
	while (i-- > 0) {
		depth += (t->c[i] == close) - (t->c[i] == open);
		if (depth == 0)
			return i;
	}
	return -1;
}

/* Is what is in brackets from i on a gloss, as in Rain (비) and 방탄소년단(BTS), not part of the
 * name, as in f(x) and (G)? */
static bool is_gloss(const struct tail *t, int i)
{
	bool blank = i > 0 && t->c[i - 1] == ' ', read = false;
	for (int k = 0; k < i; k++)
		read |= is_read(t->c[k]);
	return read && (blank || t->c[i - 1] >= 0x80);
}

/* Cuts off what is not read. */
static void tail_trim(struct tail *t)
{
	while (t->n > 0 && !is_read(t->c[t->n - 1])) {
		int32_t c = t->c[t->n - 1];
		int begin = c == ')' || c == ']' || c == '}' ? bracket_begin(t, t->n) : -1;
		t->n = begin >= 0 && is_gloss(t, begin) ? begin : t->n - 1;
	}
}

static bool is_letter(int32_t c)
{
	return between(c, 'A', 'Z') || between(c, 'a', 'z');
}

static bool is_digit(int32_t c)
{
	return between(c, '0', '9');
}

static enum ending of_number(const struct tail *t)
{
	/* 영·공, 일, 이, 삼, 사, 오, 육, 칠, 팔, 구; and 십, 백, 천, 만 end like 영. */
	static const enum ending korean[] = {ENDING_CONSONANT, ENDING_RIEUL, ENDING_VOWEL,
	    ENDING_CONSONANT, ENDING_VOWEL, ENDING_VOWEL, ENDING_CONSONANT, ENDING_RIEUL,
	    ENDING_RIEUL, ENDING_VOWEL};
	int first = t->n, units = (int)(t->c[t->n - 1] - '0');
	while (first > 0 && is_digit(t->c[first - 1]))
		first--;
	int tens = first < t->n - 1 ? (int)(t->c[t->n - 2] - '0') : 0;
	int before = first;
	while (before > 0 && !is_read(t->c[before - 1]))
		before--;
	if (before == 0 || !is_letter(t->c[before - 1]))
		return korean[units];
	/* 원, 세븐, 에잇, 나인; 텐, 일레븐, …틴. */
	bool consonant = tens == 1 ? units != 2 : units == 1 || units >= 7;
	return consonant ? ENDING_CONSONANT : ENDING_VOWEL;
}

static enum ending of_latin(const struct tail *t)
{
	char word[SPELLING_MAX + 1];
	int first = t->n, n = 0;
	if (t->accent[t->n - 1] && (t->c[t->n - 1] | 0x20) == 'e')
		return ENDING_VOWEL; /* Beyoncé */
	while (first > 0 && t->n - first < SPELLING_MAX && is_letter(t->c[first - 1]))
		first--;
	while (first < t->n)
		word[n++] = (char)t->c[first++];
	word[n] = '\0';
	return spelling_ending(word);
}

enum ending ending_of(struct str name)
{
	struct tail t;
	tail_read(&t, name);
	tail_trim(&t);
	if (t.n == 0)
		return ENDING_UNKNOWN;
	int32_t c = t.c[t.n - 1];
	if (c == 0x11af || c == 0x1105) /* ㄹ as a final, and as a letter: 리을 */
		return ENDING_RIEUL;
	if (between(c, 0x11a8, 0x11ff) || between(c, 0x1100, 0x1112))
		return ENDING_CONSONANT;
	if (between(c, 0x1161, 0x1175))
		return ENDING_VOWEL;
	if (is_digit(c))
		return of_number(&t);
	if (is_letter(c))
		return of_latin(&t);
	if (between(c, 0x3041, 0x30ff)) /* kana */
		return c == 0x3093 || c == 0x30f3 ? ENDING_CONSONANT : ENDING_VOWEL;
	return ENDING_UNKNOWN;
}

/* --- particles --- */

static const char *const pairs[] = {"은/는", "이/가", "을/를", "과/와", "이랑/랑", "으로/로",
    "으로는/로는", "아/야", "이여/여", "이라/라", "이라고/라고", "이라는/라는", "이란/란",
    "이나/나", "이든/든", "이며/며", "이에요/예요", "이었/였"};

bool particle_known(struct str pair)
{
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		if (str_eqs(pair, pairs[i]))
			return true;
	return false;
}

/* Takes a pair apart; a single word is both forms. */
static void take_apart(struct str pair, struct str *consonant, struct str *vowel)
{
	const char *slash = memchr(pair.p, '/', pair.n);
	size_t n = slash ? (size_t)(slash - pair.p) : pair.n;
	*consonant = (struct str){pair.p, n};
	*vowel = slash ? (struct str){slash + 1, pair.n - n - 1} : pair;
}

static bool begins(struct str s, struct str begin)
{
	return s.n >= begin.n && str_eq((struct str){s.p, begin.n}, begin);
}

void particle_add(struct buf *out, struct str name, struct str pair)
{
	struct str consonant, vowel;
	enum ending ending = ending_of(name);
	take_apart(pair, &consonant, &vowel);
	if (ending == ENDING_RIEUL && begins(consonant, STR("으로")))
		ending = ENDING_VOWEL;
	if (ending != ENDING_UNKNOWN) {
		buf_add_str(out, ending == ENDING_VOWEL ? vowel : consonant);
		return;
	}
	if (str_ends(consonant, vowel)) { /* (으)로 */
		size_t more = consonant.n - vowel.n;
		buf_addf(out, "(%.*s)%.*s", (int)more, consonant.p, (int)vowel.n, vowel.p);
	} else { /* 은(는) */
		buf_addf(out, "%.*s(%.*s)", (int)consonant.n, consonant.p, (int)vowel.n, vowel.p);
	}
}

/* Does the text end in a Hangul syllable? */
static bool ends_in_hangul(struct str s)
{
	int32_t c;
	return s.n >= 3 && text_next((struct str){s.p + s.n - 3, 3}, &c) == 3 &&
	       between(c, 0xac00, 0xd7a3);
}

struct str particle_strip(struct str said, const char *const *particles)
{
	for (; *particles; particles++) {
		struct str form[2];
		take_apart(str_of(*particles), &form[0], &form[1]);
		for (int i = 0; i < 2; i++) {
			if (!str_ends(said, form[i]))
				continue;
			struct str before = text_trim((struct str){said.p, said.n - form[i].n});
			bool vowel = ending_of(before) == ENDING_VOWEL;
			bool suits = !ends_in_hangul(before) || vowel == (i == 1) ||
				     str_eq(form[0], form[1]);
			if (before.n && suits)
				return before;
		}
	}
	return STR("");
}

#include "names/strokes.h"

#include "base/text.h"
#include "names/hangul.h"

static const char *const initials[HANGUL_INITIALS] = {
    "r", "r", "s", "e", "e", "f", "a", "q", "q", "t", "t", "d", "w", "w", "c", "z", "x", "v", "g"};
static const char *const vowels[HANGUL_VOWELS] = {"k", "o", "i", "o", "j", "p", "u", "p", "h", "hk",
    "ho", "hl", "y", "n", "nj", "np", "nl", "b", "m", "ml", "l"};
static const char *const finals[HANGUL_FINALS] = {"", "r", "r", "rt", "s", "sw", "sg", "e", "f",
    "fr", "fa", "fq", "ft", "fx", "fv", "fg", "a", "q", "qt", "t", "t", "d", "w", "c", "z", "x",
    "v", "g"};

/* Conjoining letters, as the key (which is NFKC) holds those that stand alone. */
enum { INITIAL = 0x1100, VOWEL = 0x1161, FINAL = 0x11a7 };

static bool add(struct strokes *o, const char *s, size_t n)
{
	if ((size_t)o->n + n > STROKES_MAX)
		return false;
	memcpy(o->s + o->n, s, n);
	o->n += (int)n;
	o->s[o->n] = '\0';
	return true;
}

/* The keys of a letter that stands alone; NULL if it is none. */
static const char *lone_letter(int32_t c)
{
	if (c >= INITIAL && c < INITIAL + HANGUL_INITIALS)
		return initials[c - INITIAL];
	if (c >= VOWEL && c < VOWEL + HANGUL_VOWELS)
		return vowels[c - VOWEL];
	if (c > FINAL && c < FINAL + HANGUL_FINALS)
		return finals[c - FINAL];
	return NULL;
}

static bool add_point(struct strokes *o, int32_t c, struct str bytes)
{
	struct syllable s;
	if (hangul_take_apart(c, &s)) {
		o->hangul = o->syllables = true;
		return add(o, initials[s.first], strlen(initials[s.first])) &&
		       add(o, vowels[s.vowel], strlen(vowels[s.vowel])) &&
		       add(o, finals[s.last], strlen(finals[s.last]));
	}
	const char *letter = lone_letter(c);
	if (letter) {
		o->hangul = true;
		return add(o, letter, strlen(letter));
	}
	o->latin |= c >= 'a' && c <= 'z';
	return add(o, bytes.p, bytes.n);
}

bool strokes_read(struct strokes *out, const char *key)
{
	struct str rest = str_of(key);
	int32_t c;
	*out = (struct strokes){.n = 0};
	for (size_t n; (n = text_next(rest, &c)) > 0; rest.p += n, rest.n -= n)
		if (!add_point(out, c, (struct str){rest.p, n}))
			return false;
	return out->n > 0;
}

int strokes_initials(char out[static STROKES_MAX + 1], const char *key, bool *lone)
{
	struct str rest = str_of(key);
	int32_t c;
	int found = 0, alone = 0;
	for (size_t n; (n = text_next(rest, &c)) > 0; rest.p += n, rest.n -= n) {
		struct syllable s;
		bool single = c >= INITIAL && c < INITIAL + HANGUL_INITIALS;
		if (single)
			s.first = c - INITIAL;
		else if (!hangul_take_apart(c, &s))
			return 0;
		if (found == STROKES_MAX)
			return 0;
		out[found++] = initials[s.first][0];
		alone += single;
	}
	out[found] = '\0';
	*lone = alone == found;
	return alone == 0 || alone == found ? found : 0;
}

static int least(int a, int b)
{
	return a < b ? a : b;
}

int strokes_distance(const char *a, int n_a, const char *b, int n_b, int max)
{
	int rows[3][STROKES_MAX + 1];
	int *before = rows[0], *last = rows[1], *row = rows[2];
	if (n_a - n_b > max || n_b - n_a > max || n_a > STROKES_MAX || n_b > STROKES_MAX)
		return max + 1;
	for (int k = 0; k <= n_b; k++)
		last[k] = k;
	for (int i = 1; i <= n_a; i++) {
		int lowest = row[0] = i;
		for (int k = 1; k <= n_b; k++) {
			int d = last[k - 1] + (a[i - 1] != b[k - 1]);
			d = least(d, least(last[k], row[k - 1]) + 1);
			if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
				d = least(d, before[k - 2] + 1);
			row[k] = d;
			lowest = least(lowest, d);
		}
		if (lowest > max)
			return max + 1;
		int *free_row = before;
		before = last;
		last = row;
		row = free_row;
	}
	return least(last[n_b], max + 1);
}

#include "names/keyboard.h"

#include "base/text.h"

enum { NONE = -1 };

/* Initial consonants and vowels by their numbers in Unicode. */
enum { G, GG, N, D, DD, R, M, B, BB, S, SS, NG, J, JJ, CH, K, T, P, H };
enum {
	A = KEY_VOWEL,
	AE,
	YA,
	YAE,
	EO,
	E,
	YEO,
	YE,
	O,
	WA,
	WAE,
	OE,
	YO,
	U,
	WEO,
	WE,
	WI,
	YU,
	EU,
	YI,
	I
};

/* Two keys that make one letter. */
struct pair {
	signed char first, second;
};

static const struct pair compound_vowels[HANGUL_VOWELS] = {
    [WA - KEY_VOWEL] = {O, A},
    [WAE - KEY_VOWEL] = {O, AE},
    [OE - KEY_VOWEL] = {O, I},
    [WEO - KEY_VOWEL] = {U, EO},
    [WE - KEY_VOWEL] = {U, E},
    [WI - KEY_VOWEL] = {U, I},
    [YI - KEY_VOWEL] = {EU, I},
};

/* Finals as the consonants that type them; the first is no final. */
static const struct pair finals[HANGUL_FINALS] = {{NONE, NONE}, {G, NONE}, {GG, NONE}, {G, S},
    {N, NONE}, {N, J}, {N, H}, {D, NONE}, {R, NONE}, {R, G}, {R, M}, {R, B}, {R, S}, {R, T}, {R, P},
    {R, H}, {M, NONE}, {B, NONE}, {B, S}, {S, NONE}, {SS, NONE}, {NG, NONE}, {J, NONE}, {CH, NONE},
    {K, NONE}, {T, NONE}, {P, NONE}, {H, NONE}};

/* Letters that stand alone, from ㄱ on: as finals that are typed so, or initials only. */
static const struct pair lone_consonants[] = {{G, NONE}, {GG, NONE}, {G, S}, {N, NONE}, {N, J},
    {N, H}, {D, NONE}, {DD, NONE}, {R, NONE}, {R, G}, {R, M}, {R, B}, {R, S}, {R, T}, {R, P},
    {R, H}, {M, NONE}, {B, NONE}, {BB, NONE}, {B, S}, {S, NONE}, {SS, NONE}, {NG, NONE}, {J, NONE},
    {JJ, NONE}, {CH, NONE}, {K, NONE}, {T, NONE}, {P, NONE}, {H, NONE}};

/* --- from text to keys --- */

static bool add(struct keys *o, int key)
{
	if (o->n == KEYS_MAX)
		return false;
	o->k[o->n++] = (unsigned char)key;
	return true;
}

static bool add_pair(struct keys *o, struct pair p)
{
	return add(o, p.first) && (p.second == NONE || add(o, p.second));
}

static bool add_vowel(struct keys *o, int vowel)
{
	struct pair p = compound_vowels[vowel];
	return p.first ? add_pair(o, p) : add(o, KEY_VOWEL + vowel);
}

static bool add_syllable(struct keys *o, struct syllable s)
{
	return add(o, s.first) && add_vowel(o, s.vowel) && (!s.last || add_pair(o, finals[s.last]));
}

static bool is_other_letter(int32_t c)
{
	bool ascii = c >= 0 && c < 0x80;
	int32_t small = c | 0x20;
	return !ascii || (small >= 'a' && small <= 'z') || (c >= '0' && c <= '9');
}

bool keyboard_keys(struct keys *out, struct str text, bool *whole)
{
	int32_t c;
	bool good = true;
	out->n = 0;
	*whole = true;
	for (size_t n; good && (n = text_next(text, &c)) > 0; text.p += n, text.n -= n) {
		struct syllable s;
		if (hangul_take_apart(c, &s)) {
			good = add_syllable(out, s);
		} else if (c >= HANGUL_LONE_FIRST && c <= HANGUL_LONE_LAST) {
			*whole = false;
			good = c < HANGUL_LONE_VOWEL
				   ? add_pair(out, lone_consonants[c - HANGUL_LONE_FIRST])
				   : add_vowel(out, c - HANGUL_LONE_VOWEL);
		} else {
			good = !is_other_letter(c) && add(out, KEY_SPACE);
		}
	}
	return good && out->n > 0;
}

/* --- from keys to sounds --- */

/* The syllable under way. */
struct typing {
	struct sounds *out;
	int first, vowel, last, second; /* keys; NONE */
};

static int final_of(int first, int second)
{
	for (int i = 1; i < HANGUL_FINALS; i++)
		if (finals[i].first == first && finals[i].second == second)
			return i;
	return first == KEY_ANY_CONSONANT && second == NONE ? HANGUL_ANY : 0;
}

static int compound_of(int vowel, int more)
{
	for (int i = 0; i < HANGUL_VOWELS; i++)
		if (compound_vowels[i].first && compound_vowels[i].first == vowel &&
		    compound_vowels[i].second == more)
			return KEY_VOWEL + i;
	return NONE;
}

/* What was typed so far is a syllable, or nothing. */
static bool end_syllable(struct typing *t)
{
	if (t->first == NONE)
		return true;
	if (t->vowel == NONE)
		return false;
	const struct syllable s = {
	    .first = t->first == KEY_ANY_CONSONANT ? HANGUL_ANY : t->first,
	    .vowel = t->vowel == KEY_ANY_VOWEL ? HANGUL_ANY : t->vowel - KEY_VOWEL,
	    .last = t->last == NONE ? 0 : final_of(t->last, t->second),
	};
	t->first = t->vowel = t->last = t->second = NONE;
	return hangul_add_sounds(t->out, s);
}

/* The last consonant begins the syllable of the vowel that follows. */
static bool begin_with_last(struct typing *t, int vowel)
{
	int *moved = t->second != NONE ? &t->second : &t->last;
	int first = *moved;
	*moved = NONE;
	if (!end_syllable(t))
		return false;
	t->first = first;
	t->vowel = vowel;
	return true;
}

static bool type_vowel(struct typing *t, int key)
{
	if (t->last != NONE)
		return begin_with_last(t, key);
	if (t->first == NONE)
		return false;
	int vowel = t->vowel == NONE ? key : compound_of(t->vowel, key);
	t->vowel = vowel;
	return vowel != NONE;
}

static bool type_consonant(struct typing *t, int key)
{
	if (t->vowel != NONE && t->last == NONE && final_of(key, NONE)) {
		t->last = key;
		return true;
	}
	if (t->last != NONE && t->second == NONE && final_of(t->last, key)) {
		t->second = key;
		return true;
	}
	if (!end_syllable(t))
		return false;
	t->first = key;
	return true;
}

bool keyboard_sounds(struct sounds *out, const struct keys *keys)
{
	struct typing t = {out, NONE, NONE, NONE, NONE};
	bool good = true;
	*out = (struct sounds){.n = 0};
	for (int i = 0; good && i < keys->n; i++) {
		unsigned char key = keys->k[i];
		if (key_is_vowel(key))
			good = type_vowel(&t, key);
		else if (key_is_consonant(key))
			good = type_consonant(&t, key);
		else
			good = end_syllable(&t);
	}
	return good && end_syllable(&t);
}

int keyboard_beside(unsigned char key, unsigned char out[static 2])
{
	static const unsigned char rows[3][11] = {
	    {B, J, D, G, S, YO, YEO, YA, AE, E, KEY_SPACE},
	    {M, N, NG, R, H, O, EO, A, I, KEY_SPACE},
	    {K, T, CH, P, YU, U, EU, KEY_SPACE},
	};
	int n = 0;
	for (int r = 0; r < 3; r++)
		for (int i = 0; rows[r][i] != KEY_SPACE; i++) {
			if (rows[r][i] != key)
				continue;
			if (i > 0)
				out[n++] = rows[r][i - 1];
			if (rows[r][i + 1] != KEY_SPACE)
				out[n++] = rows[r][i + 1];
			return n;
		}
	return 0;
}

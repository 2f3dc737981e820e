#include "names/respell.h"

#include "names/hangul.h"

#include <stdio.h>

enum { MAX_WORDS = 4 };

/* Sounds (names/hangul.h) and how they are spelt, in English above all; the longest first. A blank
 * is the end of a word. */
static const struct {
	const char *sounds, *spelt[RESPELL_WAYS];
} pieces[] = {
    {"_Lr", {"l", "l"}},
    {"k_r", {"cr", "kr"}},
    {"b_r", {"br", "vr"}},
    {"p_r", {"pr", "fr"}},
    {"b_ ", {"ve ", "b "}},
    {"p_ ", {"f ", "p "}},
    {"s_ ", {"s ", "th "}},
    {"j_ ", {"s ", "z "}},
    {"k_ ", {"k ", "c "}},
    {"ei ", {"ay ", "ey "}},
    {"Lr", {"l", "l"}},
    {"ei", {"a", "ai"}},
    {"ai", {"i", "ai"}},
    {"au", {"ow", "ou"}},
    {"oi", {"oi", "oy"}},
    {"ou", {"o", "o"}},
    {"yu", {"u", "yu"}},
    {"yv", {"yeo", "yo"}},
    {"wv", {"wo", "wa"}},
    {"wi", {"wi", "wee"}},
    {"ka", {"ca", "ka"}},
    {"ko", {"co", "ko"}},
    {"ku", {"cu", "koo"}},
    {"kv", {"co", "cu"}},
    {"kwi", {"quee", "kwi"}},
    {"k_Lr", {"cl", "kl"}},
    {"si ", {"sh ", "cy "}},
    {"ci ", {"ch ", "tch "}},
    {"ji ", {"ge ", "zy "}},
    {"i ", {"y ", "ie "}},
    {"v ", {"er ", "a "}},
    {"_", {"", ""}},
    {"a", {"a", "a"}},
    {"v", {"u", "o"}},
    {"o", {"o", "o"}},
    {"u", {"u", "oo"}},
    {"i", {"i", "i"}},
    {"e", {"e", "e"}},
    {"y", {"y", "y"}},
    {"w", {"w", "w"}},
    {"g", {"g", "g"}},
    {"G", {"g", "k"}},
    {"n", {"n", "n"}},
    {"d", {"d", "d"}},
    {"D", {"d", "t"}},
    {"r", {"r", "l"}},
    {"m", {"m", "m"}},
    {"b", {"b", "v"}},
    {"B", {"b", "p"}},
    {"s", {"s", "s"}},
    {"S", {"s", "s"}},
    {"j", {"j", "z"}},
    {"J", {"j", "z"}},
    {"c", {"ch", "ch"}},
    {"k", {"k", "k"}},
    {"t", {"t", "t"}},
    {"p", {"p", "f"}},
    {"h", {"h", "h"}},
    {"K", {"k", "ck"}},
    {"N", {"n", "n"}},
    {"T", {"t", "t"}},
    {"L", {"l", "l"}},
    {"M", {"m", "m"}},
    {"P", {"p", "p"}},
    {"Q", {"ng", "ng"}},
};

struct text {
	char s[RESPELL_MAX + 1];
	size_t n;
	bool fits;
};

static void append(struct text *t, const char *s)
{
	size_t n = strlen(s);
	t->fits = t->fits && t->n + n <= RESPELL_MAX;
	if (!t->fits)
		return;
	memcpy(t->s + t->n, s, n);
	t->n += n;
	t->s[t->n] = '\0';
}

/* The sounds of a word, with a blank behind them. */
static void spell(struct text *t, const char *sounds, int way)
{
	while (*sounds) {
		size_t i = 0, n = 1;
		char other[] = {*sounds, '\0'}; /* a digit, or the blank */
		for (; i < sizeof pieces / sizeof *pieces; i++) {
			n = strlen(pieces[i].sounds);
			if (!strncmp(sounds, pieces[i].sounds, n))
				break;
		}
		bool found = i < sizeof pieces / sizeof *pieces;
		append(t, found ? pieces[i].spelt[way] : other);
		sounds += found ? n : 1;
	}
}

/* All words in one way. False if it cannot be. */
static bool spell_all(struct text *t, struct str typed, int way)
{
	int words = 0;
	for (size_t from = 0, end; from < typed.n; from = end + 1) {
		struct sounds sounds;
		char word[SOUNDS_MAX + 2];
		const char *blank = memchr(typed.p + from, ' ', typed.n - from);
		end = blank ? (size_t)(blank - typed.p) : typed.n;
		if (end == from)
			continue;
		if (++words > MAX_WORDS ||
		    !hangul_read(&sounds, (struct str){typed.p + from, end - from}))
			return false;
		snprintf(word, sizeof word, "%s ", sounds.s);
		spell(t, word, way);
	}
	while (t->n > 0 && t->s[t->n - 1] == ' ')
		t->s[--t->n] = '\0';
	return t->fits && t->n > 0;
}

void respell(struct respelling *out, struct str typed)
{
	out->n = 0;
	for (int way = 0; way < RESPELL_WAYS; way++) {
		struct text t = {.fits = true};
		if (!spell_all(&t, typed, way) || (out->n && !strcmp(t.s, out->items[0])))
			return;
		memcpy(out->items[out->n++], t.s, t.n + 1);
	}
}

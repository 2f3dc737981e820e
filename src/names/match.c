#include "names/match.h"

#include "base/limits.h"
#include "names/heard.h"
#include "names/key.h"
#include "names/keyboard.h"
#include "names/strokes.h"

#include <stdlib.h>

/* Costs, as names/match.h counts them, found by measuring. */
enum {
	WORD_ALONE = 40, /* only one of its words was typed; and for each letter of the others */
	WORD_LETTER = 6,
	WORD_EXTRA = 50, /* words were typed that it has not; and for each sound of them */
	WORD_SOUND = 35,
	SLIP = 64,       /* the first slip of the finger */
	SLIP_SHORT = 16, /* more for each key that a name has less than this: */
	SLIP_LENGTH = 6,
	SLIP_MORE = 72, /* each further slip */
	OTHER_KEYBOARD = 24,
	OTHER_LENGTH = 5, /* keys of a name in which a slip is found on the other keyboard, too */
	LONE_LENGTH = 3,  /* those of letters that stand alone */
	INITIALS_ONLY = 48,
	LONE = 8,           /* a letter that stands alone, read as it is: a finger slipped rather */
	NOBODY_SOUND = 14,  /* for each sound that was typed */
	NOBODY_STROKE = 16, /* for each key */
	NOBODY = 32,
	MIN_WORD_SOUNDS = 4,
	MIN_WORD_LETTERS = 4,
	MAX_BEGINNINGS = 2,
};

const char *match_how_name(enum match_how how)
{
	static const char *const names[] = {
	    [MATCH_NOT] = "not",
	    [MATCH_INITIALS] = "initials",
	    [MATCH_SOUND] = "sound",
	    [MATCH_SLIP] = "slip",
	    [MATCH_SPELLING] = "spelling",
	    [MATCH_WORD] = "word",
	    [MATCH_PART] = "part",
	};
	return names[how];
}

struct matcher {
	char key[LIMIT_KEY + 1];
	struct strokes strokes; /* n is 0: too long */
	char initials[STROKES_MAX + 1];
	bool only_initials;
	int n_sounds;
	int lone;            /* LONE, or 0: it is all syllables */
	struct heard *heard; /* in Hangul; or NULL */
	struct beginning {
		struct heard *heard;
		int n_sounds;
	} beginnings[MAX_BEGINNINGS]; /* the first of several words, and the first two of more */
	int n_beginnings;
	struct spelling latin[LATIN_READINGS];
	int n_latin;
};

static void prepare_beginnings(struct matcher *m, struct str typed)
{
	struct sounds sounds;
	for (size_t n = 0; n < typed.n && m->n_beginnings < MAX_BEGINNINGS; n++) {
		if (typed.p[n] != ' ' || !hangul_read(&sounds, (struct str){typed.p, n}) ||
		    sounds.n < MIN_WORD_SOUNDS)
			continue;
		struct beginning *b = &m->beginnings[m->n_beginnings++];
		b->heard = heard_new(&sounds);
		b->n_sounds = sounds.n;
	}
}

static void prepare_hangul(struct matcher *m, struct str typed)
{
	struct sounds sounds;
	struct keys keys;
	bool whole;
	if (!hangul_read(&sounds, typed))
		return;
	m->lone = keyboard_keys(&keys, typed, &whole) && !whole ? LONE : 0;
	m->n_sounds = sounds.n;
	m->heard = heard_new(&sounds);
	prepare_beginnings(m, typed);
}

struct matcher *matcher_new(struct str typed, const char *key)
{
	struct matcher *m = calloc(1, sizeof *m);
	if (!m)
		return NULL;
	bool lone = false;
	memcpy(m->key, key, strlen(key) + 1);
	if (!strokes_read(&m->strokes, key))
		m->strokes.n = 0;
	m->only_initials = strokes_initials(m->initials, key, &lone) > 0 && lone;
	prepare_hangul(m, typed);
	m->n_latin = latin_read(m->latin, typed);
	return m;
}

void matcher_free(struct matcher *m)
{
	if (!m)
		return;
	heard_free(m->heard);
	for (int i = 0; i < m->n_beginnings; i++)
		heard_free(m->beginnings[i].heard);
	free(m);
}

int matcher_nobody(const struct matcher *m)
{
	if (m->n_sounds)
		return NOBODY + NOBODY_SOUND * m->n_sounds;
	return NOBODY + NOBODY_STROKE * m->strokes.n;
}

static void improve(struct match *best, int cost, enum match_how how)
{
	if (cost < best->cost)
		*best = (struct match){cost, how};
}

static int bound_of(const struct match *best, int bound)
{
	return best->cost < bound ? best->cost : bound;
}

/* --- by keys --- */

static int max_slips(int n)
{
	return n < 2 ? 0 : n < 6 ? 1 : n < 10 ? 2 : 3;
}

/* ㅋㅋㅋ, ㅠㅠ, ㅇㅇ: one letter again and again, and no syllable. */
static bool is_laughter(const struct strokes *s)
{
	return s->hangul && !s->syllables && strspn(s->s, (char[]){s->s[0], '\0'}) == (size_t)s->n;
}

static void match_strokes(const struct matcher *m, struct str name, struct match *best)
{
	char key[LIMIT_KEY + 1];
	struct strokes s;
	if (!m->strokes.n || !name_key(key, name) || !strokes_read(&s, key))
		return;
	const struct strokes *t = &m->strokes;
	bool other = t->hangul != s.hangul && t->latin != s.latin;
	/* Letters that make no syllable were hardly meant as Hangul. */
	bool lone = t->hangul && !t->syllables && !t->latin;
	int n = t->n < s.n ? t->n : s.n;
	int max = other ? n >= (lone ? LONE_LENGTH : OTHER_LENGTH) : max_slips(n);
	int d = strokes_distance(t->s, t->n, s.s, s.n, max);
	if (d > max || (other && is_laughter(t)))
		return;
	int cost = other && !lone ? OTHER_KEYBOARD : 0;
	if (d > 0)
		cost += SLIP + SLIP_MORE * (d - 1);
	if (d > 0 && n < SLIP_LENGTH && !lone)
		cost += SLIP_SHORT * (SLIP_LENGTH - n);
	improve(best, cost, MATCH_SPELLING);
}

static void match_initials(const struct matcher *m, struct str name, struct match *best)
{
	char key[LIMIT_KEY + 1], initials[STROKES_MAX + 1];
	bool lone;
	if (m->only_initials && !is_laughter(&m->strokes) && name_key(key, name) &&
	    strokes_initials(initials, key, &lone) > 0 && !lone && !strcmp(initials, m->initials))
		improve(best, INITIALS_ONLY, MATCH_INITIALS);
}

/* --- by sound --- */

static void match_words(
    const struct matcher *m, const struct spelling *l, int bound, struct match *best)
{
	const char *from = l->s;
	for (const char *end; (end = strchr(from + 1, ' ')) && m->n_sounds >= MIN_WORD_SOUNDS;
	     from = end) {
		struct spelling word = {.n = (int)(end - from) + 1};
		if (word.n == l->n)
			return;
		memcpy(word.s, from, (size_t)word.n);
		word.s[word.n] = '\0';
		int alone = WORD_ALONE + WORD_LETTER * (l->n - word.n);
		int limit = bound_of(best, bound) - alone;
		if (limit > 0)
			improve(best, alone + heard_cost(m->heard, &word, limit), MATCH_WORD);
	}
}

/* Whoever is named before a band is as good as all of the name, nearly. */
static void match_leader(
    const struct matcher *m, const struct spelling *l, int bound, struct match *best)
{
	struct spelling leader;
	int limit = bound_of(best, bound) - WORD_ALONE;
	if (limit > 0 && m->n_sounds >= MIN_WORD_SOUNDS && latin_leader(&leader, l))
		improve(best, WORD_ALONE + heard_cost(m->heard, &leader, limit), MATCH_WORD);
}

static void match_beginnings(
    const struct matcher *m, const struct spelling *l, int bound, struct match *best)
{
	for (int i = 0; i < m->n_beginnings; i++) {
		const struct beginning *b = &m->beginnings[i];
		int extra = WORD_EXTRA + WORD_SOUND * (m->n_sounds - b->n_sounds);
		int limit = bound_of(best, bound) - extra;
		if (limit > 0 && b->heard)
			improve(best, extra + heard_cost(b->heard, l, limit), MATCH_PART);
	}
}

static void match_heard(
    const struct matcher *m, const struct spelling *l, int bound, struct match *best)
{
	int limit = bound_of(best, bound) - m->lone;
	improve(best, m->lone + heard_either_way(m->heard, l, limit), MATCH_SOUND);
	match_beginnings(m, l, bound, best);
}

/* Words of a Latin name that were typed as they are spelt: swift. */
static void match_spelt_words(const struct matcher *m, struct str name, struct match *best)
{
	struct spelling latin[LATIN_READINGS];
	const struct spelling *typed = &m->latin[0];
	if (typed->n < MIN_WORD_LETTERS + 2 || latin_read(latin, name) == 0)
		return;
	int others = latin[0].n - typed->n;
	if (others > 0 && strstr(latin[0].s, typed->s))
		improve(best, WORD_ALONE + WORD_LETTER * others, MATCH_WORD);
}

static void match_sound(
    const struct matcher *m, struct str name, unsigned by, int bound, struct match *best)
{
	struct spelling latin[LATIN_READINGS];
	struct sounds sounds;
	if (m->heard) {
		int n = latin_read(latin, name);
		for (int i = 0; i < n; i++) {
			if (by & MATCH_BY_SOUND)
				match_heard(m, &latin[i], bound, best);
			if (by & MATCH_BY_WORD)
				match_words(m, &latin[i], bound, best);
			if (by & MATCH_BY_WORD)
				match_leader(m, &latin[i], bound, best);
		}
	} else if (m->n_latin && !hangul_read(&sounds, name)) {
		match_spelt_words(m, name, best);
	} else if (m->n_latin) {
		struct heard *h = heard_new(&sounds);
		for (int i = 0; h && i < m->n_latin; i++)
			improve(
			    best, heard_cost(h, &m->latin[i], bound_of(best, bound)), MATCH_SOUND);
		heard_free(h);
	}
}

struct match matcher_match(const struct matcher *m, struct str name, unsigned by, int bound)
{
	struct match best = {MATCH_NEVER, MATCH_NOT};
	if (by & MATCH_BY_KEYS)
		match_initials(m, name, &best);
	if (m->only_initials)
		return best;
	if (by & MATCH_BY_KEYS)
		match_strokes(m, name, &best);
	if (best.cost > 0 && by != MATCH_BY_KEYS)
		match_sound(m, name, by, bound, &best);
	return best.cost <= bound ? best : (struct match){MATCH_NEVER, MATCH_NOT};
}

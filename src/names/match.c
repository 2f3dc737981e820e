#include "names/match.h"

#include "base/limits.h"
#include "names/heard.h"
#include "names/key.h"
#include "names/strokes.h"

#include <stdlib.h>

/* Costs, as names/match.h counts them, found by measuring. */
enum {
	ROTATED = 24,    /* surname last */
	WORD_ALONE = 56, /* half the name was left out */
	WORD_EXTRA = 72, /* as much was typed that the name has not */
	SLIP = 64,       /* the first slip of the finger */
	SLIP_SHORT = 16, /* more for each key that a name has less than this: */
	SLIP_LENGTH = 6,
	SLIP_MORE = 72, /* each further slip */
	OTHER_KEYBOARD = 24,
	INITIALS_ONLY = 48,
	NOBODY_SOUND = 22,  /* for each sound that was typed */
	NOBODY_STROKE = 16, /* for each key */
	NOBODY = 40,
	MIN_WORD_SOUNDS = 4,
	MAX_VARIANTS = 2,
};

struct matcher {
	char key[LIMIT_KEY + 1];
	struct strokes strokes; /* n is 0: too long */
	char initials[STROKES_MAX + 1];
	bool only_initials;
	int n_sounds;
	struct heard *heard[MAX_VARIANTS]; /* in Hangul: as typed, and with the last word first */
	struct heard *first;               /* the first of several words; or NULL */
	int n_first;
	struct spelling latin[LATIN_READINGS];
	int n_latin;
};

static void prepare_hangul(struct matcher *m, struct str typed)
{
	struct sounds sounds;
	if (!hangul_read(&sounds, typed))
		return;
	m->n_sounds = sounds.n;
	m->heard[0] = heard_new(&sounds);
	const char *last = memrchr(typed.p, ' ', typed.n);
	if (!last || typed.n > LIMIT_NAME)
		return;
	char text[LIMIT_NAME + 1];
	size_t before = (size_t)(last - typed.p), after = typed.n - before;
	memcpy(text, last, after);
	memcpy(text + after, typed.p, before);
	if (hangul_read(&sounds, (struct str){text, typed.n}))
		m->heard[1] = heard_new(&sounds);
	const char *end = memchr(typed.p, ' ', typed.n);
	if (hangul_read(&sounds, (struct str){typed.p, (size_t)(end - typed.p)}) &&
	    sounds.n >= MIN_WORD_SOUNDS) {
		m->first = heard_new(&sounds);
		m->n_first = sounds.n;
	}
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
	for (int i = 0; i < MAX_VARIANTS; i++)
		heard_free(m->heard[i]);
	heard_free(m->first);
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

static void match_strokes(const struct matcher *m, struct str name, struct match *best)
{
	char key[LIMIT_KEY + 1];
	struct strokes s;
	if (!m->strokes.n || !name_key(key, name) || !strokes_read(&s, key))
		return;
	const struct strokes *t = &m->strokes;
	bool other = t->hangul != s.hangul && t->latin != s.latin;
	int n = t->n < s.n ? t->n : s.n;
	int max = other ? n >= 5 : max_slips(n);
	int d = strokes_distance(t->s, t->n, s.s, s.n, max);
	if (d > max)
		return;
	int cost = other ? OTHER_KEYBOARD : 0;
	if (d > 0)
		cost += SLIP + SLIP_MORE * (d - 1);
	if (d > 0 && n < SLIP_LENGTH)
		cost += SLIP_SHORT * (SLIP_LENGTH - n);
	improve(best, cost, MATCH_SPELLING);
}

static void match_initials(const struct matcher *m, struct str name, struct match *best)
{
	char key[LIMIT_KEY + 1], initials[STROKES_MAX + 1];
	bool lone;
	if (m->only_initials && name_key(key, name) && strokes_initials(initials, key, &lone) > 0 &&
	    !lone && !strcmp(initials, m->initials))
		improve(best, INITIALS_ONLY, MATCH_INITIALS);
}

/* --- by sound --- */

/* The last word first. False if it is one word, or many. */
static bool rotate(struct spelling *out, const struct spelling *l)
{
	int words = 0, last = 0;
	for (int i = 1; i + 1 < l->n; i++)
		if (l->s[i] == ' ') {
			words++;
			last = i;
		}
	if (words < 1 || words > 2)
		return false;
	int after = l->n - last;
	memcpy(out->s, l->s + last, (size_t)after);
	memcpy(out->s + after, l->s + 1, (size_t)last);
	out->n = l->n;
	out->s[out->n] = '\0';
	return true;
}

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
		int limit = bound_of(best, bound) - WORD_ALONE;
		if (limit > 0)
			improve(
			    best, WORD_ALONE + heard_cost(m->heard[0], &word, limit), MATCH_WORD);
	}
}

static void match_heard(
    const struct matcher *m, const struct spelling *l, int bound, struct match *best)
{
	struct spelling other;
	improve(best, heard_cost(m->heard[0], l, bound_of(best, bound)), MATCH_SOUND);
	int limit = bound_of(best, bound) - ROTATED;
	if (limit > 0 && rotate(&other, l))
		improve(best, ROTATED + heard_cost(m->heard[0], &other, limit), MATCH_SOUND);
	limit = bound_of(best, bound) - ROTATED;
	if (limit > 0 && m->heard[1])
		improve(best, ROTATED + heard_cost(m->heard[1], l, limit), MATCH_SOUND);
	match_words(m, l, bound, best);
	limit = bound_of(best, bound) - WORD_EXTRA;
	if (limit > 0 && m->first)
		improve(best, WORD_EXTRA + heard_cost(m->first, l, limit), MATCH_PART);
}

static void match_sound(const struct matcher *m, struct str name, int bound, struct match *best)
{
	struct spelling latin[LATIN_READINGS];
	struct sounds sounds;
	if (m->heard[0]) {
		int n = latin_read(latin, name);
		for (int i = 0; i < n; i++)
			match_heard(m, &latin[i], bound, best);
	} else if (m->n_latin && hangul_read(&sounds, name)) {
		struct heard *h = heard_new(&sounds);
		for (int i = 0; h && i < m->n_latin; i++)
			improve(
			    best, heard_cost(h, &m->latin[i], bound_of(best, bound)), MATCH_SOUND);
		heard_free(h);
	}
}

struct match matcher_match(const struct matcher *m, struct str name, int bound)
{
	struct match best = {MATCH_NEVER, MATCH_NOT};
	match_initials(m, name, &best);
	if (m->only_initials)
		return best;
	match_strokes(m, name, &best);
	if (best.cost > 0)
		match_sound(m, name, bound, &best);
	return best.cost <= bound ? best : (struct match){MATCH_NEVER, MATCH_NOT};
}

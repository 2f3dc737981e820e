#include "music/guess.h"

#include "base/clock.h"
#include "base/text.h"
#include "names/slips.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Found by measuring with make accuracy (tests/accuracy/README.md). */
static const double per_cost = 0.7 / 16; /* costs are too sure of themselves: letters go together */
static const double per_popularity = 0.029;
static const double per_choice = 1.2; /* for the logarithm of how often */
static const double sure = 0.82;      /* the share that needs no question */
static const double surer = 0.9;      /* that of an artist who is little known */
static const double unlikely = 0.03;  /* nobody's share up to which one may be the answer */
static const double doubtful = 0.1;   /* nobody's share from which Spotify is asked first */
static const double hopeless = 0.6;   /* nobody's share from which a question is not worth it */
static const double behind = 6;       /* who is less likely than the best by this logarithm, or */
static const double pointless = 2;    /* than nobody by this one, cannot matter */

enum {
	/* A name this near, by its share in the cost of nobody, needs no wider search. */
	NEAR_PERCENT = 32,
	/* A short name that is farther, by the same share, is asked about: it may be another's. */
	FAR_PERCENT = 48,
	SLIP_NEARER = 20,  /* by so much who is meant but for a slip must be nearer to matter */
	SHORT = 144,       /* what nobody costs where eight sounds were typed */
	LITTLE_KNOWN = 20, /* popularity up to which somebody known better may bear such a name */
	MAX_ARTISTS = 64,
	/* Places to remember names that were looked at: some more than there may be rows. */
	SEEN = 8192,
	/* So many times as often as the next must one be chosen to be the answer. */
	AGREED = 2,
};

/* How far is searched: each stage only where those before have not led near enough. */
enum stage { BY_KEYS, WIDER, SLIPS, STAGES };

static const char *const stage_names[STAGES] = {"keys", "wider", "slips"};

struct search {
	struct store_conn *conn;
	struct matcher *matcher;
	struct str typed;
	const char *key;
	int64_t deadline;
	int best_cost;
	double floor; /* who is less likely cannot matter */
	struct store_nears rows[STAGES];
	struct search_keys asked; /* that they were found by, but for the last stage's */
	struct guess *out;
	int n;
	struct guess_one artists[MAX_ARTISTS];
	uint32_t seen[SEEN]; /* hashes of names that were looked at; 0: free */
};

static double likelihood(const struct guess_one *a)
{
	return -per_cost * a->match.cost + per_popularity * a->popularity +
	       per_choice * log1p(a->chosen);
}

static double floor_of_nobody(const struct search *s)
{
	return -per_cost * matcher_nobody(s->matcher) - pointless;
}

static struct guess_one *artist_of(struct search *s, const char *id)
{
	for (int i = 0; i < s->n; i++)
		if (!strcmp(s->artists[i].id, id))
			return &s->artists[i];
	return NULL;
}

/* Room for one more; that of the least likely where there is none. */
static struct guess_one *room(struct search *s, double better_than)
{
	if (s->n < MAX_ARTISTS)
		return &s->artists[s->n++];
	struct guess_one *least = &s->artists[0];
	for (int i = 1; i < s->n; i++)
		if (s->artists[i].likelihood < least->likelihood)
			least = &s->artists[i];
	return least->likelihood < better_than ? least : NULL;
}

/* How a name may be like what was typed, by the key that it was found under (names/search.h). One
 * word of several that were typed may lead to all of the name. */
static unsigned by_key(const struct search *s, char kind)
{
	switch (kind) {
	case 'w':
		return memchr(s->typed.p, ' ', s->typed.n) ? MATCH_BY_WORD | MATCH_BY_SOUND
							   : MATCH_BY_WORD;
	case 'h':
	case 't':
	case 'i':
		return MATCH_BY_KEYS;
	default:
		return MATCH_BY_SOUND;
	}
}

/* A name may be found under several keys. */
static bool is_new(struct search *s, const struct store_near *row, unsigned by)
{
	uint32_t hash = 2166136261u ^ by; /* FNV-1a */
	for (const char *c = row->id; *c; c++)
		hash = (hash ^ (unsigned char)*c) * 16777619u;
	for (const char *c = row->name; *c; c++)
		hash = (hash ^ (unsigned char)*c) * 16777619u;
	hash |= 1;
	for (uint32_t i = 0, at = hash >> 8; i < SEEN; i++, at++) {
		uint32_t *place = &s->seen[at % SEEN];
		if (*place == hash)
			return false;
		if (!*place) {
			*place = hash;
			return true;
		}
	}
	return false;
}

/* Did enough users choose the artist? Choices come first among the first rows. */
static bool is_favourite(const struct search *s, const char *id)
{
	const struct store_nears *rows = &s->rows[BY_KEYS];
	for (int i = 0; i < rows->n && rows->items[i].chosen; i++)
		if (rows->items[i].chosen >= CHOICE_USERS && !strcmp(rows->items[i].id, id))
			return true;
	return false;
}

/* The cost from which a name of this popularity cannot matter any more. */
static int bound_of(const struct search *s, const struct store_near *row, int popularity)
{
	double floor = is_favourite(s, row->id) ? floor_of_nobody(s) : s->floor;
	return (int)((per_popularity * popularity - floor) / per_cost);
}

/* Keeps who may be meant, as the best of his names tells. */
static void consider(struct search *s, const struct store_near *row, struct match match)
{
	struct guess_one new = {.popularity = 100 - row->rarity, .match = match};
	if (match.cost == MATCH_NEVER)
		return;
	if (new.match.cost < s->best_cost)
		s->best_cost = new.match.cost;
	new.likelihood = likelihood(&new);
	if (new.likelihood - behind > s->floor)
		s->floor = new.likelihood - behind;
	struct guess_one *a = artist_of(s, row->id);
	if (a && a->match.cost <= new.match.cost)
		return;
	if (!a)
		a = room(s, new.likelihood);
	if (!a)
		return;
	memcpy(new.id, row->id, sizeof new.id);
	memcpy(new.name, row->name, sizeof new.name);
	*a = new;
}

static void weigh(struct search *s, const struct store_near *row)
{
	unsigned by = by_key(s, row->key[0]);
	if (is_new(s, row, by))
		consider(s, row,
		    matcher_match(
			s->matcher, str_of(row->name), by, bound_of(s, row, 100 - row->rarity)));
}

static void take_choices(struct search *s)
{
	for (int i = 0; i < s->rows[BY_KEYS].n; i++) {
		const struct store_near *row = &s->rows[BY_KEYS].items[i];
		bool counts = row->chosen >= CHOICE_USERS;
		struct guess_one *a = counts ? artist_of(s, row->id) : NULL;
		if (!a)
			continue;
		a->chosen = row->chosen;
		a->likelihood = likelihood(a);
	}
}

static enum store_status fetch(
    struct search *s, enum stage stage, const struct search_keys *keys, const char *name_key)
{
	struct store_nears *rows = &s->rows[stage];
	s->out->stage = stage_names[stage];
	if (keys->n == 0 && !name_key)
		return STORE_OK;
	enum store_status status = store_search(s->conn,
	    (const char(*)[SEARCH_KEY + 1]) keys->items, keys->n, name_key, s->deadline, rows);
	s->out->rows += rows->n;
	return status;
}

static void remember_asked(struct search *s, const struct search_keys *keys)
{
	for (int i = 0; i < keys->n && s->asked.n < SEARCH_NAME_KEYS; i++)
		memcpy(s->asked.items[s->asked.n++], keys->items[i], sizeof keys->items[i]);
}

static enum store_status look(
    struct search *s, enum stage stage, const struct search_keys *keys, const char *name_key)
{
	enum store_status status = fetch(s, stage, keys, name_key);
	for (int i = 0; i < s->rows[stage].n; i++)
		if (!s->rows[stage].items[i].chosen)
			weigh(s, &s->rows[stage].items[i]);
	remember_asked(s, keys);
	return status;
}

static bool near_enough(const struct search *s)
{
	return 100 * s->best_cost <= NEAR_PERCENT * matcher_nobody(s->matcher);
}

/* Those that are not among the rows yet. */
static void leave_out_asked(
    struct search_keys *out, const struct search *s, const struct search_keys *keys)
{
	out->n = 0;
	for (int i = 0; i < keys->n; i++) {
		bool asked = false;
		for (int k = 0; k < s->asked.n && !asked; k++)
			asked = !strcmp(s->asked.items[k], keys->items[i]);
		if (!asked)
			memcpy(out->items[out->n++], keys->items[i], sizeof keys->items[i]);
	}
}

/* Names that may have been meant, but for a slip of the finger, which often leaves the keys as they
 * are: also those that are there already. */
static enum store_status look_for_slips(struct search *s)
{
	struct search_keys keys;
	struct slips *slips = slips_new(s->typed);
	if (!slips)
		return STORE_OK;
	leave_out_asked(&keys, s, slips_keys(slips));
	enum store_status status = fetch(s, SLIPS, &keys, NULL);
	for (int stage = BY_KEYS; stage < STAGES; stage++)
		for (int i = 0; i < s->rows[stage].n; i++) {
			const struct store_near *row = &s->rows[stage].items[i];
			int bound = bound_of(s, row, 100 - row->rarity) - SLIP_NEARER;
			if (!row->chosen)
				consider(
				    s, row, slips_match(slips, row->key, str_of(row->name), bound));
		}
	slips_free(slips);
	return status;
}

static enum store_status search(struct search *s)
{
	struct search_keys keys;
	search_typed(&keys, s->typed, s->key);
	enum store_status status = look(s, BY_KEYS, &keys, s->key);
	s->out->unknown = s->rows[BY_KEYS].unknown;
	take_choices(s);
	if (status != STORE_OK || near_enough(s) || clock_left(s->deadline) == 0)
		return status;
	search_wider(&keys, s->typed);
	status = look(s, WIDER, &keys, NULL);
	if (status != STORE_OK || near_enough(s) || clock_left(s->deadline) == 0)
		return status;
	return look_for_slips(s);
}

/* --- judging --- */

static int by_likelihood(const void *a, const void *b)
{
	const struct guess_one *x = a, *y = b;
	return x->likelihood > y->likelihood ? -1 : x->likelihood < y->likelihood;
}

/* What is found by a part of it is never certain. */
static bool can_be_sure(enum match_how how)
{
	return how == MATCH_SOUND || how == MATCH_SPELLING || how == MATCH_SLIP;
}

/* Is it somebody who may be answered with? Somebody little known must be surer: that the name of a
 * well-known artist cannot be read, or is not there, is as likely as that one is meant of whom few
 * have heard. A name of a few sounds that is only nearly right may be that of somebody who is not
 * there: Korean names differ by less. */
static bool is_clear(const struct search *s, const struct guess_one *best, double nobody)
{
	int far = FAR_PERCENT * matcher_nobody(s->matcher);
	bool heard = best->match.how == MATCH_SOUND || best->match.how == MATCH_SLIP;
	if (heard && matcher_nobody(s->matcher) <= SHORT && 100 * best->match.cost > far)
		return false;
	return best->share >= (best->popularity <= LITTLE_KNOWN ? surer : sure) &&
	       nobody <= unlikely && can_be_sure(best->match.how);
}

/* Puts whom users agree on first. False if they do not. */
static bool agreed(struct search *s)
{
	int first = -1, most = 0, second = 0;
	for (int i = 0; i < s->n; i++) {
		if (s->artists[i].chosen > most) {
			second = most;
			most = s->artists[i].chosen;
			first = i;
		} else if (s->artists[i].chosen > second) {
			second = s->artists[i].chosen;
		}
	}
	if (first < 0 || most < AGREED * second)
		return false;
	struct guess_one one = s->artists[first];
	memmove(&s->artists[1], s->artists, (size_t)first * sizeof one);
	s->artists[0] = one;
	return true;
}

/* One syllable is like so many others that those who are known may all be strangers: 비 is not 뷔.
 */
static bool is_one_letter(const char *key)
{
	int32_t c;
	return text_next(str_of(key), &c) == strlen(key);
}

static void judge(struct search *s)
{
	struct guess *g = s->out;
	qsort(s->artists, (size_t)s->n, sizeof *s->artists, by_likelihood);
	bool one = agreed(s);
	g->n = s->n < LIMIT_CANDIDATES ? s->n : LIMIT_CANDIDATES;
	g->nobody = -per_cost * matcher_nobody(s->matcher);
	if (g->n == 0)
		return;
	double sum = exp(g->nobody - s->artists[0].likelihood);
	double nobody = sum;
	for (int i = 0; i < s->n; i++)
		sum += exp(s->artists[i].likelihood - s->artists[0].likelihood);
	for (int i = 0; i < g->n; i++) {
		g->items[i] = s->artists[i];
		g->items[i].share = exp(s->artists[i].likelihood - s->artists[0].likelihood) / sum;
	}
	bool clear = is_clear(s, &g->items[0], nobody / sum);
	if (!one && nobody / sum > hopeless)
		g->verdict = GUESS_NOBODY;
	else if (one || clear)
		g->verdict = GUESS_ONE;
	else
		g->verdict = GUESS_SEVERAL;
	g->certain = nobody / sum < doubtful && !is_one_letter(s->key);
}

enum store_status guess_make(
    struct guess *g, struct store_conn *c, struct str typed, const char *key, int64_t deadline)
{
	*g = (struct guess){.verdict = GUESS_NOBODY, .stage = "none"};
	struct search *s = calloc(1, sizeof *s);
	if (!s)
		return STORE_DOWN;
	enum store_status status = STORE_DOWN;
	s->conn = c;
	s->typed = typed;
	s->key = key;
	s->deadline = deadline;
	s->out = g;
	s->best_cost = MATCH_NEVER / 2;
	s->matcher = matcher_new(typed, key);
	if (s->matcher) {
		s->floor = floor_of_nobody(s);
		status = search(s);
		judge(s);
	}
	matcher_free(s->matcher);
	for (int i = 0; i < STAGES; i++)
		free(s->rows[i].items);
	free(s);
	return status;
}

void guess_candidates(
    const struct guess *g, struct store_conn *c, int64_t deadline, struct candidates *out)
{
	for (out->n = 0; out->n < g->n; out->n++) {
		struct candidate *a = &out->items[out->n];
		*a = (struct candidate){0};
		snprintf(a->id, sizeof a->id, "%s", g->items[out->n].id);
		snprintf(a->name, sizeof a->name, "%s", g->items[out->n].name);
	}
	store_candidates(c, deadline, out);
}

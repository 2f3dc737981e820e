#include "music/guess.h"

#include "base/clock.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Found by measuring with make accuracy (tests/accuracy/README.md). */
static const double per_cost = 0.7 / 16; /* costs are too sure of themselves: letters go together */
static const double per_popularity = 0.045;
static const double per_choice = 1.2; /* for the logarithm of how often */
static const double sure = 0.85;      /* the share that needs no question */
static const double doubtful = 0.1;   /* nobody's share from which Spotify is asked first */
static const double hopeless = 0.35;  /* nobody's share from which a question is not worth it */

enum {
	/* Costs this much above the best one cannot matter any more. */
	BEHIND = 160,
	/* A name this near, by cost for each sound, needs no wider search. */
	NEAR_ENOUGH = 30,
	MAX_ARTISTS = 64,
	/* So many times as often as the next must one be chosen to be the answer. */
	AGREED = 2,
};

struct search {
	struct store_conn *conn;
	struct matcher *matcher;
	struct str typed;
	const char *key;
	int64_t deadline;
	int best_cost;
	struct store_nears rows;
	struct guess *out;
	int n;
	struct guess_one artists[MAX_ARTISTS];
};

static double likelihood(const struct guess_one *a)
{
	return -per_cost * a->match.cost + per_popularity * a->popularity +
	       per_choice * log1p(a->chosen);
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

static void weigh(struct search *s, const struct store_near *row)
{
	int bound = s->best_cost + BEHIND, nobody = matcher_nobody(s->matcher);
	if (bound > nobody + BEHIND)
		bound = nobody + BEHIND;
	struct guess_one new = {.popularity = 100 - row->rarity};
	new.match = matcher_match(s->matcher, str_of(row->name), bound);
	if (new.match.cost == MATCH_NEVER)
		return;
	if (new.match.cost < s->best_cost)
		s->best_cost = new.match.cost;
	new.likelihood = likelihood(&new);
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

static void take_choices(struct search *s)
{
	for (int i = 0; i < s->rows.n; i++) {
		const struct store_near *row = &s->rows.items[i];
		bool counts = row->chosen >= CHOICE_USERS;
		struct guess_one *a = counts ? artist_of(s, row->id) : NULL;
		if (!a)
			continue;
		a->chosen = row->chosen;
		a->likelihood = likelihood(a);
	}
}

static enum store_status look(struct search *s, const struct search_keys *keys, bool first)
{
	if (keys->n == 0)
		return STORE_OK;
	enum store_status status =
	    store_search(s->conn, (const char(*)[SEARCH_KEY + 1]) keys->items, keys->n,
		first ? s->key : NULL, s->deadline, &s->rows);
	for (int i = 0; i < s->rows.n; i++)
		if (!s->rows.items[i].chosen)
			weigh(s, &s->rows.items[i]);
	s->out->rows += s->rows.n;
	if (first)
		take_choices(s);
	return status;
}

static bool near_enough(const struct search *s)
{
	return s->best_cost <= NEAR_ENOUGH;
}

static enum store_status search(struct search *s)
{
	struct search_keys keys;
	s->out->stage = "keys";
	search_typed(&keys, s->typed, s->key);
	enum store_status status = look(s, &keys, true);
	if (status != STORE_OK || near_enough(s))
		return status;
	s->out->stage = "word";
	search_word(&keys, s->typed);
	status = look(s, &keys, false);
	if (status != STORE_OK || clock_left(s->deadline) == 0)
		return status;
	s->out->stage = "near";
	search_near(&keys, s->typed);
	return look(s, &keys, false);
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
	return how == MATCH_SOUND || how == MATCH_SPELLING;
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
	const struct guess_one *best = &g->items[0];
	bool clear = best->share >= sure && can_be_sure(best->match.how);
	if (!one && nobody / sum > hopeless)
		g->verdict = GUESS_NOBODY;
	else if (one || clear)
		g->verdict = GUESS_ONE;
	else
		g->verdict = GUESS_SEVERAL;
	g->certain = nobody / sum < doubtful;
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
		status = search(s);
		judge(s);
	}
	matcher_free(s->matcher);
	free(s->rows.items);
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

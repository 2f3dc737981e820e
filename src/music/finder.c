#include "music/finder.h"

#include "base/clock.h"
#include "base/log.h"
#include "music/choices.h"
#include "music/flights.h"
#include "music/guess.h"
#include "music/namesake.h"
#include "music/quota.h"
#include "music/uses.h"
#include "store/uses.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

struct finder {
	const struct config *c;
	struct writeback *writeback;
	struct uses *uses;
	struct quota *quota; /* the flights' to use, but for the users' hashes */
	struct choices *choices;
	struct flights *flights;
};

/* Did Spotify name any of its related artists? */
static bool was_told(const struct artist *a)
{
	for (int i = 0; a && i < a->n_related; i++)
		if (a->related[i].source == RELATED_SPOTIFY)
			return true;
	return false;
}

/* Asks Spotify, together with whoever asks for the same. known: the artist to be fetched (again),
 * or NULL. Who is related costs a call more: it is made when somebody wants to know, and from then
 * on along with each refresh. */
static enum find_status ask_spotify(struct finder *f, struct store_conn *c, struct find *q,
    struct artist *known, enum shared_purpose purpose)
{
	const struct errand e = {
	    .id = q->guessed_id[0] ? q->guessed_id : q->artist_id,
	    .known = known,
	    .scope = q->wants_related || was_told(known) ? LOOKUP_WITH_RELATED : LOOKUP_ARTIST,
	    .purpose = purpose,
	};
	if (!q->may_search && !known)
		return FIND_UNKNOWN;
	return flights_ask(f->flights, c, q, &e);
}

/* A fresh artist of the store whose related ones are wanted, and Spotify has not been asked for
 * them. */
static enum find_status ask_related(struct finder *f, struct store_conn *c, struct find *q)
{
	const struct errand e = {
	    .id = q->artist->id,
	    .known = q->artist,
	    .scope = LOOKUP_ONLY_RELATED,
	    .purpose = SHARED_REFRESH,
	};
	return flights_ask(f->flights, c, q, &e) == FIND_WAIT ? FIND_WAIT : FIND_FOUND;
}

/* Related artists age as their artist does. */
static void judge_related(const struct config_cache *c, struct artist *a, int64_t now)
{
	int64_t age = now - a->related_ms;
	bool told = a->related_known && age < c->stale_hours * 3600000LL;
	int n = 0;
	for (int i = 0; i < a->n_related; i++)
		if (told || a->related[i].source != RELATED_SPOTIFY)
			a->related[n++] = a->related[i];
	a->n_related = n;
	a->related_known &= age < c->fresh_hours * 3600000LL;
}

/* An artist of the store: shown if fresh. Else it is fetched again, and is second best for a short
 * wait; too old, it is not shown at all. */
static enum find_status on_stored(
    struct finder *f, struct store_conn *conn, struct find *q, struct artist *a)
{
	const struct config_cache *c = &q->c->cache;
	int64_t now = clock_ms(), age = now - a->fetched_ms;
	if (a->used_days > 0 && !q->upkeep)
		writeback_touch(f->writeback, a->id);
	if (a->scattered && !q->upkeep)
		writeback_gather(f->writeback, a->id);
	judge_related(c, a, now);
	if (q->upkeep) {
		q->artist = a;
		q->source = FIND_STORE_STALE;
		return ask_spotify(f, conn, q, a, SHARED_REFRESH);
	}
	if (age < c->fresh_hours * 3600000LL && a->songs_known) {
		q->artist = a;
		q->source = FIND_STORE;
		return q->wants_related && !a->related_known ? ask_related(f, conn, q) : FIND_FOUND;
	}
	if (age >= c->stale_hours * 3600000LL) {
		enum find_status status = ask_spotify(f, conn, q, a, SHARED_NEW);
		artist_unref(a);
		return status;
	}
	q->artist = a;
	q->source = FIND_STORE_STALE;
	if (q->wait_until > now + c->refresh_wait_ms)
		q->wait_until = now + c->refresh_wait_ms;
	return ask_spotify(f, conn, q, a, SHARED_REFRESH) == FIND_WAIT ? FIND_WAIT : FIND_FOUND;
}

/* Spotify's ids are of base 62. What comes with a button came through others' hands. */
static bool is_id(const char *id)
{
	size_t n = 0;
	for (; id[n]; n++)
		if (!isalnum((unsigned char)id[n]))
			return false;
	return n > 0 && n <= LIMIT_ID;
}

/* The artist with an id, whose data may have to be fetched. */
static enum find_status begin_with(
    struct finder *f, struct store_conn *c, struct find *q, const char *id)
{
	struct artist *stored = NULL;
	if (store_find_id(c, id, q->deadline, &stored) == STORE_OK)
		return on_stored(f, c, q, stored);
	if (!stored && (stored = artist_new()))
		stored->id = artist_text(stored, str_of(id), LIMIT_ID);
	enum find_status status = FIND_BUSY;
	if (stored && stored->id)
		status = ask_spotify(f, c, q, stored, SHARED_NEW);
	artist_unref(stored);
	return status;
}

static void note_choice(struct finder *f, struct find *q, const char *key, const char *id)
{
	int n = choices_note(f->choices, q->asker, key, id);
	q->personal = true;
	if (n)
		writeback_choice(f->writeback, key, id, n);
}

static enum find_status begin_by_id(struct finder *f, struct store_conn *c, struct find *q)
{
	if (!is_id(q->artist_id))
		return FIND_UNKNOWN;
	if (q->key[0])
		note_choice(f, q, q->key, q->artist_id);
	return begin_with(f, c, q, q->artist_id);
}

/* Keeps whom the guess takes for possible. */
static void keep_candidates(struct store_conn *c, struct find *q, const struct guess *g)
{
	q->candidates = malloc(sizeof *q->candidates);
	if (q->candidates)
		guess_candidates(g, c, q->deadline, q->candidates);
}

/* Does the user answer a question by that? Then it is the artist they chose. */
static bool is_answer(struct finder *f, struct find *q)
{
	char typed[LIMIT_KEY + 1];
	if (!choices_answer(f->choices, q->asker, q->key, clock_ms(), q->guessed_id, typed))
		return false;
	note_choice(f, q, typed, q->guessed_id);
	return true;
}

/* Has the user chosen somebody before when they had typed that, or is somebody called so? */
static bool is_chosen(struct finder *f, struct store_conn *c, struct find *q)
{
	q->personal = choices_own(f->choices, q->asker, q->key, q->guessed_id);
	return q->personal || namesake_find(c, q->name, q->deadline, q->guessed_id);
}

/* Nobody bears the name: whom is it like? Spotify is asked before a question that may offer only
 * strangers, or just one; not where it was asked a short while ago and knew nobody. */
static enum find_status begin_by_guess(struct finder *f, struct store_conn *c, struct find *q)
{
	struct guess *g = malloc(sizeof *g);
	enum find_status status = FIND_UNKNOWN;
	if (!g)
		return FIND_BUSY;
	guess_make(g, c, str_of(q->name), q->key, q->deadline);
	if (g->verdict == GUESS_ONE) {
		snprintf(q->guessed_id, sizeof q->guessed_id, "%s", g->items[0].id);
		status = begin_with(f, c, q, q->guessed_id);
	} else {
		if (g->verdict == GUESS_SEVERAL)
			keep_candidates(c, q, g);
		if (!g->unknown && !(q->candidates && g->certain && g->n > 1))
			status = ask_spotify(f, c, q, NULL, SHARED_NEW);
		/* While it waits another thread may be answering it. */
		if (status != FIND_WAIT && status != FIND_FOUND) {
			q->source = FIND_STORE;
			status = q->candidates ? FIND_SEVERAL : status;
		}
	}
	free(g);
	return status;
}

static enum find_status begin_by_name(struct finder *f, struct store_conn *c, struct find *q)
{
	struct artist *stored = NULL;
	enum find_status status;
	if (is_answer(f, q))
		return begin_with(f, c, q, q->guessed_id);
	switch (store_find(c, q->key, q->deadline, &stored)) {
	case STORE_OK:
		return on_stored(f, c, q, stored);
	case STORE_ID:
		status = ask_spotify(f, c, q, stored, SHARED_NEW);
		artist_unref(stored);
		return status;
	case STORE_NONE:
		if (q->exact)
			return FIND_UNKNOWN;
		if (is_chosen(f, c, q))
			return begin_with(f, c, q, q->guessed_id);
		return begin_by_guess(f, c, q);
	default:
		return ask_spotify(f, c, q, NULL, SHARED_NEW);
	}
}

static void count_use(struct finder *f, const struct find *q, enum find_status status)
{
	static const char *const found[] = {
	    [FIND_NOWHERE] = STORE_ANSWER_NONE,
	    [FIND_STORE] = STORE_ANSWER_STORE,
	    [FIND_STORE_STALE] = STORE_ANSWER_STALE,
	    [FIND_SPOTIFY] = STORE_ANSWER_SPOTIFY,
	};
	if (q->upkeep)
		return;
	uses_count(f->uses,
	    status == FIND_FOUND     ? found[q->source]
	    : status == FIND_SEVERAL ? STORE_ANSWER_SEVERAL
	    : status == FIND_UNKNOWN ? STORE_ANSWER_UNKNOWN
				     : STORE_ANSWER_NONE,
	    status == FIND_FOUND ? q->artist->id : NULL);
}

static void conclude(struct finder *f, const struct find *q, enum find_status status)
{
	count_use(f, q, status);
	if (status == FIND_SEVERAL)
		choices_ask(f->choices, q->asker, q->key, q->candidates, clock_ms());
}

enum find_status finder_begin(struct finder *f, struct store_conn *c, struct find *q)
{
	if (!q->c)
		q->c = f->c;
	q->artist = NULL;
	q->candidates = NULL;
	q->source = FIND_NOWHERE;
	q->flight = NULL;
	q->guessed_id[0] = '\0';
	q->asker = quota_user(f->quota, q->user);
	q->personal = false;
	q->answer = FIND_LATE;
	q->wait_until = q->deadline;
	q->again_ms = 0;
	enum find_status status = q->artist_id ? begin_by_id(f, c, q) : begin_by_name(f, c, q);
	if (status != FIND_WAIT)
		conclude(f, q, status);
	return status;
}

enum find_status finder_end(struct finder *f, struct find *q)
{
	flights_leave(f->flights, q);
	conclude(f, q, q->answer);
	return q->answer;
}

void finder_count_cached(struct finder *f, const char *artist_id)
{
	uses_count(f->uses, STORE_ANSWER_CACHE, artist_id);
}

uint64_t finder_user(const struct finder *f, struct str user)
{
	return quota_user(f->quota, user);
}

bool finder_knows(const struct finder *f, struct str user)
{
	return choices_concern(f->choices, quota_user(f->quota, user));
}

void find_release(struct find *q)
{
	artist_unref(q->artist);
	free(q->candidates);
	q->artist = NULL;
	q->candidates = NULL;
}

void finder_stats(struct finder *f, struct finder_stats *out)
{
	struct flights_stats flights;
	flights_stats(f->flights, &flights);
	*out = (struct finder_stats){
	    .spotify = flights.spotify,
	    .writeback = writeback_stats(f->writeback),
	    .waiting = flights.waiting,
	    .lookups = flights.lookups,
	};
}

/* --- life --- */

struct finder *finder_start(const struct config *c, struct store *store)
{
	struct finder *f = calloc(1, sizeof *f);
	if (!f)
		return NULL;
	f->c = c;
	f->writeback = writeback_start(store);
	f->uses = f->writeback ? uses_new(f->writeback) : NULL;
	f->quota = quota_new(c->spotify.hourly_searches_a_user);
	f->choices = choices_new();
	if (f->uses && f->quota)
		f->flights = flights_start(c, f->writeback, f->quota);
	if (f->flights && f->choices)
		return f;
	log_event(LOG_ERROR, "finder: cannot start", "no memory or no threads left");
	finder_stop(f, clock_ms());
	return NULL;
}

struct http *finder_http(const struct finder *f)
{
	return flights_http(f->flights);
}

void finder_watch(struct finder *f, void (*changed)(void *context, const char *what), void *context)
{
	writeback_watch(f->writeback, changed, context);
}

void finder_stop(struct finder *f, int64_t deadline)
{
	flights_stop(f->flights); /* they still may queue rows */
	uses_free(f->uses);
	if (f->writeback)
		writeback_stop(f->writeback, deadline);
	quota_free(f->quota);
	choices_free(f->choices);
	free(f);
}

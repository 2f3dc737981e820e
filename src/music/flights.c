#include "music/flights.h"

#include "base/clock.h"
#include "http/http.h"
#include "music/lookup.h"
#include "music/quota.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
/* A table that cannot grow refuses, instead of ending the process. */
#define HASH_NONFATAL_OOM 1
#include <uthash.h>
#include <utlist.h>

/* A lookup may outlive its askers by this much: what it finds is written back for the next. */
enum { LOOKUP_MS = 30000 };

/* Calls that a lookup makes where all is well: a search, one for the songs. */
enum { LOOKUP_CALLS = 2 };

/* What a lookup found is kept so long, for those who ask before it is written back. */
enum { LANDED_MS = 3000 };

/* How often what nobody asks for is deleted. */
enum { PURGE_EVERY_MS = 3600000 };

/* One lookup under way, or just over, and those who wait for it. */
struct flight {
	struct flights *f;
	char about[LIMIT_KEY + 1]; /* who has the same errand shares it */
	bool by_name;
	char key[LIMIT_KEY + 1];
	char name[LIMIT_NAME + 1];
	struct artist *known; /* what is to be fetched again; NULL: search by name */
	enum lookup_scope scope;
	struct artist *found; /* who was meant, before all is known; NULL until then */
	bool has_songs;       /* only its related artists are still to come */
	bool kept;            /* found is written back already, without its songs */
	bool landed;          /* it is over, and this was its answer: */
	enum find_status answer;
	struct spotify_knowledge knowledge;
	struct config_cache cache; /* the periods that its first asker goes by */
	struct find *askers;
	UT_hash_handle hh;
};

struct flights {
	const struct config *c;
	struct writeback *writeback;
	struct quota *quota; /* used under the lock */
	struct http *http;
	struct spotify *spotify;
	struct shared shared;
	int calls; /* not yet counted in the store; the HTTP thread's own, like the next */
	int64_t purge_at;
	pthread_mutex_t lock; /* of all below and of every flight's askers */
	struct flight *flights;
	int waiting;
	int under_way; /* lookups that are not over, whose calls are not counted yet */
};

/* --- lookups: in the HTTP thread --- */

static enum find_status status_of(enum lookup_status s)
{
	switch (s) {
	case LOOKUP_FOUND:
		return FIND_FOUND;
	case LOOKUP_UNKNOWN:
		return FIND_UNKNOWN;
	case LOOKUP_CLOSED:
		return FIND_CLOSED;
	case LOOKUP_LATE:
		return FIND_LATE;
	default:
		return FIND_FAILED;
	}
}

/* Hands the asker its answer. A stale artist it came with is better than none. */
static void answer(struct find *q, enum find_status status, struct artist *artist)
{
	if (status == FIND_FOUND) {
		artist_unref(q->artist);
		q->artist = artist_ref(artist);
		q->source = FIND_SPOTIFY;
	} else if (q->artist) {
		status = FIND_FOUND;
	} else if (q->candidates) {
		status = FIND_SEVERAL;
		q->source = FIND_STORE;
	} else if (status == FIND_UNKNOWN) {
		q->source = FIND_SPOTIFY;
	}
	q->answer = status;
}

static void leave(struct flights *f, struct flight *g, struct find *q)
{
	DL_DELETE(g->askers, q);
	q->flight = NULL;
	f->waiting--;
}

static void flight_free(struct flight *g)
{
	artist_unref(g->known);
	artist_unref(g->found);
	free(g);
}

/* What is due now and then. */
static void keep_books(struct flights *f, const struct config_cache *c)
{
	if (f->calls)
		shared_count(f->writeback, f->calls);
	f->calls = 0;
	if (clock_ms() < f->purge_at)
		return;
	f->purge_at = clock_ms() + PURGE_EVERY_MS;
	writeback_purge(f->writeback, c->unused_days);
}

/* Under the lock. */
static void wake(struct flight *g, struct find *q, enum find_status status, int64_t again_ms)
{
	leave(g->f, g, q);
	q->again_ms = again_ms;
	answer(q, status, g->found);
	q->wake(q->wake_context);
}

static const char *typed_name(const struct flight *g)
{
	return g->by_name ? g->name : NULL;
}

/* Those who asked have left: an artist that was not there is written back before its songs are
 * fetched, so that it is there for them when they ask again. Under the lock. */
static void keep_early(struct flight *g)
{
	if (!g->kept && !g->known)
		writeback_artist(g->f->writeback, g->found, typed_name(g));
	g->kept = true;
}

/* Who wants the artist with its songs is shown it; who wants its related artists waits on. */
static void on_found(void *context, struct artist *artist, bool with_songs)
{
	struct flight *g = context;
	struct find *q, *next;
	pthread_mutex_lock(&g->f->lock);
	artist_unref(g->found);
	g->found = artist_ref(artist);
	g->has_songs = with_songs;
	if (!g->askers)
		keep_early(g);
	DL_FOREACH_SAFE (g->askers, q, next)
		if (with_songs && !q->wants_related)
			wake(g, q, FIND_FOUND, 0);
	pthread_mutex_unlock(&g->f->lock);
}

static void forget(void *context)
{
	struct flight *g = context;
	pthread_mutex_lock(&g->f->lock);
	HASH_DEL(g->f->flights, g);
	pthread_mutex_unlock(&g->f->lock);
	flight_free(g);
}

/* All that a lookup has found. */
static void keep(struct flight *g, enum lookup_status status, struct artist *artist)
{
	struct flights *f = g->f;
	bool related = g->scope == LOOKUP_ONLY_RELATED;
	if (status == LOOKUP_FOUND && related)
		writeback_related(f->writeback, artist);
	else if (status == LOOKUP_FOUND)
		writeback_artist(f->writeback, artist, typed_name(g));
	else if (status == LOOKUP_UNKNOWN && g->by_name)
		writeback_unknown(f->writeback, g->key, f->c->cache.unknown_minutes);
}

static void on_lookup(void *context, enum lookup_status status, struct artist *artist)
{
	struct flight *g = context;
	struct flights *f = g->f;
	int64_t again_ms = spotify_closed_ms(f->spotify);
	pthread_mutex_lock(&f->lock);
	g->landed = true;
	f->under_way--;
	g->answer = status_of(status);
	artist_unref(g->found);
	g->found = artist;
	while (g->askers)
		wake(g, g->askers, g->answer, again_ms);
	pthread_mutex_unlock(&f->lock);
	/* Now, so that the writing takes no time from the answers. */
	keep(g, status, artist);
	keep_books(f, &g->cache);
	/* What was no answer is worth another try at once. */
	bool answered = status == LOOKUP_FOUND || status == LOOKUP_UNKNOWN;
	if (!answered || !http_after(f->http, LANDED_MS, forget, g))
		forget(g);
}

static void on_event(
    void *context, enum spotify_event event, enum spotify_endpoint endpoint, int64_t ms)
{
	struct flights *f = context;
	if (event == SPOTIFY_CALLED)
		f->calls++;
	else
		shared_publish(f->writeback, event, endpoint, ms);
}

static void take_off(void *context)
{
	struct flight *g = context;
	int64_t stale_ms = g->cache.stale_hours * 3600000LL;
	struct lookup_request r = {
	    .name = g->name,
	    .key = g->key,
	    .known = g->known,
	    .keep_songs =
		g->known && g->known->name && clock_ms() - g->known->fetched_ms < stale_ms,
	    .scope = g->scope,
	    .deadline = clock_ms() + LOOKUP_MS,
	};
	spotify_learn(g->f->spotify, &g->knowledge);
	lookup_begin(g->f->spotify, &g->f->c->spotify, &r, on_found, on_lookup, g);
}

/* --- asking: in any thread --- */

/* Errands are told apart by the name key, or by the id behind a sign that no name key with letters
 * holds: one for the artist, one for those related to it. */
static void write_about(
    char about[static LIMIT_KEY + 1], const struct find *q, const struct errand *e)
{
	if (e->id)
		snprintf(about, LIMIT_KEY + 1, "%c%s", e->scope == LOOKUP_ONLY_RELATED ? '~' : '=',
		    e->id);
	else
		memcpy(about, q->key, LIMIT_KEY + 1);
}

static struct flight *flight_new(struct flights *f, const struct find *q, const struct errand *e)
{
	struct flight *g = calloc(1, sizeof *g);
	if (!g)
		return NULL;
	g->f = f;
	g->cache = q->c->cache;
	write_about(g->about, q, e);
	g->by_name = !e->id;
	snprintf(g->key, sizeof g->key, "%s", q->key);
	snprintf(g->name, sizeof g->name, "%s", q->name);
	g->known = e->known ? artist_ref(e->known) : NULL;
	g->scope = e->scope;
	return g;
}

/* Takes the answer of a lookup that is just over, or waits for the one under way if there is room;
 * FIND_LATE: there is none. Under the lock. */
static enum find_status join_under_way(struct flights *f, struct find *q, const struct errand *e)
{
	struct flight *g;
	char about[LIMIT_KEY + 1];
	write_about(about, q, e);
	HASH_FIND_STR(f->flights, about, g);
	if (!g)
		return FIND_LATE;
	if (g->landed || (g->has_songs && !q->wants_related)) {
		answer(q, g->landed ? g->answer : FIND_FOUND, g->found);
		return q->answer;
	}
	if (f->waiting >= q->c->server.max_parked)
		return FIND_BUSY;
	DL_APPEND(g->askers, q);
	q->flight = g;
	f->waiting++;
	return FIND_WAIT;
}

/* Begins a lookup, unless somebody did meanwhile or it may not be, and waits for it. Under the
 * lock. */
static enum find_status begin(
    struct flights *f, struct find *q, const struct errand *e, const struct shared_permit *p)
{
	enum find_status status = join_under_way(f, q, e);
	if (status != FIND_LATE)
		return status;
	/* Many who come at once must not all take the last calls of the day. */
	if (p->calls_left <= (int64_t)LOOKUP_CALLS * f->under_way)
		return FIND_BUSY;
	if (!e->known && !quota_take(f->quota, q->asker, clock_ms(), &q->again_ms))
		return FIND_LIMITED;
	/* Lookups go on without their askers, so they have a bound of their own. */
	if (HASH_COUNT(f->flights) >= 2u * (unsigned)q->c->server.max_parked)
		return FIND_BUSY;
	struct flight *g = flight_new(f, q, e);
	if (!g)
		return FIND_BUSY;
	g->knowledge = p->knowledge;
	HASH_ADD_STR(f->flights, about, g);
	if (!g->hh.tbl) {
		flight_free(g);
		return FIND_BUSY;
	}
	if (!http_run(f->http, take_off, g)) {
		HASH_DEL(f->flights, g);
		flight_free(g);
		return FIND_BUSY;
	}
	f->under_way++;
	return join_under_way(f, q, e);
}

enum find_status flights_ask(
    struct flights *f, struct store_conn *c, struct find *q, const struct errand *e)
{
	struct shared_permit p;
	q->has_stale = q->artist != NULL;
	pthread_mutex_lock(&f->lock);
	enum find_status status = join_under_way(f, q, e);
	pthread_mutex_unlock(&f->lock);
	if (status != FIND_LATE)
		return status;
	bool permitted = shared_permits(&f->shared, c, &q->c->spotify, e->purpose, q->deadline, &p);
	q->again_ms = p.wait_ms;
	if (!permitted)
		return FIND_CLOSED;
	pthread_mutex_lock(&f->lock);
	status = begin(f, q, e, &p);
	pthread_mutex_unlock(&f->lock);
	return status;
}

void flights_leave(struct flights *f, struct find *q)
{
	pthread_mutex_lock(&f->lock);
	if (q->flight) {
		struct flight *g = q->flight;
		leave(f, g, q);
		/* The card without the songs is better than none; what is stored has both. */
		bool better = g->found && (!q->artist || g->has_songs);
		answer(q, better ? FIND_FOUND : FIND_LATE, g->found);
		if (better)
			keep_early(g);
	}
	pthread_mutex_unlock(&f->lock);
}

void flights_stats(struct flights *f, struct flights_stats *out)
{
	out->spotify = spotify_stats(f->spotify);
	pthread_mutex_lock(&f->lock);
	out->waiting = f->waiting;
	out->lookups = (int)HASH_COUNT(f->flights);
	pthread_mutex_unlock(&f->lock);
}

/* --- life --- */

struct flights *flights_start(const struct config *c, struct writeback *w, struct quota *quota)
{
	struct http_options options = spotify_http_options(&c->spotify);
	struct flights *f = calloc(1, sizeof *f);
	if (!f)
		return NULL;
	f->c = c;
	f->writeback = w;
	f->quota = quota;
	pthread_mutex_init(&f->lock, NULL);
	f->http = http_start(&options);
	f->spotify = f->http ? spotify_new(&c->spotify, f->http, on_event, f) : NULL;
	if (f->spotify)
		return f;
	flights_stop(f);
	return NULL;
}

struct http *flights_http(const struct flights *f)
{
	return f->http;
}

void flights_stop(struct flights *f)
{
	if (!f)
		return;
	if (f->http)
		http_stop(f->http);
	spotify_free(f->spotify);
	pthread_mutex_destroy(&f->lock);
	free(f);
}

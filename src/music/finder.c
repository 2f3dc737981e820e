#include "music/finder.h"

#include "base/clock.h"
#include "base/log.h"
#include "http/http.h"
#include "music/lookup.h"
#include "music/writeback.h"
#include "spotify/client.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <uthash.h>
#include <utlist.h>

/* A lookup may outlive its askers by this much: what it finds is written back for the next. */
enum { LOOKUP_MS = 10000 };

/* One lookup under way and those who wait for it. */
struct flight {
	struct finder *f;
	char key[LIMIT_KEY + 1];
	char name[LIMIT_NAME + 1];
	struct artist *known; /* what is to be fetched again; NULL: search by name */
	struct find *askers;
	UT_hash_handle hh;
};

struct finder {
	const struct config *c;
	struct http *http;
	struct spotify *spotify;
	struct writeback *writeback;
	pthread_mutex_t lock; /* of the two below and of every flight's askers */
	struct flight *flights;
	int waiting;
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
	} else if (status == FIND_UNKNOWN) {
		q->source = FIND_SPOTIFY;
	}
	q->answer = status;
}

static void leave(struct finder *f, struct flight *g, struct find *q)
{
	DL_DELETE(g->askers, q);
	q->flight = NULL;
	f->waiting--;
}

static void flight_free(struct flight *g)
{
	artist_unref(g->known);
	free(g);
}

static void on_lookup(void *context, enum lookup_status status, struct artist *artist)
{
	struct flight *g = context;
	struct finder *f = g->f;
	if (status == LOOKUP_FOUND)
		writeback_artist(f->writeback, artist, g->name);
	else if (status == LOOKUP_UNKNOWN)
		writeback_unknown(f->writeback, g->key, f->c->cache.unknown_minutes);

	pthread_mutex_lock(&f->lock);
	HASH_DEL(f->flights, g);
	while (g->askers) {
		struct find *q = g->askers;
		leave(f, g, q);
		answer(q, status_of(status), artist);
		q->wake(q->wake_context);
	}
	pthread_mutex_unlock(&f->lock);
	artist_unref(artist);
	flight_free(g);
}

static void take_off(void *context)
{
	struct flight *g = context;
	struct lookup_request r = {
	    .name = g->name,
	    .key = g->key,
	    .known_id = g->known ? g->known->id : NULL,
	    .known_other_name = g->known ? g->known->other_name : NULL,
	    .deadline = clock_ms() + LOOKUP_MS,
	};
	lookup_begin(g->f->spotify, &g->f->c->spotify, &r, on_lookup, g);
}

/* --- asking: in any thread --- */

/* The flight for a key, begun if there is none; NULL if that cannot be. known: the artist to be
 * fetched again, or NULL. Under the lock. */
static struct flight *flight_for(struct finder *f, const struct find *q, struct artist *known)
{
	struct flight *g;
	HASH_FIND_STR(f->flights, q->key, g);
	if (g)
		return g;
	/* Lookups go on without their askers, so they have a bound of their own. */
	if (HASH_COUNT(f->flights) >= 2u * (unsigned)f->c->server.max_parked)
		return NULL;
	g = calloc(1, sizeof *g);
	if (!g)
		return NULL;
	g->f = f;
	snprintf(g->key, sizeof g->key, "%s", q->key);
	snprintf(g->name, sizeof g->name, "%s", q->name);
	g->known = known ? artist_ref(known) : NULL;
	if (!http_run(f->http, take_off, g)) {
		flight_free(g);
		return NULL;
	}
	HASH_ADD_STR(f->flights, key, g);
	return g;
}

/* Joins the lookup for the name. */
static enum find_status join(struct finder *f, struct find *q, struct artist *known)
{
	enum find_status status = FIND_BUSY;
	if (!q->may_search && !known)
		return FIND_UNKNOWN;
	pthread_mutex_lock(&f->lock);
	struct flight *g = flight_for(f, q, known);
	if (g && f->waiting < f->c->server.max_parked) {
		DL_APPEND(g->askers, q);
		q->flight = g;
		f->waiting++;
		status = FIND_WAIT;
	}
	pthread_mutex_unlock(&f->lock);
	return status;
}

/* An artist of the store: shown if fresh. Else it is fetched again, and is second best for a short
 * wait; too old, it is not shown at all. */
static enum find_status on_stored(struct finder *f, struct find *q, struct artist *a)
{
	const struct config_cache *c = &f->c->cache;
	int64_t now = clock_ms(), age = now - a->fetched_ms;
	if (a->used_days > 0)
		writeback_touch(f->writeback, a->id);
	if (age < c->fresh_hours * 3600000LL && a->songs_known) {
		q->artist = a;
		q->source = FIND_STORE;
		return FIND_FOUND;
	}
	if (age >= c->stale_hours * 3600000LL) {
		enum find_status status = join(f, q, a);
		artist_unref(a);
		return status;
	}
	q->artist = a;
	q->source = FIND_STORE_STALE;
	if (q->wait_until > now + c->refresh_wait_ms)
		q->wait_until = now + c->refresh_wait_ms;
	return join(f, q, a) == FIND_WAIT ? FIND_WAIT : FIND_FOUND;
}

enum find_status finder_begin(struct finder *f, struct store_conn *c, struct find *q)
{
	struct artist *stored = NULL;
	q->artist = NULL;
	q->source = FIND_NOWHERE;
	q->flight = NULL;
	q->answer = FIND_LATE;
	q->wait_until = q->deadline;
	switch (store_find(c, q->key, q->deadline, &stored)) {
	case STORE_OK:
		return on_stored(f, q, stored);
	case STORE_UNKNOWN:
		q->source = FIND_STORE;
		return FIND_UNKNOWN;
	default:
		return join(f, q, NULL);
	}
}

enum find_status finder_end(struct finder *f, struct find *q)
{
	pthread_mutex_lock(&f->lock);
	if (q->flight) {
		leave(f, q->flight, q);
		answer(q, FIND_LATE, NULL);
	}
	pthread_mutex_unlock(&f->lock);
	return q->answer;
}

void find_release(struct find *q)
{
	artist_unref(q->artist);
	q->artist = NULL;
}

/* --- life --- */

struct finder *finder_start(const struct config *c, struct store *store)
{
	struct http_options options = {
	    .ca_file = c->spotify.ca_file,
	    .allow_http = !strncmp(c->spotify.api_url, "http:", 5) ||
			  !strncmp(c->spotify.accounts_url, "http:", 5),
	    .user_agent = "artistbot",
	};
	struct finder *f = calloc(1, sizeof *f);
	if (!f)
		return NULL;
	f->c = c;
	pthread_mutex_init(&f->lock, NULL);
	f->writeback = writeback_start(store);
	f->http = http_start(&options);
	f->spotify = f->http ? spotify_new(&c->spotify, f->http) : NULL;
	if (f->writeback && f->spotify)
		return f;
	log_event(LOG_ERROR, "finder: cannot start", "no memory or no threads left");
	finder_stop(f, clock_ms());
	return NULL;
}

void finder_stop(struct finder *f, int64_t deadline)
{
	if (f->http)
		http_stop(f->http); /* ends every flight, which still may queue rows */
	spotify_free(f->spotify);
	if (f->writeback)
		writeback_stop(f->writeback, deadline);
	pthread_mutex_destroy(&f->lock);
	free(f);
}

#include "music/finder.h"

#include "base/clock.h"
#include "base/log.h"
#include "http/http.h"
#include "music/choices.h"
#include "music/guess.h"
#include "music/lookup.h"
#include "music/namesake.h"
#include "music/quota.h"
#include "music/shared.h"
#include "music/uses.h"
#include "music/writeback.h"
#include "spotify/client.h"
#include "store/uses.h"

#include <ctype.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
/* A table that cannot grow refuses, instead of ending the process. */
#define HASH_NONFATAL_OOM 1
#include <uthash.h>
#include <utlist.h>

/* A lookup may outlive its askers by this much: what it finds is written back for the next. */
enum { LOOKUP_MS = 30000 };

/* What a lookup found is kept so long, for those who ask before it is written back. */
enum { LANDED_MS = 3000 };

/* How often what nobody asks for is deleted. */
enum { PURGE_EVERY_MS = 3600000 };

/* Lookups are told apart by what they are about: a name key, or an id behind a sign that no name
 * key with letters holds, one for the artist, one for those related to it. */
static const char id_sign = '=', related_sign = '~';

/* One lookup under way, or just over, and those who wait for it. */
struct flight {
	struct finder *f;
	char about[LIMIT_KEY + 1];
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

struct finder {
	const struct config *c;
	struct http *http;
	struct spotify *spotify;
	struct writeback *writeback;
	struct uses *uses;
	struct choices *choices;
	struct shared shared;
	int calls; /* not yet counted in the store; the HTTP thread's own, like the next */
	int64_t purge_at;
	pthread_mutex_t lock; /* of all below and of every flight's askers */
	struct flight *flights;
	struct quota *quota;
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
	} else if (q->candidates) {
		status = FIND_SEVERAL;
		q->source = FIND_STORE;
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
	artist_unref(g->found);
	free(g);
}

/* What is due now and then. */
static void keep_books(struct finder *f, const struct config_cache *c)
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
	return *g->about == id_sign ? NULL : g->name;
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
	struct finder *f = g->f;
	bool related = g->scope == LOOKUP_ONLY_RELATED;
	if (status == LOOKUP_FOUND && related)
		writeback_related(f->writeback, artist);
	else if (status == LOOKUP_FOUND)
		writeback_artist(f->writeback, artist, typed_name(g));
	else if (status == LOOKUP_UNKNOWN && *g->about != id_sign)
		writeback_unknown(f->writeback, g->key, f->c->cache.unknown_minutes);
}

static void on_lookup(void *context, enum lookup_status status, struct artist *artist)
{
	struct flight *g = context;
	struct finder *f = g->f;
	keep(g, status, artist);
	keep_books(f, &g->cache);
	int64_t again_ms = spotify_closed_ms(f->spotify);

	pthread_mutex_lock(&f->lock);
	g->landed = true;
	g->answer = status_of(status);
	artist_unref(g->found);
	g->found = artist;
	while (g->askers)
		wake(g, g->askers, g->answer, again_ms);
	pthread_mutex_unlock(&f->lock);
	/* What was no answer is worth another try at once. */
	bool answered = status == LOOKUP_FOUND || status == LOOKUP_UNKNOWN;
	if (!answered || !http_after(f->http, LANDED_MS, forget, g))
		forget(g);
}

static void on_event(
    void *context, enum spotify_event event, enum spotify_endpoint endpoint, int64_t ms)
{
	struct finder *f = context;
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

/* What is to be looked up. */
struct errand {
	char about[LIMIT_KEY + 1]; /* who has the same errand shares its flight */
	struct artist *known;      /* the artist to be fetched (again), or NULL */
	enum lookup_scope scope;
	enum shared_purpose purpose;
};

static struct flight *flight_new(struct finder *f, const struct find *q, const struct errand *e)
{
	struct flight *g = calloc(1, sizeof *g);
	if (!g)
		return NULL;
	g->f = f;
	g->cache = q->c->cache;
	memcpy(g->about, e->about, sizeof g->about);
	snprintf(g->key, sizeof g->key, "%s", q->key);
	snprintf(g->name, sizeof g->name, "%s", q->name);
	g->known = e->known ? artist_ref(e->known) : NULL;
	g->scope = e->scope;
	return g;
}

/* Takes the answer of a lookup that is just over, or waits for the one under way if there is room;
 * FIND_LATE: there is none. Under the lock. */
static enum find_status join_under_way(struct finder *f, struct find *q, const struct errand *e)
{
	struct flight *g;
	HASH_FIND_STR(f->flights, e->about, g);
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
    struct finder *f, struct find *q, const struct errand *e, const struct spotify_knowledge *k)
{
	enum find_status status = join_under_way(f, q, e);
	if (status != FIND_LATE)
		return status;
	if (!e->known && !quota_take(f->quota, q->asker, clock_ms(), &q->again_ms))
		return FIND_LIMITED;
	/* Lookups go on without their askers, so they have a bound of their own. */
	if (HASH_COUNT(f->flights) >= 2u * (unsigned)q->c->server.max_parked)
		return FIND_BUSY;
	struct flight *g = flight_new(f, q, e);
	if (!g)
		return FIND_BUSY;
	g->knowledge = *k;
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
	return join_under_way(f, q, e);
}

static enum find_status run_errand(
    struct finder *f, struct store_conn *c, struct find *q, const struct errand *e)
{
	struct spotify_knowledge k;
	pthread_mutex_lock(&f->lock);
	enum find_status status = join_under_way(f, q, e);
	pthread_mutex_unlock(&f->lock);
	if (status != FIND_LATE)
		return status;
	if (!shared_permits(
		&f->shared, c, &q->c->spotify, e->purpose, q->deadline, &k, &q->again_ms))
		return FIND_CLOSED;
	pthread_mutex_lock(&f->lock);
	status = begin(f, q, e, &k);
	pthread_mutex_unlock(&f->lock);
	return status;
}

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
	struct errand e = {.known = known, .purpose = purpose};
	if (!q->may_search && !known)
		return FIND_UNKNOWN;
	const char *id = q->guessed_id[0] ? q->guessed_id : q->artist_id;
	if (id)
		snprintf(e.about, sizeof e.about, "%c%s", id_sign, id);
	else
		memcpy(e.about, q->key, sizeof e.about);
	if (q->wants_related || was_told(known))
		e.scope = LOOKUP_WITH_RELATED;
	return run_errand(f, c, q, &e);
}

/* A fresh artist of the store whose related ones are wanted, and Spotify has not been asked for
 * them. */
static enum find_status ask_related(struct finder *f, struct store_conn *c, struct find *q)
{
	struct errand e = {
	    .known = q->artist,
	    .scope = LOOKUP_ONLY_RELATED,
	    .purpose = SHARED_REFRESH,
	};
	snprintf(e.about, sizeof e.about, "%c%s", related_sign, q->artist->id);
	return run_errand(f, c, q, &e) == FIND_WAIT ? FIND_WAIT : FIND_FOUND;
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
 * strangers. unknown: it was asked a short while ago, and knew nobody. */
static enum find_status begin_by_guess(
    struct finder *f, struct store_conn *c, struct find *q, bool unknown)
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
		if (!unknown && !(q->candidates && g->certain))
			status = ask_spotify(f, c, q, NULL, SHARED_NEW);
		if (status != FIND_WAIT && status != FIND_FOUND && q->candidates)
			status = FIND_SEVERAL;
		q->source = status == FIND_WAIT || status == FIND_FOUND ? q->source : FIND_STORE;
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
	enum store_status found = store_find(c, q->key, q->deadline, &stored);
	switch (found) {
	case STORE_OK:
		return on_stored(f, c, q, stored);
	case STORE_ID:
		status = ask_spotify(f, c, q, stored, SHARED_NEW);
		artist_unref(stored);
		return status;
	case STORE_NONE:
	case STORE_UNKNOWN:
		if (q->exact)
			return FIND_UNKNOWN;
		if (is_chosen(f, c, q))
			return begin_with(f, c, q, q->guessed_id);
		return begin_by_guess(f, c, q, found == STORE_UNKNOWN);
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
	conclude(f, q, q->answer);
	return q->answer;
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
	*out = (struct finder_stats){
	    .spotify = spotify_stats(f->spotify),
	    .writeback = writeback_stats(f->writeback),
	};
	pthread_mutex_lock(&f->lock);
	out->waiting = f->waiting;
	out->lookups = (int)HASH_COUNT(f->flights);
	pthread_mutex_unlock(&f->lock);
}

/* --- life --- */

struct finder *finder_start(const struct config *c, struct store *store)
{
	struct http_options options = spotify_http_options(&c->spotify);
	struct finder *f = calloc(1, sizeof *f);
	if (!f)
		return NULL;
	f->c = c;
	pthread_mutex_init(&f->lock, NULL);
	f->writeback = writeback_start(store);
	f->uses = f->writeback ? uses_new(f->writeback) : NULL;
	f->http = http_start(&options);
	f->spotify = f->http ? spotify_new(&c->spotify, f->http, on_event, f) : NULL;
	f->quota = quota_new(c->spotify.hourly_searches_a_user);
	f->choices = choices_new();
	if (f->uses && f->spotify && f->quota && f->choices)
		return f;
	log_event(LOG_ERROR, "finder: cannot start", "no memory or no threads left");
	finder_stop(f, clock_ms());
	return NULL;
}

struct http *finder_http(const struct finder *f)
{
	return f->http;
}

void finder_watch(struct finder *f, void (*changed)(void *context, const char *what), void *context)
{
	writeback_watch(f->writeback, changed, context);
}

void finder_stop(struct finder *f, int64_t deadline)
{
	if (f->http)
		http_stop(f->http); /* ends every flight, which still may queue rows */
	spotify_free(f->spotify);
	uses_free(f->uses);
	if (f->writeback)
		writeback_stop(f->writeback, deadline);
	quota_free(f->quota);
	choices_free(f->choices);
	pthread_mutex_destroy(&f->lock);
	free(f);
}

#include "base/clock.h"
#include "ctl/checks.h"
#include "http/http.h"
#include "music/shared.h"
#include "spotify/client.h"
#include "spotify/decode.h"

#include <semaphore.h>
#include <stdio.h>

enum { CALL_MS = 10000 };

/* One call, made in the HTTP thread while this one waits. */
struct probe {
	struct checks *checks;
	struct spotify *spotify;
	const struct config *c;
	enum spotify_endpoint endpoint;
	char path[256];
	char id[LIMIT_ID + 1]; /* of the artist that the search found */
	enum spotify_status status;
	int calls;
	int64_t refused_ms[SPOTIFY_ENDPOINTS]; /* found out: not for this app, for so long */
	sem_t done;
};

/* What is done without an endpoint that development apps may not call; NULL: nothing works. */
static const char *const instead[SPOTIFY_ENDPOINTS] = {
    [SPOTIFY_TOP_TRACKS] = "     not for this app: songs come from the search",
    [SPOTIFY_RELATED] = "     not for this app: related artists come from credits, genres and "
			"imported lists",
};

static void on_event(
    void *context, enum spotify_event event, enum spotify_endpoint endpoint, int64_t ms)
{
	struct probe *p = context;
	p->calls += event == SPOTIFY_CALLED;
	if (event == SPOTIFY_ENDPOINT_REFUSED)
		p->refused_ms[endpoint] = ms;
}

static void on_answer(void *context, enum spotify_status status, struct str body)
{
	struct probe *p = context;
	struct spotify_artists found = {.n = 0};
	p->status = status;
	if (p->endpoint == SPOTIFY_SEARCH && status == SPOTIFY_OK &&
	    spotify_decode_search(body, &found) && found.n)
		snprintf(p->id, sizeof p->id, "%s", found.items[0]->id);
	spotify_artists_free(&found);
	sem_post(&p->done);
}

static void ask(void *context)
{
	struct probe *p = context;
	spotify_get(p->spotify, p->endpoint, p->path, p->c->spotify.language, clock_ms() + CALL_MS,
	    on_answer, p);
}

static bool tell(const struct probe *p)
{
	char what[120];
	snprintf(what, sizeof what, "spotify: %s", spotify_endpoint_name(p->endpoint));
	switch (p->status) {
	case SPOTIFY_OK:
		return checks_tell(p->checks, what, true, NULL);
	case SPOTIFY_REFUSED:
		return checks_tell(p->checks, what, instead[p->endpoint] != NULL,
		    instead[p->endpoint] ? instead[p->endpoint] : "not for this app");
	case SPOTIFY_NOT_FOUND:
		return checks_tell(p->checks, what, false, "not found: is api_url right?");
	case SPOTIFY_CLOSED:
		return checks_tell(
		    p->checks, what, false, "no call may be made now: see the lines above");
	case SPOTIFY_LATE:
		return checks_tell(
		    p->checks, what, false, "no answer in time: is there a way to the internet?");
	case SPOTIFY_FAILED:
		break;
	}
	return checks_tell(p->checks, what, false, "no useful answer: see the lines above");
}

static bool call(struct http *http, struct probe *p, enum spotify_endpoint endpoint)
{
	p->endpoint = endpoint;
	if (!http_run(http, ask, p))
		return false;
	while (sem_wait(&p->done))
		;
	return tell(p);
}

static void call_each(struct http *http, struct probe *p)
{
	snprintf(p->path, sizeof p->path, "/v1/search?type=artist&limit=1&market=KR&q=IU");
	if (!call(http, p, SPOTIFY_SEARCH))
		return;
	if (!*p->id) {
		checks_tell(p->checks, "spotify: the search finds nobody", false,
		    "its answers are not as they were: is api_url right?");
		return;
	}
	snprintf(p->path, sizeof p->path, "/v1/artists/%s", p->id);
	call(http, p, SPOTIFY_ARTIST);
	snprintf(p->path, sizeof p->path, "/v1/artists/%s/top-tracks?market=KR", p->id);
	call(http, p, SPOTIFY_TOP_TRACKS);
	snprintf(p->path, sizeof p->path, "/v1/artists/%s/related-artists", p->id);
	call(http, p, SPOTIFY_RELATED);
}

/* What was found out, for all processes, as the responder does. */
static void remember(struct store_conn *conn, const struct probe *p)
{
	char fact[STORE_FACT_NAME + 1];
	if (p->calls)
		store_fact_count(conn, SHARED_CALLS, p->calls);
	for (int i = 0; i < SPOTIFY_ENDPOINTS; i++) {
		shared_refused(fact, sizeof fact, (enum spotify_endpoint)i);
		if (p->refused_ms[i])
			store_fact_set(conn, fact, "", p->refused_ms[i]);
	}
}

static void tell_facts(struct checks *k, const struct config *c, struct store_conn *conn)
{
	struct store_facts facts;
	char what[2 * STORE_FACT_NAME + 2 * STORE_FACT_VALUE];
	if (store_facts_read(conn, INT64_MAX, &facts) != STORE_OK)
		return;
	for (int i = 0; i < facts.n; i++) {
		const struct store_fact *f = &facts.items[i];
		if (!strcmp(f->name, SHARED_CALLS) && f->left_ms > 0)
			snprintf(what, sizeof what, "spotify: %s calls today, of %d", f->value,
			    c->spotify.daily_calls);
		else
			snprintf(what, sizeof what,
			    "spotify: known to all processes: %s, for %lld s", f->name,
			    (long long)(f->left_ms > 0 ? f->left_ms / 1000 : 0));
		checks_tell(k, what, true, NULL);
	}
}

void check_spotify(struct checks *k, const struct config *c, struct store_conn *conn)
{
	struct http_options options = spotify_http_options(&c->spotify);
	struct probe p = {.checks = k, .c = c};
	sem_init(&p.done, 0, 0);
	struct http *http = http_global_init() ? http_start(&options) : NULL;
	p.spotify = http ? spotify_new(&c->spotify, http, on_event, &p) : NULL;
	if (p.spotify)
		call_each(http, &p);
	else
		checks_tell(k, "spotify", false, "out of memory, or no thread can be had");
	if (http)
		http_stop(http);
	spotify_free(p.spotify);
	sem_destroy(&p.done);
	remember(conn, &p);
	tell_facts(k, c, conn);
}

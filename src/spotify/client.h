/* Calls to the Spotify Web API: token, errors, the gate. Knows paths and bodies only as text.
 *
 * Facts are those of Spotify's own pages on the client credentials flow, rate limits and quota
 * modes (developer.spotify.com), as of November 2026. Everything here runs in the HTTP thread
 * (http/http.h). */
#ifndef ARTISTBOT_SPOTIFY_CLIENT_H
#define ARTISTBOT_SPOTIFY_CLIENT_H

#include "base/config.h"
#include "base/metrics.h"
#include "http/http.h"
#include "spotify/token.h"

#include <stdint.h>

struct spotify;

/* What an app may or may not call, remembered for each. */
enum spotify_endpoint {
	SPOTIFY_SEARCH,
	SPOTIFY_ARTIST,
	SPOTIFY_TOP_TRACKS,
	SPOTIFY_RELATED,
	SPOTIFY_ENDPOINTS, /* how many there are */
};

enum spotify_status {
	SPOTIFY_OK,
	SPOTIFY_NOT_FOUND, /* 404: no such id */
	SPOTIFY_REFUSED,   /* this app may not call this endpoint (remembered for a day) */
	SPOTIFY_CLOSED,    /* no call was made or answered: rate limit, quota, no credentials, wrong
			      credentials */
	SPOTIFY_LATE,      /* the deadline passed */
	SPOTIFY_FAILED,    /* an error of the service or the way there; a retry did not help */
};

/* What processes tell one another, through whoever made the client: Spotify counts them as one. */
struct spotify_knowledge {
	bool shared;      /* false: nobody could be asked; then this process makes few calls */
	bool gate_closed; /* for gate_ms more; 0: its time is over and this process may probe */
	int64_t gate_ms;
	int64_t refused_ms[SPOTIFY_ENDPOINTS]; /* for so long the endpoint is not to be called; 0:
						  it is */
};

enum spotify_event {
	SPOTIFY_CALLED,      /* one call went out, the token's not counted */
	SPOTIFY_GATE_CLOSED, /* for ms */
	SPOTIFY_GATE_OPENED,
	SPOTIFY_ENDPOINT_REFUSED, /* the endpoint, for ms */
};

/* What the client did and knows, for any thread to read. Times are those of base/clock.h. */
struct spotify_stats {
	struct metric_names answers[SPOTIFY_ENDPOINTS]; /* to calls that went out (http_outcome) */
	struct metric_times times;                      /* of these */
	metric under_way;                               /* calls that have no answer yet */
	metric gate_opens;                              /* when; 0: it is open */
	metric quiet_until; /* no calls before, for this process's own reasons */
	metric refused_until[SPOTIFY_ENDPOINTS]; /* endpoints that are not for this app */
	metric alone; /* 1: other processes cannot be heard, few calls are made */
	struct token_stats token;
};

/* Called in the HTTP thread. */
typedef void spotify_event_fn(
    void *context, enum spotify_event event, enum spotify_endpoint endpoint, int64_t ms);

/* body is borrowed for the call; empty unless SPOTIFY_OK. */
typedef void spotify_done_fn(void *context, enum spotify_status status, struct str body);

/* How the HTTP thread is to be started for these settings. */
struct http_options spotify_http_options(const struct config_spotify *c);

/* c and http are borrowed for the client's life. NULL without memory. From any thread, as is
 * spotify_free. */
struct spotify *spotify_new(
    const struct config_spotify *c, struct http *http, spotify_event_fn *tell, void *context);
/* Borrowed, for the client's life. From any thread. */
const struct spotify_stats *spotify_stats(const struct spotify *s);
/* After http_stop. */
void spotify_free(struct spotify *s);

/* Gets api_url + path (with its query). language goes into Accept-Language. done is called once,
 * later or at once. A 401 is answered by one new token, a 5xx or a broken connection by one more
 * try if the deadline (base/clock.h) allows. */
void spotify_get(struct spotify *s, enum spotify_endpoint endpoint, const char *path,
    const char *language, int64_t deadline, spotify_done_fn *done, void *context);

/* Is the gate open, so that several calls may go out at once? */
bool spotify_is_open(const struct spotify *s);

/* May this app call the endpoint, as far as is known? */
bool spotify_allows(const struct spotify *s, enum spotify_endpoint endpoint);

/* Takes in what others know, before a call. In the HTTP thread, as all below. */
void spotify_learn(struct spotify *s, const struct spotify_knowledge *k);

/* Milliseconds until a search may go out again, as far as is known; 0: now, or nobody knows. */
int64_t spotify_closed_ms(const struct spotify *s);

/* The name of an endpoint, for the log and for the facts that processes share. */
const char *spotify_endpoint_name(enum spotify_endpoint endpoint);

#endif

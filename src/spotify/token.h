/* The access token: fetched when needed, renewed before it ends, one request for it at a time.
 *
 * The client credentials flow of OAuth 2 as Spotify's pages describe it: POST /api/token with Basic
 * authorization; the token lives for expires_in seconds; there is no refresh token. A wrong client
 * is a 400. In the HTTP thread only. */
#ifndef ARTISTBOT_SPOTIFY_TOKEN_H
#define ARTISTBOT_SPOTIFY_TOKEN_H

#include "base/config.h"
#include "base/metrics.h"
#include "http/http.h"

#include <stdint.h>

struct token;

enum token_status {
	TOKEN_OK,
	TOKEN_WRONG,  /* Spotify does not know these credentials */
	TOKEN_CLOSED, /* a 429: ask again after token_retry_after */
	TOKEN_LATE,   /* no answer in time */
	TOKEN_FAILED, /* an outage of the token service, or of the way there */
};

typedef void token_done_fn(void *context, enum token_status status);

/* For any thread to read. */
struct token_stats {
	struct metric_names answers; /* of the token service (http_outcome) */
	metric until;                /* when the token is to be renewed (base/clock.h); 0: none */
};

/* c, http and stats, which it fills, are borrowed for its life. NULL without memory. */
struct token *token_new(
    const struct config_spotify *c, struct http *http, struct token_stats *stats);
/* After http_stop. */
void token_free(struct token *t);

/* The token, or NULL if there is none that lasts for another minute. serial tells one token from
 * the next; may be NULL. */
const char *token_get(const struct token *t, unsigned *serial);

/* What Retry-After said with the last TOKEN_CLOSED, as sent, cut to 15 bytes. */
struct str token_retry_after(const struct token *t);

/* Fetches a new one and calls done, once, later or at once. Who asks while a request is under way
 * shares it. */
void token_fetch(struct token *t, token_done_fn *done, void *context);

/* Spotify refused the token of that serial: it is not used again. */
void token_drop(struct token *t, unsigned serial);

#endif

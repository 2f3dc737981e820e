#include "spotify/token.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/json_read.h"
#include "base/limits.h"
#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <utlist.h>

enum {
	BODY_MAX = 16 * 1024,
	TOKEN_SIZE = 2048, /* seen: up to 148 characters */
	MARGIN_S = 60,     /* renewed this long before it ends */
	LIFE_S = 600,      /* of one that does not say for how long; a 401 tells if it was less */
	LIFE_MAX_S = 86400,
	RETRY_MS = 20,
	RETRY_JITTER_MS = 200,
};

struct waiter {
	struct waiter *next;
	token_done_fn *done;
	void *context;
};

struct token {
	const struct config_spotify *c;
	struct http *http;
	struct token_stats *stats;
	char text[TOKEN_SIZE];
	unsigned serial;
	int64_t until;
	bool asked, retried;
	int64_t deadline; /* of what is asked, its second try included */
	struct waiter *waiters;
	char retry_after[16];
};

struct token *token_new(
    const struct config_spotify *c, struct http *http, struct token_stats *stats)
{
	struct token *t = calloc(1, sizeof *t);
	if (!t)
		return NULL;
	t->c = c;
	t->http = http;
	t->stats = stats;
	return t;
}

void token_free(struct token *t)
{
	if (t)
		explicit_bzero(t->text, sizeof t->text);
	free(t);
}

const char *token_get(const struct token *t, unsigned *serial)
{
	if (serial)
		*serial = t->serial;
	return clock_ms() < t->until ? t->text : NULL;
}

void token_drop(struct token *t, unsigned serial)
{
	if (t->serial != serial)
		return;
	t->until = 0;
	metric_set(&t->stats->until, 0);
}

struct str token_retry_after(const struct token *t)
{
	return str_of(t->retry_after);
}

static void finish(struct token *t, enum token_status status)
{
	struct waiter *all = t->waiters;
	t->waiters = NULL;
	t->asked = false;
	while (all) {
		struct waiter *w = all;
		all = w->next;
		w->done(w->context, status);
		free(w);
	}
}

/* Can it be sent in a header (RFC 6750 allows even less)? */
static bool is_token(struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] <= ' ' || text.p[i] > '~')
			return false;
	return text.n > 0 && text.n < TOKEN_SIZE;
}

/* Seconds that it lives. RFC 6749 does not demand that it is told. */
static int64_t life_of(const cJSON *o)
{
	double life = strtod(json_text(json_member(o, "expires_in")).p, NULL);
	if (!(life >= 1))
		return LIFE_S;
	return life < LIFE_MAX_S ? (int64_t)life : LIFE_MAX_S;
}

/* The parsed body into the token. */
static bool take(struct token *t, const cJSON *o)
{
	struct str text = json_string(json_member(o, "access_token"));
	int64_t life = life_of(o);
	if (!is_token(text))
		return false;
	snprintf(t->text, sizeof t->text, "%s", text.p);
	/* One that lives shorter than the margin is renewed at half its life. */
	int64_t margin = life > 2 * MARGIN_S ? MARGIN_S : life / 2;
	t->until = clock_ms() + (life - margin) * 1000;
	t->serial++;
	metric_set(&t->stats->until, t->until);
	return true;
}

static bool read_body(struct token *t, struct str body)
{
	cJSON *o = json_read(body, BODY_MAX, LIMIT_SPOTIFY_DEPTH, NULL);
	bool ok = take(t, o);
	cJSON_Delete(o);
	return ok;
}

static bool request(struct token *t);

static void try_again(void *context)
{
	struct token *t = context;
	if (!request(t))
		finish(t, TOKEN_FAILED);
}

/* A broken connection or a 5xx may be mended by one more try, after a short and random while. */
static bool retry(struct token *t, const struct http_response *r)
{
	bool transient =
	    r->result == HTTP_FAILED || (r->result == HTTP_ANSWERED && r->status >= 500);
	unsigned jitter = (unsigned)clock_ms() * 2654435761u >> 16;
	int ms = RETRY_MS + (int)(jitter % RETRY_JITTER_MS);
	if (!transient || t->retried || clock_left(t->deadline) <= ms)
		return false;
	t->retried = true;
	return http_after(t->http, ms, try_again, t);
}

static void on_response(void *context, const struct http_response *r)
{
	struct token *t = context;
	enum token_status status = r->result == HTTP_LATE ? TOKEN_LATE : TOKEN_FAILED;
	metric_count(&t->stats->answers, http_outcome(r));
	if (retry(t, r))
		return;
	if (r->result == HTTP_ANSWERED && r->status == 200 && read_body(t, r->body)) {
		status = TOKEN_OK;
	} else if (r->result == HTTP_ANSWERED && (r->status == 400 || r->status == 401)) {
		log_event(LOG_ERROR, "spotify: client_id or client_secret is wrong",
		    "the token service answered %ld: correct [spotify] in the configuration",
		    r->status);
		status = TOKEN_WRONG;
	} else if (r->result == HTTP_ANSWERED && r->status == 429) {
		snprintf(t->retry_after, sizeof t->retry_after, "%.*s", (int)r->retry_after.n,
		    r->retry_after.p);
		status = TOKEN_CLOSED;
	} else if (r->result != HTTP_STOPPED) {
		log_event(LOG_WARN, "spotify: no token", "status=%ld %s", r->status, r->error);
	}
	finish(t, status);
}

static bool request(struct token *t)
{
	struct buf url;
	buf_init(&url, LIMIT_URL);
	buf_addf(&url, "%s/api/token", t->c->accounts_url);
	const struct http_request r = {
	    .url = url.data,
	    .user = t->c->client_id,
	    .password = t->c->client_secret,
	    .post = "grant_type=client_credentials",
	    .deadline = t->deadline,
	    .max_body = BODY_MAX,
	};
	bool ok = !url.failed && http_send(t->http, &r, on_response, t);
	buf_free(&url);
	return ok;
}

void token_fetch(struct token *t, token_done_fn *done, void *context)
{
	struct waiter *w = malloc(sizeof *w);
	if (!w) {
		done(context, TOKEN_FAILED);
		return;
	}
	*w = (struct waiter){.done = done, .context = context};
	LL_APPEND(t->waiters, w);
	if (t->asked)
		return;
	t->asked = true;
	t->retried = false;
	t->deadline = clock_ms() + t->c->timeout_ms;
	if (!request(t))
		finish(t, TOKEN_FAILED);
}

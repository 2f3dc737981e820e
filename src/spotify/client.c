#include "spotify/client.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <utlist.h>

enum {
	TOKEN_BODY = 16 * 1024,
	TOKEN_SIZE = 2048,
	TOKEN_MARGIN_S = 60,          /* renewed this long before it ends */
	TOKEN_RETRY_MS = 1000,        /* after an outage of the token service */
	WRONG_CLIENT_MS = 15 * 60000, /* after wrong credentials: somebody must mend them first */
	REFUSED_MS = 24 * 3600000,    /* an endpoint that is not for this app */
	PREMIUM_MS = 3600000, /* the whole service refused, as without the owner's Premium */
	GATE_DEFAULT_S = 30,  /* a 429 that does not say for how long: the window's length */
	GATE_MAX_S = 86400,
	RETRY_MIN_LEFT_MS = 500, /* no second try with less time left */
	RETRY_JITTER_MS = 200,
};

/* One call under way. */
struct call {
	struct call *next; /* among those that wait for the token */
	struct spotify *s;
	enum spotify_endpoint endpoint;
	char *url;
	char language[64];
	int64_t deadline;
	bool retried, token_renewed;
	unsigned token_serial; /* of the token it was sent with */
	spotify_done_fn *done;
	void *context;
};

struct spotify {
	const struct config_spotify *c;
	struct http *http;
	char token[TOKEN_SIZE];
	unsigned token_serial;
	int64_t token_until;
	bool token_asked;
	struct call *waiting; /* for the token */
	int64_t closed_until; /* no call at all before */
	int64_t refused_until[SPOTIFY_ENDPOINTS];
};

static void send_call(struct call *k);

struct spotify *spotify_new(const struct config_spotify *c, struct http *http)
{
	struct spotify *s = calloc(1, sizeof *s);
	if (!s)
		return NULL;
	s->c = c;
	s->http = http;
	return s;
}

void spotify_free(struct spotify *s)
{
	if (s)
		explicit_bzero(s->token, sizeof s->token);
	free(s);
}

bool spotify_allows(const struct spotify *s, enum spotify_endpoint endpoint)
{
	return s->refused_until[endpoint] <= clock_ms();
}

static void end_call(struct call *k, enum spotify_status status, struct str body)
{
	k->done(k->context, status, status == SPOTIFY_OK ? body : STR(""));
	free(k->url);
	free(k);
}

/* Lets no call out for a while. */
static void close_for(struct spotify *s, int64_t ms, const char *why)
{
	int64_t until = clock_ms() + ms;
	if (until <= s->closed_until)
		return;
	s->closed_until = until;
	log_event(LOG_WARN, "spotify: no calls for a while", "%s; next try in %lld s", why,
	    (long long)(ms / 1000));
}

/* --- the token --- */

static void token_known(struct spotify *s, enum spotify_status status)
{
	struct call *all = s->waiting;
	s->waiting = NULL;
	s->token_asked = false;
	while (all) {
		struct call *k = all;
		all = k->next;
		k->next = NULL;
		if (status == SPOTIFY_OK)
			send_call(k);
		else
			end_call(k, status, STR(""));
	}
}

static bool read_token(struct spotify *s, struct str body)
{
	struct json_tokener *t = json_tokener_new_ex(LIMIT_SPOTIFY_DEPTH);
	struct json_object *o = t ? json_tokener_parse_ex(t, body.p, (int)body.n) : NULL;
	struct json_object *token, *seconds;
	bool ok = false;
	if (o && json_object_is_type(o, json_type_object) &&
	    json_object_object_get_ex(o, "access_token", &token) &&
	    json_object_is_type(token, json_type_string) &&
	    json_object_object_get_ex(o, "expires_in", &seconds)) {
		int64_t life = json_object_get_int64(seconds);
		int n = snprintf(s->token, sizeof s->token, "%s", json_object_get_string(token));
		ok = n > 0 && (size_t)n < sizeof s->token && life > 0 && life <= 7 * 86400;
		/* A token that lives shorter than the margin is renewed at half its life. */
		int64_t margin = life > 2 * TOKEN_MARGIN_S ? TOKEN_MARGIN_S : life / 2;
		s->token_until = ok ? clock_ms() + (life - margin) * 1000 : 0;
		s->token_serial++;
	}
	json_object_put(o);
	json_tokener_free(t);
	return ok;
}

static void on_token(void *context, const struct http_response *r)
{
	struct spotify *s = context;
	enum spotify_status status = SPOTIFY_FAILED;
	if (r->result == HTTP_ANSWERED && r->status == 200 && read_token(s, r->body)) {
		status = SPOTIFY_OK;
	} else if (r->result == HTTP_ANSWERED && (r->status == 400 || r->status == 401)) {
		log_event(LOG_ERROR, "spotify: client_id or client_secret is wrong",
		    "the token service answered %ld: correct [spotify] in the configuration",
		    r->status);
		close_for(s, WRONG_CLIENT_MS, "wrong credentials");
		status = SPOTIFY_CLOSED;
	} else if (r->result != HTTP_STOPPED) {
		log_event(LOG_WARN, "spotify: no token", "status=%ld %s", r->status, r->error);
		close_for(s, TOKEN_RETRY_MS, "no token");
		status = r->result == HTTP_LATE ? SPOTIFY_LATE : SPOTIFY_FAILED;
	}
	token_known(s, status);
}

/* The call goes on when the token is there; one request for it at a time. */
static void wait_for_token(struct call *k)
{
	struct spotify *s = k->s;
	LL_APPEND(s->waiting, k);
	if (s->token_asked)
		return;
	s->token_asked = true;
	struct buf url;
	buf_init(&url, LIMIT_URL);
	buf_addf(&url, "%s/api/token", s->c->accounts_url);
	struct http_request r = {
	    .url = url.data,
	    .user = s->c->client_id,
	    .password = s->c->client_secret,
	    .post = "grant_type=client_credentials",
	    .deadline = clock_ms() + s->c->timeout_ms,
	    .max_body = TOKEN_BODY,
	};
	if (url.failed || !http_send(s->http, &r, on_token, s))
		token_known(s, SPOTIFY_FAILED);
	buf_free(&url);
}

/* --- calls --- */

static void try_again(void *context)
{
	send_call(context);
}

/* One more try after a short while, if there was none and time is left. */
static bool retry(struct call *k)
{
	if (k->retried || clock_left(k->deadline) < RETRY_MIN_LEFT_MS)
		return false;
	k->retried = true;
	unsigned jitter = (unsigned)clock_ms() * 2654435761u >> 16;
	return http_after(k->s->http, 20 + (int)(jitter % RETRY_JITTER_MS), try_again, k);
}

static int64_t gate_seconds(struct str retry_after)
{
	int64_t n = 0;
	if (!retry_after.n || retry_after.n > 9)
		return GATE_DEFAULT_S;
	for (size_t i = 0; i < retry_after.n; i++) {
		if (retry_after.p[i] < '0' || retry_after.p[i] > '9')
			return GATE_DEFAULT_S;
		n = n * 10 + (retry_after.p[i] - '0');
	}
	return n < 1 ? 1 : n > GATE_MAX_S ? GATE_MAX_S : n;
}

static enum spotify_status on_forbidden(struct call *k, struct str body)
{
	struct spotify *s = k->s;
	if (body.n && body.p[0] == '{') {
		log_event(LOG_INFO, "spotify: endpoint not for this app", "endpoint=%d",
		    (int)k->endpoint);
		s->refused_until[k->endpoint] = clock_ms() + REFUSED_MS;
		return SPOTIFY_REFUSED;
	}
	close_for(s, PREMIUM_MS,
	    "all calls are refused: does the owner of the app have Spotify Premium?");
	return SPOTIFY_CLOSED;
}

/* The status a response ends the call with; SPOTIFY_FAILED is worth another try. */
static enum spotify_status judge(struct call *k, const struct http_response *r)
{
	if (r->result == HTTP_LATE)
		return SPOTIFY_LATE;
	if (r->result != HTTP_ANSWERED)
		return SPOTIFY_FAILED;
	switch (r->status) {
	case 200:
		return SPOTIFY_OK;
	case 403:
		return on_forbidden(k, r->body);
	case 404:
		return SPOTIFY_NOT_FOUND;
	case 429:
		close_for(k->s, gate_seconds(r->retry_after) * 1000, "429");
		return SPOTIFY_CLOSED;
	default:
		return SPOTIFY_FAILED;
	}
}

static void on_response(void *context, const struct http_response *r)
{
	struct call *k = context;
	if (r->result == HTTP_ANSWERED && r->status == 401 && !k->token_renewed) {
		k->token_renewed = true;
		if (k->token_serial == k->s->token_serial)
			k->s->token_until = 0;
		send_call(k);
		return;
	}
	enum spotify_status status = judge(k, r);
	if (status != SPOTIFY_OK)
		log_event(LOG_WARN, "spotify: call failed", "endpoint=%d status=%ld %s",
		    (int)k->endpoint, r->status, r->error);
	bool transient = status == SPOTIFY_FAILED && r->result != HTTP_STOPPED &&
			 r->result != HTTP_TOO_BIG &&
			 (r->result == HTTP_FAILED || r->status >= 500);
	if (!transient || !retry(k))
		end_call(k, status, r->body);
}

static void send_call(struct call *k)
{
	struct spotify *s = k->s;
	int64_t now = clock_ms();
	if (now >= k->deadline) {
		end_call(k, SPOTIFY_LATE, STR(""));
		return;
	}
	if (now < s->closed_until) {
		end_call(k, SPOTIFY_CLOSED, STR(""));
		return;
	}
	if (now >= s->token_until) {
		wait_for_token(k);
		return;
	}
	int64_t limit = now + s->c->timeout_ms;
	const char *const headers[] = {k->language, NULL};
	struct http_request r = {
	    .url = k->url,
	    .headers = headers,
	    .bearer = s->token,
	    .deadline = limit < k->deadline ? limit : k->deadline,
	    .max_body = LIMIT_SPOTIFY_BODY,
	};
	k->token_serial = s->token_serial;
	if (!http_send(s->http, &r, on_response, k))
		end_call(k, SPOTIFY_FAILED, STR(""));
}

void spotify_get(struct spotify *s, enum spotify_endpoint endpoint, const char *path,
    const char *language, int64_t deadline, spotify_done_fn *done, void *context)
{
	struct call *k = calloc(1, sizeof *k);
	struct buf url;
	buf_init(&url, 2 * LIMIT_URL);
	buf_addf(&url, "%s%s", s->c->api_url, path);
	if (!k || url.failed || !*s->c->client_id) {
		done(context, *s->c->client_id ? SPOTIFY_FAILED : SPOTIFY_CLOSED, STR(""));
		buf_free(&url);
		free(k);
		return;
	}
	*k = (struct call){
	    .s = s,
	    .endpoint = endpoint,
	    .url = url.data, /* now the call's */
	    .deadline = deadline,
	    .done = done,
	    .context = context,
	};
	snprintf(k->language, sizeof k->language, "Accept-Language: %s", language);
	send_call(k);
}

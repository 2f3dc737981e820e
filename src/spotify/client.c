#include "spotify/client.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "spotify/gate.h"
#include "spotify/token.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/resource.h>

enum {
	NO_TOKEN_MS = 1000,           /* quiet after an outage of the token service */
	WRONG_CLIENT_MS = 15 * 60000, /* after wrong credentials: somebody must mend them first */
	PREMIUM_MS = 3600000,      /* the whole service refused, as without the owner's Premium */
	REFUSED_MS = 24 * 3600000, /* an endpoint that is not for this app */
	UNCLEAR_MS = 600000,       /* one that was refused in other words than Spotify's */
	GATE_DEFAULT_S = 30,       /* a 429 that does not say for how long: the window's length */
	GATE_QUOTA_S = 3600,       /* likewise, for the quota of a day */
	GATE_MAX_S = 86400,
	GATE_SETTLE_MS = 5000, /* until others must have heard that we closed the gate */
	ALONE_CALLS = 10,      /* calls in ALONE_MS while other processes cannot be heard */
	ALONE_MS = 60000,
	TOKEN_REFUSED_MS = 60000,   /* quiet after a fresh token was refused */
	SEARCH_REFUSED_MS = 600000, /* an endpoint without which nothing works: look again soon */
	MAX_CONNECTIONS = 1024,
	RETRY_MS = 20,
	RETRY_JITTER_MS = 200,
	RETRY_MIN_LEFT_MS = 500, /* no second try with less time left */
};

/* One call under way. */
struct call {
	struct spotify *s;
	enum spotify_endpoint endpoint;
	char *url;
	char language[64];
	int64_t deadline;
	bool retried, token_renewed, probe;
	int64_t sent_us;       /* when it went out, for the stats */
	unsigned token_serial; /* of the token it was sent with */
	spotify_done_fn *done;
	void *context;
};

struct spotify {
	const struct config_spotify *c;
	struct http *http;
	struct token *token;
	int64_t quiet_until; /* no call before, for a reason that is this process's own */
	struct gate gate;    /* for a reason that is everybody's */
	int64_t gate_closed_at;
	int64_t refused_until[SPOTIFY_ENDPOINTS];
	bool alone;                       /* other processes cannot be heard */
	int64_t alone_calls[ALONE_CALLS]; /* when the last ones went out */
	unsigned alone_next;
	struct spotify_stats stats;
	spotify_event_fn *tell;
	void *tell_context;
};

static void send_call(struct call *k);

/* A third of the descriptors: the others are the web server's connections and MySQL's. */
static int max_connections(void)
{
	struct rlimit limit;
	if (getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_cur / 3 > MAX_CONNECTIONS)
		return MAX_CONNECTIONS;
	return limit.rlim_cur < 30 ? 10 : (int)(limit.rlim_cur / 3);
}

struct http_options spotify_http_options(const struct config_spotify *c)
{
	return (struct http_options){
	    .ca_file = c->ca_file,
	    .allow_http = !strncmp(c->api_url, "http:", 5) || !strncmp(c->accounts_url, "http:", 5),
	    .user_agent = "artistbot",
	    .max_connections = max_connections(),
	};
}

struct spotify *spotify_new(
    const struct config_spotify *c, struct http *http, spotify_event_fn *tell, void *context)
{
	struct spotify *s = calloc(1, sizeof *s);
	if (!s)
		return NULL;
	s->c = c;
	s->http = http;
	s->tell = tell;
	s->tell_context = context;
	for (int i = 0; i < ALONE_CALLS; i++)
		s->alone_calls[i] = -ALONE_MS;
	s->token = token_new(c, http, &s->stats.token);
	if (s->token)
		return s;
	free(s);
	return NULL;
}

void spotify_free(struct spotify *s)
{
	if (s)
		token_free(s->token);
	free(s);
}

/* --- what is known --- */

const char *spotify_endpoint_name(enum spotify_endpoint endpoint)
{
	static const char *const names[SPOTIFY_ENDPOINTS] = {
	    [SPOTIFY_SEARCH] = "search",
	    [SPOTIFY_ARTIST] = "artist",
	    [SPOTIFY_TOP_TRACKS] = "top-tracks",
	    [SPOTIFY_RELATED] = "related-artists",
	};
	return names[endpoint];
}

const struct spotify_stats *spotify_stats(const struct spotify *s)
{
	return &s->stats;
}

/* Shows other threads what is known now. */
static void publish(struct spotify *s)
{
	metric_set(&s->stats.gate_opens, gate_opens(&s->gate));
	metric_set(&s->stats.quiet_until, s->quiet_until);
	metric_set(&s->stats.alone, s->alone);
	for (int i = 0; i < SPOTIFY_ENDPOINTS; i++)
		metric_set(&s->stats.refused_until[i], s->refused_until[i]);
}

bool spotify_allows(const struct spotify *s, enum spotify_endpoint endpoint)
{
	return s->refused_until[endpoint] <= clock_ms();
}

bool spotify_is_open(const struct spotify *s)
{
	return s->gate.state == GATE_OPEN;
}

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

int64_t spotify_closed_ms(const struct spotify *s)
{
	int64_t until = later(gate_opens(&s->gate), s->quiet_until);
	until = later(until, s->refused_until[SPOTIFY_SEARCH]);
	if (s->alone)
		until = later(until, s->alone_calls[s->alone_next] + ALONE_MS);
	return clock_left(until);
}

void spotify_learn(struct spotify *s, const struct spotify_knowledge *k)
{
	int64_t now = clock_ms();
	s->alone = !k->shared;
	if (!k->shared) {
		publish(s);
		return;
	}
	/* Another process may have opened the gate; but it may not have heard yet that we closed
	 * it. */
	bool settled = now >= s->gate_closed_at + GATE_SETTLE_MS;
	if (k->gate_closed && s->gate.state != GATE_PROBING)
		gate_close(&s->gate, now + k->gate_ms);
	else if (!k->gate_closed && s->gate.state == GATE_CLOSED && settled)
		gate_open(&s->gate);
	for (int i = 0; i < SPOTIFY_ENDPOINTS; i++)
		if (k->refused_ms[i] > 0)
			s->refused_until[i] = now + k->refused_ms[i];
	publish(s);
}

static void tell(
    struct spotify *s, enum spotify_event event, enum spotify_endpoint endpoint, int64_t ms)
{
	s->tell(s->tell_context, event, endpoint, ms);
}

static void log_closed(int64_t ms, const char *why)
{
	log_event(LOG_WARN, "spotify: no calls for a while", "%s; next try in %lld s", why,
	    (long long)(ms / 1000));
}

/* Lets no call of this process out for a while. */
static void be_quiet(struct spotify *s, int64_t ms, const char *why)
{
	int64_t until = clock_ms() + ms;
	if (until <= s->quiet_until)
		return;
	s->quiet_until = until;
	log_closed(ms, why);
}

/* While other processes cannot be heard, each makes so few calls that together they stay within
 * what Spotify allows. */
static bool alone_may_call(struct spotify *s, int64_t now)
{
	if (!s->alone)
		return true;
	if (now - s->alone_calls[s->alone_next] < ALONE_MS)
		return false;
	s->alone_calls[s->alone_next] = now;
	s->alone_next = (s->alone_next + 1) % ALONE_CALLS;
	return true;
}

/* --- the end of a call --- */

static void end_call(struct call *k, enum spotify_status status, struct str body)
{
	if (k->probe) /* it never went out, or nobody answered */
		gate_probed(&k->s->gate, false, clock_ms());
	publish(k->s);
	k->done(k->context, status, status == SPOTIFY_OK ? body : STR(""));
	free(k->url);
	free(k);
}

static void try_again(void *context)
{
	send_call(context);
}

/* One more try after a short while and a random one, if there was none and time is left. */
static bool retry(struct call *k, int ms)
{
	if (k->retried || clock_left(k->deadline) < ms + RETRY_MIN_LEFT_MS)
		return false;
	k->retried = true;
	unsigned jitter = (unsigned)clock_ms() * 2654435761u >> 16;
	return http_after(k->s->http, ms + (int)(jitter % RETRY_JITTER_MS), try_again, k);
}

/* Retry-After in seconds, bounded; -1 if there is none that can be read. */
static int64_t read_seconds(struct str retry_after)
{
	int64_t n = 0;
	if (!retry_after.n)
		return -1;
	for (size_t i = 0; i < retry_after.n; i++) {
		if (retry_after.p[i] < '0' || retry_after.p[i] > '9')
			return -1;
		n = n * 10 + (retry_after.p[i] - '0');
		if (n > GATE_MAX_S)
			n = GATE_MAX_S;
	}
	return n < 1 ? 1 : n;
}

/* Closes the gate for all. A short closing is waited out, once, if there is time. True if the call
 * goes on. */
static bool on_too_many(struct call *k, struct str retry_after, struct str body)
{
	struct spotify *s = k->s;
	int64_t now = clock_ms(), seconds = read_seconds(retry_after);
	bool quota = memmem(body.p, body.n, "QUOTA_EXCEEDED", 14) != NULL;
	if (seconds < 0)
		seconds = quota ? GATE_QUOTA_S : GATE_DEFAULT_S;
	gate_close(&s->gate, now + seconds * 1000);
	s->gate_closed_at = now;
	publish(s);
	/* An answer before this one may have closed it for longer. */
	int64_t left = gate_opens(&s->gate) - now;
	log_closed(left, quota ? "quota exceeded" : "rate limit");
	tell(s, SPOTIFY_GATE_CLOSED, k->endpoint, left);
	return left <= 1000 && retry(k, 1000);
}

/* The endpoint is not for this app. */
static enum spotify_status on_refused(struct call *k)
{
	struct spotify *s = k->s;
	log_event(LOG_INFO, "spotify: endpoint not for this app", "%s",
	    spotify_endpoint_name(k->endpoint));
	int64_t ms = k->endpoint == SPOTIFY_SEARCH ? SEARCH_REFUSED_MS : REFUSED_MS;
	s->refused_until[k->endpoint] = clock_ms() + ms;
	tell(s, SPOTIFY_ENDPOINT_REFUSED, k->endpoint, ms);
	return SPOTIFY_REFUSED;
}

/* The endpoint was refused in other words than Spotify's. A proxy on the way may have done it,
 * which says little of the endpoint and nothing to other processes. */
static enum spotify_status on_unclear(struct call *k)
{
	log_event(LOG_WARN, "spotify: call refused",
	    "%s, and not in Spotify's words: not asked for %d s",
	    spotify_endpoint_name(k->endpoint), UNCLEAR_MS / 1000);
	k->s->refused_until[k->endpoint] = clock_ms() + UNCLEAR_MS;
	return SPOTIFY_REFUSED;
}

static bool says_premium(struct str body)
{
	for (size_t i = 0; i + 7 <= body.n; i++)
		if (!strncasecmp(body.p + i, "premium", 7))
			return true;
	return false;
}

/* Does it begin like Spotify's JSON for errors? */
static bool is_object(struct str body)
{
	static const char skipped[] = "\xef\xbb\xbf \t\r\n"; /* a mark of UTF-8, blanks */
	while (body.n && memchr(skipped, body.p[0], sizeof skipped - 1))
		body = str_from(body, 1);
	return body.n && body.p[0] == '{';
}

/* Without the owner's Premium nothing works, which a text says. An endpoint that is closed to the
 * app has JSON. */
static enum spotify_status on_forbidden(struct call *k, struct str body)
{
	if (!says_premium(body))
		return is_object(body) ? on_refused(k) : on_unclear(k);
	be_quiet(k->s, PREMIUM_MS,
	    "all calls are refused: does the owner of the app have Spotify Premium?");
	return SPOTIFY_CLOSED;
}

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
	case 404: /* of related-artists it told development apps, before 403 did, that it is gone */
		return k->endpoint == SPOTIFY_RELATED ? on_refused(k) : SPOTIFY_NOT_FOUND;
	case 429:
		return SPOTIFY_CLOSED;
	default:
		return SPOTIFY_FAILED;
	}
}

/* The probe's answer, unless it is "too many" or an outage, opens the gate. */
static void on_probe(struct call *k, const struct http_response *r)
{
	bool answered = r->result == HTTP_ANSWERED && r->status < 500;
	k->probe = false;
	if (answered && r->status == 429) /* closes it for as long as it says: on_too_many */
		return;
	gate_probed(&k->s->gate, answered, clock_ms());
	if (!answered)
		return;
	log_event(LOG_INFO, "spotify: calls go out again", "status=%ld", r->status);
	tell(k->s, SPOTIFY_GATE_OPENED, k->endpoint, 0);
}

static bool is_transient(enum spotify_status status, const struct http_response *r)
{
	return status == SPOTIFY_FAILED &&
	       (r->result == HTTP_FAILED || (r->result == HTTP_ANSWERED && r->status >= 500));
}

static void count_answer(struct call *k, const struct http_response *r)
{
	struct spotify_stats *stats = &k->s->stats;
	metric_count(&stats->answers[k->endpoint], http_outcome(r));
	metric_took(&stats->times, clock_us() - k->sent_us);
	metric_add(&stats->under_way, -1);
}

static void on_response(void *context, const struct http_response *r)
{
	struct call *k = context;
	count_answer(k, r);
	if (k->probe)
		on_probe(k, r);
	if (r->result == HTTP_ANSWERED && r->status == 401 && !k->token_renewed) {
		k->token_renewed = true;
		token_drop(k->s->token, k->token_serial);
		send_call(k);
		return;
	}
	if (r->result == HTTP_ANSWERED && r->status == 401)
		be_quiet(k->s, TOKEN_REFUSED_MS, "a fresh token was refused");
	if (r->result == HTTP_ANSWERED && r->status == 429 &&
	    on_too_many(k, r->retry_after, r->body))
		return;
	enum spotify_status status = judge(k, r);
	if (status != SPOTIFY_OK && status != SPOTIFY_REFUSED)
		log_event(LOG_WARN, "spotify: call failed", "%s: status=%ld %s",
		    spotify_endpoint_name(k->endpoint), r->status, r->error);
	if (!is_transient(status, r) || !retry(k, RETRY_MS))
		end_call(k, status, r->body);
}

/* --- the way out --- */

static void on_token(void *context, enum token_status status)
{
	struct call *k = context;
	switch (status) {
	case TOKEN_OK:
		send_call(k);
		return;
	case TOKEN_WRONG:
		be_quiet(k->s, WRONG_CLIENT_MS, "wrong credentials");
		end_call(k, SPOTIFY_CLOSED, STR(""));
		return;
	case TOKEN_CLOSED:
		if (!on_too_many(k, token_retry_after(k->s->token), STR("")))
			end_call(k, SPOTIFY_CLOSED, STR(""));
		return;
	case TOKEN_LATE:
	case TOKEN_FAILED:
		be_quiet(k->s, NO_TOKEN_MS, "no token");
		end_call(k, status == TOKEN_LATE ? SPOTIFY_LATE : SPOTIFY_FAILED, STR(""));
		return;
	}
}

/* Whether the call may go out now; SPOTIFY_OK if it may. */
static enum spotify_status may_send(struct call *k, int64_t now)
{
	struct spotify *s = k->s;
	if (now >= k->deadline)
		return SPOTIFY_LATE;
	if (now < s->quiet_until)
		return SPOTIFY_CLOSED;
	enum gate_answer gate = k->probe ? GATE_PASS : gate_ask(&s->gate, now);
	k->probe |= gate == GATE_PASS_AS_PROBE;
	return gate == GATE_REFUSE ? SPOTIFY_CLOSED : SPOTIFY_OK;
}

static void send_call(struct call *k)
{
	struct spotify *s = k->s;
	int64_t now = clock_ms(), limit = now + s->c->timeout_ms;
	const char *token = token_get(s->token, &k->token_serial);
	enum spotify_status status = may_send(k, now);
	if (status == SPOTIFY_OK && !token) {
		token_fetch(s->token, on_token, k);
		return;
	}
	if (status == SPOTIFY_OK && !alone_may_call(s, now))
		status = SPOTIFY_CLOSED;
	if (status != SPOTIFY_OK) {
		end_call(k, status, STR(""));
		return;
	}
	const char *const headers[] = {k->language, NULL};
	const struct http_request r = {
	    .url = k->url,
	    .headers = headers,
	    .bearer = token,
	    .deadline = limit < k->deadline ? limit : k->deadline,
	    .max_body = LIMIT_SPOTIFY_BODY,
	};
	if (!http_send(s->http, &r, on_response, k)) {
		end_call(k, SPOTIFY_FAILED, STR(""));
		return;
	}
	k->sent_us = clock_us();
	metric_add(&s->stats.under_way, 1);
	tell(s, SPOTIFY_CALLED, k->endpoint, 0);
}

void spotify_get(struct spotify *s, enum spotify_endpoint endpoint, const char *path,
    const char *language, int64_t deadline, spotify_done_fn *done, void *context)
{
	struct call *k = calloc(1, sizeof *k);
	struct buf url;
	buf_init(&url, 2 * LIMIT_URL);
	buf_addf(&url, "%s%s", s->c->api_url, path);
	bool allowed = spotify_allows(s, endpoint);
	if (!k || url.failed || !*s->c->client_id || !allowed) {
		done(context,
		    !*s->c->client_id ? SPOTIFY_CLOSED
		    : allowed         ? SPOTIFY_FAILED
				      : SPOTIFY_REFUSED,
		    STR(""));
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

/* One request: from its arrival to its answer. */
#include "base/clock.h"
#include "responder/connection.h"
#include "responder/exchange.h"
#include "responder/pages.h"
#include "responder/records.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	READ_CHUNK = 8 * 1024, /* libfcgi's own buffer */
	/* How soon a request that is not whole yet is looked at again: one that comes in two pieces
	 * has the other one at once, one that dawdles takes its time. */
	SOON_MS = 3,
	LATER_MS = 50,
	/* So many looks that found no more. Either the peer dawdles, or it sends in such small
	 * pieces that their overhead has filled the socket before the request is whole. */
	STALLS = 8,
};

/* --- the answer --- */

static void count(
    struct connection *k, const struct exchange_note *note, enum exchange_status status)
{
	struct server_stats *stats = &k->server->stats;
	if (status != EXCHANGE_OK) {
		metric_count(&stats->refused, exchange_status_name(status));
		return;
	}
	metric_count(&stats->outcomes, k->call.outcome);
	metric_count(&stats->sources, k->call.source);
	metric_took(k->waited ? &stats->waits : &stats->hits, note->took_us);
	metric_add(&stats->late, k->began_us + note->took_us > k->deadline * 1000);
}

/* What was put goes out, in one write. When stopping no connection is kept: the peer is told by its
 * end, and by nothing being received any more should it send another request right now. Where the
 * peer wants it closed, libfcgi would first wait for the peer to do so, lest bytes that nobody has
 * read undo the reply (TCP does that): without such bytes it is closed at once. */
static void send_off(struct connection *k)
{
	bool at_once = !k->fcgi.keepConnection && !k->more;
	if (at_once) {
		k->fcgi.keepConnection = 1;
	} else if (k->server->stopping) {
		k->fcgi.keepConnection = 0;
		shutdown(k->fcgi.ipcFd, SHUT_RD);
	}
	FCGX_Finish_r(&k->fcgi);
	if (at_once && k->fcgi.ipcFd >= 0) {
		close(k->fcgi.ipcFd);
		k->fcgi.ipcFd = -1;
	}
}

/* The connection waits for its next request, or is gone. */
static void rest(struct worker *w, struct connection *k)
{
	/* Most connections wait most of the time: with nothing. */
	skill_call_release(&k->call);
	buf_free(&k->body);
	settings_unref(k->settings);
	k->settings = NULL;
	if (k->fcgi.ipcFd < 0) {
		connection_free(k); /* not kept: libfcgi closed it */
		return;
	}
	k->arrived = 0;
	k->stalls = 0;
	connection_enter(k, PHASE_KEPT);
	if (k->more)
		w->again = k;
	else
		connection_rest(w, k);
}

static void respond(struct worker *w, struct connection *k, enum exchange_status status)
{
	struct exchange_note note;
	char header[EXCHANGE_HEADER];
	size_t n = exchange_header(header, status, k->call.reply.n);
	FCGX_PutStr(header, (int)n, k->fcgi.out);
	if (status == EXCHANGE_OK)
		FCGX_PutStr(k->call.reply.p, (int)k->call.reply.n, k->fcgi.out);
	exchange_note(&note, k->fcgi.envp, k->began_us);
	send_off(k);
	count(k, &note, status);
	exchange_log(&k->settings->config, &note, status, &k->call);
	rest(w, k);
}

/* One of the operator's pages; to whom they are not for, nothing is there. */
static void show_page(struct worker *w, struct connection *k, enum page page)
{
	struct server *s = k->server;
	const struct config *c = &k->settings->config;
	struct buf out;
	const struct page_source source = {
	    .c = c,
	    .server = &s->stats,
	    .finder = k->settings->skill.finder,
	    .store = s->store,
	    .cache = k->settings->skill.cache,
	    .conn = w->store,
	    .stopping = s->stopping,
	    .deadline = k->began_us / 1000 + c->server.deadline_ms,
	};
	buf_init(&out, PAGE_BYTES);
	if (page_allowed(&c->status, k->fcgi.envp) && page_write(&out, page, &source)) {
		FCGX_PutStr(out.data, (int)out.len, k->fcgi.out);
		send_off(k);
		rest(w, k);
	} else {
		respond(w, k, EXCHANGE_NOT_FOUND);
	}
	buf_free(&out);
}

/* --- the message --- */

/* The whole body, up to its limit and a little more: reading past the announced length also takes
 * the record that ends the body, which would else be in the way of the next request. False if it
 * was cut short. */
static bool read_body(struct connection *k)
{
	int64_t announced = exchange_length(k->fcgi.envp);
	while (k->body.len <= LIMIT_BODY) {
		char *to = buf_room(&k->body, READ_CHUNK);
		if (!to)
			return false;
		int n = FCGX_GetStr(to, READ_CHUNK, k->fcgi.in);
		k->body.len += n > 0 ? (size_t)n : 0;
		if (n < READ_CHUNK)
			break;
	}
	return FCGX_GetError(k->fcgi.in) == 0 && announced <= (int64_t)k->body.len;
}

static void wake(void *context)
{
	struct connection *k = context;
	parking_wake(&k->server->parking, &k->parked);
}

/* Waits for Spotify without a thread. */
static void park(struct worker *w, struct connection *k)
{
	struct server_stats *stats = &k->server->stats;
	k->waited = true;
	metric_add(&stats->parked, 1);
	metric_raise(&stats->parked_peak, metric_read(&stats->parked));
	if (!parking_park(&k->server->parking, &k->parked, skill_call_wait_until(&k->call)))
		serve_parked(w, k);
}

void serve_parked(struct worker *w, struct connection *k)
{
	metric_add(&k->server->stats.parked, -1);
	parking_prepare(&k->server->parking, &k->parked);
	if (skill_end(&k->settings->skill, w->store, &k->call) == SKILL_DONE)
		respond(w, k, EXCHANGE_OK);
	else
		park(w, k);
}

static void answer(struct worker *w, struct connection *k, bool whole)
{
	const struct skill *skill = &k->settings->skill;
	k->deadline = exchange_deadline(skill->c, k->fcgi.envp, k->began_us / 1000);
	k->waited = false;
	skill_call_set(&k->call, k->deadline, wake, k);
	parking_prepare(&k->server->parking, &k->parked);
	struct str body = whole ? buf_str(&k->body) : STR("");
	if (skill_begin(skill, w->store, &k->call, body) == SKILL_DONE)
		respond(w, k, EXCHANGE_OK);
	else
		park(w, k);
}

/* The settings of now, which a worker holds so that nobody else need be asked. */
static struct settings *settings_now(struct worker *w)
{
	struct server *s = w->server;
	if (!w->settings ||
	    w->generation != atomic_load_explicit(&s->generation, memory_order_acquire)) {
		settings_unref(w->settings);
		pthread_mutex_lock(&s->lock);
		w->settings = settings_ref(s->settings);
		w->generation = s->generation;
		pthread_mutex_unlock(&s->lock);
	}
	return w->settings;
}

static void serve_request(struct worker *w, struct connection *k)
{
	skill_call_start(&k->call);
	k->began_us = k->call.stages.last_us;
	k->settings = settings_ref(settings_now(w));
	if (FCGX_Accept_r(&k->fcgi) < 0) {
		connection_end_reading(k);
		metric_add(&k->server->stats.broken, 1);
		connection_free(k);
		return;
	}
	enum page page = page_of(k->fcgi.envp);
	enum exchange_status status = exchange_check(&k->settings->config, k->fcgi.envp);
	bool whole = read_body(k);
	connection_end_reading(k);
	connection_enter(k, PHASE_BUSY);
	if (status == EXCHANGE_OK && k->body.len > LIMIT_BODY)
		status = EXCHANGE_TOO_LARGE;
	if (page)
		show_page(w, k, page);
	else if (status != EXCHANGE_OK)
		respond(w, k, status);
	else
		answer(w, k, whole);
}

/* --- the arrival --- */

static bool hung_up(int fd)
{
	struct pollfd p = {.fd = fd, .events = POLLRDHUP};
	return poll(&p, 1, 0) == 1;
}

static void look_at(struct worker *w, struct connection *k, int64_t then)
{
	parking_prepare(&w->server->arriving, &k->parked);
	if (!parking_park(&w->server->arriving, &k->parked, then))
		connection_free(k); /* the end */
}

/* Looks again in a moment; how often that may be is up to the sweep. */
static void look_again(struct worker *w, struct connection *k)
{
	int64_t now = clock_ms();
	if (k->phase != PHASE_ARRIVING && k->phase != PHASE_LET_GO)
		connection_enter(k, PHASE_ARRIVING);
	look_at(w, k, now + (now - k->since < LATER_MS ? SOON_MS : LATER_MS));
}

void serve_later(struct worker *w, struct connection *k)
{
	look_at(w, k, clock_ms());
}

/* A part of a request is there. */
static void await_rest(struct worker *w, struct connection *k, size_t n)
{
	k->stalls = n > k->arrived ? 0 : k->stalls + 1;
	k->arrived = n;
	bool too_long = n == LOOK_BYTES || k->stalls >= STALLS;
	if (hung_up(k->fcgi.ipcFd)) {
		metric_add(&w->server->stats.broken, k->phase != PHASE_LET_GO);
		connection_free(k);
	} else if (too_long && connection_begin_reading(k)) {
		serve_request(w, k);
	} else {
		look_again(w, k);
	}
}

void serve(struct worker *w, struct connection *k)
{
	ssize_t n = recv(k->fcgi.ipcFd, w->look, LOOK_BYTES, MSG_PEEK | MSG_DONTWAIT);
	if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
		connection_rest(w, k);
		return;
	}
	k->more = n > READ_CHUNK; /* what fits into libfcgi's buffer is gone with this request */
	enum records found = n > 0 ? records_check((struct str){w->look, (size_t)n}) : RECORDS_BAD;
	if (found == RECORDS_WHOLE) {
		connection_enter(k, PHASE_BUSY);
		serve_request(w, k);
	} else if (found == RECORDS_MORE) {
		await_rest(w, k, (size_t)n);
	} else {
		metric_add(&w->server->stats.broken, n > 0);
		connection_free(k); /* or the peer has closed it */
	}
}

#include "responder/server.h"

#include "base/clock.h"
#include "base/log.h"
#include "responder/exchange.h"
#include "responder/pages.h"
#include "responder/parking.h"

#include <errno.h>
#include <fcgiapp.h>
#include <fcntl.h>
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>
#include <utlist.h>

enum {
	MIN_WORKERS = 4,
	PEER_TIMEOUT_S =
	    2,         /* a web server sends a whole request at once: one that stalls is let go */
	PAUSE_MS = 50, /* without accepting, when connections or descriptors have run out */
	READ_CHUNK = 8 * 1024,  /* libfcgi's own buffer */
	KEPT_MEMORY = 8 * 1024, /* of a buffer between requests */
	WORKER_STACK = 512 * 1024,
};

struct connection {
	FCGX_Request fcgi;
	struct parked parked;
	struct server *server;
	struct connection *prev, *next;
	struct skill_call call;
	struct buf body;
	int64_t began_us; /* of the request */
	int64_t deadline;
	bool waited; /* for Spotify */
};

struct server {
	const struct config *c;
	const struct skill *skill;
	struct store *store;
	int listen_fd, epoll_fd, stop_fd;
	int pause_fd; /* a timer: readable when accepting goes on */
	struct parking parking;
	pthread_mutex_t lock; /* of the two below */
	struct connection *connections;
	int n_connections;
	int n_workers;
	pthread_t *workers;
	_Atomic bool stopping;
	struct server_stats stats;
};

/* --- connections --- */

static void connection_free(struct connection *k)
{
	struct server *s = k->server;
	pthread_mutex_lock(&s->lock);
	DL_DELETE(s->connections, k);
	metric_set(&s->stats.connections, --s->n_connections);
	pthread_mutex_unlock(&s->lock);
	/* Where libfcgi has not closed it yet; it would wait for the peer to close its end. */
	if (k->fcgi.ipcFd >= 0)
		close(k->fcgi.ipcFd);
	FCGX_Free(&k->fcgi, 0);
	skill_call_release(&k->call, 0);
	buf_free(&k->body);
	free(k);
}

static void wake(void *context)
{
	struct connection *k = context;
	parking_wake(&k->server->parking, &k->parked);
}

static struct connection *connection_new(struct server *s, int fd)
{
	struct connection *k = calloc(1, sizeof *k);
	if (!k)
		return NULL;
	k->server = s;
	skill_call_init(&k->call);
	buf_init(&k->body, LIMIT_BODY + READ_CHUNK);
	/* FCGX_Accept_r reads the next request from ipcFd where there is one; at its end it would
	 * accept another on the listening socket: -1 lets that fail. It closes what is not to be
	 * kept before it reads, so the fresh descriptor is marked as kept. */
	FCGX_InitRequest(&k->fcgi, -1, FCGI_FAIL_ACCEPT_ON_INTR);
	k->fcgi.ipcFd = fd;
	k->fcgi.keepConnection = 1;
	pthread_mutex_lock(&s->lock);
	DL_APPEND(s->connections, k);
	metric_set(&s->stats.connections, ++s->n_connections);
	pthread_mutex_unlock(&s->lock);
	return k;
}

/* Puts the connection into epoll until its next request comes. */
static void await_request(struct connection *k, int operation)
{
	struct epoll_event e = {.events = EPOLLIN | EPOLLRDHUP | EPOLLONESHOT, .data.ptr = k};
	if (epoll_ctl(k->server->epoll_fd, operation, k->fcgi.ipcFd, &e)) {
		log_event(LOG_ERROR, "server: a connection is lost", "epoll: errno=%d", errno);
		connection_free(k);
	}
}

static void pause_ms(int ms)
{
	nanosleep(&(struct timespec){.tv_nsec = ms * 1000000L}, NULL);
}

static bool full(struct server *s)
{
	pthread_mutex_lock(&s->lock);
	bool yes = s->n_connections >= LIMIT_CONNECTIONS;
	pthread_mutex_unlock(&s->lock);
	return yes;
}

/* Accepts again, or nothing for a while: what comes waits in the backlog, and the workers go on
 * with what they have. */
static void set_accepting(struct server *s, bool on)
{
	struct epoll_event e = {.events = on ? EPOLLIN : 0, .data.ptr = &s->listen_fd};
	struct itimerspec pause = {.it_value.tv_nsec = on ? 0 : PAUSE_MS * 1000000L};
	metric_add(&s->stats.pauses, !on);
	epoll_ctl(s->epoll_fd, EPOLL_CTL_MOD, s->listen_fd, &e);
	timerfd_settime(s->pause_fd, 0, &pause, NULL);
}

static void accept_one(struct server *s)
{
	static const struct timeval timeout = {.tv_sec = PEER_TIMEOUT_S};
	if (full(s)) {
		set_accepting(s, false);
		return;
	}
	int fd = accept4(s->listen_fd, NULL, NULL, SOCK_CLOEXEC);
	if (fd < 0) {
		if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
			log_event(LOG_ERROR, "server: cannot accept",
			    "errno=%d: raise the limit of descriptors", errno);
			set_accepting(s, false);
		}
		return; /* or another worker was faster */
	}
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof timeout);
	metric_add(&s->stats.accepted, 1);
	struct connection *k = connection_new(s, fd);
	if (!k) {
		close(fd);
		return;
	}
	await_request(k, EPOLL_CTL_ADD);
}

/* --- one request --- */

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

/* The connection waits for its next request, or is gone. */
static void rest(struct connection *k)
{
	skill_call_release(&k->call, KEPT_MEMORY);
	buf_reset(&k->body, KEPT_MEMORY);
	if (k->fcgi.ipcFd < 0)
		connection_free(k); /* not kept alive: libfcgi closed it */
	else
		await_request(k, EPOLL_CTL_MOD);
}

static void respond(struct connection *k, enum exchange_status status)
{
	struct exchange_note note;
	char header[EXCHANGE_HEADER];
	size_t n = exchange_header(header, status, k->call.reply.n);
	FCGX_PutStr(header, (int)n, k->fcgi.out);
	if (status == EXCHANGE_OK)
		FCGX_PutStr(k->call.reply.p, (int)k->call.reply.n, k->fcgi.out);
	exchange_note(&note, k->fcgi.envp, k->began_us);
	FCGX_Finish_r(&k->fcgi);
	count(k, &note, status);
	exchange_log(k->server->c, &note, status, &k->call);
	rest(k);
}

/* One of the operator's pages; to whom they are not for, nothing is there. */
static void show_page(struct connection *k, enum page page, struct store_conn *store)
{
	struct server *s = k->server;
	struct buf out;
	const struct page_source source = {
	    .c = s->c,
	    .server = &s->stats,
	    .finder = s->skill->finder,
	    .store = s->store,
	    .cache = s->skill->cache,
	    .conn = store,
	    .stopping = s->stopping,
	    .deadline = k->began_us / 1000 + s->c->server.deadline_ms,
	};
	buf_init(&out, PAGE_BYTES);
	if (page_allowed(&s->c->status, k->fcgi.envp) && page_write(&out, page, &source)) {
		FCGX_PutStr(out.data, (int)out.len, k->fcgi.out);
		FCGX_Finish_r(&k->fcgi);
		rest(k);
	} else {
		respond(k, EXCHANGE_NOT_FOUND);
	}
	buf_free(&out);
}

static void end_waiting(struct connection *k, struct store_conn *store);

/* Waits for Spotify without a thread. */
static void park(struct connection *k, struct store_conn *store)
{
	struct server_stats *stats = &k->server->stats;
	k->waited = true;
	metric_add(&stats->parked, 1);
	metric_raise(&stats->parked_peak, metric_read(&stats->parked));
	if (!parking_park(&k->server->parking, &k->parked, skill_call_wait_until(&k->call)))
		end_waiting(k, store);
}

static void end_waiting(struct connection *k, struct store_conn *store)
{
	metric_add(&k->server->stats.parked, -1);
	parking_prepare(&k->server->parking, &k->parked);
	if (skill_end(k->server->skill, store, &k->call) == SKILL_DONE)
		respond(k, EXCHANGE_OK);
	else
		park(k, store);
}

static void answer(struct connection *k, struct store_conn *store, bool whole)
{
	struct server *s = k->server;
	k->deadline = exchange_deadline(s->c, k->fcgi.envp, k->began_us / 1000);
	k->waited = false;
	skill_call_set(&k->call, k->deadline, wake, k);
	parking_prepare(&s->parking, &k->parked);
	struct str body = whole ? buf_str(&k->body) : STR("");
	if (skill_begin(s->skill, store, &k->call, body) == SKILL_DONE)
		respond(k, EXCHANGE_OK);
	else
		park(k, store);
}

static void serve(struct connection *k, struct store_conn *store)
{
	struct server *s = k->server;
	skill_call_start(&k->call);
	k->began_us = k->call.stages.last_us;
	if (FCGX_Accept_r(&k->fcgi) < 0) {
		connection_free(k);
		return;
	}
	enum page page = page_of(k->fcgi.envp);
	enum exchange_status status = exchange_check(s->c, k->fcgi.envp);
	bool whole = read_body(k);
	if (status == EXCHANGE_OK && k->body.len > LIMIT_BODY)
		status = EXCHANGE_TOO_LARGE;
	if (page)
		show_page(k, page, store);
	else if (status != EXCHANGE_OK)
		respond(k, status);
	else
		answer(k, store, whole);
}

static void serve_ready(struct server *s, struct store_conn *store)
{
	struct parked *r = parking_take(&s->parking);
	if (r)
		end_waiting(
		    (struct connection *)((char *)r - offsetof(struct connection, parked)), store);
}

/* --- workers --- */

static void handle(struct server *s, struct store_conn *store, void *source)
{
	if (source == &s->listen_fd)
		accept_one(s);
	else if (source == &s->parking.event_fd)
		serve_ready(s, store);
	else if (source == &s->parking.timer_fd)
		parking_expire(&s->parking);
	else if (source == &s->pause_fd)
		set_accepting(s, true);
	else if (source != &s->stop_fd)
		serve(source, store);
}

/* The same, counted. */
static void handle_busily(struct server *s, struct store_conn *store, void *source)
{
	metric_add(&s->stats.busy, 1);
	metric_raise(&s->stats.busy_peak, metric_read(&s->stats.busy));
	handle(s, store, source);
	metric_add(&s->stats.busy, -1);
}

/* When stopping, the stop descriptor stays readable for ever. epoll hands out what is ready in
 * turn, so two of it in a row mean that nothing else is left to do. */
static void *worker_main(void *context)
{
	struct server *s = context;
	struct store_conn *store = store_conn_new(s->store);
	int stops = 0;
	while (store && stops < 2) {
		struct epoll_event e;
		int n = epoll_wait(s->epoll_fd, &e, 1, -1);
		if (n < 0 && errno != EINTR)
			break;
		if (n != 1)
			continue;
		stops = e.data.ptr == &s->stop_fd ? stops + 1 : 0;
		handle_busily(s, store, e.data.ptr);
		if (stops && parking_count(&s->parking)) {
			stops = 0;
			pause_ms(1);
		}
	}
	if (!store)
		log_event(LOG_ERROR, "server: a worker cannot work", "out of memory");
	store_conn_free(store);
	return NULL;
}

static int count_workers(const struct config *c)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	int n = c->server.workers ? c->server.workers : (int)(2 * cores);
	return !c->server.workers && n < MIN_WORKERS ? MIN_WORKERS : n;
}

static bool watch(struct server *s, int fd, void *source)
{
	struct epoll_event e = {.events = EPOLLIN, .data.ptr = source};
	return epoll_ctl(s->epoll_fd, EPOLL_CTL_ADD, fd, &e) == 0;
}

static bool start_workers(struct server *s)
{
	pthread_attr_t attr;
	int wanted = count_workers(s->c);
	s->workers = calloc((size_t)wanted, sizeof *s->workers);
	if (!s->workers)
		return false;
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, WORKER_STACK);
	while (s->n_workers < wanted &&
	       !pthread_create(&s->workers[s->n_workers], &attr, worker_main, s))
		s->n_workers++;
	pthread_attr_destroy(&attr);
	return s->n_workers == wanted;
}

struct server *server_start(
    const struct config *c, const struct skill *skill, struct store *store, int listen_fd)
{
	struct server *s = calloc(1, sizeof *s);
	if (!s)
		return NULL;
	s->c = c;
	s->skill = skill;
	s->store = store;
	s->listen_fd = listen_fd;
	s->stats.started_ms = clock_ms();
	metric_set(&s->stats.workers, count_workers(c));
	pthread_mutex_init(&s->lock, NULL);
	s->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	s->stop_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	s->pause_fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	bool ok =
	    parking_init(&s->parking) && s->epoll_fd >= 0 && s->stop_fd >= 0 && s->pause_fd >= 0;
	/* Workers race to accept; the loser must not block. */
	ok = ok && fcntl(listen_fd, F_SETFL, fcntl(listen_fd, F_GETFL) | O_NONBLOCK) == 0;
	ok = ok && watch(s, listen_fd, &s->listen_fd) && watch(s, s->stop_fd, &s->stop_fd) &&
	     watch(s, s->pause_fd, &s->pause_fd) &&
	     watch(s, s->parking.event_fd, &s->parking.event_fd) &&
	     watch(s, s->parking.timer_fd, &s->parking.timer_fd);
	if (ok && start_workers(s))
		return s;
	log_event(LOG_ERROR, "server: cannot start",
	    "errno=%d: out of memory, threads or descriptors", errno);
	server_stop(s);
	return NULL;
}

void server_stop_accepting(struct server *s)
{
	struct itimerspec never = {0};
	s->stopping = true;
	timerfd_settime(s->pause_fd, 0, &never, NULL);
	epoll_ctl(s->epoll_fd, EPOLL_CTL_DEL, s->listen_fd, NULL);
}

void server_stop(struct server *s)
{
	server_stop_accepting(s);
	parking_close(&s->parking);
	eventfd_write(s->stop_fd, 1);
	for (int i = 0; i < s->n_workers; i++)
		pthread_join(s->workers[i], NULL);
	/* connection_free takes it off the list, which the analyzer does not see. */
	while (s->connections)
		connection_free(s->connections); // NOLINT(clang-analyzer-unix.Malloc)
	parking_free(&s->parking);
	close(s->pause_fd);
	close(s->stop_fd);
	close(s->epoll_fd);
	pthread_mutex_destroy(&s->lock);
	free(s->workers);
	free(s);
}

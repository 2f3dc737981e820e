#include "responder/server.h"

#include "base/clock.h"
#include "base/log.h"
#include "responder/connection.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

enum {
	MIN_WORKERS = 12, /* so that lookups come together (store/together.h) */
	PAUSE_MS = 50,    /* without accepting, when connections or descriptors have run out */
	SWEEP_MS = 10,    /* between two sweeps, when stopping */
	STOP_MS = 6000,   /* longer than any request takes */
	WORKER_STACK = 512 * 1024,
	MOST_ACCEPTED = 64, /* in a row */
	MOST_TAKEN = 32,    /* of those who are woken, in a row */
	MOST_TURNS = 8,     /* of a connection in a row */
	MORE_PLACES = 64,   /* than connections: workers may accept the last ones at once */
};

/* What an event is about, unless it is a connection: those are numbers above 32 bits (places.h). */
enum source {
	SOURCE_LISTEN,
	SOURCE_STOP,
	SOURCE_PAUSE,
	SOURCE_PARKING,
	SOURCE_PARKING_TIME,
	SOURCE_ARRIVING,
	SOURCE_ARRIVING_TIME,
};

static void pause_ms(int ms)
{
	nanosleep(&(struct timespec){.tv_nsec = ms * 1000000L}, NULL);
}

/* --- accepting --- */

static int count_connections(struct server *s)
{
	pthread_mutex_lock(&s->lock);
	int n = s->n_connections;
	pthread_mutex_unlock(&s->lock);
	return n;
}

/* Work for one wakes one worker, not all of them: that one asks for the next. */
static void watch_again(struct server *s, int fd, enum source source)
{
	struct epoll_event e = {.events = EPOLLIN | EPOLLONESHOT, .data.u64 = source};
	/* Not to try again would be never to hear of it again. */
	while (epoll_ctl(s->epoll_fd, EPOLL_CTL_MOD, fd, &e) && errno == EINTR)
		;
}

/* Accepts nothing for a while: what comes waits in the backlog, and the workers go on with what
 * they have. */
static void pause_accepting(struct server *s)
{
	struct itimerspec pause = {.it_value.tv_nsec = PAUSE_MS * 1000000L};
	metric_add(&s->stats.pauses, 1);
	s->pressed = true;
	timerfd_settime(s->pause_fd, 0, &pause, NULL);
}

static void end_pause(struct server *s)
{
	struct itimerspec never = {0};
	timerfd_settime(s->pause_fd, 0, &never, NULL);
	pthread_mutex_lock(&s->listening);
	if (!s->stopping)
		watch_again(s, s->listen_fd, SOURCE_LISTEN);
	pthread_mutex_unlock(&s->listening);
}

/* The next who has connected, or NULL. *full: there is no room for more now. */
static struct connection *accept_next(struct server *s, bool *full)
{
	*full = count_connections(s) >= s->max_connections;
	int fd = *full ? -1 : accept4(s->listen_fd, NULL, NULL, SOCK_CLOEXEC);
	if (fd < 0) { /* or who connected is gone, or with another process */
		bool shortage = !*full && (errno == EMFILE || errno == ENFILE || errno == ENOBUFS ||
					      errno == ENOMEM);
		if (shortage)
			log_event(LOG_ERROR, "server: cannot accept",
			    "errno=%d: raise the limit of descriptors", errno);
		*full |= shortage;
		return NULL;
	}
	metric_add(&s->stats.accepted, 1);
	struct connection *k = connection_new(s, fd);
	if (!k)
		close(fd);
	return k;
}

/* A connection that is never silent has its turn again, but does not keep the others waiting. */
static void take_turns(struct worker *w)
{
	struct connection *k;
	for (int turns = 1; (k = w->again); turns++) {
		w->again = NULL;
		if (turns < MOST_TURNS)
			serve(w, k);
		else
			serve_later(w, k);
	}
}

/* All who have connected by now, lest each waits until all connections that have sent something had
 * their turn; then another worker is told of who comes next. A web server that connects for each
 * request has often sent it by now: one is served at once, the others have their turns. */
static void accept_some(struct worker *w)
{
	struct server *s = w->server;
	struct connection *first = NULL, *k;
	bool full = false;
	pthread_mutex_lock(&s->listening);
	for (int n = 0; n < MOST_ACCEPTED && !s->stopping && (k = accept_next(s, &full)); n++) {
		if (!first)
			first = k;
		else
			connection_rest(w, k);
	}
	if (!s->stopping && !full)
		watch_again(s, s->listen_fd, SOURCE_LISTEN);
	pthread_mutex_unlock(&s->listening);
	if (full)
		pause_accepting(s);
	if (first) {
		serve(w, first);
		take_turns(w);
	}
}

/* --- workers --- */

static struct connection *take(struct server *s, struct parking *p, enum source source)
{
	struct parked *r = parking_take(p);
	watch_again(s, p->event_fd, source);
	return r ? (struct connection *)((char *)r - offsetof(struct connection, parked)) : NULL;
}

/* Those whose wait is over, lest each waits again until all connections that have sent something
 * had their turn. Other workers may take some at the same time. */
static void serve_woken(struct worker *w, struct parking *p, enum source source,
    void (*go_on)(struct worker *w, struct connection *k))
{
	struct connection *k;
	for (int n = 0; n < MOST_TAKEN && (k = take(w->server, p, source)); n++) {
		go_on(w, k);
		take_turns(w);
	}
}

static void handle_source(struct worker *w, enum source source)
{
	struct server *s = w->server;
	switch (source) {
	case SOURCE_LISTEN:
		accept_some(w);
		break;
	case SOURCE_PARKING:
		serve_woken(w, &s->parking, source, serve_parked);
		break;
	case SOURCE_ARRIVING:
		serve_woken(w, &s->arriving, source, serve);
		break;
	case SOURCE_PARKING_TIME:
		parking_expire(&s->parking);
		break;
	case SOURCE_ARRIVING_TIME:
		parking_expire(&s->arriving);
		break;
	case SOURCE_PAUSE:
		end_pause(s);
		break;
	case SOURCE_STOP:
		break;
	}
}

static void handle(struct worker *w, uint64_t event)
{
	struct connection *k;
	if (event <= UINT32_MAX) {
		handle_source(w, (enum source)event);
	} else if ((k = places_take(&w->server->places, event))) {
		serve(w, k);
		take_turns(w);
	}
}

/* The same, counted. */
static void handle_busily(struct worker *w, uint64_t event)
{
	struct server_stats *stats = &w->server->stats;
	metric_add(&stats->busy, 1);
	metric_raise(&stats->busy_peak, metric_read(&stats->busy));
	handle(w, event);
	metric_add(&stats->busy, -1);
}

/* When stopping, the stop descriptor stays readable for ever. epoll hands out what is ready in
 * turn, so two of it in a row mean that nothing else is left to do. */
static void work(struct worker *w)
{
	struct server *s = w->server;
	int stops = 0;
	while (stops < 2) {
		struct epoll_event e;
		int n = epoll_wait(s->epoll_fd, &e, 1, log_wait_ms());
		if (n == 0)
			log_flush();
		if (n < 0 && errno != EINTR)
			break;
		if (n != 1)
			continue;
		stops = e.data.u64 == SOURCE_STOP ? stops + 1 : 0;
		handle_busily(w, e.data.u64);
		w->handled++;
		if (crew_served(&s->crew, &w->idle)) {
			log_flush();
			crew_sleep(&s->crew);
			w->idle = 0;
		}
		if (stops && parking_count(&s->parking) + parking_count(&s->arriving)) {
			stops = 0;
			pause_ms(1);
		}
	}
}

/* A worker that finds no memory waits for it: without it nobody might be left to serve. */
static bool equip(struct worker *w)
{
	bool told = false;
	while (!(w->store = store_conn_new(w->server->store)) && !w->server->stopping) {
		if (!told)
			log_event(LOG_ERROR, "server: a worker cannot work yet", "out of memory");
		told = true;
		pause_ms(PAUSE_MS);
	}
	return w->store != NULL;
}

static void on_wait(void *context, bool begins)
{
	struct worker *w = context;
	w->idle = 0;
	crew_wait(&w->server->crew, begins);
}

static void *worker_main(void *context)
{
	struct worker *w = context;
	if (equip(w)) {
		store_conn_watch(w->store, on_wait, w);
		work(w);
	}
	log_flush();
	store_conn_free(w->store);
	settings_unref(w->settings);
	return NULL;
}

static int count_cores(void)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	return cores > 1 ? (int)cores : 1;
}

/* As many as are configured; else two for each core, and what makes the least of them. */
static int count_workers(const struct config *c)
{
	int twice = 2 * count_cores();
	return c->server.workers ? c->server.workers : twice > MIN_WORKERS ? twice : MIN_WORKERS;
}

static bool start_workers(struct server *s)
{
	pthread_attr_t attr;
	int wanted = count_workers(&s->settings->config);
	s->workers = calloc((size_t)wanted, sizeof *s->workers);
	if (!s->workers)
		return false;
	metric_set(&s->stats.workers, wanted);
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, WORKER_STACK);
	while (s->n_workers < wanted) {
		struct worker *w = &s->workers[s->n_workers];
		w->server = s;
		w->look = malloc(LOOK_BYTES);
		if (!w->look || pthread_create(&w->thread, &attr, worker_main, w)) {
			free(w->look);
			break;
		}
		s->n_workers++;
	}
	pthread_attr_destroy(&attr);
	return s->n_workers == wanted;
}

/* --- life --- */

static bool watch(struct server *s, int fd, enum source source, bool by_one)
{
	struct epoll_event e = {
	    .events = by_one ? EPOLLIN | EPOLLONESHOT : EPOLLIN, .data.u64 = source};
	return epoll_ctl(s->epoll_fd, EPOLL_CTL_ADD, fd, &e) == 0;
}

/* Half of the descriptors: others are for Spotify and MySQL. */
static int limit_connections(void)
{
	struct rlimit limit;
	if (getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_cur / 2 > LIMIT_CONNECTIONS)
		return LIMIT_CONNECTIONS;
	return (int)(limit.rlim_cur / 2);
}

struct server *server_start(struct settings *settings, struct store *store, int listen_fd)
{
	struct server *s = calloc(1, sizeof *s);
	if (!s)
		return NULL;
	s->settings = settings_ref(settings);
	s->store = store;
	s->listen_fd = listen_fd;
	s->max_connections = limit_connections();
	s->stats.connections_limit = s->max_connections;
	s->stats.started_ms = clock_ms();
	pthread_mutex_init(&s->lock, NULL);
	pthread_mutex_init(&s->listening, NULL);
	crew_init(&s->crew, count_workers(&settings->config), count_cores());
	s->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	s->stop_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	s->pause_fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	bool ok = parking_init(&s->parking);
	ok = parking_init(&s->arriving) && ok;
	ok = ok && s->epoll_fd >= 0 && s->stop_fd >= 0 && s->pause_fd >= 0;
	connection_limit_time(listen_fd, SO_RCVTIMEO);
	connection_limit_time(listen_fd, SO_SNDTIMEO);
	/* Processes that share it race to accept; the loser must not block. */
	ok = ok && fcntl(listen_fd, F_SETFL, fcntl(listen_fd, F_GETFL) | O_NONBLOCK) == 0;
	ok = ok && places_init(&s->places, (uint32_t)s->max_connections + MORE_PLACES);
	ok = ok && watch(s, listen_fd, SOURCE_LISTEN, true) &&
	     watch(s, s->stop_fd, SOURCE_STOP, false) &&
	     watch(s, s->pause_fd, SOURCE_PAUSE, false) &&
	     watch(s, s->parking.event_fd, SOURCE_PARKING, true) &&
	     watch(s, s->parking.timer_fd, SOURCE_PARKING_TIME, false) &&
	     watch(s, s->arriving.event_fd, SOURCE_ARRIVING, true) &&
	     watch(s, s->arriving.timer_fd, SOURCE_ARRIVING_TIME, false);
	if (ok && start_workers(s))
		return s;
	log_event(LOG_ERROR, "server: cannot start",
	    "errno=%d: out of memory, threads or descriptors", errno);
	server_stop(s);
	return NULL;
}

void server_use(struct server *s, struct settings *settings)
{
	pthread_mutex_lock(&s->lock);
	struct settings *before = s->settings;
	s->settings = settings_ref(settings);
	s->generation++;
	pthread_mutex_unlock(&s->lock);
	settings_unref(before);
}

/* Where nothing at all went on since the last sweep, all who are awake are held up, by who does not
 * read their replies for instance: the others take over. */
static void sweep_workers(struct server *s)
{
	unsigned handled = 0;
	for (int i = 0; i < s->n_workers; i++)
		handled += s->workers[i].handled;
	if (handled == s->handled && metric_read(&s->stats.busy) > 0)
		crew_call(&s->crew);
	s->handled = handled;
}

void server_sweep(struct server *s)
{
	connections_sweep(s);
	sweep_workers(s);
}

void server_stop_accepting(struct server *s)
{
	struct itimerspec never = {0};
	if (s->stopping)
		return;
	s->stopped_at = clock_ms();
	pthread_mutex_lock(&s->listening);
	s->stopping = true;
	pthread_mutex_unlock(&s->listening);
	crew_end(&s->crew);
	timerfd_settime(s->pause_fd, 0, &never, NULL);
	epoll_ctl(s->epoll_fd, EPOLL_CTL_DEL, s->listen_fd, NULL);
}

/* Until the last connection has ended: what is on its way is answered still. */
static void drain(struct server *s)
{
	int64_t until = clock_ms() + STOP_MS;
	while (s->n_workers && count_connections(s) && clock_ms() < until) {
		connections_sweep(s);
		pause_ms(SWEEP_MS);
	}
}

void server_stop(struct server *s)
{
	server_stop_accepting(s);
	parking_close(&s->parking);
	drain(s);
	parking_close(&s->arriving);
	eventfd_write(s->stop_fd, 1);
	for (int i = 0; i < s->n_workers; i++)
		pthread_join(s->workers[i].thread, NULL);
	/* connection_free takes it off the list, which the analyzer does not see. */
	while (s->connections)
		connection_free(s->connections); // NOLINT(clang-analyzer-unix.Malloc)
	parking_free(&s->parking);
	parking_free(&s->arriving);
	places_free(&s->places);
	close(s->pause_fd);
	close(s->stop_fd);
	close(s->epoll_fd);
	crew_free(&s->crew);
	pthread_mutex_destroy(&s->listening);
	pthread_mutex_destroy(&s->lock);
	settings_unref(s->settings);
	for (int i = 0; i < s->n_workers; i++)
		free(s->workers[i].look);
	free(s->workers);
	free(s);
}

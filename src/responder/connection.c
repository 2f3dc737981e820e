#include "responder/connection.h"

#include "base/clock.h"
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utlist.h>

/* A web server sends a whole request right after it has connected. */
enum {
	REQUEST_MS = 2000,         /* for a request to arrive */
	STOPPING_REQUEST_MS = 700, /* when the process is to end */
	PRESSED_REQUEST_MS = 250,  /* when others wait for the room */
	PRESSED_KEPT_MS = 1000,    /* for another request, when others wait for the room */
	/* When stopping: a kept connection is let go after so long without a request. */
	STOPPING_KEPT_MS = 200,
	READ_CHUNK = 8 * 1024,
	PEER_TIMEOUT_S = 2, /* of one read or write, should the sweep be late */
};

void connection_limit_time(int fd, int option)
{
	static const struct timeval timeout = {.tv_sec = PEER_TIMEOUT_S};
	setsockopt(fd, SOL_SOCKET, option, &timeout, sizeof timeout);
}

struct connection *connection_new(struct server *s, int fd)
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
	k->reading_fd = -1;
	connection_enter(k, PHASE_FRESH);
	pthread_mutex_lock(&s->lock);
	k->place = places_add(&s->places, k);
	if (k->place != PLACE_NONE) {
		DL_APPEND(s->connections, k);
		metric_set(&s->stats.connections, ++s->n_connections);
	}
	pthread_mutex_unlock(&s->lock);
	if (k->place != PLACE_NONE)
		return k;
	free(k); /* nothing else is held yet */
	return NULL;
}

void connection_free(struct connection *k)
{
	struct server *s = k->server;
	pthread_mutex_lock(&s->lock);
	DL_DELETE(s->connections, k);
	places_remove(&s->places, k->place);
	metric_set(&s->stats.connections, --s->n_connections);
	pthread_mutex_unlock(&s->lock);
	/* Where libfcgi has not closed it yet; it would wait for the peer to close its end. */
	if (k->fcgi.ipcFd >= 0)
		close(k->fcgi.ipcFd);
	FCGX_Free(&k->fcgi, 0);
	skill_call_release(&k->call);
	buf_free(&k->body);
	settings_unref(k->settings);
	free(k);
}

void connection_enter(struct connection *k, enum phase phase)
{
	atomic_store_explicit(&k->since, clock_ms(), memory_order_relaxed);
	if (atomic_exchange(&k->phase, phase) != PHASE_LET_GO)
		return;
	/* The sweep may be about its descriptor still. */
	pthread_mutex_lock(&k->server->lock);
	pthread_mutex_unlock(&k->server->lock);
}

bool connection_begin_reading(struct connection *k)
{
	struct server *s = k->server;
	int fd = -1;
	if (atomic_fetch_add(&s->reading, 1) < s->n_workers / 2)
		fd = fcntl(k->fcgi.ipcFd, F_DUPFD_CLOEXEC, 0);
	if (fd < 0) {
		atomic_fetch_sub(&s->reading, 1);
		return false;
	}
	connection_limit_time(fd, SO_RCVTIMEO);
	pthread_mutex_lock(&s->lock);
	k->reading_fd = fd;
	pthread_mutex_unlock(&s->lock);
	crew_wait(&s->crew, true);
	connection_enter(k, PHASE_READING);
	return true;
}

void connection_end_reading(struct connection *k)
{
	struct server *s = k->server;
	if (k->reading_fd < 0)
		return;
	pthread_mutex_lock(&s->lock);
	int fd = k->reading_fd;
	k->reading_fd = -1;
	pthread_mutex_unlock(&s->lock);
	close(fd);
	atomic_fetch_sub(&s->reading, 1);
	crew_wait(&s->crew, false);
}

/* Puts it into epoll, which tells at once of what is there already. */
static void watch(struct connection *k)
{
	struct server *s = k->server;
	struct epoll_event e = {.events = EPOLLIN | EPOLLRDHUP | EPOLLET,
	    .data.u64 = places_event(&s->places, k->place)};
	k->watched = true;
	connection_limit_time(k->fcgi.ipcFd, SO_SNDTIMEO);
	places_rest(&s->places, k->place);
	/* From here on it may be another worker's, or gone. */
	if (epoll_ctl(s->epoll_fd, EPOLL_CTL_ADD, k->fcgi.ipcFd, &e)) {
		log_event(LOG_ERROR, "server: a connection is lost", "epoll: errno=%d", errno);
		connection_free(k);
	}
}

void connection_rest(struct worker *w, struct connection *k)
{
	if (!k->watched)
		watch(k);
	else if (!places_rest(&w->server->places, k->place))
		w->again = k;
}

/* How long a connection may stay in its phase; -1: as it likes. */
static int64_t patience_ms(const struct server *s, enum phase phase, bool pressed)
{
	switch (phase) {
	case PHASE_FRESH:
	case PHASE_ARRIVING:
		return pressed       ? PRESSED_REQUEST_MS
		       : s->stopping ? STOPPING_REQUEST_MS
				     : REQUEST_MS;
	case PHASE_READING:
		return REQUEST_MS;
	case PHASE_KEPT:
		return s->stopping ? STOPPING_KEPT_MS : pressed ? PRESSED_KEPT_MS : -1;
	case PHASE_BUSY:
	case PHASE_LET_GO:
		break;
	}
	return -1;
}

/* No more is received on it, so that who reads comes to an end. What has arrived before can be read
 * still, and what the peer sends from now on fails at once for it to see: nothing is lost in
 * between. Under the lock. */
static void let_go(struct connection *k, enum phase phase)
{
	if (phase == PHASE_READING && k->reading_fd >= 0)
		shutdown(k->reading_fd, SHUT_RD);
	else if (phase != PHASE_READING &&
		 atomic_compare_exchange_strong(&k->phase, &phase, PHASE_LET_GO))
		shutdown(k->fcgi.ipcFd, SHUT_RD);
	metric_add(&k->server->stats.broken, phase != PHASE_KEPT);
}

void connections_sweep(struct server *s)
{
	struct connection *k;
	int64_t now = clock_ms(), stopped_at = s->stopped_at;
	bool pressed = atomic_exchange(&s->pressed, false);
	pthread_mutex_lock(&s->lock);
	pressed |= s->n_connections >= s->max_connections / 4 * 3;
	DL_FOREACH (s->connections, k) {
		enum phase phase = k->phase;
		int64_t since = k->since, patience = patience_ms(s, phase, pressed);
		/* Until then it was free to keep silent. */
		if (phase == PHASE_KEPT && since < stopped_at)
			since = stopped_at;
		if (patience >= 0 && now - since >= patience)
			let_go(k, phase);
	}
	pthread_mutex_unlock(&s->lock);
}

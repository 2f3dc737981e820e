/* Inside the responder: connections of the web server, and what the server's threads share. */
#ifndef ARTISTBOT_RESPONDER_CONNECTION_H
#define ARTISTBOT_RESPONDER_CONNECTION_H

#include "responder/crew.h"
#include "responder/parking.h"
#include "responder/places.h"
#include "responder/server_stats.h"
#include "responder/settings.h"
#include "store/store.h"

#include <fcgiapp.h>
#include <pthread.h>

/* What a connection is doing, as far as its time is limited. */
enum phase {
	PHASE_FRESH,    /* nothing has arrived yet */
	PHASE_ARRIVING, /* a part of a request has */
	PHASE_READING,  /* a worker reads what was too long to be looked at */
	PHASE_BUSY,     /* a request is being answered, with a worker or parked */
	PHASE_KEPT,     /* it waits for another request */
	PHASE_LET_GO,   /* silent for too long: its end is on the way to a worker */
};

struct connection {
	FCGX_Request fcgi;
	struct parked parked; /* with a whole request in server.parking, with a part in .arriving */
	struct server *server;
	struct connection *prev, *next;
	uint32_t place;
	struct settings *settings; /* of the request under way; NULL: none is */
	struct skill_call call;
	struct buf body;
	int64_t began_us; /* of the request */
	int64_t deadline;
	bool waited; /* for Spotify */
	/* Of a request that is not whole yet: bytes that were there at the last look, and how often
	 * there were no more. */
	size_t arrived;
	int stalls;
	bool watched;   /* by epoll: not before it has to wait for something */
	bool more;      /* than this request may be there, of which epoll has told already */
	int reading_fd; /* while PHASE_READING: the connection, to be shut by others; else -1 */
	/* For who looks after connections that keep silent. */
	_Atomic enum phase phase;
	_Atomic int64_t since; /* base/clock.h */
};

struct server {
	struct store *store;
	int listen_fd, epoll_fd, stop_fd;
	int pause_fd; /* a timer: readable when accepting goes on */
	/* Of the use of listen_fd: once stopping is set its owner may close it. */
	pthread_mutex_t listening;
	struct parking parking;
	struct parking arriving; /* requests that are not whole yet, to be looked at again */
	struct places places;    /* of connections; who is there comes and goes under the lock */
	pthread_mutex_t lock;    /* of the three below, and of every reading_fd */
	struct settings *settings;
	struct connection *connections;
	int n_connections;
	int max_connections;
	_Atomic unsigned generation; /* of settings */
	_Atomic bool stopping;
	_Atomic int64_t stopped_at;
	_Atomic bool pressed; /* connections or descriptors have run out lately */
	_Atomic int reading;  /* connections in PHASE_READING */
	int n_workers;
	struct worker *workers;
	struct crew crew; /* of the workers */
	unsigned handled; /* events, when last swept */
	struct server_stats stats;
};

struct worker {
	struct server *server;
	pthread_t thread;
	struct store_conn *store;
	struct settings *settings; /* of this generation */
	unsigned generation;
	char *look;               /* room to look at what has arrived: LOOK_BYTES */
	struct connection *again; /* something came on it while it was served; NULL: no */
	int idle;                 /* for the crew */
	_Atomic unsigned handled; /* events */
};

/* A whole message with its variables fits; what is longer is read by libfcgi, a worker waiting. */
enum { LOOK_BYTES = 96 * 1024 };

/* Limits how long a read (SO_RCVTIMEO) or a write (SO_SNDTIMEO) on it may take. It is a system
 * call, which a connection that is answered and closed at once can do without: its request is whole
 * before it is read, its reply fits into the empty buffer of a local socket, and a TCP socket has
 * the limits of the one it was accepted on. */
void connection_limit_time(int fd, int option);

/* On an accepted descriptor, which it owns. NULL without memory or room: the descriptor is the
 * caller's. */
struct connection *connection_new(struct server *s, int fd);

/* Closes it. Only by the worker that has it, or when there are no workers. */
void connection_free(struct connection *k);

/* Goes on to another phase. With PHASE_BUSY nobody else touches its descriptor any more. */
void connection_enter(struct connection *k, enum phase phase);

/* Around a read by libfcgi that may have to wait. False: too many do, or there is no descriptor to
 * be had. */
bool connection_begin_reading(struct connection *k);
void connection_end_reading(struct connection *k);

/* Gives the connection back, to be taken when something comes, by whom epoll tells; where something
 * came already, it is left to the worker, in again. */
void connection_rest(struct worker *w, struct connection *k);

/* Lets go of connections that have kept silent for too long: no more is received on them, so that
 * who reads comes to an end, and what has arrived is answered still. From any thread. */
void connections_sweep(struct server *s);

/* Something came on a connection, or it is time to look again: serves the request if it is whole.
 */
void serve(struct worker *w, struct connection *k);

/* Looks at a connection in a moment, after others. */
void serve_later(struct worker *w, struct connection *k);

/* A parked request is to be answered, or waits on for something else. */
void serve_parked(struct worker *w, struct connection *k);

#endif

/* The FastCGI responder: connections, workers, draining.
 *
 * A connection from the web server is an object that is in exactly one place at a time: waiting in
 * epoll, with one worker, or parked (responder/parking.h), for Spotify or for the rest of a
 * request. Any number of kept-alive connections is served by a few workers. libfcgi reads and
 * writes on descriptors that we accepted, and reads only requests that are whole
 * (responder/records.h); each connection object belongs to the worker that has it. */
#ifndef ARTISTBOT_RESPONDER_SERVER_H
#define ARTISTBOT_RESPONDER_SERVER_H

#include "responder/settings.h"
#include "store/store.h"

struct server;

/* Starts the workers on a listening socket, which is borrowed, as is the store, for the server's
 * life. The server takes references of its own to settings. NULL, logged, if it cannot be. */
struct server *server_start(struct settings *settings, struct store *store, int listen_fd);

/* New requests go by these settings; those in flight keep theirs. */
void server_use(struct server *s, struct settings *settings);

/* Lets go of connections that keep silent while they should send a request. To be called several
 * times a second, from any thread. */
void server_sweep(struct server *s);

/* Accepts no more: the listening socket may be closed then, or be another process's. Connections
 * that are there go on. */
void server_stop_accepting(struct server *s);

/* Accepts no more, answers what is in flight or on its way (what waits for Spotify is asked to come
 * back), ends the workers, frees. A kept connection that is silent is closed after a moment, one
 * that brings another request with that one's answer. */
void server_stop(struct server *s);

#endif

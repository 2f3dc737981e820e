/* The FastCGI responder: connections, workers, draining.
 *
 * A connection from the web server is an object that is in exactly one place at a time: waiting in
 * epoll, with one worker, or parked for Spotify (responder/parking.h). Any number of kept-alive
 * connections is served by a few workers. libfcgi reads and writes on descriptors that we accepted;
 * each connection object belongs to the worker that has it. */
#ifndef ARTISTBOT_RESPONDER_SERVER_H
#define ARTISTBOT_RESPONDER_SERVER_H

#include "base/config.h"
#include "skill/skill.h"
#include "store/store.h"

struct server;

/* Starts the workers on a listening socket, which is borrowed. Everything is borrowed for the
 * server's life. NULL, logged, if it cannot be. */
struct server *server_start(
    const struct config *c, const struct skill *skill, struct store *store, int listen_fd);

/* Accepts no more: the listening socket may be closed then. Connections that are there go on. */
void server_stop_accepting(struct server *s);

/* Accepts no more, answers what is in flight (what waits for Spotify is asked to come back), ends
 * the workers, frees. */
void server_stop(struct server *s);

#endif

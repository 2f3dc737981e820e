/* Lookups under way, each shared by all who want the same.
 *
 * A lookup runs in the HTTP thread (music/lookup.h). Who wants what is being looked up already
 * joins in; who waits is woken with the answer, or leaves earlier. A lookup goes on when all have
 * left, and what it finds is written back, so that the answer is there next time. When it is over
 * its answer is kept for some seconds, for those who ask before it is written.
 *
 * Lock order: the lock of the flights, then whatever wake takes. No lock is held across I/O. */
#ifndef ARTISTBOT_MUSIC_FLIGHTS_H
#define ARTISTBOT_MUSIC_FLIGHTS_H

#include "music/find.h"
#include "music/lookup.h"
#include "music/shared.h"

struct flights;
struct http;
struct quota;

/* What is to be looked up. */
struct errand {
	const char *id; /* the artist with this id, at most LIMIT_ID; NULL: who bears the
			   question's name */
	struct artist
	    *known; /* the artist to be fetched (again), or NULL; referenced while needed */
	enum lookup_scope scope;
	enum shared_purpose purpose;
};

/* Starts the HTTP thread. All is borrowed for the life of the flights; quota is used under their
 * lock. NULL without memory or threads. */
struct flights *flights_start(const struct config *c, struct writeback *w, struct quota *quota);

/* Ends all lookups, answers who waits with FIND_FAILED, and frees; they may still write back. NULL
 * is let be. */
void flights_stop(struct flights *f);

/* The HTTP thread, for others that have to talk, until flights_stop. */
struct http *flights_http(const struct flights *f);

/* Joins the lookup of that errand, or begins one if the store's facts and the user's quota permit.
 * FIND_WAIT: q is to be woken, or to call flights_leave. Else the answer, or why there is none. c
 * is the calling thread's connection. Any thread. */
enum find_status flights_ask(
    struct flights *f, struct store_conn *c, struct find *q, const struct errand *e);

/* Waits no longer: q->answer is the answer, whatever it is by now. No wake comes after it. */
void flights_leave(struct flights *f, struct find *q);

struct flights_stats {
	const struct spotify_stats
	    *spotify; /* for any thread to read, as long as the flights live */
	int waiting;  /* questions that wait for a lookup */
	int lookups;  /* under way, or just over */
};
void flights_stats(struct flights *f, struct flights_stats *out);

#endif

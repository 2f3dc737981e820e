/* Inside the store: threads that look for names at the same time share a statement.
 *
 * What a statement costs a server is mostly the statement, not the rows that it reads. While none
 * is under way a thread asks for itself, at once. Who comes then waits for it to come back, and is
 * asked for together with all who wait. Another statement goes ahead at the same time where so many
 * wait that one holds no more, or where it takes long, as one may that is lost on its way. */
#ifndef ARTISTBOT_STORE_TOGETHER_H
#define ARTISTBOT_STORE_TOGETHER_H

#include "base/limits.h"
#include "model/artist.h"

#include <pthread.h>
#include <semaphore.h>

/* Names in a statement at most. */
enum { TOGETHER_MOST = 8 };

struct together_answer {
	struct artist *artist; /* owned; NULL: nobody bears the name */
	bool whole;            /* it is all that the store has of the artist */
};

/* One who asks. It is on the stack of its thread; all but key is for together.c. */
struct together_seat {
	const char *key;
	struct together_answer answer;
	enum { SEAT_WAITS, SEAT_LEADS, SEAT_ANSWERED, SEAT_ALONE } state;
	sem_t called;                 /* once, when it has its turn or its answer */
	struct together_seat **place; /* in the group of who asks for it; NULL: not in one */
	struct together_seat *prev, *next;
};

/* Those who are asked for together. */
struct together_group {
	int n;
	char keys[TOGETHER_MOST][LIMIT_KEY + 1];
	struct together_answer answers[TOGETHER_MOST]; /* to be filled in; empty at first */
	struct together_seat *seats[TOGETHER_MOST];    /* the first is the leader's own */
};

struct together {
	pthread_mutex_t lock; /* of all below, and of every seat's state */
	int patience_ms;
	int asking; /* statements under way */
	struct together_seat *waiting;
};

/* patience_ms: how long who waits does so before it asks for itself. */
void together_init(struct together *t, int patience_ms);
void together_free(struct together *t);

enum together_turn {
	TOGETHER_LEAD,     /* ask for the group, and then tell it */
	TOGETHER_ANSWERED, /* another thread has asked: the seat's answer is the caller's */
	TOGETHER_ALONE,    /* another thread has tried, in vain: ask for this one name */
	TOGETHER_LATE,     /* the deadline passed */
};

/* Waits for the turn of a seat, whose key is set and stays where it is. */
enum together_turn together_ask(
    struct together *t, struct together_seat *self, int64_t deadline, struct together_group *g);

/* Gives the group its answers, of which it becomes the owner but for the first; good: they are
 * right. Those who have left do without. Somebody else may lead from now on. */
void together_tell(struct together *t, struct together_group *g, bool good);

#endif

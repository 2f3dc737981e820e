/* Inside the responder: how many workers are awake.
 *
 * Replies from the cache are soonest given by few threads: each more is one more to switch to.
 * Lookups wait for the database, and are better with many, which are asked for together
 * (store/together.h). So who has long had nothing but the former to do goes to sleep while enough
 * others are awake, and who has had to wait calls one of those who sleep. */
#ifndef ARTISTBOT_RESPONDER_CREW_H
#define ARTISTBOT_RESPONDER_CREW_H

#include <pthread.h>
#include <stdbool.h>

struct crew {
	int few;              /* workers that are always awake */
	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t call;
	int called; /* of those asleep, and not yet awake */
	bool ended;
	_Atomic int awake, asleep;
};

/* So many workers, all awake. */
void crew_init(struct crew *c, int workers, int few);
void crew_free(struct crew *c);

/* One of a worker's requests is answered; waited: for the database. idle counts for the worker,
 * from 0 on. True: it may sleep now (crew_sleep), once nothing is left that others wait for. */
bool crew_served(struct crew *c, bool waited, int *idle);

/* Sleeps until called, if so many are still awake. */
void crew_sleep(struct crew *c);

/* Wakes all. Nobody sleeps any more. */
void crew_end(struct crew *c);

#endif

/* Inside the responder: how many workers are awake.
 *
 * Replies from the cache are soonest given by as many threads as there are cores: each more is one
 * more to switch to. Lookups wait for the database, and are better with many, which are asked for
 * together (store/together.h). So who has long had nothing but the former to do goes to sleep while
 * enough others are awake; and who begins to wait calls one of those who sleep, if too few are left
 * who do not wait. */
#ifndef ARTISTBOT_RESPONDER_CREW_H
#define ARTISTBOT_RESPONDER_CREW_H

#include <pthread.h>
#include <stdbool.h>

struct crew {
	int few;              /* workers that are always awake, and do not wait, while any sleep */
	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t call;
	bool ended;
	_Atomic int awake, asleep, waiting;
	_Atomic int called; /* of those asleep, and not yet awake */
};

/* So many workers, all awake. */
void crew_init(struct crew *c, int workers, int few);
void crew_free(struct crew *c);

/* A worker begins, or ends, to wait: for the database, or for a peer. */
void crew_wait(struct crew *c, bool begins);

/* Calls all who sleep. */
void crew_call(struct crew *c);

/* One of a worker's requests is answered, and idle counts those since it last waited. True: it may
 * sleep now (crew_sleep), once nothing is left that others wait for. */
bool crew_served(struct crew *c, int *idle);

/* Sleeps until called, if enough are awake without it. */
void crew_sleep(struct crew *c);

/* Wakes all. Nobody sleeps any more. */
void crew_end(struct crew *c);

#endif

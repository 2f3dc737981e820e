/* Where requests wait for Spotify without a thread.
 *
 * A parked request becomes ready when it is woken or when its time is over, whichever comes first,
 * once. Ready ones are taken by any worker: the event descriptor is readable once for each. */
#ifndef ARTISTBOT_RESPONDER_PARKING_H
#define ARTISTBOT_RESPONDER_PARKING_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

/* Part of each request that can be parked. */
struct parked {
	struct parked *prev, *next;
	int64_t until;
	bool is_parked, woken;
};

struct parking {
	int event_fd; /* readable while requests are ready */
	int timer_fd; /* readable when a parked request's time is over: call parking_expire */
	pthread_mutex_t lock;   /* of the rest, and of every struct parked */
	struct parked *waiting; /* by time */
	struct parked *ready;
	int n; /* parked or ready */
	bool closed;
};

/* False without descriptors. */
bool parking_init(struct parking *p);
void parking_free(struct parking *p);

/* Before anything may wake it: forgets earlier wakes. */
void parking_prepare(struct parking *p, struct parked *r);

/* Parks a request until it is woken or until (base/clock.h). False if it was woken already, or if
 * the parking is closed: go on with it at once. */
bool parking_park(struct parking *p, struct parked *r, int64_t until);

/* Wakes a request, parked or about to be. From any thread. */
void parking_wake(struct parking *p, struct parked *r);

/* Makes those ready whose time is over. When timer_fd is readable. */
void parking_expire(struct parking *p);

/* One that is ready, no longer parked; NULL if another worker was faster. When event_fd is
 * readable. */
struct parked *parking_take(struct parking *p);

/* Makes all ready and parks no more. */
void parking_close(struct parking *p);

/* How many are parked or ready. */
int parking_count(struct parking *p);

#endif

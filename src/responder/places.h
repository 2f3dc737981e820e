/* Inside the responder: whose a connection is at the moment, without a system call.
 *
 * epoll tells once that something came on a connection (EPOLLET), to any worker. The one that takes
 * the connection is alone with it until it gives it back; what comes meanwhile is noted, and the
 * owner is told when giving it back. An event names the place and the generation of its connection:
 * one of before the place changed hands leads nowhere, so a connection may be freed while others
 * hold its events. */
#ifndef ARTISTBOT_RESPONDER_PLACES_H
#define ARTISTBOT_RESPONDER_PLACES_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct place {
	_Atomic uint64_t turn; /* the generation, and whether it is taken */
	void *what;            /* for who has taken it */
	uint32_t next_free;
};

struct places {
	struct place *items;
	uint32_t n, first_free;
};

#define PLACE_NONE UINT32_MAX

/* False without memory. */
bool places_init(struct places *p, uint32_t n);
void places_free(struct places *p);

/* Gives a place to what is there from now on; it is taken, by the caller. PLACE_NONE: all are
 * given. One thread at a time, as is the next. */
uint32_t places_add(struct places *p, void *what);
/* Who has taken it gives it up for ever. */
void places_remove(struct places *p, uint32_t place);

/* What an event about it is to carry: more than 32 bits. */
uint64_t places_event(const struct places *p, uint32_t place);

/* Takes what an event is about. NULL: it is gone, or somebody has it, who will look again. */
void *places_take(struct places *p, uint64_t event);

/* Gives it back, to be taken on the next event. False: something came meanwhile; it is the caller's
 * still, who must look again. */
bool places_rest(struct places *p, uint32_t place);

#endif

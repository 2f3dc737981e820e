/* What all processes know about Spotify: gate, calls made today, endpoints that this app may not
 * call. It is kept in the store as facts, read before a lookup and written behind. */
#ifndef ARTISTBOT_MUSIC_SHARED_H
#define ARTISTBOT_MUSIC_SHARED_H

#include "base/config.h"
#include "music/writeback.h"
#include "spotify/client.h"
#include "store/store.h"

#include <stdatomic.h>

/* The fact that counts the calls of a day. */
#define SHARED_CALLS "calls"

/* The facts that no call may go out, and that one process tries whether one may again. */
#define SHARED_GATE "gate"
#define SHARED_PROBE "probe"

enum shared_purpose {
	SHARED_NEW,      /* an artist that is not there */
	SHARED_REFRESH,  /* one that is, but old: held back first when calls run short */
	SHARED_PURPOSES, /* how many there are */
};

/* What this process last knew: until when (base/clock.h) no lookup may begin. It holds while the
 * store cannot be asked, and for a moment in any case: who asks for what Spotify may not be asked
 * for need not wait for the store to say so each time. Zeroed: nothing. For any number of threads.
 */
struct shared {
	_Atomic int64_t closed_until, spent_until[SHARED_PURPOSES];
	_Atomic int64_t sure_until[SHARED_PURPOSES]; /* as if it had just been read */
};

struct shared_permit {
	struct spotify_knowledge knowledge; /* what the client is to learn first */
	int64_t wait_ms;                    /* where there is none: how long to wait */
	int64_t calls_left; /* of the day, for this purpose, as far as they are counted */
};

/* May a lookup begin? Reads the facts, unless a second ago they said no, and claims the probe where
 * the gate's time is over. With the store down it may, and the client knows to make few calls. */
bool shared_permits(struct shared *s, struct store_conn *c, const struct config_spotify *config,
    enum shared_purpose purpose, int64_t deadline, struct shared_permit *out);

/* How many calls all processes made today. False if the store cannot tell. */
bool shared_calls_today(struct store_conn *c, int64_t deadline, int64_t *calls);

/* Writes an event of the client behind; SPOTIFY_CALLED is not for here. */
void shared_publish(
    struct writeback *w, enum spotify_event event, enum spotify_endpoint endpoint, int64_t ms);

/* The name of the fact that an endpoint is not for this app, into size bytes. */
void shared_refused(char *name, size_t size, enum spotify_endpoint endpoint);

/* Counts calls made. */
void shared_count(struct writeback *w, int calls);

#endif

/* The conversation: a skill payload in, a skill response out.
 *
 * A call that needs Spotify waits without a thread (music/finder.h): skill_begin says so, and
 * whichever thread is free then calls skill_end. Every call ends with a complete reply, whatever
 * happened. */
#ifndef ARTISTBOT_SKILL_SKILL_H
#define ARTISTBOT_SKILL_SKILL_H

#include "base/buf.h"
#include "base/config.h"
#include "base/stages.h"
#include "music/finder.h"
#include "skill/asked.h"
#include "skill/cache.h"
#include "skill/question.h"
#include "skill/wording.h"

/* Bytes of a user's id. Kakao's documentation says 70 at most. */
enum { KAKAO_USER_ID = 128 };

struct later;

struct skill {
	const struct config *c;
	const struct wording *wording;
	struct finder *finder;
	struct cache *cache; /* NULL: off */
	struct later *later; /* NULL: no answers by callback */

	/* Keep the skill and all that it is over, for a call that outlives its request. NULL: it
	 * lives as long as the process. */
	void *owner;
	void (*hold)(void *owner);
	void (*let_go)(void *owner);
};

/* One call: its fields are the skill's own, but for reply, outcome and source. */
struct skill_call {
	struct find find;
	struct question question;
	char user_id[KAKAO_USER_ID + 1]; /* who asks, as Kakao names them; "" if it does not tell */
	struct buf text;                 /* the reply's memory */
	struct str reply;      /* the reply: valid once the call has ended, until its release */
	struct cached *cached; /* holds the reply, where it came from the cache */
	char asked[ASKED_BYTES];
	size_t n_asked;      /* 0: not to be kept */
	uint64_t moment;     /* of the cache, before the store was read */
	bool answered;       /* an artist was shown, or a choice */
	const char *outcome; /* for the log: "found", "songs", "unknown", "late", … */
	const char *source;  /* for the log: "store", "spotify", … */
	uint64_t user;       /* for the log, if it is to tell users: a salted hash; else 0 */
	struct stages stages;
};

enum skill_step { SKILL_DONE, SKILL_WAIT };

/* Prepares a call's memory; it may then be used again and again, each time released. */
void skill_call_init(struct skill_call *k);

/* Begins to count the time of a request (base/stages.h); the stage before the payload is over when
 * skill_begin is called. Before skill_call_set. */
static inline void skill_call_start(struct skill_call *k)
{
	stages_begin(&k->stages);
}

/* Says by when (base/clock.h) the call is to be answered, and what wakes the caller if it has to
 * wait (music/finder.h). Before each skill_begin. */
void skill_call_set(
    struct skill_call *k, int64_t deadline, void (*wake)(void *context), void *context);

/* When a call that waits is to be ended at the latest. */
int64_t skill_call_wait_until(const struct skill_call *k);

/* Reads the payload and answers, or begins to wait. */
enum skill_step skill_begin(
    const struct skill *s, struct store_conn *c, struct skill_call *k, struct str body);

/* Goes on with a call that had to wait, after its wake or at its time; no wake comes after it. It
 * may have to wait once more, for another reading of what was said: prepare for a wake before. c:
 * the calling thread's connection. */
enum skill_step skill_end(const struct skill *s, struct store_conn *c, struct skill_call *k);

/* Answers with an apology that needs no memory. */
void skill_apologise(struct skill_call *k);

/* Releases what the call holds. */
void skill_call_release(struct skill_call *k);

#endif

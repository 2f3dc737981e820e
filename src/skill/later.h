/* Answers that follow by callback.
 *
 * Where a payload names a callback and the answer is not at hand, the user is told at once to wait;
 * the call goes on here, in a thread of its own with a database connection of its own, and what
 * comes of it is posted to Kakao by the HTTP thread, once. Each such call ends: with its answer,
 * with "ask again" when its time is over, or when the process stops. */
#ifndef ARTISTBOT_SKILL_LATER_H
#define ARTISTBOT_SKILL_LATER_H

#include "base/config.h"
#include "base/str.h"
#include "store/store.h"

struct finder;
struct later;
struct skill;
struct skill_call;

/* Starts the thread; all is borrowed for its life. NULL if it cannot be, logged, or if the
 * configuration names no hosts. */
struct later *later_start(const struct config *c, struct store *store, struct finder *finder);

/* Ends what is under way, by deadline (base/clock.h) at the latest: what waits is answered as it is
 * by then. No later_reserve comes after it. NULL is allowed, as below. */
void later_stop(struct later *l, int64_t deadline);
/* After the finder has stopped. */
void later_free(struct later *l);

/* A call of one's own for an answer to this address: memory, deadline and wake are set. NULL if it
 * may not be sent there, or if too many wait already. From any thread. */
struct skill_call *later_reserve(struct later *l, struct str url);

/* Gives it back unused. */
void later_cancel(struct later *l, struct skill_call *k);

/* Hands it over: it has begun to wait. s is held until it has ended. */
void later_submit(struct later *l, const struct skill *s, struct skill_call *k);

/* How many wait or are being sent. */
int later_count(struct later *l);

#endif

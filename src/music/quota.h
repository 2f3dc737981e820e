/* How many searches one user may cause in an hour. In memory only; users are known by a salted hash
 * that nobody can turn back. Not locked: the caller's lock serves. */
#ifndef ARTISTBOT_MUSIC_QUOTA_H
#define ARTISTBOT_MUSIC_QUOTA_H

#include "base/str.h"

#include <stdint.h>

struct quota;

/* limit searches an hour for each user, 0 for no limit. NULL without memory. */
struct quota *quota_new(int limit);
void quota_free(struct quota *q);

/* The hash that a user is known by; 0 if there is no id. From any thread. */
uint64_t quota_user(const struct quota *q, struct str user_id);

/* Takes one search of the user's; 0 stands for no user and always gets one. False if there is none
 * left; then *wait_ms is how long until there is. now is on base/clock.h. */
bool quota_take(struct quota *q, uint64_t user, int64_t now, int64_t *wait_ms);

#endif

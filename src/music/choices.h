/* Whom users chose when they were asked whom they meant: each one's own choices, and how many made
 * the same. In memory only, bounded, the oldest forgotten first; users are known by a salted hash
 * (music/quota.h), 0 for one of whom nothing is to be remembered. Any thread. */
#ifndef ARTISTBOT_MUSIC_CHOICES_H
#define ARTISTBOT_MUSIC_CHOICES_H

#include "model/candidates.h"

#include <stdint.h>

struct choices;

/* NULL without memory. */
struct choices *choices_new(void);
void choices_free(struct choices *c);

/* Is anything remembered of the user: may an answer be another one than for everybody? */
bool choices_concern(struct choices *c, uint64_t user);

/* The user was asked whom they meant by what has this key; now: base/clock.h. What they are called
 * (music/namesake.h) will be an answer, for some minutes, until the user asks for somebody else. */
void choices_ask(struct choices *c, uint64_t user, const char *key,
    const struct candidates *candidates, int64_t now);

/* The user says something of this key: is it an answer? Then writes which artist was chosen, and
 * the key of what had been typed. */
bool choices_answer(struct choices *c, uint64_t user, const char *said, int64_t now,
    char id[static LIMIT_ID + 1], char key[static LIMIT_KEY + 1]);

/* Remembers a choice. Returns what is to be added to the count of those who made it: CHOICE_USERS
 * once so many users have, 1 for each one more, else 0. A user counts once for a key, for the first
 * one they chose. */
int choices_note(struct choices *c, uint64_t user, const char *key, const char *id);

/* Whom the user last chose for the key. */
bool choices_own(struct choices *c, uint64_t user, const char *key, char id[static LIMIT_ID + 1]);

#endif

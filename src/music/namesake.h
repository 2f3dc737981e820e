/* Artists of one name, told apart by what is added to it: "Eve (j-pop)". That is how a question
 * among several calls them, and what comes back when the user picks one, to whichever process. */
#ifndef ARTISTBOT_MUSIC_NAMESAKE_H
#define ARTISTBOT_MUSIC_NAMESAKE_H

#include "base/buf.h"
#include "model/candidates.h"
#include "store/store.h"

/* Appends what the candidate is called among these: its name, with its hint where another one bears
 * the name too. False if that does not tell it from a likelier one. */
bool namesake_call(struct buf *out, const struct candidates *all, int i);

/* Who is called so? Writes the artist's id. False if the name has no hint, or if nobody known is
 * called so. Some round trips where it has one. */
bool namesake_find(
    struct store_conn *c, const char *called, int64_t deadline, char id[static LIMIT_ID + 1]);

#endif

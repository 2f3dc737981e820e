/* How often whom: what was answered and which artists were shown, counted in memory and written
 * behind once a minute, so that asking costs no write. What is counted in the last minute is lost
 * where the process dies. For any number of threads. */
#ifndef ARTISTBOT_MUSIC_USES_H
#define ARTISTBOT_MUSIC_USES_H

#include "music/writeback.h"

struct uses;

/* w is borrowed until the uses are freed. NULL without memory. */
struct uses *uses_new(struct writeback *w);

/* Counts one answer: artist_id is whom it showed, or NULL; outcome is one of the STORE_ANSWER
 * (store/uses.h). */
void uses_count(struct uses *u, const char *outcome, const char *artist_id);

/* Writes what is counted, and frees. NULL is allowed. */
void uses_free(struct uses *u);

#endif

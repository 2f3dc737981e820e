/* Inside the store: texts made fit for their columns, so that no text fails a save. */
#ifndef ARTISTBOT_STORE_WORDS_H
#define ARTISTBOT_STORE_WORDS_H

#include "base/arena.h"
#include "base/limits.h"

/* The longest beginning of at most max bytes that does not end inside a character. */
struct str words_cut(struct str s, size_t max);

/* A title for a column: s itself if it is good, else a copy in a, cleaned and cut. NULL if nothing
 * is left, or without memory. */
const char *words_title(struct arena *a, const char *s);

/* s, if it is an address that fits its column whole; else NULL. */
const char *words_url(const char *s);

/* Can this be an id (printable ASCII of at most LIMIT_ID bytes), or a name key, in its column? */
bool words_is_id(const char *s);
bool words_is_key(const char *s);

#endif

/* Memory for many small things that die together, up to a limit.
 *
 * Nothing taken from an arena is freed alone; arena_free frees all. One thread at a time. */
#ifndef ARTISTBOT_BASE_ARENA_H
#define ARTISTBOT_BASE_ARENA_H

#include "base/str.h"

#include <stddef.h>

struct arena_block;

struct arena {
	struct arena_block *blocks;
	size_t left; /* bytes that may still be taken */
};

/* Makes an empty arena that hands out at most max bytes. Allocates nothing yet. */
void arena_init(struct arena *a, size_t max);

/* Frees all that was taken. The arena may be initialised again. */
void arena_free(struct arena *a);

/* Takes n zeroed bytes, aligned for any type. NULL past the limit or without memory. */
void *arena_alloc(struct arena *a, size_t n);

/* Copies s and terminates it. NULL as above. Bytes are copied as they are, NULs included. */
char *arena_copy(struct arena *a, struct str s);

#endif

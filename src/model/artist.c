#include "model/artist.h"

#include <stdlib.h>

struct artist *artist_new(void)
{
	struct artist *a = calloc(1, sizeof *a);
	if (!a)
		return NULL;
	a->popularity = -1;
	a->followers = -1;
	atomic_init(&a->references, 1);
	arena_init(&a->arena, LIMIT_ARTIST);
	return a;
}

struct artist *artist_ref(struct artist *a)
{
	atomic_fetch_add_explicit(&a->references, 1, memory_order_relaxed);
	return a;
}

void artist_unref(struct artist *a)
{
	if (!a || atomic_fetch_sub_explicit(&a->references, 1, memory_order_acq_rel) != 1)
		return;
	arena_free(&a->arena);
	free(a);
}

const char *artist_text(struct artist *a, struct str s, size_t max)
{
	return s.n > 0 && s.n <= max ? arena_copy(&a->arena, s) : NULL;
}

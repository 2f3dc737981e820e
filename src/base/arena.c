#include "base/arena.h"

#include <stdalign.h>
#include <stddef.h>
#include <stdlib.h>

/* One artist with its songs fits into one block. */
enum { BLOCK_SIZE = 4096 - 64 };

struct arena_block {
	struct arena_block *next;
	size_t used, size;
	alignas(max_align_t) char data[];
};

void arena_init(struct arena *a, size_t max)
{
	*a = (struct arena){.left = max};
}

void arena_free(struct arena *a)
{
	while (a->blocks) {
		struct arena_block *b = a->blocks;
		a->blocks = b->next;
		free(b);
	}
	a->left = 0;
}

void *arena_alloc(struct arena *a, size_t n)
{
	const size_t align = alignof(max_align_t);
	if (n > a->left)
		return NULL;
	size_t need = (n + align - 1) / align * align;
	struct arena_block *b = a->blocks;
	if (!b || b->size - b->used < need) {
		size_t size = need > BLOCK_SIZE ? need : BLOCK_SIZE;
		b = calloc(1, sizeof *b + size);
		if (!b)
			return NULL;
		b->size = size;
		b->next = a->blocks;
		a->blocks = b;
	}
	void *p = b->data + b->used;
	b->used += need;
	a->left -= n;
	return p;
}

char *arena_copy(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n + 1);
	if (p && s.n)
		memcpy(p, s.p, s.n);
	return p;
}

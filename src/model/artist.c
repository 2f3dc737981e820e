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

static const char *copy_text(struct artist *a, const char *s)
{
	return s ? arena_copy(&a->arena, str_of(s)) : NULL;
}

void artist_borrow_songs(struct artist *a, const struct artist *from)
{
	for (int i = 0; i < from->n_songs; i++) {
		const struct song *s = &from->songs[i];
		struct song copy = {
		    .id = copy_text(a, s->id),
		    .name = copy_text(a, s->name),
		    .album = copy_text(a, s->album),
		    .image_url = copy_text(a, s->image_url),
		    .url = copy_text(a, s->url),
		};
		if (copy.id && copy.name)
			a->songs[a->n_songs++] = copy;
	}
}

struct artist *artist_copy(const struct artist *a)
{
	struct artist *b = artist_new();
	if (!b)
		return NULL;
	b->id = copy_text(b, a->id);
	b->name = copy_text(b, a->name);
	b->other_name = copy_text(b, a->other_name);
	b->image_url = copy_text(b, a->image_url);
	b->url = copy_text(b, a->url);
	b->popularity = a->popularity;
	b->followers = a->followers;
	for (int i = 0; i < a->n_genres; i++)
		if ((b->genres[b->n_genres] = copy_text(b, a->genres[i])))
			b->n_genres++;
	artist_borrow_songs(b, a);
	b->songs_known = a->songs_known;
	b->fetched_ms = a->fetched_ms;
	b->used_days = a->used_days;
	if (b->id && b->name)
		return b;
	artist_unref(b);
	return NULL;
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

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
		for (int k = 0; k < s->n_credits; k++)
			artist_add_credit(a, &copy, &s->credits[k]);
		if (copy.id && copy.name)
			a->songs[a->n_songs++] = copy;
	}
}

void artist_add_credit(struct artist *a, struct song *song, const struct credit *credit)
{
	struct credit copy = {
	    .id = copy_text(a, credit->id),
	    .name = copy_text(a, credit->name),
	    .url = copy_text(a, credit->url),
	};
	if (copy.id && copy.name && song->n_credits < LIMIT_CREDITS)
		song->credits[song->n_credits++] = copy;
}

bool artist_add_related(struct artist *a, const struct related *r)
{
	if (!r->id || !r->name || a->n_related >= LIMIT_RELATED || (a->id && !strcmp(a->id, r->id)))
		return false;
	for (int i = 0; i < a->n_related; i++)
		if (!strcmp(a->related[i].id, r->id))
			return false;
	struct related copy = {
	    .id = copy_text(a, r->id),
	    .name = copy_text(a, r->name),
	    .image_url = copy_text(a, r->image_url),
	    .url = copy_text(a, r->url),
	    .source = r->source,
	};
	if (!copy.id || !copy.name)
		return false;
	a->related[a->n_related++] = copy;
	return true;
}

void artist_borrow_related(struct artist *a, const struct artist *from)
{
	for (int i = 0; i < from->n_related; i++)
		artist_add_related(a, &from->related[i]);
	if (a->related_known || !from->related_known)
		return;
	a->related_known = true;
	a->related_ms = from->related_ms;
}

bool artist_take_data(struct artist *a, const struct artist *from)
{
	a->id = copy_text(a, from->id);
	a->name = copy_text(a, from->name);
	a->other_name = copy_text(a, from->other_name);
	a->image_url = copy_text(a, from->image_url);
	a->url = copy_text(a, from->url);
	a->popularity = from->popularity;
	a->followers = from->followers;
	a->n_genres = 0;
	for (int i = 0; i < from->n_genres; i++)
		if ((a->genres[a->n_genres] = copy_text(a, from->genres[i])))
			a->n_genres++;
	a->fetched_ms = from->fetched_ms;
	a->used_days = from->used_days;
	return a->id && a->name;
}

struct artist *artist_copy(const struct artist *a)
{
	struct artist *b = artist_new();
	if (!b)
		return NULL;
	bool whole = artist_take_data(b, a);
	artist_borrow_songs(b, a);
	b->songs_known = a->songs_known;
	artist_borrow_related(b, a);
	if (whole)
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

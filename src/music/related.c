#include "music/related.h"

#include <string.h>

/* Spotify's stand-in for "nobody in particular" on compilations. */
static const char various_artists[] = "0LyfQWJT6nXafLPZqxe9Of";

static int times_named(const struct artist *a, const char *id)
{
	int n = 0;
	for (int i = 0; i < a->n_songs; i++)
		for (int k = 0; k < a->songs[i].n_credits; k++)
			n += !strcmp(a->songs[i].credits[k].id, id);
	return n;
}

static void add_named(struct artist *a, int times)
{
	for (int i = 0; i < a->n_songs; i++)
		for (int k = 0; k < a->songs[i].n_credits; k++) {
			const struct credit *c = &a->songs[i].credits[k];
			const struct related r = {
			    .id = c->id, .name = c->name, .url = c->url, .source = RELATED_CREDITS};
			if (strcmp(c->id, various_artists) != 0 && times_named(a, c->id) == times)
				artist_add_related(a, &r);
		}
}

void related_add_credited(struct artist *a)
{
	for (int times = LIMIT_SONGS; times > 0; times--)
		add_named(a, times);
}

void related_add_known(struct artist *a, const struct artist *known, bool told)
{
	for (int i = 0; i < known->n_related; i++)
		if (told || known->related[i].source != RELATED_SPOTIFY)
			artist_add_related(a, &known->related[i]);
}

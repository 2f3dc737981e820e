#include "music/songs.h"

#include "names/key.h"

/* The title without "(Live)", "[Remix]", " - 2011 Remaster"; the whole if nothing would be left. */
static struct str bare_title(const char *title)
{
	size_t n = strlen(title);
	for (size_t i = 1; i < n; i++) {
		bool dash = !strncmp(title + i, " - ", 3);
		if (dash || title[i] == '(' || title[i] == '[')
			return (struct str){title, i};
	}
	return (struct str){title, n};
}

static void title_key(char key[static LIMIT_KEY + 1], const char *title)
{
	if (!name_key(key, bare_title(title)))
		name_key(key, str_of(title));
}

static bool same_song(const struct spotify_track *a, const struct spotify_track *b)
{
	char ka[LIMIT_KEY + 1], kb[LIMIT_KEY + 1];
	if (a->isrc && b->isrc && !strcmp(a->isrc, b->isrc))
		return true;
	title_key(ka, a->song.name);
	title_key(kb, b->song.name);
	return *ka && !strcmp(ka, kb);
}

static bool is_by(const struct spotify_track *t, const char *artist_id)
{
	size_t n = strlen(artist_id);
	for (const char *p = t->artist_ids; (p = strstr(p, artist_id)); p += n)
		if (p[-1] == ' ' &&
		    p[n] == ' ') /* there is a blank before the first and behind the last */
			return true;
	return false;
}

static const char *copy(struct artist *a, const char *s)
{
	return artist_text(a, str_of(s), LIMIT_TITLE);
}

/* All but the artist's own. */
static void take_credits(struct artist *a, struct song *to, const struct song *from)
{
	for (int i = 0; i < from->n_credits; i++)
		if (strcmp(from->credits[i].id, a->id) != 0)
			artist_add_credit(a, to, &from->credits[i]);
}

int songs_take(struct artist *a, const struct spotify_tracks *tracks)
{
	const struct spotify_track *taken[LIMIT_SONGS];
	int n = 0;
	for (int i = 0; i < tracks->n && a->n_songs < LIMIT_SONGS; i++) {
		const struct spotify_track *t = &tracks->items[i];
		bool wanted = is_by(t, a->id);
		for (int k = 0; k < n && wanted; k++)
			wanted = !same_song(t, taken[k]);
		struct song s = {0};
		if (wanted)
			s = (struct song){
			    .id = copy(a, t->song.id),
			    .name = copy(a, t->song.name),
			    .album = copy(a, t->song.album),
			    .image_url = copy(a, t->song.image_url),
			    .url = copy(a, t->song.url),
			};
		if (!s.id || !s.name)
			continue;
		take_credits(a, &s, &t->song);
		taken[n++] = t;
		a->songs[a->n_songs++] = s;
	}
	return a->n_songs;
}

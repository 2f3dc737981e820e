#include "spotify/decode.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/json_read.h"

#include <stdio.h>

/* Widths in pixels that a card and a list row are best served with. */
enum { CARD_WIDTH = 640, ROW_WIDTH = 300 };

static cJSON *parse(struct str body)
{
	return json_read(body, LIMIT_SPOTIFY_BODY, LIMIT_SPOTIFY_DEPTH, NULL);
}

/* --- fields --- */

static struct str text(const cJSON *o, const char *name)
{
	return json_string(json_member(o, name));
}

/* A list among the members; NULL if there is none. */
static cJSON *list(const cJSON *o, const char *name)
{
	cJSON *v = json_member(o, name);
	return cJSON_IsArray(v) ? v : NULL;
}

/* A whole number, also when sent as 640.0; -1 if there is none or it is negative. */
static int64_t number(const cJSON *o, const char *name)
{
	const cJSON *v = json_member(o, name);
	bool fits = cJSON_IsNumber(v) && v->valuedouble >= 0 && v->valuedouble < 1e15;
	return fits ? (int64_t)v->valuedouble : -1;
}

/* Ids go into URLs and SQL: base 62 and nothing else. */
static bool is_id(struct str id)
{
	for (size_t i = 0; i < id.n; i++) {
		char c = id.p[i];
		if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')))
			return false;
	}
	return id.n > 0 && id.n <= LIMIT_ID;
}

static const char *keep(struct arena *a, struct str s, size_t max)
{
	return s.n > 0 && s.n <= max ? arena_copy(a, s) : NULL;
}

/* The narrowest picture that is wide enough, else the widest. Pictures without a width count as
 * wide: Spotify sends the largest first. */
static struct str picture(const cJSON *o, int64_t wanted)
{
	const cJSON *image, *images = list(o, "images");
	struct str best = STR("");
	int64_t best_width = -1;
	cJSON_ArrayForEach(image, images)
	{
		struct str url = text(image, "url");
		int64_t width = number(image, "width");
		if (!url.n)
			continue;
		if (width < 0)
			width = 10 * CARD_WIDTH;
		bool better = best_width < 0 || (best_width < wanted && width > best_width) ||
			      (width >= wanted && width < best_width);
		if (better) {
			best = url;
			best_width = width;
		}
	}
	return best;
}

/* The page on Spotify that every bubble links back to: as told, or what it is by its id. */
static const char *page(struct arena *a, const cJSON *o, const char *kind, struct str id)
{
	struct str told = text(json_member(o, "external_urls"), "spotify");
	bool usable = !strncmp(told.p, "https://", 8); /* no "spotify:artist:…", no path */
	const char *url = usable ? keep(a, told, LIMIT_URL) : NULL;
	if (url)
		return url;
	char own[LIMIT_ID + 64];
	int n =
	    snprintf(own, sizeof own, "https://open.spotify.com/%s/%.*s", kind, (int)id.n, id.p);
	return keep(a, (struct str){own, (size_t)n}, LIMIT_URL);
}

/* --- artists --- */

static void add_genres(struct artist *a, const cJSON *genres)
{
	const cJSON *g;
	cJSON_ArrayForEach(g, genres)
	{
		const char *genre = artist_text(a, json_string(g), LIMIT_TITLE);
		if (genre && a->n_genres < LIMIT_GENRES)
			a->genres[a->n_genres++] = genre;
	}
}

static struct artist *artist_of(const cJSON *o)
{
	struct str id = text(o, "id");
	struct artist *a = is_id(id) ? artist_new() : NULL;
	if (!a)
		return NULL;
	a->id = artist_text(a, id, LIMIT_ID);
	a->name = artist_text(a, text(o, "name"), LIMIT_TITLE);
	a->image_url = artist_text(a, picture(o, CARD_WIDTH), LIMIT_URL);
	a->url = page(&a->arena, o, "artist", id);
	int64_t popularity = number(o, "popularity");
	a->popularity = popularity <= 100 ? (int)popularity : -1;
	a->followers = number(json_member(o, "followers"), "total");
	add_genres(a, list(o, "genres"));
	a->fetched_ms = clock_ms();
	if (a->id && a->name)
		return a;
	artist_unref(a);
	return NULL;
}

bool spotify_decode_search(struct str body, struct spotify_artists *out)
{
	cJSON *o = parse(body);
	const cJSON *items = list(json_member(o, "artists"), "items"), *item;
	out->n = 0;
	cJSON_ArrayForEach(item, items)
	{
		struct artist *a = out->n < SPOTIFY_PAGE ? artist_of(item) : NULL;
		if (a)
			out->items[out->n++] = a;
	}
	bool usable = items && (out->n > 0 || json_length(items) == 0);
	cJSON_Delete(o);
	return usable;
}

void spotify_artists_free(struct spotify_artists *a)
{
	for (int i = 0; i < a->n; i++)
		artist_unref(a->items[i]);
	a->n = 0;
}

struct artist *spotify_decode_artist(struct str body)
{
	cJSON *o = parse(body);
	struct artist *a = artist_of(o);
	cJSON_Delete(o);
	return a;
}

/* Borrows its texts from o, but for the page's address, which is in room. */
static bool related_of(const cJSON *o, struct arena *room, struct related *r)
{
	struct str id = text(o, "id"), name = text(o, "name");
	if (!is_id(id) || !name.n || name.n > LIMIT_TITLE)
		return false;
	*r = (struct related){
	    .id = id.p,
	    .name = name.p,
	    .image_url = keep(room, picture(o, CARD_WIDTH), LIMIT_URL),
	    .url = page(room, o, "artist", id),
	    .source = RELATED_SPOTIFY,
	};
	return true;
}

bool spotify_decode_related(struct str body, struct artist *a)
{
	cJSON *o = parse(body);
	const cJSON *items = list(o, "artists"), *item;
	struct arena room;
	size_t usable = 0;
	arena_init(&room, LIMIT_SPOTIFY_BODY);
	cJSON_ArrayForEach(item, items)
	{
		struct related r;
		if (a->n_related < LIMIT_RELATED && related_of(item, &room, &r)) {
			artist_add_related(a, &r);
			usable++;
		}
	}
	bool ok = items && (usable > 0 || json_length(items) == 0);
	arena_free(&room);
	cJSON_Delete(o);
	return ok;
}

/* --- tracks --- */

static const char *ids_of(const cJSON *artists, struct arena *arena)
{
	struct buf ids;
	const cJSON *o;
	const char *copy = NULL;
	buf_init(&ids, 4096);
	buf_addc(&ids, ' ');
	cJSON_ArrayForEach(o, artists)
	{
		struct str id = text(o, "id");
		if (is_id(id)) {
			buf_add_str(&ids, id);
			buf_addc(&ids, ' ');
		}
	}
	if (!ids.failed)
		copy = arena_copy(arena, buf_str(&ids));
	buf_free(&ids);
	return copy;
}

static void add_credits(struct song *song, const cJSON *artists, struct arena *arena)
{
	const cJSON *o;
	cJSON_ArrayForEach(o, artists)
	{
		struct str id = text(o, "id");
		if (!is_id(id) || song->n_credits == LIMIT_CREDITS)
			continue;
		struct credit credit = {
		    .id = keep(arena, id, LIMIT_ID),
		    .name = keep(arena, text(o, "name"), LIMIT_TITLE),
		    .url = page(arena, o, "artist", id),
		};
		if (credit.id && credit.name)
			song->credits[song->n_credits++] = credit;
	}
}

static bool track_of(const cJSON *o, struct arena *arena, struct spotify_track *t)
{
	struct str id = text(o, "id");
	cJSON *album = json_member(o, "album"), *artists = list(o, "artists");
	if (!is_id(id))
		return false;
	*t = (struct spotify_track){
	    .song =
		{
		    .id = keep(arena, id, LIMIT_ID),
		    .name = keep(arena, text(o, "name"), LIMIT_TITLE),
		    .album = keep(arena, text(album, "name"), LIMIT_TITLE),
		    .image_url = keep(arena, picture(album, ROW_WIDTH), LIMIT_URL),
		    .url = page(arena, o, "track", id),
		},
	    .isrc = keep(arena, text(json_member(o, "external_ids"), "isrc"), LIMIT_ID),
	    .artist_ids = ids_of(artists, arena),
	};
	add_credits(&t->song, artists, arena);
	return t->song.id && t->song.name && t->artist_ids;
}

bool spotify_decode_tracks(struct str body, struct arena *arena, struct spotify_tracks *out)
{
	enum { MOST = sizeof out->items / sizeof *out->items };
	cJSON *o = parse(body);
	const cJSON *items = list(o, "tracks"), *item;
	if (!items)
		items = list(json_member(o, "tracks"), "items");
	out->n = 0;
	cJSON_ArrayForEach(item, items)
	{
		if (out->n < MOST && track_of(item, arena, &out->items[out->n]))
			out->n++;
	}
	bool usable = items && (out->n > 0 || json_length(items) == 0);
	cJSON_Delete(o);
	return usable;
}

#include "spotify/decode.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"

#include <json-c/json.h>
#include <stdio.h>

/* Widths in pixels that a card and a list row are best served with. */
enum { CARD_WIDTH = 640, ROW_WIDTH = 300 };

static struct json_object *parse(struct str body)
{
	/* json-c's own check of UTF-8 lets encoded surrogates through. */
	struct json_tokener *t =
	    body.n && text_valid(body) ? json_tokener_new_ex(LIMIT_SPOTIFY_DEPTH) : NULL;
	if (!t)
		return NULL;
	struct json_object *o = json_tokener_parse_ex(t, body.p, (int)body.n);
	if (json_tokener_get_error(t) != json_tokener_success ||
	    !json_object_is_type(o, json_type_object)) {
		json_object_put(o);
		o = NULL;
	}
	json_tokener_free(t);
	return o;
}

/* --- fields --- */

static struct json_object *field(struct json_object *o, const char *name, enum json_type type)
{
	struct json_object *v = NULL;
	if (!json_object_is_type(o, json_type_object) || !json_object_object_get_ex(o, name, &v))
		return NULL;
	return json_object_is_type(v, type) ? v : NULL;
}

static struct str text(struct json_object *o, const char *name)
{
	struct json_object *v = field(o, name, json_type_string);
	if (!v)
		return STR("");
	return (struct str){json_object_get_string(v), (size_t)json_object_get_string_len(v)};
}

/* A whole number, also when sent as 640.0; -1 if there is none or it is negative. */
static int64_t number(struct json_object *o, const char *name)
{
	struct json_object *v = NULL;
	if (!json_object_is_type(o, json_type_object) || !json_object_object_get_ex(o, name, &v))
		return -1;
	if (json_object_is_type(v, json_type_double)) {
		double d = json_object_get_double(v);
		return d >= 0 && d < 1e15 ? (int64_t)d : -1;
	}
	int64_t n = json_object_is_type(v, json_type_int) ? json_object_get_int64(v) : -1;
	return n >= 0 && n < 1000000000000000 ? n : -1;
}

static size_t length(struct json_object *array)
{
	return array ? json_object_array_length(array) : 0;
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
static struct str picture(struct json_object *o, int64_t wanted)
{
	struct json_object *images = field(o, "images", json_type_array);
	struct str best = STR("");
	int64_t best_width = -1;
	for (size_t i = 0; i < length(images); i++) {
		struct json_object *image = json_object_array_get_idx(images, i);
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

/* The page on Spotify that every bubble links back to. */
static const char *page(struct arena *a, struct json_object *o, const char *kind, struct str id)
{
	const char *url =
	    keep(a, text(field(o, "external_urls", json_type_object), "spotify"), LIMIT_URL);
	if (url)
		return url;
	char own[LIMIT_ID + 64];
	int n =
	    snprintf(own, sizeof own, "https://open.spotify.com/%s/%.*s", kind, (int)id.n, id.p);
	return keep(a, (struct str){own, (size_t)n}, LIMIT_URL);
}

/* --- artists --- */

static void add_genres(struct artist *a, struct json_object *genres)
{
	for (size_t i = 0; i < length(genres) && a->n_genres < LIMIT_GENRES; i++) {
		struct json_object *g = json_object_array_get_idx(genres, i);
		if (!json_object_is_type(g, json_type_string))
			continue;
		struct str name = {
		    json_object_get_string(g), (size_t)json_object_get_string_len(g)};
		const char *genre = artist_text(a, name, LIMIT_TITLE);
		if (genre)
			a->genres[a->n_genres++] = genre;
	}
}

static struct artist *artist_of(struct json_object *o)
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
	a->followers = number(field(o, "followers", json_type_object), "total");
	add_genres(a, field(o, "genres", json_type_array));
	a->fetched_ms = clock_ms();
	if (a->id && a->name)
		return a;
	artist_unref(a);
	return NULL;
}

bool spotify_decode_search(struct str body, struct spotify_artists *out)
{
	struct json_object *o = parse(body);
	struct json_object *items =
	    field(field(o, "artists", json_type_object), "items", json_type_array);
	out->n = 0;
	for (size_t i = 0; i < length(items) && out->n < SPOTIFY_PAGE; i++) {
		struct artist *a = artist_of(json_object_array_get_idx(items, i));
		if (a)
			out->items[out->n++] = a;
	}
	bool usable = items && (out->n > 0 || length(items) == 0);
	json_object_put(o);
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
	struct json_object *o = parse(body);
	struct artist *a = artist_of(o);
	json_object_put(o);
	return a;
}

/* Borrows its texts from o, but for the page's address, which is in room. */
static bool related_of(struct json_object *o, struct arena *room, struct related *r)
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
	struct json_object *o = parse(body);
	struct json_object *items = field(o, "artists", json_type_array);
	struct arena room;
	size_t usable = 0;
	arena_init(&room, LIMIT_SPOTIFY_BODY);
	for (size_t i = 0; i < length(items) && a->n_related < LIMIT_RELATED; i++) {
		struct related r;
		if (related_of(json_object_array_get_idx(items, i), &room, &r)) {
			artist_add_related(a, &r);
			usable++;
		}
	}
	bool ok = items && (usable > 0 || length(items) == 0);
	arena_free(&room);
	json_object_put(o);
	return ok;
}

/* --- tracks --- */

static const char *ids_of(struct json_object *artists, struct arena *arena)
{
	struct buf ids;
	const char *copy = NULL;
	buf_init(&ids, 4096);
	buf_addc(&ids, ' ');
	for (size_t i = 0; i < length(artists); i++) {
		struct str id = text(json_object_array_get_idx(artists, i), "id");
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

static void add_credits(struct song *song, struct json_object *artists, struct arena *arena)
{
	for (size_t i = 0; i < length(artists) && song->n_credits < LIMIT_CREDITS; i++) {
		struct json_object *o = json_object_array_get_idx(artists, i);
		struct str id = text(o, "id");
		if (!is_id(id))
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

static bool track_of(struct json_object *o, struct arena *arena, struct spotify_track *t)
{
	struct str id = text(o, "id");
	struct json_object *album = field(o, "album", json_type_object),
			   *artists = field(o, "artists", json_type_array);
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
	    .isrc = keep(arena, text(field(o, "external_ids", json_type_object), "isrc"), LIMIT_ID),
	    .artist_ids = ids_of(artists, arena),
	};
	add_credits(&t->song, artists, arena);
	return t->song.id && t->song.name && t->artist_ids;
}

bool spotify_decode_tracks(struct str body, struct arena *arena, struct spotify_tracks *out)
{
	enum { MOST = sizeof out->items / sizeof *out->items };
	struct json_object *o = parse(body);
	struct json_object *items = field(o, "tracks", json_type_array);
	if (!items)
		items = field(field(o, "tracks", json_type_object), "items", json_type_array);
	out->n = 0;
	for (size_t i = 0; i < length(items) && out->n < MOST; i++)
		if (track_of(json_object_array_get_idx(items, i), arena, &out->items[out->n]))
			out->n++;
	bool usable = items && (out->n > 0 || length(items) == 0);
	json_object_put(o);
	return usable;
}

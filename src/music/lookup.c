#include "music/lookup.h"

#include "base/buf.h"
#include "base/text.h"
#include "http/http.h"
#include "music/choose.h"
#include "music/songs.h"
#include "spotify/decode.h"

#include <stdio.h>
#include <stdlib.h>

/* Bytes; Spotify refuses queries of more than 250 characters. */
enum { MAX_QUERY = 200 };

struct lookup {
	struct spotify *s;
	const struct config_spotify *c;
	char name[LIMIT_NAME + 1], key[LIMIT_KEY + 1];
	struct artist *known; /* to be fetched (again); or NULL */
	bool keep_songs;
	int64_t deadline;
	lookup_found_fn *found;
	lookup_done_fn *done;
	void *context;
	struct spotify_artists first,
	    second;            /* candidates, in the bot's language and in the other */
	struct artist *artist; /* who was meant; owned */
	bool plainly;          /* tracks are searched by the plain name */
};

static spotify_done_fn on_first, on_second, on_artist, on_top_tracks, on_tracks;

static void end(struct lookup *l, enum lookup_status status)
{
	l->done(l->context, status, status == LOOKUP_FOUND ? artist_ref(l->artist) : NULL);
	spotify_artists_free(&l->first);
	spotify_artists_free(&l->second);
	artist_unref(l->artist);
	artist_unref(l->known);
	free(l);
}

/* What a call that brought nothing makes of the lookup. */
static enum lookup_status failure(enum spotify_status status)
{
	switch (status) {
	case SPOTIFY_CLOSED:
	case SPOTIFY_REFUSED:
		return LOOKUP_CLOSED;
	case SPOTIFY_LATE:
		return LOOKUP_LATE;
	default:
		return LOOKUP_FAILED;
	}
}

static void get(struct lookup *l, enum spotify_endpoint endpoint, const struct buf *path,
    const char *language, spotify_done_fn *done)
{
	if (path->failed)
		done(l, SPOTIFY_FAILED, STR(""));
	else
		spotify_get(l->s, endpoint, path->data, language, l->deadline, done, l);
}

/* --- songs --- */

/* As much of a name as a query may have. */
static struct str query_name(const char *name)
{
	struct str s = str_of(name);
	if (s.n <= MAX_QUERY)
		return s;
	s.n = MAX_QUERY;
	while (s.n && ((unsigned char)s.p[s.n] & 0xc0) == 0x80) /* not within a character */
		s.n--;
	return s;
}

static void search_tracks(struct lookup *l)
{
	struct buf path, query;
	buf_init(&path, LIMIT_URL);
	buf_init(&query, MAX_QUERY + 16);
	/* A quote would end the filter's text; no artist is told from another by one. */
	buf_adds(&query, l->plainly ? "" : "artist:\"");
	struct str name = query_name(l->artist->name);
	for (size_t i = 0; i < name.n; i++)
		buf_addc(&query, name.p[i] == '"' ? ' ' : name.p[i]);
	buf_adds(&query, l->plainly ? "" : "\"");
	buf_adds(&path, "/v1/search?type=track&limit=10&market=");
	http_encode(&path, str_of(l->c->market));
	buf_adds(&path, "&q=");
	http_encode(&path, buf_str(&query));
	path.failed |= query.failed;
	get(l, SPOTIFY_SEARCH, &path, l->c->language, on_tracks);
	buf_free(&query);
	buf_free(&path);
}

static bool take_songs(struct lookup *l, struct str body)
{
	struct spotify_tracks tracks;
	struct arena arena;
	arena_init(&arena, LIMIT_SPOTIFY_BODY);
	bool ok = spotify_decode_tracks(body, &arena, &tracks);
	if (ok)
		songs_take(l->artist, &tracks);
	arena_free(&arena);
	return ok;
}

/* Where the songs could not be had, those of before are better than none. */
static void end_with_songs(struct lookup *l, bool known)
{
	l->artist->songs_known = known;
	if (!known && l->keep_songs && l->artist->n_songs == 0)
		artist_borrow_songs(l->artist, l->known);
	end(l, LOOKUP_FOUND);
}

/* The filter may find nothing where the plain name does. */
static void on_tracks(void *context, enum spotify_status status, struct str body)
{
	struct lookup *l = context;
	bool ok = status == SPOTIFY_OK && take_songs(l, body);
	if (ok && l->artist->n_songs == 0 && !l->plainly) {
		l->plainly = true;
		search_tracks(l);
		return;
	}
	end_with_songs(l, ok);
}

static void on_top_tracks(void *context, enum spotify_status status, struct str body)
{
	struct lookup *l = context;
	if (status == SPOTIFY_REFUSED || status == SPOTIFY_NOT_FOUND) {
		search_tracks(l);
		return;
	}
	end_with_songs(l, status == SPOTIFY_OK && take_songs(l, body));
}

/* The filter never finds a name that Spotify shows in Hangul. */
static bool has_hangul(const char *name)
{
	struct str rest = str_of(name);
	int32_t c;
	for (size_t n; (n = text_next(rest, &c)); rest.p += n, rest.n -= n)
		if (c >= 0xac00 && c <= 0xd7a3)
			return true;
	return false;
}

static void get_songs(struct lookup *l)
{
	struct buf path;
	struct artist *own = artist_copy(l->artist);
	if (!own) {
		end(l, LOOKUP_FOUND);
		return;
	}
	/* Who cannot wait for the songs is shown this one; the copy gets them. */
	l->found(l->context, l->artist);
	artist_unref(l->artist);
	l->artist = own;
	l->plainly = has_hangul(own->name);
	buf_init(&path, LIMIT_URL);
	buf_addf(&path, "/v1/artists/%s/top-tracks?market=", l->artist->id);
	http_encode(&path, str_of(l->c->market));
	get(l, SPOTIFY_TOP_TRACKS, &path, l->c->language, on_top_tracks);
	buf_free(&path);
}

/* --- the artist --- */

static void search_artists(struct lookup *l, const char *language, spotify_done_fn *done)
{
	struct buf path;
	buf_init(&path, 4 * LIMIT_NAME);
	buf_addf(&path, "/v1/search?type=artist&limit=%d&market=", SPOTIFY_PAGE);
	http_encode(&path, str_of(l->c->market));
	buf_adds(&path, "&q=");
	http_encode(&path, str_of(l->name));
	get(l, SPOTIFY_SEARCH, &path, language, done);
	buf_free(&path);
}

/* Takes a candidate of the second search, with the name the first one gave it where it was there
 * too. */
static void take_from_second(struct lookup *l, int chosen)
{
	struct artist *a = l->second.items[chosen];
	l->artist = artist_ref(a);
	for (int i = 0; i < l->first.n; i++) {
		const struct artist *same = l->first.items[i];
		if (strcmp(same->id, a->id) || !strcmp(same->name, a->name))
			continue;
		const char *name = artist_text(a, str_of(same->name), LIMIT_TITLE);
		if (name) {
			a->other_name = a->name;
			a->name = name;
		}
	}
}

static void on_second(void *context, enum spotify_status status, struct str body)
{
	struct lookup *l = context;
	if (status != SPOTIFY_OK || !spotify_decode_search(body, &l->second)) {
		end(l, failure(status));
		return;
	}
	int chosen = choose_by_key(&l->second, l->key);
	if (chosen < 0)
		chosen = choose_by_sound(&l->second, l->name);
	if (chosen < 0) {
		end(l, LOOKUP_UNKNOWN);
		return;
	}
	take_from_second(l, chosen);
	get_songs(l);
}

static void on_first(void *context, enum spotify_status status, struct str body)
{
	struct lookup *l = context;
	if (status != SPOTIFY_OK || !spotify_decode_search(body, &l->first)) {
		end(l, failure(status));
		return;
	}
	int chosen = choose_by_key(&l->first, l->key);
	if (chosen < 0) {
		search_artists(l, l->c->other_language, on_second);
		return;
	}
	l->artist = artist_ref(l->first.items[chosen]);
	get_songs(l);
}

static void on_artist(void *context, enum spotify_status status, struct str body)
{
	struct lookup *l = context;
	if (status == SPOTIFY_NOT_FOUND) { /* the id is gone: who bears the name now? */
		search_artists(l, l->c->language, on_first);
		return;
	}
	l->artist = status == SPOTIFY_OK ? spotify_decode_artist(body) : NULL;
	if (!l->artist) {
		end(l, failure(status));
		return;
	}
	const char *other = l->known->other_name;
	if (other && strcmp(other, l->artist->name) != 0)
		l->artist->other_name = artist_text(l->artist, str_of(other), LIMIT_TITLE);
	get_songs(l);
}

static void get_artist(struct lookup *l)
{
	struct buf path;
	buf_init(&path, LIMIT_URL);
	buf_addf(&path, "/v1/artists/%s", l->known->id);
	get(l, SPOTIFY_ARTIST, &path, l->c->language, on_artist);
	buf_free(&path);
}

void lookup_begin(struct spotify *s, const struct config_spotify *c, const struct lookup_request *r,
    lookup_found_fn *found, lookup_done_fn *done, void *context)
{
	struct lookup *l = calloc(1, sizeof *l);
	if (!l) {
		done(context, LOOKUP_FAILED, NULL);
		return;
	}
	l->s = s;
	l->c = c;
	l->deadline = r->deadline;
	l->found = found;
	l->done = done;
	l->context = context;
	snprintf(l->name, sizeof l->name, "%s", r->name);
	snprintf(l->key, sizeof l->key, "%s", r->key);
	l->known = r->known ? artist_ref(r->known) : NULL;
	l->keep_songs = r->known && r->keep_songs;
	if (l->known)
		get_artist(l);
	else
		search_artists(l, c->language, on_first);
}

#include "music/fetch.h"

#include "base/buf.h"
#include "base/text.h"
#include "http/http.h"
#include "music/songs.h"
#include "spotify/decode.h"

#include <stdlib.h>

/* Bytes; Spotify refuses queries of more than 250 characters. */
enum { MAX_QUERY = 200 };

/* One fetch under way. */
struct job {
	struct fetch f;
	const char *name;
	bool plainly; /* tracks are searched by the plain name */
};

static spotify_done_fn on_top_tracks, on_tracks, on_related;

static void end(struct job *j, enum spotify_status status)
{
	j->f.done(j->f.context, status);
	free(j);
}

static struct job *job_new(const struct fetch *f)
{
	struct job *j = calloc(1, sizeof *j);
	if (!j)
		f->done(f->context, SPOTIFY_FAILED);
	else
		j->f = *f;
	return j;
}

static void get(
    struct job *j, enum spotify_endpoint endpoint, const struct buf *path, spotify_done_fn *done)
{
	const struct fetch *f = &j->f;
	if (path->failed)
		end(j, SPOTIFY_FAILED);
	else
		spotify_get(f->spotify, endpoint, path->data, f->c->language, f->deadline, done, j);
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

static void search_tracks(struct job *j)
{
	struct buf path, query;
	buf_init(&path, LIMIT_URL);
	buf_init(&query, MAX_QUERY + 16);
	/* A quote would end the filter's text; no artist is told from another by one. */
	buf_adds(&query, j->plainly ? "" : "artist:\"");
	struct str name = query_name(j->name);
	for (size_t i = 0; i < name.n; i++)
		buf_addc(&query, name.p[i] == '"' ? ' ' : name.p[i]);
	buf_adds(&query, j->plainly ? "" : "\"");
	buf_adds(&path, "/v1/search?type=track&limit=10&market=");
	http_encode(&path, str_of(j->f.c->market));
	buf_adds(&path, "&q=");
	http_encode(&path, buf_str(&query));
	path.failed |= query.failed;
	get(j, SPOTIFY_SEARCH, &path, on_tracks);
	buf_free(&query);
	buf_free(&path);
}

static enum spotify_status take_songs(struct job *j, enum spotify_status status, struct str body)
{
	struct spotify_tracks tracks;
	struct arena arena;
	if (status != SPOTIFY_OK)
		return status;
	arena_init(&arena, LIMIT_SPOTIFY_BODY);
	bool ok = spotify_decode_tracks(body, &arena, &tracks);
	if (ok)
		songs_take(j->f.into, &tracks);
	arena_free(&arena);
	return ok ? SPOTIFY_OK : SPOTIFY_FAILED;
}

/* The filter may find nothing where the plain name does. */
static void on_tracks(void *context, enum spotify_status status, struct str body)
{
	struct job *j = context;
	status = take_songs(j, status, body);
	if (status == SPOTIFY_OK && j->f.into->n_songs == 0 && !j->plainly) {
		j->plainly = true;
		search_tracks(j);
		return;
	}
	end(j, status);
}

static void on_top_tracks(void *context, enum spotify_status status, struct str body)
{
	struct job *j = context;
	if (status == SPOTIFY_REFUSED || status == SPOTIFY_NOT_FOUND)
		search_tracks(j);
	else
		end(j, take_songs(j, status, body));
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

void fetch_songs(const struct fetch *f, const char *name)
{
	struct buf path;
	struct job *j = job_new(f);
	if (!j)
		return;
	j->name = name;
	j->plainly = has_hangul(name);
	buf_init(&path, LIMIT_URL);
	buf_addf(&path, "/v1/artists/%s/top-tracks?market=", f->into->id);
	http_encode(&path, str_of(f->c->market));
	get(j, SPOTIFY_TOP_TRACKS, &path, on_top_tracks);
	buf_free(&path);
}

/* --- related artists --- */

static void on_related(void *context, enum spotify_status status, struct str body)
{
	struct job *j = context;
	if (status == SPOTIFY_OK && !spotify_decode_related(body, j->f.into))
		status = SPOTIFY_FAILED;
	end(j, status);
}

void fetch_related(const struct fetch *f)
{
	struct buf path;
	struct job *j = job_new(f);
	if (!j)
		return;
	buf_init(&path, LIMIT_URL);
	buf_addf(&path, "/v1/artists/%s/related-artists", f->into->id);
	get(j, SPOTIFY_RELATED, &path, on_related);
	buf_free(&path);
}

/* A body of Spotify's, in each way that it may be read. */
#include "fuzz.h"

#include "music/choose.h"
#include "spotify/decode.h"

static void look_at(const struct artist *a)
{
	FUZZ_CHECK(a->id && *a->id && strlen(a->id) <= LIMIT_ID);
	FUZZ_CHECK(a->name && *a->name && strlen(a->name) <= LIMIT_TITLE);
	FUZZ_CHECK(a->popularity >= -1 && a->popularity <= 100 && a->followers >= -1);
	FUZZ_CHECK(a->n_genres <= LIMIT_GENRES && a->n_related <= LIMIT_RELATED);
	fuzz_read(str_of(a->image_url));
	fuzz_read(str_of(a->url));
	for (int i = 0; i < a->n_genres; i++)
		fuzz_read(str_of(a->genres[i]));
	for (int i = 0; i < a->n_related; i++)
		FUZZ_CHECK(*a->related[i].id && *a->related[i].name);
}

static void artists(struct str body)
{
	struct spotify_artists all;
	bool good = spotify_decode_search(body, &all);
	FUZZ_CHECK(all.n <= SPOTIFY_PAGE && (good || !all.n));
	for (int i = 0; i < all.n; i++)
		look_at(all.items[i]);
	spotify_artists_free(&all);
	struct artist *one = spotify_decode_artist(body);
	if (one) {
		look_at(one);
		spotify_decode_related(body, one);
		look_at(one);
		struct artist *copy = artist_copy(one);
		FUZZ_CHECK(copy);
		look_at(copy);
		artist_unref(copy);
	}
	artist_unref(one);
}

static void tracks(struct str body)
{
	static struct spotify_tracks all;
	struct arena arena;
	arena_init(&arena, LIMIT_SPOTIFY_BODY);
	spotify_decode_tracks(body, &arena, &all);
	FUZZ_CHECK(all.n <= 2 * SPOTIFY_PAGE);
	for (int i = 0; i < all.n; i++) {
		FUZZ_CHECK(*all.items[i].song.id && *all.items[i].song.name);
		FUZZ_CHECK(all.items[i].song.n_credits <= LIMIT_CREDITS);
		fuzz_read(str_of(all.items[i].artist_ids));
		fuzz_read(str_of(all.items[i].isrc));
	}
	arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str body = fuzz_copy((struct str){(const char *)data, n});
	artists(body);
	tracks(body);
	free((void *)(uintptr_t)body.p);
	return 0;
}

/* Spotify's bodies: what can be used is used, nothing is trusted. */
#include "unit.h"

#include "base/buf.h"
#include "spotify/decode.h"

static struct artist *artist(const char *body)
{
	return spotify_decode_artist(str_of(body));
}

static void a_full_artist(void **state)
{
	(void)state;
	struct artist *a = artist(
	    "{\"followers\":{\"href\":null,\"total\":26104321.0},\"genres\":[\"k-pop\",null,7,\"\","
	    "\"발라드\"],"
	    "\"images\":[{\"height\":640,\"url\":\"https://i.example/640\",\"width\":640.0},null,"
	    "{\"url\":\"https://i.example/160\",\"width\":160},{\"url\":null,\"width\":900}],"
	    "\"external_urls\":{\"spotify\":\"https://open.spotify.com/artist/abc123\"},"
	    "\"name\":\"아이유\",\"popularity\":79,\"id\":\"abc123\",\"surprise\":{\"x\":[1]}}");
	assert_non_null(a);
	assert_string_equal(a->id, "abc123");
	assert_string_equal(a->name, "아이유");
	assert_string_equal(a->image_url, "https://i.example/640");
	assert_int_equal(a->followers, 26104321);
	assert_int_equal(a->popularity, 79);
	assert_int_equal(a->n_genres, 2);
	assert_string_equal(a->genres[1], "발라드");
	assert_false(a->songs_known);
	artist_unref(a);
}

static void a_development_app_gets_less(void **state)
{
	(void)state;
	static const char *const genres[] = {"", ",\"genres\":null", ",\"genres\":[]"};
	char body[200];
	for (int i = 0; i < 3; i++) {
		snprintf(body, sizeof body, "{\"id\":\"x1\",\"name\":\"X\",\"images\":%s%s}",
		    i ? "[]" : "null", genres[i]);
		struct artist *a = artist(body);
		assert_non_null(a);
		assert_null(a->image_url);
		assert_int_equal(a->followers, -1);
		assert_int_equal(a->popularity, -1);
		assert_int_equal(a->n_genres, 0);
		assert_string_equal(a->url, "https://open.spotify.com/artist/x1");
		artist_unref(a);
	}
}

/* A bubble without a link back breaks Spotify's terms. */
static void a_page_that_no_browser_opens_is_made_of_the_id(void **state)
{
	(void)state;
	static const char *const pages[] = {
	    "null", "7", "\"\"", "\"spotify:artist:x1\"", "\"/artist/x1\"", "\"javascript:x\""};
	char body[200];
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
		snprintf(body, sizeof body,
		    "{\"id\":\"x1\",\"name\":\"X\",\"external_urls\":{\"spotify\":%s}}", pages[i]);
		struct artist *a = artist(body);
		assert_non_null(a);
		assert_string_equal(a->url, "https://open.spotify.com/artist/x1");
		artist_unref(a);
	}
}

static void what_is_no_artist(void **state)
{
	(void)state;
	static const char *const bodies[] = {"", "null", "[]", "Too many requests", "<html>", "{",
	    "{\"id\":\"a\"}", "{\"name\":\"a\"}", "{\"id\":\"../x\",\"name\":\"a\"}",
	    "{\"id\":\"a b\",\"name\":\"a\"}", "{\"id\":7,\"name\":\"a\"}",
	    "{\"id\":\"a\",\"name\":null}",
	    "{\"error\":{\"status\":404,\"message\":\"Resource not found\"}}",
	    "{\"id\":\"a\",\"name\":\"\xff\"}", "{\"id\":\"a\",\"name\":\"cut"};
	for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
		assert_null(artist(bodies[i]));
}

static void absurd_numbers_are_unknown(void **state)
{
	(void)state;
	struct artist *a =
	    artist("{\"id\":\"a\",\"name\":\"A\",\"popularity\":101,\"followers\":{\"total\":-5}}");
	assert_int_equal(a->popularity, -1);
	assert_int_equal(a->followers, -1);
	artist_unref(a);
	a = artist(
	    "{\"id\":\"a\",\"name\":\"A\",\"popularity\":\"79\",\"followers\":{\"total\":1e300}}");
	assert_int_equal(a->popularity, -1);
	assert_int_equal(a->followers, -1);
	artist_unref(a);
}

static void a_search_skips_what_is_null(void **state)
{
	(void)state;
	struct spotify_artists c;
	assert_true(spotify_decode_search(
	    str_of("{\"artists\":{\"total\":3,\"items\":[null,{\"id\":\"a\",\"name\":\"A\"},"
		   "{\"id\":null},{\"id\":\"b\",\"name\":\"B\"}]}}"),
	    &c));
	assert_int_equal(c.n, 2);
	assert_string_equal(c.items[1]->name, "B");
	spotify_artists_free(&c);
	assert_true(spotify_decode_search(STR("{\"artists\":{\"items\":[]}}"), &c));
	assert_int_equal(c.n, 0);
	/* Items of which none can be used say nothing about who exists. */
	assert_false(spotify_decode_search(STR("{\"artists\":{\"items\":[null,{\"id\":7}]}}"), &c));
	assert_false(spotify_decode_search(STR("{\"artists\":null}"), &c));
	assert_false(spotify_decode_search(STR("{\"artists\":{\"items\":null}}"), &c));
	assert_false(spotify_decode_search(STR("Bad gateway"), &c));
}

static void no_more_candidates_than_there_is_room_for(void **state)
{
	(void)state;
	struct buf b;
	struct spotify_artists c;
	buf_init(&b, 100000);
	buf_adds(&b, "{\"artists\":{\"items\":[");
	for (int i = 0; i < 50; i++)
		buf_addf(&b, "%s{\"id\":\"a%d\",\"name\":\"A\"}", i ? "," : "", i);
	buf_adds(&b, "]}}");
	assert_true(spotify_decode_search(buf_str(&b), &c));
	assert_int_equal(c.n, SPOTIFY_PAGE);
	spotify_artists_free(&c);
	buf_free(&b);
}

static const char tracks_body[] =
    "\"items\":[{\"id\":\"t1\",\"name\":\"One\",\"album\":{\"name\":\"First\",\"images\":"
    "[{\"url\":\"https://i/640\",\"width\":640},{\"url\":\"https://i/"
    "300\",\"width\":300},{\"url\":\"https://i/64\",\"width\":64}]},"
    "\"artists\":[{\"id\":\"x\"},null,{\"id\":\"y\"}],\"external_ids\":{\"isrc\":\"KR1\"}},"
    "null,{\"id\":\"t2\",\"name\":\"Two\",\"album\":null,\"artists\":null},{\"name\":\"no id\"}]";

static void tracks_of_both_kinds(void **state)
{
	(void)state;
	char body[2000];
	struct spotify_tracks t;
	for (int kind = 0; kind < 2; kind++) {
		struct arena arena;
		arena_init(&arena, 100000);
		if (kind)
			snprintf(body, sizeof body, "{\"tracks\":{%s}}", tracks_body);
		else
			snprintf(body, sizeof body, "{\"tracks\":%s}", strchr(tracks_body, '['));
		assert_true(spotify_decode_tracks(str_of(body), &arena, &t));
		assert_int_equal(t.n, 2);
		assert_string_equal(t.items[0].song.album, "First");
		assert_string_equal(t.items[0].song.image_url, "https://i/300");
		assert_string_equal(t.items[0].song.url, "https://open.spotify.com/track/t1");
		assert_string_equal(t.items[0].isrc, "KR1");
		assert_string_equal(t.items[0].artist_ids, " x y ");
		assert_null(t.items[1].song.album);
		assert_string_equal(t.items[1].artist_ids, " ");
		arena_free(&arena);
	}
}

static void tracks_of_which_none_can_be_used_are_no_list(void **state)
{
	(void)state;
	struct spotify_tracks t;
	struct arena arena;
	arena_init(&arena, 100000);
	assert_false(spotify_decode_tracks(STR("{\"tracks\":[{\"id\":7},null]}"), &arena, &t));
	assert_true(spotify_decode_tracks(STR("{\"tracks\":[]}"), &arena, &t));
	assert_int_equal(t.n, 0);
	arena_free(&arena);
}

static void too_deep_is_no_body(void **state)
{
	(void)state;
	struct buf b;
	buf_init(&b, 100000);
	buf_adds(&b, "{\"id\":\"a\",\"name\":\"A\",\"x\":");
	for (int i = 0; i < 1000; i++)
		buf_addc(&b, '[');
	for (int i = 0; i < 1000; i++)
		buf_addc(&b, ']');
	buf_addc(&b, '}');
	assert_null(spotify_decode_artist(buf_str(&b)));
	buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_full_artist),
	    cmocka_unit_test(a_development_app_gets_less),
	    cmocka_unit_test(a_page_that_no_browser_opens_is_made_of_the_id),
	    cmocka_unit_test(what_is_no_artist),
	    cmocka_unit_test(absurd_numbers_are_unknown),
	    cmocka_unit_test(a_search_skips_what_is_null),
	    cmocka_unit_test(no_more_candidates_than_there_is_room_for),
	    cmocka_unit_test(tracks_of_both_kinds),
	    cmocka_unit_test(tracks_of_which_none_can_be_used_are_no_list),
	    cmocka_unit_test(too_deep_is_no_body),
	};
	return unit_run("decode", tests);
}

/* Related artists: how lists are put together, and Spotify's body of them. */
#include "unit.h"

#include "music/related.h"
#include "spotify/decode.h"

static struct artist *an_artist(void)
{
	struct artist *a = artist_new();
	assert_non_null(a);
	a->id = "me";
	a->name = "Me";
	return a;
}

static bool add(struct artist *a, const char *id, enum related_source source)
{
	return artist_add_related(a, &(struct related){.id = id, .name = id, .source = source});
}

static void each_is_there_once_and_the_artist_itself_never(void **state)
{
	(void)state;
	struct artist *a = an_artist();
	assert_true(add(a, "x", RELATED_SPOTIFY));
	assert_false(add(a, "x", RELATED_GENRES));
	assert_false(add(a, "me", RELATED_SPOTIFY));
	assert_false(artist_add_related(a, &(struct related){.id = "y"}));
	assert_false(artist_add_related(a, &(struct related){.name = "y"}));
	assert_int_equal(a->n_related, 1);
	assert_int_equal(a->related[0].source, RELATED_SPOTIFY);
	char id[16];
	for (int i = 0; i < 2 * LIMIT_RELATED; i++) {
		snprintf(id, sizeof id, "n%d", i);
		add(a, id, RELATED_CREDITS);
	}
	assert_int_equal(a->n_related, LIMIT_RELATED);
	artist_unref(a);
}

static void a_copy_has_its_own(void **state)
{
	(void)state;
	struct artist *a = an_artist();
	artist_add_related(
	    a, &(struct related){"x", "X", "https://i/x", "https://o/x", RELATED_CREDITS});
	a->related_known = true;
	a->related_ms = 77;
	a->songs[a->n_songs++] = (struct song){.id = "s", .name = "S"};
	artist_add_credit(a, &a->songs[0], &(struct credit){"x", "X", "https://o/x"});
	struct artist *b = artist_copy(a);
	assert_non_null(b);
	assert_true(b->related_known);
	assert_true(b->related_ms == 77);
	assert_int_equal(b->n_related, 1);
	assert_string_equal(b->related[0].name, "X");
	assert_string_equal(b->related[0].image_url, "https://i/x");
	assert_ptr_not_equal(b->related[0].name, a->related[0].name);
	assert_int_equal(b->songs[0].n_credits, 1);
	assert_string_equal(b->songs[0].credits[0].url, "https://o/x");
	artist_unref(a);
	artist_unref(b);
}

static void who_is_named_most_often_comes_first(void **state)
{
	(void)state;
	static const struct credit once = {"a", "A", NULL}, twice = {"b", "B", "https://o/b"},
				   nobody = {"0LyfQWJT6nXafLPZqxe9Of", "Various Artists", NULL};
	struct artist *a = an_artist();
	a->n_songs = 2;
	for (int i = 0; i < 2; i++) {
		a->songs[i] = (struct song){.id = "s", .name = "S"};
		if (i == 0)
			artist_add_credit(a, &a->songs[i], &once);
		artist_add_credit(a, &a->songs[i], &twice);
		artist_add_credit(a, &a->songs[i], &nobody);
	}
	related_add_credited(a);
	assert_int_equal(a->n_related, 2);
	assert_string_equal(a->related[0].id, "b");
	assert_string_equal(a->related[0].url, "https://o/b");
	assert_int_equal(a->related[0].source, RELATED_CREDITS);
	assert_string_equal(a->related[1].id, "a");
	artist_unref(a);
}

static void what_was_known_fills_up(void **state)
{
	(void)state;
	struct artist *known = an_artist();
	add(known, "told", RELATED_SPOTIFY);
	add(known, "named", RELATED_CREDITS);
	add(known, "brought", RELATED_IMPORTED);
	for (int told = 0; told < 2; told++) {
		struct artist *a = an_artist();
		add(a, "named", RELATED_CREDITS);
		related_add_known(a, known, told);
		assert_int_equal(a->n_related, 2 + told);
		assert_string_equal(a->related[1].id, told ? "told" : "brought");
		artist_unref(a);
	}
	artist_unref(known);
}

static void spotifys_list(void **state)
{
	(void)state;
	struct artist *a = an_artist();
	assert_true(spotify_decode_related(
	    STR("{\"artists\":[null,{\"id\":\"a\",\"name\":\"에이\",\"images\":[{\"url\":\"https://"
		"i/"
		"a\",\"width\":640.0}],\"external_urls\":{\"spotify\":\"https://o/a\"}},7,"
		"{\"id\":\"../b\",\"name\":\"B\"},{\"id\":\"c\",\"name\":null},"
		"{\"id\":\"me\",\"name\":\"Me\"},{\"id\":\"d\",\"name\":\"D\",\"images\":null},"
		"{\"id\":\"a\",\"name\":\"again\"}],\"x\":{}}"),
	    a));
	assert_int_equal(a->n_related, 2);
	assert_string_equal(a->related[0].name, "에이");
	assert_string_equal(a->related[0].image_url, "https://i/a");
	assert_string_equal(a->related[0].url, "https://o/a");
	assert_int_equal(a->related[0].source, RELATED_SPOTIFY);
	assert_string_equal(a->related[1].url, "https://open.spotify.com/artist/d");
	assert_null(a->related[1].image_url);
	artist_unref(a);
}

static void what_is_no_list_of_artists(void **state)
{
	(void)state;
	static const char *const bodies[] = {"", "null", "[]", "Forbidden", "{",
	    "{\"artists\":null}", "{\"artists\":{\"items\":[]}}", "{\"artists\":[null,{\"id\":7}]}",
	    "{\"error\":{\"status\":404}}"};
	struct artist *a = an_artist();
	for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
		assert_false(spotify_decode_related(str_of(bodies[i]), a));
	assert_true(spotify_decode_related(STR("{\"artists\":[]}"), a));
	assert_int_equal(a->n_related, 0);
	artist_unref(a);
}

static void a_tracks_artists_are_its_credits(void **state)
{
	(void)state;
	struct spotify_tracks t;
	struct arena arena;
	arena_init(&arena, 100000);
	assert_true(spotify_decode_tracks(
	    STR("{\"tracks\":[{\"id\":\"t\",\"name\":\"T\",\"artists\":[{\"id\":\"me\",\"name\":"
		"\"Me\"},null,{\"id\":\"x\",\"name\":\"X\"},{\"id\":\"y\"},{\"id\":\"z\",\"name\":"
		"\"Z\"},5]}]}"),
	    &arena, &t));
	assert_int_equal(t.items[0].song.n_credits, 3);
	assert_string_equal(t.items[0].song.credits[2].id, "z");
	assert_string_equal(t.items[0].song.credits[2].name, "Z");
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_is_there_once_and_the_artist_itself_never),
	    cmocka_unit_test(a_copy_has_its_own),
	    cmocka_unit_test(who_is_named_most_often_comes_first),
	    cmocka_unit_test(what_was_known_fills_up),
	    cmocka_unit_test(spotifys_list),
	    cmocka_unit_test(what_is_no_list_of_artists),
	    cmocka_unit_test(a_tracks_artists_are_its_credits),
	};
	return unit_run("related", tests);
}

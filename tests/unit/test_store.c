/* The store against a real server. */
#include "store_fixture.h"

#include "base/log.h"

#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>

/* --- saving and finding --- */

static void test_round_trip(void **state)
{
	struct fixture *f = *state;
	struct artist *a = an_artist("3HqSLMAZ3g3d5poNaI7GOU", "아이유 🎤");
	a->other_name = "IU";
	a->image_url = "https://i.example/1.jpg";
	a->url = "https://open.example/artist/1";
	a->popularity = 88;
	a->followers = 26100000000;
	a->genres[0] = "k-pop";
	a->genres[1] = "발라드";
	a->n_genres = 2;
	add_songs(a, 2);
	a->songs[0] = (struct song){.id = "t1",
	    .name = "밤편지 🌙",
	    .album = "Palette",
	    .image_url = "https://i.example/2.jpg",
	    .url = "https://o/t1"};
	a->fetched_ms = clock_ms() - 7200 * 1000;
	int64_t fetched = a->fetched_ms;
	assert_int_equal(save_as(f, a, "아이유"), STORE_OK);

	struct artist *b = found(f, "아이유");
	assert_string_equal(b->id, "3HqSLMAZ3g3d5poNaI7GOU");
	assert_string_equal(b->name, "아이유 🎤");
	assert_string_equal(b->other_name, "IU");
	assert_string_equal(b->image_url, "https://i.example/1.jpg");
	assert_string_equal(b->url, "https://open.example/artist/1");
	assert_int_equal(b->popularity, 88);
	assert_true(b->followers == 26100000000);
	assert_int_equal(b->n_genres, 2);
	assert_string_equal(b->genres[1], "발라드");
	assert_true(b->songs_known);
	assert_int_equal(b->n_songs, 2);
	assert_string_equal(b->songs[0].id, "t1");
	assert_string_equal(b->songs[0].name, "밤편지 🌙");
	assert_string_equal(b->songs[0].album, "Palette");
	assert_string_equal(b->songs[0].image_url, "https://i.example/2.jpg");
	assert_string_equal(b->songs[0].url, "https://o/t1");
	assert_string_equal(b->songs[1].name, "s2");
	assert_null(b->songs[1].album);
	assert_in_range(b->fetched_ms - fetched + 3000, 0, 6000);
	assert_int_equal(b->used_days, 0);
	artist_unref(b);
}

static void test_what_is_unknown_stays_unknown(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(save_as(f, an_artist("a", "A"), "a"), STORE_OK);
	struct artist *b = found(f, "a");
	assert_null(b->other_name);
	assert_null(b->image_url);
	assert_null(b->url);
	assert_int_equal(b->popularity, -1);
	assert_true(b->followers == -1);
	assert_int_equal(b->n_genres, 0);
	assert_false(b->songs_known);
	assert_int_equal(b->n_songs, 0);
	artist_unref(b);
}

static void test_no_songs_is_not_songs_unknown(void **state)
{
	struct fixture *f = *state;
	struct artist *a = an_artist("a", "A");
	a->songs_known = true;
	assert_int_equal(save_as(f, a, "a"), STORE_OK);
	struct artist *b = found(f, "a");
	assert_true(b->songs_known);
	assert_int_equal(b->n_songs, 0);
	artist_unref(b);
}

static void test_songs_unknown_keeps_the_old_ones(void **state)
{
	struct fixture *f = *state;
	struct artist *a = an_artist("a", "A");
	add_songs(a, 3);
	a->genres[0] = "old";
	a->genres[1] = "older";
	a->n_genres = 2;
	assert_int_equal(save_as(f, a, "a"), STORE_OK);
	a = an_artist("a", "A2");
	a->genres[0] = "new";
	a->n_genres = 1;
	assert_int_equal(save_as(f, a, "a"), STORE_OK);
	struct artist *b = found(f, "a");
	assert_string_equal(b->name, "A2");
	assert_true(b->songs_known);
	assert_int_equal(b->n_songs, 3);
	assert_int_equal(b->n_genres, 1);
	assert_string_equal(b->genres[0], "new");
	artist_unref(b);

	a = an_artist("a", "A");
	add_songs(a, 1);
	assert_int_equal(save_as(f, a, "a"), STORE_OK);
	b = found(f, "a");
	assert_int_equal(b->n_songs, 1);
	artist_unref(b);
}

static void test_older_fetch_changes_nothing(void **state)
{
	struct fixture *f = *state;
	struct artist *a = an_artist("a", "new");
	add_songs(a, 2);
	assert_int_equal(save_as(f, a, "a"), STORE_OK);
	a = an_artist("a", "old");
	a->fetched_ms = clock_ms() - 60000;
	a->genres[0] = "old";
	a->n_genres = 1;
	add_songs(a, 5);
	const struct store_name names[] = {
	    {"a", "old", "spotify", true}, {"b", "old b", "typed", false}};
	assert_int_equal(store_save(f->conn, a, names, 2), STORE_OK);
	artist_unref(a);
	struct artist *b = found(f, "b"); /* the name is news all the same */
	assert_string_equal(b->name, "new");
	assert_int_equal(b->n_songs, 2);
	assert_int_equal(b->n_genres, 0);
	assert_in_range(clock_ms() - b->fetched_ms, 0, 5000);
	artist_unref(b);
}

static void test_related_fetched_at_is_left_alone(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(save_as(f, an_artist("a", "A"), "a"), STORE_OK);
	sql(f, "UPDATE artists SET related_fetched_at = '2020-02-02'");
	assert_int_equal(save_as(f, an_artist("a", "A"), "a"), STORE_OK);
	assert_int_equal(number(f, "SELECT YEAR(related_fetched_at) FROM artists"), 2020);
}

static char *repeated(const char *piece, size_t times)
{
	size_t n = strlen(piece);
	char *s = malloc(n * times + 1);
	assert_non_null(s);
	for (size_t i = 0; i < times; i++)
		memcpy(s + i * n, piece, n);
	s[n * times] = '\0';
	return s;
}

static void test_ten_songs_with_long_titles(void **state)
{
	struct fixture *f = *state;
	char *title = repeated("x", 1000), *korean = repeated("가", 1000);
	struct artist *a = an_artist("a", korean);
	add_songs(a, 10);
	for (int i = 0; i < 10; i++) {
		a->songs[i].name = title;
		a->songs[i].album = korean;
		a->songs[i].image_url = title;
	}
	assert_int_equal(save_as(f, a, "a"), STORE_OK);
	struct artist *b = found(f, "a");
	assert_int_equal(b->n_songs, 10);
	assert_string_equal(b->songs[9].name, title);
	assert_string_equal(b->songs[9].image_url, title);
	assert_int_equal(
	    strlen(b->songs[9].album), 999); /* at most LIMIT_TITLE, whole characters */
	assert_int_equal(strncmp(b->name, korean, 999), 0);
	artist_unref(b);
	free(title);
	free(korean);
}

static void test_texts_that_do_not_fit_fail_nothing(void **state)
{
	struct fixture *f = *state;
	char *url = repeated("u", 1001);
	struct artist *a = an_artist("a", "good\xff name");
	a->other_name = "\xff\xfe";
	a->url = url;
	a->image_url = "https://\xff";
	a->popularity = 255;
	a->genres[0] = "\x80";
	a->genres[1] = "pop";
	a->n_genres = 2;
	add_songs(a, 4);
	a->songs[0].name = "\xed\xa0\x80";
	a->songs[1].id = "아";
	a->songs[2].album = "\xf0\x9f";
	const struct store_name names[] = {{"a", "A", "spotify", true},
	    {"\xff", "x", "typed", false}, {"", "x", "typed", false}, {"b", "\xff", "typed", false},
	    {"c", "C", "a source with too long a name", false}};
	assert_int_equal(store_save(f->conn, a, names, 5), STORE_OK);
	artist_unref(a);
	struct artist *b = found(f, "a");
	assert_string_equal(b->name, "good name");
	assert_null(b->other_name);
	assert_null(b->url);
	assert_null(b->image_url);
	assert_int_equal(b->popularity, -1);
	assert_int_equal(b->n_genres, 1);
	assert_string_equal(b->genres[0], "pop");
	assert_int_equal(b->n_songs, 2);
	assert_string_equal(b->songs[0].id, "s3");
	assert_null(b->songs[0].album);
	artist_unref(b);
	assert_int_equal(number(f, "SELECT COUNT(*) FROM names"), 1);
	free(url);
}

static void test_artist_without_id_or_name_is_refused(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(save_as(f, an_artist("", "A"), "a"), STORE_FAILED);
	assert_int_equal(save_as(f, an_artist(NULL, "A"), "a"), STORE_FAILED);
	assert_int_equal(save_as(f, an_artist("a b", "A"), "a"), STORE_FAILED);
	assert_int_equal(save_as(f, an_artist("a", "\xff"), "a"), STORE_FAILED);
	assert_int_equal(number(f, "SELECT COUNT(*) FROM artists"), 0);
}

static void test_metacharacters_are_characters(void **state)
{
	struct fixture *f = *state;
	const char *const keys[] = {
	    "'; DROP TABLE artists; --", "\\", "%", "_", "a\"b`c", "x' OR '1'='1", "🎤"};
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		assert_int_equal(status_of(f, keys[i]), STORE_NONE);
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		char id[8];
		snprintf(id, sizeof id, "id%d", (int)i);
		assert_int_equal(save_as(f, an_artist(id, keys[i]), keys[i]), STORE_OK);
	}
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		struct artist *a = found(f, keys[i]);
		assert_string_equal(a->name, keys[i]);
		artist_unref(a);
	}
}

static void test_keys_that_cannot_be(void **state)
{
	struct fixture *f = *state;
	char *wide = repeated("가", 191), *too_wide = repeated("가", 192),
	     *long_key = repeated("x", 765);
	assert_int_equal(save_as(f, an_artist("a", "A"), wide), STORE_OK);
	assert_int_equal(status_of(f, wide), STORE_OK);
	assert_int_equal(status_of(f, too_wide), STORE_NONE);
	assert_int_equal(status_of(f, long_key), STORE_NONE);
	assert_int_equal(status_of(f, ""), STORE_NONE);
	assert_int_equal(status_of(f, "\xff\xfe"), STORE_NONE);
	assert_int_equal(store_save_unknown(f->conn, too_wide, 5), STORE_FAILED);
	free(wide);
	free(too_wide);
	free(long_key);
}

static void test_greatest_weight_wins(void **state)
{
	struct fixture *f = *state;
	struct artist *typed = an_artist("b", "B");
	const struct store_name name = {"k", "k", "typed", false};
	assert_int_equal(store_save(f->conn, typed, &name, 1), STORE_OK);
	artist_unref(typed);
	assert_int_equal(save_as(f, an_artist("c", "C"), "k"), STORE_OK);
	struct artist *a = found(f, "k");
	assert_string_equal(a->id, "c");
	artist_unref(a);

	sql(f, "UPDATE names SET weight = 9999 WHERE artist_id = 'b'");
	assert_int_equal(save_as(f, an_artist("b", "B"), "k"), STORE_OK); /* keeps the weight */
	a = found(f, "k");
	assert_string_equal(a->id, "b");
	artist_unref(a);
}

static void test_own_names_stay_own(void **state)
{
	struct fixture *f = *state;
	struct artist *a = an_artist("a", "A");
	const struct store_name typed = {"k", "typed k", "typed", false};
	assert_int_equal(store_save(f->conn, a, &typed, 1), STORE_OK);
	assert_int_equal(save_as(f, artist_ref(a), "k"), STORE_OK);
	assert_int_equal(number(f, "SELECT source = 'typed' AND name = 'typed k' FROM names"), 1);

	assert_int_equal(save_as(f, artist_ref(a), "l"), STORE_OK);
	const struct store_name later = {"l", "typed l", "typed", false};
	assert_int_equal(store_save(f->conn, a, &later, 1), STORE_OK);
	assert_int_equal(
	    number(
		f, "SELECT source = 'typed' AND name = 'typed l' FROM names WHERE name_key = 'l'"),
	    1);
	artist_unref(a);
}

/* The id is enough to fetch the artist anew, without a search. */
static void test_name_of_a_purged_artist_leads_to_its_id(void **state)
{
	struct fixture *f = *state;
	struct artist *a = NULL;
	assert_int_equal(save_as(f, an_artist("a", "A"), "a"), STORE_OK);
	sql(f, "DELETE FROM artists");
	assert_int_equal(store_find(f->conn, "a", INT64_MAX, &a), STORE_ID);
	assert_string_equal(a->id, "a");
	assert_null(a->name);
	artist_unref(a);
}

/* A question that knows the artist needs no name. */
static void test_find_by_id(void **state)
{
	struct fixture *f = *state;
	struct artist *a = an_artist("a", "A"), *b = NULL;
	add_songs(a, 2);
	a->genres[a->n_genres++] = "k-pop";
	assert_int_equal(store_save(f->conn, a, NULL, 0), STORE_OK);
	artist_unref(a);
	assert_int_equal(store_find_id(f->conn, "a", INT64_MAX, &b), STORE_OK);
	assert_string_equal(b->name, "A");
	assert_int_equal(b->n_songs, 2);
	assert_int_equal(b->n_genres, 1);
	artist_unref(b);
	assert_int_equal(store_find_id(f->conn, "b", INT64_MAX, &b), STORE_ID);
	assert_string_equal(b->id, "b");
	artist_unref(b);
	assert_int_equal(store_find_id(f->conn, "b\n", INT64_MAX, &b), STORE_NONE);
	assert_null(b);
}

static void test_first_of_several_keys(void **state)
{
	struct fixture *f = *state;
	const char *const keys[] = {"아이유랑", "아이유", "iu"};
	int64_t deadline = clock_ms() + 4000;
	assert_int_equal(store_first_known(f->conn, keys, 3, deadline), -1);
	save_as(f, an_artist("iu", "IU"), "iu");
	assert_int_equal(store_first_known(f->conn, keys, 3, deadline), 2);
	save_as(f, an_artist("iu", "IU"), "아이유");
	assert_int_equal(store_first_known(f->conn, keys, 3, deadline), 1);
	assert_int_equal(store_first_known(f->conn, keys, 1, deadline), -1);
	assert_int_equal(store_first_known(f->conn, keys + 2, 1, deadline), 0);
	assert_int_equal(store_first_known(f->conn, keys, 0, deadline), -1);
	const char *const bad[] = {"' OR '1'='1", "\xff"};
	assert_int_equal(store_first_known(f->conn, bad, 2, deadline), -1);
}

static void save_with_typed(struct fixture *f, const char *id, const char *typed)
{
	struct artist *a = an_artist(id, id);
	add_songs(a, 3);
	const struct store_name names[] = {
	    {id, id, "spotify", true}, {typed, typed, "typed", false}};
	assert_int_equal(store_save(f->conn, a, names, 2), STORE_OK);
	artist_unref(a);
}

static void test_a_typed_name_that_is_the_artists_own_weighs_as_such(void **state)
{
	struct fixture *f = *state;
	struct artist *a = an_artist("a", "A");
	const struct store_name typed = {"k", "K", "typed", false}, own = {"k", "K", "typed", true};
	assert_int_equal(store_save(f->conn, a, &typed, 1), STORE_OK);
	long before = number(f, "SELECT weight FROM names");
	assert_int_equal(store_save(f->conn, a, &own, 1), STORE_OK);
	assert_true(number(f, "SELECT weight FROM names") > before);
	assert_int_equal(store_save(f->conn, a, &typed, 1), STORE_OK);
	assert_true(number(f, "SELECT weight FROM names") > before);
	assert_int_equal(number(f, "SELECT source = 'typed' FROM names"), 1);
	artist_unref(a);
}

static long rows(struct fixture *f, const char *table)
{
	char query[100];
	snprintf(query, sizeof query, "SELECT COUNT(*) FROM %s", table);
	return number(f, query);
}

static void test_purge_deletes_what_nobody_asked_for(void **state)
{
	struct fixture *f = *state;
	bool more = false;
	save_with_typed(f, "old", "typed1");
	save_with_typed(f, "new", "typed2");
	sql(f, "UPDATE artists SET used_at = UTC_TIMESTAMP() - INTERVAL 31 DAY WHERE id = 'old'");
	assert_int_equal(store_purge(f->conn, 32, &more), STORE_OK);
	assert_false(more);
	assert_int_equal(rows(f, "artists"), 2);
	assert_int_equal(store_purge(f->conn, 30, &more), STORE_OK);
	assert_true(more);
	assert_int_equal(store_purge(f->conn, 30, &more), STORE_OK);
	assert_false(more);
	assert_int_equal(rows(f, "artists"), 1);
	assert_int_equal(rows(f, "top_tracks"), 3);
	assert_int_equal(rows(f, "names"), 3);
	assert_int_equal(status_of(f, "old"), STORE_NONE);
	assert_int_equal(status_of(f, "typed1"), STORE_ID);
	assert_int_equal(status_of(f, "new"), STORE_OK);
}

static void test_purge_all_leaves_what_was_typed(void **state)
{
	struct fixture *f = *state;
	save_with_typed(f, "one", "typed1");
	assert_int_equal(store_save_unknown(f->conn, "nobody", 10), STORE_OK);
	assert_int_equal(store_purge_all(f->conn), STORE_OK);
	assert_int_equal(rows(f, "artists") + rows(f, "artist_genres") + rows(f, "top_tracks"), 0);
	assert_int_equal(rows(f, "unknown_names"), 0);
	assert_int_equal(rows(f, "names"), 1);
	assert_int_equal(status_of(f, "typed1"), STORE_ID);
}

/* --- related artists --- */

static void add_related(struct artist *a, const char *id, enum related_source source)
{
	artist_add_related(
	    a, &(struct related){.id = id, .name = id, .url = "https://o/r", .source = source});
}

/* Those related to who bears the key, as "id:source id:source". */
static void expect_related(struct fixture *f, const char *key, const char *wanted)
{
	static const char sources[] = "scgi";
	char text[400] = "";
	struct artist *a = found(f, key);
	for (int i = 0; i < a->n_related; i++) {
		size_t n = strlen(text);
		snprintf(text + n, sizeof text - n, "%s%s:%c", n ? " " : "", a->related[i].id,
		    sources[a->related[i].source]);
	}
	artist_unref(a);
	assert_string_equal(text, wanted);
}

static void test_related_come_with_the_artist(void **state)
{
	struct fixture *f = *state;
	struct artist *a = an_artist("a", "A");
	add_related(a, "x", RELATED_SPOTIFY);
	artist_add_related(a, &(struct related){"y", "Y \xf0\x9f\x8e\xa4", "https://i/y",
				  "https://o/y", RELATED_CREDITS});
	a->related_known = true;
	a->related_ms = clock_ms() - 3600 * 1000;
	assert_int_equal(save_as(f, a, "a"), STORE_OK);
	a = found(f, "a");
	assert_true(a->related_known);
	assert_in_range(clock_ms() - a->related_ms - 3590 * 1000, 0, 20000);
	assert_int_equal(a->n_related, 2);
	assert_string_equal(a->related[1].name, "Y \xf0\x9f\x8e\xa4");
	assert_string_equal(a->related[1].image_url, "https://i/y");
	assert_string_equal(a->related[1].url, "https://o/y");
	assert_int_equal(a->related[1].source, RELATED_CREDITS);
	artist_unref(a);
	/* What is known of them by themselves is fresher. */
	a = an_artist("x", "X");
	a->image_url = "https://i/x";
	assert_int_equal(save_as(f, a, "x"), STORE_OK);
	a = found(f, "a");
	assert_string_equal(a->related[0].name, "X");
	assert_string_equal(a->related[0].image_url, "https://i/x");
	assert_string_equal(a->related[0].url, "https://o/r");
	artist_unref(a);
	expect_related(f, "x", "");
}

static void test_what_spotify_told_stays_until_it_tells_anew(void **state)
{
	struct fixture *f = *state;
	struct artist *a = an_artist("a", "A");
	add_related(a, "x", RELATED_SPOTIFY);
	add_related(a, "y", RELATED_SPOTIFY);
	a->related_known = true;
	assert_int_equal(save_as(f, a, "a"), STORE_OK);
	a = an_artist("a", "A");
	add_related(a, "z", RELATED_CREDITS);
	assert_int_equal(save_as(f, a, "a"), STORE_OK);
	expect_related(f, "a", "x:s y:s");
	a = an_artist("a", "A");
	add_related(a, "z", RELATED_CREDITS);
	a->related_known = true;
	assert_int_equal(save_as(f, a, "a"), STORE_OK);
	expect_related(f, "a", "z:c");
}

static void test_related_can_be_saved_alone(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(save_as(f, an_artist("a", "A"), "a"), STORE_OK);
	struct artist *a = found(f, "a");
	assert_false(a->related_known);
	add_related(a, "x", RELATED_SPOTIFY);
	a->related_known = true;
	a->related_ms = clock_ms();
	assert_int_equal(store_save_related(f->conn, a), STORE_OK);
	artist_unref(a);
	a = found(f, "a");
	assert_true(a->related_known);
	assert_int_equal(a->n_related, 1);
	/* Not of one that was deleted meanwhile. */
	sql(f, "DELETE FROM artists");
	sql(f, "DELETE FROM related_artists");
	assert_int_equal(store_save_related(f->conn, a), STORE_OK);
	assert_int_equal(rows(f, "related_artists"), 0);
	artist_unref(a);
}

static void test_who_is_named_on_ones_songs_is_related_both_ways(void **state)
{
	struct fixture *f = *state;
	struct artist *a = an_artist("a", "A");
	add_songs(a, 2);
	artist_add_credit(a, &a->songs[0], &(struct credit){"b", "B", NULL});
	artist_add_credit(a, &a->songs[1], &(struct credit){"b", "B", NULL});
	artist_add_credit(a, &a->songs[1], &(struct credit){"c", "C", NULL});
	assert_int_equal(save_as(f, a, "a"), STORE_OK);
	assert_int_equal(rows(f, "song_credits"), 3);
	assert_int_equal(save_as(f, an_artist("b", "B"), "b"), STORE_OK);
	expect_related(f, "b", "a:c");
	/* Credits are those of the songs that are there. */
	a = an_artist("a", "A");
	add_songs(a, 1);
	assert_int_equal(save_as(f, a, "a"), STORE_OK);
	assert_int_equal(rows(f, "song_credits"), 0);
}

static enum store_status save_with_genres(
    struct fixture *f, const char *id, int popularity, const char *genre, const char *another)
{
	struct artist *a = an_artist(id, id);
	a->popularity = popularity;
	a->genres[a->n_genres++] = genre;
	if (another)
		a->genres[a->n_genres++] = another;
	return save_as(f, a, id);
}

static void test_who_shares_a_rare_genre_is_related(void **state)
{
	struct fixture *f = *state;
	char id[16];
	for (int i = 0; i < 60; i++) {
		snprintf(id, sizeof id, "p%d", i);
		assert_int_equal(save_with_genres(f, id, 90, "pop", NULL), STORE_OK);
	}
	save_with_genres(f, "x", 20, "pop", "trot");
	save_with_genres(f, "y", 60, "trot", NULL);
	save_with_genres(f, "z", 10, "trot", "ballad");
	assert_int_equal(save_with_genres(f, "a", 50, "ballad", "trot"), STORE_OK);
	/* pop is everybody's; z shares two, y is better known than x. */
	expect_related(f, "a", "z:g y:g x:g");
}

static void test_an_imported_list_comes_last_and_stays(void **state)
{
	struct fixture *f = *state;
	const struct related list[] = {
	    {.id = "i1", .name = "I1"}, {.id = "x", .name = "X"}, {.id = "i2"}};
	bool more;
	assert_int_equal(store_import_related(f->conn, "a", list, 3), STORE_OK);
	struct artist *a = an_artist("a", "A");
	add_related(a, "x", RELATED_SPOTIFY);
	a->related_known = true;
	assert_int_equal(save_as(f, a, "a"), STORE_OK);
	/* i2 is shown once its name is known. */
	expect_related(f, "a", "x:s i1:i");
	assert_int_equal(save_as(f, an_artist("i2", "I2"), "i2"), STORE_OK);
	expect_related(f, "a", "x:s i1:i i2:i");
	assert_int_equal(save_as(f, an_artist("a", "A"), "a"), STORE_OK);
	expect_related(f, "a", "x:s i1:i i2:i");
	sql(f, "UPDATE artists SET used_at = '2020-01-01'");
	assert_int_equal(store_purge(f->conn, 30, &more), STORE_OK);
	assert_int_equal(rows(f, "related_artists"), 3);
	assert_int_equal(store_purge_all(f->conn), STORE_OK);
	assert_int_equal(rows(f, "related_artists"), 3);
	/* The next list replaces it. */
	assert_int_equal(store_import_related(f->conn, "a", list, 1), STORE_OK);
	assert_int_equal(rows(f, "related_artists"), 1);
	assert_int_equal(store_import_related(f->conn, "a", list, 0), STORE_OK);
	assert_int_equal(rows(f, "related_artists"), 0);
	assert_int_equal(store_import_related(f->conn, "a b", list, 1), STORE_FAILED);
}

/* Both ways to ask agree. */
static bool is_nobody(struct fixture *f, const char *key)
{
	static const char none[1][SEARCH_KEY + 1];
	struct store_nears nears = {.unknown = true};
	bool is = store_is_unknown(f->conn, key, INT64_MAX);
	assert_int_equal(store_search(f->conn, none, 0, key, INT64_MAX, &nears), STORE_OK);
	assert_int_equal(nears.n, 0);
	assert_int_equal(nears.unknown, is);
	free(nears.items);
	return is;
}

static void test_unknown_names(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(store_save_unknown(f->conn, "nobody", 10), STORE_OK);
	assert_int_equal(store_save_unknown(f->conn, "nobody", 20), STORE_OK);
	assert_int_equal(status_of(f, "nobody"), STORE_NONE);
	assert_true(is_nobody(f, "nobody"));
	assert_false(is_nobody(f, "somebody"));
	assert_in_range(
	    number(
		f, "SELECT TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(), until_time) FROM unknown_names"),
	    1190, 1200);

	sql(f, "UPDATE unknown_names SET until_time = UTC_TIMESTAMP() - INTERVAL 1 SECOND");
	assert_false(is_nobody(f, "nobody"));

	assert_int_equal(store_save_unknown(f->conn, "nobody", 10), STORE_OK);
	assert_int_equal(save_as(f, an_artist("a", "A"), "nobody"), STORE_OK);
	assert_int_equal(number(f, "SELECT COUNT(*) FROM unknown_names"), 0);

	/* An artist wins over a remembered miss. */
	sql(f, "INSERT INTO unknown_names VALUES ('nobody', UTC_TIMESTAMP() + INTERVAL 1 DAY)");
	assert_int_equal(status_of(f, "nobody"), STORE_OK);
}

static void test_unknown_names_do_not_pile_up(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(store_save_unknown(f->conn, "new", 10), STORE_OK);
	sql(f, "INSERT INTO unknown_names VALUES ('old', UTC_TIMESTAMP() - INTERVAL 1 DAY)");
	for (int i = 0; i < 32; i++)
		assert_int_equal(store_save_unknown(f->conn, "new", 10), STORE_OK);
	assert_int_equal(number(f, "SELECT COUNT(*) FROM unknown_names"), 1);
}

static void test_touch(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(save_as(f, an_artist("a", "A"), "a"), STORE_OK);
	sql(f, "UPDATE artists SET used_at = UTC_TIMESTAMP() - INTERVAL 5 DAY");
	struct artist *a = found(f, "a");
	assert_int_equal(a->used_days, 5);
	artist_unref(a);
	assert_int_equal(store_touch(f->conn, "a"), STORE_OK);
	assert_int_equal(store_touch(f->conn, "a"), STORE_OK); /* changes nothing, matches */
	a = found(f, "a");
	assert_int_equal(a->used_days, 0);
	artist_unref(a);
	assert_int_equal(store_touch(f->conn, "nobody"), STORE_NONE);
	assert_int_equal(store_touch(f->conn, "아"), STORE_NONE);
}

/* --- rows that this program would not have written --- */

static void test_hostile_rows(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(save_as(f, an_artist("a", "A"), "a"), STORE_OK);
	sql(f, "UPDATE artists SET songs_fetched_at = fetched_at,"
	       " fetched_at = UTC_TIMESTAMP() + INTERVAL 1 YEAR, used_at = '2999-01-01',"
	       " popularity = 255, followers = 18446744073709551615");
	sql(f, "ALTER TABLE top_tracks MODIFY name VARCHAR(4000) NULL, MODIFY `rank` INT,"
	       " MODIFY track_id VARCHAR(400) NULL, MODIFY url VARBINARY(9000)");
	sql(f, "INSERT INTO top_tracks VALUES ('a', -5, 'x', 'x', NULL, NULL, NULL),"
	       " ('a', 0, 'x', 'x', NULL, NULL, NULL), ('a', 11, 'x', 'x', NULL, NULL, NULL),"
	       " ('a', 2, NULL, 'x', NULL, NULL, NULL), ('a', 3, 'x', NULL, NULL, NULL, NULL),"
	       " ('a', 4, 'x', '', NULL, NULL, NULL), ('a', 5, REPEAT('i', 400), 'x', NULL, NULL, "
	       "NULL),"
	       " ('a', 6, 'ok', REPEAT('가', 4000), NULL, NULL, REPEAT('u', 9000)),"
	       " ('a', 7, 'ok2', 'y', NULL, NULL, X'FF00FE')");
	sql(f, "ALTER TABLE artist_genres MODIFY `rank` INT");
	sql(f, "INSERT INTO artist_genres VALUES ('a', 0, 'x'), ('a', 9, 'x'), ('a', 8, 'g'), "
	       "('a', -1, 'x')");
	struct artist *a = found(f, "a");
	assert_int_equal(a->n_songs, 2);
	assert_string_equal(a->songs[0].id, "ok");
	assert_int_equal(strlen(a->songs[0].name), 999);
	assert_null(a->songs[0].url);
	assert_string_equal(a->songs[1].id, "ok2");
	assert_int_equal(a->n_genres, 1);
	assert_int_equal(a->popularity, -1);
	assert_true(a->followers == -1);
	assert_true(a->fetched_ms <= clock_ms());
	assert_int_equal(a->used_days, 0);
	artist_unref(a);
	assert_int_equal(status_of(f, "a"), STORE_OK); /* the connection is still of use */
}

/* --- lost connections, absent and silent servers --- */

static void test_killed_connection_is_remade(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(save_as(f, an_artist("a", "A"), "a"), STORE_OK);
	assert_int_equal(status_of(f, "a"), STORE_OK);
	kill_others(f);
	assert_int_equal(status_of(f, "a"), STORE_OK);
	kill_others(f);
	assert_int_equal(save_as(f, an_artist("b", "B"), "b"), STORE_OK);
	kill_others(f);
	assert_int_equal(store_touch(f->conn, "b"), STORE_OK);
	kill_others(f);
	assert_int_equal(store_save_unknown(f->conn, "c", 1), STORE_OK);
}

static void test_no_second_try_after_the_deadline(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(status_of(f, "a"), STORE_NONE);
	kill_others(f);
	struct artist *a = NULL;
	assert_int_equal(store_find(f->conn, "a", clock_ms() - 1, &a), STORE_DOWN);
	assert_int_equal(status_of(f, "a"), STORE_NONE);
}

/* The breaker is open, for a second: here until it is said to be over, for a busy machine may take
 * the second for what is to happen within it. */
static void breaker_stays(struct fixture *f)
{
	assert_in_range(atomic_load(&f->store->leave_until), 2, clock_ms() + 1000);
	atomic_store(&f->store->leave_until, INT64_MAX);
}

static void breaker_is_over(struct fixture *f)
{
	atomic_store(&f->store->leave_until, 1);
}

static void test_absent_server(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(save_as(f, an_artist("a", "A"), "a"), STORE_OK);
	unlink(f->socket);
	kill_others(f);
	assert_int_equal(status_of(f, "a"), STORE_DOWN);
	assert_int_not_equal(f->conn->number, 0); /* it was asked */
	breaker_stays(f);
	link_socket(f);
	assert_int_equal(status_of(f, "a"), STORE_DOWN); /* the breaker is open: not asked */
	assert_int_equal(f->conn->number, 0);
	assert_int_equal(store_save_unknown(f->conn, "x", 1), STORE_DOWN);
	assert_int_equal(metric_read(&store_stats(f->store)->refused), 2);
	breaker_is_over(f);
	assert_int_equal(status_of(f, "a"), STORE_OK);
	assert_int_equal(status_of(f, "a"), STORE_OK);
}

static void test_breaker_is_of_all_connections(void **state)
{
	struct fixture *f = *state;
	struct store_conn *other = store_conn_new(f->store);
	struct artist *a = NULL;
	assert_int_equal(store_find(other, "a", INT64_MAX, &a), STORE_NONE);
	unlink(f->socket);
	assert_int_equal(status_of(f, "a"), STORE_DOWN);
	breaker_stays(f);
	assert_int_equal(store_find(other, "a", INT64_MAX, &a), STORE_DOWN);
	breaker_is_over(f);
	assert_int_equal(store_find(other, "a", INT64_MAX, &a), STORE_NONE);
	store_conn_free(other);
}

static void test_server_that_says_nothing(void **state)
{
	struct fixture *f = *state;
	f->config.timeout_s = 1;
	unlink(f->socket);
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	memcpy(address.sun_path, f->socket, strlen(f->socket) + 1);
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
	assert_int_equal(listen(fd, 8), 0);
	const struct store_stats *stats = store_stats(f->store);
	int64_t began = clock_ms();
	assert_int_equal(status_of(f, "a"), STORE_DOWN);
	assert_true(clock_ms() - began >= 900);
	assert_int_equal(metric_read(&stats->connect_failures), 1);
	breaker_stays(f);
	assert_int_equal(status_of(f, "a"), STORE_DOWN);
	assert_int_equal(metric_read(&stats->connect_failures), 1);
	assert_int_equal(metric_read(&stats->refused), 1);
	close(fd);
}

static void test_query_that_hangs(void **state)
{
	struct fixture *f = *state;
	f->config.timeout_s = 4;
	assert_int_equal(status_of(f, "a"), STORE_NONE);
	sql(f, "LOCK TABLES names WRITE");
	int64_t began = clock_ms();
	assert_int_equal(status_of(f, "a"), STORE_DOWN);
	assert_in_range(clock_ms() - began, 3900, 7500); /* once, not twice */
	breaker_stays(f);
	assert_int_equal(status_of(f, "a"), STORE_DOWN);
	assert_int_equal(metric_read(&store_stats(f->store)->refused), 1);
	sql(f, "UNLOCK TABLES");
	breaker_is_over(f);
	assert_int_equal(status_of(f, "a"), STORE_NONE);
}

static void test_locked_row_does_not_stop_readers(void **state)
{
	struct fixture *f = *state;
	f->config.timeout_s = 1;
	assert_int_equal(save_as(f, an_artist("a", "A"), "a"), STORE_OK);
	sql(f, "START TRANSACTION");
	sql(f, "UPDATE artists SET popularity = 1 WHERE id = 'a'");
	assert_int_equal(save_as(f, an_artist("a", "A2"), "a"), STORE_DOWN);
	assert_int_equal(status_of(f, "a"), STORE_OK);
	sql(f, "ROLLBACK");
	assert_int_equal(save_as(f, an_artist("a", "A3"), "a"), STORE_OK);
	struct artist *a = found(f, "a");
	assert_string_equal(a->name, "A3");
	artist_unref(a);
}

static void test_failed_save_leaves_nothing(void **state)
{
	struct fixture *f = *state;
	sql(f, "ALTER TABLE names MODIFY weight TINYINT NOT NULL, ADD CHECK (weight > 100)");
	struct artist *a = an_artist("a", "A");
	add_songs(a, 2);
	assert_int_equal(save_as(f, a, "a"), STORE_FAILED);
	assert_string_not_equal(store_error(f->conn), "");
	assert_int_equal(number(f, "SELECT COUNT(*) FROM artists"), 0);
	/* Nor does what comes next on the connection complete it. */
	a = an_artist("b", "B");
	assert_int_equal(store_save(f->conn, a, NULL, 0), STORE_OK);
	artist_unref(a);
	assert_int_equal(number(f, "SELECT COUNT(*) FROM artists WHERE id = 'a'"), 0);
	assert_int_equal(number(f, "SELECT COUNT(*) FROM top_tracks"), 0);
}

/* Takes the row that the other transaction wants next, and wants the one it has. */
static void *deadlock_with(void *arg)
{
	struct fixture *f = arg;
	usleep(300 * 1000);
	if (mysql_query(f->admin, "UPDATE artists SET popularity = 2 WHERE id = 'a'"))
		return f;
	return NULL;
}

static void test_conflict_is_tried_again(void **state)
{
	struct fixture *f = *state;
	f->config.timeout_s = 2;
	assert_int_equal(save_as(f, an_artist("a", "A"), "a"), STORE_OK);
	sql(f, "START TRANSACTION");
	/* Many changed rows: the server sacrifices the smaller transaction, which is ours. */
	sql(f,
	    "INSERT INTO unknown_names SELECT CONCAT('u', seq), UTC_TIMESTAMP() FROM seq_1_to_500");
	sql(f, "UPDATE names SET weight = 2000 WHERE name_key = 'a'");
	pthread_t thread;
	assert_int_equal(pthread_create(&thread, NULL, deadlock_with, f), 0);
	struct artist *a = an_artist("a", "again");
	const struct store_name name = {"a", "A", "spotify", true};
	enum store_status status = store_save(f->conn, a, &name, 1);
	artist_unref(a);
	void *lost;
	pthread_join(thread, &lost);
	assert_null(lost);
	/* Ours was the victim, began again, and waits in vain for the row until the other ends. */
	assert_int_equal(status, STORE_DOWN);
	assert_int_not_equal(f->conn->number, 1213);
	sql(f, "COMMIT");
	assert_int_equal(save_as(f, an_artist("a", "A"), "a"), STORE_OK);
}

static const struct store_fact *fact(struct fixture *f, const char *name)
{
	static struct store_facts facts;
	assert_int_equal(store_facts_read(f->conn, INT64_MAX, &facts), STORE_OK);
	for (int i = 0; i < facts.n; i++)
		if (!strcmp(facts.items[i].name, name))
			return &facts.items[i];
	return NULL;
}

static void test_facts_are_true_for_a_while(void **state)
{
	struct fixture *f = *state;
	assert_null(fact(f, "gate"));
	assert_int_equal(store_fact_set(f->conn, "gate", "429", 90500), STORE_OK);
	assert_string_equal(fact(f, "gate")->value, "429");
	assert_in_range(fact(f, "gate")->left_ms, 80000, 90500);
	/* Who knows it for less long does not shorten it for all. */
	assert_int_equal(store_fact_set(f->conn, "gate", "", 20000), STORE_OK);
	assert_in_range(fact(f, "gate")->left_ms, 70000, 90500);
	assert_int_equal(store_fact_set(f->conn, "gate", "", 200000), STORE_OK);
	assert_in_range(fact(f, "gate")->left_ms, 180000, 200000);
	sql(f, "UPDATE spotify_state SET until_time = UTC_TIMESTAMP(3) - INTERVAL 5 SECOND");
	assert_true(fact(f, "gate")->left_ms <= -4000);
	assert_int_equal(store_fact_drop(f->conn, "gate"), STORE_OK);
	assert_null(fact(f, "gate"));
}

static void test_a_claim_is_won_once(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(store_fact_claim(f->conn, INT64_MAX, "probe", 60000), STORE_OK);
	assert_int_equal(store_fact_claim(f->conn, INT64_MAX, "probe", 60000), STORE_NONE);
	assert_in_range(fact(f, "probe")->left_ms, 50000, 60000);
	sql(f, "UPDATE spotify_state SET until_time = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND");
	assert_int_equal(store_fact_claim(f->conn, INT64_MAX, "probe", 60000), STORE_OK);
}

static void test_counts_begin_anew_each_day(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(store_fact_count(f->conn, "calls", 3), STORE_OK);
	assert_int_equal(store_fact_count(f->conn, "calls", 4), STORE_OK);
	assert_string_equal(fact(f, "calls")->value, "7");
	assert_true(fact(f, "calls")->left_ms > 0 && fact(f, "calls")->left_ms <= 86400000);
	sql(f, "UPDATE spotify_state SET until_time = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND");
	assert_int_equal(store_fact_count(f->conn, "calls", 2), STORE_OK);
	assert_string_equal(fact(f, "calls")->value, "2");
}

static void test_log_of_a_wrong_password_has_no_password(void **state)
{
	struct fixture *f = *state;
	struct config_database config = f->config;
	config.user = "nobody-here";
	config.password = "hunter2";
	struct store *s = store_new(&config);
	struct store_conn *c = store_conn_new(s);
	struct artist *a = NULL;
	assert_int_equal(store_find(c, "a", INT64_MAX, &a), STORE_DOWN);
	assert_non_null(strstr(store_error(c), "nobody-here"));
	assert_null(strstr(store_error(c), "hunter2"));
	store_conn_free(c);
	store_free(s);
}

/* --- schema --- */

static void test_no_schema_is_down_not_failed(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(status_of(f, "a"), STORE_DOWN);
	assert_int_equal(save_as(f, an_artist("a", "A"), "a"), STORE_DOWN);
	assert_int_equal(f->conn->number, ERROR_NO_TABLE);
	int have = -1, known = -1;
	assert_int_equal(store_schema_version(f->conn, &have, &known), STORE_OK);
	assert_int_equal(have, 0);
	assert_true(known >= 1);
}

static void expect_migration(struct store_conn *c, const struct embedded_file *files,
    enum store_status expected, const char *said)
{
	struct buf report;
	buf_init(&report, 10000);
	enum store_status status =
	    files ? schema_migrate(c, files, &report) : store_migrate(c, &report);
	if (status != expected || !strstr(buf_str(&report).p, said))
		fail_msg("status %d, %s", (int)status, buf_str(&report).p);
	buf_free(&report);
}

static void test_migrate_twice(void **state)
{
	struct fixture *f = *state;
	expect_migration(f->conn, NULL, STORE_OK, "0001-first.sql: applied\n");
	assert_int_equal(save_as(f, an_artist("a", "A"), "a"), STORE_OK);
	expect_migration(f->conn, NULL, STORE_OK, "up to date");
	assert_int_equal(status_of(f, "a"), STORE_OK);
	int have, known;
	assert_int_equal(store_schema_version(f->conn, &have, &known), STORE_OK);
	assert_int_equal(have, known);
}

static void test_newer_schema_is_refused(void **state)
{
	struct fixture *f = *state;
	expect_migration(f->conn, NULL, STORE_OK, "applied");
	sql(f, "INSERT INTO schema_migrations VALUES (9999, UTC_TIMESTAMP())");
	expect_migration(f->conn, NULL, STORE_FAILED, "version 9999, newer than this program's");
}

static void test_missing_database_is_created(void **state)
{
	struct fixture *f = *state;
	sql(f, "DROP DATABASE %s", f->database);
	int have = -1, known;
	assert_int_equal(store_schema_version(f->conn, &have, &known), STORE_OK);
	assert_int_equal(have, 0);
	expect_migration(f->conn, NULL, STORE_OK, "applied");
	assert_int_equal(status_of(f, "a"), STORE_NONE); /* at once */
}

static void test_missing_database_that_may_not_be_created(void **state)
{
	struct fixture *f = *state;
	char user[80];
	snprintf(user, sizeof user, "u%s", f->database);
	sql(f, "CREATE USER %s", user);
	struct config_database config = f->config;
	config.user = user;
	config.name = "no`such";
	struct store *s = store_new(&config);
	struct store_conn *c = store_conn_new(s);
	expect_migration(c, NULL, STORE_FAILED, "denied");
	store_conn_free(c);
	store_free(s);
	sql(f, "DROP USER %s", user);
}

#define FILE_OF(name, text)                                                                        \
	{                                                                                          \
		name, text, sizeof(text) - 1                                                       \
	}

static void test_interrupted_migration_is_run_again(void **state)
{
	struct fixture *f = *state;
	const struct embedded_file broken[] = {
	    FILE_OF("0001-a.sql", "CREATE TABLE IF NOT EXISTS a (i INT); SELECT 1, 2;\n-- end\n"),
	    FILE_OF("0002-b.sql",
		"CREATE TABLE IF NOT EXISTS b (i INT);\n-- note\nCREATE TABLE wrong;\nCREATE TABLE "
		"IF NOT EXISTS c (i INT);"),
	    {NULL, NULL, 0}};
	expect_migration(f->conn, broken, STORE_FAILED, "0002-b.sql, statement 2: ");
	assert_int_equal(number(f, "SELECT MAX(version) FROM schema_migrations"), 1);
	const struct embedded_file mended[] = {FILE_OF("0001-a.sql", "this is not run again"),
	    FILE_OF("0002-b.sql",
		"CREATE TABLE IF NOT EXISTS b (i INT); CREATE TABLE IF NOT EXISTS c (i INT);"),
	    {NULL, NULL, 0}};
	expect_migration(f->conn, mended, STORE_OK, "0002-b.sql: applied");
	assert_int_equal(number(f, "SELECT COUNT(*) FROM c"), 0);
	const struct embedded_file comment[] = {
	    FILE_OF("0003-c.sql", "-- nothing to do\n"), {NULL, NULL, 0}};
	expect_migration(f->conn, comment, STORE_OK, "0003-c.sql: applied");
	sql(f, "DELETE FROM schema_migrations WHERE version = 3");
	assert_int_equal(number(f, "SELECT MAX(version) FROM schema_migrations"), 2);
}

static void *migrate_thread(void *arg)
{
	struct fixture *f = arg;
	struct store_conn *c = store_conn_new(f->store);
	struct buf report;
	buf_init(&report, 10000);
	bool ok = store_migrate(c, &report) == STORE_OK;
	bool applied = strstr(buf_str(&report).p, "applied") != NULL;
	buf_free(&report);
	store_conn_free(c);
	return ok ? applied ? "applied" : "found" : NULL;
}

static void test_concurrent_migrations(void **state)
{
	struct fixture *f = *state;
	enum { N = 4 };
	pthread_t threads[N];
	int applied = 0;
	for (int i = 0; i < N; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, migrate_thread, f), 0);
	for (int i = 0; i < N; i++) {
		void *said;
		pthread_join(threads[i], &said);
		assert_non_null(said);
		applied += strcmp(said, "applied") == 0;
	}
	assert_int_equal(applied, 1);
	assert_int_equal(status_of(f, "a"), STORE_NONE);
}

/* --- several at once --- */

static void *save_thread(void *arg)
{
	struct fixture *f = arg;
	struct store_conn *c = store_conn_new(f->store);
	intptr_t failed = 0;
	for (int i = 0; i < 40; i++) {
		char id[16];
		snprintf(id, sizeof id, "id%d", i % 5);
		struct artist *a = an_artist(id, "A"), *b = NULL;
		add_songs(a, 1 + i % 4);
		const struct store_name names[] = {
		    {"k", "K", "typed", false}, {id, "A", "spotify", true}};
		failed += store_save(c, a, names, 2) != STORE_OK;
		failed += store_find(c, id, clock_ms() + 4000, &b) != STORE_OK;
		artist_unref(a);
		artist_unref(b);
	}
	store_conn_free(c);
	return (void *)failed;
}

static void test_many_save_the_same(void **state)
{
	struct fixture *f = *state;
	pthread_t threads[4];
	intptr_t failed = 0;
	for (int i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, save_thread, f), 0);
	for (int i = 0; i < 4; i++) {
		void *n;
		pthread_join(threads[i], &n);
		failed += (intptr_t)n;
	}
	/* Conflicts are few and tried again; a second one in a row is allowed to be given up. */
	assert_in_range(failed, 0, 8);
}

enum { LOOKERS = 12, LOOKS = 400, KNOWN = 20 };

/* What a name leads to: somebody known, of two the one that the name is more to, an id alone, or
 * nobody. */
static intptr_t look(struct store_conn *c, unsigned n)
{
	char key[16], id[16] = "best";
	struct artist *a = NULL;
	enum store_status status, wanted = STORE_OK;
	snprintf(key, sizeof key, "k%u", n % KNOWN);
	if (n % 7 == 0) {
		strcpy(key, "shared");
	} else if (n % 7 == 1) {
		strcpy(key, "bare");
		strcpy(id, "bareid");
		wanted = STORE_ID;
	} else if (n % 7 == 2) {
		strcpy(key, "nobody");
		wanted = STORE_NONE;
	} else {
		snprintf(id, sizeof id, "id%u", n % KNOWN);
	}
	status = store_find(c, key, clock_ms() + 20000, &a);
	bool right = status == wanted && (wanted == STORE_NONE ? !a : a && !strcmp(a->id, id)) &&
		     (wanted != STORE_OK || (a->n_songs == 3 && a->n_genres == 1));
	artist_unref(a);
	return !right;
}

static void *look_thread(void *arg)
{
	struct fixture *f = arg;
	struct store_conn *c = store_conn_new(f->store);
	intptr_t wrong = 0;
	for (unsigned i = 0; i < LOOKS; i++)
		wrong += look(c, i * 2654435761u >> 8);
	store_conn_free(c);
	return (void *)wrong;
}

static void save_known(struct fixture *f, const char *id, const char *key)
{
	struct artist *a = an_artist(id, id);
	add_songs(a, 3);
	a->genres[a->n_genres++] = "pop";
	assert_int_equal(save_as(f, a, key), STORE_OK);
}

/* As many statements as fewer threads would need do for all of them, and each gets its own. */
static void test_who_looks_at_once_finds_its_own(void **state)
{
	struct fixture *f = *state;
	pthread_t threads[LOOKERS];
	intptr_t wrong = 0;
	for (int i = 0; i < KNOWN; i++) {
		char id[16], key[16];
		snprintf(id, sizeof id, "id%d", i);
		snprintf(key, sizeof key, "k%d", i);
		save_known(f, id, key);
	}
	save_known(f, "best", "shared");
	save_known(f, "other", "shared");
	sql(f,
	    "UPDATE names SET weight = IF(artist_id = 'best', 90, 10) WHERE name_key = 'shared'");
	sql(f, "INSERT INTO names VALUES ('bare', 'bareid', 'Bare', 'import', 5, UTC_TIMESTAMP())");
	sql(f, "UPDATE artists SET card = NULL WHERE id IN ('id3', 'id4')");
	const struct store_stats *stats = store_stats(f->store);
	int64_t before = metric_read(&stats->calls);
	for (int i = 0; i < LOOKERS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, look_thread, f), 0);
	for (int i = 0; i < LOOKERS; i++) {
		void *n;
		pthread_join(threads[i], &n);
		wrong += (intptr_t)n;
	}
	assert_int_equal(wrong, 0);
	assert_true(metric_read(&stats->calls) - before < LOOKERS * LOOKS);
}

#define WITH(start, test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	signal(SIGPIPE, SIG_IGN);
	const struct CMUnitTest tests[] = {
	    WITH(start, test_round_trip),
	    WITH(start, test_what_is_unknown_stays_unknown),
	    WITH(start, test_no_songs_is_not_songs_unknown),
	    WITH(start, test_songs_unknown_keeps_the_old_ones),
	    WITH(start, test_older_fetch_changes_nothing),
	    WITH(start, test_related_fetched_at_is_left_alone),
	    WITH(start, test_ten_songs_with_long_titles),
	    WITH(start, test_texts_that_do_not_fit_fail_nothing),
	    WITH(start, test_artist_without_id_or_name_is_refused),
	    WITH(start, test_metacharacters_are_characters),
	    WITH(start, test_keys_that_cannot_be),
	    WITH(start, test_greatest_weight_wins),
	    WITH(start, test_own_names_stay_own),
	    WITH(start, test_find_by_id),
	    WITH(start, test_first_of_several_keys),
	    WITH(start, test_name_of_a_purged_artist_leads_to_its_id),
	    WITH(start, test_a_typed_name_that_is_the_artists_own_weighs_as_such),
	    WITH(start, test_purge_deletes_what_nobody_asked_for),
	    WITH(start, test_purge_all_leaves_what_was_typed),
	    WITH(start, test_related_come_with_the_artist),
	    WITH(start, test_what_spotify_told_stays_until_it_tells_anew),
	    WITH(start, test_related_can_be_saved_alone),
	    WITH(start, test_who_is_named_on_ones_songs_is_related_both_ways),
	    WITH(start, test_who_shares_a_rare_genre_is_related),
	    WITH(start, test_an_imported_list_comes_last_and_stays),
	    WITH(start, test_unknown_names),
	    WITH(start, test_unknown_names_do_not_pile_up),
	    WITH(start, test_touch),
	    WITH(start, test_hostile_rows),
	    WITH(start, test_killed_connection_is_remade),
	    WITH(start, test_no_second_try_after_the_deadline),
	    WITH(start, test_absent_server),
	    WITH(start, test_breaker_is_of_all_connections),
	    WITH(start, test_server_that_says_nothing),
	    WITH(start, test_query_that_hangs),
	    WITH(start, test_locked_row_does_not_stop_readers),
	    WITH(start, test_failed_save_leaves_nothing),
	    WITH(start, test_conflict_is_tried_again),
	    WITH(start, test_facts_are_true_for_a_while),
	    WITH(start, test_a_claim_is_won_once),
	    WITH(start, test_counts_begin_anew_each_day),
	    WITH(start, test_log_of_a_wrong_password_has_no_password),
	    WITH(start_empty, test_no_schema_is_down_not_failed),
	    WITH(start_empty, test_migrate_twice),
	    WITH(start_empty, test_newer_schema_is_refused),
	    WITH(start_empty, test_missing_database_is_created),
	    WITH(start_empty, test_missing_database_that_may_not_be_created),
	    WITH(start_empty, test_interrupted_migration_is_run_again),
	    WITH(start_empty, test_concurrent_migrations),
	    WITH(start, test_many_save_the_same),
	    WITH(start, test_who_looks_at_once_finds_its_own),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

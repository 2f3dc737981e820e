/* Cards (store/card.h): that they are read instead of the tables, and never say anything else. That
 * none is older than the tables is also looked at by each found() of every test of the store. */
#include "store_fixture.h"

#include "store/card.h"
#include "store/dump.h"

/* --- packing --- */

static struct artist *everything(void)
{
	struct artist *a = an_artist("a", "A");
	add_songs(a, LIMIT_SONGS);
	a->songs[0] = (struct song){.id = "s1",
	    .name = "밤편지 🌙",
	    .album = "Palette",
	    .image_url = "https://i/1",
	    .url = "https://o/1"};
	for (int i = 0; i < LIMIT_GENRES; i++)
		a->genres[a->n_genres++] = i ? "발라드" : "";
	artist_add_related(a, &(struct related){"x", "X", NULL, "https://o/x", RELATED_SPOTIFY});
	artist_add_related(a, &(struct related){"y", "Y", "https://i/y", NULL, RELATED_GENRES});
	return a;
}

static void what_is_packed_comes_out(void **state)
{
	(void)state;
	struct artist *a = everything(), *b = an_artist("a", "A");
	struct buf card;
	buf_init(&card, CARD_BYTES);
	assert_true(card_write(&card, a));
	b->songs_known = true;
	assert_true(card_read(b, buf_str(&card)));
	assert_int_equal(b->n_genres, LIMIT_GENRES);
	assert_string_equal(b->genres[0], "");
	assert_string_equal(b->genres[7], "발라드");
	assert_int_equal(b->n_songs, LIMIT_SONGS);
	assert_string_equal(b->songs[0].name, "밤편지 🌙");
	assert_string_equal(b->songs[0].album, "Palette");
	assert_string_equal(b->songs[0].image_url, "https://i/1");
	assert_string_equal(b->songs[0].url, "https://o/1");
	assert_string_equal(b->songs[9].id, "s10");
	assert_null(b->songs[9].album);
	assert_int_equal(b->n_related, 2);
	assert_string_equal(b->related[0].url, "https://o/x");
	assert_null(b->related[0].image_url);
	assert_int_equal(b->related[1].source, RELATED_GENRES);
	artist_unref(a);
	artist_unref(b);
	buf_free(&card);
}

static void songs_that_are_not_known_do_not_come_out(void **state)
{
	(void)state;
	struct artist *a = everything(), *b = an_artist("a", "A");
	struct buf card;
	buf_init(&card, CARD_BYTES);
	assert_true(card_write(&card, a));
	assert_true(card_read(b, buf_str(&card)));
	assert_int_equal(b->n_songs, 0);
	assert_int_equal(b->n_genres, LIMIT_GENRES);
	artist_unref(a);
	artist_unref(b);
	buf_free(&card);
}

/* Cut anywhere, with any byte another one: nothing, or something that can be shown. */
static void a_damaged_card_is_none(void **state)
{
	(void)state;
	struct artist *a = everything();
	struct buf card;
	buf_init(&card, CARD_BYTES);
	assert_true(card_write(&card, a));
	for (size_t n = 0; n < card.len; n++) {
		/* In memory of just that size, for the sanitizer to watch its end. */
		char *cut = malloc(n ? n : 1), *bent = malloc(card.len);
		struct artist *b = an_artist("a", "A"), *c = an_artist("a", "A");
		assert_non_null(cut);
		assert_non_null(bent);
		memcpy(cut, card.data, n);
		assert_false(card_read(b, (struct str){cut, n}));
		assert_int_equal(b->n_genres + b->n_songs + b->n_related, 0);
		memcpy(bent, card.data, card.len);
		bent[n] = (char)(bent[n] ^ 0xff);
		c->songs_known = true;
		if (card_read(c, (struct str){bent, card.len}))
			for (int i = 0; i < c->n_songs; i++)
				assert_true(c->songs[i].id && c->songs[i].name);
		artist_unref(b);
		artist_unref(c);
		free(cut);
		free(bent);
	}
	artist_unref(a);
	buf_free(&card);
}

/* --- in the store --- */

static enum store_status save_everything(struct fixture *f)
{
	struct artist *a = everything();
	a->related_known = true;
	a->related_ms = clock_ms();
	return save_as(f, a, "a");
}

static long cards(struct fixture *f)
{
	return number(f, "SELECT COUNT(*) FROM artists WHERE LENGTH(card) > 0");
}

/* The tables have no songs any more, but the card has: what is shown tells which was read. */
static int songs_without_tables(struct fixture *f)
{
	struct artist *a = NULL;
	sql(f, "DELETE FROM top_tracks");
	assert_int_equal(store_find(f->conn, "a", clock_ms() + 4000, &a), STORE_OK);
	int n = a->n_songs;
	artist_unref(a);
	return n;
}

static void a_known_artist_is_read_from_its_card(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(save_everything(f), STORE_OK);
	assert_int_equal(cards(f), 1);
	struct artist *a = found(f, "a"), *b = NULL;
	assert_int_equal(a->n_songs, LIMIT_SONGS);
	assert_false(a->scattered);
	artist_unref(a);
	assert_int_equal(songs_without_tables(f), LIMIT_SONGS);
	assert_int_equal(store_find_id(f->conn, "a", clock_ms() + 4000, &b), STORE_OK);
	assert_int_equal(b->n_songs, LIMIT_SONGS);
	artist_unref(b);
}

static void a_row_without_a_card_is_gathered(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(save_everything(f), STORE_OK);
	sql(f, "UPDATE artists SET card = NULL, card_of = NULL");
	struct artist *a = found(f, "a");
	assert_true(a->scattered);
	assert_int_equal(a->n_songs, LIMIT_SONGS);
	assert_int_equal(a->n_related, 2);
	artist_unref(a);
	assert_int_equal(store_gather(f->conn, "a"), STORE_OK);
	assert_int_equal(store_gather(f->conn, "nobody"), STORE_OK);
	assert_int_equal(store_gather(f->conn, "아"), STORE_FAILED);
	assert_int_equal(cards(f), 1);
	a = found(f, "a");
	assert_false(a->scattered);
	artist_unref(a);
	assert_int_equal(songs_without_tables(f), LIMIT_SONGS);
}

static void a_card_of_an_earlier_fetch_is_not_read(void **state)
{
	static const char *const columns[] = {
	    "fetched_at", "songs_fetched_at", "related_fetched_at"};
	struct fixture *f = *state;
	for (int i = 0; i < 3; i++) {
		assert_int_equal(save_everything(f), STORE_OK);
		/* As a program would that knows no cards. */
		sql(f, "UPDATE artists SET %s = UTC_TIMESTAMP() + INTERVAL 1 MINUTE", columns[i]);
		struct artist *a = NULL;
		sql(f, "DELETE FROM top_tracks WHERE `rank` > 3");
		assert_int_equal(store_find(f->conn, "a", clock_ms() + 4000, &a), STORE_OK);
		assert_int_equal(a->n_songs, 3);
		assert_true(a->scattered);
		artist_unref(a);
		sql(f, "DELETE FROM artists");
	}
}

static void a_card_of_another_version_is_not_read(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(save_everything(f), STORE_OK);
	sql(f, "UPDATE artists SET card = CONCAT(X'63', SUBSTRING(card, 2))");
	struct artist *a = found(f, "a");
	assert_true(a->scattered);
	assert_int_equal(a->n_songs, LIMIT_SONGS);
	artist_unref(a);
}

static void too_much_for_a_card_is_gathered_each_time(void **state)
{
	struct fixture *f = *state;
	char title[1001];
	memset(title, 'x', sizeof title - 1);
	title[sizeof title - 1] = '\0';
	struct artist *a = everything();
	for (int i = 0; i < LIMIT_SONGS; i++)
		a->songs[i].name = a->songs[i].album = a->songs[i].url = title;
	assert_int_equal(save_as(f, a, "a"), STORE_OK);
	assert_int_equal(cards(f), 0);
	a = found(f, "a");
	assert_int_equal(a->n_songs, LIMIT_SONGS);
	assert_string_equal(a->songs[9].url, title);
	assert_false(a->scattered); /* trying again would not help */
	artist_unref(a);
}

/* found() holds each of these against the tables. */
static void a_card_follows_all_that_changes(void **state)
{
	struct fixture *f = *state;
	bool more;
	assert_int_equal(save_everything(f), STORE_OK);
	/* Early, without songs: the old ones stay. */
	assert_int_equal(save_as(f, an_artist("a", "A"), "a"), STORE_OK);
	artist_unref(found(f, "a"));
	/* Other songs, fewer genres. */
	struct artist *a = an_artist("a", "A2");
	add_songs(a, 2);
	a->songs[0].name = "another";
	assert_int_equal(save_as(f, a, "a"), STORE_OK);
	artist_unref(found(f, "a"));
	/* Related artists by themselves. */
	a = an_artist("a", "A2");
	artist_add_related(a, &(struct related){"z", "Z", NULL, NULL, RELATED_SPOTIFY});
	a->related_known = true;
	a->related_ms = clock_ms();
	assert_int_equal(store_save_related(f->conn, a), STORE_OK);
	artist_unref(a);
	artist_unref(found(f, "a"));
	/* The operator's list. */
	const struct related list[] = {{.id = "i1", .name = "I1"}, {.id = "i2"}};
	assert_int_equal(store_import_related(f->conn, "a", list, 2), STORE_OK);
	a = found(f, "a");
	assert_int_equal(a->n_related, 2);
	assert_false(a->scattered);
	artist_unref(a);
	/* One of these becomes known, another is called otherwise. */
	assert_int_equal(save_as(f, an_artist("i2", "I2"), "i2"), STORE_OK);
	assert_int_equal(save_as(f, an_artist("z", "Zoe"), "z"), STORE_OK);
	a = found(f, "a");
	assert_int_equal(a->n_related, 3);
	assert_string_equal(a->related[0].name, "Zoe");
	assert_true(a->scattered);
	artist_unref(a);
	assert_int_equal(store_gather(f->conn, "a"), STORE_OK);
	/* What looks as before leaves others' cards alone. */
	assert_int_equal(save_as(f, an_artist("z", "Zoe"), "z"), STORE_OK);
	a = found(f, "a");
	assert_false(a->scattered);
	artist_unref(a);
	/* One is not kept any more. */
	sql(f, "UPDATE artists SET used_at = '2020-01-01' WHERE id = 'i2'");
	assert_int_equal(store_purge(f->conn, 30, &more), STORE_OK);
	a = found(f, "a");
	assert_int_equal(a->n_related, 2);
	artist_unref(a);
}

static void what_is_loaded_is_shown(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(save_everything(f), STORE_OK);
	struct store_load *l = store_load_new(f->conn);
	struct store_columns columns = {
	    .table = "artist_genres", .names = {"artist_id", "rank", "genre"}, .n = 3};
	store_values values = {STR("a"), STR("1"), STR("loaded")};
	assert_int_equal(store_load_table(l, &columns), STORE_OK);
	assert_int_equal(store_load_row(l, values), STORE_OK);
	assert_int_equal(store_load_end(l), STORE_OK);
	store_load_free(l);
	struct artist *a = found(f, "a");
	assert_string_equal(a->genres[0], "loaded");
	artist_unref(a);
}

static bool no_cards(void *context, const struct store_columns *columns, const store_values values)
{
	(void)values;
	for (int i = 0; i < columns->n; i++)
		assert_true(strncmp(columns->names[i], "card", 4) != 0);
	*(int *)context += !strcmp(columns->table, "artists");
	return true;
}

static void cards_are_not_dumped(void **state)
{
	struct fixture *f = *state;
	int artists = 0;
	assert_int_equal(save_everything(f), STORE_OK);
	assert_int_equal(store_dump(f->conn, false, no_cards, &artists), STORE_OK);
	assert_int_equal(artists, 1);
}

/* --- how the server goes about it --- */

/* No table of an EXPLAIN may be read as a whole. */
static void expect_keys(struct fixture *f, enum statement id)
{
	char text[20000] = "EXPLAIN ";
	size_t n = strlen(text);
	struct buf sql_text;
	statement_write(&sql_text, id);
	snprintf(text + n, sizeof text - n, "%s", buf_str(&sql_text).p);
	buf_free(&sql_text);
	int value = 10;
	for (char *q; (q = strchr(text, '?')); value = value < 99 ? value + 1 : 10) {
		const char quoted[] = {
		    '\'', (char)('0' + value / 10), (char)('0' + value % 10), '\''};
		memmove(q + sizeof quoted, q + 1, strlen(q));
		memcpy(q, quoted, sizeof quoted);
	}
	if (mysql_query(f->admin, text))
		fail_msg("%s: %s", text, mysql_error(f->admin));
	MYSQL_RES *rows = mysql_store_result(f->admin);
	const MYSQL_FIELD *fields = mysql_fetch_fields(rows);
	unsigned table = 0, type = 0, columns = mysql_num_fields(rows);
	for (unsigned i = 0; i < columns; i++) {
		table = strcmp(fields[i].name, "table") ? table : i;
		type = strcmp(fields[i].name, "type") ? type : i;
	}
	assert_true(type > 0 && table > 0);
	MYSQL_ROW row;
	while ((row = mysql_fetch_row(rows)))
		if (row[table] && row[table][0] != '<' && row[type] &&
		    (!strcmp(row[type], "ALL") || !strcmp(row[type], "index")))
			fail_msg("%s reads all of %s", statement_texts[id].name, row[table]);
	mysql_free_result(rows);
}

static void lookups_read_by_keys(void **state)
{
	static const enum statement lookups[] = {STATEMENT_FIND, STATEMENT_FIND_SOME,
	    STATEMENT_FIND_ID, STATEMENT_IS_UNKNOWN, STATEMENT_FIND_PARTS, STATEMENT_FIRST_KNOWN,
	    STATEMENT_CARD_DROP, STATEMENT_CARD, STATEMENT_CARDS_DROP, STATEMENT_CANDIDATES,
	    STATEMENT_SEARCH, STATEMENT_SEARCH_MORE, STATEMENT_WIDER_LEAST, STATEMENT_WIDER,
	    STATEMENT_WIDER_SOME, STATEMENT_WIDER_MORE, STATEMENT_WIDER_MOST, STATEMENT_NAMES_OF,
	    STATEMENT_RELATED_BY_CREDITS, STATEMENT_TOUCH};
	static const char *const many[] = {
	    "artists (id, name, fetched_at, used_at) SELECT n, n, '2020-01-01', '2020-01-01'",
	    ("names (name_key, artist_id, name, source, weight, created_at)"
	     " SELECT n, n, n, 'spotify', 1, '2020-01-01'"),
	    "artist_genres SELECT n, 1, n",
	    "top_tracks (artist_id, `rank`, track_id, name) SELECT n, 1, n, n",
	    "related_artists (artist_id, `rank`, related_id, source) SELECT n, 1, n + 1, 'genres'",
	    "song_credits SELECT n, 1, 1, n + 1, n",
	    "unknown_names SELECT n, '2020-01-01'",
	    "choices SELECT n, n, 1",
	    "name_sounds (sound, rarity, artist_id, n, name, lasts) SELECT n, 1, n, 0, n, 0",
	    "searchable_artists (artist_id, version) SELECT n, 1",
	};
	struct fixture *f = *state;
	for (size_t i = 0; i < sizeof many / sizeof *many; i++)
		sql(f,
		    "INSERT INTO %s FROM (WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n "
		    "+ 1 FROM r WHERE n < 900) SELECT n FROM r) r",
		    many[i]);
	sql(f, "ANALYZE TABLE artists, names, artist_genres, top_tracks, related_artists, "
	       "song_credits, unknown_names, choices, name_sounds, searchable_artists");
	for (size_t i = 0; i < sizeof lookups / sizeof *lookups; i++)
		expect_keys(f, lookups[i]);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_packed_comes_out),
	    cmocka_unit_test(songs_that_are_not_known_do_not_come_out),
	    cmocka_unit_test(a_damaged_card_is_none),
	    WITH(a_known_artist_is_read_from_its_card),
	    WITH(a_row_without_a_card_is_gathered),
	    WITH(a_card_of_an_earlier_fetch_is_not_read),
	    WITH(a_card_of_another_version_is_not_read),
	    WITH(too_much_for_a_card_is_gathered_each_time),
	    WITH(a_card_follows_all_that_changes),
	    WITH(what_is_loaded_is_shown),
	    WITH(cards_are_not_dumped),
	    WITH(lookups_read_by_keys),
	};
	return unit_run("cards", tests);
}

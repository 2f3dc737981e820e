/* Who is answered with, and who is asked about: over a real database, as what is found there
 * decides. Needs a server (store_fixture.h). */
#include "store_fixture.h"

#include "music/guess.h"
#include "names/key.h"

/* An artist of an imported list; popularity -1: not known. */
static void put(struct fixture *f, const char *id, const char *name, int popularity)
{
	const struct store_import one = {
	    .id = id, .popularity = popularity, .names = &name, .n_names = 1};
	assert_int_equal(store_import_names(f->conn, &one, 1), STORE_OK);
}

/* Is the answer this artist (or none), the likeliest this one, and the verdict that? */
static void expect(
    struct fixture *f, const char *typed, enum guess_verdict verdict, const char *first)
{
	struct guess g;
	char key[LIMIT_KEY + 1];
	assert_true(name_key(key, str_of(typed)) > 0);
	assert_int_equal(guess_make(&g, f->conn, str_of(typed), key, INT64_MAX), STORE_OK);
	assert_int_equal(g.verdict, verdict);
	assert_string_equal(g.n ? g.items[0].id : "", first);
}

static void who_is_meant_is_the_answer(void **state)
{
	struct fixture *f = *state;
	put(f, "coldplay", "Coldplay", 88);
	put(f, "cold", "Cold", 40);
	expect(f, "콜드플레이", GUESS_ONE, "coldplay");
	expect(f, "콜드플렝이", GUESS_ONE, "coldplay");
	expect(f, "coldpaly", GUESS_ONE, "coldplay");
	expect(f, "안녕하세요 반갑습니다", GUESS_NOBODY, "");
}

static void the_little_known_must_be_surer(void **state)
{
	struct fixture *f = *state;
	put(f, "lomanda", "Lomanda", 15);
	put(f, "other", "Lumanda", 15);
	expect(f, "로만다", GUESS_SEVERAL, "lomanda");
	put(f, "lomanda", "Lomanda", 21);
	put(f, "other", "Lumanda", 21);
	expect(f, "로만다", GUESS_ONE, "lomanda");
}

static void what_is_nearly_a_short_name_is_asked_about(void **state)
{
	struct fixture *f = *state;
	put(f, "somi", "Jang Somi", 64);
	expect(f, "장소미", GUESS_ONE, "somi");
	expect(f, "장소민", GUESS_SEVERAL, "somi");
}

static void one_syllable_is_never_certain(void **state)
{
	struct fixture *f = *state;
	struct guess g;
	put(f, "v", "V", 15);
	put(f, "eve", "Eve", 15);
	assert_int_equal(guess_make(&g, f->conn, STR("비"), "비", INT64_MAX), STORE_OK);
	assert_int_equal(g.verdict, GUESS_SEVERAL);
	assert_false(g.certain);
	put(f, "ev", "Evy", 15);
	assert_int_equal(guess_make(&g, f->conn, STR("이브"), "이브", INT64_MAX), STORE_OK);
	assert_true(g.certain);
}

static void who_was_chosen_stays_though_far_behind(void **state)
{
	struct fixture *f = *state;
	put(f, "lomanda", "Lomanda", 90);
	put(f, "other", "Lomond", 0);
	expect(f, "로만다", GUESS_ONE, "lomanda");
	assert_int_equal(store_choose(f->conn, "로만다", "other", CHOICE_USERS), STORE_OK);
	expect(f, "로만다", GUESS_ONE, "other");
}

/* 예서ㅓ without its last letter has the keys that it has with it, and so many better known artists
 * share them that a search for many keys would not come as far as this one. */
static void a_slip_may_leave_the_keys_as_they_are(void **state)
{
	struct fixture *f = *state;
	put(f, "yeseo", "YESEO", 51);
	for (int i = 0; i < 130; i++) {
		char id[24];
		snprintf(id, sizeof id, "known%d", i);
		put(f, id, "Issa", 60);
	}
	struct guess g;
	assert_int_equal(guess_make(&g, f->conn, STR("예서ㅓ"), "예서ㅓ", INT64_MAX), STORE_OK);
	assert_string_equal(g.items[0].id, "yeseo");
	assert_int_equal(g.items[0].match.how, MATCH_SLIP);
}

/* Of both kinds, by each of the statements. */
static void every_key_is_looked_up(void **state)
{
	struct fixture *f = *state;
	struct store_nears nears = {.n = 0};
	char all[STORE_SEARCH_KEYS][SEARCH_KEY + 1];
	for (int i = 0; i < STORE_SEARCH_KEYS; i++)
		snprintf(all[i], sizeof all[i], "%s%d", i % 2 ? "c" : "cpppppp", i);
	for (int i = 0; i < STORE_SEARCH_KEYS; i++)
		sql(f, "INSERT INTO name_sounds VALUES ('%s', 1, 'a%d', 0, 'A', 0)", all[i], i);
	for (int n = 0; n <= STORE_SEARCH_KEYS; n++) {
		const char *name_key = n <= SEARCH_TYPED_KEYS ? "x" : NULL;
		assert_int_equal(store_search(f->conn, (const char(*)[SEARCH_KEY + 1]) all, n,
				     name_key, INT64_MAX, &nears),
		    STORE_OK);
		assert_int_equal(nears.n, n);
	}
	free(nears.items);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH(who_is_meant_is_the_answer),
	    WITH(the_little_known_must_be_surer),
	    WITH(who_was_chosen_stays_though_far_behind),
	    WITH(a_slip_may_leave_the_keys_as_they_are),
	    WITH(every_key_is_looked_up),
	    WITH(what_is_nearly_a_short_name_is_asked_about),
	    WITH(one_syllable_is_never_certain),
	};
	return unit_run("guess", tests);
}

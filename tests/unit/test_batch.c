/* What an artist has is written several rows at once: as many as there are come back, in their
 * order, whatever there was before. */
#include "store_fixture.h"

#include "store/batch.h"

static const char *const words[] = {"w0", "w1", "w2", "w3", "w4", "w5", "w6", "w7", "w8", "w9"};

static struct artist *with(int n)
{
	struct artist *a = an_artist("a", "A");
	add_songs(a, n);
	a->n_genres = n < LIMIT_GENRES ? n : LIMIT_GENRES;
	for (int i = 0; i < a->n_genres; i++)
		a->genres[i] = words[i];
	a->related_known = true;
	a->related_ms = clock_ms();
	for (int i = 0; i < n; i++)
		artist_add_related(a,
		    &(struct related){.id = words[i], .name = words[i], .source = RELATED_SPOTIFY});
	return a;
}

static void as_many_as_there_are_come_back(void **state)
{
	struct fixture *f = *state;
	static const int numbers[] = {0, 1, 4, 5, 6, 10, 9, 8, 3, 10, 0};
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		int n = numbers[i];
		assert_int_equal(save_as(f, with(n), "a"), STORE_OK);
		struct artist *a = found(f, "a");
		assert_int_equal(a->n_songs, n);
		assert_int_equal(a->n_genres, n < LIMIT_GENRES ? n : LIMIT_GENRES);
		assert_int_equal(a->n_related, n);
		for (int k = 0; k < n; k++) {
			char song[16];
			snprintf(song, sizeof song, "s%d", k + 1);
			assert_string_equal(a->songs[k].id, song);
			assert_string_equal(a->related[k].id, words[k]);
			assert_true(k >= LIMIT_GENRES || !strcmp(a->genres[k], words[k]));
		}
		artist_unref(a);
	}
}

/* A row that cannot be written stops all of it, and none of it stays. */
static void one_that_cannot_be_written_leaves_nothing(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(save_as(f, with(2), "a"), STORE_OK);
	sql(f, "ALTER TABLE top_tracks ADD CONSTRAINT no_s7 CHECK (track_id <> 's7')");
	assert_int_not_equal(save_as(f, with(8), "a"), STORE_OK);
	assert_int_equal(number(f, "SELECT COUNT(*) FROM top_tracks"), 2);
	assert_int_equal(number(f, "SELECT COUNT(*) FROM artist_genres"), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(as_many_as_there_are_come_back, start, stop),
	    cmocka_unit_test_setup_teardown(one_that_cannot_be_written_leaves_nothing, start, stop),
	};
	return unit_run("batch", tests);
}

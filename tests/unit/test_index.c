/* Names are indexed anew, artist by artist, however many there are. Needs a server
 * (store_fixture.h). */
#include "store_fixture.h"

#include <pthread.h>

enum { ARTISTS = 450, AT_ONCE = 200, LONG_MS = 1800 };

/* Artists of an imported list, whose index is of other rules than today's. */
static struct store_indexing *begin(struct fixture *f, int artists)
{
	for (int i = 0; i < artists; i++) {
		char id[24], name[24];
		const char *names[] = {name};
		snprintf(id, sizeof id, "id%d", i);
		snprintf(name, sizeof name, "Name %d", i);
		const struct store_import one = {
		    .id = id, .popularity = 50, .names = names, .n_names = 1};
		assert_int_equal(store_import_names(f->conn, &one, 1), STORE_OK);
	}
	sql(f, "DELETE FROM name_sounds");
	sql(f, "UPDATE searchable_artists SET version = 0");
	struct store_indexing *x = store_indexing_new(f->conn);
	assert_non_null(x);
	return x;
}

static int64_t left(struct store_indexing *x)
{
	int64_t n = -1;
	assert_int_equal(store_indexing_count(x, &n), STORE_OK);
	return n;
}

static int64_t go_on(struct store_indexing *x)
{
	int64_t n = -1;
	assert_int_equal(store_indexing_go_on(x, AT_ONCE, &n), STORE_OK);
	return n;
}

static void each_is_indexed_once(void **state)
{
	struct fixture *f = *state;
	struct store_indexing *x = begin(f, ARTISTS);
	assert_int_equal(left(x), ARTISTS);
	assert_int_equal(go_on(x), AT_ONCE);
	assert_int_equal(left(x), ARTISTS - AT_ONCE);
	assert_int_equal(go_on(x), AT_ONCE);
	assert_int_equal(go_on(x), ARTISTS - 2 * AT_ONCE);
	assert_int_equal(go_on(x), 0);
	assert_int_equal(left(x), 0);
	assert_int_equal(number(f, "SELECT COUNT(DISTINCT artist_id) FROM name_sounds"), ARTISTS);
	store_indexing_free(x);
}

/* It does not begin at the beginning each time: those that are done are not read again. */
static void it_goes_on_behind_the_last(void **state)
{
	struct fixture *f = *state;
	struct store_indexing *x = begin(f, 3);
	int64_t n;
	assert_int_equal(store_indexing_go_on(x, 2, &n), STORE_OK);
	assert_int_equal(n, 2);
	sql(f, "UPDATE searchable_artists SET version = 0 WHERE artist_id = 'id0'");
	assert_int_equal(go_on(x), 1);
	assert_int_equal(go_on(x), 0);
	assert_int_equal(left(x), 1);
	store_indexing_free(x);
}

static void *unlock_later(void *context)
{
	nanosleep(&(struct timespec){LONG_MS / 1000, LONG_MS % 1000 * 1000000L}, NULL);
	sql(context, "UNLOCK TABLES");
	return NULL;
}

/* To read the names of a million artists takes longer than an answer to a user may. */
static void a_statement_may_take_long(void **state)
{
	struct fixture *f = *state;
	f->config.timeout_s = 1;
	struct store_indexing *x = begin(f, 1);
	pthread_t thread;
	sql(f, "LOCK TABLES names WRITE");
	assert_int_equal(pthread_create(&thread, NULL, unlock_later, f), 0);
	assert_int_equal(left(x), 1);
	pthread_join(thread, NULL);
	assert_int_equal(go_on(x), 1);
	store_indexing_free(x);
}

static void what_fails_is_told(void **state)
{
	struct fixture *f = *state;
	struct store_indexing *x = begin(f, 1);
	int64_t n;
	sql(f, "DROP TABLE name_sounds");
	assert_int_not_equal(store_indexing_go_on(x, AT_ONCE, &n), STORE_OK);
	assert_int_equal(n, 0);
	assert_non_null(strstr(store_error(f->conn), "name_sounds"));
	store_indexing_free(x);
	store_indexing_free(NULL);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH(each_is_indexed_once),
	    WITH(it_goes_on_behind_the_last),
	    WITH(a_statement_may_take_long),
	    WITH(what_fails_is_told),
	};
	return unit_run("index", tests);
}

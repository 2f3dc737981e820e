/* When Spotify may be asked: what all processes know of it, and how long one relies on what it read
 * a moment ago. Needs a server (store_fixture.h). */
#include "store_fixture.h"

#include "music/shared.h"

enum { LONG_MS = 600000, SOON_MS = 800, MOMENT_MS = 1100 };

static void nap(int ms)
{
	nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000L}, NULL);
}

static void close_gate(struct fixture *f, int64_t ms)
{
	assert_int_equal(store_fact_set(f->conn, SHARED_GATE, "", ms), STORE_OK);
}

/* The milliseconds to wait; -1: a lookup may begin. */
static int64_t wait_of(struct fixture *f, struct shared *s, enum shared_purpose purpose)
{
	const struct config_spotify c = {.daily_calls = 100};
	struct shared_permit p;
	bool may = shared_permits(s, f->conn, &c, purpose, clock_ms() + 5000, &p);
	return may ? -1 : p.wait_ms;
}

static void a_closed_gate_is_not_read_for_each(void **state)
{
	struct fixture *f = *state;
	struct shared s = {0};
	close_gate(f, LONG_MS);
	assert_in_range(wait_of(f, &s, SHARED_NEW), LONG_MS - 60000, LONG_MS);
	sql(f, "DELETE FROM spotify_state"); /* another process did */
	assert_in_range(wait_of(f, &s, SHARED_NEW), LONG_MS - 60000, LONG_MS);
	nap(MOMENT_MS);
	assert_int_equal(wait_of(f, &s, SHARED_NEW), -1);
}

static void an_open_gate_is(void **state)
{
	struct fixture *f = *state;
	struct shared s = {0};
	assert_int_equal(wait_of(f, &s, SHARED_NEW), -1);
	close_gate(f, LONG_MS);
	assert_in_range(wait_of(f, &s, SHARED_NEW), LONG_MS - 60000, LONG_MS);
}

/* Then one may try whether it is open, at once. */
static void a_gate_opens_when_its_time_is_over(void **state)
{
	struct fixture *f = *state;
	struct shared s = {0}, other = {0};
	close_gate(f, SOON_MS);
	assert_in_range(wait_of(f, &s, SHARED_NEW), 0, SOON_MS);
	nap(SOON_MS);
	assert_int_equal(wait_of(f, &s, SHARED_NEW), -1);
	assert_true(wait_of(f, &other, SHARED_NEW) > 0);
	assert_true(wait_of(f, &s, SHARED_NEW) > 0);
}

/* Three quarters of the day's calls are for known artists: the others may go on. */
static void what_one_purpose_has_spent_is_not_the_others(void **state)
{
	struct fixture *f = *state;
	struct shared s = {0};
	assert_int_equal(store_fact_count(f->conn, SHARED_CALLS, 80), STORE_OK);
	for (int i = 0; i < 2; i++) {
		assert_true(wait_of(f, &s, SHARED_REFRESH) > 0);
		assert_int_equal(wait_of(f, &s, SHARED_NEW), -1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(a_closed_gate_is_not_read_for_each, start, stop),
	    cmocka_unit_test_setup_teardown(an_open_gate_is, start, stop),
	    cmocka_unit_test_setup_teardown(a_gate_opens_when_its_time_is_over, start, stop),
	    cmocka_unit_test_setup_teardown(
		what_one_purpose_has_spent_is_not_the_others, start, stop),
	};
	return unit_run("shared", tests);
}

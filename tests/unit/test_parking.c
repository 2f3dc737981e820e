/* Parking: ready once, by whichever comes first: the wake, the time, the end. */
#include "unit.h"

#include "base/clock.h"
#include "responder/parking.h"

#include <poll.h>

static bool readable(int fd, int ms)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};
	return poll(&p, 1, ms) == 1;
}

static int setup(void **state)
{
	static struct parking p;
	*state = &p;
	return parking_init(&p) ? 0 : -1;
}

static int teardown(void **state)
{
	parking_free(*state);
	return 0;
}

static void a_wake_makes_it_ready_once(void **state)
{
	struct parking *p = *state;
	struct parked a = {0};
	parking_prepare(p, &a);
	assert_true(parking_park(p, &a, clock_ms() + 60000));
	assert_int_equal(parking_count(p), 1);
	assert_false(readable(p->event_fd, 0));
	parking_wake(p, &a);
	parking_wake(p, &a);
	assert_true(readable(p->event_fd, 0));
	assert_ptr_equal(parking_take(p), &a);
	assert_null(parking_take(p));
	assert_int_equal(parking_count(p), 0);
}

static void a_wake_before_parking_counts(void **state)
{
	struct parking *p = *state;
	struct parked a = {0};
	parking_prepare(p, &a);
	parking_wake(p, &a);
	assert_false(parking_park(p, &a, clock_ms() + 60000));
	assert_int_equal(parking_count(p), 0);
	parking_prepare(p, &a); /* the next request on the same connection */
	assert_true(parking_park(p, &a, clock_ms() + 60000));
	parking_wake(p, &a);
	assert_ptr_equal(parking_take(p), &a);
}

static void time_makes_it_ready(void **state)
{
	struct parking *p = *state;
	struct parked late = {0}, soon = {0}, later = {0};
	int64_t now = clock_ms();
	assert_true(parking_park(p, &late, now + 60000));
	assert_true(parking_park(p, &soon, now + 1000));
	assert_true(parking_park(p, &later, now + 120000));
	assert_false(readable(p->timer_fd, 0));
	assert_true(readable(p->timer_fd, 20000));
	assert_true(clock_ms() >= now + 1000);
	parking_expire(p);
	assert_ptr_equal(parking_take(p), &soon);
	assert_null(parking_take(p));
	parking_wake(p, &soon); /* too late to matter */
	assert_null(parking_take(p));
	assert_int_equal(parking_count(p), 2);
	parking_close(p);
	assert_ptr_equal(parking_take(p), &late);
	assert_ptr_equal(parking_take(p), &later);
}

static void a_time_that_is_over_does_not_wait(void **state)
{
	struct parking *p = *state;
	struct parked a = {0};
	assert_true(parking_park(p, &a, clock_ms() - 1000));
	assert_true(readable(p->timer_fd, 20000));
	parking_expire(p);
	assert_ptr_equal(parking_take(p), &a);
}

static void the_closed_one_parks_nothing(void **state)
{
	struct parking *p = *state;
	struct parked a = {0}, b = {0};
	assert_true(parking_park(p, &a, clock_ms() + 60000));
	parking_close(p);
	assert_false(parking_park(p, &b, clock_ms() + 60000));
	assert_ptr_equal(parking_take(p), &a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(a_wake_makes_it_ready_once, setup, teardown),
	    cmocka_unit_test_setup_teardown(a_wake_before_parking_counts, setup, teardown),
	    cmocka_unit_test_setup_teardown(time_makes_it_ready, setup, teardown),
	    cmocka_unit_test_setup_teardown(a_time_that_is_over_does_not_wait, setup, teardown),
	    cmocka_unit_test_setup_teardown(the_closed_one_parks_nothing, setup, teardown),
	};
	return unit_run("parking", tests);
}

/* Which workers sleep, and who wakes them. */
#include "unit.h"

#include "responder/crew.h"

#include <time.h>

enum { WORKERS = 5, FEW = 2, SLEEPERS = WORKERS - FEW };

/* So many requests in a row were answered from the cache. True if the worker may sleep then. */
static bool served(struct crew *c, int n, int *idle)
{
	bool may = false;
	for (int i = 0; i < n; i++)
		may = crew_served(c, idle);
	return may;
}

static void *sleep_once(void *context)
{
	crew_sleep(context);
	return NULL;
}

struct numbers {
	int awake, asleep;
};

/* Under the lock: atomic reads are not known to all tools. */
static struct numbers numbers(struct crew *c)
{
	pthread_mutex_lock(&c->lock);
	struct numbers n = {c->awake, c->asleep};
	pthread_mutex_unlock(&c->lock);
	return n;
}

static void wait_for(struct crew *c, int asleep)
{
	while (numbers(c).asleep != asleep)
		nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
}

static void begin(struct crew *c, pthread_t threads[static SLEEPERS])
{
	crew_init(c, WORKERS, FEW);
	for (int i = 0; i < SLEEPERS; i++) {
		assert_int_equal(pthread_create(&threads[i], NULL, sleep_once, c), 0);
		wait_for(c, i + 1);
	}
	assert_int_equal(numbers(c).awake, FEW);
}

static void end(struct crew *c, pthread_t threads[static SLEEPERS])
{
	crew_end(c);
	for (int i = 0; i < SLEEPERS; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(c->awake, WORKERS);
	assert_int_equal(c->asleep, 0);
	crew_free(c);
}

static void who_has_long_not_waited_may_sleep(void **state)
{
	(void)state;
	struct crew c;
	int idle = 0;
	crew_init(&c, WORKERS, FEW);
	assert_false(served(&c, 10, &idle));
	assert_true(served(&c, 1000, &idle));
	idle = 0;
	assert_false(served(&c, 10, &idle));
	crew_free(&c);
}

static void some_are_always_awake(void **state)
{
	(void)state;
	struct crew c;
	pthread_t threads[SLEEPERS];
	int idle = 0;
	begin(&c, threads);
	assert_false(served(&c, 1000, &idle));
	crew_sleep(&c); /* returns at once */
	end(&c, threads);
}

static void who_begins_to_wait_wakes_one_if_too_few_are_left(void **state)
{
	(void)state;
	struct crew c;
	pthread_t threads[SLEEPERS];
	begin(&c, threads);
	for (int left = SLEEPERS - 1; left >= 0; left--) {
		crew_wait(&c, true);
		wait_for(&c, left);
		assert_int_equal(numbers(&c).awake, WORKERS - left);
	}
	crew_wait(&c, true); /* there is nobody to wake */
	assert_int_equal(c.called, 0);
	end(&c, threads);
}

static void all_can_be_called(void **state)
{
	(void)state;
	struct crew c;
	pthread_t threads[SLEEPERS];
	begin(&c, threads);
	crew_call(&c);
	wait_for(&c, 0);
	crew_call(&c);
	assert_int_equal(c.called, 0);
	end(&c, threads);
}

static void who_ends_to_wait_is_free_again(void **state)
{
	(void)state;
	struct crew c;
	pthread_t threads[SLEEPERS];
	begin(&c, threads);
	crew_wait(&c, true);
	wait_for(&c, SLEEPERS - 1);
	crew_wait(&c, false);
	crew_wait(&c, true);
	assert_int_equal(numbers(&c).asleep, SLEEPERS - 1);
	assert_int_equal(c.called, 0);
	end(&c, threads);
}

static void nobody_sleeps_while_all_others_wait(void **state)
{
	(void)state;
	struct crew c;
	crew_init(&c, WORKERS, FEW);
	for (int i = 1; i < WORKERS; i++)
		crew_wait(&c, true);
	crew_sleep(&c); /* returns at once */
	assert_int_equal(c.awake, WORKERS);
	assert_int_equal(c.asleep, 0);
	crew_free(&c);
}

static void in_the_end_nobody_sleeps(void **state)
{
	(void)state;
	struct crew c;
	pthread_t threads[SLEEPERS];
	begin(&c, threads);
	crew_end(&c);
	wait_for(&c, 0);
	crew_sleep(&c); /* returns at once */
	end(&c, threads);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(who_has_long_not_waited_may_sleep),
	    cmocka_unit_test(some_are_always_awake),
	    cmocka_unit_test(who_begins_to_wait_wakes_one_if_too_few_are_left),
	    cmocka_unit_test(all_can_be_called),
	    cmocka_unit_test(who_ends_to_wait_is_free_again),
	    cmocka_unit_test(nobody_sleeps_while_all_others_wait),
	    cmocka_unit_test(in_the_end_nobody_sleeps),
	};
	return unit_run("crew", tests);
}

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
		may = crew_served(c, false, idle);
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
	assert_false(crew_served(&c, true, &idle));
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

static void who_waits_for_the_database_wakes_one(void **state)
{
	(void)state;
	struct crew c;
	pthread_t threads[SLEEPERS];
	int idle = 0;
	begin(&c, threads);
	for (int left = SLEEPERS - 1; left >= 0; left--) {
		assert_false(crew_served(&c, true, &idle));
		wait_for(&c, left);
		assert_int_equal(numbers(&c).awake, WORKERS - left);
	}
	assert_false(crew_served(&c, true, &idle)); /* there is nobody to wake */
	assert_int_equal(c.called, 0);
	end(&c, threads);
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
	    cmocka_unit_test(who_waits_for_the_database_wakes_one),
	    cmocka_unit_test(in_the_end_nobody_sleeps),
	};
	return unit_run("crew", tests);
}

/* Whose a connection is: one owner at a time, nothing that came is missed, and what is gone is not
 * found by events of before. */
#include "unit.h"

#include "responder/places.h"

#include <pthread.h>

static int a_thing, another_thing;

static void one_takes_the_others_are_noted(void **state)
{
	struct places p;
	(void)state;
	assert_true(places_init(&p, 4));
	uint32_t place = places_add(&p, &a_thing);
	uint64_t event = places_event(&p, place);
	assert_true(event > UINT32_MAX);
	assert_null(places_take(&p, event)); /* it is taken from the beginning */
	assert_false(places_rest(&p, place));
	assert_true(places_rest(&p, place));
	assert_ptr_equal(places_take(&p, event), &a_thing);
	assert_true(places_rest(&p, place));
	assert_ptr_equal(places_take(&p, event), &a_thing);
	for (int i = 0; i < 5; i++)
		assert_null(places_take(&p, event));
	assert_false(places_rest(&p, place));
	assert_true(places_rest(&p, place));
	places_free(&p);
}

static void events_of_before_lead_nowhere(void **state)
{
	struct places p;
	(void)state;
	assert_true(places_init(&p, 1));
	uint32_t place = places_add(&p, &a_thing);
	uint64_t before = places_event(&p, place);
	assert_int_equal(places_add(&p, &another_thing), PLACE_NONE);
	places_remove(&p, place);
	assert_null(places_take(&p, before));
	assert_int_equal(places_add(&p, &another_thing), place);
	assert_true(places_rest(&p, place));
	assert_null(places_take(&p, before));
	assert_ptr_equal(places_take(&p, places_event(&p, place)), &another_thing);
	places_free(&p);
}

/* Threads that send events and serve them: each event must be seen by an owner after it was sent,
 * and two must never own at once. */
enum { THREADS = 4, ROUNDS = 50000 };

struct crowd {
	struct places places;
	uint32_t place;
	atomic_int inside, sent, seen;
};

static void *one_of_the_crowd(void *context)
{
	struct crowd *c = context;
	uint64_t event = places_event(&c->places, c->place);
	for (int i = 0; i < ROUNDS; i++) {
		atomic_fetch_add(&c->sent, 1);
		if (!places_take(&c->places, event))
			continue;
		do {
			if (atomic_fetch_add(&c->inside, 1) != 0)
				return c; /* not alone */
			atomic_store(&c->seen, atomic_load(&c->sent));
			atomic_fetch_sub(&c->inside, 1);
		} while (!places_rest(&c->places, c->place));
	}
	return NULL;
}

static void a_crowd_is_served_one_by_one(void **state)
{
	pthread_t threads[THREADS];
	struct crowd c = {.place = 0};
	(void)state;
	assert_true(places_init(&c.places, 1));
	c.place = places_add(&c.places, &a_thing);
	assert_true(places_rest(&c.places, c.place));
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, one_of_the_crowd, &c), 0);
	for (int i = 0; i < THREADS; i++) {
		void *wrong;
		pthread_join(threads[i], &wrong);
		assert_null(wrong);
	}
	assert_int_equal(c.seen, THREADS * ROUNDS);
	places_free(&c.places);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(one_takes_the_others_are_noted),
	    cmocka_unit_test(events_of_before_lead_nowhere),
	    cmocka_unit_test(a_crowd_is_served_one_by_one),
	};
	return unit_run("places", tests);
}

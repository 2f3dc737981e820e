/* Who looks for a name while others do: who asks for whom, and what becomes of those who cannot
 * wait. */
#include "unit.h"

#include "base/clock.h"
#include "store/together.h"

#include <pthread.h>
#include <utlist.h>

enum { LONG_MS = 60000, MOMENT_MS = 100, NAP_MS = 2 };

/* One who asks in a thread of its own. */
struct one {
	struct together *t;
	const char *key;
	int64_t ms; /* that it waits */
	pthread_t thread;
	struct together_seat seat;
	struct together_group group;
	enum together_turn turn;
	struct one *until_left; /* the leader tells when this one is away; or NULL */
	bool fails;             /* as the leader */
	_Atomic bool over;
};

static void nap(void)
{
	nanosleep(&(struct timespec){.tv_nsec = NAP_MS * 1000000L}, NULL);
}

static int waiting(struct together *t)
{
	struct together_seat *s;
	int n = 0;
	pthread_mutex_lock(&t->lock);
	DL_COUNT(t->waiting, s, n);
	pthread_mutex_unlock(&t->lock);
	return n;
}

/* Who leads finds an artist of each key as its name. */
static void *ask(void *context)
{
	struct one *o = context;
	o->seat = (struct together_seat){.key = o->key};
	o->turn = together_ask(o->t, &o->seat, clock_ms() + o->ms, &o->group);
	if (o->turn == TOGETHER_LEAD) {
		while (o->until_left && !o->until_left->over)
			nap();
		for (int i = 0; !o->fails && i < o->group.n; i++) {
			struct artist *a = artist_new();
			assert_non_null(a);
			a->name = artist_text(a, str_of(o->group.keys[i]), LIMIT_KEY);
			o->group.answers[i] = (struct together_answer){a, true};
		}
		o->seat.answer = o->group.answers[0];
		together_tell(o->t, &o->group, !o->fails);
	}
	o->over = true;
	return NULL;
}

static void start(struct one *o)
{
	int before = waiting(o->t);
	assert_int_equal(pthread_create(&o->thread, NULL, ask, o), 0);
	while (waiting(o->t) == before && !o->over)
		nap();
}

static void end(struct one *o, enum together_turn turn)
{
	pthread_join(o->thread, NULL);
	assert_int_equal(o->turn, turn);
	if (turn == TOGETHER_ANSWERED || (turn == TOGETHER_LEAD && !o->fails)) {
		assert_string_equal(o->seat.answer.artist->name, o->key);
		artist_unref(o->seat.answer.artist);
	}
}

/* A statement is under way, so that all who come then have to wait. */
struct busy {
	struct together t;
	struct together_seat seat;
	struct together_group group;
};

static void begin(struct busy *b, int patience_ms)
{
	together_init(&b->t, patience_ms);
	b->seat = (struct together_seat){.key = "first"};
	assert_int_equal(together_ask(&b->t, &b->seat, clock_ms(), &b->group), TOGETHER_LEAD);
	assert_int_equal(b->group.n, 1);
	assert_string_equal(b->group.keys[0], "first");
}

static void come_back(struct busy *b)
{
	together_tell(&b->t, &b->group, true);
}

static void finish(struct busy *b)
{
	assert_int_equal(waiting(&b->t), 0);
	assert_int_equal(b->t.asking, 0);
	together_free(&b->t);
}

static void who_waits_is_asked_for_by_the_first_of_them(void **state)
{
	(void)state;
	struct busy b;
	begin(&b, LONG_MS);
	struct one all[] = {{.t = &b.t, .key = "a", .ms = LONG_MS},
	    {.t = &b.t, .key = "b", .ms = LONG_MS}, {.t = &b.t, .key = "a", .ms = LONG_MS}};
	for (int i = 0; i < 3; i++)
		start(&all[i]);
	come_back(&b);
	end(&all[0], TOGETHER_LEAD);
	assert_int_equal(all[0].group.n, 3);
	end(&all[1], TOGETHER_ANSWERED);
	end(&all[2], TOGETHER_ANSWERED);
	finish(&b);
}

static void no_more_wait_than_are_asked_for_together(void **state)
{
	(void)state;
	struct busy b;
	struct one all[TOGETHER_MOST];
	begin(&b, LONG_MS);
	for (int i = 0; i < TOGETHER_MOST; i++) {
		all[i] = (struct one){.t = &b.t, .key = "k", .ms = LONG_MS};
		start(&all[i]);
	}
	end(&all[TOGETHER_MOST - 1], TOGETHER_LEAD);
	assert_int_equal(all[TOGETHER_MOST - 1].group.n, TOGETHER_MOST);
	for (int i = 0; i < TOGETHER_MOST - 1; i++)
		end(&all[i], TOGETHER_ANSWERED);
	come_back(&b);
	finish(&b);
}

/* The statement that is under way does not come back. */
static void who_has_waited_long_asks_for_itself(void **state)
{
	(void)state;
	struct busy b;
	begin(&b, MOMENT_MS);
	struct one one = {.t = &b.t, .key = "one", .ms = LONG_MS};
	start(&one);
	end(&one, TOGETHER_LEAD);
	assert_int_equal(one.group.n, 1);
	come_back(&b);
	finish(&b);
}

/* Its leader is only slow. */
static void who_is_asked_for_waits_on(void **state)
{
	(void)state;
	struct busy b;
	begin(&b, MOMENT_MS);
	struct one hurried = {.t = &b.t, .key = "hurried", .ms = 5 * MOMENT_MS},
		   leader = {.t = &b.t, .key = "leader", .ms = LONG_MS, .until_left = &hurried},
		   other = {.t = &b.t, .key = "other", .ms = LONG_MS};
	start(&leader);
	start(&hurried);
	start(&other);
	come_back(&b);
	end(&hurried, TOGETHER_LATE);
	end(&leader, TOGETHER_LEAD);
	end(&other, TOGETHER_ANSWERED);
	finish(&b);
}

static void who_cannot_wait_leaves(void **state)
{
	(void)state;
	struct busy b;
	begin(&b, LONG_MS);
	struct one late = {.t = &b.t, .key = "late", .ms = MOMENT_MS},
		   other = {.t = &b.t, .key = "other", .ms = LONG_MS};
	start(&late);
	start(&other);
	end(&late, TOGETHER_LATE);
	come_back(&b);
	end(&other, TOGETHER_LEAD);
	assert_int_equal(other.group.n, 1);
	finish(&b);
}

static void who_leaves_while_asked_for_is_not_told(void **state)
{
	(void)state;
	struct busy b;
	begin(&b, LONG_MS);
	struct one late = {.t = &b.t, .key = "late", .ms = 5 * MOMENT_MS},
		   leader = {.t = &b.t, .key = "leader", .ms = LONG_MS, .until_left = &late},
		   other = {.t = &b.t, .key = "other", .ms = LONG_MS};
	start(&leader);
	start(&late);
	start(&other);
	come_back(&b);
	end(&late, TOGETHER_LATE);
	end(&leader, TOGETHER_LEAD);
	end(&other, TOGETHER_ANSWERED);
	assert_null(late.seat.answer.artist);
	finish(&b);
}

static void where_the_leader_fails_each_asks_alone(void **state)
{
	(void)state;
	struct busy b;
	begin(&b, LONG_MS);
	struct one leader = {.t = &b.t, .key = "leader", .ms = LONG_MS, .fails = true},
		   other = {.t = &b.t, .key = "other", .ms = LONG_MS};
	start(&leader);
	start(&other);
	come_back(&b);
	end(&leader, TOGETHER_LEAD);
	end(&other, TOGETHER_ALONE);
	finish(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(who_waits_is_asked_for_by_the_first_of_them),
	    cmocka_unit_test(no_more_wait_than_are_asked_for_together),
	    cmocka_unit_test(who_has_waited_long_asks_for_itself),
	    cmocka_unit_test(who_is_asked_for_waits_on),
	    cmocka_unit_test(who_cannot_wait_leaves),
	    cmocka_unit_test(who_leaves_while_asked_for_is_not_told),
	    cmocka_unit_test(where_the_leader_fails_each_asks_alone),
	};
	return unit_run("together", tests);
}

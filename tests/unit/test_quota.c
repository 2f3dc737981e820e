/* Searches a user may cause in an hour. */
#include "unit.h"

#include "music/quota.h"

enum { HOUR = 3600000 };

static void as_many_as_the_limit_in_any_hour(void **state)
{
	(void)state;
	struct quota *q = quota_new(3);
	uint64_t me = quota_user(q, STR("me")), you = quota_user(q, STR("you"));
	int64_t wait = 0;
	assert_true(quota_take(q, me, 0, &wait));
	assert_true(quota_take(q, me, 1000, &wait));
	assert_true(quota_take(q, me, 2000, &wait));
	assert_false(quota_take(q, me, 3000, &wait));
	assert_int_equal(wait, HOUR - 3000);
	assert_true(quota_take(q, you, 3000, &wait));
	assert_false(quota_take(q, me, HOUR - 1, &wait));
	assert_true(quota_take(q, me, HOUR, &wait));
	assert_false(quota_take(q, me, HOUR, &wait)); /* the second is not an hour old */
	assert_true(quota_take(q, me, HOUR + 1000, &wait));
	quota_free(q);
}

static void no_limit_and_no_user(void **state)
{
	(void)state;
	struct quota *none = quota_new(0), *one = quota_new(1);
	int64_t wait = 0;
	for (int i = 0; i < 100; i++) {
		assert_true(quota_take(none, quota_user(none, STR("me")), i, &wait));
		assert_true(quota_take(one, quota_user(one, STR("")), i, &wait));
	}
	quota_free(none);
	quota_free(one);
}

static void users_are_told_apart_and_salted(void **state)
{
	(void)state;
	struct quota *a = quota_new(1), *b = quota_new(1);
	assert_true(quota_user(a, STR("me")) == quota_user(a, STR("me")));
	assert_true(quota_user(a, STR("me")) != quota_user(a, STR("em")));
	assert_true(quota_user(a, STR("me")) != quota_user(b, STR("me")));
	quota_free(a);
	quota_free(b);
}

static void the_longest_silent_are_forgotten(void **state)
{
	(void)state;
	struct quota *q = quota_new(1);
	int64_t wait = 0;
	for (uint64_t user = 1; user <= 10001; user++)
		assert_true(quota_take(q, user, (int64_t)user, &wait));
	assert_false(quota_take(q, 10001, 20000, &wait));
	assert_false(quota_take(q, 3, 20000, &wait));
	assert_true(quota_take(q, 1, 20000, &wait)); /* forgotten */
	quota_free(q);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(as_many_as_the_limit_in_any_hour),
	    cmocka_unit_test(no_limit_and_no_user),
	    cmocka_unit_test(users_are_told_apart_and_salted),
	    cmocka_unit_test(the_longest_silent_are_forgotten),
	};
	return unit_run("quota", tests);
}

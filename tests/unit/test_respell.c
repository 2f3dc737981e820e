/* Latin spellings that Hangul may stand for. */
#include "names/respell.h"
#include "unit.h"

static void spelt(const char *typed, const char *first, const char *second)
{
	struct respelling r;
	respell(&r, str_of(typed));
	assert_int_equal(r.n, second ? 2 : first ? 1 : 0);
	if (first)
		assert_string_equal(r.items[0], first);
	if (second)
		assert_string_equal(r.items[1], second);
}

static void test_the_likelier_first(void **state)
{
	(void)state;
	spelt("콜드플레이", "coldplay", "koldfley");
	spelt("두아리파", "duaripa", "dooalifa");
	spelt("샘 스미스", "sem smis", "sem smith");
	spelt("뮤즈", "mus", "myuz");
	spelt("퀸", "queen", "kwin");
	spelt("클래시", "clesh", "klecy");
}

static void test_one_where_both_are_the_same(void **state)
{
	(void)state;
	spelt("한", "han", NULL);
}

static void test_what_is_not_to_be_spelt(void **state)
{
	(void)state;
	spelt("Coldplay", NULL, NULL);
	spelt("콜드플레이 live", NULL, NULL);
	spelt("", NULL, NULL);
	spelt("   ", NULL, NULL);
	spelt("오늘 저녁에 우리 뭐 먹을까", NULL, NULL); /* more words than a name */
	spelt("가 나 다 라 마", NULL, NULL);
}

static void test_no_longer_than_there_is_room_for(void **state)
{
	char typed[400] = "";
	struct respelling r;
	(void)state;
	for (int i = 0; i < 100; i++)
		memcpy(typed + 3 * i, i % 26 == 25 ? "   " : "츠", 4);
	respell(&r, str_of(typed));
	assert_true(r.n <= RESPELL_WAYS);
	for (int i = 0; i < r.n; i++)
		assert_true(strlen(r.items[i]) <= RESPELL_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_the_likelier_first),
	    cmocka_unit_test(test_one_where_both_are_the_same),
	    cmocka_unit_test(test_what_is_not_to_be_spelt),
	    cmocka_unit_test(test_no_longer_than_there_is_room_for),
	};
	return unit_run("respell", tests);
}

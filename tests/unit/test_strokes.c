/* Names as the keys that type them. */
#include "names/key.h"
#include "names/strokes.h"
#include "unit.h"

static struct strokes of(const char *name)
{
	char key[LIMIT_KEY + 1];
	struct strokes s;
	assert_true(name_key(key, str_of(name)));
	assert_true(strokes_read(&s, key));
	assert_int_equal(s.n, strlen(s.s));
	return s;
}

static int slips(const char *a, const char *b, int max)
{
	struct strokes x = of(a), y = of(b);
	int d = strokes_distance(x.s, x.n, y.s, y.n, max);
	assert_int_equal(strokes_distance(y.s, y.n, x.s, x.n, max), d);
	return d;
}

static void test_the_keyboard_in_the_other_language(void **state)
{
	(void)state;
	assert_string_equal(of("아이유").s, "dkdldb");
	assert_string_equal(of("dkdldb").s, "dkdldb");
	assert_string_equal(of("ㅠㅅㄴ").s, "bts");
	assert_string_equal(of("방탄소년단").s, "qkdxksthsuseks");
	assert_string_equal(of("값과 빨래").s, "rkqtrhkqkffo"); /* shift does not count */
	assert_true(of("아이유").hangul && !of("아이유").latin);
	assert_true(of("아이ㅠ").syllables && !of("ㅠㅅㄴ").syllables);
	assert_true(of("iu").latin && !of("iu").hangul);
}

static void test_one_slip_is_one(void **state)
{
	(void)state;
	assert_int_equal(slips("아이유", "아이유", 3), 0);
	assert_int_equal(slips("아이뉴", "아이유", 3), 1); /* another key */
	assert_int_equal(slips("빅벵", "빅뱅", 3), 1);
	assert_int_equal(slips("Coldpaly", "Coldplay", 3), 1); /* two changed places */
	assert_int_equal(slips("Coldlay", "Coldplay", 3), 1);
	assert_int_equal(slips("Colddplay", "Coldplay", 3), 1);
	assert_int_equal(slips("아이유ㅠ", "아이유", 3), 1);
}

static void test_more_than_asked_for_is_not_counted(void **state)
{
	(void)state;
	assert_int_equal(slips("Coldplay", "Radiohead", 2), 3);
	assert_int_equal(slips("Coldplay", "Cold", 3), 4);
	assert_int_equal(slips("ab", "ba", 0), 1);
}

static void test_initials(void **state)
{
	char a[STROKES_MAX + 1], b[STROKES_MAX + 1], key[LIMIT_KEY + 1];
	bool lone;
	(void)state;
	name_key(key, STR("ㅂㅌㅅㄴㄷ"));
	assert_int_equal(strokes_initials(a, key, &lone), 5);
	assert_true(lone);
	name_key(key, STR("방탄소년단"));
	assert_int_equal(strokes_initials(b, key, &lone), 5);
	assert_false(lone);
	assert_string_equal(a, b);
	name_key(key, STR("방ㅌ"));
	assert_int_equal(strokes_initials(a, key, &lone), 0);
	name_key(key, STR("BTS"));
	assert_int_equal(strokes_initials(a, key, &lone), 0);
	name_key(key, STR("ㅠㅠ"));
	assert_int_equal(strokes_initials(a, key, &lone), 0);
}

static void test_what_is_too_long(void **state)
{
	char key[STROKES_MAX + 2];
	struct strokes s;
	(void)state;
	memset(key, 'a', sizeof key);
	key[STROKES_MAX] = '\0';
	assert_true(strokes_read(&s, key));
	assert_int_equal(strokes_distance(s.s, s.n, s.s, s.n, 3), 0);
	key[STROKES_MAX] = 'a';
	key[STROKES_MAX + 1] = '\0';
	assert_false(strokes_read(&s, key));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_the_keyboard_in_the_other_language),
	    cmocka_unit_test(test_one_slip_is_one),
	    cmocka_unit_test(test_more_than_asked_for_is_not_counted),
	    cmocka_unit_test(test_initials),
	    cmocka_unit_test(test_what_is_too_long),
	};
	return unit_run("strokes", tests);
}

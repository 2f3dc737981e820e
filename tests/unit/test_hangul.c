/* Hangul as sounds. */
#include "names/hangul.h"
#include "unit.h"

static void sounds_are(const char *text, const char *wanted)
{
	struct sounds s;
	assert_true(hangul_read(&s, str_of(text)));
	assert_string_equal(s.s, wanted);
	assert_int_equal(s.n, strlen(wanted));
}

static void test_syllables_are_read_as_they_sound(void **state)
{
	(void)state;
	sounds_are("콜드플레이", "koLd_p_Lrei");
	sounds_are("아이유", "aiyu");
	sounds_are("방탄소년단", "baQtaNsonyvNdaN");
	sounds_are("빅뱅", "biKbeQ");
	sounds_are("왜 웨 외", "wewewe"); /* who writes by ear does not tell them apart */
	sounds_are("싹 싻", "SaKSaK");
}

static void test_letters_and_digits_beside_hangul(void **state)
{
	(void)state;
	sounds_are("dj칼리드", "dijeikaLrid_");
	sounds_are("DJ 칼리드", "dijeikaLrid_");
	sounds_are("10센치", "10seNci");
	sounds_are("블랙-핑크!", "b_LreKpiQk_");
}

static void test_a_letter_that_a_slip_left_alone_is_read(void **state)
{
	(void)state;
	sounds_are("콜ㄷ플레이", "koLdp_Lrei");
	sounds_are("아이ㅠ", "aiyu");
	sounds_are("ㅇ아이유", "aiyu");
}

static void test_what_is_no_hangul(void **state)
{
	struct sounds s;
	(void)state;
	assert_false(hangul_read(&s, STR("Coldplay")));
	assert_false(hangul_read(&s, STR("ㅂㅌㅅㄴㄷ")));
	assert_false(hangul_read(&s, STR("아이유 椎名林檎")));
	assert_false(hangul_read(&s, STR("\xea\xb0")));
	assert_false(hangul_read(&s, STR("")));
}

static void test_as_many_sounds_as_there_is_room_for(void **state)
{
	char text[200] = "";
	struct sounds s;
	(void)state;
	for (int i = 0; i < 31; i++)
		memcpy(text + 3 * i, "가", 4);
	assert_true(hangul_read(&s, str_of(text)));
	assert_int_equal(s.n, 62);
	memcpy(text + 93, "가", 4);
	assert_false(hangul_read(&s, str_of(text)));
}

static void test_each_syllable_is_taken_apart_and_composed_again(void **state)
{
	struct syllable s;
	(void)state;
	for (int32_t c = 0xac00; c <= 0xd7a3; c++) {
		assert_true(hangul_take_apart(c, &s));
		assert_int_equal(hangul_compose(s), c);
	}
	assert_false(hangul_take_apart(0xabff, &s));
	assert_false(hangul_take_apart(0xd7a4, &s));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_syllables_are_read_as_they_sound),
	    cmocka_unit_test(test_letters_and_digits_beside_hangul),
	    cmocka_unit_test(test_a_letter_that_a_slip_left_alone_is_read),
	    cmocka_unit_test(test_what_is_no_hangul),
	    cmocka_unit_test(test_as_many_sounds_as_there_is_room_for),
	    cmocka_unit_test(test_each_syllable_is_taken_apart_and_composed_again),
	};
	return unit_run("hangul", tests);
}

/* Hangul as keys, and what an input method makes of them. */
#include "names/keyboard.h"
#include "unit.h"

static struct keys keys_of(const char *text, bool wanted_whole)
{
	struct keys k;
	bool whole;
	assert_true(keyboard_keys(&k, str_of(text), &whole));
	assert_int_equal(whole, wanted_whole);
	return k;
}

/* The sounds of keys are those of the text that they type. */
static void test_there_and_back(void **state)
{
	static const char *const texts[] = {"콜드플레이", "아이유", "방탄소년단", "빌리 아일리쉬",
	    "싹쓸이", "앉아 닭이 값", "쀍", "왜 웨 외 의 위 워 와", "까치, 빠삐용!"};
	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct keys k = keys_of(texts[i], true);
		struct sounds typed, read;
		assert_true(keyboard_sounds(&typed, &k));
		assert_true(hangul_read(&read, str_of(texts[i])));
		assert_string_equal(typed.s, read.s);
	}
}

static void test_a_letter_alone_is_no_syllable(void **state)
{
	static const char *const texts[] = {
	    "콜ㄷ플레이", "ㅏ", "ㅋㅋㅋ", "아이 ㅠ", "아ㅣ유", "ㄳ", "가 ㄴ"};
	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct keys k = keys_of(texts[i], false);
		struct sounds sounds;
		assert_false(keyboard_sounds(&sounds, &k));
	}
}

/* Typed on, letters join: a final begins the next syllable, two vowels make one. */
static void test_an_input_method_joins(void **state)
{
	struct keys k = keys_of("탛", true);
	struct sounds sounds;
	(void)state;
	assert_int_equal(k.n, 3);
	k.k[k.n++] = KEY_ANY_VOWEL;
	assert_true(keyboard_sounds(&sounds, &k));
	assert_string_equal(sounds.s, "tah*");
	k.k[2] = KEY_ANY_CONSONANT;
	assert_true(keyboard_sounds(&sounds, &k));
	assert_string_equal(sounds.s, "ta#*");
	k.n = 3;
	assert_true(keyboard_sounds(&sounds, &k));
	assert_string_equal(sounds.s, "ta#");
	k = keys_of("고ㅏ", false);
	assert_true(keyboard_sounds(&sounds, &k));
	assert_string_equal(sounds.s, "gwa");
	k = keys_of("고 아", true);
	assert_true(keyboard_sounds(&sounds, &k));
	assert_string_equal(sounds.s, "goa");
}

static void test_what_is_no_hangul(void **state)
{
	struct keys k;
	bool whole;
	(void)state;
	assert_false(keyboard_keys(&k, STR("Coldplay"), &whole));
	assert_false(keyboard_keys(&k, STR("마룬5"), &whole));
	assert_false(keyboard_keys(&k, STR("아이유 椎"), &whole));
	assert_false(keyboard_keys(&k, STR("\xea\xb0"), &whole));
	assert_false(keyboard_keys(&k, STR(""), &whole));
	char longest[3 * KEYS_MAX + 1] = "";
	for (int i = 0; i < KEYS_MAX / 2; i++)
		strcat(longest, "가");
	assert_true(keyboard_keys(&k, str_of(longest), &whole));
	assert_int_equal(k.n, KEYS_MAX);
	strcat(longest, "가");
	assert_false(keyboard_keys(&k, str_of(longest), &whole));
}

static void test_what_is_beside_a_key(void **state)
{
	unsigned char beside[2];
	struct keys k = keys_of("가", true), left = keys_of("다", true),
		    right = keys_of("사", true);
	(void)state;
	assert_int_equal(keyboard_beside(k.k[0], beside), 2);
	assert_int_equal(beside[0], left.k[0]);
	assert_int_equal(beside[1], right.k[0]);
	k = keys_of("바", true);
	right = keys_of("자", true);
	assert_int_equal(keyboard_beside(k.k[0], beside), 1);
	assert_int_equal(beside[0], right.k[0]);
	assert_int_equal(keyboard_beside(KEY_SPACE, beside), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_there_and_back),
	    cmocka_unit_test(test_a_letter_alone_is_no_syllable),
	    cmocka_unit_test(test_an_input_method_joins),
	    cmocka_unit_test(test_what_is_no_hangul),
	    cmocka_unit_test(test_what_is_beside_a_key),
	};
	return unit_run("keyboard", tests);
}

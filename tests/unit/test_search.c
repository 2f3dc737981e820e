/* What names are searched by: what was typed and the name that was meant share a key. */
#include "base/limits.h"
#include "names/key.h"
#include "names/search.h"
#include "unit.h"

static bool has(const struct search_keys *k, const char *key)
{
	for (int i = 0; i < k->n; i++)
		if (!strcmp(k->items[i], key))
			return true;
	return false;
}

/* Do they share a key of that kind; of any for '*'? */
static bool share(const char *typed, const char *name, bool wider, char kind)
{
	struct search_keys of_name, of_typed;
	char key[LIMIT_KEY + 1];
	assert_true(name_key(key, str_of(typed)));
	search_name(&of_name, str_of(name));
	if (wider)
		search_wider(&of_typed, str_of(typed));
	else
		search_typed(&of_typed, str_of(typed), key);
	assert_in_range(of_name.n, 0, SEARCH_NAME_KEYS);
	assert_in_range(of_typed.n, 0, wider ? SEARCH_WIDER_KEYS : SEARCH_TYPED_KEYS);
	for (int i = 0; i < of_typed.n; i++)
		if ((kind == '*' || of_typed.items[i][0] == kind) &&
		    has(&of_name, of_typed.items[i]))
			return true;
	return false;
}

static void test_by_sound(void **state)
{
	(void)state;
	assert_true(share("콜드플레이", "Coldplay", false, 'c'));
	assert_true(share("마룬파이브", "Maroon 5", false, 'c'));
	assert_true(share("우타다 히카루", "Hikaru Utada", false, 'c'));
	assert_true(share("Taeyeon", "태연", false, 'f'));
	assert_true(share("비틀즈", "The Beatles", false, 'c'));
	assert_true(share("더 큐어", "The Cure", false, 'f'));
	assert_true(share("더 후", "The Who", false, 'f'));
	assert_true(share("밥 말리", "Bob Marley & The Wailers", true, 'w'));
	assert_false(share("콜드플레이", "Metallica", false, '*'));
}

static void test_short_names_by_their_vowels_too(void **state)
{
	(void)state;
	assert_true(share("보니", "Boni", false, 'f'));
	assert_true(share("아이유", "IU", false, 'f'));
	assert_true(share("리치", "Rich", false, 'f')); /* a vowel that is not spelt */
	assert_true(share("제인", "Jane", false, 'f'));
}

/* A single slip leaves one half of the keys as it was, whichever half it is in. */
static void test_by_keys(void **state)
{
	static const char *const slips[] = {"아이뉴", "아이ㅠ", "아이유ㅠ", "ㅏ아이유"};
	(void)state;
	for (size_t i = 0; i < sizeof slips / sizeof *slips; i++) {
		if (!share(slips[i], "아이유", false, 'h') &&
		    !share(slips[i], "아이유", false, 't'))
			fail_msg("%s does not lead to it", slips[i]);
	}
	assert_true(share("dkdldb", "아이유", false, 'h'));
	assert_true(share("ㅠㅛㄴ", "BTS", false, 'h'));
	assert_true(share("Codlplay", "Coldplay", false, 't'));
	assert_true(share("ㅂㅌㅅㄴㄷ", "방탄소년단", false, 'i'));
}

static void test_one_consonant_more_less_or_other(void **state)
{
	(void)state;
	assert_true(share("콜드브레이", "Coldplay", false, 'c')); /* alike in class */
	assert_false(share("콜드클레이", "Coldplay", false, '*'));
	assert_true(share("콜드클레이", "Coldplay", true, 'd'));
	assert_true(share("콜플레이", "Coldplay", true, 'd'));
	assert_true(share("콜드플레임", "Coldplay", true, 'c'));
}

static void test_words(void **state)
{
	(void)state;
	assert_true(share("스위프트", "Taylor Swift", true, 'w'));
	assert_true(share("콜드플레이 밴드", "Coldplay", true, 'c'));
}

static void test_keys_are_short_and_ascii(void **state)
{
	static const char *const names[] = {"Coldplay", "방탄소년단", "椎名林檎", "Мумий Тролль",
	    "!!!", "The Extremely Long Name Of A Band With Very Many Words In It Indeed",
	    "chthge chthge chthge chthge", "RRRRR", "지코 지코 지코 지코 지코 지코 지코 지코 지코"};
	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct search_keys k;
		search_name(&k, str_of(names[i]));
		for (int j = 0; j < k.n; j++) {
			assert_in_range(strlen(k.items[j]), 2, SEARCH_KEY);
			for (const char *c = k.items[j]; *c; c++)
				assert_true(*c > ' ' && (unsigned char)*c < 0x80);
		}
	}
}

static void keys_of_many_names_are_told_from_those_of_few(void **state)
{
	static const char *const shared[] = {"cktpl", "dk", "wkt", "fk.t.", "h3:a", "iqkql"};
	static const char *const own[] = {
	    "cktplk", "dktplk", "wktplkt", "fk.t.p.", "h8:abcd", "t11:abcdef"};
	(void)state;
	for (size_t i = 0; i < sizeof shared / sizeof *shared; i++)
		assert_true(search_is_shared(shared[i]));
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		assert_false(search_is_shared(own[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_by_sound),
	    cmocka_unit_test(test_short_names_by_their_vowels_too),
	    cmocka_unit_test(test_by_keys),
	    cmocka_unit_test(test_one_consonant_more_less_or_other),
	    cmocka_unit_test(test_words),
	    cmocka_unit_test(test_keys_are_short_and_ascii),
	    cmocka_unit_test(keys_of_many_names_are_told_from_those_of_few),
	};
	return unit_run("search", tests);
}

/* A finger that slipped: what was meant is found, and is nearest. */
#include "base/limits.h"
#include "names/key.h"
#include "names/slips.h"
#include "unit.h"

/* The cost at which a slip leads to the name, by the keys that they share; MATCH_NEVER: it does
 * not. */
static int cost(const char *typed, const char *name)
{
	struct search_keys of_name;
	struct slips *s = slips_new(str_of(typed));
	int best = MATCH_NEVER;
	assert_non_null(s);
	search_name(&of_name, str_of(name));
	const struct search_keys *keys = slips_keys(s);
	assert_in_range(keys->n, 1, SEARCH_WIDER_KEYS);
	for (int i = 0; i < keys->n; i++)
		for (int j = 0; j < of_name.n; j++) {
			if (strcmp(keys->items[i], of_name.items[j]) != 0)
				continue;
			struct match m = slips_match(s, keys->items[i], str_of(name), 300);
			assert_true((m.how == MATCH_SLIP) == (m.cost != MATCH_NEVER));
			best = m.cost < best ? m.cost : best;
		}
	slips_free(s);
	return best;
}

static void test_each_kind_of_slip_leads_to_what_was_meant(void **state)
{
	static const struct {
		const char *typed, *name;
	} slips[] = {
	    {"콜ㄷ플레이", "Coldplay"},        /* a key left out */
	    {"라시드 탛", "Rachid Taha"},      /* so that a syllable took in the next */
	    {"자ㅣㄹ라", "Jamila"},            /* a consonant left out, before a vowel */
	    {"조 ㅔ리", "Joe Perry"},          /* likewise, in a short name */
	    {"크러ㅛㅣ", "Crush"},             /* the key beside */
	    {"제아홉", "j-hope"},              /* likewise, where all are syllables still */
	    {"빝사ㅡ", "Vitas"},               /* two that changed places */
	    {"칼ㄹ리드", "Khalid"},            /* one twice */
	    {"피비 랑니언", "Phoebe Ryan"},    /* one more, which parts a syllable */
	    {"우타다 히칼루", "Hikaru Utada"}, /* surname first */
	};
	(void)state;
	for (size_t i = 0; i < sizeof slips / sizeof *slips; i++) {
		int own = cost(slips[i].typed, slips[i].name);
		if (own > 160)
			fail_msg("%s: %s costs %d", slips[i].typed, slips[i].name, own);
		for (size_t k = 0; k < sizeof slips / sizeof *slips; k++)
			if (k != i && cost(slips[i].typed, slips[k].name) <= own)
				fail_msg("%s is as near to %s", slips[i].typed, slips[k].name);
	}
}

/* A name that is long enough is found, too, where it is heard with a consonant less. */
static void test_a_slip_in_what_is_only_nearly_the_name(void **state)
{
	(void)state;
	assert_in_range(cost("내ㅏ털리 임브룰리아", "Natalie Imbruglia"), 1, 160);
	assert_in_range(cost("로ㅜ완 애킨슨", "Rowan Atkinson"), 1, 160);
	assert_in_range(cost("바네ㅏ사 파라디", "Vanessa Paradis"), 1, 160);
}

/* What shows that there was a slip makes it likelier than what may have been meant as it is. */
static void test_a_letter_alone_tells_of_a_slip(void **state)
{
	(void)state;
	int alone = cost("칼ㄹ리드", "Khalid"), beside = cost("칼리그", "Khalid");
	assert_true(alone < beside && beside < MATCH_NEVER);
}

static void test_what_no_slip_explains_is_not_tried(void **state)
{
	static const char *const none[] = {"ㅋㅋㅋ", "ㅠㅠ", "ㅂㅌㅅㄴㄷ", "Coldplay", "마룬5",
	    "가", "", "椎名林檎", "오늘 저녁에 뭐 먹을까 고민되는데 추천 좀 해줘",
	    "가 나 다 라 마 바", "\xea\xb0",
	    "가나다라마바사아자차카타파하가나다라마바사아자차카타파하"};
	(void)state;
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		if (slips_new(str_of(none[i])))
			fail_msg("%s", none[i]);
}

static void test_a_key_that_is_none_of_its_own_leads_nowhere(void **state)
{
	struct slips *s = slips_new(STR("콜ㄷ플레이"));
	(void)state;
	assert_non_null(s);
	assert_int_equal(slips_match(s, "cxyz", STR("Coldplay"), 300).cost, MATCH_NEVER);
	assert_int_equal(
	    slips_match(s, slips_keys(s)->items[0], STR("椎名林檎"), 300).cost, MATCH_NEVER);
	assert_int_equal(
	    slips_match(s, slips_keys(s)->items[0], STR("Coldplay"), 0).cost, MATCH_NEVER);
	slips_free(s);
	slips_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_each_kind_of_slip_leads_to_what_was_meant),
	    cmocka_unit_test(test_a_slip_in_what_is_only_nearly_the_name),
	    cmocka_unit_test(test_a_letter_alone_tells_of_a_slip),
	    cmocka_unit_test(test_what_no_slip_explains_is_not_tried),
	    cmocka_unit_test(test_a_key_that_is_none_of_its_own_leads_nowhere),
	};
	return unit_run("slips", tests);
}

/* What was typed, held against names. */
#include "base/limits.h"
#include "names/key.h"
#include "names/match.h"
#include "unit.h"

enum { FAR = 4096 };

/* How a name is like what was typed; MATCH_NOT where it is no nearer than nobody. */
static struct match match(const char *typed, const char *name, unsigned by)
{
	char key[LIMIT_KEY + 1];
	assert_true(name_key(key, str_of(typed)));
	struct matcher *m = matcher_new(str_of(typed), key);
	assert_non_null(m);
	struct match found = matcher_match(m, str_of(name), by, FAR);
	if (found.cost >= matcher_nobody(m))
		found.how = MATCH_NOT;
	matcher_free(m);
	return found;
}

static void is(const char *typed, const char *name, enum match_how how)
{
	struct match found = match(typed, name, MATCH_BY_ALL);
	if (found.how != how)
		fail_msg("%s is like %s by %d (cost %d), not %d", typed, name, found.how,
		    found.cost, how);
}

static void test_by_sound(void **state)
{
	(void)state;
	is("콜드플레이", "Coldplay", MATCH_SOUND);
	is("마룬파이브", "Maroon 5", MATCH_SOUND);
	is("유투", "U2", MATCH_SOUND);
	is("비티에스", "BTS", MATCH_SOUND);
	is("우타다 히카루", "Hikaru Utada", MATCH_SOUND);
	is("Taeyeon", "태연", MATCH_SOUND);
	is("Kim Kwang-seok", "김광석", MATCH_SOUND);
	is("콜ㄷ플레이", "Coldplay", MATCH_SOUND);
	is("핑크", "P!nk", MATCH_SOUND);
	is("윌아이엠", "will.i.am", MATCH_SOUND);
	is("미스터 칠드런", "Mr.Children", MATCH_SOUND);
	is("데드마우스", "deadmau5", MATCH_SOUND);
	is("타투", "t.A.T.u.", MATCH_SOUND);
	is("밥 말리", "Bob Marley & The Wailers", MATCH_WORD);
}

static void test_by_keys(void **state)
{
	(void)state;
	is("dkdldb", "아이유", MATCH_SPELLING);
	is("ㅠㅅㄴ", "BTS", MATCH_SPELLING);
	is("ㅠㅛㄴ", "BTS", MATCH_SPELLING); /* a slip, too */
	is("아이뉴", "아이유", MATCH_SPELLING);
	is("빅벵", "빅뱅", MATCH_SPELLING);
	is("Codlplay", "Coldplay", MATCH_SPELLING);
}

static void test_initial_consonants_are_nothing_else(void **state)
{
	(void)state;
	is("ㅂㅌㅅㄴㄷ", "방탄소년단", MATCH_INITIALS);
	is("ㅂㅌㅅㄴ", "방탄소년단", MATCH_NOT);
	is("ㅋㅋㅋ", "쿠쿠쿠쿠", MATCH_NOT);
	is("ㅋㅋㅋ", "쿠쿠쿠", MATCH_NOT);
	is("ㅇㅇ", "유아", MATCH_NOT);
	is("ㅇㄷ", "유다", MATCH_INITIALS);
}

static void test_half_a_name_and_more_than_a_name(void **state)
{
	(void)state;
	is("에드 시런", "Ed Sheeran", MATCH_SOUND);
	is("스위프트", "Taylor Swift", MATCH_WORD);
	is("swift", "Taylor Swift", MATCH_WORD);
	is("콜드플레이 밴드", "Coldplay", MATCH_PART);
	assert_true(match("스위프트", "Taylor Swift", MATCH_BY_ALL).cost >
		    match("테일러 스위프트", "Taylor Swift", MATCH_BY_ALL).cost);
}

static void test_what_is_not_alike(void **state)
{
	(void)state;
	is("콜드플레이", "Metallica", MATCH_NOT);
	is("오늘 저녁에 뭐 먹을까", "Onyx", MATCH_NOT);
	is("Coldplay", "Radiohead", MATCH_NOT);
	is("아이유", "椎名林檎", MATCH_NOT);
	is("!!!", "아이유", MATCH_NOT);
	is("ㅋㅋㅋ", "ZZZ", MATCH_NOT);
	is("ㅠㅠ", "BB", MATCH_NOT);
}

/* A name is looked at in the ways that are asked for only. */
static void test_ways(void **state)
{
	(void)state;
	assert_int_equal(match("콜드플레이", "Coldplay", MATCH_BY_KEYS).how, MATCH_NOT);
	assert_int_equal(match("아이뉴", "아이유", MATCH_BY_SOUND).how, MATCH_NOT);
	assert_int_equal(match("스위프트", "Taylor Swift", MATCH_BY_SOUND).how, MATCH_NOT);
	assert_int_equal(match("스위프트", "Taylor Swift", MATCH_BY_WORD).how, MATCH_WORD);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_by_sound),
	    cmocka_unit_test(test_by_keys),
	    cmocka_unit_test(test_initial_consonants_are_nothing_else),
	    cmocka_unit_test(test_half_a_name_and_more_than_a_name),
	    cmocka_unit_test(test_what_is_not_alike),
	    cmocka_unit_test(test_ways),
	};
	return unit_run("match", tests);
}

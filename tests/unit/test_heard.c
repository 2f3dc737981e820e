/* How likely is it that a Latin name is written like this in Hangul? */
#include "names/heard.h"
#include "unit.h"

static int cost(const char *typed, const char *name, int bound)
{
	struct sounds sounds;
	struct spelling latin[LATIN_READINGS];
	int best = HEARD_NEVER;
	assert_true(hangul_read(&sounds, str_of(typed)));
	struct heard *h = heard_new(&sounds);
	assert_non_null(h);
	int n = latin_read(latin, str_of(name));
	assert_true(n > 0);
	for (int i = 0; i < n; i++) {
		int c = heard_cost(h, &latin[i], bound);
		best = c < best ? c : best;
	}
	heard_free(h);
	return best;
}

/* Nearer than any other of the names, and by far nearer than a name of nothing in common. */
static void test_a_name_is_nearest_to_its_own_hangul(void **state)
{
	static const char *const pairs[][2] = {
	    {"콜드플레이", "Coldplay"},
	    {"두아리파", "Dua Lipa"},
	    {"비욘세", "Beyoncé"},
	    {"포스트말론", "Post Malone"},
	    {"에드시런", "Ed Sheeran"},
	    {"빌리아일리쉬", "Billie Eilish"},
	    {"아델", "Adele"},
	    {"마룬파이브", "Maroon 5"},
	    {"유투", "U2"},
	    {"비티에스", "BTS"},
	    {"라디오헤드", "Radiohead"},
	    {"닥터 드레", "Dr. Dre"},
	    {"태연", "Taeyeon"},
	    {"김광석", "Kim Kwang-seok"},
	    {"사이먼 앤 가펑클", "Simon & Garfunkel"},
	    {"비틀즈", "The Beatles"},
	};
	enum { N = sizeof pairs / sizeof *pairs };
	(void)state;
	for (int i = 0; i < N; i++) {
		int own = cost(pairs[i][0], pairs[i][1], HEARD_NEVER - 1);
		for (int k = 0; k < N; k++)
			if (k != i &&
			    cost(pairs[i][0], pairs[k][1], HEARD_NEVER - 1) < 2 * own + 40)
				fail_msg("%s is as like %s", pairs[i][0], pairs[k][1]);
	}
}

static void test_the_ways_people_really_write(void **state)
{
	static const char *const ways[][2] = {
	    {"빌리 아일리시", "Billie Eilish"},
	    {"빌리 에일리쉬", "Billie Eilish"},
	    {"콜드 플래이", "Coldplay"},
	    {"라디오해드", "Radiohead"},
	    {"비틀스", "The Beatles"},
	    {"더 비틀즈", "The Beatles"},
	    {"아하", "a-ha"},
	    {"앵딜라", "Indila"},
	    {"루트비히", "Ludwig"},
	    {"마우 이 리키", "Mau y Ricky"},
	    {"십센치", "10cm"},
	    {"블링크 원에이티투", "blink-182"},
	    {"비 피프티투", "B-52"},
	    {"트리플 엑스엑스엑스", "Triple XXX"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
		if (cost(ways[i][0], ways[i][1], 120) == HEARD_NEVER)
			fail_msg("%s is not like %s", ways[i][0], ways[i][1]);
}

static void test_what_costs_more_than_bound_is_not_alike(void **state)
{
	int own = cost("콜드플레이", "Coldplay", 1000);
	(void)state;
	assert_true(own > 0 && own < 1000);
	assert_int_equal(cost("콜드플레이", "Coldplay", own), own);
	assert_int_equal(cost("콜드플레이", "Coldplay", own - 1), HEARD_NEVER);
	assert_int_equal(cost("아이유", "Metallica", 200), HEARD_NEVER);
}

static void test_the_longest_there_is_room_for(void **state)
{
	char typed[200] = "", name[SPELLING_MAX - 1];
	(void)state;
	for (int i = 0; i < 31; i++)
		memcpy(typed + 3 * i, "가", 4);
	memset(name, 'a', sizeof name - 1);
	name[sizeof name - 1] = '\0';
	assert_true(cost(typed, name, HEARD_NEVER - 1) > 500);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_a_name_is_nearest_to_its_own_hangul),
	    cmocka_unit_test(test_the_ways_people_really_write),
	    cmocka_unit_test(test_what_costs_more_than_bound_is_not_alike),
	    cmocka_unit_test(test_the_longest_there_is_room_for),
	};
	return unit_run("heard", tests);
}

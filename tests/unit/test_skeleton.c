/* The consonants that what was typed and a name agree on. */
#include "names/skeleton.h"
#include "unit.h"

static struct skeleton of_hangul(const char *text)
{
	struct sounds sounds;
	struct skeleton s;
	assert_true(hangul_read(&sounds, str_of(text)));
	skeleton_of_sounds(&s, sounds.s, sounds.n);
	return s;
}

static void test_of_hangul(void **state)
{
	(void)state;
	assert_string_equal(of_hangul("콜드플레이").s, "kltpl");
	assert_string_equal(of_hangul("콜드플레이").fine, "k.ltpl.");
	assert_string_equal(of_hangul("아이유").s, "");
	assert_string_equal(of_hangul("아이유").fine, ".");
	assert_string_equal(of_hangul("보니").fine, "p.n.");
	assert_string_equal(of_hangul("본").fine, "p.n");
	assert_string_equal(of_hangul("10센치").s, "tnsns");
}

/* One of the ways of the name has the skeleton of the Hangul. */
static void meets(const char *hangul, const char *name)
{
	struct spelling latin[LATIN_READINGS];
	struct skeleton ways[SKELETON_WAYS], typed = of_hangul(hangul);
	int n = latin_read(latin, str_of(name));
	for (int i = 0; i < n; i++) {
		int found = skeletons_of_latin(ways, latin[i].s, latin[i].n);
		assert_in_range(found, 1, SKELETON_WAYS);
		for (int k = 0; k < found; k++)
			if (!strcmp(ways[k].s, typed.s))
				return;
	}
	fail_msg("%s does not meet %s: %s, not %s", hangul, name, typed.s, ways[0].s);
}

static void test_hangul_meets_the_name(void **state)
{
	(void)state;
	meets("콜드플레이", "Coldplay");
	meets("마룬파이브", "Maroon 5");
	meets("유투", "U2");
	meets("비티에스", "BTS");
	meets("제이미 폭스", "Jamie Foxx");
	meets("닥터 드레", "Dr. Dre");
	meets("크리스티나", "Christina");
	meets("켈리 클라크슨", "Kelly Clarkson");
	meets("나이트위시", "Nightwish");
	meets("필 콜린스", "Phil Collins");
	meets("아이유", "IU");
	meets("50센트", "50 Cent");
	meets("피프티 센트", "50 Cent");
	meets("섬 포티원", "Sum 41");
	meets("나인틴 세븐티 파이브", "1975");
	meets("십센치", "10cm");
	meets("10센치", "10cm");
	meets("엑스엑스엑스텐타시온", "XXXTENTACION");
	meets("토킹 헤즈", "Talking Heads");
}

static void test_a_mute_e_is_no_vowel(void **state)
{
	struct spelling latin[LATIN_READINGS];
	struct skeleton ways[SKELETON_WAYS];
	(void)state;
	latin_read(latin, STR("Kane"));
	assert_int_equal(skeletons_of_latin(ways, latin[0].s, latin[0].n), 1);
	assert_string_equal(ways[0].fine, "k.n");
}

/* However many ways there would be, and however long the name. */
static void test_no_more_ways_than_there_is_room_for(void **state)
{
	struct spelling latin[LATIN_READINGS];
	struct skeleton ways[SKELETON_WAYS];
	(void)state;
	assert_int_equal(latin_read(latin, STR("chthgechthgechthgechthgechthgechthgechthge")), 1);
	assert_int_equal(skeletons_of_latin(ways, latin[0].s, latin[0].n), SKELETON_WAYS);
	for (int i = 0; i < SKELETON_WAYS; i++)
		assert_in_range(strlen(ways[i].s), 1, SKELETON_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_of_hangul),
	    cmocka_unit_test(test_hangul_meets_the_name),
	    cmocka_unit_test(test_a_mute_e_is_no_vowel),
	    cmocka_unit_test(test_no_more_ways_than_there_is_room_for),
	};
	return unit_run("skeleton", tests);
}

/* Latin names as they are spelt. */
#include "names/latin.h"
#include "unit.h"

static void spelt_as(const char *name, const char *first, const char *second)
{
	struct spelling s[LATIN_READINGS];
	int n = latin_read(s, str_of(name));
	assert_int_equal(n, second ? 2 : 1);
	assert_string_equal(s[0].s, first);
	if (second)
		assert_string_equal(s[1].s, second);
	for (int i = 0; i < n; i++)
		assert_int_equal(s[i].n, strlen(s[i].s));
}

static void test_small_letters_and_single_blanks(void **state)
{
	(void)state;
	spelt_as("Coldplay", " coldplay ", NULL);
	spelt_as("  Dua   Lipa ", " dua lipa ", NULL);
	spelt_as("Twenty-One/Pilots", " twenty one pilots ", NULL);
	spelt_as("Maroon 5", " maroon 5 ", NULL);
}

static void test_accents_and_other_letters(void **state)
{
	(void)state;
	spelt_as("Beyoncé", " beyonce ", NULL);
	spelt_as("Sigur Rós", " sigur ros ", NULL);
	spelt_as("Mø", " mo ", NULL);
	spelt_as("Björk Guðmundsdóttir", " bjork gudmundsdottir ", NULL);
	spelt_as("Straße", " strasse ", NULL);
	spelt_as("Ｃｏｌｄｐｌａｙ", " coldplay ", NULL);
}

static void test_signs(void **state)
{
	(void)state;
	spelt_as("Simon & Garfunkel", " simon and garfunkel ", NULL);
	spelt_as("Florence + The Machine", " florence and the machine ", NULL);
	spelt_as("Guns N' Roses", " guns N roses ", NULL);
	spelt_as("Ke$ha", " kesha ", NULL);
	spelt_as("Destiny’s Child", " destinys child ", NULL);
}

static void test_what_is_read_letter_by_letter(void **state)
{
	(void)state;
	spelt_as("BTS", " BTS ", NULL);
	spelt_as("J. Cole", " J cole ", NULL);
	spelt_as("U2", " U2 ", NULL);
	spelt_as("IU", " iu ", " IU ");
	spelt_as("R.E.M.", " REM ", " rem ");
	spelt_as("H.E.R.", " HER ", " her ");
	spelt_as("M.C. Hammer", " MC hammer ", NULL);
	spelt_as("COLDPLAY", " coldplay ", NULL);
}

static void test_dots_part_words_but_not_initials(void **state)
{
	(void)state;
	spelt_as("will.i.am", " will I am ", NULL);
	spelt_as("Mr.Children", " MR children ", NULL);
	spelt_as("K.Will", " K will ", NULL);
	spelt_as("Fred again..", " fred again ", NULL);
	spelt_as("Dr. Dre", " DR dre ", NULL);
}

static void test_signs_and_digits_in_place_of_letters(void **state)
{
	(void)state;
	spelt_as("P!nk", " pink ", NULL);
	spelt_as("Wham!", " wham ", NULL);
	spelt_as("Therapy? ! Yes", " therapy yes ", NULL);
	spelt_as("deadmau5", " deadmau5 ", " deadmaus ");
	spelt_as("R3HAB", " r3hab ", " rehab ");
	spelt_as("6LACK", " 6lack ", " black ");
	spelt_as("blink-182", " blink 182 ", NULL);
	spelt_as("SB19", " SB19 ", NULL);
	spelt_as("U2", " U2 ", NULL);
	spelt_as("MC5", " MC5 ", NULL);
}

static void leader_is(const char *name, const char *leader)
{
	struct spelling s[LATIN_READINGS], out;
	assert_true(latin_read(s, str_of(name)) > 0);
	assert_int_equal(latin_leader(&out, &s[0]), leader != NULL);
	if (leader)
		assert_string_equal(out.s, leader);
}

static void test_who_is_named_before_a_band(void **state)
{
	(void)state;
	leader_is("Bob Marley & The Wailers", " bob marley ");
	leader_is("Florence + The Machine", " florence ");
	leader_is("Hall & Oates", NULL);
	leader_is("And The Machine", NULL);
}

static void test_what_is_no_latin_name(void **state)
{
	struct spelling s[LATIN_READINGS];
	char name[100];
	(void)state;
	assert_int_equal(latin_read(s, STR("아이유")), 0);
	assert_int_equal(latin_read(s, STR("IU 아이유")), 0);
	assert_int_equal(latin_read(s, STR("!!!")), 0);
	assert_int_equal(latin_read(s, STR("")), 0);
	assert_int_equal(latin_read(s, STR("\xff\xfe")), 0);
	memset(name, 'a', sizeof name);
	assert_int_equal(latin_read(s, (struct str){name, SPELLING_MAX - 2}), 1);
	assert_int_equal(latin_read(s, (struct str){name, SPELLING_MAX - 1}), 0);
	assert_int_equal(latin_read(s, (struct str){name, sizeof name}), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_small_letters_and_single_blanks),
	    cmocka_unit_test(test_accents_and_other_letters),
	    cmocka_unit_test(test_signs),
	    cmocka_unit_test(test_what_is_read_letter_by_letter),
	    cmocka_unit_test(test_dots_part_words_but_not_initials),
	    cmocka_unit_test(test_signs_and_digits_in_place_of_letters),
	    cmocka_unit_test(test_who_is_named_before_a_band),
	    cmocka_unit_test(test_what_is_no_latin_name),
	};
	return unit_run("latin", tests);
}

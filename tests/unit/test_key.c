#include "names/key.h"
#include "random_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void expect(struct str name, const char *want)
{
	char key[LIMIT_KEY + 1];
	memset(key, 'x', sizeof key);
	size_t n = name_key(key, name);
	if (strlen(want) != n || memcmp(key, want, n) != 0)
		print_error("name: %.*s\n", (int)name.n, name.p);
	assert_string_equal(key, want);
	assert_int_equal(n, strlen(want));
}

static void same(const char *a, const char *b)
{
	char key[LIMIT_KEY + 1];
	assert_true(name_key(key, str_of(b)) > 0);
	expect(str_of(a), key);
}

static void differ(const char *a, const char *b)
{
	char one[LIMIT_KEY + 1], other[LIMIT_KEY + 1];
	assert_true(name_key(one, str_of(a)) > 0);
	assert_true(name_key(other, str_of(b)) > 0);
	assert_string_not_equal(one, other);
}

static void case_blanks_and_punctuation_do_not_matter(void **state)
{
	(void)state;
	expect(STR("The Beatles"), "thebeatles");
	expect(STR(" the  beatles\n"), "thebeatles");
	expect(STR("THE BEATLES"), "thebeatles");
	expect(STR("thebeatles"), "thebeatles");
	expect(STR("The\u00a0Beatles\u200b"), "thebeatles");
	expect(STR("AC/DC"), "acdc");
	expect(STR("P!nk"), "pnk");
	expect(STR("Girls' Generation"), "girlsgeneration");
	same("Girls' Generation", "Girls’ Generation");
	same("Girls' Generation", "Girlsʼ Generation");
	expect(STR("(여자)아이들"), "여자아이들");
	expect(STR("비"), "비");
	expect(STR("blink-182"), "blink182");
	expect(STR("a\0b"), "ab");
	same("Jay‑Z", "jay z");
}

static void accents_do_not_matter(void **state)
{
	(void)state;
	expect(STR("Beyoncé"), "beyonce");
	expect(STR("Beyonce\u0301"), "beyonce");
	expect(STR("Beyonce"), "beyonce");
	expect(STR("MØ"), "mø");
	expect(STR("Άλκηστις"), "αλκηστισ");
	expect(STR("Алёна"), "алена");
	expect(STR("Z\u0334\u0350\u0301a\u0489lgo"), "zalgo");
	same("Mötley Crüe", "MOTLEY CRUE");
}

static void forms_of_unicode_do_not_matter(void **state)
{
	(void)state;
	expect(STR("ＢＴＳ"), "bts");
	expect(STR("방탄"), "방탄");
	expect(STR("\u1107\u1161\u11bc\u1110\u1161\u11ab"), "방탄"); /* jamo */
	expect(STR("\uffb2\uffc2\uffb7\uffbc\uffc2\uffa4"), "방탄"); /* halfwidth */
	expect(STR("\uffb2\uffc2\uffb7\uffc2\uffbc\uffb7"), "바앝\u110b");
	expect(STR("ﬁve Ⅳ ²"), "fiveiv2");
	expect(STR("\u212b"), "a"); /* Angstrom */
	expect(STR("İstanbul"), "istanbul");
	expect(STR("Straße"), "strasse");
	expect(STR("STRAẞE"), "strasse");
	expect(STR("Ⓐ"), "a");
}

static void marks_that_make_letters_stay(void **state)
{
	(void)state;
	differ("か", "が");
	same("か\u3099", "が");
	same("ｶﾞ", "ガ");
	differ("エ", "エー");
	expect(STR("हिन्दी"), "हिन्दी");
	differ("กา", "กี");
	/* Marks in another order are the same letter. */
	same("か\u0323\u0301", "か\u0301\u0323");
}

static void what_is_not_seen_is_dropped(void **state)
{
	(void)state;
	expect(STR("a\u200db\u200cc\ufe0fd\U000e0041e\u00adf\u2060g\ufeffh\u3164i"), "abcdefghi");
	expect(STR("IU 💜"), "iu");
	expect(STR("1\ufe0f\u20e3"), "1");
	expect(STR("\u202eabc\u2066"), "abc");
}

static void names_of_symbols_keep_them(void **state)
{
	(void)state;
	expect(STR("!!!"), "!!!");
	expect(STR(" ! ! !\n"), "!!!");
	expect(STR("！！！"), "!!!");
	expect(STR("+/-"), "+/-");
	expect(STR("\"';--"), "\"';--");
	expect(STR("💜"), "💜");
	expect(STR("❤\ufe0f"), "❤");
	expect(STR("👩\u200d👩\u200d👧"), "👩👩👧");
	expect(STR("🇰🇷"), "🇰🇷");
}

static void nothing_is_no_name(void **state)
{
	(void)state;
	expect(STR(""), "");
	expect(STR(" \t\r\n\0\x01\x7f"), "");
	expect(STR("\u200b\u3000\u3164\ufeff"), "");
	expect(STR("\u0301\u0302"), "");
	expect(STR("\ufffd"), "");
	expect(STR("\xef\xbf\xbe"), "");
}

static void what_is_not_utf8_is_no_name(void **state)
{
	(void)state;
	expect(STR("abc\xff"), "");
	expect(STR("\xc0\xaf"), "");
	expect(STR("a\xed\xa0\x80"), "");
	expect(STR("가\xea\xb0"), "");
}

/* A name of n times a text has a key of n characters if that is allowed, else none. */
static void repeat(const char *text, size_t n, size_t want)
{
	char key[LIMIT_KEY + 1];
	struct buf b;
	buf_init(&b, 200000);
	for (size_t i = 0; i < n; i++)
		buf_adds(&b, text);
	assert_int_equal(name_key(key, buf_str(&b)), want);
	assert_int_equal(strlen(key), want);
	buf_free(&b);
}

static void long_names_are_no_names(void **state)
{
	(void)state;
	repeat("a ", LIMIT_KEY_CHARS, LIMIT_KEY_CHARS);
	repeat("a ", LIMIT_KEY_CHARS + 1, 0);
	repeat("!", LIMIT_KEY_CHARS, LIMIT_KEY_CHARS);
	repeat("!", LIMIT_KEY_CHARS + 1, 0);
	repeat("각", LIMIT_KEY_CHARS, 3 * LIMIT_KEY_CHARS);
	repeat("각", LIMIT_KEY_CHARS + 1, 0);
	repeat("\U0001f49c", LIMIT_KEY_CHARS, LIMIT_KEY);
	repeat("\U0001f49c", LIMIT_KEY_CHARS + 1, 0);
	repeat("\U00020000", LIMIT_KEY_CHARS, LIMIT_KEY);
	repeat("é", LIMIT_KEY_CHARS, LIMIT_KEY_CHARS);
	repeat("\ufdfa", 13, 0); /* 15 letters each */
	repeat("각", 20000, 0);
	repeat("\u200b", 20000, 0);
	repeat("か\u0301\u0323", 20000, 0);
}

/* The key of a key is the key; and it does not matter in which of Unicode's forms a name is. */
static void keys_are_their_own_keys(void **state)
{
	(void)state;
	uint64_t seed = 20260101;
	int named = 0;
	struct buf name;
	buf_init(&name, 100000);
	for (int i = 0; i < 20000; i++) {
		char key[LIMIT_KEY + 1], again[LIMIT_KEY + 1];
		buf_reset(&name, 100000);
		random_text(&name, &seed, (uint32_t)(i % 3 == 0 ? 4 : 25));
		size_t n = name_key(key, buf_str(&name));
		assert_int_equal(n, strlen(key));
		named += n > 0;
		name_key(again, str_of(key));
		assert_string_equal(again, key);
	}
	assert_true(named > 10000);
	buf_free(&name);
}

static void every_code_point_has_a_stable_key(void **state)
{
	(void)state;
	for (int32_t c = 1; c < 0x110000; c++) {
		char key[LIMIT_KEY + 1], again[LIMIT_KEY + 1];
		utf8proc_uint8_t text[16];
		if (!utf8proc_codepoint_valid(c))
			continue;
		size_t n = (size_t)utf8proc_encode_char(c, text);
		name_key(key, (struct str){(char *)text, n});
		name_key(again, str_of(key));
		assert_string_equal(again, key);
		/* After a Latin and before a Hangul letter. */
		memmove(text + 1, text, n);
		text[0] = 'A';
		memcpy(text + 1 + n, "각", 3);
		name_key(key, (struct str){(char *)text, n + 4});
		name_key(again, str_of(key));
		assert_string_equal(again, key);
	}
}

/* An invisible character sends a name of ASCII the long way. */
static void the_short_way_gives_the_same(void **state)
{
	(void)state;
	uint64_t seed = 5;
	for (int i = 0; i < 5000; i++) {
		char name[20], key[LIMIT_KEY + 1];
		size_t n = random_next(&seed) % 15;
		for (size_t k = 0; k < n; k++)
			name[k] = (char)(random_next(&seed) % (i % 2 ? 0x80 : 0x30));
		memcpy(name + n, "\u2060", 3);
		name_key(key, (struct str){name, n});
		expect((struct str){name, n + 3}, key);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(case_blanks_and_punctuation_do_not_matter),
	    cmocka_unit_test(accents_do_not_matter),
	    cmocka_unit_test(forms_of_unicode_do_not_matter),
	    cmocka_unit_test(marks_that_make_letters_stay),
	    cmocka_unit_test(what_is_not_seen_is_dropped),
	    cmocka_unit_test(names_of_symbols_keep_them),
	    cmocka_unit_test(nothing_is_no_name),
	    cmocka_unit_test(what_is_not_utf8_is_no_name),
	    cmocka_unit_test(long_names_are_no_names),
	    cmocka_unit_test(keys_are_their_own_keys),
	    cmocka_unit_test(every_code_point_has_a_stable_key),
	    cmocka_unit_test(the_short_way_gives_the_same),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

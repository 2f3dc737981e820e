#include "base/text.h"
#include "random_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define FAMILY "👨\u200d👩\u200d👧\u200d👦" /* 11 units */

static void expect(struct str s, size_t max, enum text_lines lines, const char *want)
{
	struct buf b;
	buf_init(&b, 100000);
	buf_adds(&b, "x ");
	bool fit = text_fit(&b, s, max, lines);
	assert_string_equal(b.data + 2, want);
	assert_int_equal(b.len, strlen(b.data));
	assert_int_equal(fit, *want != '\0');
	assert_false(b.failed);
	buf_free(&b);
}

static void fits(struct str s, const char *want)
{
	expect(s, 1000, TEXT_ONE_LINE, want);
}

static void cuts(const char *s, size_t max, const char *want)
{
	expect(str_of(s), max, TEXT_ONE_LINE, want);
	assert_true(text_units(str_of(want)) <= max);
}

static void utf8_is_checked(void **state)
{
	(void)state;
	assert_true(text_valid(STR("")));
	assert_true(text_valid(STR("a\0é가😀\uffff\U0010ffff")));
	static const char *const bad[] = {"\x80", "\xc3", "\xc0\xaf", "\xe0\x80\xaf", "\xea\xb0",
	    "\xed\xa0\x80", "\xf0\x80\x80\x80", "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80", "\xff",
	    "가\xea", "\352\260a"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(text_valid(str_of(bad[i])));
}

static void units_are_counted_as_utf16(void **state)
{
	(void)state;
	assert_int_equal(text_units(STR("")), 0);
	assert_int_equal(text_units(STR("aé가\uffff")), 4);
	assert_int_equal(text_units(STR("😀\U0010ffff")), 4);
	assert_int_equal(text_units(STR(FAMILY)), 11);
	assert_int_equal(text_units(STR("a\xff\xea\xb0"
					"b")),
	    5);
}

static void visible_is_what_can_be_seen(void **state)
{
	(void)state;
	static const char *const seen[] = {
	    "a", " 가 ", "!", "😀", "\u200b.\u200b", "\377a", "\ue000", "🇰", "ㅋ", "\u1100"};
	static const char *const unseen[] = {"", " \t\r\n", "\u00a0\u2003\u3000\u2028\xc2\x85",
	    "\x01\x7f\xc2\x9f", "\u200b\u200c\u200d\u2060\ufeff\u00ad", "\u202e\u2066\u200f",
	    "\u0301\u20e3\u0903", "\u115f\u1160\u3164\uffa0", "\u2800", "\ufe0f\U000e0100",
	    "\U000e0041", "\ufffd", "\xff\xc0", "\ufdd0\uffff"};
	for (size_t i = 0; i < sizeof seen / sizeof *seen; i++)
		assert_true(text_visible(str_of(seen[i])));
	for (size_t i = 0; i < sizeof unseen / sizeof *unseen; i++) {
		assert_false(text_visible(str_of(unseen[i])));
		fits(str_of(unseen[i]), "");
	}
}

static void trimmed(struct str s, const char *want)
{
	assert_true(str_eqs(text_trim(s), want));
}

static void blanks_around_are_trimmed(void **state)
{
	(void)state;
	trimmed(STR(""), "");
	trimmed(STR(" \t\u200b\u3000\ufeff\0"), "");
	trimmed(STR("\u3000\u200b 아이유 a\r\n\xc2\x85\u2028\x7f\0"), "아이유 a");
	trimmed(STR(" \xa0\x80 "), "\xa0\x80");
	trimmed(STR("é\u0301 "), "é\u0301");
}

static void what_is_not_to_be_shown_is_dropped(void **state)
{
	(void)state;
	fits(STR("a\x01"
		 "b\0c\x7f\xc2\x9f"),
	    "abc");
	fits(STR("a\xff"
		 "b\xc0\xaf\xed\xa0\x80\xea\xb0"),
	    "ab");
	fits(STR("a\u202eb\u202ac\u2066d\u2069e\ufefff\ufffdg\uffffh\U0001fffei\ufdd0"),
	    "abcdefghi");
	fits(STR("\u202e\u200b a \xff \u200b\u202c"), "a");
	fits(STR(FAMILY "\u200e"), FAMILY "\u200e");
}

static void one_line_has_single_blanks(void **state)
{
	(void)state;
	fits(STR("  a \t\r\n\u3000b\u2028c\u00a0d  "), "a b c d");
	fits(STR("a\nb"), "a b");
	fits(STR("a  b"), "a b");
	fits(STR("a \x01 b"), "a b");
}

static void many_lines_keep_their_breaks(void **state)
{
	(void)state;
	expect(STR("\n a \n b\r\nc\rd\xc2\x85"
		   "e\u2028f\u2029\ng\n"),
	    100, TEXT_MANY_LINES, "a\nb\nc\nd\ne\nf\n\ng");
	expect(STR("a\tb  c"), 100, TEXT_MANY_LINES, "a b c");
	expect(STR("가\n나"), 100, TEXT_MANY_LINES, "가\n나");
	expect(STR("a\nbc"), 3, TEXT_MANY_LINES, "a…");
	expect(STR("a\n\nbc"), 4, TEXT_MANY_LINES, "a…");
}

static void long_texts_end_with_an_ellipsis(void **state)
{
	(void)state;
	cuts("abcdef", 6, "abcdef");
	cuts("abcdef", 5, "abcd…");
	cuts("가나다라", 3, "가나…");
	cuts("가나다라é", 4, "가나다…");
	cuts("ab cdef", 4, "ab…");
	cuts("ab\u200bcd", 4, "ab…");
	cuts("é\u00a0\u00a0xyz", 3, "é…");
	cuts("abcd    ", 4, "abcd");
	cuts("abcd \x01 ", 4, "abcd");
	cuts("abcé \x01 ", 4, "abcé");
	cuts("abcd \u2066", 4, "abcd");
}

static void smallest_limits_hold(void **state)
{
	(void)state;
	cuts("a", 0, "");
	cuts("a", 1, "a");
	cuts("é", 1, "é");
	cuts("ab", 1, "…");
	cuts("éb", 1, "…");
	cuts("😀", 1, "");
	cuts("😀b", 1, "b");
	cuts("😀", 2, "😀");
	cuts("😀b", 2, "…");
	cuts("\u200e\u200e", 1, "");
}

static void graphemes_stay_whole(void **state)
{
	(void)state;
	cuts("a" FAMILY "b", 13, "a" FAMILY "b");
	cuts("a" FAMILY "bc", 13, "a" FAMILY "…");
	cuts("a" FAMILY "b", 12, "a…");
	cuts("a" FAMILY, 11, "a…");
	cuts("a🇰🇷🇰🇷b", 9, "a🇰🇷…");
	cuts("a🇰🇷🇰🇷b", 8, "a🇰🇷…");
	cuts("a🇰🇷🇰🇷b", 5, "a…");
	cuts("a🇰 🇷🇰b", 8, "a🇰…");
	cuts("abcde\u0301f", 6, "abcd…");
	cuts("abcde\u0301", 6, "abcde\u0301");
	cuts("abcde\u0301", 5, "abcd…");
	cuts("abcde\u0301fgh", 5, "abcd…");
	cuts("가\u1112\u1161\u11ab나", 4, "가…");
	cuts("가\u1112\u1161\u11ab나", 5, "가\u1112\u1161\u11ab나");
	cuts("a👍🏽b", 6, "a👍🏽b");
	cuts("a👍🏽b", 5, "a…");
}

static void piled_up_marks_are_bounded(void **state)
{
	(void)state;
	struct buf b;
	buf_init(&b, 100000);
	buf_adds(&b, "a Z");
	for (int i = 0; i < 1000; i++)
		buf_adds(&b, "\u0351");
	expect(buf_str(&b), 50, TEXT_ONE_LINE, "a");
	buf_adds(&b, " hello");
	expect(buf_str(&b), 50, TEXT_ONE_LINE, "a hello");
	expect(buf_str(&b), 1000, TEXT_ONE_LINE, "a hello");
	buf_rewind(&b, b.len - 6);
	buf_adds(&b, "b");
	expect(buf_str(&b), 50, TEXT_ONE_LINE, "a b");
	buf_free(&b);
	/* Longer than the limit, but not piled up. */
	cuts(FAMILY " hello", 10, "hello");
}

/* The processor time that fitting it a thousand times takes, which another program's load does not
 * change much. */
static double fitted(struct str text)
{
	struct buf out;
	buf_init(&out, 1000);
	clock_t start = clock();
	for (int i = 0; i < 1000; i++) {
		buf_rewind(&out, 0);
		assert_true(text_fit(&out, text, 50, TEXT_ONE_LINE));
	}
	double took = (double)(clock() - start) / CLOCKS_PER_SEC;
	assert_true(text_units(buf_str(&out)) <= 50);
	assert_true(str_ends(buf_str(&out), STR("…")));
	buf_free(&out);
	return took;
}

/* A text of 60 KB, too, is looked at little further than what fits: it takes no longer than one of
 * 3 KB, and took a hundred times as long as that otherwise. */
static void huge_texts_are_left_early(void **state)
{
	(void)state;
	static const char *const fill[] = {"가", "é", "a b", FAMILY};
	for (size_t k = 0; k < sizeof fill / sizeof *fill; k++) {
		struct buf in;
		buf_init(&in, 70000);
		while (in.len < 60000)
			buf_adds(&in, fill[k]);
		struct str huge = buf_str(&in),
			   large = {huge.p, 3000 / strlen(fill[k]) * strlen(fill[k])};
		double usual = fitted(large);
		assert_true(fitted(huge) < 8 * usual + 0.05);
		buf_free(&in);
	}
}

static void a_full_buffer_fails_and_stays_as_it_was(void **state)
{
	(void)state;
	static const char *const texts[] = {"abcdef", "abcdéf", "가나다라마바"};
	for (size_t k = 0; k < 3; k++) {
		for (size_t max = 1; max < 20; max++) {
			struct buf b;
			buf_init(&b, max);
			buf_addc(&b, 'x');
			bool fit = text_fit(&b, str_of(texts[k]), 5, TEXT_ONE_LINE);
			assert_int_equal(b.failed, !fit);
			assert_true(fit || strcmp(b.data, "x") == 0);
			assert_true(fit || max < 16);
			buf_free(&b);
		}
	}
}

/* Where a grapheme may end in a cleaned text. */
static bool is_boundary(struct str s, size_t at)
{
	int32_t before = -1, c, grapheme = 0;
	for (size_t i = 0; i < at && i < s.n; before = c) {
		i += text_next((struct str){s.p + i, s.n - i}, &c);
		if (before >= 0)
			utf8proc_grapheme_break_stateful(before, c, &grapheme);
	}
	if (at == s.n || before < 0)
		return true;
	text_next((struct str){s.p + at, s.n - at}, &c);
	return utf8proc_grapheme_break_stateful(before, c, &grapheme);
}

static void check_random(struct str s, size_t max, enum text_lines lines)
{
	struct buf all, cut, again;
	buf_init(&all, 100000);
	buf_init(&cut, 100000);
	buf_init(&again, 100000);
	bool some = text_fit(&all, s, 50000, lines);
	bool fit = text_fit(&cut, s, max, lines);
	assert_int_equal(some, all.len > 0);
	assert_int_equal(fit, cut.len > 0);
	assert_true(!some || text_visible(s));
	assert_true(!fit || some);
	assert_true(text_valid(buf_str(&cut)));
	assert_true(text_units(buf_str(&cut)) <= max);
	struct str kept = buf_str(&cut), whole = buf_str(&all);
	assert_true(str_eq(text_trim(kept), kept));
	if (fit && !str_eq(kept, whole)) {
		assert_true(str_ends(kept, STR("…")));
		kept.n -= strlen("…");
		assert_true(str_eq(text_trim(kept), kept));
		assert_true(kept.n <= whole.n && memcmp(kept.p, whole.p, kept.n) == 0);
		assert_true(is_boundary(whole, kept.n));
	}
	text_fit(&again, buf_str(&cut), max, lines);
	assert_true(str_eq(buf_str(&again), buf_str(&cut)));
	buf_free(&all);
	buf_free(&cut);
	buf_free(&again);
}

/* From 64 units on no grapheme is dropped for the limit alone, so what is cut is a prefix. */
static void any_bytes_are_cleaned_and_cut(void **state)
{
	(void)state;
	uint64_t seed = 4242;
	struct buf text;
	buf_init(&text, 100000);
	for (int i = 0; i < 20000; i++) {
		buf_reset(&text, 100000);
		random_text(&text, &seed, 120);
		check_random(buf_str(&text), 64 + random_next(&seed) % 60,
		    i % 2 ? TEXT_ONE_LINE : TEXT_MANY_LINES);
	}
	buf_free(&text);
}

static void the_smallest_limits_hold_for_any_bytes(void **state)
{
	(void)state;
	uint64_t seed = 77;
	struct buf text, out;
	buf_init(&text, 100000);
	buf_init(&out, 100000);
	for (int i = 0; i < 20000; i++) {
		size_t max = (size_t)i % 12;
		buf_reset(&text, 100000);
		buf_reset(&out, 100000);
		random_text(&text, &seed, 20);
		bool fit = text_fit(&out, buf_str(&text), max, TEXT_MANY_LINES);
		assert_int_equal(fit, out.len > 0);
		assert_true(text_units(buf_str(&out)) <= max);
		assert_true(!fit || text_visible(buf_str(&text)));
		assert_true(text_valid(buf_str(&out)));
	}
	buf_free(&text);
	buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(utf8_is_checked),
	    cmocka_unit_test(units_are_counted_as_utf16),
	    cmocka_unit_test(visible_is_what_can_be_seen),
	    cmocka_unit_test(blanks_around_are_trimmed),
	    cmocka_unit_test(what_is_not_to_be_shown_is_dropped),
	    cmocka_unit_test(one_line_has_single_blanks),
	    cmocka_unit_test(many_lines_keep_their_breaks),
	    cmocka_unit_test(long_texts_end_with_an_ellipsis),
	    cmocka_unit_test(smallest_limits_hold),
	    cmocka_unit_test(graphemes_stay_whole),
	    cmocka_unit_test(piled_up_marks_are_bounded),
	    cmocka_unit_test(huge_texts_are_left_early),
	    cmocka_unit_test(a_full_buffer_fails_and_stays_as_it_was),
	    cmocka_unit_test(any_bytes_are_cleaned_and_cut),
	    cmocka_unit_test(the_smallest_limits_hold_for_any_bytes),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

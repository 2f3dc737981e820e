#include "base/json_read.h"
#include "unit.h"

#include "base/buf.h"

enum { MAX = 1000, DEPTH = 3 };

static cJSON *read_of(const char *text)
{
	return json_read(str_of(text), MAX, DEPTH, NULL);
}

/* The text of {"a": …}. */
static void reads_as(const char *value, const char *text)
{
	char body[MAX];
	snprintf(body, sizeof body, "{\"a\": %s}", value);
	cJSON *o = read_of(body);
	struct str got = json_text(json_member(o, "a"));
	if (!o || !str_eqs(got, text))
		fail_msg("%s: \"%s\" wanted, not \"%s\"", value, text, o ? got.p : "(no JSON)");
	assert_true(str_eqs(json_text(json_member(o, "a")), text));
	cJSON_Delete(o);
}

static void says(struct str text, const char *wanted)
{
	const char *why = NULL;
	assert_null(json_read(text, MAX, DEPTH, &why));
	if (strcmp(why, wanted) != 0)
		fail_msg("%.*s: %s", (int)text.n, text.p, why);
}

static void a_text_comes_as_it_was_meant(void **state)
{
	(void)state;
	reads_as("\"\"", "");
	reads_as("\"\\uc544\\uc774\\uC720 \\ud83d\\ude00\\n\\\"\\\\\\/\"", "아이유 😀\n\"\\/");
	reads_as("\"a\tb\"", "a\tb");
	reads_as("true", "");
	reads_as("null", "");
	reads_as("[\"x\"]", "");
}

static void half_a_pair_and_a_nul_do_not_cost_the_rest(void **state)
{
	(void)state;
	reads_as("\"a\\ud83d\"", "a\xef\xbf\xbd");
	reads_as("\"\\ude00b\"", "\xef\xbf\xbd"
				 "b");
	reads_as("\"\\ud83d\\ud83d\\ude00\"", "\xef\xbf\xbd😀");
	reads_as("\"\\ud83dx\\ude00\"", "\xef\xbf\xbdx\xef\xbf\xbd");
	reads_as("\"\\ud83d\\n\"", "\xef\xbf\xbd\n");
	reads_as("\"a\\u0000b\"", "a\x01"
				  "b");
	reads_as("\"\\\\u0000\"", "\\u0000");
}

static void a_number_is_a_text_where_one_is_wanted(void **state)
{
	(void)state;
	reads_as("1989", "1989");
	reads_as("1989.0", "1989");
	reads_as("-0.5", "-0.5");
	reads_as("19.1", "19.1");
	reads_as("0.1234567890123456", "0.1234567890123456");
	reads_as("9007199254740993", "9007199254740992");
}

static void what_is_no_json_is_told(void **state)
{
	(void)state;
	static const char *const none[] = {"{", "}", "{\"a\": 1", "[1,]", "{\"a\" 1}", "null",
	    "nul", "\"\\u12g4\"", "\"\\ud83d\\u00zz\"", "\"\\u12", "\"\\", "\"", "\"\\x\"", "1 2",
	    "[] x", "{'a': 1}", "NaN", "-", ".5", "1e", "+1"};
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		says(str_of(none[i]), "no JSON");
	says(STR("[\"a\0b\"]"), "no JSON");
	says(STR("[1,\0 2]"), "no JSON");
	says(STR("[]\0"), "no JSON");
	says(STR(""), "empty");
	says(STR("\xef\xbb\xbf"), "empty");
	says(STR("\"\xed\xa0\x80\""), "not UTF-8");
	says(STR("[[[[1]]]]"), "nested too deep");
	says((struct str){none[0], MAX + 1}, "too large");
}

static void depth_counts_no_brackets_of_texts(void **state)
{
	(void)state;
	cJSON *o = read_of(" \xef\xbb\xbf[[\"[[[{\\\"[[\", [], {}]] ");
	assert_null(o);
	o = read_of("\xef\xbb\xbf[[\"[[[{\\\"[[\", [], {}]] \r\n\t");
	assert_int_equal(json_length(o), 1);
	cJSON_Delete(o);
}

static void of_members_the_last_counts_and_case_does(void **state)
{
	(void)state;
	cJSON *o = read_of("{\"a\": 1, \"A\": 2, \"a\": 3, \"b\": null, \"c\": [1, 2]}");
	assert_true(str_eqs(json_text(json_member(o, "a")), "3"));
	assert_true(str_eqs(json_text(json_member(o, "A")), "2"));
	assert_null(json_member(o, "b"));
	assert_null(json_member(o, "d"));
	assert_null(json_member(json_member(o, "c"), "a"));
	assert_null(json_member(NULL, "a"));
	assert_int_equal(json_length(json_member(o, "c")), 2);
	assert_int_equal(json_length(o), 0);
	cJSON_Delete(o);
}

static void what_passes_and_is_no_json_is_not_strict(void **state)
{
	(void)state;
	static const char *const loose[] = {
	    "\"a\tb\"", "[01]", "[-01]", "[1.]", "[1.e5]", "\f1", "[1,\v2]"};
	static const char *const strict[] = {"\"a\\tb 01 1.\"",
	    "[0, -0, 0.5, 10, 1e05, 1E-05, 100.001]", "{\"\\u0000\": \"\\ud83d\"}", " [ ] "};
	for (size_t i = 0; i < sizeof loose / sizeof *loose; i++) {
		cJSON *o = read_of(loose[i]);
		if (!o || json_is_strict(str_of(loose[i])))
			fail_msg("%s", loose[i]);
		cJSON_Delete(o);
	}
	for (size_t i = 0; i < sizeof strict / sizeof *strict; i++) {
		cJSON *o = read_of(strict[i]);
		if (!o || !json_is_strict(str_of(strict[i])))
			fail_msg("%s", strict[i]);
		cJSON_Delete(o);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_text_comes_as_it_was_meant),
	    cmocka_unit_test(half_a_pair_and_a_nul_do_not_cost_the_rest),
	    cmocka_unit_test(a_number_is_a_text_where_one_is_wanted),
	    cmocka_unit_test(what_is_no_json_is_told),
	    cmocka_unit_test(depth_counts_no_brackets_of_texts),
	    cmocka_unit_test(of_members_the_last_counts_and_case_does),
	    cmocka_unit_test(what_passes_and_is_no_json_is_not_strict),
	};
	return unit_run("json_read", tests);
}

/* Wording and numbers. */
#include "unit.h"

#include "skill/number.h"
#include "skill/wording.h"

static void number_is(int64_t n, const char *text)
{
	struct buf b;
	buf_init(&b, 100);
	number_korean(&b, n);
	assert_string_equal(b.data, text);
	buf_free(&b);
}

static void numbers_as_koreans_read_them(void **state)
{
	(void)state;
	number_is(0, "0");
	number_is(999, "999");
	number_is(9999, "9,999");
	number_is(10000, "1만");
	number_is(12999, "1.2만");
	number_is(99999, "9.9만");
	number_is(100000, "10만");
	number_is(26104321, "2,610만");
	number_is(99999999, "9,999만");
	number_is(100000000, "1억");
	number_is(100009999, "1억");
	number_is(111267981, "1억 1,126만");
	number_is(123456789012, "1,234억 5,678만");
}

static struct wording *load(const char *text, struct buf *errors)
{
	buf_init(errors, 16 * 1024);
	struct wording *w = wording_load(text ? unit_file("messages.ini", text) : NULL, errors);
	assert_non_null(w);
	return w;
}

static void the_built_in_wording_is_whole(void **state)
{
	(void)state;
	struct buf errors;
	struct wording *w = load(NULL, &errors);
	assert_int_equal(errors.len, 0);
	for (int i = 0; i < WORD_COUNT; i++)
		assert_true(wording_text(w, (enum word)i).n > 0);
	assert_non_null(
	    strstr(wording_text(w, WORD_ANSWER_UNKNOWN).p, "아티스트를 찾을 수 없어요"));
	assert_non_null(memchr(
	    wording_text(w, WORD_ANSWER_UNKNOWN).p, '\n', wording_text(w, WORD_ANSWER_UNKNOWN).n));
	wording_free(w);
	buf_free(&errors);
}

static void values_are_filled_in(void **state)
{
	(void)state;
	struct buf errors, out;
	struct wording *w = load("[songs]\nheader = <{name}|{name}>\n", &errors);
	buf_init(&out, 100);
	wording_fill(&out, w, WORD_SONGS_HEADER, "name", STR("{name}"));
	assert_string_equal(out.data, "<{name}|{name}>"); /* a value is not filled in again */
	buf_rewind(&out, 0);
	wording_fill(&out, w, WORD_SONGS_MORE, "name", STR("x"));
	assert_true(str_eq(buf_str(&out), wording_text(w, WORD_SONGS_MORE)));
	buf_free(&out);
	wording_free(w);
	buf_free(&errors);
}

static void says(const char *text, const char *said)
{
	struct buf errors;
	struct wording *w = load(text, &errors);
	if (!errors.data || !strstr(errors.data, said))
		fail_msg("expected \"%s\" in: %s", said, errors.data ? errors.data : "(nothing)");
	for (int i = 0; i < WORD_COUNT; i++)
		assert_true(wording_text(w, (enum word)i).n > 0);
	wording_free(w);
	buf_free(&errors);
}

static void a_bad_entry_is_told_and_falls_back(void **state)
{
	(void)state;
	says("[answer]\nlate =\n", "messages.ini:2: late is empty");
	says("[answer]\n\nlate = \xff\n", "messages.ini:3: late is not UTF-8");
	says("[songs]\nheader = {title}\n",
	    "messages.ini:2: header: there is no value {title} here, only name");
	says("[songs]\nmore = {name}\n", "messages.ini:2: more: there is no value {name} here");
	says("[songs]\nmoer = x\n", "messages.ini:2: nothing is said by the name [songs] moer");
	says("[answer]\nlate\n", "messages.ini:2: neither");
}

static void a_missing_file_is_told(void **state)
{
	(void)state;
	struct buf errors;
	buf_init(&errors, 1000);
	struct wording *w = wording_load("/nonexistent.ini", &errors);
	assert_non_null(w);
	assert_non_null(strstr(errors.data, "/nonexistent.ini: cannot be read"));
	wording_free(w);
	buf_free(&errors);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(numbers_as_koreans_read_them),
	    cmocka_unit_test(the_built_in_wording_is_whole),
	    cmocka_unit_test(values_are_filled_in),
	    cmocka_unit_test(a_bad_entry_is_told_and_falls_back),
	    cmocka_unit_test(a_missing_file_is_told),
	};
	return unit_run("wording", tests);
}

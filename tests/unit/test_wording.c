/* Wording and numbers. */
#include "unit.h"

#include "base/embedded.h"
#include "base/ini.h"
#include "skill/number.h"
#include "skill/wording.h"

static bool text_korean(struct str s)
{
	return memchr(s.p, 0xec, s.n) != NULL;
}

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

static void number_in_english_is(int64_t n, const char *text)
{
	struct buf b;
	buf_init(&b, 100);
	number_english(&b, n);
	assert_string_equal(b.data, text);
	buf_free(&b);
}

static void numbers_in_english(void **state)
{
	(void)state;
	number_in_english_is(0, "0");
	number_in_english_is(9999, "9,999");
	number_in_english_is(12999, "12K");
	number_in_english_is(999999, "999K");
	number_in_english_is(1000000, "1M");
	number_in_english_is(2610432, "2.6M");
	number_in_english_is(26104321, "26M");
	number_in_english_is(1112679810, "1.1B");
	number_in_english_is(1234567890123, "1,234B");
}

static struct wording *load(const char *text, struct buf *errors)
{
	buf_init(errors, 16 * 1024);
	struct wording *w =
	    wording_load("ko", text ? unit_file("messages.ini", text) : NULL, errors);
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

static void filled(const char *header, const char *name, const char *wanted)
{
	char text[200];
	struct buf errors, out;
	snprintf(text, sizeof text, "[songs]\nheader = %s\n", header);
	struct wording *w = load(text, &errors);
	assert_int_equal(errors.len, 0);
	buf_init(&out, 200);
	wording_fill(&out, w, WORD_SONGS_HEADER, "name", str_of(name));
	assert_string_equal(out.data, wanted);
	buf_free(&out);
	wording_free(w);
	buf_free(&errors);
}

static void particles_follow_names(void **state)
{
	(void)state;
	filled("{name:은/는} 가수", "아이유", "아이유는 가수");
	filled("{name:은/는} 그룹, {name:과/와}", "방탄소년단", "방탄소년단은 그룹, 방탄소년단과");
	filled("{name:으로/로}", "마이클", "마이클로");
	filled("{name:이라/라}", "{name}", "{name}이라");
}

/* The name of each entry, one a line, in the order of the alphabet. */
static void list_entry(const struct ini_entry *e)
{
	buf_addf(e->context, "[%s] %s\n", e->section, e->name);
}

static void every_language_has_every_text(void **state)
{
	(void)state;
	struct buf all[2], errors;
	int n = 0;
	buf_init(&errors, 1000);
	for (const struct embedded_file *f = embedded_wordings; f->name; f++, n++) {
		assert_true(n < 2);
		buf_init(&all[n], 16 * 1024);
		ini_read_text(
		    f->name, (struct str){f->text, f->size}, list_entry, &all[n], &errors);
	}
	assert_int_equal(n, 2);
	assert_string_equal(all[0].data, all[1].data);
	static const char *const languages[] = {"ko", "en"};
	for (int i = 0; i < 2; i++) {
		struct wording *w = wording_load(languages[i], NULL, &errors);
		assert_int_equal(errors.len, 0);
		bool english = !text_korean(wording_text(w, WORD_ANSWER_LATE));
		assert_int_equal(english, i == 1);
		wording_free(w);
		buf_free(&all[i]);
	}
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
	says("[songs]\nheader = {name:은/능}\n",
	    "messages.ini:2: header: \"은/능\" is no pair of particles");
	says("[songs]\nheader = {name:는/은}\n", "is no pair of particles");
	says("[songs]\nask = {name} 굿즈\n", "messages.ini:2: ask: is not understood");
	says("[related]\nask = {name} 노래\n", "messages.ini:2: ask: is not understood");
	says("[artist]\ngenres = 장르: {genres\n", "messages.ini:2: genres: a { or } stands alone");
	says("[songs]\nheader = } {name}\n", "messages.ini:2: header: a { or } stands alone");
	says("[songs]\nnone = 없어요.\\t\n", "messages.ini:2: none: there is no \\t here");
	says("[songs]\nlabel = 열네 글자보다 더 긴 버튼이에요\n",
	    "messages.ini:2: label: 17 characters, but what is tapped shows 14 at most");
	says("[songs]\nnone = 없어요\nnone = 몰라요\n", "messages.ini:3: none is there twice");
	says("[artist]\nask = {name} 최고\n", "messages.ini:2: ask: is not understood");
	says("[artist]\nask = 아이유\n", "messages.ini:2: ask: is not understood");
	says("[songs]\nmoer = x\n", "messages.ini:2: nothing is said by the name [songs] moer");
	says("[answer]\nlate\n", "messages.ini:2: neither");
}

static void a_missing_file_is_told(void **state)
{
	(void)state;
	struct buf errors;
	buf_init(&errors, 1000);
	struct wording *w = wording_load("ko", "/nonexistent.ini", &errors);
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
	    cmocka_unit_test(particles_follow_names),
	    cmocka_unit_test(every_language_has_every_text),
	    cmocka_unit_test(numbers_in_english),
	    cmocka_unit_test(a_bad_entry_is_told_and_falls_back),
	    cmocka_unit_test(a_missing_file_is_told),
	};
	return unit_run("wording", tests);
}

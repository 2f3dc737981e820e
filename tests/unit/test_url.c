#include "base/url.h"
#include "random_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { MAX = 1000 };

static void expect(struct str url, const char *clean)
{
	struct buf b;
	buf_init(&b, 10000);
	buf_adds(&b, "before ");
	bool good = url_clean(&b, url, MAX);
	if (good != (clean != NULL))
		print_error("url: %.*s\n", (int)url.n, url.p);
	assert_int_equal(good, clean != NULL);
	assert_string_equal(b.data + strlen("before "), clean ? clean : "");
	assert_false(b.failed);
	buf_free(&b);
}

static void good_ones_stay(void **state)
{
	(void)state;
	static const char *const good[] = {
	    "https://open.spotify.com/artist/3WrFJ7ztbogyGnTHbHJFl2?si=a&b=c;d#e",
	    "http://127.0.0.1:8080/",
	    "https://i.scdn.co",
	    "https://x.example?q=1",
	    "https://x.example#top",
	    "https://my_host.example./~a/-._!$&'()*+,;=:@/?/%2F%e3",
	};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		expect(str_of(good[i]), good[i]);
}

static void unsafe_characters_are_encoded(void **state)
{
	(void)state;
	expect(STR(" HTTPS://Ex.com/ \n"), "https://Ex.com/");
	expect(STR("https://ex/한글?q=\"<>"), "https://ex/%ED%95%9C%EA%B8%80?q=%22%3C%3E");
	expect(STR("http://ex/a b\tc\r\nd"), "http://ex/a%20b%09c%0D%0Ad");
	expect(STR("http://ex/a\0b"), "http://ex/a%00b");
	expect(STR("http://ex/100%"), "http://ex/100%25");
	expect(STR("http://ex/100%2"), "http://ex/100%252");
	expect((struct str){"http://ex/%41", 12}, "http://ex/%254");
	expect(STR("http://ex/%zz%41%4"), "http://ex/%25zz%41%254");
	expect(STR("http://ex/[\\]^`{|}"), "http://ex/%5B%5C%5D%5E%60%7B%7C%7D");
	expect(STR("http://ex/#a#b"), "http://ex/#a%23b");
}

static void each_byte_stands_or_is_encoded(void **state)
{
	(void)state;
	static const char stand[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				    "-._~!$&'()*+,;=:@/?#";
	for (int c = 0; c < 0x80; c++) {
		/* Not at the end, where blanks are trimmed. */
		char in[] = "http://ex/?_z", want[20];
		in[11] = (char)c;
		if (c && strchr(stand, c))
			snprintf(want, sizeof want, "%s", in);
		else
			snprintf(want, sizeof want, "http://ex/?%%%02Xz", (unsigned)c);
		expect((struct str){in, 13}, want);
	}
}

static void others_are_refused(void **state)
{
	(void)state;
	static const char *const bad[] = {
	    "",
	    "   ",
	    "javascript:alert(1)",
	    "data:text/html,x",
	    "mailto:a@b.c",
	    "ftp://ex/",
	    "//ex/",
	    "/path",
	    "https",
	    "https:/",
	    "https://",
	    "https:///path",
	    "https://?q",
	    "https://#f",
	    "https:ex.com",
	    "java\nscript:http://ex",
	    "http://a b",
	    "http://a b/",
	    "http://a\tb/",
	    "http://user@ex/",
	    "http://user:pw@ex/",
	    "http://ex\\@evil/",
	    "http://한국.example/",
	    "http://%65x/",
	    "http://[::1]/",
	    "http://ex:/",
	    "http://ex:0/",
	    "http://ex:65536/",
	    "http://ex:8a/",
	    "http://:80/",
	    "http://.ex/",
	    "http://a..b/",
	    "http://./",
	    "http://ex/\xff",
	    "http://ex/\xed\xa0\x80",
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		expect(str_of(bad[i]), NULL);
	expect(STR("http://ex\0/"), NULL);
}

/* A label of 63 characters may be, 64 not; a name of 253, no more. */
static void long_hosts_are_refused(void **state)
{
	(void)state;
	char label[65], url[400] = "http://";
	memset(label, 'a', 64);
	label[64] = '\0';
	struct buf b;
	buf_init(&b, 1000);
	buf_addf(&b, "http://%s", label + 1);
	expect(buf_str(&b), b.data);
	buf_reset(&b, 0);
	buf_addf(&b, "http://%s", label);
	expect(buf_str(&b), NULL);
	buf_free(&b);
	for (size_t i = 0; i < 253; i++)
		url[7 + i] = i % 2 ? '.' : 'a';
	expect(str_of(url), url);
	memcpy(url + 7 + 253, ".a", 3);
	expect(str_of(url), NULL);
}

static void length_is_limited(void **state)
{
	(void)state;
	struct buf in, out;
	buf_init(&in, 100000);
	buf_init(&out, 100000);
	buf_adds(&in, "http://ex/");
	while (in.len < 50)
		buf_addc(&in, 'a');
	assert_true(url_clean(&out, buf_str(&in), 50));
	assert_int_equal(out.len, 50);
	assert_false(url_clean(&out, buf_str(&in), 49));
	assert_int_equal(out.len, 50);
	buf_rewind(&in, 48);
	buf_addc(&in, ' ');
	buf_addc(&in, 'a');
	assert_false(url_clean(&out, buf_str(&in), 51));
	assert_true(url_clean(&out, buf_str(&in), 52));
	assert_int_equal(out.len, 102);
	while (in.len < 60000)
		buf_adds(&in, "한");
	assert_false(url_clean(&out, buf_str(&in), MAX));
	assert_int_equal(out.len, 102);
	buf_free(&in);
	buf_free(&out);
}

static void a_full_buffer_fails(void **state)
{
	(void)state;
	for (size_t max = 0; max < 30; max++) {
		struct buf b;
		buf_init(&b, max);
		bool good = url_clean(&b, STR("http://ex/한?a b"), MAX);
		assert_int_equal(good, max >= strlen("http://ex/%ED%95%9C?a%20b"));
		assert_int_equal(b.failed, !good);
		assert_true(good || b.len == 0);
		buf_free(&b);
	}
}

/* What is cleaned is ASCII, safe in JSON, no longer than allowed, and clean. */
static void any_bytes_are_safe(void **state)
{
	(void)state;
	uint64_t seed = 99;
	int good = 0;
	struct buf in, out, again;
	buf_init(&in, 100000);
	buf_init(&out, 100000);
	buf_init(&again, 100000);
	for (int i = 0; i < 5000; i++) {
		buf_reset(&in, 100000);
		buf_reset(&out, 100000);
		buf_reset(&again, 100000);
		if (i % 4)
			buf_adds(&in, i % 8 ? "https://ex.com/" : "http://");
		random_text(&in, &seed, 30);
		if (!url_clean(&out, buf_str(&in), 300))
			continue;
		good++;
		assert_true(out.len <= 300);
		assert_memory_equal(out.data, "http", 4);
		for (size_t k = 0; k < out.len; k++) {
			char c = out.data[k];
			assert_true(c > ' ' && c < 0x7f && !strchr("\"\\<>`{|}^[]", c));
		}
		assert_true(url_clean(&again, buf_str(&out), 300));
		assert_string_equal(again.data, out.data);
	}
	assert_true(good > 1000);
	buf_free(&in);
	buf_free(&out);
	buf_free(&again);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(good_ones_stay),
	    cmocka_unit_test(unsafe_characters_are_encoded),
	    cmocka_unit_test(each_byte_stands_or_is_encoded),
	    cmocka_unit_test(others_are_refused),
	    cmocka_unit_test(long_hosts_are_refused),
	    cmocka_unit_test(length_is_limited),
	    cmocka_unit_test(a_full_buffer_fails),
	    cmocka_unit_test(any_bytes_are_safe),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

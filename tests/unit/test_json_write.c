#include "base/json_read.h"
#include "base/json_write.h"
#include "random_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void expect(struct str s, const char *json)
{
	struct buf b;
	buf_init(&b, 1000);
	struct json_writer w = json_to(&b);
	json_str(&w, s);
	assert_false(b.failed);
	assert_string_equal(b.data, json);
	assert_int_equal(strlen(json), b.len);
	buf_free(&b);
}

static void strings_are_escaped(void **state)
{
	(void)state;
	expect(STR(""), "\"\"");
	expect(STR("a/b 가😀"), "\"a/b 가😀\"");
	expect(STR("\"\\\b\f\n\r\t"), "\"\\\"\\\\\\b\\f\\n\\r\\t\"");
	expect(STR("\0\x01\x1f\x7f"), "\"\\u0000\\u0001\\u001f\\u007f\"");
	expect(STR("a\u2028b\u2029c\u2027"), "\"a\\u2028b\\u2029c\u2027\"");
}

static void what_is_not_utf8_is_replaced(void **state)
{
	(void)state;
	expect(STR("a\xff"
		   "b"),
	    "\"a\uFFFDb\"");
	expect(STR("\xc0\xaf"), "\"\uFFFD\uFFFD\"");
	expect(STR("\xed\xa0\x80"), "\"\uFFFD\uFFFD\uFFFD\"");
	expect(STR("가\xea\xb0"), "\"가\uFFFD\uFFFD\"");
	expect(STR("\xf5\"\xe2\x80"), "\"\uFFFD\\\"\uFFFD\uFFFD\"");
}

static void commas_stand_between_values(void **state)
{
	(void)state;
	struct buf b;
	buf_init(&b, 1000);
	struct json_writer w = json_to(&b);
	json_open(&w, '{');
	json_key(&w, "a");
	json_open(&w, '[');
	json_int(&w, INT64_MIN);
	json_open(&w, '{');
	json_close(&w, '}');
	json_boolean(&w, true);
	json_open(&w, '[');
	json_close(&w, ']');
	json_raw(&w, STR("null"));
	json_close(&w, ']');
	json_key(&w, "b");
	json_boolean(&w, false);
	json_key(&w, "c");
	json_str(&w, STR("d"));
	json_close(&w, '}');
	assert_string_equal(
	    b.data, "{\"a\":[-9223372036854775808,{},true,[],null],\"b\":false,\"c\":\"d\"}");
	buf_free(&b);
}

static void a_mark_undoes_values_and_commas(void **state)
{
	(void)state;
	struct buf b;
	buf_init(&b, 20);
	struct json_writer w = json_to(&b);
	json_open(&w, '[');
	struct json_mark first = json_mark(&w);
	json_int(&w, 1);
	json_rewind(&w, first);
	json_int(&w, 2);
	struct json_mark second = json_mark(&w);
	json_str(&w, STR("longer than there is room"));
	assert_true(b.failed);
	json_rewind(&w, second);
	json_int(&w, 3);
	json_close(&w, ']');
	assert_false(b.failed);
	assert_string_equal(b.data, "[2,3]");
	buf_free(&b);
}

/* At each limit, a string is there whole or the buffer says that it failed. */
static void no_limit_is_passed(void **state)
{
	(void)state;
	for (size_t max = 0; max < 40; max++) {
		struct buf b;
		buf_init(&b, max);
		struct json_writer w = json_to(&b);
		json_str(&w, STR("a\"\x01 b\xff가"));
		assert_true(b.len <= max);
		assert_int_equal(b.failed, max < 19);
		if (!b.failed)
			assert_string_equal(b.data, "\"a\\\"\\u0001 b\uFFFD가\"");
		buf_free(&b);
	}
}

static bool is_utf8(const struct buf *b)
{
	int32_t c;
	for (size_t i = 0; i < b->len;) {
		utf8proc_ssize_t n = utf8proc_iterate(
		    (const utf8proc_uint8_t *)b->data + i, (utf8proc_ssize_t)(b->len - i), &c);
		if (n <= 0)
			return false;
		i += (size_t)n;
	}
	return true;
}

static void any_bytes_come_back_as_they_were(void **state)
{
	(void)state;
	uint64_t seed = 7;
	for (int i = 0; i < 3000; i++) {
		struct buf text, json;
		buf_init(&text, 100000);
		buf_init(&json, 100000);
		random_text(&text, &seed, 40);
		struct json_writer w = json_to(&json);
		json_str(&w, buf_str(&text));
		cJSON *o = json_read(buf_str(&json), 100000, 1, NULL);
		assert_true(cJSON_IsString(o));
		assert_true(json_is_strict(buf_str(&json)));
		for (size_t k = 0; k < text.len; k++)
			if (text.data[k] == '\0')
				text.data[k] = '\x01';
		if (is_utf8(&text))
			assert_true(str_eq(json_string(o), buf_str(&text)));
		cJSON_Delete(o);
		buf_free(&text);
		buf_free(&json);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(strings_are_escaped),
	    cmocka_unit_test(what_is_not_utf8_is_replaced),
	    cmocka_unit_test(commas_stand_between_values),
	    cmocka_unit_test(a_mark_undoes_values_and_commas),
	    cmocka_unit_test(no_limit_is_passed),
	    cmocka_unit_test(any_bytes_come_back_as_they_were),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* FastCGI requests as they arrive: whole, not yet whole, or nothing that may be handed on. */
#include "unit.h"

#include "base/buf.h"
#include "base/limits.h"
#include "responder/records.h"

enum { BEGIN = 1, ABORT = 2, END = 3, PARAMS = 4, STDIN = 5, GET_VALUES = 9 };

static void add(struct buf *b, unsigned type, unsigned id, struct str content, unsigned padding)
{
	const unsigned char header[8] = {1, (unsigned char)type, (unsigned char)(id >> 8),
	    (unsigned char)id, (unsigned char)(content.n >> 8), (unsigned char)content.n,
	    (unsigned char)padding, 0};
	static const char zeros[256];
	buf_add(b, header, sizeof header);
	buf_add_str(b, content);
	buf_add(b, zeros, padding);
}

static const struct str begin = {"\0\1\0\0\0\0\0", 8};

/* A request: BEGIN, these params, their end, this body, its end. */
static struct buf request(struct str params, struct str body)
{
	struct buf b;
	buf_init(&b, 1024 * 1024);
	add(&b, BEGIN, 1, begin, 0);
	if (params.n)
		add(&b, PARAMS, 1, params, 3);
	add(&b, PARAMS, 1, STR(""), 0);
	if (body.n)
		add(&b, STDIN, 1, body, 5);
	add(&b, STDIN, 1, STR(""), 0);
	return b;
}

static enum records check_and_free(struct buf *b)
{
	enum records r = records_check(buf_str(b));
	buf_free(b);
	return r;
}

static void a_request_is_whole_with_its_last_byte(void **state)
{
	(void)state;
	struct buf b = request(STR("\1\2ABC\3\0XYZ\0\0"), STR("{}"));
	for (size_t n = 0; n < b.len; n++)
		assert_int_equal(records_check((struct str){b.data, n}), RECORDS_MORE);
	assert_int_equal(records_check(buf_str(&b)), RECORDS_WHOLE);
	buf_adds(&b, "whatever follows");
	assert_int_equal(check_and_free(&b), RECORDS_WHOLE);
}

static void params_may_be_cut_anywhere(void **state)
{
	(void)state;
	char text[300];
	struct str pairs = {text, sizeof text};
	memset(text, 'x', sizeof text);
	memcpy(text, "\x80\x00\x00\x80\x80\x00\x00\xa0", 8); /* 128 and 160 */
	pairs.n = 8 + 128 + 160;
	for (size_t cut = 1; cut < pairs.n; cut++) {
		struct buf b;
		buf_init(&b, 4096);
		add(&b, BEGIN, 7, begin, 0);
		add(&b, PARAMS, 7, (struct str){pairs.p, cut}, 0);
		add(&b, PARAMS, 7, (struct str){pairs.p + cut, pairs.n - cut}, 0);
		add(&b, PARAMS, 7, STR(""), 0);
		add(&b, STDIN, 7, STR(""), 0);
		assert_int_equal(check_and_free(&b), RECORDS_WHOLE);
	}
}

static void params_must_end_with_their_records(void **state)
{
	(void)state;
	static const struct str bad[] = {{"\1", 1}, {"\1\1", 2}, {"\1\1A", 3}, {"\x80\0\0", 3},
	    {"\x80\0\0\1\0", 5}, {"\xff\xff\xff\xff\xff\xff\xff\xff", 8}, {"\x7f\x7fXX", 4},
	    {"\x80\1\0\0\0", 5}};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct buf b = request(bad[i], STR(""));
		assert_int_equal(check_and_free(&b), RECORDS_BAD);
	}
}

static void too_many_params_are_bad(void **state)
{
	(void)state;
	static char one[60000];
	struct buf b;
	memcpy(one, "\x80\x00\xea\x00\x00", 5); /* a name of 59904 bytes, an empty value */
	buf_init(&b, 1024 * 1024);
	add(&b, BEGIN, 1, begin, 0);
	add(&b, PARAMS, 1, (struct str){one, 59909}, 0);
	assert_int_equal(records_check(buf_str(&b)), RECORDS_MORE);
	add(&b, PARAMS, 1, (struct str){one, 59909}, 0);
	assert_int_equal(check_and_free(&b), RECORDS_BAD);
	/* One that only says that it will be. */
	b = request(STR("\x80\x01\x00\x01\x00"), STR(""));
	b.len -= 16;
	assert_int_equal(check_and_free(&b), RECORDS_BAD);
}

struct wrong {
	unsigned type, id;
	struct str content;
};

static void anything_else_is_bad(void **state)
{
	(void)state;
	static const struct wrong first[] = {
	    {PARAMS, 1, {"", 0}},
	    {GET_VALUES, 0, {"\x0e\0FCGI_MAX_CONNS", 16}},
	    {BEGIN, 0, {"\0\1\0\0\0\0\0", 8}},
	    {BEGIN, 1, {"\0\2\0\0\0\0\0", 8}}, /* an authorizer */
	    {BEGIN, 1, {"\0\1\0\0\0\0", 7}},
	    {0, 1, {"", 0}},
	    {255, 1, {"", 0}},
	};
	for (size_t i = 0; i < sizeof first / sizeof *first; i++) {
		struct buf b;
		buf_init(&b, 4096);
		add(&b, first[i].type, first[i].id, first[i].content, 0);
		assert_int_equal(check_and_free(&b), RECORDS_BAD);
	}
	static const struct wrong second[] = {{STDIN, 1, {"", 0}}, {PARAMS, 2, {"", 0}},
	    {BEGIN, 1, {"\0\1\0\0\0\0\0", 8}}, {ABORT, 1, {"", 0}}, {END, 1, {"", 0}},
	    {GET_VALUES, 0, {"", 0}}, {0, 1, {"", 0}}};
	for (size_t i = 0; i < sizeof second / sizeof *second; i++) {
		struct buf b;
		buf_init(&b, 4096);
		add(&b, BEGIN, 1, begin, 0);
		add(&b, second[i].type, second[i].id, second[i].content, 0);
		assert_int_equal(check_and_free(&b), RECORDS_BAD);
	}
	assert_int_equal(records_check(STR("\2")), RECORDS_BAD);
	assert_int_equal(records_check(STR("GET / HTTP/1.1\r\n\r\n")), RECORDS_BAD);
	assert_int_equal(records_check(STR("")), RECORDS_MORE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_request_is_whole_with_its_last_byte),
	    cmocka_unit_test(params_may_be_cut_anywhere),
	    cmocka_unit_test(params_must_end_with_their_records),
	    cmocka_unit_test(too_many_params_are_bad),
	    cmocka_unit_test(anything_else_is_bad),
	};
	return unit_run("records", tests);
}

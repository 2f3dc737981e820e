/* The two readers of a payload: what the quick one takes, the tree must say as well. */
#include "base/buf.h"
#include "kakao/payload_scan.h"
#include "random_text.h"
#include "unit.h"

static const char usual[] =
    "{\"intent\":{\"id\":\"qqz5\",\"name\":\"블록 "
    "이름\"},\"userRequest\":{\"timezone\":\"Asia/Seoul\","
    "\"params\":{\"ignoreMe\":\"true\"},\"block\":{\"id\":\"b1\",\"name\":\"블록 이름\"},"
    "\"utterance\":\"아이유 \\\"들려줘\\\"\\n\",\"lang\":null,\"user\":{\"id\":\"363763\",\"type\":"
    "\"accountId\",\"properties\":{}}},\"bot\":{\"id\":\"5ec3\",\"name\":\"봇\"},\"action\":{"
    "\"name\":"
    "\"la6\",\"clientExtra\":null,\"params\":{\"artist_name\":\"아이유\",\"n\":\"\"},\"id\":"
    "\"3tl\","
    "\"detailParams\":{\"artist_name\":{\"origin\":\"아이유\",\"value\":\"IU\",\"groupName\":\"\"}}"
    "}}";

static struct kakao_payload fast, slow; /* too large for a stack */

static void same_text(struct str a, struct str b)
{
	assert_int_equal(a.n, b.n);
	assert_memory_equal(a.p, b.p, a.n);
}

static void same_params(const struct kakao_params *a, const struct kakao_params *b)
{
	assert_int_equal(a->n, b->n);
	for (int i = 0; i < a->n; i++) {
		same_text(a->items[i].name, b->items[i].name);
		same_text(a->items[i].value, b->items[i].value);
		same_text(a->items[i].origin, b->items[i].origin);
	}
}

static void same_fields(const struct payload_field *f)
{
	for (; f->name; f++) {
		const void *a = (const char *)&fast + f->at, *b = (const char *)&slow + f->at;
		if (f->kind == PAYLOAD_OBJECT)
			same_fields(f->members);
		else if (f->kind == PAYLOAD_TEXT)
			same_text(*(const struct str *)a, *(const struct str *)b);
		else
			same_params(a, b);
	}
}

/* Returns whether the quick reader took it. */
static bool held_together(struct str body)
{
	/* Exactly as large as the body, so that a sanitizer sees who reads on. */
	char *copy = malloc(body.n ? body.n : 1);
	assert_non_null(copy);
	memcpy(copy, body.p, body.n);
	body.p = copy;
	kakao_payload_parse(&fast, STR("")); /* empties it */
	kakao_payload_free(&fast);
	bool took = payload_scan(&fast, body);
	if (took) {
		if (!payload_read_tree(&slow, body))
			fail_msg("the tree refuses %.*s", (int)body.n, body.p);
		same_fields(payload_fields);
		kakao_payload_free(&slow);
	}
	kakao_payload_free(&fast);
	free(copy);
	return took;
}

static void the_usual_body_is_taken(void **state)
{
	(void)state;
	assert_true(held_together(STR(usual)));
	assert_true(payload_scan(&fast, STR(usual)));
	same_text(fast.utterance, STR("아이유 \"들려줘\"\n"));
	same_text(fast.user_id, STR("363763"));
	same_text(fast.block_id, STR("b1"));
	assert_int_equal(fast.params.n, 1);
	same_text(fast.detail_params.items[0].value, STR("IU"));
	kakao_payload_free(&fast);
}

static void what_is_taken_and_what_is_declined(void **state)
{
	static const struct {
		bool taken;
		const char *body;
	} cases[] = {
	    {true, "{}"},
	    {true, " {\"action\":{\"params\":{}}} \n"},
	    {true, "{\"userRequest\":{\"utterance\":\"\\uc544\\u0041\\/\"}}"},
	    {true, "{\"userRequest\":{\"utterance\":{\"a\":[1,0,{\"b\":null}]}}}"},
	    {true, "{\"userRequest\":[],\"action\":7}"},
	    {true,
		"{\"action\":{\"detailParams\":{\"a\":\"x\",\"b\":null,\"c\":{\"value\":\"y\"}}}}"},
	    {true, "{\"a\":999999999999999}"},
	    {false, ""},
	    {false, "[]"},
	    {false, "{\"a\":1}x"},
	    {false, "{\"a\":01}"},
	    {false, "{\"a\":1.5}"},
	    {false, "{\"a\":NaN}"},
	    {false, "{\"a\":'b'}"},
	    {false, "{\"a\":\"\\x\"}"},
	    {false, "{\"a\":\"\\u12g4\"}"},
	    {false, "{\"a\":1,}"},
	    {false, "{\"a\" 1}"},
	    {false, "{a:1}"},
	    {false, "{\"a\":\"\t\"}"},
	    {false, "{\"a\":\"\xff\"}"},
	    {false, "{\"a\":[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]}"},
	    {false, "\xef\xbb\xbf{}"},
	    {false, "{\"userRequest\":{\"utterance\":5}}"},
	    {false, "{\"userRequest\":{\"utterance\":\"\\ud83d\\ude00\"}}"},
	    {false, "{\"userRequest\":{\"utterance\":\"\\u0000\"}}"},
	    {false, "{\"userRequest\":{\"utterance\":\"a\",\"utterance\":\"b\"}}"},
	    {false, "{\"action\":{},\"action\":{\"params\":{\"a\":\"b\"}}}"},
	    {false, "{\"action\":{\"params\":{\"a\":\"b\",\"a\":\"c\"}}}"},
	    {false, "{\"action\":{\"params\":{\"\\u0061\":\"b\"}}}"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (held_together(str_of(cases[i].body)) != cases[i].taken)
			fail_msg("%s: %s", cases[i].body, cases[i].taken ? "declined" : "taken");
}

/* --- random bodies --- */

static void put_string(struct buf *out, uint64_t *state)
{
	static const char *const texts[] = {"아이유", "", "a b", "\\n", "\\\"", "\\u0041",
	    "\\ud83d\\ude00", "\\u0000", "\\ud83d", "\\uD55C", "\\/", "\\b\\f\\r\\t", "\\x", "\\",
	    "\x7f", "\x01", "\xed\xa0\x80", "😀", "value", "'"};
	buf_addc(out, '"');
	for (uint32_t n = random_next(state) % 3; n > 0; n--)
		buf_adds(out, texts[random_next(state) % (sizeof texts / sizeof *texts)]);
	if (random_next(state) % 50 == 0)
		random_text(out, state, 20);
	buf_addc(out, '"');
}

static void put_name(struct buf *out, uint64_t *state)
{
	static const char *const names[] = {"userRequest", "action", "user", "block", "id",
	    "utterance", "params", "detailParams", "clientExtra", "value", "origin", "artist_name",
	    "artist", "a", "b", ""};
	if (random_next(state) % 40 == 0) {
		put_string(out, state);
		return;
	}
	buf_addf(out, "\"%s\"", names[random_next(state) % (sizeof names / sizeof *names)]);
}

static void put_blank(struct buf *out, uint64_t *state)
{
	static const char *const blanks[] = {" ", "\n", "\t", "\r", "\v", "/**/"};
	if (random_next(state) % 8 == 0)
		buf_adds(out, blanks[random_next(state) % (random_next(state) % 20 ? 4 : 6)]);
}

static void put_value(struct buf *out, uint64_t *state, int depth);

static void put_object(struct buf *out, uint64_t *state, int depth)
{
	buf_addc(out, '{');
	for (uint32_t i = 0, n = random_next(state) % 4; i < n; i++) {
		if (i)
			buf_addc(out, ',');
		put_blank(out, state);
		put_name(out, state);
		put_blank(out, state);
		buf_addc(out, ':');
		put_blank(out, state);
		put_value(out, state, depth - 1);
		put_blank(out, state);
	}
	buf_addc(out, '}');
}

static void put_value(struct buf *out, uint64_t *state, int depth)
{
	static const char *const words[] = {"null", "true", "false", "0", "-0", "12", "-7", "1.5",
	    "1e3", "1E400", "01", "9223372036854775808", "123456789012345", "NaN", "Infinity",
	    "nul", "True", "''", "+1", "-", "0x1"};
	uint32_t pick = random_next(state) % 10;
	if (depth > 0 && pick < 5) {
		put_object(out, state, depth);
	} else if (depth > 0 && pick == 5) {
		buf_addc(out, '[');
		put_value(out, state, depth - 1);
		if (random_next(state) % 2) {
			buf_addc(out, ',');
			put_value(out, state, depth - 1);
		}
		buf_addc(out, ']');
	} else if (pick < 9) {
		put_string(out, state);
	} else {
		buf_adds(out, words[random_next(state) % (sizeof words / sizeof *words)]);
	}
}

/* A payload with the fields where they belong, and anything in them. */
static void put_payload(struct buf *out, uint64_t *state)
{
	buf_adds(out, "{\"userRequest\":{\"utterance\":");
	put_value(out, state, 2);
	buf_adds(out, ",\"user\":{\"id\":");
	put_value(out, state, 1);
	buf_adds(out, "}},\"action\":{\"params\":");
	put_value(out, state, 3);
	buf_adds(out, ",\"detailParams\":");
	put_value(out, state, 4);
	buf_adds(out, ",\"clientExtra\":");
	put_value(out, state, 3);
	buf_adds(out, "}}");
}

static void damage(struct buf *b, uint64_t *state)
{
	static const char with[] = "\"\\{}[]:,0n \x00\xff";
	for (uint32_t n = random_next(state) % 3; n > 0 && b->len > 0; n--) {
		size_t at = random_next(state) % b->len;
		uint32_t how = random_next(state) % 3;
		if (how == 0)
			b->data[at] = with[random_next(state) % (sizeof with - 1)];
		else if (how == 1)
			buf_rewind(b, at);
		else
			memmove(b->data + at, b->data + at + 1, b->len-- - at - 1);
	}
}

static void random_bodies(void **state)
{
	uint64_t seed = 20260101;
	int taken = 0;
	struct buf b;
	(void)state;
	buf_init(&b, 64 * 1024);
	for (int i = 0; i < 200000; i++) {
		buf_reset(&b, 4096);
		if (i % 4 == 0)
			put_value(&b, &seed, 6);
		else if (i % 4 == 1)
			put_payload(&b, &seed);
		else
			buf_adds(&b, usual);
		if (i % 4 > 1 || random_next(&seed) % 4 == 0)
			damage(&b, &seed);
		taken += held_together(buf_str(&b));
	}
	buf_free(&b);
	if (taken < 50000)
		fail_msg("only %d of 200000 were taken", taken);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_usual_body_is_taken),
	    cmocka_unit_test(what_is_taken_and_what_is_declined),
	    cmocka_unit_test(random_bodies),
	};
	return unit_run("payload", tests);
}

#include "kakao/reply.h"
#include "kakao_check.h"
#include "random_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define HEAD "{\"version\":\"2.0\",\"template\":{\"outputs\":["
#define PICTURE STR("https://i.example/a.jpg")

/* A reply and its buffer. */
struct made {
	struct kakao_reply r;
	struct buf out;
};

static void begin(struct made *m)
{
	buf_init(&m->out, 64 * 1024);
	kakao_reply_begin(&m->r, &m->out);
}

/* Ends the reply, checks it, and compares it with what is wanted, if anything is. */
static void end(struct made *m, const char *want)
{
	struct kakao_check k;
	assert_true(kakao_reply_end(&m->r));
	if (!kakao_check(&k, buf_str(&m->out)))
		fail_msg("%s: %s", k.why, m->out.data);
	assert_int_equal(k.outputs, m->r.outputs);
	assert_int_equal(k.quick_replies, m->r.quick_replies);
	if (want)
		assert_string_equal(m->out.data, want);
	buf_free(&m->out);
}

static bool contains(const struct made *m, const char *part)
{
	return strstr(m->out.data, part) != NULL;
}

static void the_apology_is_a_reply(void **state)
{
	(void)state;
	struct kakao_check k;
	assert_true(kakao_check(&k, kakao_reply_apology));
	assert_int_equal(strlen(kakao_reply_apology.p), kakao_reply_apology.n);
	assert_int_equal(k.outputs, 1);
}

static void a_text_is_cleaned_and_escaped(void **state)
{
	(void)state;
	struct made m;
	begin(&m);
	assert_true(kakao_reply_text(&m.r, STR(" \"아이유\"\r\n\\ \x01\xff ")));
	end(&m, HEAD "{\"simpleText\":{\"text\":\"\\\"아이유\\\"\\n\\\\\"}}]}}");
}

static void quick_replies_follow_the_bubbles(void **state)
{
	(void)state;
	struct made m;
	begin(&m);
	assert_true(kakao_reply_quick_reply(&m.r, STR("비틀즈"), STR("비틀즈 알려줘")));
	assert_false(kakao_reply_quick_reply(&m.r, STR(" "), STR("x")));
	assert_false(kakao_reply_quick_reply(&m.r, STR("x"), STR("\u200b")));
	assert_true(kakao_reply_quick_reply(&m.r, STR("b"), STR("c")));
	assert_true(kakao_reply_text(&m.r, STR("a")));
	end(&m,
	    HEAD "{\"simpleText\":{\"text\":\"a\"}}],\"quickReplies\":["
		 "{\"label\":\"비틀즈\",\"action\":\"message\",\"messageText\":\"비틀즈 알려줘\"},"
		 "{\"label\":\"b\",\"action\":\"message\",\"messageText\":\"c\"}]}}");
}

static const struct kakao_button buttons[] = {
    {KAKAO_WEB_LINK, {"Spotify에서 듣기", 20}, {"https://ex/한", 14}},
    {KAKAO_WEB_LINK, {"bad", 3}, {"javascript:x", 12}},
    {KAKAO_MESSAGE, {"mute", 4}, {" ", 1}},
    {KAKAO_MESSAGE, {"", 0}, {"x", 1}},
    {KAKAO_MESSAGE, {"say", 3}, {"hello", 5}},
    {KAKAO_SHARE, {"공유", 6}, {"", 0}},
    {KAKAO_SHARE, {"surplus", 7}, {"", 0}},
};

enum { N_BUTTONS = sizeof buttons / sizeof *buttons };

static void a_basic_card_is_whole(void **state)
{
	(void)state;
	struct made m;
	begin(&m);
	struct kakao_basic_card card = {
	    .title = STR("아이유"),
	    .description = STR("장르\n팔로워"),
	    .thumbnail = {PICTURE, STR("사진"), STR("http://ex/a b"), true},
	    .buttons = buttons,
	    .n_buttons = N_BUTTONS,
	};
	assert_true(kakao_reply_basic_card(&m.r, &card));
	end(&m,
	    HEAD "{\"basicCard\":{\"thumbnail\":{\"imageUrl\":\"https://i.example/a.jpg\","
		 "\"altText\":\"사진\",\"link\":{\"web\":\"http://ex/a%20b\"},\"fixedRatio\":true},"
		 "\"title\":\"아이유\",\"description\":\"장르\\n팔로워\",\"buttons\":["
		 "{\"label\":\"Spotify에서 듣기\",\"webLinkUrl\":\"https://ex/%ED%95%9C\","
		 "\"action\":\"webLink\"},"
		 "{\"label\":\"say\",\"messageText\":\"hello\",\"action\":\"message\"},"
		 "{\"label\":\"공유\",\"action\":\"share\"}],\"buttonLayout\":\"vertical\"}}]}}");
}

static void one_button_needs_no_layout(void **state)
{
	(void)state;
	struct made m;
	begin(&m);
	struct kakao_basic_card card = {.title = STR("a"),
	    .thumbnail = {.image_url = PICTURE},
	    .buttons = buttons,
	    .n_buttons = 4};
	assert_true(kakao_reply_basic_card(&m.r, &card));
	assert_false(contains(&m, "buttonLayout"));
	assert_false(contains(&m, "fixedRatio"));
	card.buttons++;
	card.n_buttons = 3;
	assert_true(kakao_reply_basic_card(&m.r, &card));
	card.n_buttons = 5;
	assert_true(kakao_reply_basic_card(&m.r, &card));
	assert_true(contains(&m, "buttonLayout"));
	end(&m, NULL);
}

static void a_card_without_picture_is_a_text_card(void **state)
{
	(void)state;
	struct made m;
	struct buf text;
	buf_init(&text, 10000);
	for (int i = 0; i < 500; i++)
		buf_adds(&text, "가");
	begin(&m);
	struct kakao_basic_card card = {
	    .title = STR("이름"), .thumbnail = {STR("data:x"), STR("alt"), STR("http://ex"), true}};
	assert_true(kakao_reply_basic_card(&m.r, &card));
	card.description = buf_str(&text);
	assert_true(kakao_reply_basic_card(&m.r, &card));
	card.title = buf_str(&text);
	assert_true(kakao_reply_basic_card(&m.r, &card));
	static const char start[] = HEAD "{\"textCard\":{\"title\":\"이름\"}},{\"textCard\":";
	assert_memory_equal(m.out.data, start, sizeof start - 1);
	assert_false(contains(&m, "thumbnail"));
	end(&m, NULL);
	buf_free(&text);
}

static void a_card_without_text_is_left_out(void **state)
{
	(void)state;
	struct made m;
	begin(&m);
	struct kakao_basic_card card = {.title = STR("\u3164"),
	    .description = STR("\n"),
	    .thumbnail = {.image_url = PICTURE},
	    .buttons = buttons,
	    .n_buttons = N_BUTTONS};
	assert_false(kakao_reply_basic_card(&m.r, &card));
	card.thumbnail.image_url = STR("");
	assert_false(kakao_reply_basic_card(&m.r, &card));
	assert_false(kakao_reply_text(&m.r, STR("")));
	assert_true(kakao_reply_text(&m.r, STR("x")));
	end(&m, HEAD "{\"simpleText\":{\"text\":\"x\"}}]}}");
}

static void a_list_card_is_whole(void **state)
{
	(void)state;
	struct made m;
	begin(&m);
	const struct kakao_list_item items[] = {
	    {STR("\u200b"), STR("no title"), PICTURE, STR("http://ex")},
	    {STR("좋은 날"), STR("Real"), PICTURE, STR("http://ex/1")},
	    {STR("only\ntitle"), STR(" "), STR("ftp://x"), STR("x")},
	};
	struct kakao_list_card card = {STR("인기곡"), items, 3, buttons + 5, 1};
	assert_true(kakao_reply_list_card(&m.r, &card));
	end(&m, HEAD "{\"listCard\":{\"header\":{\"title\":\"인기곡\"},"
		     "\"buttons\":[{\"label\":\"공유\",\"action\":\"share\"}],\"items\":["
		     "{\"title\":\"좋은 날\",\"description\":\"Real\","
		     "\"imageUrl\":\"https://i.example/a.jpg\",\"link\":{\"web\":\"http://ex/1\"}},"
		     "{\"title\":\"only title\"}]}}]}}");
}

static void a_list_card_needs_header_and_items(void **state)
{
	(void)state;
	struct made m;
	begin(&m);
	const struct kakao_list_item items[] = {{.title = STR(" ")}, {.title = STR("1")},
	    {.title = STR("2")}, {.title = STR("3")}, {.title = STR("4")}, {.title = STR("5")},
	    {.title = STR("6")}};
	struct kakao_list_card card = {STR("h"), items, 1, NULL, 0};
	assert_false(kakao_reply_list_card(&m.r, &card));
	card.n_items = 0;
	assert_false(kakao_reply_list_card(&m.r, &card));
	card.n_items = 7;
	card.header = STR("\xff");
	assert_false(kakao_reply_list_card(&m.r, &card));
	card.header = STR("h");
	assert_true(kakao_reply_list_card(&m.r, &card));
	assert_true(contains(&m, "{\"title\":\"5\"}"));
	assert_false(contains(&m, "{\"title\":\"6\"}"));
	end(&m, NULL);
}

static void what_is_too_much_is_dropped(void **state)
{
	(void)state;
	struct made m;
	begin(&m);
	for (int i = 0; i < KAKAO_OUTPUTS + 2; i++)
		assert_int_equal(kakao_reply_text(&m.r, STR("x")), i < KAKAO_OUTPUTS);
	for (int i = 0; i < KAKAO_QUICK_REPLIES + 2; i++)
		assert_int_equal(
		    kakao_reply_quick_reply(&m.r, STR("x"), STR("y")), i < KAKAO_QUICK_REPLIES);
	end(&m, NULL);
}

static void long_texts_are_cut_to_the_limits(void **state)
{
	(void)state;
	struct made m;
	struct buf t;
	buf_init(&t, 100000);
	while (t.len < 60000)
		buf_adds(&t, "가👨\u200d👩\u200d👧");
	struct str s = buf_str(&t);
	struct kakao_button b[3] = {
	    {KAKAO_MESSAGE, s, s}, {KAKAO_SHARE, s, s}, {KAKAO_SHARE, s, s}};
	struct kakao_basic_card card = {s, s, {PICTURE, s, s, true}, b, 3};
	struct kakao_list_item item = {s, s, PICTURE, s};
	struct kakao_list_card list = {s, &item, 1, b, 3};
	begin(&m);
	assert_true(kakao_reply_text(&m.r, s));
	assert_true(kakao_reply_basic_card(&m.r, &card));
	assert_true(kakao_reply_list_card(&m.r, &list));
	assert_true(kakao_reply_quick_reply(&m.r, s, s));
	end(&m, NULL);
	buf_free(&t);
}

/* Five items with two links of 1000 bytes each, twice and a half: more than 30 KB. */
static void the_whole_is_limited(void **state)
{
	(void)state;
	struct made m;
	char url[KAKAO_URL + 1] = "http://ex/";
	memset(url + 10, 'a', KAKAO_URL - 10);
	struct kakao_list_item items[5];
	for (int i = 0; i < 5; i++)
		items[i] = (struct kakao_list_item){STR("t"), STR("d"), str_of(url), str_of(url)};
	struct kakao_button b[3];
	for (int i = 0; i < 3; i++)
		b[i] = (struct kakao_button){KAKAO_WEB_LINK, STR("b"), str_of(url)};
	struct kakao_list_card card = {STR("h"), items, 5, b, 3};
	begin(&m);
	char say[901];
	memset(say, '"', 900);
	for (int i = 0; i < KAKAO_QUICK_REPLIES; i++)
		assert_true(kakao_reply_quick_reply(&m.r, STR("q"), (struct str){say, 900}));
	assert_true(kakao_reply_list_card(&m.r, &card));
	size_t full = m.out.len;
	assert_true(kakao_reply_list_card(&m.r, &card));
	assert_true(m.out.len < 2 * full - 4000);
	assert_false(kakao_reply_list_card(&m.r, &card));
	assert_true(kakao_reply_text(&m.r, STR("room for this")));
	assert_int_equal(m.r.outputs, 3);
	end(&m, NULL);
}

/* Where one item fits there is a list, and never less of it where there is more room. */
static void a_list_gives_items_up_first(void **state)
{
	(void)state;
	static const char one[] = HEAD "{\"listCard\":{\"header\":{\"title\":\"h\"},"
				       "\"items\":[{\"title\":\"1\"}]}}]}}";
	static const char item[] = ",{\"title\":\"1\"}";
	const struct kakao_list_item items[] = {
	    {.title = STR("1")}, {.title = STR("1")}, {.title = STR("1")}};
	const struct kakao_list_card list = {STR("h"), items, 3, NULL, 0};
	for (size_t max = sizeof one - 10; max < sizeof one + 40; max++) {
		struct made m;
		buf_init(&m.out, max);
		kakao_reply_begin(&m.r, &m.out);
		bool added = kakao_reply_list_card(&m.r, &list);
		assert_int_equal(kakao_reply_end(&m.r), added);
		assert_int_equal(added, max >= sizeof one - 1);
		if (added) {
			size_t more = (max - (sizeof one - 1)) / (sizeof item - 1);
			more = more > 2 ? 2 : more;
			assert_int_equal(m.out.len, sizeof one - 1 + more * (sizeof item - 1));
		}
		buf_free(&m.out);
	}
}

/* A quick reply, too, may be what is too much: exactly as many bytes as are allowed are used. */
static void the_last_byte_is_used(void **state)
{
	(void)state;
	size_t all =
	    strlen(HEAD "{\"simpleText\":{\"text\":\"abcdé\"}}],\"quickReplies\":["
			"{\"label\":\"q\",\"action\":\"message\",\"messageText\":\"m\"}]}}");
	for (size_t max = 0; max < all + 5; max++) {
		struct made m;
		buf_init(&m.out, max);
		kakao_reply_begin(&m.r, &m.out);
		bool text = kakao_reply_text(&m.r, STR("abcdé"));
		bool quick = kakao_reply_quick_reply(&m.r, STR("q"), STR("m"));
		bool good = kakao_reply_end(&m.r);
		struct kakao_check k;
		assert_int_equal(good, text);
		assert_int_equal(text && quick, max >= all);
		assert_int_equal(good ? kakao_check(&k, buf_str(&m.out)) : m.out.len == 0, true);
		buf_free(&m.out);
	}
}

/* Any shortage gives a smaller valid reply or none. */
static void shortage_is_survived(void **state)
{
	(void)state;
	const struct kakao_list_item items[] = {{STR("1"), STR("d"), PICTURE, STR("http://ex")},
	    {STR("2"), STR("d"), PICTURE, STR("http://ex")}};
	const struct kakao_basic_card card = {
	    STR("ti\"tle"), STR("de\ns"), {PICTURE, STR("a"), PICTURE, true}, buttons, N_BUTTONS};
	const struct kakao_list_card list = {STR("h"), items, 2, buttons, N_BUTTONS};
	int outputs = 0;
	for (size_t max = 0; max < 1500; max++) {
		struct made m;
		struct kakao_check k = {0};
		buf_init(&m.out, max);
		kakao_reply_begin(&m.r, &m.out);
		int added = kakao_reply_basic_card(&m.r, &card);
		added += kakao_reply_list_card(&m.r, &list);
		added += kakao_reply_text(&m.r, STR("x"));
		kakao_reply_quick_reply(&m.r, STR("q"), STR("m"));
		assert_int_equal(kakao_reply_end(&m.r), added > 0);
		assert_true(m.out.len <= max);
		if (added > 0 && !kakao_check(&k, buf_str(&m.out)))
			fail_msg("%zu: %s: %s", max, k.why, m.out.data);
		assert_int_equal(k.outputs, added);
		outputs = added;
		buf_free(&m.out);
	}
	assert_int_equal(outputs, 3);
}

static void nothing_is_no_reply(void **state)
{
	(void)state;
	struct made m;
	begin(&m);
	assert_true(kakao_reply_quick_reply(&m.r, STR("q"), STR("m")));
	assert_false(kakao_reply_end(&m.r));
	assert_int_equal(m.out.len, 0);
	buf_free(&m.out);
}

/* Random fields, all of them in one memory that lives until the reply is made. */
struct fields {
	struct buf memory;
	uint64_t seed;
};

static struct str text(struct fields *f)
{
	static const uint32_t max[] = {3, 20, 60, 400};
	size_t at = f->memory.len;
	random_text(&f->memory, &f->seed, max[random_next(&f->seed) % 4]);
	return (struct str){f->memory.data + at, f->memory.len - at};
}

static struct str url(struct fields *f)
{
	static const char *const urls[] = {"", "javascript:alert(1)", "data:text/html,x",
	    "http://a b", "https://ex/한글?q=\"<>", "https://u:p@ex/", "HTTP://EX/%zz", "https://",
	    "https://open.spotify.com/artist/1", "https://i.scdn.co/image/ab"};
	uint32_t pick = random_next(&f->seed) % 14;
	if (pick < 10)
		return str_of(urls[pick]);
	size_t at = f->memory.len;
	buf_adds(&f->memory, pick < 13 ? "https://ex/" : "");
	text(f);
	return (struct str){f->memory.data + at, f->memory.len - at};
}

static size_t random_buttons(struct fields *f, struct kakao_button *b, size_t max)
{
	size_t n = random_next(&f->seed) % (max + 1);
	for (size_t i = 0; i < n; i++) {
		b[i].action = (enum kakao_action)(random_next(&f->seed) % 3);
		b[i].label = text(f);
		b[i].value = b[i].action == KAKAO_WEB_LINK ? url(f) : text(f);
	}
	return n;
}

static void add_random(struct kakao_reply *r, struct fields *f)
{
	struct kakao_button b[5];
	struct kakao_list_item items[8];
	struct kakao_basic_card card = {text(f), text(f),
	    {url(f), text(f), url(f), random_next(&f->seed) % 2}, b, random_buttons(f, b, 5)};
	struct kakao_list_card list = {
	    text(f), items, random_next(&f->seed) % 9, b, card.n_buttons};
	for (size_t i = 0; i < list.n_items; i++)
		items[i] = (struct kakao_list_item){text(f), text(f), url(f), url(f)};
	switch (random_next(&f->seed) % 4) {
	case 0:
		kakao_reply_text(r, text(f));
		break;
	case 1:
		kakao_reply_basic_card(r, &card);
		break;
	case 2:
		kakao_reply_list_card(r, &list);
		break;
	default:
		kakao_reply_quick_reply(r, text(f), text(f));
	}
}

static void whatever_is_said_the_reply_is_valid(void **state)
{
	(void)state;
	struct fields f = {.seed = 1234567};
	int good = 0, basic = 0, list = 0;
	buf_init(&f.memory, 1024 * 1024);
	/* Slices of it must stay where they are. */
	assert_non_null(buf_room(&f.memory, 1024 * 1024));
	for (int i = 0; i < 4000; i++) {
		struct made m;
		begin(&m);
		for (uint32_t n = 1 + random_next(&f.seed) % 8; n > 0; n--) {
			buf_rewind(&f.memory, 0);
			add_random(&m.r, &f);
			assert_false(f.memory.failed);
		}
		if (m.r.outputs > 0) {
			good++;
			basic += contains(&m, "\"basicCard\":");
			list += contains(&m, "\"listCard\":");
			end(&m, NULL);
		} else {
			assert_false(kakao_reply_end(&m.r));
			buf_free(&m.out);
		}
	}
	assert_true(good > 2000 && basic > 500 && list > 500);
	buf_free(&f.memory);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_apology_is_a_reply),
	    cmocka_unit_test(a_text_is_cleaned_and_escaped),
	    cmocka_unit_test(quick_replies_follow_the_bubbles),
	    cmocka_unit_test(a_basic_card_is_whole),
	    cmocka_unit_test(one_button_needs_no_layout),
	    cmocka_unit_test(a_card_without_picture_is_a_text_card),
	    cmocka_unit_test(a_card_without_text_is_left_out),
	    cmocka_unit_test(a_list_card_is_whole),
	    cmocka_unit_test(a_list_card_needs_header_and_items),
	    cmocka_unit_test(what_is_too_much_is_dropped),
	    cmocka_unit_test(long_texts_are_cut_to_the_limits),
	    cmocka_unit_test(the_whole_is_limited),
	    cmocka_unit_test(a_list_gives_items_up_first),
	    cmocka_unit_test(the_last_byte_is_used),
	    cmocka_unit_test(shortage_is_survived),
	    cmocka_unit_test(nothing_is_no_reply),
	    cmocka_unit_test(whatever_is_said_the_reply_is_valid),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

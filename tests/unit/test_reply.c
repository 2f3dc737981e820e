#include "kakao/limits.h"
#include "kakao/reply.h"
#include "reply_check.h"

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
	struct reply_check k;
	assert_true(kakao_reply_end(&m->r));
	if (!reply_is_good(&k, buf_str(&m->out)))
		fail_msg("%s: %s", k.why.data, m->out.data);
	assert_int_equal(k.outputs, m->r.outputs);
	assert_int_equal(k.quick_replies, m->r.quick_replies);
	if (want)
		assert_string_equal(m->out.data, want);
	buf_free(&m->out);
}

static struct kakao_list_item item(
    struct str title, struct str text, struct str image, struct str web)
{
	return (struct kakao_list_item){
	    .title = title, .description = text, .image_url = image, .link.web = web};
}

static struct kakao_thumbnail picture(struct str image, struct str alt, struct str web)
{
	return (struct kakao_thumbnail){image, alt, {.web = web}, true};
}

static bool contains(const struct made *m, const char *part)
{
	return strstr(m->out.data, part) != NULL;
}

static void the_apology_is_a_reply(void **state)
{
	(void)state;
	struct reply_check k;
	assert_true(reply_is_good(&k, kakao_reply_apology));
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
		 "{\"label\":\"비틀즈\",\"messageText\":\"비틀즈 알려줘\",\"action\":\"message\"},"
		 "{\"label\":\"b\",\"messageText\":\"c\",\"action\":\"message\"}]}}");
}

static const struct kakao_button buttons[] = {
    {.action = KAKAO_WEB_LINK, .label = {"Spotify에서 듣기", 20}, .value = {"https://ex/한", 14}},
    {.action = KAKAO_WEB_LINK, .label = {"bad", 3}, .value = {"javascript:x", 12}},
    {.action = KAKAO_MESSAGE, .label = {"mute", 4}, .value = {" ", 1}},
    {.action = KAKAO_MESSAGE, .label = {"", 0}, .value = {"x", 1}},
    {.action = KAKAO_MESSAGE, .label = {"say", 3}, .value = {"hello", 5}},
    {.action = KAKAO_SHARE, .label = {"공유", 6}, .value = {"", 0}},
    {.action = KAKAO_SHARE, .label = {"surplus", 7}, .value = {"", 0}},
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
	    .thumbnail = picture(PICTURE, STR("사진"), STR("http://ex/a b")),
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
	struct kakao_basic_card card = {.title = STR("이름"),
	    .thumbnail = picture(STR("data:x"), STR("alt"), STR("http://ex"))};
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
	    item(STR("\u200b"), STR("no title"), PICTURE, STR("http://ex")),
	    item(STR("좋은 날"), STR("Real"), PICTURE, STR("http://ex/1")),
	    item(STR("only\ntitle"), STR(" "), STR("ftp://x"), STR("x")),
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
	struct kakao_button b[3] = {{.action = KAKAO_MESSAGE, .label = s, .value = s},
	    {.action = KAKAO_SHARE, .label = s, .value = s},
	    {.action = KAKAO_SHARE, .label = s, .value = s}};
	struct kakao_basic_card card = {s, s, picture(PICTURE, s, s), b, 3};
	struct kakao_list_item items[] = {item(s, s, PICTURE, s)};
	struct kakao_list_card list = {s, items, 1, b, 3};
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
		items[i] = item(STR("t"), STR("d"), str_of(url), str_of(url));
	struct kakao_button b[3];
	for (int i = 0; i < 3; i++)
		b[i] = (struct kakao_button){
		    .action = KAKAO_WEB_LINK, .label = STR("b"), .value = str_of(url)};
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
		struct reply_check k;
		assert_int_equal(good, text);
		assert_int_equal(text && quick, max >= all);
		assert_int_equal(good ? reply_is_good(&k, buf_str(&m.out)) : m.out.len == 0, true);
		buf_free(&m.out);
	}
}

/* Any shortage gives a smaller valid reply or none. */
static void shortage_is_survived(void **state)
{
	(void)state;
	const struct kakao_list_item items[] = {item(STR("1"), STR("d"), PICTURE, STR("http://ex")),
	    item(STR("2"), STR("d"), PICTURE, STR("http://ex"))};
	const struct kakao_basic_card card = {
	    STR("ti\"tle"), STR("de\ns"), picture(PICTURE, STR("a"), PICTURE), buttons, N_BUTTONS};
	const struct kakao_list_card list = {STR("h"), items, 2, buttons, N_BUTTONS};
	int outputs = 0;
	for (size_t max = 0; max < 1500; max++) {
		struct made m;
		struct reply_check k = {0};
		buf_init(&m.out, max);
		kakao_reply_begin(&m.r, &m.out);
		int added = kakao_reply_basic_card(&m.r, &card);
		added += kakao_reply_list_card(&m.r, &list);
		added += kakao_reply_text(&m.r, STR("x"));
		kakao_reply_quick_reply(&m.r, STR("q"), STR("m"));
		assert_int_equal(kakao_reply_end(&m.r), added > 0);
		assert_true(m.out.len <= max);
		if (added > 0 && !reply_is_good(&k, buf_str(&m.out)))
			fail_msg("%zu: %s: %s", max, k.why.data, m.out.data);
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
	};
	return unit_run("reply", tests);
}

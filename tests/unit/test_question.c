/* From a skill payload to the artist's name that is asked for. */
#include "unit.h"

#include "skill/question.h"

static const struct config_skill names = {
    .param_names = {.items = {"artist_name", "artist", "sys_person_group"}, .n = 3},
};

static void read_into(struct question *q, struct str body)
{
	struct kakao_payload p;
	memset(q, 0xaa, sizeof *q);
	assert_true(kakao_payload_parse(&p, body));
	question_read(q, &p, &names);
	kakao_payload_free(&p);
}

/* Its readings are lost: they point into what was read into. */
static struct question ask_bytes(struct str body)
{
	struct question q;
	read_into(&q, body);
	q.phrase.n = 0;
	return q;
}

static struct question ask(const char *body)
{
	return ask_bytes(str_of(body));
}

static void asks_for(const char *body, const char *name)
{
	struct question q = ask(body);
	if (q.kind != QUESTION_ARTIST || strcmp(q.name, name) != 0)
		fail_msg(
		    "%s\nkind %d, name \"%s\", expected \"%s\"", body, (int)q.kind, q.name, name);
}

static void talks(const char *body, enum talk talk)
{
	struct question q = ask(body);
	if (q.kind != QUESTION_TALK || q.talk != talk)
		fail_msg("%s\nkind %d, talk %d", body, (int)q.kind, (int)q.talk);
}

#define ACTION(members) "{\"userRequest\":{\"utterance\":\"발화\"},\"action\":{" members "}}"

static void the_first_message(void **state)
{
	(void)state;
	asks_for("{\"intent\":{\"id\":\"b1\",\"name\":\"블록 "
		 "이름\"},\"userRequest\":{\"params\":{\"ignoreMe\":\"true\"},"
		 "\"utterance\":\"발화 "
		 "내용\",\"lang\":null,\"user\":{\"id\":\"1\",\"type\":\"accountId\","
		 "\"properties\":{}}},"
		 "\"action\":{\"clientExtra\":null,\"params\":{\"artist_name\":\"the "
		 "beatles\"},\"detailParams\":"
		 "{\"artist_name\":{\"origin\":\"the beatles\",\"value\":\"the "
		 "beatles\",\"groupName\":\"\"}}}}",
	    "the beatles");
}

static void the_order_of_sources(void **state)
{
	(void)state;
	asks_for(
	    ACTION("\"clientExtra\":{\"artist\":\"버튼\"},\"params\":{\"artist_name\":\"인자\"}"),
	    "버튼");
	asks_for(
	    ACTION("\"clientExtra\":{\"foreign\":\"버튼\"},\"params\":{\"artist_name\":\"인자\"}"),
	    "인자");
	asks_for(ACTION("\"params\":{\"sys_person_group\":\"뒤\",\"artist\":\"앞\"}"), "앞");
	asks_for(ACTION("\"params\":{\"artist_name\":\" \",\"artist\":\"앞\"}"), "앞");
	asks_for(ACTION("\"params\":{\"other\":\"하나\"}"), "하나");
	asks_for(ACTION("\"params\":{\"other\":\"하나\",\"more\":\"둘\"}"), "발화");
	asks_for(ACTION("\"params\":{\"other\":\"하나\",\"artist\":\"앞\"}"), "앞");
	asks_for(ACTION("\"params\":{\"other\":\"하나\",\"artist\":\" \"}"), "발화");
	asks_for(
	    ACTION(
		"\"params\":{},\"detailParams\":{\"artist\":{\"value\":\"값\",\"origin\":\"말\"}}"),
	    "값");
	asks_for(ACTION("\"detailParams\":{\"artist\":{\"value\":null,\"origin\":\"말\"}}"), "말");
	asks_for(ACTION("\"detailParams\":{\"other\":{\"origin\":\"말\"}}"), "말");
	asks_for(ACTION("\"params\":{\"artist\":\"인자\"},\"detailParams\":{\"artist\":{\"value\":"
			"\"값\"}}"),
	    "인자");
	asks_for(ACTION("\"params\":{}"), "발화");
}

static void fields_of_any_type(void **state)
{
	(void)state;
	asks_for(ACTION("\"params\":null,\"clientExtra\":\"null\",\"detailParams\":[]"), "발화");
	asks_for(ACTION("\"params\":[\"a\"],\"clientExtra\":3"), "발화");
	asks_for(ACTION("\"params\":{\"artist\":null}"), "발화");
	asks_for(ACTION("\"params\":{\"artist\":{\"deep\":1}}"), "발화");
	asks_for(ACTION("\"params\":{\"artist\":true}"), "발화");
	asks_for(ACTION("\"params\":{\"artist\":1975}"), "1975");
	asks_for("{\"action\":null,\"userRequest\":{\"utterance\":\"발화\",\"user\":[]}}", "발화");
	asks_for("{\"userRequest\":{\"utterance\":\"발화\",\"unknown\":{\"a\":[1,2,{}]}},"
		 "\"requestedSkill\":{}}",
	    "발화");
	talks("{}", TALK_EMPTY);
	talks("{\"userRequest\":\"x\",\"action\":[]}", TALK_EMPTY);
	talks("{\"userRequest\":{\"utterance\":null}}", TALK_EMPTY);
}

static void json_in_a_string(void **state)
{
	(void)state;
	asks_for(ACTION("\"params\":{\"artist\":\"{\\\"value\\\":\\\"아이유\\\"}\"}"), "아이유");
	asks_for(ACTION("\"params\":{\"artist\":\" {\\\"name\\\":\\\"아이유\\\"}\"}"), "아이유");
	asks_for(ACTION("\"params\":{\"artist\":\"[\\\"아이유\\\"]\"}"), "아이유");
	asks_for(
	    ACTION(
		"\"params\":{\"artist\":\"{\\\"artist\\\":\\\"나\\\",\\\"value\\\":\\\"너\\\"}\"}"),
	    "나");
	asks_for(ACTION("\"params\":{\"artist\":\"{여자}아이들\"}"),
	    "{여자}아이들"); /* does not parse */
	asks_for(
	    ACTION("\"params\":{\"artist\":\"{\\\"amount\\\":1,\\\"unit\\\":null}\"}"), "발화");
	asks_for(ACTION("\"params\":{\"artist\":\"\\\"Weird Al\\\" Yankovic\"}"),
	    "\"Weird Al\" Yankovic");
}

static void blanks_and_line_breaks_go(void **state)
{
	(void)state;
	asks_for("{\"userRequest\":{\"utterance\":\" the  beatles\\n\"}}", "the beatles");
	asks_for("{\"userRequest\":{\"utterance\":\"\\t아이유\\r\\n\"}}", "아이유");
	asks_for("{\"userRequest\":{\"utterance\":\"아\\u0000이\\u202e유\"}}", "아이유");
	asks_for("\xef\xbb\xbf{\"userRequest\":{\"utterance\":\"비\"}}\n", "비");
	talks("{\"userRequest\":{\"utterance\":\" \\n\\u200b\\u3164\"}}", TALK_EMPTY);
}

static void names_have_keys(void **state)
{
	(void)state;
	assert_string_equal(ask("{\"userRequest\":{\"utterance\":\"AC/DC\"}}").key, "acdc");
	assert_string_equal(
	    ask("{\"userRequest\":{\"utterance\":\"Girls' Generation\"}}").key, "girlsgeneration");
}

/* What a body asks for: the view, and whom. */
static void wants(const char *body, enum view view, const char *name, const char *id)
{
	struct question q;
	read_into(&q, str_of(body));
	if (q.kind != QUESTION_ARTIST || q.talk != TALK_NONE)
		fail_msg("%s: kind %d, talk %d", body, (int)q.kind, (int)q.talk);
	if (q.phrase.n > 1)
		assert_true(question_take(&q, q.phrase.first));
	assert_int_equal(q.view, view);
	assert_string_equal(q.name, name);
	assert_string_equal(q.artist_id, id);
}

static void our_own_buttons(void **state)
{
	(void)state;
	wants(ACTION("\"clientExtra\":{\"artist_id\":\"3HqSLMAZ3g3d5poNaI7GOU\",\"artist\":\"IU\","
		     "\"view\":\"songs\"}"),
	    VIEW_SONGS, "IU", "3HqSLMAZ3g3d5poNaI7GOU");
	wants(ACTION("\"clientExtra\":{\"artist_id\":\"3HqS\",\"view\":\"related\"}"), VIEW_RELATED,
	    "", "3HqS");
	/* nothing in it is read as a phrase, or as a greeting */
	wants(ACTION("\"clientExtra\":{\"artist\":\"아이유 노래\",\"view\":\"artist\"}"),
	    VIEW_ARTIST, "아이유 노래", "");
	wants(ACTION("\"clientExtra\":{\"artist\":\"안녕하세요\"}"), VIEW_ARTIST, "안녕하세요", "");
	/* what cannot be ours is not believed */
	wants(ACTION("\"clientExtra\":{\"artist_id\":\"' OR 1\",\"artist\":\"IU\",\"view\":\"x\"}"),
	    VIEW_ARTIST, "IU", "");
	wants(ACTION("\"clientExtra\":{\"artist_id\":[1],\"view\":{}}"), VIEW_ARTIST, "발화", "");
}

static void phrases_and_parameters(void **state)
{
	(void)state;
	wants("{\"userRequest\":{\"utterance\":\"아이유 노래 알려줘\\n\"}}", VIEW_SONGS, "아이유",
	    "");
	/* the words around a parameter tell what is to be shown */
	wants("{\"userRequest\":{\"utterance\":\"아이유랑 비슷한 가수\"},\"action\":{\"params\":"
	      "{\"artist\":\"IU\"}}}",
	    VIEW_RELATED, "IU", "");
	wants("{\"userRequest\":{\"utterance\":\"뭐든\"},\"action\":{\"params\":{\"artist\":"
	      "\"아이유 노래\"}}}",
	    VIEW_SONGS, "아이유", "");
	talks("{\"userRequest\":{\"utterance\":\"안녕하세요\"}}", TALK_GREETING);
	struct question q = ask("{\"userRequest\":{\"utterance\":\"Hello\"}}");
	assert_int_equal(q.kind, QUESTION_ARTIST);
	assert_int_equal(q.talk, TALK_GREETING);
	q = ask("{\"userRequest\":{\"utterance\":\"노래 추천해줘\"}}");
	assert_int_equal(q.kind, QUESTION_ARTIST);
	assert_int_equal(q.talk, TALK_SONGS);
}

static void what_is_around_the_words(void **state)
{
	(void)state;
	struct question q = ask("{\"userRequest\":{\"utterance\":\"\xe1\x84\x82\xe1\x85\xa1 "
				"\xe1\x84\x82\xe1\x85\xa9\xe1\x84\x85\xe1\x85\xa2\"}}");
	assert_string_equal(q.said, "나 노래");
	asks_for(
	    "{\"userRequest\":{\"utterance\":\"@가수봇 아이유\"},\"bot\":{\"name\":\"가수봇\"}}",
	    "아이유");
	asks_for("{\"userRequest\":{\"utterance\":\"@가수봇이다\"},\"bot\":{\"name\":\"가수봇\"}}",
	    "@가수봇이다");
	asks_for("{\"userRequest\":{\"utterance\":\"@아이유\"},\"bot\":{\"name\":\"가수봇\"}}",
	    "@아이유");
	talks("{\"userRequest\":{\"utterance\":\"@가수봇\"},\"bot\":{\"name\":\"가수봇\"}}",
	    TALK_EMPTY);
	asks_for("{\"userRequest\":{\"utterance\":\"안녕하세요!\\n아이유\\n감사합니다 ㅎㅎ\\n\"}}",
	    "아이유");
	asks_for("{\"userRequest\":{\"utterance\":\"장기하와\\n얼굴들\"}}", "장기하와 얼굴들");
	talks("{\"userRequest\":{\"utterance\":\"안녕하세요\\n감사합니다\"}}", TALK_THANKS);
}

static void too_long_is_no_name(void **state)
{
	(void)state;
	struct buf b;
	buf_init(&b, 70000);
	for (int n = 120; n <= 60000; n = n == 120 ? 121 : n * 4) {
		buf_rewind(&b, 0);
		buf_adds(&b, "{\"userRequest\":{\"utterance\":\"발화\"},\"action\":{\"params\":{"
			     "\"artist_name\":\"");
		for (int i = 0; i < n; i++)
			buf_addc(&b, 'x');
		buf_adds(&b, "\"}}}");
		assert_int_equal(
		    ask_bytes(buf_str(&b)).kind, n == 120 ? QUESTION_ARTIST : QUESTION_LONG);
	}
	buf_free(&b);
}

static void unreadable(const char *bytes, size_t n)
{
	struct kakao_payload p;
	assert_false(kakao_payload_parse(&p, (struct str){bytes, n}));
	kakao_payload_free(&p);
}

static void bodies_that_are_no_payload(void **state)
{
	(void)state;
	static const char *const bodies[] = {"", " ", "[]", "null", "3", "\"text\"", "{",
	    "{\"a\":}", "{\"a\":1}x", "{\"a\":\"\xff\"}", "\xff\xfe{\0}", "<html>",
	    "{\"a\":\"\xed\xa0\x80\"}"};
	for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
		unreadable(bodies[i], strlen(bodies[i]));
	unreadable("{}\0{", 4);
	char deep[4096];
	memset(deep, '[', sizeof deep);
	unreadable(deep, sizeof deep);
	for (size_t i = 0; i + 5 <= sizeof deep; i += 5)
		memcpy(deep + i, "{\"a\":", 5);
	unreadable(deep, sizeof deep - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_first_message),
	    cmocka_unit_test(the_order_of_sources),
	    cmocka_unit_test(fields_of_any_type),
	    cmocka_unit_test(json_in_a_string),
	    cmocka_unit_test(blanks_and_line_breaks_go),
	    cmocka_unit_test(names_have_keys),
	    cmocka_unit_test(our_own_buttons),
	    cmocka_unit_test(phrases_and_parameters),
	    cmocka_unit_test(what_is_around_the_words),
	    cmocka_unit_test(too_long_is_no_name),
	    cmocka_unit_test(bodies_that_are_no_payload),
	};
	return unit_run("question", tests);
}

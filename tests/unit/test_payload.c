/* The fields of a payload, and its two readers: what the quick one takes, the tree must say as
 * well.
 */
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
		else if (f->kind == PAYLOAD_TEXT || f->kind == PAYLOAD_WORD)
			same_text(*(const struct str *)a, *(const struct str *)b);
		else if (f->kind == PAYLOAD_PARAMS || f->kind == PAYLOAD_DETAIL)
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
		assert_int_equal(slow.contexts.n + slow.knowledge.n, 0);
		assert_int_equal(fast.contexts.n + fast.knowledge.n, 0);
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
	same_text(fast.block.id, STR("b1"));
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
	    {true, "{\"contexts\":[ ],\"isInSlotFilling\":true}"},
	    {true, "{\"contexts\":{\"a\":[1]},\"isInSlotFilling\":\"x\"}"},
	    {false, "{\"contexts\":[{}]}"},
	    {false, "{\"isInSlotFilling\":tru}"},
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

/* --- what the fields are --- */

/* Reads a body that is written with ' for ", by either reader. */
static void read_body(const char *body)
{
	static char json[4096];
	size_t n = strlen(body);
	assert_true(n < sizeof json);
	for (size_t i = 0; i <= n; i++)
		json[i] = body[i] == '\'' ? '"' : body[i];
	assert_true(kakao_payload_parse(&fast, (struct str){json, n}));
}

static void is(struct str field, const char *want)
{
	same_text(field, str_of(want));
}

static void a_live_payload_has_everything(void **state)
{
	(void)state;
	read_body(
	    "{'bot':{'id':'5ae9!','name':'my bot'},'intent':{'id':'5d30','name':'fallback "
	    "','extra':{"
	    "'reason':{'code':1,'message':'OK'},'knowledge':{'matchedKnowledges':[{'question':'q',"
	    "'answer':'a','categories':['c','d'],'imageUrl':'i','landingUrl':'l'},{}]}}},"
	    "'action':{'id':'5ffe','name':'my skill','params':{'artist':'IU'},'detailParams':{"
	    "'artist':{'groupName':'','origin':'아이유','value':'IU'}},'clientExtra':{'view':'"
	    "songs'}},"
	    "'userRequest':{'callbackUrl':'https://bot-api.kakao.com/v1/bots/5ae9!/callback/abc',"
	    "'block':{'id':'5d31','name':'block'},'user':{'id':'c79c','type':'botUserKey','"
	    "properties'"
	    ":{'isFriend':true,'plusfriendUserKey':'jhty','appUserId':'1234','botUserKey':'c79c'}},"
	    "'utterance':'아이유','params':{'surface':'Kakaotalk.plusfriend'},'lang':'ko',"
	    "'timezone':'Asia/Seoul','chat':{'id':'room','type':'botGroupKey','properties':{"
	    "'botGroupKey':'group'}}},'contexts':[{'name':'ctx','lifespan':3,'ttl':60,'params':{"
	    "'a':'1','b':{'value':'2','resolvedValue':'x'},'c':{'resolvedValue':'3'},'d':null}},5],"
	    "'flow':{'lastBlock':{'id':'l','name':'last'},'trigger':{'type':'LIST_ITEM_BLOCK',"
	    "'referrerBlock':{'id':'r','name':'ref'}}}}");
	is(fast.bot.id, "5ae9!");
	is(fast.bot.name, "my bot");
	is(fast.intent.name, "fallback ");
	is(fast.block.id, "5d31");
	is(fast.skill.name, "my skill");
	is(fast.callback_url, "https://bot-api.kakao.com/v1/bots/5ae9!/callback/abc");
	is(fast.user_type, "botUserKey");
	is(fast.is_friend, "true");
	is(fast.plusfriend_user_key, "jhty");
	is(fast.app_user_id, "1234");
	is(fast.bot_user_key, "c79c");
	is(fast.lang, "ko");
	is(fast.timezone, "Asia/Seoul");
	is(fast.chat_type, "botGroupKey");
	is(fast.group_key, "group");
	is(fast.referrer.id, "r");
	is(fast.last_block.name, "last");
	is(kakao_params_get(&fast.client_extra, "view"), "songs");
	is(kakao_params_get(&fast.client_extra, "none"), "");
	assert_int_equal(fast.knowledge.n, 2);
	is(fast.knowledge.items[0].question, "q");
	is(fast.knowledge.items[0].category, "c");
	assert_int_equal(fast.contexts.n, 2);
	assert_int_equal(fast.contexts.items[0].life_span, 3);
	assert_int_equal(fast.contexts.items[0].ttl, 60);
	assert_int_equal(fast.contexts.items[0].n_params, 3);
	is(fast.contexts.items[0].params[1].value, "2");
	is(fast.contexts.items[0].params[2].value, "3");
	assert_int_equal(kakao_payload_trigger(&fast), KAKAO_LIST_ITEM);
	assert_int_equal(kakao_payload_environment(&fast), KAKAO_LIVE);
	assert_true(kakao_payload_in_development(&fast));
	assert_false(kakao_payload_is_check(&fast));
	kakao_payload_free(&fast);
	is(fast.callback_url, "");
	assert_int_equal(fast.contexts.n, 0);
}

static void environments_are_told_apart(void **state)
{
	(void)state;
	read_body(
	    "{'userRequest':{'params':{'surface':'BuilderBotTest','ignoreMe':'true'},'lang':'kr',"
	    "'utterance':'IU\\n','user':{'id':'k','type':'botUserKey'}}}");
	assert_int_equal(kakao_payload_environment(&fast), KAKAO_BOT_TEST);
	is(fast.utterance, "IU\n");
	kakao_payload_free(&fast);
	read_body(
	    "{'userRequest':{'params':{'ignoreMe':'true'},'lang':null,'user':{'id':662293,'type':"
	    "'accountId','properties':{}}},'action':{'clientExtra':null}}");
	assert_int_equal(kakao_payload_environment(&fast), KAKAO_SKILL_TEST);
	is(fast.user_id, "662293");
	is(fast.lang, "");
	kakao_payload_free(&fast);
	read_body("{}");
	assert_int_equal(kakao_payload_environment(&fast), KAKAO_LIVE);
	assert_int_equal(kakao_payload_trigger(&fast), KAKAO_TYPED);
	assert_false(kakao_payload_in_development(&fast));
	kakao_payload_free(&fast);
}

static void triggers_are_named(void **state)
{
	static const struct {
		const char *type;
		enum kakao_trigger trigger;
	} all[] = {{"TEXT_INPUT", KAKAO_TYPED}, {"CARD_BUTTON_MESSAGE", KAKAO_CARD_BUTTON},
	    {"CARD_BUTTON_BLOCK", KAKAO_CARD_BUTTON}, {"LIST_ITEM_MESSAGE", KAKAO_LIST_ITEM},
	    {"LISTMENU_BLOCK", KAKAO_LIST_MENU}, {"QUICKREPLY_BUTTON_MESSAGE", KAKAO_QUICK_REPLY},
	    {"SOMETHING_NEW", KAKAO_TYPED}};
	(void)state;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		char body[200];
		snprintf(body, sizeof body, "{'flow':{'trigger':{'type':'%s'}}}", all[i].type);
		read_body(body);
		assert_int_equal(kakao_payload_trigger(&fast), all[i].trigger);
		kakao_payload_free(&fast);
	}
}

/* A call to check a parameter has no utterance of the conversation. */
static void a_check_of_a_parameter_is_noticed(void **state)
{
	(void)state;
	read_body(
	    "{'bot':{'id':'5f3f'},'utterance':'01012345678','isInSlotFilling':true,'user':{'id':"
	    "'1a40','type':'botUserKey'},'value':{'origin':'010','resolved':'01012345678'},"
	    "'params':{'surface':'Kakaotalk.plusfriend'}}");
	assert_true(kakao_payload_is_check(&fast));
	is(fast.utterance, "");
	is(fast.checked.utterance, "01012345678");
	is(fast.checked.user_id, "1a40");
	is(fast.checked.origin, "010");
	is(fast.checked.resolved, "01012345678");
	kakao_payload_free(&fast);
}

static void pictures_are_taken_from_their_list(void **state)
{
	char out[64];
	(void)state;
	assert_int_equal(
	    kakao_param_images(STR("{\"secureUrls\":\"List(https://a/1.jpg, https://a/2.jpg)\"}"),
		5, out, sizeof out),
	    2);
	assert_string_equal(out, "https://a/1.jpg");
	assert_string_equal(out + strlen(out) + 1, "https://a/2.jpg");
	assert_int_equal(
	    kakao_param_images(STR("{\"secureUrls\":\"https://a/1.jpg\"}"), 5, out, sizeof out), 1);
	assert_int_equal(
	    kakao_param_images(STR("{\"secureUrls\":\"List(a,b,c)\"}"), 2, out, sizeof out), 2);
	assert_int_equal(
	    kakao_param_images(STR("{\"secureUrls\":\"List(abcdef,b,)\"}"), 5, out, 4), 1);
	assert_int_equal(kakao_param_images(STR("{\"secureUrls\":5}"), 5, out, sizeof out), 0);
	assert_int_equal(kakao_param_images(STR("List(a)"), 5, out, sizeof out), 0);
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
	    "artist", "a", "b", "", "contexts", "flow", "trigger", "properties", "isFriend",
	    "isInSlotFilling", "intent", "extra", "knowledge", "matchedKnowledges", "name"};
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
	    cmocka_unit_test(a_live_payload_has_everything),
	    cmocka_unit_test(environments_are_told_apart),
	    cmocka_unit_test(triggers_are_named),
	    cmocka_unit_test(a_check_of_a_parameter_is_noticed),
	    cmocka_unit_test(pictures_are_taken_from_their_list),
	    cmocka_unit_test(random_bodies),
	};
	return unit_run("payload", tests);
}

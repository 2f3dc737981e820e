#include "kakao/limits.h"
#include "kakao/validate.h"
#include "unit.h"

/* All that was found, a line each: "breach PATH FAULT". */
static void note(void *context, const struct kakao_finding *f)
{
	struct buf *out = context;
	buf_addf(out, "%s%s %s %s", out->len ? "\n" : "", kakao_rule_severity(f->severity), f->path,
	    kakao_fault_name(f->fault));
}

/* Bodies are written with ' for ". */
static void expect(const char *body, const char *want)
{
	struct buf json, found;
	const char *why = NULL;
	struct kakao_validation v = {.found = note, .context = &found};
	buf_init(&json, 64 * 1024);
	buf_init(&found, 64 * 1024);
	for (const char *p = body; *p; p++)
		buf_addc(&json, *p == '\'' ? '"' : *p);
	if (!kakao_validate(&v, buf_str(&json), &why))
		fail_msg("%s: %s", why, body);
	if (strcmp(buf_str(&found).p, want) != 0)
		fail_msg("%s\n%s\ninstead of\n%s", body, buf_str(&found).p, want);
	buf_free(&found);
	buf_free(&json);
}

#define REPLY(inner) "{'version':'2.0','template':{" inner "}}"
#define OUTPUT(inner) REPLY("'outputs':[{" inner "}]")
#define URL "'https://ex/a'"
#define PICTURE "'thumbnail':{'imageUrl':" URL "}"
#define SHARE "{'label':'a','action':'share'}"

/* One text field of a body, with n letters. */
static void expect_long(const char *before, const char *after, int n, const char *want)
{
	struct buf b;
	buf_init(&b, 64 * 1024);
	buf_adds(&b, before);
	for (int i = 0; i < n; i++)
		buf_adds(&b, "가");
	buf_adds(&b, after);
	expect(b.data, want);
	buf_free(&b);
}

static void every_component_may_be_good(void **state)
{
	(void)state;
	expect(OUTPUT("'simpleText':{'text':'a'}"), "");
	expect(OUTPUT("'simpleImage':{'imageUrl':" URL ",'altText':'a'}"), "");
	expect(OUTPUT("'textCard':{'description':'a'}"), "");
	expect(OUTPUT("'basicCard':{'title':'a'," PICTURE "}"), "");
	expect(OUTPUT("'commerceCard':{'price':1,'discountRate':10,'discountedPrice':9,"
		      "'thumbnails':[{'imageUrl':" URL "}]}"),
	    "");
	expect(OUTPUT("'listCard':{'header':{'title':'a'},'items':[{'title':'b','action':'block',"
		      "'blockId':'c','extra':{'d':[1]}}]}"),
	    "");
	expect(
	    OUTPUT("'itemCard':{'itemList':[{'title':'a','description':'b'}],'title':'',"
		   "'description':'','itemListSummary':{'title':'c','description':'1,000.50원'}}"),
	    "");
	expect(OUTPUT("'carousel':{'type':'basicCard','header':{'title':'a','description':'b',"
		      "'thumbnail':{'imageUrl':" URL "}},'items':[{" PICTURE "}]}"),
	    "");
	expect(REPLY("'outputs':[{'simpleText':{'text':'a'}}],'quickReplies':["
		     "{'label':'a','action':'message','messageText':'b'},"
		     "{'label':'a','action':'block','blockId':'b','extra':1}]"),
	    "");
}

static void a_template_is_not_always_needed(void **state)
{
	(void)state;
	expect("{'version':'2.0','data':{'a':{'b':null}}}", "");
	expect("{'version':'2.0','useCallback':true}", "");
	expect(
	    "{'version':'2.0','context':{'values':[{'name':'a','lifeSpan':0,'params':{'b':'c'}}]}}",
	    "");
	expect("{'version':'2.0'}", "breach  any-of");
	expect("{'version':'2.0','template':null}", "breach  any-of");
	expect("{'version':'2.0','useCallback':false}", "breach  any-of");
	expect("{'version':'2.0','useCallback':false,'data':{}}", "");
	expect(REPLY("'outputs':[{'simpleText':{'text':'a'}}],'quickReplies':["
		     "{'label':'a','action':'Block'}]"),
	    "advice template.quickReplies[0].action value\n"
	    "breach template.quickReplies[0].blockId missing");
	expect("{'version':'2.0','useCallback':true,'template':{'outputs':[{'simpleText':"
	       "{'text':'a'}}]}}",
	    "advice template none-of");
	expect("{'data':{}}", "breach version missing");
	expect("{'version':2.0,'data':{}}", "breach version type");
	expect("{'version':'1.0','data':{}}", "breach version value");
	expect("{'version':'2.0','context':{'values':[{'name':'a','params':{'b':1}}]}}",
	    "breach context.values[0].lifeSpan missing\nadvice context.values[0].params.b type");
}

static void counts_have_limits(void **state)
{
	(void)state;
#define TEXT "{'simpleText':{'text':'a'}}"
#define QUICK "{'label':'a','action':'message','messageText':'b'}"
#define ITEM "{'title':'a'}"
#define ENTRY "{'title':'a','description':'b'}"
	expect(REPLY("'outputs':[]"), "breach template.outputs few");
	expect(REPLY("'outputs':[" TEXT "," TEXT "," TEXT "]"), "");
	expect(REPLY("'outputs':[" TEXT "," TEXT "," TEXT "," TEXT "]"),
	    "breach template.outputs many");
	expect(REPLY("'outputs':[" TEXT "],'quickReplies':[]"), "");
	expect(REPLY("'outputs':[" TEXT "],'quickReplies':[" QUICK "," QUICK "," QUICK "," QUICK
		     "," QUICK "," QUICK "," QUICK "," QUICK "," QUICK "," QUICK "," QUICK "]"),
	    "breach template.quickReplies many");
	expect(OUTPUT("'listCard':{'header':{'title':'a'},'items':[" ITEM "," ITEM "," ITEM "," ITEM
		      "," ITEM "]}"),
	    "");
	expect(OUTPUT("'listCard':{'header':{'title':'a'},'items':[" ITEM "," ITEM "," ITEM "," ITEM
		      "," ITEM "," ITEM "]}"),
	    "breach template.outputs[0].listCard.items many");
	expect(
	    OUTPUT("'carousel':{'type':'listCard','items':[{'header':{'title':'a'},'items':[" ITEM
		   "," ITEM "," ITEM "," ITEM "," ITEM "]}]}"),
	    "breach template.outputs[0].carousel.items[0].items many");
	expect(OUTPUT("'carousel':{'type':'itemCard','items':[{'itemList':[" ENTRY "," ENTRY
		      "," ENTRY "," ENTRY "," ENTRY "," ENTRY "]}]}"),
	    "breach template.outputs[0].carousel.items[0].itemList many");
	expect(OUTPUT("'commerceCard':{'price':1,'thumbnails':[]}"),
	    "breach template.outputs[0].commerceCard.thumbnails few");
	expect(
	    OUTPUT("'textCard':{'title':'a','buttons':[" SHARE "," SHARE "," SHARE "," SHARE "]}"),
	    "breach template.outputs[0].textCard.buttons many");
}

static void a_carousel_counts_by_its_type(void **state)
{
	(void)state;
#define CARD "{'title':'a'}"
#define LIST "{'header':{'title':'a'},'items':[{'title':'b'}]}"
	expect(OUTPUT("'carousel':{'type':'textCard','items':[" CARD "," CARD "," CARD "," CARD
		      "," CARD "," CARD "," CARD "," CARD "," CARD "," CARD "]}"),
	    "");
	expect(OUTPUT("'carousel':{'type':'textCard','items':[" CARD "," CARD "," CARD "," CARD
		      "," CARD "," CARD "," CARD "," CARD "," CARD "," CARD "," CARD "]}"),
	    "breach template.outputs[0].carousel.items many");
	expect(OUTPUT("'carousel':{'type':'listCard','items':[" LIST "," LIST "," LIST "," LIST
		      "," LIST "," LIST "]}"),
	    "breach template.outputs[0].carousel.items many");
	expect(OUTPUT("'carousel':{'type':'simpleText','items':[{}]}"),
	    "breach template.outputs[0].carousel.type value");
	expect(OUTPUT("'carousel':{'items':[{}]}"),
	    "breach template.outputs[0].carousel.type missing");
}

static void lengths_are_kept(void **state)
{
	(void)state;
	static const struct {
		const char *before, *after, *path;
		int max;
	} texts[] = {
	    {"'simpleText':{'text':'", "'}", "simpleText.text long", 1000},
	    {"'simpleImage':{'imageUrl':" URL ",'altText':'", "'}", "simpleImage.altText long", 50},
	    {"'textCard':{'title':'", "'}", "textCard.title long", 50},
	    {"'textCard':{'description':'", "'}", "textCard.description sum", 400},
	    {"'textCard':{'title':'12345','description':'", "'}", "textCard.description sum", 395},
	    {"'basicCard':{" PICTURE ",'title':'", "'}", "basicCard.title long", 50},
	    {"'basicCard':{" PICTURE ",'description':'", "'}", "basicCard.description long", 230},
	    {"'basicCard':{'thumbnail':{'imageUrl':" URL ",'altText':'", "'}}",
		"basicCard.thumbnail.altText long", 50},
	    {"'commerceCard':{'price':1,'thumbnails':[{'imageUrl':" URL "}],'title':'", "'}",
		"commerceCard.title long", 30},
	    {"'commerceCard':{'price':1,'thumbnails':[{'imageUrl':" URL "}],'description':'", "'}",
		"commerceCard.description long", 40},
	    {"'itemCard':{'itemList':[{'description':'a','title':'", "'}]}",
		"itemCard.itemList[0].title long", 6},
	    {"'itemCard':{'itemList':[" ENTRY "],'profile':{'title':'", "'}}",
		"itemCard.profile.title long", 15},
	    {"'itemCard':{'itemList':[" ENTRY "],'itemListSummary':{'title':'a','description':'1",
		"'}}", "itemCard.itemListSummary.description long", 13},
	    {"'itemCard':{'itemList':[" ENTRY "],'title':'a','description':'", "'}",
		"itemCard.description sum", 199},
	    {"'carousel':{'type':'textCard','items':[{'description':'", "'}]}",
		"carousel.items[0].description long", 128},
	    {"'carousel':{'type':'itemCard','items':[{'itemList':[" ENTRY "],'title':'", "'}]}",
		"carousel.items[0].title sum", 100},
	    {"'textCard':{'title':'a','buttons':[{'action':'share','label':'", "'}]}",
		"textCard.buttons[0].label long", 14},
	    {"'textCard':{'title':'a','buttonLayout':'horizontal','buttons':[" SHARE
	     ",{'action':'share','label':'",
		"'}]}", "textCard.buttons[1].label horizontal-long", 8},
	};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		char before[400], after[40], want[200];
		snprintf(before, sizeof before, "{'version':'2.0','template':{'outputs':[{%s",
		    texts[i].before);
		snprintf(after, sizeof after, "%s}]}}", texts[i].after);
		snprintf(want, sizeof want, "breach template.outputs[0].%s", texts[i].path);
		expect_long(before, after, texts[i].max, "");
		expect_long(before, after, texts[i].max + 1, want);
	}
}

/* Kakao's own example has a label of nine, two blanks among them, beside another. */
static void blanks_count_less_in_labels(void **state)
{
	(void)state;
	expect(
	    OUTPUT(
		"'textCard':{'title':'a','buttons':[{'label':'가나 다라 마바사아자차카타','action':"
		"'share'}]}"),
	    "");
	expect(OUTPUT("'textCard':{'title':'a','buttonLayout':'horizontal','buttons':[" SHARE
		      ",{'label':'가나 다라마 바사','action':'share'}]}"),
	    "advice template.outputs[0].textCard.buttons[1].label long-with-blanks");
	expect_long("{'version':'2.0','template':{'outputs':[{'simpleText':{'text':'a a a a a",
	    "'}}]}}", 992, "breach template.outputs[0].simpleText.text long");
}

static void emoji_count_two(void **state)
{
	(void)state;
	expect(OUTPUT("'itemCard':{'itemList':[{'title':'😀😀😀','description':'a'}]}"), "");
	expect(OUTPUT("'itemCard':{'itemList':[{'title':'😀😀😀a','description':'a'}]}"),
	    "breach template.outputs[0].itemCard.itemList[0].title long");
}

static void ours_are_only_advised(void **state)
{
	(void)state;
	expect_long("{'version':'2.0','template':{'outputs':[{'simpleText':{'text':'a'}}],"
		    "'quickReplies':[{'action':'message','messageText':'a','label':'",
	    "'}]}}", 15, "advice template.quickReplies[0].label long-ours");
	expect_long("{'version':'2.0','template':{'outputs':[{'listCard':{'header':{'title':'",
	    "'},'items':[{'title':'a'}]}}]}}", 41,
	    "advice template.outputs[0].listCard.header.title long-ours");
	expect(OUTPUT("'simpleText':{'text':'a\\u0001'}"),
	    "advice template.outputs[0].simpleText.text characters");
	expect(OUTPUT("'simpleText':{'text':'\\ud83d'}"),
	    "advice template.outputs[0].simpleText.text characters");
	expect(OUTPUT("'simpleText':{'text':' \\u3000'}"),
	    "advice template.outputs[0].simpleText.text blank");
	expect(OUTPUT("'basicCard':{" PICTURE ",'profile':{},'type':'x','a b\\n\\\"':1}"),
	    "advice template.outputs[0].basicCard.profile ignored\n"
	    "advice template.outputs[0].basicCard.type unknown\n"
	    "advice template.outputs[0].basicCard[\"a b \\\"\"] unknown");
}

static void expect_amount(const char *amount, const char *wanted)
{
	char body[300];
	snprintf(body, sizeof body,
	    "{'version':'2.0','template':{'outputs':[{'itemCard':{'itemList':[{'title':'a',"
	    "'description':'b'}],'itemListSummary':{'title':'c','description':'%s'}}}]}}",
	    amount);
	expect(body, wanted);
}

static void amounts_are_amounts(void **state)
{
	(void)state;
	static const char at[] = "template.outputs[0].itemCard.itemListSummary.description amount";
	static const char *const good[] = {"1,200원", "₩ 1,000.50", "4,032.54$", "USD 5"};
	static const char *const bad[] = {"1.234", "12:30", "100%", "무료!", "#5", "-1"};
	char wanted[100];
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		expect_amount(good[i], "");
	snprintf(wanted, sizeof wanted, "breach %s", at);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		expect_amount(bad[i], wanted);
	snprintf(wanted, sizeof wanted, "advice %s", at);
	expect_amount("무료", wanted);
}

static void addresses_are_http(void **state)
{
	(void)state;
	static const char *const bad[] = {"mailto:a@b", "ftp://a/", "tel:010", "https://",
	    "http:///a", "javascript:alert(1)", "data:image/png;base64,AAAA", "//ex/a", "ex.com",
	    "https:/ex", "https://:80/a", "https://user@/a", "https://a b.com/", "https://a@ b/"};
	char body[300];
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		snprintf(body, sizeof body,
		    "{'version':'2.0','template':{'outputs':[{'simpleImage':{'imageUrl':'%s'}}]}}",
		    bad[i]);
		expect(body, "breach template.outputs[0].simpleImage.imageUrl url");
	}
	expect(OUTPUT("'simpleImage':{'imageUrl':'HTTPS://ex.com:1/?a=b#c%20'}"), "");
	expect(OUTPUT("'simpleImage':{'imageUrl':'https://user:word@[::1]:1/@'}"), "");
	expect(OUTPUT("'simpleImage':{'imageUrl':'http://ex/가'}"),
	    "advice template.outputs[0].simpleImage.imageUrl url-characters");
	expect(OUTPUT("'simpleImage':{'imageUrl':''}"),
	    "breach template.outputs[0].simpleImage.imageUrl missing");
}

static void buttons_need_what_they_do(void **state)
{
	(void)state;
#define BUTTON(inner)                                                                              \
	OUTPUT("'textCard':{'title':'a','buttons':[{'label':'b','action':" inner "}]}")
#define AT_BUTTON "template.outputs[0].textCard.buttons[0]."
	expect(BUTTON("'webLink','webLinkUrl':" URL), "");
	expect(BUTTON("'webLink'"), "breach " AT_BUTTON "webLinkUrl missing");
	expect(BUTTON("'message'"), "breach " AT_BUTTON "messageText missing");
	expect(BUTTON("'phone'"), "breach " AT_BUTTON "phoneNumber missing");
	expect(BUTTON("'phone','phoneNumber':'call me'"), "advice " AT_BUTTON "phoneNumber phone");
	expect(BUTTON("'phone','phoneNumber':'+82 (2) 1234-5678'"), "");
	expect(BUTTON("'block'"), "breach " AT_BUTTON "blockId missing");
	expect(BUTTON("'block','blockId':'c','extra':{}"), "");
	expect(BUTTON("'operator'"), "");
	expect(BUTTON("'share','messageText':'x'"), "");
	expect(BUTTON("'osLink'"), "advice " AT_BUTTON "action value");
	expect(BUTTON("'fly'"), "breach " AT_BUTTON "action value");
	expect(BUTTON("'share','extra':'x'"), "breach " AT_BUTTON "extra type");
	expect(OUTPUT("'textCard':{'title':'a','buttons':[{'action':'share'}]}"),
	    "breach " AT_BUTTON "label missing");
	expect(
	    OUTPUT(
		"'listCard':{'header':{'title':'a'},'items':[{'title':'b','action':'message'}]}"),
	    "breach template.outputs[0].listCard.items[0].messageText missing");
	expect(REPLY("'outputs':[" TEXT "],'quickReplies':[{'label':'a','action':'block'},"
		     "{'label':'a','action':'Message','messageText':'b'},"
		     "{'label':'a','action':'share'}]"),
	    "breach template.quickReplies[0].blockId missing\n"
	    "advice template.quickReplies[1].action value\n"
	    "breach template.quickReplies[2].action value");
}

static void a_whole_picture_lays_buttons_side_by_side(void **state)
{
	(void)state;
#define CARD_WITH(layout, fixed)                                                                   \
	OUTPUT("'basicCard':{" layout "'thumbnail':{'imageUrl':" URL ",'fixedRatio':" fixed "},"   \
	       "'buttons':[" SHARE "," SHARE "," SHARE "]}")
	expect(CARD_WITH("", "false"), "");
	expect(
	    CARD_WITH("", "true"), "breach template.outputs[0].basicCard.buttons horizontal-many");
	expect(CARD_WITH("'buttonLayout':'vertical',", "true"), "");
	expect(CARD_WITH("'buttonLayout':'horizontal',", "false"),
	    "breach template.outputs[0].basicCard.buttons horizontal-many");
	expect(CARD_WITH("'buttonLayout':'diagonal',", "false"),
	    "breach template.outputs[0].basicCard.buttonLayout value");
	expect(OUTPUT("'commerceCard':{'price':1,'thumbnails':[{'imageUrl':" URL
		      ",'fixedRatio':true}],"
		      "'buttons':[" SHARE "," SHARE "," SHARE "]}"),
	    "breach template.outputs[0].commerceCard.buttons horizontal-many");
}

static void fields_depend_on_others(void **state)
{
	(void)state;
	expect(OUTPUT("'textCard':{'buttons':[" SHARE "]}"),
	    "breach template.outputs[0].textCard any-of");
	expect(OUTPUT("'commerceCard':{'price':1,'discountRate':1,'thumbnails':[{'imageUrl':" URL
		      "}]}"),
	    "breach template.outputs[0].commerceCard.discountedPrice missing");
	expect(OUTPUT("'itemCard':{'itemList':[" ENTRY "],'description':'a'}"),
	    "breach template.outputs[0].itemCard.title missing");
	expect(OUTPUT("'itemCard':{'itemList':[" ENTRY
		      "],'head':{'title':'a'},'profile':{'title':'b'}}"),
	    "breach template.outputs[0].itemCard at-most-one");
	expect(OUTPUT("'itemCard':{'itemList':[" ENTRY "],'thumbnail':{'imageUrl':" URL
		      ",'width':800,'height':600}}"),
	    "breach template.outputs[0].itemCard.thumbnail ratio");
	expect(OUTPUT("'itemCard':{'itemList':[" ENTRY "],'title':'1\\n2\\n3\\n4\\n5\\n6\\n7',"
		      "'description':'1\\n2\\n3\\n4\\n5\\n6'}"),
	    "breach template.outputs[0].itemCard.description sum-lines");
	expect(OUTPUT("'simpleText':{'text':'a'},'textCard':{'title':'b'}"),
	    "breach template.outputs[0] one-of");
	expect(OUTPUT("'simpletext':{'text':'a'}"),
	    "breach template.outputs[0] one-of\nadvice template.outputs[0].simpletext unknown");
}

static void cards_of_a_carousel_are_alike(void **state)
{
	(void)state;
	expect(OUTPUT("'carousel':{'type':'basicCard','items':[{" PICTURE "},"
		      "{'thumbnail':{'imageUrl':" URL ",'fixedRatio':true}}]}"),
	    "breach template.outputs[0].carousel.items same-ratio");
	expect(OUTPUT("'carousel':{'type':'basicCard','items':[{" PICTURE "},"
		      "{'thumbnail':{'imageUrl':" URL ",'fixedRatio':false}}]}"),
	    "");
	expect(OUTPUT("'carousel':{'type':'itemCard','items':[{'itemList':[" ENTRY "]},"
		      "{'itemList':[" ENTRY "],'head':{'title':'a'}}]}"),
	    "breach template.outputs[0].carousel.items alike");
	expect(OUTPUT("'carousel':{'type':'itemCard','items':[{'itemList':[" ENTRY "],'thumbnail':"
		      "{'imageUrl':" URL ",'width':800,'height':800}}]}"),
	    "breach template.outputs[0].carousel.items[0].thumbnail ratio");
	expect(OUTPUT("'carousel':{'type':'textCard','header':{'title':'a','description':'b',"
		      "'thumbnail':{'imageUrl':" URL "}},'items':[" CARD "]}"),
	    "breach template.outputs[0].carousel.header none-of");
	expect(OUTPUT("'carousel':{'type':'basicCard','header':{'title':'a\\nb\\nc','thumbnail':"
		      "{'imageUrl':" URL "}},'items':[{" PICTURE ",'description':'a\\nb\\nc'}]}"),
	    "advice template.outputs[0].carousel.items[0].description lines\n"
	    "breach template.outputs[0].carousel.header.title lines\n"
	    "advice template.outputs[0].carousel.header.description expected");
	/* Items that are wrapped like outputs are no cards. */
	expect(OUTPUT("'carousel':{'type':'basicCard','items':[{'basicCard':{" PICTURE "}}]}"),
	    "breach template.outputs[0].carousel.items[0].thumbnail missing\n"
	    "advice template.outputs[0].carousel.items[0].basicCard unknown");
}

static void types_are_held(void **state)
{
	(void)state;
	expect(
	    OUTPUT("'simpleText':{'text':1}"), "breach template.outputs[0].simpleText.text type");
	expect(OUTPUT("'simpleText':'a'"), "breach template.outputs[0].simpleText type");
	expect(REPLY("'outputs':{}"), "breach template.outputs type");
	expect(REPLY("'outputs':[null,1]"),
	    "breach template.outputs[0] type\nbreach template.outputs[1] type");
	expect("{'version':'2.0','template':[]}", "breach template type");
	expect("{'version':'2.0','useCallback':'true'}", "breach useCallback type");
	expect(OUTPUT("'commerceCard':{'price':1.5,'thumbnails':[{'imageUrl':" URL "}]}"),
	    "breach template.outputs[0].commerceCard.price type");
	expect(OUTPUT("'commerceCard':{'price':1e3,'thumbnails':[{'imageUrl':" URL "}]}"), "");
	expect(OUTPUT("'basicCard':{'thumbnail':{'imageUrl':" URL ",'fixedRatio':'true'}}"),
	    "breach template.outputs[0].basicCard.thumbnail.fixedRatio type");
}

/* --- what is hostile --- */

static bool readable(struct str body, struct kakao_validation *v)
{
	const char *why;
	bool good = kakao_validate(v, body, &why);
	assert_true(good == !why);
	return good;
}

static void count(void *context, const struct kakao_finding *f)
{
	(void)f;
	++*(long long *)context;
}

static void what_cannot_be_read_is_told(void **state)
{
	(void)state;
	static const struct str bad[] = {{"", 0}, {"{", 1}, {"[]", 2}, {"1", 1}, {"null", 4},
	    {"{}{}", 4}, {"{}\0", 3}, {"{\"a\":\xff}", 7}, {"{\"a\":\"\xed\xa0\x80\"}", 11},
	    {"{'a':1}", 7}, {"{\"a\":NaN}", 9}, {"{\"a\":1,}", 8}, {"{\"a\":-Infinity}", 15},
	    {"{\"a\":1.}", 8}, {"{\"a\":\"\n\"}", 9}};
	struct kakao_validation v = {0};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (readable(bad[i], &v))
			fail_msg("%s", bad[i].p);
	assert_true(readable(STR("{\"I'\\\".\":1.5}"), &v));
	assert_true(readable(STR("\xef\xbb\xbf {}\n"), &v));
}

static void too_much_is_survived(void **state)
{
	(void)state;
	struct buf b;
	long long told = 0;
	struct kakao_validation v = {.found = count, .context = &told};
	buf_init(&b, 4 * 1024 * 1024);
	buf_adds(&b, "{\"version\":\"2.0\",\"template\":{\"outputs\":[1");
	while (b.len < 900 * 1000)
		buf_adds(&b, ",1");
	buf_adds(&b, "]}}");
	assert_true(readable(buf_str(&b), &v));
	assert_true(v.breaches > 400 * 1000);
	assert_int_equal(told, KAKAO_TOLD);
	while (b.len < 1100 * 1000)
		buf_adds(&b, "          ");
	assert_false(readable(buf_str(&b), &v));
	buf_rewind(&b, 0);
	for (int i = 0; i < 100000; i++)
		buf_adds(&b, "{\"data\":");
	assert_false(readable(buf_str(&b), &v));
	buf_free(&b);
}

static void the_whole_has_a_limit(void **state)
{
	(void)state;
	struct buf b;
	struct kakao_validation v = {0};
	buf_init(&b, 64 * 1024);
	buf_adds(&b, "{\"version\":\"2.0\",\"data\":{}}");
	while (b.len < KAKAO_REPLY_BYTES)
		buf_addc(&b, ' ');
	assert_true(readable(buf_str(&b), &v) && v.breaches == 0 && v.advices == 0);
	buf_addc(&b, ' ');
	assert_true(readable(buf_str(&b), &v) && v.breaches == 0 && v.advices == 1);
	while (b.len <= KAKAO_REPLY_BYTES_MAX)
		buf_addc(&b, ' ');
	assert_true(readable(buf_str(&b), &v) && v.breaches == 1 && v.advices == 0);
	buf_free(&b);
}

static void say(void *context, const struct kakao_finding *f)
{
	struct buf *out = context;
	kakao_finding_say(out, f, false);
	buf_addc(out, '\n');
	kakao_finding_say(out, f, true);
	buf_addc(out, '\n');
}

static void findings_are_sentences(void **state)
{
	(void)state;
	struct buf out;
	struct kakao_validation v = {.found = say, .context = &out};
	buf_init(&out, 10000);
	assert_true(readable(STR("{\"version\":\"1\",\"template\":{\"outputs\":[{\"textCard\":{"
				 "\"title\":\"a\",\"buttons\":[{\"label\":\"123456789012345\","
				 "\"action\":\"block\"}]}}]}}"),
	    &v));
	assert_string_equal(out.data,
	    "\"1\" is none of 2.0\n\"1\": 2.0 중 하나여야 함\n"
	    "15 UTF-16 units, at most 14\n15자(UTF-16), 14자까지\n"
	    "is missing (for action block)\n없으면 안 됨 (action block)\n");
	buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_component_may_be_good),
	    cmocka_unit_test(a_template_is_not_always_needed),
	    cmocka_unit_test(counts_have_limits),
	    cmocka_unit_test(a_carousel_counts_by_its_type),
	    cmocka_unit_test(lengths_are_kept),
	    cmocka_unit_test(blanks_count_less_in_labels),
	    cmocka_unit_test(emoji_count_two),
	    cmocka_unit_test(ours_are_only_advised),
	    cmocka_unit_test(amounts_are_amounts),
	    cmocka_unit_test(addresses_are_http),
	    cmocka_unit_test(buttons_need_what_they_do),
	    cmocka_unit_test(a_whole_picture_lays_buttons_side_by_side),
	    cmocka_unit_test(fields_depend_on_others),
	    cmocka_unit_test(cards_of_a_carousel_are_alike),
	    cmocka_unit_test(types_are_held),
	    cmocka_unit_test(what_cannot_be_read_is_told),
	    cmocka_unit_test(too_much_is_survived),
	    cmocka_unit_test(the_whole_has_a_limit),
	    cmocka_unit_test(findings_are_sentences),
	};
	return unit_run("validate", tests);
}

/* Every component of a reply, whole: what it looks like, and that it keeps the rules. */
#include "kakao/limits.h"
#include "kakao/reply.h"
#include "reply_check.h"

#define URL STR("https://ex/a")
#define OUTPUTS "{'version':'2.0','template':{'outputs':["
#define LENGTH(array) (sizeof(array) / sizeof *(array))

/* A reply and its buffer. */
struct made {
	struct kakao_reply r;
	struct buf out;
};

static void begin(struct made *m)
{
	buf_init(&m->out, KAKAO_REPLY_BYTES);
	kakao_reply_begin(&m->r, &m->out);
}

/* Ends the reply, checks it, and compares it with what is wanted, written with ' for ". */
static void end(struct made *m, const char *want)
{
	struct reply_check k;
	assert_true(kakao_reply_end(&m->r));
	for (size_t i = 0; i < m->out.len; i++)
		assert_true(m->out.data[i] != '\'');
	if (!reply_is_good(&k, buf_str(&m->out)))
		fail_msg("%s: %s", k.why.data, m->out.data);
	for (size_t i = 0; i < m->out.len; i++)
		if (m->out.data[i] == '"')
			m->out.data[i] = '\'';
	assert_string_equal(m->out.data, want);
	buf_free(&m->out);
}

static const struct kakao_member artist[] = {
    {"view", {"artist", 6}}, {"id", {"6XyY86QOPPrYVGvF9ch6wz", 22}}, {"empty", {"", 0}}};

static const struct kakao_button all_buttons[] = {
    {.action = KAKAO_WEB_LINK, .label = {"link", 4}, .value = {"https://ex/", 11}},
    {.action = KAKAO_MESSAGE, .label = {"say", 3}, .value = {"hi", 2}},
    {.action = KAKAO_BLOCK,
	.label = {"block", 5},
	.value = {"hi", 2},
	.block_id = {"62654c249ac8ed78441532de", 24},
	.extra = artist,
	.n_extra = 3},
    {.action = KAKAO_PHONE, .label = {"call", 4}, .value = {" +82 (2) 123-4567", 17}},
    {.action = KAKAO_SHARE, .label = {"share", 5}},
    {.action = KAKAO_OPERATOR, .label = {"ask", 3}},
};

static void an_image(void **state)
{
	(void)state;
	struct made m;
	begin(&m);
	assert_true(kakao_reply_image(&m.r, URL, STR("a picture")));
	assert_true(kakao_reply_image(&m.r, STR("data:x"), STR("its text")));
	assert_false(kakao_reply_image(&m.r, STR("data:x"), STR("")));
	end(&m, OUTPUTS "{'simpleImage':{'imageUrl':'https://ex/a','altText':'a picture'}},"
			"{'simpleText':{'text':'its text'}}]}}");
}

static void every_button(void **state)
{
	(void)state;
	struct made m;
	begin(&m);
	assert_true(kakao_reply_text_card(&m.r, &(struct kakao_text_card){.title = STR("t"),
						    .description = STR("d"),
						    .buttons = all_buttons,
						    .n_buttons = 3}));
	assert_true(kakao_reply_text_card(
	    &m.r, &(struct kakao_text_card){
		      .title = STR("t"), .buttons = all_buttons + 3, .n_buttons = 3}));
	end(&m,
	    OUTPUTS "{'textCard':{'title':'t','description':'d','buttons':["
		    "{'label':'link','webLinkUrl':'https://ex/','action':'webLink'},"
		    "{'label':'say','messageText':'hi','action':'message'},"
		    "{'label':'block','blockId':'62654c249ac8ed78441532de','messageText':'hi',"
		    "'action':'block','extra':{'view':'artist','id':'6XyY86QOPPrYVGvF9ch6wz'}}],"
		    "'buttonLayout':'vertical'}},"
		    "{'textCard':{'title':'t','buttons':["
		    "{'label':'call','phoneNumber':'+822123-4567','action':'phone'},"
		    "{'label':'share','action':'share'},"
		    "{'label':'ask','action':'operator'}],'buttonLayout':'vertical'}}]}}");
}

/* A block that cannot be called is said instead; what is of no use is left out. */
static void broken_buttons(void **state)
{
	(void)state;
	static const struct kakao_button broken[] = {
	    {.action = KAKAO_PHONE, .label = {"a", 1}, .value = {"call me", 7}},
	    {.action = KAKAO_PHONE, .label = {"a", 1}, .value = {"123456789012345678901", 21}},
	    {.action = KAKAO_BLOCK, .label = {"a", 1}, .block_id = {"a\"b", 3}},
	    {.action = KAKAO_NO_ACTION, .label = {"a", 1}, .value = {"x", 1}},
	    {.action = KAKAO_BLOCK,
		.label = {"b", 1},
		.value = {"said", 4},
		.extra = artist + 2,
		.n_extra = 1},
	};
	struct made m;
	begin(&m);
	assert_true(kakao_reply_text_card(
	    &m.r, &(struct kakao_text_card){
		      .title = STR("t"), .buttons = broken, .n_buttons = LENGTH(broken)}));
	end(&m, OUTPUTS "{'textCard':{'title':'t','buttons':["
			"{'label':'b','messageText':'said','action':'message'}]}}]}}");
}

static const struct kakao_commerce_card offer = {
    .title = {"title", 5},
    .description = {"text", 4},
    .price = 10000,
    .discount = -1,
    .discount_rate = 70,
    .discounted_price = 3000,
    .thumbnail = {.image_url = {"https://ex/a", 12}},
    .nickname = {"shop", 4},
    .profile_image = {"https://ex/b", 12},
};

static void a_commerce_card(void **state)
{
	(void)state;
	struct made m;
	struct kakao_commerce_card card = offer;
	begin(&m);
	assert_true(kakao_reply_commerce_card(&m.r, &card));
	card.thumbnail.image_url = STR("");
	assert_true(kakao_reply_commerce_card(&m.r, &card));
	card = offer;
	card.discounted_price = -1;
	card.nickname = STR("");
	card.title = STR("");
	card.description = STR("");
	assert_true(kakao_reply_commerce_card(&m.r, &card));
	end(&m, OUTPUTS
	    "{'commerceCard':{'thumbnails':[{'imageUrl':'https://ex/a'}],'title':'title',"
	    "'description':'text','price':10000,'currency':'won','discountRate':70,"
	    "'discountedPrice':3000,'profile':{'nickname':'shop','imageUrl':'https://ex/b'}}},"
	    "{'textCard':{'title':'title','description':'3000원\\ntext'}},"
	    "{'commerceCard':{'thumbnails':[{'imageUrl':'https://ex/a'}],'price':10000,"
	    "'currency':'won'}}]}}");
}

static const struct kakao_list_item tapped[] = {
    {.title = {"link", 4}, .link = {.web = {"https://ex/", 11}, .pc = {"https://ex/pc", 13}}},
    {.title = {"say", 3}, .action = KAKAO_MESSAGE, .value = {"hi", 2}},
    {.title = {"block", 5},
	.action = KAKAO_BLOCK,
	.block_id = {"62654c249ac8ed78441532de", 24},
	.extra = artist,
	.n_extra = 1},
    {.title = {"none", 4}, .action = KAKAO_SHARE},
    {.title = {"five", 4}, .link = {.mobile = {"https://ex/m", 12}}},
    {.title = {"six", 3}},
};

static void a_list_of_taps(void **state)
{
	(void)state;
	struct made m;
	begin(&m);
	assert_true(kakao_reply_list_card(
	    &m.r, &(struct kakao_list_card){
		      .header = STR("h"), .items = tapped, .n_items = LENGTH(tapped)}));
	end(&m, OUTPUTS "{'listCard':{'header':{'title':'h'},'items':["
			"{'title':'link','link':{'web':'https://ex/','pc':'https://ex/pc'}},"
			"{'title':'say','messageText':'hi','action':'message'},"
			"{'title':'block','blockId':'62654c249ac8ed78441532de','action':'block',"
			"'extra':{'view':'artist'}},"
			"{'title':'none'},"
			"{'title':'five','link':{'mobile':'https://ex/m'}}]}}]}}");
}

static const struct kakao_entry entries[] = {{{"one", 3}, {"1", 1}}, {{"none", 4}, {"", 0}},
    {{"", 0}, {"none", 4}}, {{"seventh", 7}, {"a\nb\nc", 5}}};

static const struct kakao_item_card receipt = {
    .thumbnail = {.image_url = {"https://ex/a", 12}, .whole = true},
    .head = {"head", 4},
    .profile = {"profile", 7},
    .image_title = {"image", 5},
    .image_description = {"its text", 8},
    .image_url = {"https://ex/i", 12},
    .entries = entries,
    .n_entries = 4,
    .right = true,
    .summary = {{"sum", 3}, {"\xe2\x82\xa9 1,000.50", 12}},
    .title = {"title", 5},
    .description = {"text", 4},
    .buttons = all_buttons,
    .n_buttons = 1,
};

#define RECEIPT_ENTRIES                                                                                \
	"'itemList':[{'title':'one','description':'1'},{'title':'seven…','description':'a\\nb…'}]" \
	","

static void an_item_card(void **state)
{
	(void)state;
	struct made m;
	struct kakao_item_card card = receipt;
	begin(&m);
	assert_true(kakao_reply_item_card(&m.r, &card));
	card.head = STR("");
	card.thumbnail.whole = false;
	card.right = false;
	card.title = STR(" ");
	card.summary.description = STR("12.345");
	card.image_title = STR("");
	card.n_buttons = 0;
	assert_true(kakao_reply_item_card(&m.r, &card));
	card = receipt;
	card.n_entries = 0;
	assert_true(kakao_reply_item_card(&m.r, &card));
	end(&m,
	    OUTPUTS "{'itemCard':{'thumbnail':{'imageUrl':'https://ex/a','width':800,'height':800},"
		    "'head':{'title':'head'},"
		    "'imageTitle':{'title':'image','description':'its "
		    "text','imageUrl':'https://ex/i'}," RECEIPT_ENTRIES
		    "'itemListAlignment':'right','itemListSummary':{'title':'sum','description':'₩ "
		    "1,000.50'},"
		    "'title':'title','description':'text','buttons':["
		    "{'label':'link','webLinkUrl':'https://ex/','action':'webLink'}]}},"
		    "{'itemCard':{'thumbnail':{'imageUrl':'https://ex/a','width':800,'height':400},"
		    "'profile':{'title':'profile'}," RECEIPT_ENTRIES "'itemListAlignment':'left'}},"
		    "{'textCard':{'title':'title','description':'text','buttons':["
		    "{'label':'link','webLinkUrl':'https://ex/','action':'webLink'}]}}]}}");
}

/* --- carousels --- */

static struct kakao_basic_card basic(const char *title, const char *image, bool whole)
{
	return (struct kakao_basic_card){.title = str_of(title),
	    .description = STR("1\n2\n3"),
	    .thumbnail = {.image_url = str_of(image), .whole = whole},
	    .buttons = all_buttons + 2,
	    .n_buttons = 1};
}

#define BLOCK_BUTTON                                                                               \
	"'buttons':[{'label':'block','blockId':'62654c249ac8ed78441532de','messageText':'hi',"     \
	"'action':'block','extra':{'view':'artist','id':'6XyY86QOPPrYVGvF9ch6wz'}}]"

static void basic_cards_of_one_ratio(void **state)
{
	(void)state;
	struct made m;
	const struct kakao_basic_card cards[] = {basic("a", "https://ex/a", true),
	    basic("no picture", "", true), basic("b", "https://ex/b", false)};
	begin(&m);
	assert_true(kakao_reply_basic_cards(&m.r, cards, 3, NULL));
	end(&m, OUTPUTS "{'carousel':{'type':'basicCard','items':["
			"{'thumbnail':{'imageUrl':'https://ex/a','fixedRatio':true},'title':'a',"
			"'description':'1\\n2…'," BLOCK_BUTTON "},"
			"{'thumbnail':{'imageUrl':'https://ex/b','fixedRatio':true},'title':'b',"
			"'description':'1\\n2…'," BLOCK_BUTTON "}]}}]}}");
}

static void basic_cards_without_pictures_are_text_cards(void **state)
{
	(void)state;
	struct made m;
	const struct kakao_basic_card cards[] = {
	    basic("a", "https://ex/a", true), basic("b", "", true), basic("c", "no", true)};
	const struct kakao_header header = {STR("h"), STR("d"), URL};
	begin(&m);
	assert_true(kakao_reply_basic_cards(&m.r, cards, 3, &header));
	end(&m, OUTPUTS "{'carousel':{'type':'textCard','items':["
			"{'title':'a','description':'1\\n2\\n3'," BLOCK_BUTTON "},"
			"{'title':'b','description':'1\\n2\\n3'," BLOCK_BUTTON "},"
			"{'title':'c','description':'1\\n2\\n3'," BLOCK_BUTTON "}]}}]}}");
}

static void one_card_stands_alone(void **state)
{
	(void)state;
	struct made m;
	const struct kakao_basic_card cards[] = {
	    basic("", "https://ex/a", true), basic("a", "https://ex/a", true)};
	const struct kakao_basic_card empty[] = {{.title = STR(" ")}, {.title = STR("a")}};
	const struct kakao_text_card text = {.title = STR("only")};
	begin(&m);
	assert_true(kakao_reply_basic_cards(&m.r, cards + 1, 1, NULL));
	assert_true(kakao_reply_basic_cards(&m.r, empty, 2, NULL));
	assert_false(kakao_reply_basic_cards(&m.r, cards, 0, NULL));
	assert_true(kakao_reply_text_cards(&m.r, &text, 1));
	assert_false(kakao_reply_text_cards(&m.r, &text, 1));
	end(&m, OUTPUTS "{'basicCard':{'thumbnail':{'imageUrl':'https://ex/a','fixedRatio':true},"
			"'title':'a','description':'1\\n2\\n3'," BLOCK_BUTTON "}},"
			"{'textCard':{'title':'a'}},{'textCard':{'title':'only'}}]}}");
}

static void commerce_cards_with_a_header(void **state)
{
	(void)state;
	struct made m;
	const struct kakao_commerce_card cards[] = {offer, offer};
	struct kakao_header header = {STR("two\nlines\nthree"), STR("text"), URL};
	begin(&m);
	assert_true(kakao_reply_commerce_cards(&m.r, cards, 2, &header));
	header.image_url = STR("");
	assert_true(kakao_reply_commerce_cards(&m.r, cards, 1, &header));
#define OFFER                                                                                      \
	"'thumbnails':[{'imageUrl':'https://ex/a'}],'title':'title','description':'text',"         \
	"'price':10000,'currency':'won','discountRate':70,'discountedPrice':3000,"                 \
	"'profile':{'nickname':'shop','imageUrl':'https://ex/b'}"
	end(&m,
	    OUTPUTS "{'carousel':{'type':'commerceCard','header':{'title':'two\\nlines…','"
		    "description':'text',"
		    "'thumbnail':{'imageUrl':'https://ex/a'}},'items':[{" OFFER "},{" OFFER "}]}},"
		    "{'commerceCard':{" OFFER "}}]}}");
}

static void list_cards_have_four_items(void **state)
{
	(void)state;
	struct made m;
	const struct kakao_list_card list = {
	    .header = STR("h"), .items = tapped + 1, .n_items = LENGTH(tapped) - 1};
	const struct kakao_list_card cards[] = {list, {.header = STR("no items")}, list};
	begin(&m);
	assert_true(kakao_reply_list_cards(&m.r, cards, 3));
#define LIST                                                                                       \
	"{'header':{'title':'h'},'items':[{'title':'say','messageText':'hi','action':'message'},"  \
	"{'title':'block','blockId':'62654c249ac8ed78441532de','action':'block',"                  \
	"'extra':{'view':'artist'}},{'title':'none'},"                                             \
	"{'title':'five','link':{'mobile':'https://ex/m'}}]}"
	end(&m, OUTPUTS "{'carousel':{'type':'listCard','items':[" LIST "," LIST "]}}]}}");
}

/* What not all cards have, none has. */
static void item_cards_are_alike(void **state)
{
	(void)state;
	struct made m;
	struct kakao_item_card cards[] = {receipt, receipt};
	cards[0].summary.title = cards[1].summary.title = STR("");
	cards[0].title = cards[1].title = STR("");
	cards[0].n_buttons = cards[1].n_buttons = 0;
	cards[1].head = STR("");
	cards[1].image_title = STR(" ");
	begin(&m);
	assert_true(kakao_reply_item_cards(&m.r, cards, 2, NULL));
#define CARD                                                                                       \
	"{'thumbnail':{'imageUrl':'https://ex/a','width':800,'height':400}," RECEIPT_ENTRIES       \
	"'itemListAlignment':'right'}"
	end(&m, OUTPUTS "{'carousel':{'type':'itemCard','items':[" CARD "," CARD "]}}]}}");
}

/* --- what is beside the bubbles --- */

static void quick_replies_call_blocks(void **state)
{
	(void)state;
	struct made m;
	begin(&m);
	assert_true(kakao_reply_text(&m.r, STR("a")));
	assert_true(kakao_reply_quick(&m.r, &(struct kakao_quick_reply){.label = STR("songs"),
						.message = STR("IU songs"),
						.block_id = STR("62654c249ac8ed78441532de"),
						.extra = artist,
						.n_extra = 2}));
	assert_true(kakao_reply_quick(
	    &m.r, &(struct kakao_quick_reply){
		      .label = STR("b"), .message = STR("c"), .extra = artist, .n_extra = 1}));
	assert_false(kakao_reply_quick(
	    &m.r, &(struct kakao_quick_reply){.label = STR("b"), .block_id = STR("no block")}));
	end(&m, OUTPUTS
	    "{'simpleText':{'text':'a'}}],'quickReplies':["
	    "{'label':'songs','blockId':'62654c249ac8ed78441532de','messageText':'IU songs',"
	    "'action':'block','extra':{'view':'artist','id':'6XyY86QOPPrYVGvF9ch6wz'}},"
	    "{'label':'b','messageText':'c','action':'message','extra':{'view':'artist'}}]}}");
}

static void contexts_and_data(void **state)
{
	(void)state;
	struct made m;
	const struct kakao_context kept = {
	    .name = STR("artist"), .life_span = 5, .ttl = 60, .params = artist, .n_params = 1};
	const struct kakao_context dropped = {.name = STR("old"), .life_span = -1};
	begin(&m);
	assert_true(kakao_reply_text(&m.r, STR("a")));
	assert_true(kakao_reply_context(&m.r, &kept));
	assert_true(kakao_reply_context(&m.r, &dropped));
	assert_false(kakao_reply_context(&m.r, &(struct kakao_context){.name = STR("")}));
	assert_true(kakao_reply_data(&m.r, "text", STR("wait\na moment")));
	assert_false(kakao_reply_data(&m.r, "none", STR(" ")));
	end(&m, OUTPUTS "{'simpleText':{'text':'a'}}]},'context':{'values':["
			"{'name':'artist','lifeSpan':5,'ttl':60,'params':{'view':'artist'}},"
			"{'name':'old','lifeSpan':0}]},'data':{'text':'wait\\na moment'}}");
}

static void a_callback_has_no_bubbles(void **state)
{
	(void)state;
	struct made m;
	begin(&m);
	assert_true(kakao_reply_text(&m.r, STR("a")));
	assert_true(kakao_reply_quick_reply(&m.r, STR("b"), STR("c")));
	assert_true(kakao_reply_data(&m.r, "text", STR("wait")));
	kakao_reply_use_callback(&m.r);
	end(&m, "{'version':'2.0','useCallback':true,'data':{'text':'wait'}}");
	begin(&m);
	kakao_reply_use_callback(&m.r);
	end(&m, "{'version':'2.0','useCallback':true}");
}

static void values_need_no_bubbles(void **state)
{
	(void)state;
	struct made m;
	begin(&m);
	assert_true(kakao_reply_data(&m.r, "text", STR("a")));
	kakao_reply_values_only(&m.r);
	end(&m, "{'version':'2.0','data':{'text':'a'}}");
	begin(&m);
	assert_true(kakao_reply_data(&m.r, "text", STR("a")));
	assert_false(kakao_reply_end(&m.r));
	buf_free(&m.out);
	begin(&m);
	kakao_reply_values_only(&m.r);
	assert_false(kakao_reply_end(&m.r));
	buf_free(&m.out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_image),
	    cmocka_unit_test(every_button),
	    cmocka_unit_test(broken_buttons),
	    cmocka_unit_test(a_commerce_card),
	    cmocka_unit_test(a_list_of_taps),
	    cmocka_unit_test(an_item_card),
	    cmocka_unit_test(basic_cards_of_one_ratio),
	    cmocka_unit_test(basic_cards_without_pictures_are_text_cards),
	    cmocka_unit_test(one_card_stands_alone),
	    cmocka_unit_test(commerce_cards_with_a_header),
	    cmocka_unit_test(list_cards_have_four_items),
	    cmocka_unit_test(item_cards_are_alike),
	    cmocka_unit_test(quick_replies_call_blocks),
	    cmocka_unit_test(contexts_and_data),
	    cmocka_unit_test(a_callback_has_no_bubbles),
	    cmocka_unit_test(values_need_no_bubbles),
	};
	return unit_run("reply_golden", tests);
}

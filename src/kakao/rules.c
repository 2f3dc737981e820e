/* The table: the response, and carousels. Cards are in kakao/rules_cards.c. */
#include "kakao/limits.h"
#include "kakao/rules_cards.h"

/* --- the carousel --- */

static const struct rule_field header_thumbnail_fields[] = {
    {"imageUrl", RULE_URL, .need = RULE_REQUIRED, .ours = KAKAO_URL},
    {"altText", RULE_ANY, .need = RULE_IGNORED},
    {"link", RULE_ANY, .need = RULE_IGNORED},
    {"fixedRatio", RULE_ANY, .need = RULE_IGNORED},
    {"width", RULE_ANY, .need = RULE_IGNORED},
    {"height", RULE_ANY, .need = RULE_IGNORED},
    {0},
};

static const struct rule_node header_thumbnail = {"headerThumbnail", header_thumbnail_fields, NULL};

/* The page requires the description, but Kakao's earlier examples have none. */
static const struct rule_field carousel_header_fields[] = {
    {"title", RULE_TEXT, .need = RULE_REQUIRED, .lines = KAKAO_CAROUSEL_HEADER_TITLE_LINES,
	.ours = KAKAO_CAROUSEL_HEADER_TITLE},
    {"description", RULE_TEXT, .need = RULE_EXPECTED, .lines = KAKAO_CAROUSEL_HEADER_TEXT_LINES,
	.ours = KAKAO_CAROUSEL_HEADER_TEXT},
    {"thumbnail", RULE_OBJECT, .need = RULE_REQUIRED, .node = &header_thumbnail},
    {0},
};

static const struct rule_node carousel_header = {"carouselHeader", carousel_header_fields, NULL};

static const struct rule_variant carousel_cards[] = {
    {"basicCard", &rule_basic_card, KAKAO_CAROUSEL_ITEMS},
    {"commerceCard", &rule_commerce_card, KAKAO_CAROUSEL_ITEMS},
    {"listCard", &rule_list_card, KAKAO_CAROUSEL_LISTS},
    {"itemCard", &rule_item_card, KAKAO_CAROUSEL_ITEMS},
    {"textCard", &rule_text_card, KAKAO_CAROUSEL_ITEMS},
    {0},
};

static const struct rule_field carousel_fields[] = {
    {"type", RULE_TEXT, .need = RULE_REQUIRED,
	.values = VALUES("basicCard", "commerceCard", "listCard", "itemCard", "textCard")},
    {"items", RULE_LIST, .need = RULE_REQUIRED, .min = 1, .max = KAKAO_CAROUSEL_ITEMS, .by = "type",
	.variants = carousel_cards},
    {"header", RULE_OBJECT, .node = &carousel_header},
    {0},
};

static const struct rule_check carousel_checks[] = {
    {RULE_NONE_OF, .when = "type", .is = {"textCard", "listCard"}, .fields = {"header"},
	.why = "carousels of this type have no header"},
    {RULE_SAME_RATIO, .when = "type", .is = {"basicCard"}, .fields = {"items", "thumbnail"}},
    {RULE_SAME_RATIO, .when = "type", .is = {"commerceCard"}, .fields = {"items", "thumbnails"}},
    {RULE_ALIKE, .when = "type", .is = {"itemCard"},
	.fields = {"items", "thumbnail", "head", "profile", "imageTitle"}},
    {0},
};

static const struct rule_node carousel = {"carousel", carousel_fields, carousel_checks};

/* --- the response --- */

static const struct rule_field output_fields[] = {
    {"simpleText", RULE_OBJECT, .node = &rule_simple_text},
    {"simpleImage", RULE_OBJECT, .node = &rule_simple_image},
    {"textCard", RULE_OBJECT, .node = &rule_text_card},
    {"basicCard", RULE_OBJECT, .node = &rule_basic_card},
    {"commerceCard", RULE_OBJECT, .node = &rule_commerce_card},
    {"listCard", RULE_OBJECT, .node = &rule_list_card},
    {"itemCard", RULE_OBJECT, .node = &rule_item_card},
    {"carousel", RULE_OBJECT, .node = &carousel},
    {0},
};

static const struct rule_check output_checks[] = {
    {RULE_ONE_OF, .fields = {"simpleText", "simpleImage", "textCard", "basicCard", "commerceCard",
		      "listCard", "itemCard", "carousel"}},
    {0},
};

static const struct rule_node output = {"output", output_fields, output_checks};

/* The page gives no limit to the label, and prints the action as 'Message' where its examples have
 * "message". */
static const struct rule_field quick_reply_fields[] = {
    {"label", RULE_TEXT, .need = RULE_REQUIRED, .ours = KAKAO_QUICK_REPLY_LABEL},
    {"action", RULE_TEXT, .need = RULE_REQUIRED, .values = VALUES("message", "block"),
	.also_values = VALUES("Message", "Block")},
    {"messageText", RULE_TEXT, .ours = KAKAO_MESSAGE_TEXT},
    {"blockId", RULE_TEXT, .need = RULE_OPTIONAL},
    {"extra", RULE_ANY, .need = RULE_OPTIONAL},
    {0},
};

static const struct rule_check quick_reply_checks[] = {
    {RULE_ALL_OF, .when = "action", .is = {"block", "Block"}, .fields = {"blockId"}},
    {RULE_ALL_OF, .severity = RULE_ADVICE, .when = "action", .is = {"message", "Message"},
	.fields = {"messageText"}},
    {0},
};

static const struct rule_node quick_reply = {"quickReply", quick_reply_fields, quick_reply_checks};

static const struct rule_field template_fields[] = {
    {"outputs", RULE_LIST, .need = RULE_REQUIRED, .node = &output, .min = 1, .max = KAKAO_OUTPUTS},
    {"quickReplies", RULE_LIST, .node = &quick_reply, .max = KAKAO_QUICK_REPLIES},
    {0},
};

static const struct rule_node template = {"template", template_fields, NULL};

/* ttl is in Kakao's example, not in its table. */
static const struct rule_field context_value_fields[] = {
    {"name", RULE_TEXT, .need = RULE_REQUIRED},
    {"lifeSpan", RULE_INTEGER, .need = RULE_REQUIRED},
    {"ttl", RULE_INTEGER, .need = RULE_OPTIONAL},
    {"params", RULE_TEXT_MAP, .need = RULE_OPTIONAL},
    {0},
};

static const struct rule_node context_value = {"contextValue", context_value_fields, NULL};

static const struct rule_field context_fields[] = {
    {"values", RULE_LIST, .need = RULE_REQUIRED, .node = &context_value},
    {0},
};

static const struct rule_node context = {"context", context_fields, NULL};

/* For group chats (Kakao's guide to group chat bots, 2026). */
static const struct rule_field extra_fields[] = {
    {"mentions", RULE_OBJECT, .max = KAKAO_MENTIONS},
    {0},
};

static const struct rule_node extra = {"extra", extra_fields, NULL};

/* A reply needs no template where the block does not show what the skill sends. */
static const struct rule_field response_fields[] = {
    {"version", RULE_TEXT, .need = RULE_REQUIRED, .values = VALUES("2.0")},
    {"template", RULE_OBJECT, .node = &template},
    {"context", RULE_OBJECT, .node = &context},
    {"data", RULE_OBJECT, .need = RULE_OPTIONAL},
    {"useCallback", RULE_BOOLEAN, .need = RULE_OPTIONAL},
    {"extra", RULE_OBJECT, .node = &extra},
    {0},
};

static const struct rule_check response_checks[] = {
    {RULE_ANY_OF, .fields = {"template", "context", "data", "useCallback"}},
    {RULE_ANY_OF, .when = "useCallback", .is = {"false"}, .fields = {"template", "context", "data"},
	.why = "without a callback nothing else follows"},
    {RULE_NONE_OF, .severity = RULE_ADVICE, .when = "useCallback", .is = {"true"},
	.fields = {"template"}, .why = "a callback is to follow: Kakao ignores the template"},
    {0},
};

const struct rule_node kakao_rules = {"response", response_fields, response_checks};

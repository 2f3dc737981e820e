/* The table: cards and what they are made of. Comments name the source where it is not Kakao's page
 * on the skill response format (kakao/limits.h). */
#include "kakao/rules_cards.h"

#include "kakao/limits.h"

/* --- what cards share --- */

/* The members for single systems were documented until about 2020. */
static const struct rule_field link_fields[] = {
    {"web", RULE_URL, .ours = KAKAO_URL},
    {"pc", RULE_URL, .ours = KAKAO_URL},
    {"mobile", RULE_URL, .ours = KAKAO_URL},
    {"android", RULE_ANY, .need = RULE_IGNORED},
    {"ios", RULE_ANY, .need = RULE_IGNORED},
    {"mac", RULE_ANY, .need = RULE_IGNORED},
    {"win", RULE_ANY, .need = RULE_IGNORED},
    {0},
};

static const struct rule_node link = {"link", link_fields, NULL};

/* Width and height were documented, with fixedRatio, until about 2020. */
static const struct rule_field thumbnail_fields[] = {
    {"imageUrl", RULE_URL, .need = RULE_REQUIRED, .ours = KAKAO_URL},
    {"altText", RULE_TEXT, .max = KAKAO_ALT_TEXT},
    {"link", RULE_OBJECT, .node = &link},
    {"fixedRatio", RULE_BOOLEAN, .need = RULE_OPTIONAL},
    {"width", RULE_INTEGER, .need = RULE_OPTIONAL},
    {"height", RULE_INTEGER, .need = RULE_OPTIONAL},
    {0},
};

static const struct rule_node thumbnail = {"thumbnail", thumbnail_fields, NULL};

/* Without a messageText, the label of a block button is spoken. Actions from guide to settings are
 * those of group chats (Kakao's guide to group chat bots, 2026); osLink is gone since about 2020;
 * addChannel is in one library only. */
static const struct rule_field button_fields[] = {
    {"label", RULE_TEXT, .need = RULE_REQUIRED, .max = KAKAO_BUTTON_LABEL, .blanks_free = true},
    {"action", RULE_TEXT, .need = RULE_REQUIRED,
	.values = VALUES("webLink", "message", "phone", "block", "share", "operator"),
	.also_values = VALUES(
	    "guide", "invite", "inviteMember", "mention", "settings", "osLink", "addChannel")},
    {"webLinkUrl", RULE_URL, .ours = KAKAO_URL},
    {"messageText", RULE_TEXT, .ours = KAKAO_MESSAGE_TEXT},
    {"phoneNumber", RULE_PHONE, .need = RULE_OPTIONAL},
    {"blockId", RULE_TEXT, .need = RULE_OPTIONAL},
    {"extra", RULE_OBJECT, .need = RULE_OPTIONAL},
    {"osLink", RULE_ANY, .need = RULE_IGNORED},
    {0},
};

static const struct rule_check button_checks[] = {
    {RULE_ALL_OF, .when = "action", .is = {"webLink"}, .fields = {"webLinkUrl"}},
    {RULE_ALL_OF, .when = "action", .is = {"message"}, .fields = {"messageText"}},
    {RULE_ALL_OF, .when = "action", .is = {"phone"}, .fields = {"phoneNumber"}},
    {RULE_ALL_OF, .when = "action", .is = {"block"}, .fields = {"blockId"}},
    {0},
};

static const struct rule_node button = {"button", button_fields, button_checks};

#define BUTTONS                                                                                    \
	{                                                                                          \
		"buttons", RULE_LIST, .node = &button, .max = KAKAO_BUTTONS_VERTICAL               \
	}
#define LAYOUT                                                                                     \
	{                                                                                          \
		"buttonLayout", RULE_TEXT, .values = VALUES("vertical", "horizontal")              \
	}

/* A whole picture lays the buttons side by side where no layout is named. */
#define HORIZONTAL(picture)                                                                        \
	{                                                                                          \
		RULE_HORIZONTAL, .fields = {"buttons", "buttonLayout", picture},                   \
				 .max = KAKAO_BUTTONS_HORIZONTAL,                                  \
				 .label = KAKAO_BUTTON_LABEL_HORIZONTAL,                           \
				 .why = "buttons stand side by side"                               \
	}

/* nickname is a required field; profiles of basic cards were never shown and are gone. */
static const struct rule_field profile_fields[] = {
    {"nickname", RULE_TEXT, .need = RULE_REQUIRED, .ours = KAKAO_NICKNAME},
    {"imageUrl", RULE_URL, .ours = KAKAO_URL},
    {"width", RULE_INTEGER, .need = RULE_OPTIONAL},
    {"height", RULE_INTEGER, .need = RULE_OPTIONAL},
    {0},
};

static const struct rule_node profile = {"profile", profile_fields, NULL};

/* --- the cards --- */

static const struct rule_field simple_text_fields[] = {
    {"text", RULE_TEXT, .need = RULE_REQUIRED, .max = KAKAO_SIMPLE_TEXT},
    {"forwardable", RULE_BOOLEAN, .need = RULE_OPTIONAL},
    {0},
};

const struct rule_node rule_simple_text = {"simpleText", simple_text_fields, NULL};

static const struct rule_field simple_image_fields[] = {
    {"imageUrl", RULE_URL, .need = RULE_REQUIRED, .ours = KAKAO_URL},
    {"altText", RULE_TEXT, .max = KAKAO_ALT_TEXT},
    {"forwardable", RULE_BOOLEAN, .need = RULE_OPTIONAL},
    {0},
};

const struct rule_node rule_simple_image = {"simpleImage", simple_image_fields, NULL};

static const struct rule_field text_card_fields[] = {
    {"title", RULE_TEXT, .max = KAKAO_CARD_TITLE},
    {"description", RULE_TEXT, .carousel_max = KAKAO_CAROUSEL_TEXT},
    BUTTONS,
    LAYOUT,
    {"forwardable", RULE_BOOLEAN, .need = RULE_OPTIONAL},
    {0},
};

static const struct rule_check text_card_checks[] = {
    {RULE_ANY_OF, .fields = {"title", "description"}},
    {RULE_SUM, .fields = {"title", "description"}, .max = KAKAO_TEXT_CARD},
    HORIZONTAL(NULL),
    {0},
};

const struct rule_node rule_text_card = {"textCard", text_card_fields, text_card_checks};

/* Devices differ in what fits on a line, and many bots that work have more lines: an advice. */
static const struct rule_field basic_card_fields[] = {
    {"title", RULE_TEXT, .max = KAKAO_CARD_TITLE, .carousel_lines = KAKAO_CAROUSEL_CARD_LINES,
	.lines_severity = RULE_ADVICE},
    {"description", RULE_TEXT, .max = KAKAO_BASIC_DESCRIPTION,
	.carousel_lines = KAKAO_CAROUSEL_CARD_LINES, .lines_severity = RULE_ADVICE},
    {"thumbnail", RULE_OBJECT, .need = RULE_REQUIRED, .node = &thumbnail},
    BUTTONS,
    LAYOUT,
    {"forwardable", RULE_BOOLEAN, .need = RULE_OPTIONAL},
    {"profile", RULE_ANY, .need = RULE_IGNORED},
    {"social", RULE_ANY, .need = RULE_IGNORED},
    {0},
};

static const struct rule_check basic_card_checks[] = {
    HORIZONTAL("thumbnail"),
    {0},
};

const struct rule_node rule_basic_card = {"basicCard", basic_card_fields, basic_card_checks};

static const struct rule_field commerce_card_fields[] = {
    {"title", RULE_TEXT, .max = KAKAO_COMMERCE_TITLE},
    {"description", RULE_TEXT, .max = KAKAO_COMMERCE_DESCRIPTION},
    {"price", RULE_INTEGER, .need = RULE_REQUIRED},
    {"currency", RULE_TEXT, .values = VALUES("won")},
    {"discount", RULE_INTEGER, .need = RULE_OPTIONAL},
    {"discountRate", RULE_INTEGER, .need = RULE_OPTIONAL},
    {"discountedPrice", RULE_INTEGER, .need = RULE_OPTIONAL},
    {"thumbnails", RULE_LIST, .need = RULE_REQUIRED, .node = &thumbnail,
	.min = KAKAO_COMMERCE_THUMBNAILS, .max = KAKAO_COMMERCE_THUMBNAILS},
    {"profile", RULE_OBJECT, .node = &profile},
    BUTTONS,
    LAYOUT,
    {"forwardable", RULE_BOOLEAN, .need = RULE_OPTIONAL},
    {0},
};

static const struct rule_check commerce_card_checks[] = {
    {RULE_ALL_OF, .when = "discountRate", .fields = {"discountedPrice"},
	.why = "a discountRate is shown only together with the discountedPrice"},
    HORIZONTAL("thumbnails"),
    {0},
};

const struct rule_node rule_commerce_card = {
    "commerceCard", commerce_card_fields, commerce_card_checks};

/* Descriptions, pictures and links of a header do nothing, and are widely sent. */
static const struct rule_field list_header_fields[] = {
    {"title", RULE_TEXT, .need = RULE_REQUIRED, .ours = KAKAO_LIST_TITLE},
    {"description", RULE_ANY, .need = RULE_IGNORED},
    {"imageUrl", RULE_ANY, .need = RULE_IGNORED},
    {"link", RULE_ANY, .need = RULE_IGNORED},
    {0},
};

static const struct rule_node list_header = {"listHeader", list_header_fields, NULL};

static const struct rule_field list_item_fields[] = {
    {"title", RULE_TEXT, .need = RULE_REQUIRED, .ours = KAKAO_LIST_TITLE},
    {"description", RULE_TEXT, .ours = KAKAO_LIST_DESCRIPTION},
    {"imageUrl", RULE_URL, .ours = KAKAO_URL},
    {"link", RULE_OBJECT, .node = &link},
    {"action", RULE_TEXT, .values = VALUES("block", "message")},
    {"blockId", RULE_TEXT, .need = RULE_OPTIONAL},
    {"messageText", RULE_TEXT, .ours = KAKAO_MESSAGE_TEXT},
    {"extra", RULE_OBJECT, .need = RULE_OPTIONAL},
    {0},
};

static const struct rule_check list_item_checks[] = {
    {RULE_ALL_OF, .when = "action", .is = {"message"}, .fields = {"messageText"}},
    {RULE_ALL_OF, .when = "action", .is = {"block"}, .fields = {"blockId"}},
    {0},
};

static const struct rule_node list_item = {"listItem", list_item_fields, list_item_checks};

/* listLayout is for group chats. */
static const struct rule_field list_card_fields[] = {
    {"header", RULE_OBJECT, .need = RULE_REQUIRED, .node = &list_header},
    {"items", RULE_LIST, .need = RULE_REQUIRED, .node = &list_item, .min = 1,
	.max = KAKAO_LIST_ITEMS, .carousel_max = KAKAO_CAROUSEL_LIST_ITEMS},
    BUTTONS,
    LAYOUT,
    {"forwardable", RULE_BOOLEAN, .need = RULE_OPTIONAL},
    {"listLayout", RULE_TEXT, .need = RULE_OPTIONAL},
    {0},
};

static const struct rule_check list_card_checks[] = {
    HORIZONTAL(NULL),
    {0},
};

const struct rule_node rule_list_card = {"listCard", list_card_fields, list_card_checks};

/* --- the item card, which has a picture and a profile of its own kind --- */

#define RATIO                                                                                      \
	{                                                                                          \
		RULE_RATIO, .fields = {"width", "height"}, .ratios = VALUES("2:1", "1:1"),         \
			    .carousel_ratios = VALUES("2:1")                                       \
	}

/* Without width and height it is shown 1:1, which a carousel does not allow. */
static const struct rule_field item_thumbnail_fields[] = {
    {"imageUrl", RULE_URL, .need = RULE_REQUIRED, .ours = KAKAO_URL},
    {"altText", RULE_TEXT, .max = KAKAO_ALT_TEXT},
    {"width", RULE_INTEGER, .need = RULE_OPTIONAL},
    {"height", RULE_INTEGER, .need = RULE_OPTIONAL},
    {"link", RULE_OBJECT, .node = &link},
    {0},
};

static const struct rule_check item_thumbnail_checks[] = {
    RATIO,
    {RULE_ALL_OF, .severity = RULE_ADVICE, .in_carousel = true, .fields = {"width", "height"},
	.why = "without them the picture is 1:1, but a carousel takes 2:1 only"},
    {0},
};

static const struct rule_node item_thumbnail = {
    "itemThumbnail", item_thumbnail_fields, item_thumbnail_checks};

static const struct rule_field item_head_fields[] = {
    {"title", RULE_TEXT, .need = RULE_REQUIRED, .lines = 1, .ours = KAKAO_ITEM_HEAD},
    {0},
};

static const struct rule_node item_head = {"itemHead", item_head_fields, NULL};

static const struct rule_field item_profile_fields[] = {
    {"title", RULE_TEXT, .need = RULE_REQUIRED, .max = KAKAO_ITEM_PROFILE},
    {"imageUrl", RULE_URL, .ours = KAKAO_URL},
    {"width", RULE_INTEGER, .need = RULE_OPTIONAL},
    {"height", RULE_INTEGER, .need = RULE_OPTIONAL},
    {0},
};

static const struct rule_check item_profile_checks[] = {
    {RULE_RATIO, .fields = {"width", "height"}, .ratios = VALUES("1:1")},
    {0},
};

static const struct rule_node item_profile = {
    "itemProfile", item_profile_fields, item_profile_checks};

static const struct rule_field item_image_title_fields[] = {
    {"title", RULE_TEXT, .need = RULE_REQUIRED, .lines = 2, .ours = KAKAO_ITEM_IMAGE_TITLE},
    {"description", RULE_TEXT, .lines = 1, .ours = KAKAO_ITEM_IMAGE_LINE},
    {"imageUrl", RULE_URL, .ours = KAKAO_URL},
    {0},
};

static const struct rule_node item_image_title = {"itemImageTitle", item_image_title_fields, NULL};

static const struct rule_field item_entry_fields[] = {
    {"title", RULE_TEXT, .need = RULE_REQUIRED, .max = KAKAO_ITEM_TITLE, .blanks_free = true},
    {"description", RULE_TEXT, .need = RULE_REQUIRED, .lines = KAKAO_ITEM_DESCRIPTION_LINES,
	.ours = KAKAO_ITEM_DESCRIPTION},
    {0},
};

static const struct rule_node item_entry = {"itemEntry", item_entry_fields, NULL};

/* Blanks count in the amount: Kakao says so. */
static const struct rule_field item_summary_fields[] = {
    {"title", RULE_TEXT, .need = RULE_REQUIRED, .max = KAKAO_ITEM_TITLE, .blanks_free = true},
    {"description", RULE_AMOUNT, .need = RULE_REQUIRED, .max = KAKAO_ITEM_SUMMARY},
    {0},
};

static const struct rule_node item_summary = {"itemSummary", item_summary_fields, NULL};

static const struct rule_field item_card_fields[] = {
    {"thumbnail", RULE_OBJECT, .node = &item_thumbnail},
    {"head", RULE_OBJECT, .node = &item_head},
    {"profile", RULE_OBJECT, .node = &item_profile},
    {"imageTitle", RULE_OBJECT, .node = &item_image_title},
    {"itemList", RULE_LIST, .need = RULE_REQUIRED, .node = &item_entry, .min = 1,
	.max = KAKAO_ITEM_LIST, .carousel_max = KAKAO_CAROUSEL_ITEM_LIST},
    {"itemListAlignment", RULE_TEXT, .values = VALUES("left", "right")},
    {"itemListSummary", RULE_OBJECT, .node = &item_summary},
    {"title", RULE_TEXT, .need = RULE_OPTIONAL},
    {"description", RULE_TEXT, .need = RULE_OPTIONAL},
    BUTTONS,
    LAYOUT,
    {"forwardable", RULE_BOOLEAN, .need = RULE_OPTIONAL},
    {0},
};

static const struct rule_check item_card_checks[] = {
    {RULE_AT_MOST_ONE, .fields = {"head", "profile"}},
    {RULE_ALL_OF, .when = "description", .fields = {"title"}},
    {RULE_SUM, .fields = {"title", "description"}, .max = KAKAO_ITEM_TEXT,
	.carousel_max = KAKAO_CAROUSEL_ITEM_TEXT, .lines = KAKAO_ITEM_TEXT_LINES},
    HORIZONTAL(NULL),
    {0},
};

const struct rule_node rule_item_card = {"itemCard", item_card_fields, item_card_checks};

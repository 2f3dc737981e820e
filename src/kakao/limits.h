/* Kakao's limits on a skill response, as numbers. What they belong to says kakao/rules.c, which the
 * validator reads; the builder keeps them.
 *
 * Source: Kakao's page on the skill response format (kakaobusiness.gitbook.io, chatbot,
 * skill_guide, answer_json_format), as of 2026; the total from Kakao's customer centre. Texts count
 * in UTF-16 code units, the strictest reading of "characters". Limits marked "ours" are documented
 * nowhere; they are what is safe in practice. */
#ifndef ARTISTBOT_KAKAO_LIMITS_H
#define ARTISTBOT_KAKAO_LIMITS_H

enum {
	KAKAO_OUTPUTS = 3,
	KAKAO_QUICK_REPLIES = 10,
	KAKAO_REPLY_BYTES = 30000, /* the whole body ("30 KB"); above it the user gets nothing */
	KAKAO_REPLY_BYTES_MAX = 30720, /* the same limit in its widest reading */

	KAKAO_SIMPLE_TEXT = 1000,
	KAKAO_CARD_TITLE = 50,
	KAKAO_BASIC_DESCRIPTION = 230,
	KAKAO_TEXT_CARD = 400, /* title and description together */
	KAKAO_ALT_TEXT = 50,

	KAKAO_LIST_ITEMS = 5,
	KAKAO_LIST_TITLE = 40,       /* header and items; ours */
	KAKAO_LIST_DESCRIPTION = 40, /* ours */

	KAKAO_COMMERCE_TITLE = 30,
	KAKAO_COMMERCE_DESCRIPTION = 40,
	KAKAO_COMMERCE_THUMBNAILS = 1,
	KAKAO_NICKNAME = 20, /* ours */

	KAKAO_ITEM_LIST = 10,
	KAKAO_ITEM_TITLE = 6,        /* of an entry and of the summary */
	KAKAO_ITEM_DESCRIPTION = 40, /* of an entry: two lines; the number is ours */
	KAKAO_ITEM_SUMMARY = 14,     /* the summary's amount */
	KAKAO_ITEM_PROFILE = 15,     /* the profile's name */
	KAKAO_ITEM_HEAD = 20,        /* one line; the number is ours */
	KAKAO_ITEM_IMAGE_TITLE = 40, /* two lines; the number is ours */
	KAKAO_ITEM_IMAGE_LINE = 20,  /* one line; the number is ours */
	KAKAO_ITEM_TEXT = 200,       /* title and description together */
	KAKAO_ITEM_TEXT_LINES = 12,  /* of both together */
	KAKAO_ITEM_DESCRIPTION_LINES = 2,

	KAKAO_CAROUSEL_ITEMS = 10,
	KAKAO_CAROUSEL_LISTS = 5, /* list cards in a carousel */
	KAKAO_CAROUSEL_LIST_ITEMS = 4,
	KAKAO_CAROUSEL_TEXT = 128, /* description of a text card */
	KAKAO_CAROUSEL_ITEM_LIST = 5,
	KAKAO_CAROUSEL_ITEM_TEXT = 100,
	KAKAO_CAROUSEL_CARD_LINES = 2,    /* title, and description, of a basic card */
	KAKAO_CAROUSEL_HEADER_TITLE = 40, /* two lines; the number is ours */
	KAKAO_CAROUSEL_HEADER_TEXT = 60,  /* three lines; the number is ours */
	KAKAO_CAROUSEL_HEADER_TITLE_LINES = 2,
	KAKAO_CAROUSEL_HEADER_TEXT_LINES = 3,

	KAKAO_BUTTONS_VERTICAL = 3,
	KAKAO_BUTTONS_HORIZONTAL = 2, /* the layout of a card with a whole (fixedRatio) picture */
	KAKAO_BUTTON_LABEL = 14,
	KAKAO_BUTTON_LABEL_HORIZONTAL = 8, /* each of two side by side */
	KAKAO_QUICK_REPLY_LABEL = 14,      /* ours */
	KAKAO_MESSAGE_TEXT = 300,          /* ours */
	KAKAO_URL = 1000,                  /* bytes; ours */
	KAKAO_MENTIONS = 15,               /* of a reply in a group chat */
};

#endif

/* Kakao's limits on a skill response.
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

	KAKAO_SIMPLE_TEXT = 1000,
	KAKAO_CARD_TITLE = 50,
	KAKAO_BASIC_DESCRIPTION = 230,
	KAKAO_TEXT_CARD = 400, /* title and description together */
	KAKAO_LIST_ITEMS = 5,
	KAKAO_LIST_TITLE = 40,       /* header and items; ours */
	KAKAO_LIST_DESCRIPTION = 40, /* ours */
	KAKAO_ALT_TEXT = 50,

	KAKAO_BUTTONS_VERTICAL = 3,
	KAKAO_BUTTONS_HORIZONTAL = 2, /* the layout of a card with a whole (fixedRatio) picture */
	KAKAO_BUTTON_LABEL = 14,
	KAKAO_BUTTON_LABEL_HORIZONTAL = 8, /* each of two side by side */
	KAKAO_QUICK_REPLY_LABEL = 14,      /* ours */
	KAKAO_MESSAGE_TEXT = 300,          /* ours */
	KAKAO_URL = 1000,                  /* bytes; ours */
};

#endif

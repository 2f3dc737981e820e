/* The skill payload: what Kakao posts, decoded.
 *
 * Every field may be absent, null or of another type, in any order; unknown ones are ignored: Kakao
 * adds fields as it likes, and its test screens leave out others. Source: Kakao's page on the skill
 * payload (kakaobusiness.gitbook.io, chatbot, skill_guide, answer_json_format), as of 2026. */
#ifndef ARTISTBOT_KAKAO_PAYLOAD_H
#define ARTISTBOT_KAKAO_PAYLOAD_H

#include "base/str.h"

enum { KAKAO_MAX_PARAMS = 128 };

/* One entry of action.params, action.clientExtra or action.detailParams. Texts as sent; a number
 * counts as its text. */
struct kakao_param {
	struct str name;
	struct str value;
	struct str origin; /* detailParams only: the words as the user said them */
};

struct kakao_params {
	int n;
	struct kakao_param items[KAKAO_MAX_PARAMS];
};

/* A field that is added here also goes into the table of payload.c. */
struct kakao_payload {
	struct str utterance;
	struct str user_id;
	struct str block_id;
	struct kakao_params params, detail_params, client_extra;
	/* Beside the body, what holds the texts. */
	void *tree;
	char unescaped[1024];
};

/* Decodes a body. False if it is no JSON object (empty, cut, too deep, not UTF-8, …); then the
 * payload is empty. Texts live as long as the body and until kakao_payload_free, which is to be
 * called in either case. Large: several hundred parameters have room in it. */
bool kakao_payload_parse(struct kakao_payload *p, struct str body);
void kakao_payload_free(struct kakao_payload *p);

/* A parameter's value may itself be JSON in a string, {"value": "아이유"} for instance. Copies the
 * text in it, or the value as it is if it is no JSON, terminated, to out, and returns its bytes: 0
 * if there is none; size or more if it does not fit and nothing was copied. prefer: members to look
 * for first, before "value", "origin" and "name". */
size_t kakao_param_text(
    struct str value, const char *const *prefer, int n_prefer, char *out, size_t size);

#endif

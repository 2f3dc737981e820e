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

/* A block, bot, skill or intent. */
struct kakao_named {
	struct str id, name;
};

enum { KAKAO_MAX_CONTEXTS = 8, KAKAO_MAX_CONTEXT_PARAMS = 8, KAKAO_MAX_KNOWLEDGE = 4 };

/* A context that is alive. */
struct kakao_live_context {
	struct str name;
	int life_span, ttl; /* 0 where it is not said */
	struct kakao_param params[KAKAO_MAX_CONTEXT_PARAMS];
	int n_params;
};

struct kakao_live_contexts {
	int n;
	struct kakao_live_context items[KAKAO_MAX_CONTEXTS];
};

/* A question of the bot's own knowledge base ("지식+") that the utterance hit. */
struct kakao_knowledge {
	struct str question, answer, image_url, landing_url;
	struct str category; /* the first of them */
};

struct kakao_knowledges {
	int n;
	struct kakao_knowledge items[KAKAO_MAX_KNOWLEDGE];
};

/* What is asked of a skill that checks a parameter while the bot collects it. Such a call has no
 * userRequest: the utterance of the payload is empty then. */
struct kakao_checked {
	struct str slot_filling; /* "true" or "false"; empty: it is no such call */
	struct str utterance;
	struct str user_id;
	struct str origin, resolved; /* the value: as it was said, and as it is understood */
};

/* All texts are empty where there is none. A field that is added here also goes into the table of
 * payload_fields.c. */
struct kakao_payload {
	struct str utterance; /* the bot-test panel ends it with a line feed */
	struct str lang;      /* "ko", of old "kr" */
	struct str timezone;
	struct str callback_url; /* only where the block has a callback */

	struct str user_id;   /* of this bot alone; up to 70 characters */
	struct str user_type; /* "botUserKey", from the skill-test screen "accountId" */
	struct str plusfriend_user_key, app_user_id, bot_user_key;
	struct str is_friend; /* "true" where the channel was added, else empty */

	struct str chat_id, chat_type, group_key; /* of a group chat only */
	struct kakao_named bot, intent, block, skill;
	struct str trigger; /* what made the utterance: kakao_payload_trigger */
	struct kakao_named referrer, last_block;

	struct kakao_params params, detail_params, client_extra;
	struct kakao_params request_params; /* surface, ignoreMe, and what an event carries */
	struct kakao_live_contexts contexts;
	struct kakao_knowledges knowledge;
	struct kakao_checked checked;

	/* Beside the body, what holds the texts. */
	void *tree;
	char unescaped[1024];
};

/* Decodes a body. False if it is no JSON object (empty, cut, too deep, not UTF-8, …); then the
 * payload is empty. Texts live as long as the body and until kakao_payload_free, which is to be
 * called in either case. Large: several hundred parameters have room in it. */
bool kakao_payload_parse(struct kakao_payload *p, struct str body);
void kakao_payload_free(struct kakao_payload *p);

/* Where a payload comes from, by what each leaves out or adds. */
enum kakao_environment { KAKAO_LIVE, KAKAO_BOT_TEST, KAKAO_SKILL_TEST };
enum kakao_environment kakao_payload_environment(const struct kakao_payload *p);

/* Is it from the development channel, whose changes users do not see? */
bool kakao_payload_in_development(const struct kakao_payload *p);

/* Is it the call of a skill that checks a parameter? It was misdirected to ours. */
bool kakao_payload_is_check(const struct kakao_payload *p);

/* What the user did; what is not known is a text. */
enum kakao_trigger {
	KAKAO_TYPED,
	KAKAO_CARD_BUTTON,
	KAKAO_LIST_ITEM,
	KAKAO_LIST_MENU,
	KAKAO_QUICK_REPLY,
};
enum kakao_trigger kakao_payload_trigger(const struct kakao_payload *p);

/* The value of a parameter; empty if there is none of this name. */
struct str kakao_params_get(const struct kakao_params *params, const char *name);

/* The pictures that a user sent by the secure image plug-in: a parameter's value is then
 * {"secureUrls": "List(https://…, https://…)"}. Copies up to max URLs, each terminated, to out, one
 * behind the other, and returns how many; those that do not fit are left out. */
size_t kakao_param_images(struct str value, size_t max, char *out, size_t size);

/* A parameter's value may itself be JSON in a string, {"value": "아이유"} for instance. Copies the
 * text in it, or the value as it is if it is no JSON, terminated, to out, and returns its bytes: 0
 * if there is none; size or more if it does not fit and nothing was copied. prefer: members to look
 * for first, before "value", "origin" and "name". */
size_t kakao_param_text(
    struct str value, const char *const *prefer, int n_prefer, char *out, size_t size);

#endif

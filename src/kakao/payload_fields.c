/* The fields of a payload that are wanted. Source: as payload.h; chat from Kakao's guide to group
 * chat bots (2026); what is at the top beside userRequest and action is that of a skill that checks
 * a parameter, as libraries and logs have it. */
#include "kakao/payload_scan.h"

#include <stddef.h>

#define AT(member) offsetof(struct kakao_payload, member)
#define TEXT(name, member)                                                                         \
	{                                                                                          \
		name, PAYLOAD_TEXT, AT(member), NULL                                               \
	}
#define OBJECT(name, members)                                                                      \
	{                                                                                          \
		name, PAYLOAD_OBJECT, 0, members                                                   \
	}
#define FIELDS(table) static const struct payload_field table[]
#define NAMED(table, member) FIELDS(table) = {TEXT("id", member.id), TEXT("name", member.name), {0}}

FIELDS(properties) = {
    TEXT("plusfriendUserKey", plusfriend_user_key),
    TEXT("appUserId", app_user_id),
    TEXT("botUserKey", bot_user_key),
    {"isFriend", PAYLOAD_WORD, AT(is_friend), NULL},
    {0},
};
FIELDS(user) = {
    TEXT("id", user_id),
    TEXT("type", user_type),
    OBJECT("properties", properties),
    {0},
};
FIELDS(chat_properties) = {TEXT("botGroupKey", group_key), {0}};
FIELDS(chat) = {
    TEXT("id", chat_id),
    TEXT("type", chat_type),
    OBJECT("properties", chat_properties),
    {0},
};
NAMED(block, block);
FIELDS(request) = {
    TEXT("utterance", utterance),
    TEXT("lang", lang),
    TEXT("timezone", timezone),
    TEXT("callbackUrl", callback_url),
    {"params", PAYLOAD_PARAMS, AT(request_params), NULL},
    OBJECT("user", user),
    OBJECT("block", block),
    OBJECT("chat", chat),
    {0},
};

FIELDS(action) = {
    TEXT("id", skill.id),
    TEXT("name", skill.name),
    {"params", PAYLOAD_PARAMS, AT(params), NULL},
    {"detailParams", PAYLOAD_DETAIL, AT(detail_params), NULL},
    {"clientExtra", PAYLOAD_PARAMS, AT(client_extra), NULL},
    {0},
};

/* The page's table says knowledges, its example knowledge. */
FIELDS(knowledge) = {{"matchedKnowledges", PAYLOAD_KNOWLEDGE, AT(knowledge), NULL}, {0}};
FIELDS(intent_extra) = {
    OBJECT("knowledge", knowledge),
    OBJECT("knowledges", knowledge),
    {0},
};
FIELDS(intent) = {
    TEXT("id", intent.id),
    TEXT("name", intent.name),
    OBJECT("extra", intent_extra),
    {0},
};

NAMED(referrer, referrer);
NAMED(last_block, last_block);
FIELDS(trigger) = {
    TEXT("type", trigger),
    OBJECT("referrerBlock", referrer),
    {0},
};
FIELDS(flow) = {
    OBJECT("trigger", trigger),
    OBJECT("lastBlock", last_block),
    {0},
};

NAMED(bot, bot);
FIELDS(checked_user) = {TEXT("id", checked.user_id), {0}};
FIELDS(checked_value) = {
    TEXT("origin", checked.origin),
    TEXT("resolved", checked.resolved),
    {0},
};

const struct payload_field payload_fields[] = {
    OBJECT("userRequest", request),
    OBJECT("action", action),
    OBJECT("intent", intent),
    OBJECT("bot", bot),
    OBJECT("flow", flow),
    {"contexts", PAYLOAD_CONTEXTS, AT(contexts), NULL},
    {"isInSlotFilling", PAYLOAD_WORD, AT(checked.slot_filling), NULL},
    TEXT("utterance", checked.utterance),
    OBJECT("user", checked_user),
    OBJECT("value", checked_value),
    {0},
};

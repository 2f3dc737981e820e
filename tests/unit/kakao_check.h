/* Holds a skill response against every limit of Kakao's, without the code under test: parsed with
 * json-c, lengths counted here. For any test that has a reply in hand. */
#ifndef ARTISTBOT_TESTS_UNIT_KAKAO_CHECK_H
#define ARTISTBOT_TESTS_UNIT_KAKAO_CHECK_H

#include "base/str.h"
#include "kakao/limits.h"

#include <json-c/json.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

struct kakao_check {
	char why[300]; /* what is wrong first; "" if nothing */
	int outputs, quick_replies;
};

__attribute__((format(printf, 2, 3))) static void kakao_wrong(
    struct kakao_check *k, const char *format, ...)
{
	va_list args;
	if (k->why[0])
		return;
	va_start(args, format);
	vsnprintf(k->why, sizeof k->why, format, args);
	va_end(args);
}

/* Decodes one code point of text that json-c has found to be UTF-8. */
static uint32_t kakao_next(const unsigned char **p)
{
	uint32_t c = *(*p)++;
	int more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : c >= 0xc0 ? 1 : 0;
	if (more)
		c &= 0x3fU >> more;
	while (more-- > 0)
		c = c << 6 | (*(*p)++ & 0x3f);
	return c;
}

static bool kakao_banned(uint32_t c, bool lines)
{
	return (c < 0x20 && !(lines && c == '\n')) || (c >= 0x7f && c < 0xa0) || c == 0x2028 ||
	       c == 0x2029 || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
	       c == 0xfeff || c == 0xfffd || (c & 0xfffe) == 0xfffe;
}

/* An object with none but the keys in the list (between blanks), and at least one. */
static bool kakao_object(
    struct kakao_check *k, const char *name, struct json_object *o, const char *keys)
{
	if (!json_object_is_type(o, json_type_object) || json_object_object_length(o) == 0) {
		kakao_wrong(k, "%s: no object, or an empty one", name);
		return false;
	}
	json_object_object_foreach(o, key, value)
	{
		char find[64];
		(void)value;
		snprintf(find, sizeof find, " %s ", key);
		if (!strstr(keys, find))
			kakao_wrong(k, "%s: unknown field %s", name, key);
	}
	return true;
}

/* A string field. Returns its UTF-16 units, 0 if it is not there. */
static size_t kakao_text(struct kakao_check *k, struct json_object *o, const char *key, size_t max,
    bool required, bool lines)
{
	struct json_object *field;
	if (!json_object_object_get_ex(o, key, &field)) {
		if (required)
			kakao_wrong(k, "%s: missing", key);
		return 0;
	}
	if (!json_object_is_type(field, json_type_string)) {
		kakao_wrong(k, "%s: not a string", key);
		return 0;
	}
	const unsigned char *p = (const unsigned char *)json_object_get_string(field);
	const unsigned char *end = p + json_object_get_string_len(field);
	size_t units = 0;
	if (p == end || *p <= ' ' || end[-1] <= ' ')
		kakao_wrong(k, "%s: empty, or with blanks around it", key);
	while (p < end) {
		uint32_t c = kakao_next(&p);
		units += c > 0xffff ? 2 : 1;
		if (kakao_banned(c, lines))
			kakao_wrong(k, "%s: U+%04X in it", key, (unsigned)c);
	}
	if (units > max)
		kakao_wrong(k, "%s: %zu units, at most %zu", key, units, max);
	return units;
}

static void kakao_url(struct kakao_check *k, struct json_object *o, const char *key, bool required)
{
	struct json_object *field;
	if (kakao_text(k, o, key, KAKAO_URL, required, false) == 0)
		return;
	json_object_object_get_ex(o, key, &field);
	const char *url = json_object_get_string(field);
	size_t scheme = strncmp(url, "https://", 8) == 0 ? 8 : 7;
	if (scheme == 7 && strncmp(url, "http://", 7) != 0)
		kakao_wrong(k, "%s: neither http nor https: %s", key, url);
	size_t host = strcspn(url + scheme, "/?#");
	if (host == 0 || memchr(url + scheme, '@', host))
		kakao_wrong(k, "%s: no host, or a user: %s", key, url);
	for (const char *p = url; *p; p++) {
		if (*p <= ' ' || *p >= 0x7f || strchr("\"<>\\^`{|}", *p))
			kakao_wrong(k, "%s: unsafe characters: %s", key, url);
		if (*p == '%' && (strspn(p + 1, "0123456789abcdefABCDEF") < 2))
			kakao_wrong(k, "%s: stray %%: %s", key, url);
	}
}

static void kakao_link(struct kakao_check *k, struct json_object *o)
{
	struct json_object *link;
	if (json_object_object_get_ex(o, "link", &link) && kakao_object(k, "link", link, " web "))
		kakao_url(k, link, "web", true);
}

static void kakao_button(struct kakao_check *k, struct json_object *b, size_t max_label)
{
	struct json_object *field;
	if (!kakao_object(k, "button", b, " label action webLinkUrl messageText "))
		return;
	kakao_text(k, b, "label", max_label, true, false);
	kakao_text(k, b, "action", 14, true, false);
	json_object_object_get_ex(b, "action", &field);
	const char *action = json_object_get_string(field);
	bool web = json_object_object_get_ex(b, "webLinkUrl", NULL);
	bool message = json_object_object_get_ex(b, "messageText", NULL);
	if (action && strcmp(action, "webLink") == 0 && !message)
		kakao_url(k, b, "webLinkUrl", true);
	else if (action && strcmp(action, "message") == 0 && !web)
		kakao_text(k, b, "messageText", KAKAO_MESSAGE_TEXT, true, false);
	else if (!action || strcmp(action, "share") != 0 || web || message)
		kakao_wrong(k, "button: action %s with other fields", action ? action : "none");
}

/* Side by side is what a whole picture asks for, and may be the layout wherever none is named. */
static void kakao_buttons(struct kakao_check *k, struct json_object *card)
{
	struct json_object *buttons, *layout;
	bool named = json_object_object_get_ex(card, "buttonLayout", &layout);
	bool vertical = named && strcmp(json_object_get_string(layout), "vertical") == 0;
	if (!json_object_object_get_ex(card, "buttons", &buttons)) {
		if (named)
			kakao_wrong(k, "buttonLayout without buttons");
		return;
	}
	size_t n = json_object_array_length(buttons);
	size_t max = vertical ? KAKAO_BUTTONS_VERTICAL : KAKAO_BUTTONS_HORIZONTAL;
	bool beside = n > 1 && !vertical;
	if (n == 0 || n > max)
		kakao_wrong(k, "%zu buttons", n);
	for (size_t i = 0; i < n; i++)
		kakao_button(k, json_object_array_get_idx(buttons, i),
		    beside ? KAKAO_BUTTON_LABEL_HORIZONTAL : KAKAO_BUTTON_LABEL);
}

static void kakao_basic_card(struct kakao_check *k, struct json_object *card)
{
	struct json_object *t, *whole;
	if (!kakao_object(
		k, "basicCard", card, " title description thumbnail buttons buttonLayout "))
		return;
	kakao_text(k, card, "title", KAKAO_CARD_TITLE, false, false);
	kakao_text(k, card, "description", KAKAO_BASIC_DESCRIPTION, false, true);
	json_object_object_get_ex(card, "thumbnail", &t);
	if (!kakao_object(k, "thumbnail", t, " imageUrl altText link fixedRatio "))
		return;
	kakao_url(k, t, "imageUrl", true);
	kakao_text(k, t, "altText", KAKAO_ALT_TEXT, false, false);
	if (json_object_object_get_ex(t, "fixedRatio", &whole) &&
	    !json_object_is_type(whole, json_type_boolean))
		kakao_wrong(k, "fixedRatio: not a boolean");
	kakao_link(k, t);
	kakao_buttons(k, card);
}

static void kakao_text_card(struct kakao_check *k, struct json_object *card)
{
	if (!kakao_object(k, "textCard", card, " title description buttons buttonLayout "))
		return;
	size_t units = kakao_text(k, card, "title", KAKAO_CARD_TITLE, false, false);
	units += kakao_text(k, card, "description", KAKAO_TEXT_CARD, false, true);
	if (units == 0 || units > KAKAO_TEXT_CARD)
		kakao_wrong(k, "textCard: %zu units", units);
	kakao_buttons(k, card);
}

static void kakao_item(struct kakao_check *k, struct json_object *item)
{
	if (!kakao_object(k, "item", item, " title description imageUrl link "))
		return;
	kakao_text(k, item, "title", KAKAO_LIST_TITLE, true, false);
	kakao_text(k, item, "description", KAKAO_LIST_DESCRIPTION, false, false);
	kakao_url(k, item, "imageUrl", false);
	kakao_link(k, item);
}

static void kakao_list_card(struct kakao_check *k, struct json_object *card)
{
	struct json_object *header, *items;
	if (!kakao_object(k, "listCard", card, " header items buttons buttonLayout "))
		return;
	json_object_object_get_ex(card, "header", &header);
	if (kakao_object(k, "header", header, " title "))
		kakao_text(k, header, "title", KAKAO_LIST_TITLE, true, false);
	if (!json_object_object_get_ex(card, "items", &items) ||
	    json_object_array_length(items) == 0 ||
	    json_object_array_length(items) > KAKAO_LIST_ITEMS) {
		kakao_wrong(k, "listCard: no items, or too many");
		return;
	}
	for (size_t i = 0; i < json_object_array_length(items); i++)
		kakao_item(k, json_object_array_get_idx(items, i));
	kakao_buttons(k, card);
}

static void kakao_output(struct kakao_check *k, struct json_object *output)
{
	struct json_object *o;
	if (!json_object_is_type(output, json_type_object) ||
	    json_object_object_length(output) != 1)
		kakao_wrong(k, "an output without exactly one key");
	else if (json_object_object_get_ex(output, "basicCard", &o))
		kakao_basic_card(k, o);
	else if (json_object_object_get_ex(output, "textCard", &o))
		kakao_text_card(k, o);
	else if (json_object_object_get_ex(output, "listCard", &o))
		kakao_list_card(k, o);
	else if (!json_object_object_get_ex(output, "simpleText", &o))
		kakao_wrong(k, "an unknown output");
	else if (kakao_object(k, "simpleText", o, " text "))
		kakao_text(k, o, "text", KAKAO_SIMPLE_TEXT, true, true);
}

static void kakao_quick_reply(struct kakao_check *k, struct json_object *q)
{
	struct json_object *action = NULL;
	if (!kakao_object(k, "quick reply", q, " label action messageText "))
		return;
	kakao_text(k, q, "label", KAKAO_QUICK_REPLY_LABEL, true, false);
	kakao_text(k, q, "messageText", KAKAO_MESSAGE_TEXT, true, false);
	if (!json_object_object_get_ex(q, "action", &action) ||
	    strcmp(json_object_get_string(action), "message") != 0)
		kakao_wrong(k, "quick reply: not a message");
}

static void kakao_whole(struct kakao_check *k, struct json_object *o)
{
	struct json_object *version = NULL, *t = NULL, *list = NULL;
	if (!kakao_object(k, "reply", o, " version template "))
		return;
	if (!json_object_object_get_ex(o, "version", &version) ||
	    strcmp(json_object_get_string(version), "2.0") != 0)
		kakao_wrong(k, "version is not \"2.0\"");
	json_object_object_get_ex(o, "template", &t);
	if (!kakao_object(k, "template", t, " outputs quickReplies "))
		return;
	if (!json_object_object_get_ex(t, "outputs", &list)) {
		kakao_wrong(k, "no outputs");
		return;
	}
	k->outputs = (int)json_object_array_length(list);
	if (k->outputs < 1 || k->outputs > KAKAO_OUTPUTS)
		kakao_wrong(k, "%d outputs", k->outputs);
	for (int i = 0; i < k->outputs; i++)
		kakao_output(k, json_object_array_get_idx(list, (size_t)i));
	if (!json_object_object_get_ex(t, "quickReplies", &list))
		return;
	k->quick_replies = (int)json_object_array_length(list);
	if (k->quick_replies < 1 || k->quick_replies > KAKAO_QUICK_REPLIES)
		kakao_wrong(k, "%d quick replies", k->quick_replies);
	for (int i = 0; i < k->quick_replies; i++)
		kakao_quick_reply(k, json_object_array_get_idx(list, (size_t)i));
}

/* Fills k. Nothing but one valid reply may be in s. */
static bool kakao_check(struct kakao_check *k, struct str s)
{
	struct json_tokener *tokener = json_tokener_new();
	memset(k, 0, sizeof *k);
	if (s.n > KAKAO_REPLY_BYTES)
		kakao_wrong(k, "%zu bytes", s.n);
	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	struct json_object *o = json_tokener_parse_ex(tokener, s.p, (int)s.n);
	if (!o || json_tokener_get_parse_end(tokener) != s.n)
		kakao_wrong(k, "no JSON");
	else
		kakao_whole(k, o);
	json_object_put(o);
	json_tokener_free(tokener);
	return k->why[0] == '\0';
}

#endif

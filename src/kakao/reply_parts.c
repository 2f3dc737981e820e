#include "kakao/reply_parts.h"

#include "base/text.h"
#include "base/url.h"

enum { MAX_EXTRA = 16, MAX_BLOCK_ID = 64, MAX_PHONE = 20 };

void part_give_up(struct json_writer *w, struct json_mark mark)
{
	if (!w->out->failed)
		json_rewind(w, mark);
}

/* Cuts the text that begins at a place of out behind so many lines; "…" stands for the rest. */
static void cut_lines(struct buf *out, size_t at, size_t lines)
{
	const char *line = out->data + at;
	for (; lines > 0; lines--) {
		line = memchr(line, '\n', out->len - (size_t)(line - out->data));
		if (!line++)
			return;
	}
	struct str kept = {out->data + at, (size_t)(line - 1 - (out->data + at))};
	buf_rewind(out, at + text_trim(kept).n);
	buf_adds(out, "…");
}

size_t part_text(struct json_writer *w, const char *key, struct str s, size_t max, size_t lines)
{
	if (s.n == 0)
		return 0;
	struct json_mark mark = json_mark(w);
	json_key(w, key);
	size_t at = json_str_begin(w);
	if (!text_fit(w->out, s, max, lines == 1 ? TEXT_ONE_LINE : TEXT_MANY_LINES)) {
		part_give_up(w, mark);
		return 0;
	}
	if (lines > 1)
		cut_lines(w->out, at, lines);
	size_t units = text_units((struct str){w->out->data + at, w->out->len - at});
	json_str_end(w, at);
	return units;
}

size_t part_line(struct json_writer *w, const char *key, struct str s, size_t max)
{
	return part_text(w, key, s, max, 1);
}

bool part_url(struct json_writer *w, const char *key, struct str url)
{
	if (url.n == 0)
		return false;
	struct json_mark mark = json_mark(w);
	json_key(w, key);
	size_t at = json_str_begin(w);
	if (!url_clean(w->out, url, KAKAO_URL)) {
		part_give_up(w, mark);
		return false;
	}
	json_str_end(w, at);
	return true;
}

bool part_usable_line(struct json_writer *w, struct str s, size_t max)
{
	struct json_mark mark = json_mark(w);
	bool usable = part_line(w, "", s, max) > 0;
	part_give_up(w, mark);
	return usable;
}

bool part_usable_url(struct json_writer *w, struct str url)
{
	struct json_mark mark = json_mark(w);
	bool usable = part_url(w, "", url);
	part_give_up(w, mark);
	return usable;
}

void part_link(struct json_writer *w, const struct kakao_link *link)
{
	if (link->web.n + link->pc.n + link->mobile.n == 0)
		return;
	struct json_mark mark = json_mark(w);
	json_key(w, "link");
	json_open(w, '{');
	bool any = part_url(w, "web", link->web);
	any |= part_url(w, "pc", link->pc);
	any |= part_url(w, "mobile", link->mobile);
	json_close(w, '}');
	if (!any)
		part_give_up(w, mark);
}

bool part_number(struct json_writer *w, const char *key, int64_t n)
{
	if (n < 0)
		return false;
	json_key(w, key);
	json_int(w, n);
	return true;
}

bool part_members(
    struct json_writer *w, const char *key, const struct kakao_member *members, size_t n)
{
	if (n == 0)
		return false;
	struct json_mark mark = json_mark(w);
	bool any = false;
	json_key(w, key);
	json_open(w, '{');
	for (size_t i = 0; i < n && i < MAX_EXTRA; i++)
		any |= part_text(w, members[i].key, members[i].value, KAKAO_MESSAGE_TEXT, 0) > 0;
	json_close(w, '}');
	if (!any)
		part_give_up(w, mark);
	return any;
}

bool part_thumbnail(struct json_writer *w, const struct kakao_thumbnail *t, bool whole)
{
	struct json_mark mark = json_mark(w);
	json_open(w, '{');
	if (!part_url(w, "imageUrl", t->image_url)) {
		part_give_up(w, mark);
		return false;
	}
	part_line(w, "altText", t->alt, KAKAO_ALT_TEXT);
	part_link(w, &t->link);
	if (whole) {
		json_key(w, "fixedRatio");
		json_boolean(w, true);
	}
	json_close(w, '}');
	return true;
}

/* --- buttons --- */

/* Only letters of those that Kakao makes ids of, so that none needs escaping. */
static bool is_block_id(struct str id)
{
	for (size_t i = 0; i < id.n; i++) {
		char c = id.p[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		if (!letter && (c < '0' || c > '9') && c != '-' && c != '_')
			return false;
	}
	return id.n > 0 && id.n <= MAX_BLOCK_ID;
}

static bool put_phone(struct json_writer *w, struct str number)
{
	char kept[MAX_PHONE];
	size_t n = 0, digits = 0;
	for (size_t i = 0; i < number.n; i++) {
		char c = number.p[i];
		bool digit = c >= '0' && c <= '9';
		if (!digit && c != '-' && (c != '+' || n > 0))
			continue;
		if (n == MAX_PHONE)
			return false;
		kept[n++] = c;
		digits += digit;
	}
	if (digits == 0)
		return false;
	json_key(w, "phoneNumber");
	json_str(w, (struct str){kept, n});
	return true;
}

static void put_block(struct json_writer *w, const struct kakao_button *b)
{
	json_key(w, "blockId");
	json_str(w, b->block_id);
	part_line(w, "messageText", b->value, KAKAO_MESSAGE_TEXT);
}

static const char *put_value(struct json_writer *w, const struct kakao_button *b)
{
	switch (b->action) {
	case KAKAO_WEB_LINK:
		return part_url(w, "webLinkUrl", b->value) ? "webLink" : NULL;
	case KAKAO_BLOCK:
		if (is_block_id(b->block_id)) {
			put_block(w, b);
			return "block";
		}
		break;
	case KAKAO_MESSAGE:
		break;
	case KAKAO_PHONE:
		return put_phone(w, b->value) ? "phone" : NULL;
	case KAKAO_SHARE:
		return "share";
	case KAKAO_OPERATOR:
		return "operator";
	default:
		return NULL;
	}
	return part_line(w, "messageText", b->value, KAKAO_MESSAGE_TEXT) > 0 ? "message" : NULL;
}

bool part_action(struct json_writer *w, const struct kakao_button *b)
{
	const char *action = put_value(w, b);
	if (!action)
		return false;
	json_key(w, "action");
	json_str(w, str_of(action));
	if (b->action == KAKAO_MESSAGE || b->action == KAKAO_BLOCK)
		part_members(w, "extra", b->extra, b->n_extra);
	return true;
}

static bool put_button(struct json_writer *w, const struct kakao_button *b)
{
	struct json_mark mark = json_mark(w);
	json_open(w, '{');
	if (!part_line(w, "label", b->label, KAKAO_BUTTON_LABEL) || !part_action(w, b)) {
		part_give_up(w, mark);
		return false;
	}
	json_close(w, '}');
	return true;
}

void part_buttons(struct json_writer *w, const struct kakao_button *buttons, size_t n)
{
	if (n == 0)
		return;
	struct json_mark mark = json_mark(w);
	int added = 0;
	json_key(w, "buttons");
	json_open(w, '[');
	for (size_t i = 0; i < n && added < KAKAO_BUTTONS_VERTICAL; i++)
		added += put_button(w, &buttons[i]);
	if (added == 0) {
		part_give_up(w, mark);
		return;
	}
	json_close(w, ']');
	if (added > 1) {
		json_key(w, "buttonLayout");
		json_str(w, STR("vertical"));
	}
}

#include "kakao/reply.h"

#include "base/text.h"
#include "base/url.h"
#include "kakao/limits.h"

#define HEAD "{\"version\":\"2.0\",\"template\":{\"outputs\":["
#define OUTPUTS_END "]"
#define QUICK_REPLIES ",\"quickReplies\":["
#define TAIL "}}"

/* An artist with picture and five songs takes less, so that one allocation does. */
enum { TYPICAL_REPLY = 4000 };

/* Brackets of a list card still to be closed after an item. */
enum { LIST_CLOSE = 3 };

static const char apology[] =
    HEAD "{\"simpleText\":{\"text\":"
	 "\"지금은 답을 드리기 어려워요. 잠시 후 다시 시도해 주세요.\"}}" OUTPUTS_END TAIL;

const struct str kakao_reply_apology = {apology, sizeof apology - 1};

void kakao_reply_begin(struct kakao_reply *r, struct buf *out)
{
	buf_rewind(out, 0);
	*r = (struct kakao_reply){.out = json_to(out)};
	buf_init(&r->quick, KAKAO_REPLY_BYTES);
	buf_room(out, out->max < TYPICAL_REPLY ? out->max : TYPICAL_REPLY);
	buf_adds(out, HEAD);
}

/* Would the reply, completed after more bytes of bubbles, still be small enough? */
static bool fits(const struct kakao_reply *r, size_t more)
{
	const struct buf *out = r->out.out;
	size_t max = out->max < KAKAO_REPLY_BYTES ? out->max : KAKAO_REPLY_BYTES;
	size_t end = sizeof OUTPUTS_END TAIL - 1;
	if (r->quick.len > 0)
		end += sizeof QUICK_REPLIES "]" - 1 + r->quick.len;
	return !out->failed && out->len + more + end <= max;
}

/* Takes a field back that came to nothing. If that is for want of room, the failure stays, so that
 * the whole bubble goes. */
static void give_up(struct json_writer *w, struct json_mark mark)
{
	if (!w->out->failed)
		json_rewind(w, mark);
}

/* Writes a text as a field. Returns its length in UTF-16 units; if 0, there is no field. */
static size_t put_text(
    struct json_writer *w, const char *key, struct str s, size_t max, enum text_lines lines)
{
	if (s.n == 0)
		return 0;
	struct json_mark mark = json_mark(w);
	json_key(w, key);
	size_t at = json_str_begin(w);
	if (!text_fit(w->out, s, max, lines)) {
		give_up(w, mark);
		return 0;
	}
	size_t units = text_units((struct str){w->out->data + at, w->out->len - at});
	json_str_end(w, at);
	return units;
}

static size_t put_line(struct json_writer *w, const char *key, struct str s, size_t max)
{
	return put_text(w, key, s, max, TEXT_ONE_LINE);
}

/* Writes a URL as a field. Returns whether there is one. */
static bool put_url(struct json_writer *w, const char *key, struct str url)
{
	if (url.n == 0)
		return false;
	struct json_mark mark = json_mark(w);
	json_key(w, key);
	size_t at = json_str_begin(w);
	if (!url_clean(w->out, url, KAKAO_URL)) {
		give_up(w, mark);
		return false;
	}
	json_str_end(w, at);
	return true;
}

static void put_link(struct json_writer *w, struct str url)
{
	if (url.n == 0)
		return;
	struct json_mark mark = json_mark(w);
	json_key(w, "link");
	json_open(w, '{');
	if (put_url(w, "web", url))
		json_close(w, '}');
	else
		give_up(w, mark);
}

static bool put_action(struct json_writer *w, const struct kakao_button *b)
{
	const char *action = NULL;
	bool whole = false;
	switch (b->action) {
	case KAKAO_WEB_LINK:
		action = "webLink";
		whole = put_url(w, "webLinkUrl", b->value);
		break;
	case KAKAO_MESSAGE:
		action = "message";
		whole = put_line(w, "messageText", b->value, KAKAO_MESSAGE_TEXT) > 0;
		break;
	case KAKAO_SHARE:
		action = "share";
		whole = true;
		break;
	}
	if (!whole)
		return false;
	json_key(w, "action");
	json_str(w, str_of(action));
	return true;
}

static bool put_button(struct json_writer *w, const struct kakao_button *b)
{
	struct json_mark mark = json_mark(w);
	json_open(w, '{');
	if (!put_line(w, "label", b->label, KAKAO_BUTTON_LABEL) || !put_action(w, b)) {
		give_up(w, mark);
		return false;
	}
	json_close(w, '}');
	return true;
}

static void put_buttons(struct json_writer *w, const struct kakao_button *buttons, size_t n)
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
		give_up(w, mark);
		return;
	}
	json_close(w, ']');
	if (added > 1) {
		json_key(w, "buttonLayout");
		json_str(w, STR("vertical"));
	}
}

static bool put_thumbnail(struct json_writer *w, const struct kakao_thumbnail *t)
{
	struct json_mark mark = json_mark(w);
	json_key(w, "thumbnail");
	json_open(w, '{');
	if (!put_url(w, "imageUrl", t->image_url)) {
		give_up(w, mark);
		return false;
	}
	put_line(w, "altText", t->alt, KAKAO_ALT_TEXT);
	put_link(w, t->link);
	if (t->whole) {
		json_key(w, "fixedRatio");
		json_boolean(w, true);
	}
	json_close(w, '}');
	return true;
}

/* Starts a bubble. False if there may be none. */
static bool bubble_begin(struct kakao_reply *r, const char *name)
{
	if (r->outputs == KAKAO_OUTPUTS || r->out.out->failed)
		return false;
	json_open(&r->out, '{');
	json_key(&r->out, name);
	json_open(&r->out, '{');
	return true;
}

/* Ends a bubble, or takes it back if it is not good or too large. Returns whether it stays. */
static bool bubble_end(struct kakao_reply *r, struct json_mark start, bool good)
{
	json_close(&r->out, '}');
	json_close(&r->out, '}');
	if (good && fits(r, 0)) {
		r->outputs++;
		return true;
	}
	json_rewind(&r->out, start);
	return false;
}

bool kakao_reply_text(struct kakao_reply *r, struct str text)
{
	struct json_mark start = json_mark(&r->out);
	if (!bubble_begin(r, "simpleText"))
		return false;
	bool good = put_text(&r->out, "text", text, KAKAO_SIMPLE_TEXT, TEXT_MANY_LINES) > 0;
	return bubble_end(r, start, good);
}

bool kakao_reply_basic_card(struct kakao_reply *r, const struct kakao_basic_card *card)
{
	struct json_writer *w = &r->out;
	struct json_mark start = json_mark(w);
	if (!bubble_begin(r, "basicCard"))
		return false;
	bool picture = put_thumbnail(w, &card->thumbnail);
	if (!picture) {
		json_rewind(w, start);
		bubble_begin(r, "textCard");
	}
	size_t title = put_line(w, "title", card->title, KAKAO_CARD_TITLE);
	size_t max = picture ? KAKAO_BASIC_DESCRIPTION : KAKAO_TEXT_CARD - title;
	size_t text = put_text(w, "description", card->description, max, TEXT_MANY_LINES);
	put_buttons(w, card->buttons, card->n_buttons);
	return bubble_end(r, start, title + text > 0);
}

static bool put_header(struct json_writer *w, struct str title)
{
	json_key(w, "header");
	json_open(w, '{');
	bool good = put_line(w, "title", title, KAKAO_LIST_TITLE) > 0;
	json_close(w, '}');
	return good;
}

static bool put_item(struct json_writer *w, const struct kakao_list_item *item)
{
	struct json_mark mark = json_mark(w);
	json_open(w, '{');
	if (!put_line(w, "title", item->title, KAKAO_LIST_TITLE)) {
		give_up(w, mark);
		return false;
	}
	put_line(w, "description", item->description, KAKAO_LIST_DESCRIPTION);
	put_url(w, "imageUrl", item->image_url);
	put_link(w, item->link);
	json_close(w, '}');
	return true;
}

/* Writes the items, as many as fit. Returns how many. */
static int put_items(struct kakao_reply *r, const struct kakao_list_item *items, size_t n)
{
	struct json_writer *w = &r->out;
	int added = 0;
	json_key(w, "items");
	json_open(w, '[');
	for (size_t i = 0; i < n && added < KAKAO_LIST_ITEMS; i++) {
		struct json_mark mark = json_mark(w);
		bool good = put_item(w, &items[i]);
		if (!fits(r, LIST_CLOSE)) {
			json_rewind(w, mark);
			break;
		}
		added += good;
	}
	json_close(w, ']');
	return added;
}

bool kakao_reply_list_card(struct kakao_reply *r, const struct kakao_list_card *card)
{
	struct json_mark start = json_mark(&r->out);
	if (!bubble_begin(r, "listCard"))
		return false;
	bool good = put_header(&r->out, card->header);
	/* Before the items, which give way where the room is short. */
	put_buttons(&r->out, card->buttons, card->n_buttons);
	good = good && !r->out.out->failed && put_items(r, card->items, card->n_items) > 0;
	return bubble_end(r, start, good);
}

bool kakao_reply_quick_reply(struct kakao_reply *r, struct str label, struct str message)
{
	if (r->quick_replies == KAKAO_QUICK_REPLIES || r->out.out->failed)
		return false;
	struct json_writer w = {&r->quick, r->quick_replies > 0};
	struct json_mark start = json_mark(&w);
	json_open(&w, '{');
	bool good = put_line(&w, "label", label, KAKAO_QUICK_REPLY_LABEL) > 0;
	json_key(&w, "action");
	json_str(&w, STR("message"));
	good = good && put_line(&w, "messageText", message, KAKAO_MESSAGE_TEXT) > 0;
	json_close(&w, '}');
	if (good && !r->quick.failed && fits(r, 0)) {
		r->quick_replies++;
		return true;
	}
	json_rewind(&w, start);
	return false;
}

bool kakao_reply_end(struct kakao_reply *r)
{
	struct buf *out = r->out.out;
	buf_adds(out, OUTPUTS_END);
	if (r->quick_replies > 0) {
		buf_adds(out, QUICK_REPLIES);
		buf_add_str(out, buf_str(&r->quick));
		buf_adds(out, "]");
	}
	buf_adds(out, TAIL);
	buf_free(&r->quick);
	bool good = r->outputs > 0 && !out->failed;
	if (!good)
		buf_rewind(out, 0);
	return good;
}

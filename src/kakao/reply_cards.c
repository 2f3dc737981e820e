/* Cards but the item card, alone and as members of a carousel. */
#include "kakao/reply_parts.h"

enum { ALONE_CLOSE = 2, MAX_PRICE = 40, MAX_PERCENT = 100 };

/* --- text cards --- */

/* Returns the units of both. */
static size_t put_text_card(
    struct kakao_reply *r, struct str title, struct str description, const struct card_place *at)
{
	size_t n = part_line(&r->out, "title", title, KAKAO_CARD_TITLE);
	size_t max = at->in_carousel ? KAKAO_CAROUSEL_TEXT : KAKAO_TEXT_CARD - n;
	return n + part_text(&r->out, "description", description, max, 0);
}

bool card_text(struct kakao_reply *r, const void *card, const struct card_place *at)
{
	const struct kakao_text_card *c = card;
	bool good = put_text_card(r, c->title, c->description, at) > 0;
	part_buttons(&r->out, c->buttons, c->n_buttons);
	return good;
}

static bool add_alone(struct kakao_reply *r, const char *name, const void *card,
    bool (*put)(struct kakao_reply *r, const void *card, const struct card_place *at), bool whole)
{
	const struct card_place at = {.closing = ALONE_CLOSE, .whole = whole};
	struct json_mark start = json_mark(&r->out);
	if (!part_bubble(r, name))
		return false;
	return part_bubble_end(r, start, put(r, card, &at));
}

bool kakao_reply_text_card(struct kakao_reply *r, const struct kakao_text_card *card)
{
	return add_alone(r, "textCard", card, card_text, false);
}

/* --- basic cards --- */

bool card_basic_as_text(struct kakao_reply *r, const void *card, const struct card_place *at)
{
	const struct kakao_basic_card *c = card;
	bool good = put_text_card(r, c->title, c->description, at) > 0;
	part_buttons(&r->out, c->buttons, c->n_buttons);
	return good;
}

/* Writes a picture under a key, in a list if Kakao wants one there. */
static bool put_picture(struct json_writer *w, const char *key, const struct kakao_thumbnail *t,
    bool whole, bool in_list)
{
	json_key(w, key);
	if (in_list)
		json_open(w, '[');
	bool good = part_thumbnail(w, t, whole);
	if (in_list)
		json_close(w, ']');
	return good;
}

bool card_basic(struct kakao_reply *r, const void *card, const struct card_place *at)
{
	const struct kakao_basic_card *c = card;
	struct json_writer *w = &r->out;
	size_t lines = at->in_carousel ? KAKAO_CAROUSEL_CARD_LINES : 0;
	if (!put_picture(w, "thumbnail", &c->thumbnail, at->whole, false))
		return false;
	size_t n = part_line(w, "title", c->title, KAKAO_CARD_TITLE);
	n += part_text(w, "description", c->description, KAKAO_BASIC_DESCRIPTION, lines);
	part_buttons(w, c->buttons, c->n_buttons);
	return n > 0;
}

bool kakao_reply_basic_card(struct kakao_reply *r, const struct kakao_basic_card *card)
{
	if (part_usable_url(&r->out, card->thumbnail.image_url))
		return add_alone(r, "basicCard", card, card_basic, card->thumbnail.whole);
	return add_alone(r, "textCard", card, card_basic_as_text, false);
}

/* --- commerce cards --- */

static void put_prices(struct json_writer *w, const struct kakao_commerce_card *c)
{
	bool discounted = c->discounted_price >= 0;
	part_number(w, "price", c->price);
	json_key(w, "currency");
	json_str(w, STR("won"));
	part_number(w, "discount", c->discount);
	if (discounted && c->discount_rate <= MAX_PERCENT)
		part_number(w, "discountRate", c->discount_rate);
	part_number(w, "discountedPrice", c->discounted_price);
}

static void put_profile(struct json_writer *w, struct str nickname, struct str image)
{
	struct json_mark mark = json_mark(w);
	json_key(w, "profile");
	json_open(w, '{');
	bool good = part_line(w, "nickname", nickname, KAKAO_NICKNAME) > 0;
	part_url(w, "imageUrl", image);
	json_close(w, '}');
	if (!good)
		part_give_up(w, mark);
}

bool card_commerce(struct kakao_reply *r, const void *card, const struct card_place *at)
{
	const struct kakao_commerce_card *c = card;
	struct json_writer *w = &r->out;
	if (c->price < 0 || !put_picture(w, "thumbnails", &c->thumbnail, at->whole, true))
		return false;
	part_line(w, "title", c->title, KAKAO_COMMERCE_TITLE);
	part_line(w, "description", c->description, KAKAO_COMMERCE_DESCRIPTION);
	put_prices(w, c);
	put_profile(w, c->nickname, c->profile_image);
	part_buttons(w, c->buttons, c->n_buttons);
	return true;
}

/* Without a picture or a price, a text card that names the price that is to be paid. */
static bool add_commerce_as_text(struct kakao_reply *r, const struct kakao_commerce_card *c)
{
	int64_t pay = c->discounted_price >= 0 ? c->discounted_price : c->price;
	struct buf text;
	buf_init(&text, KAKAO_REPLY_BYTES);
	if (pay >= 0)
		buf_addf(&text, "%lld원\n", (long long)pay);
	buf_add_str(&text, c->description);
	const struct kakao_text_card card = {.title = c->title,
	    .description = buf_str(&text),
	    .buttons = c->buttons,
	    .n_buttons = c->n_buttons};
	bool added = kakao_reply_text_card(r, &card);
	buf_free(&text);
	return added;
}

bool kakao_reply_commerce_card(struct kakao_reply *r, const struct kakao_commerce_card *card)
{
	if (card->price >= 0 && part_usable_url(&r->out, card->thumbnail.image_url))
		return add_alone(r, "commerceCard", card, card_commerce, card->thumbnail.whole);
	return add_commerce_as_text(r, card);
}

/* --- list cards --- */

static bool put_header(struct json_writer *w, struct str title)
{
	json_key(w, "header");
	json_open(w, '{');
	bool good = part_line(w, "title", title, KAKAO_LIST_TITLE) > 0;
	json_close(w, '}');
	return good;
}

static bool put_item(struct json_writer *w, const struct kakao_list_item *item)
{
	struct json_mark mark = json_mark(w);
	const struct kakao_button tap = {
	    .action = item->action,
	    .value = item->value,
	    .block_id = item->block_id,
	    .extra = item->extra,
	    .n_extra = item->n_extra,
	};
	json_open(w, '{');
	if (!part_line(w, "title", item->title, KAKAO_LIST_TITLE)) {
		part_give_up(w, mark);
		return false;
	}
	part_line(w, "description", item->description, KAKAO_LIST_DESCRIPTION);
	part_url(w, "imageUrl", item->image_url);
	part_link(w, &item->link);
	if (tap.action == KAKAO_MESSAGE || tap.action == KAKAO_BLOCK)
		part_action(w, &tap);
	json_close(w, '}');
	return true;
}

/* Writes the items, as many as fit. Returns how many. */
static int put_items(
    struct kakao_reply *r, const struct kakao_list_card *c, const struct card_place *at)
{
	struct json_writer *w = &r->out;
	int added = 0, max = at->in_carousel ? KAKAO_CAROUSEL_LIST_ITEMS : KAKAO_LIST_ITEMS;
	json_key(w, "items");
	json_open(w, '[');
	for (size_t i = 0; i < c->n_items && added < max; i++) {
		struct json_mark mark = json_mark(w);
		bool good = put_item(w, &c->items[i]);
		if (!part_fits(r, at->closing + 1)) {
			json_rewind(w, mark);
			break;
		}
		added += good;
	}
	json_close(w, ']');
	return added;
}

bool card_list(struct kakao_reply *r, const void *card, const struct card_place *at)
{
	const struct kakao_list_card *c = card;
	bool good = put_header(&r->out, c->header);
	/* Before the items, which give way where the room is short. */
	part_buttons(&r->out, c->buttons, c->n_buttons);
	return good && !r->out.out->failed && put_items(r, c, at) > 0;
}

bool kakao_reply_list_card(struct kakao_reply *r, const struct kakao_list_card *card)
{
	return add_alone(r, "listCard", card, card_list, false);
}

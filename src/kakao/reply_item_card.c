/* The item card: a receipt-like list of entries, with optional parts around it. */
#include "base/text.h"
#include "kakao/amount.h"
#include "kakao/reply_parts.h"

enum {
	PART_THUMBNAIL = 1,
	PART_HEAD = 2,
	PART_PROFILE = 4,
	PART_IMAGE_TITLE = 8,
	ALONE_CLOSE = 2,
	/* Pixels that Kakao names for both ratios. */
	PICTURE_WIDTH = 800,
	PICTURE_HEIGHT_WHOLE = 800,
	PICTURE_HEIGHT = 400,
};

unsigned card_item_parts(struct kakao_reply *r, const struct kakao_item_card *card)
{
	struct json_writer *w = &r->out;
	unsigned parts = 0;
	if (part_usable_url(w, card->thumbnail.image_url))
		parts |= PART_THUMBNAIL;
	if (part_usable_line(w, card->head, KAKAO_ITEM_HEAD))
		parts |= PART_HEAD;
	else if (part_usable_line(w, card->profile, KAKAO_ITEM_PROFILE))
		parts |= PART_PROFILE;
	if (part_usable_line(w, card->image_title, KAKAO_ITEM_IMAGE_TITLE))
		parts |= PART_IMAGE_TITLE;
	return parts;
}

static void put_thumbnail(struct json_writer *w, const struct kakao_thumbnail *t, bool whole)
{
	json_key(w, "thumbnail");
	json_open(w, '{');
	part_url(w, "imageUrl", t->image_url);
	part_line(w, "altText", t->alt, KAKAO_ALT_TEXT);
	part_number(w, "width", PICTURE_WIDTH);
	part_number(w, "height", whole ? PICTURE_HEIGHT_WHOLE : PICTURE_HEIGHT);
	part_link(w, &t->link);
	json_close(w, '}');
}

static void put_parts(struct json_writer *w, const struct kakao_item_card *c, unsigned parts,
    const struct card_place *at)
{
	if (parts & PART_THUMBNAIL)
		put_thumbnail(w, &c->thumbnail, c->thumbnail.whole && !at->in_carousel);
	if (parts & PART_HEAD) {
		json_key(w, "head");
		json_open(w, '{');
		part_line(w, "title", c->head, KAKAO_ITEM_HEAD);
		json_close(w, '}');
	}
	if (parts & PART_PROFILE) {
		json_key(w, "profile");
		json_open(w, '{');
		part_line(w, "title", c->profile, KAKAO_ITEM_PROFILE);
		part_url(w, "imageUrl", c->profile_image);
		json_close(w, '}');
	}
	if (parts & PART_IMAGE_TITLE) {
		json_key(w, "imageTitle");
		json_open(w, '{');
		part_line(w, "title", c->image_title, KAKAO_ITEM_IMAGE_TITLE);
		part_line(w, "description", c->image_description, KAKAO_ITEM_IMAGE_LINE);
		part_url(w, "imageUrl", c->image_url);
		json_close(w, '}');
	}
}

/* Writes title and description, both needed, as an object. */
static bool put_pair(
    struct json_writer *w, const struct kakao_entry *e, size_t max, size_t max_lines)
{
	struct json_mark mark = json_mark(w);
	json_open(w, '{');
	bool good = part_line(w, "title", e->title, KAKAO_ITEM_TITLE) > 0;
	good = part_text(w, "description", e->description, max, max_lines) > 0 && good;
	json_close(w, '}');
	if (!good)
		part_give_up(w, mark);
	return good;
}

static int put_entries(
    struct json_writer *w, const struct kakao_item_card *c, const struct card_place *at)
{
	int added = 0, max = at->in_carousel ? KAKAO_CAROUSEL_ITEM_LIST : KAKAO_ITEM_LIST;
	json_key(w, "itemList");
	json_open(w, '[');
	for (size_t i = 0; i < c->n_entries && added < max; i++)
		added += put_pair(
		    w, &c->entries[i], KAKAO_ITEM_DESCRIPTION, KAKAO_ITEM_DESCRIPTION_LINES);
	json_close(w, ']');
	return added;
}

/* An amount that would have to be cut is none. */
static bool is_amount(struct json_writer *w, struct str s)
{
	struct json_mark mark = json_mark(w);
	struct buf shown;
	size_t units = part_line(w, "", s, KAKAO_SIMPLE_TEXT);
	part_give_up(w, mark);
	buf_init(&shown, 4 * KAKAO_ITEM_SUMMARY);
	bool good = units > 0 && units <= KAKAO_ITEM_SUMMARY &&
		    text_fit(&shown, s, KAKAO_ITEM_SUMMARY, TEXT_ONE_LINE) &&
		    kakao_amount_read(buf_str(&shown)) == KAKAO_AMOUNT_GOOD;
	buf_free(&shown);
	return good;
}

static void put_summary(struct json_writer *w, const struct kakao_entry *e)
{
	struct json_mark mark = json_mark(w);
	if (!is_amount(w, e->description))
		return;
	json_key(w, "itemListSummary");
	if (!put_pair(w, e, KAKAO_ITEM_SUMMARY, 1))
		part_give_up(w, mark);
}

/* Title and description, which needs a title. */
static void put_text(
    struct json_writer *w, const struct kakao_item_card *c, const struct card_place *at)
{
	size_t max = at->in_carousel ? KAKAO_CAROUSEL_ITEM_TEXT : KAKAO_ITEM_TEXT;
	size_t n = part_line(w, "title", c->title, KAKAO_CARD_TITLE);
	if (n > 0)
		part_text(w, "description", c->description, max - n, KAKAO_ITEM_TEXT_LINES - 1);
}

bool card_item(struct kakao_reply *r, const void *card, const struct card_place *at)
{
	const struct kakao_item_card *c = card;
	struct json_writer *w = &r->out;
	put_parts(w, c, at->parts, at);
	bool good = put_entries(w, c, at) > 0;
	json_key(w, "itemListAlignment");
	json_str(w, c->right ? STR("right") : STR("left"));
	put_summary(w, &c->summary);
	put_text(w, c, at);
	part_buttons(w, c->buttons, c->n_buttons);
	return good;
}

bool kakao_reply_item_card(struct kakao_reply *r, const struct kakao_item_card *card)
{
	const struct card_place at = {.closing = ALONE_CLOSE, .parts = card_item_parts(r, card)};
	struct json_mark start = json_mark(&r->out);
	if (!part_bubble(r, "itemCard"))
		return false;
	if (part_bubble_end(r, start, card_item(r, card, &at)))
		return true;
	const struct kakao_text_card text = {.title = card->title,
	    .description = card->description,
	    .buttons = card->buttons,
	    .n_buttons = card->n_buttons};
	return kakao_reply_text_card(r, &text);
}

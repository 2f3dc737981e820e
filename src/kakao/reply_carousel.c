/* Carousels: cards of one kind, their pictures of one ratio. */
#include "kakao/reply_parts.h"

/* "}" of a card, "]" of the cards, "}}" of the bubble. */
enum { CARDS_CLOSE = 3, CARD_CLOSE = 1 + CARDS_CLOSE };

/* The cards, of whichever kind. */
struct deck {
	const char *type;
	const void *cards;
	size_t n, size; /* of one card, in bytes */
	size_t max;
	struct card_place at;
	bool (*put)(struct kakao_reply *r, const void *card, const struct card_place *at);
	const struct kakao_header *header;
};

static const void *card_at(const struct deck *d, size_t i)
{
	return (const char *)d->cards + i * d->size;
}

static void put_header(struct json_writer *w, const struct kakao_header *h)
{
	struct json_mark mark = json_mark(w);
	const struct kakao_thumbnail picture = {.image_url = h->image_url};
	json_key(w, "header");
	json_open(w, '{');
	bool good = part_text(w, "title", h->title, KAKAO_CAROUSEL_HEADER_TITLE,
			KAKAO_CAROUSEL_HEADER_TITLE_LINES) > 0;
	good = part_text(w, "description", h->description, KAKAO_CAROUSEL_HEADER_TEXT,
		   KAKAO_CAROUSEL_HEADER_TEXT_LINES) > 0 &&
	       good;
	json_key(w, "thumbnail");
	good = part_thumbnail(w, &picture, false) && good;
	json_close(w, '}');
	if (!good)
		part_give_up(w, mark);
}

/* Writes the cards, as many as fit. Returns how many; last is where the last of them is. */
static size_t put_cards(struct kakao_reply *r, const struct deck *d, size_t *last)
{
	struct json_writer *w = &r->out;
	size_t added = 0;
	for (size_t i = 0; i < d->n && added < d->max; i++) {
		struct json_mark mark = json_mark(w);
		json_open(w, '{');
		bool good = d->put(r, card_at(d, i), &d->at);
		json_close(w, '}');
		bool fits = part_fits(r, CARDS_CLOSE);
		if (!good || !fits)
			json_rewind(w, mark);
		if (!fits)
			break;
		if (good) {
			added++;
			*last = i;
		}
	}
	return added;
}

/* Adds a carousel. If it comes to less than two cards, there is none, and only is the one that is
 * to stand alone. */
static bool add_deck(struct kakao_reply *r, const struct deck *d, const void **only)
{
	struct json_writer *w = &r->out;
	struct json_mark start = json_mark(w);
	size_t last = 0;
	*only = NULL;
	if (!part_bubble(r, "carousel"))
		return false;
	json_key(w, "type");
	json_str(w, str_of(d->type));
	if (d->header)
		put_header(w, d->header);
	json_key(w, "items");
	json_open(w, '[');
	size_t added = put_cards(r, d, &last);
	json_close(w, ']');
	if (added > 1)
		return part_bubble_end(r, start, true);
	json_rewind(w, start);
	*only = d->n > 0 ? card_at(d, last) : NULL;
	return false;
}

bool kakao_reply_text_cards(struct kakao_reply *r, const struct kakao_text_card *cards, size_t n)
{
	const void *only;
	const struct deck d = {"textCard", cards, n, sizeof *cards, KAKAO_CAROUSEL_ITEMS,
	    {.in_carousel = true}, card_text, NULL};
	return add_deck(r, &d, &only) || (only && kakao_reply_text_card(r, only));
}

static size_t count_pictures(struct kakao_reply *r, const struct kakao_basic_card *cards, size_t n)
{
	size_t pictures = 0;
	for (size_t i = 0; i < n; i++)
		pictures += part_usable_url(&r->out, cards[i].thumbnail.image_url);
	return pictures;
}

bool kakao_reply_basic_cards(struct kakao_reply *r, const struct kakao_basic_card *cards, size_t n,
    const struct kakao_header *header)
{
	const void *only;
	struct deck d = {"basicCard", cards, n, sizeof *cards, KAKAO_CAROUSEL_ITEMS,
	    {.in_carousel = true, .whole = n > 0 && cards[0].thumbnail.whole}, card_basic, header};
	if (2 * count_pictures(r, cards, n) < n) {
		d.type = "textCard";
		d.put = card_basic_as_text;
		d.header = NULL;
	}
	return add_deck(r, &d, &only) || (only && kakao_reply_basic_card(r, only));
}

bool kakao_reply_commerce_cards(struct kakao_reply *r, const struct kakao_commerce_card *cards,
    size_t n, const struct kakao_header *header)
{
	const void *only;
	const struct deck d = {"commerceCard", cards, n, sizeof *cards, KAKAO_CAROUSEL_ITEMS,
	    {.in_carousel = true, .whole = n > 0 && cards[0].thumbnail.whole}, card_commerce,
	    header};
	return add_deck(r, &d, &only) || (only && kakao_reply_commerce_card(r, only));
}

bool kakao_reply_list_cards(struct kakao_reply *r, const struct kakao_list_card *cards, size_t n)
{
	const void *only;
	const struct deck d = {"listCard", cards, n, sizeof *cards, KAKAO_CAROUSEL_LISTS,
	    {.in_carousel = true, .closing = CARD_CLOSE}, card_list, NULL};
	return add_deck(r, &d, &only) || (only && kakao_reply_list_card(r, only));
}

bool kakao_reply_item_cards(struct kakao_reply *r, const struct kakao_item_card *cards, size_t n,
    const struct kakao_header *header)
{
	const void *only;
	struct deck d = {"itemCard", cards, n, sizeof *cards, KAKAO_CAROUSEL_ITEMS,
	    {.in_carousel = true, .parts = ~0U}, card_item, header};
	for (size_t i = 0; i < n && d.at.parts; i++)
		d.at.parts &= card_item_parts(r, &cards[i]);
	return add_deck(r, &d, &only) || (only && kakao_reply_item_card(r, only));
}

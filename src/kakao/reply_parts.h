/* What the parts of the reply's builder share: fields of a bubble, and whether it still fits. */
#ifndef ARTISTBOT_KAKAO_REPLY_PARTS_H
#define ARTISTBOT_KAKAO_REPLY_PARTS_H

#include "kakao/limits.h"
#include "kakao/reply.h"

/* Where a card stands. */
struct card_place {
	bool in_carousel;
	bool whole;     /* whether its picture is shown whole */
	size_t closing; /* bytes that will close what is open around the card's fields */
	unsigned parts; /* of an item card: which it may have (reply_item_card.c) */
};

/* Would the reply, completed after more bytes of bubbles, still be small enough? */
bool part_fits(const struct kakao_reply *r, size_t more);

/* Starts a bubble with one card in it. False if there may be none. */
bool part_bubble(struct kakao_reply *r, const char *name);

/* Ends a bubble, or takes it back if it is not good or too large. Returns whether it stays. */
bool part_bubble_end(struct kakao_reply *r, struct json_mark start, bool good);

/* Takes a field back that came to nothing. If that is for want of room, the failure stays, so that
 * the whole bubble goes. */
void part_give_up(struct json_writer *w, struct json_mark mark);

/* Each writes a field, or nothing. The text has at most max UTF-16 units and lines; 0 lines are any
 * number. Returns its units. */
size_t part_text(struct json_writer *w, const char *key, struct str s, size_t max, size_t lines);
size_t part_line(struct json_writer *w, const char *key, struct str s, size_t max);
bool part_url(struct json_writer *w, const char *key, struct str url);
void part_link(struct json_writer *w, const struct kakao_link *link);
bool part_number(struct json_writer *w, const char *key, int64_t n);
bool part_members(
    struct json_writer *w, const char *key, const struct kakao_member *members, size_t n);
void part_buttons(struct json_writer *w, const struct kakao_button *buttons, size_t n);

/* The same as fields of a button, a list item or a quick reply: action and what belongs to it. */
bool part_action(struct json_writer *w, const struct kakao_button *b);

/* Writes a picture as an object, without a key. */
bool part_thumbnail(struct json_writer *w, const struct kakao_thumbnail *t, bool whole);

/* Would a field come of it? */
bool part_usable_line(struct json_writer *w, struct str s, size_t max);
bool part_usable_url(struct json_writer *w, struct str url);

/* The fields of a card, without its braces. Each returns whether the card is good. */
bool card_text(struct kakao_reply *r, const void *card, const struct card_place *at);
bool card_basic(struct kakao_reply *r, const void *card, const struct card_place *at);
bool card_commerce(struct kakao_reply *r, const void *card, const struct card_place *at);
bool card_list(struct kakao_reply *r, const void *card, const struct card_place *at);
bool card_item(struct kakao_reply *r, const void *card, const struct card_place *at);

/* A basic card as a text card. */
bool card_basic_as_text(struct kakao_reply *r, const void *card, const struct card_place *at);

/* Which of its optional parts (card_place.parts) an item card can have. */
unsigned card_item_parts(struct kakao_reply *r, const struct kakao_item_card *card);

#endif

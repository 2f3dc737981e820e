/* The skill response: bubbles in, JSON out, every limit of Kakao's kept.
 *
 * The builder writes JSON version 2.0 as it is told of bubbles. Whatever texts and URLs it is
 * given, what comes out is valid (kakao/rules.c): texts are cleaned and cut (base/text.h), a field
 * that ends up empty is left out, URLs are http(s) and percent-encoded (base/url.h) or left out, a
 * button or item that lost what it needs is left out. What is broken gives way to what is simpler:
 * a block action without a block becomes a message, a card without its picture a textCard, a
 * carousel with one card that card, a picture alone its text; what has no text at all is left out.
 * Surplus bubbles, cards, items, buttons and quick replies are dropped, the last first, and so is
 * what would make the whole too large. Memory that is short counts as too large. Two or more
 * buttons stand one below the other, as side by side their labels had to be shorter. All texts are
 * borrowed for the call only; lists are in the order of importance. Source of the format: see
 * kakao/limits.h. */
#ifndef ARTISTBOT_KAKAO_REPLY_H
#define ARTISTBOT_KAKAO_REPLY_H

#include "base/json_write.h"

/* One member of an extra, a data or a context's params: comes back in the payload, or fills
 * {{#webhook.key}} in a bubble of the block's own. */
struct kakao_member {
	const char *key; /* a fixed text that needs no escaping */
	struct str value;
};

/* Where a tap leads; web wins over the other two. May be empty. */
struct kakao_link {
	struct str web, pc, mobile;
};

struct kakao_thumbnail {
	struct str image_url;
	struct str alt; /* for screen readers; may be empty */
	struct kakao_link link;
	bool whole; /* true: shown whole in a square (fixedRatio); false: cropped to 2:1. In a
		     * carousel, the first card's counts for all */
};

enum kakao_action {
	KAKAO_NO_ACTION, /* of a list item only */
	KAKAO_WEB_LINK,  /* value: the URL */
	KAKAO_MESSAGE,   /* value: what is said in the user's name */
	KAKAO_BLOCK, /* calls block_id; value: what is said in the user's name. Without a block it
		      * is a message */
	KAKAO_PHONE, /* value: the number */
	KAKAO_SHARE, /* no value */
	KAKAO_OPERATOR, /* no value */
};

struct kakao_button {
	enum kakao_action action;
	struct str label;
	struct str value;
	struct str block_id;
	const struct kakao_member
	    *extra; /* what comes back as clientExtra, of a message or a block */
	size_t n_extra;
};

struct kakao_text_card {
	struct str title, description;
	const struct kakao_button *buttons;
	size_t n_buttons;
};

struct kakao_basic_card {
	struct str title, description;
	struct kakao_thumbnail thumbnail;
	const struct kakao_button *buttons;
	size_t n_buttons;
};

/* Prices in won; what is negative is not there. The rate, in percent, is only shown together with
 * the discounted price. */
struct kakao_commerce_card {
	struct str title, description;
	int64_t price, discount, discount_rate, discounted_price;
	struct kakao_thumbnail thumbnail;
	struct str nickname, profile_image; /* who sells; may be empty */
	const struct kakao_button *buttons;
	size_t n_buttons;
};

struct kakao_list_item {
	struct str title, description;
	struct str image_url;
	struct kakao_link link;
	enum kakao_action action; /* none, KAKAO_MESSAGE or KAKAO_BLOCK */
	struct str value, block_id;
	const struct kakao_member *extra;
	size_t n_extra;
};

struct kakao_list_card {
	struct str header;
	const struct kakao_list_item *items;
	size_t n_items;
	const struct kakao_button *buttons;
	size_t n_buttons;
};

/* One line of an item card. */
struct kakao_entry {
	struct str title, description;
};

/* Only entries are needed. Of head and profile the head wins. In a carousel, thumbnail, head,
 * profile and image title are left out unless all cards have them. */
struct kakao_item_card {
	struct kakao_thumbnail thumbnail; /* whole: 1:1, else 2:1; in a carousel always 2:1 */
	struct str head;
	struct str profile, profile_image;
	struct str image_title, image_description, image_url;
	const struct kakao_entry *entries;
	size_t n_entries;
	bool right; /* the entries' descriptions and the summary stand on the right */
	struct kakao_entry summary; /* the description is an amount: "₩10,000" */
	struct str title, description;
	const struct kakao_button *buttons;
	size_t n_buttons;
};

/* The cover of a carousel; left out unless all three are there. */
struct kakao_header {
	struct str title, description, image_url;
};

struct kakao_quick_reply {
	struct str label;
	struct str message;  /* what is said in the user's name; may be empty with a block */
	struct str block_id; /* if not empty, what is called */
	const struct kakao_member *extra;
	size_t n_extra;
};

/* Sets, or with life_span 0 deletes, a context of the conversation. */
struct kakao_context {
	struct str name;
	int life_span; /* turns */
	int ttl;       /* seconds; 0: not said */
	const struct kakao_member *params;
	size_t n_params;
};

/* A reply being built. The fields are the builder's own. */
struct kakao_reply {
	struct json_writer out;
	int outputs;
	int quick_replies;
	/* Members that come after the bubbles, as JSON, so far. */
	struct buf quick, contexts, data;
	bool callback; /* the bubbles follow by callback */
	bool values;   /* there are no bubbles: data and contexts only */
};

/* What a user is shown when nothing else can be: a complete body that needs no memory. */
extern const struct str kakao_reply_apology;

/* Starts a reply in out (emptied first; its max must be at least KAKAO_REPLY_BYTES; borrowed until
 * the end). */
void kakao_reply_begin(struct kakao_reply *r, struct buf *out);

/* Adds a bubble. Returns whether one was added. */
bool kakao_reply_text(struct kakao_reply *r, struct str text);
bool kakao_reply_image(struct kakao_reply *r, struct str image_url, struct str alt);
bool kakao_reply_text_card(struct kakao_reply *r, const struct kakao_text_card *card);
bool kakao_reply_basic_card(struct kakao_reply *r, const struct kakao_basic_card *card);
bool kakao_reply_commerce_card(struct kakao_reply *r, const struct kakao_commerce_card *card);
bool kakao_reply_list_card(struct kakao_reply *r, const struct kakao_list_card *card);
bool kakao_reply_item_card(struct kakao_reply *r, const struct kakao_item_card *card);

/* Adds a carousel; header may be NULL. Of basic cards, those without a picture are left out where
 * most have one; else all are shown as text cards, without header. */
bool kakao_reply_text_cards(struct kakao_reply *r, const struct kakao_text_card *cards, size_t n);
bool kakao_reply_basic_cards(struct kakao_reply *r, const struct kakao_basic_card *cards, size_t n,
    const struct kakao_header *header);
bool kakao_reply_commerce_cards(struct kakao_reply *r, const struct kakao_commerce_card *cards,
    size_t n, const struct kakao_header *header);
bool kakao_reply_list_cards(struct kakao_reply *r, const struct kakao_list_card *cards, size_t n);
bool kakao_reply_item_cards(struct kakao_reply *r, const struct kakao_item_card *cards, size_t n,
    const struct kakao_header *header);

/* Adds a quick reply. Returns whether one was added. The second is for one that says a message and
 * has no more to it. */
bool kakao_reply_quick(struct kakao_reply *r, const struct kakao_quick_reply *q);
bool kakao_reply_quick_reply(struct kakao_reply *r, struct str label, struct str message);

/* Adds a context, or a text to data. Returns whether it was added. */
bool kakao_reply_context(struct kakao_reply *r, const struct kakao_context *c);
bool kakao_reply_data(struct kakao_reply *r, const char *key, struct str value);

/* The answer follows by callback: bubbles and quick replies are left out, as Kakao ignores them. */
void kakao_reply_use_callback(struct kakao_reply *r);

/* The block shows bubbles of its own, filled by data: the reply needs none. */
void kakao_reply_values_only(struct kakao_reply *r);

/* Completes the JSON and frees what the builder holds. False, with out empty, if not one bubble was
 * added (and neither a callback follows nor only values are wanted) or memory is short: send
 * kakao_reply_apology then. Also frees after failures; call it exactly once. */
bool kakao_reply_end(struct kakao_reply *r);

#endif

/* The skill response: bubbles in, JSON out, every limit of Kakao's kept.
 *
 * The builder writes JSON version 2.0 as it is told of bubbles. Whatever texts and URLs it is
 * given, what comes out is valid: texts are cleaned and cut (base/text.h), a field that ends up
 * empty is left out, URLs are http(s) and percent-encoded (base/url.h) or left out, a button or
 * item that lost what it needs is left out, a card without its picture becomes a textCard, one
 * without any text is left out; surplus bubbles, items, buttons and quick replies are dropped, and
 * so is what would make the whole too large: the last items of a list, a bubble, a quick reply.
 * Memory that is short counts as too large. Two or more buttons stand one below the other, as side
 * by side their labels had to be shorter. All texts are borrowed for the call only. Source of the
 * format: see kakao/limits.h. */
#ifndef ARTISTBOT_KAKAO_REPLY_H
#define ARTISTBOT_KAKAO_REPLY_H

#include "base/json_write.h"

struct kakao_thumbnail {
	struct str image_url;
	struct str alt;  /* for screen readers; may be empty */
	struct str link; /* opened by a tap; may be empty */
	bool whole;      /* true: shown whole in a square (fixedRatio); false: cropped to 2:1 */
};

enum kakao_action {
	KAKAO_WEB_LINK, /* value: the URL */
	KAKAO_MESSAGE,  /* value: what is said in the user's name */
	KAKAO_SHARE,    /* no value */
};

struct kakao_button {
	enum kakao_action action;
	struct str label;
	struct str value;
};

struct kakao_basic_card {
	struct str title, description;
	struct kakao_thumbnail thumbnail;
	const struct kakao_button *buttons; /* most important first */
	size_t n_buttons;
};

struct kakao_list_item {
	struct str title, description;
	struct str image_url;
	struct str link;
};

struct kakao_list_card {
	struct str header;
	const struct kakao_list_item *items;
	size_t n_items;
	const struct kakao_button *buttons;
	size_t n_buttons;
};

/* A reply being built. The fields are the builder's own. */
struct kakao_reply {
	struct json_writer out;
	int outputs;
	int quick_replies;
	struct buf quick; /* the quick replies so far, as JSON; they come after the bubbles */
};

/* What a user is shown when nothing else can be: a complete body that needs no memory. */
extern const struct str kakao_reply_apology;

/* Starts a reply in out (emptied first; its max must be at least KAKAO_REPLY_BYTES; borrowed until
 * the end). */
void kakao_reply_begin(struct kakao_reply *r, struct buf *out);

/* Adds a bubble. Returns whether one was added. */
bool kakao_reply_text(struct kakao_reply *r, struct str text);
bool kakao_reply_basic_card(struct kakao_reply *r, const struct kakao_basic_card *card);
bool kakao_reply_list_card(struct kakao_reply *r, const struct kakao_list_card *card);

/* Adds a quick reply that says message in the user's name. Returns whether one was added. */
bool kakao_reply_quick_reply(struct kakao_reply *r, struct str label, struct str message);

/* Completes the JSON and frees what the builder holds. False, with out empty, if not one bubble was
 * added or memory is short: send kakao_reply_apology then. Also frees after failures; call it
 * exactly once. */
bool kakao_reply_end(struct kakao_reply *r);

#endif

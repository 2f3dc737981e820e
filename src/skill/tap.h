/* What a tap on a button or a quick reply means: an artist, and what is to be shown of it.
 *
 * It carries that in two ways. As extra, which comes back as clientExtra: the artist's id and name,
 * and the view; to the configured block, so that no other answers. And as a message in the user's
 * name, a phrase that skill/phrase.h reads back, for bots in which no block is configured. */
#ifndef ARTISTBOT_SKILL_TAP_H
#define ARTISTBOT_SKILL_TAP_H

#include "kakao/reply.h"
#include "skill/phrase.h"
#include "skill/wording.h"

/* How the skill speaks. */
struct manner {
	const struct wording *wording;
	struct str block_id; /* of the block that taps lead to; may be empty */
};

/* Names of the members of extra. */
#define TAP_ARTIST_ID "artist_id"
#define TAP_ARTIST "artist"
#define TAP_VIEW "view"
#define TAP_TYPED "typed" /* what the user had typed when they had to choose */

enum { TAP_MEMBERS = 4, TAP_MESSAGE = 600 };

struct tap {
	struct str message;
	struct str block_id;
	struct kakao_member extra[TAP_MEMBERS];
	size_t n_extra;
	char text[TAP_MESSAGE]; /* holds the message */
};

/* The names of views in extra, in the order of enum view. */
extern const char *const tap_views[];

/* Whom a tap means; the texts are borrowed for as long as it is used. */
struct tap_target {
	enum view view;
	const char *id, *name;
	const char *said; /* how the message calls it, where the name alone would not do; or NULL */
	const char *typed; /* what led to the choice that this tap makes; NULL: it makes none */
};

/* Makes the tap that asks for a view of an artist. False if it cannot be understood: the name is
 * too long to be said, and there is no block. */
bool tap_make(struct tap *t, const struct manner *m, const struct tap_target *target);

/* Adds a quick reply with that meaning. Returns whether one was added. */
bool tap_quick(struct kakao_reply *r, const struct manner *m, struct str label,
    const struct tap_target *target);

/* A button with that meaning; it borrows the tap. */
struct kakao_button tap_button(const struct tap *t, struct str label);

#endif

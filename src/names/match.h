/* What was typed, held against the names that it may stand for.
 *
 * Costs are in sixteenths of a natural logarithm's unit, so that they can be added to what is known
 * beforehand of who is asked for: the likelier that somebody who means the name types this, the
 * lower. */
#ifndef ARTISTBOT_NAMES_MATCH_H
#define ARTISTBOT_NAMES_MATCH_H

#include "base/str.h"

enum { MATCH_NEVER = 1 << 20 };

enum match_how {
	MATCH_NOT,
	MATCH_INITIALS, /* its initial consonants were typed */
	MATCH_SOUND,    /* it sounds like what was typed */
	MATCH_SLIP,     /* it sounds like what may have been meant to be typed (names/slips.h) */
	MATCH_SPELLING, /* it is typed with nearly the same keys */
	MATCH_WORD,     /* one of its words is what was typed */
	MATCH_PART,     /* it is a part of what was typed */
};

/* What a name is held against what was typed by: each takes its time. Who was found by a search key
 * (names/search.h) is alike in that way or in none. */
enum match_by {
	MATCH_BY_SOUND = 1, /* all of the name, or all of the first words that were typed */
	MATCH_BY_WORD = 2,  /* one of its words */
	MATCH_BY_KEYS = 4,  /* of the keyboard, or initial consonants */
	MATCH_BY_ALL = 7,
};

/* The same as a word of English. */
const char *match_how_name(enum match_how how);

struct match {
	int cost; /* MATCH_NEVER: not alike */
	enum match_how how;
};

struct matcher;

/* Prepares what was typed; key is its name key. NULL without memory. */
struct matcher *matcher_new(struct str typed, const char *key);
void matcher_free(struct matcher *m);

/* What it would cost if what was typed stood for nobody: of this the best name must stay well
 * below. */
int matcher_nobody(const struct matcher *m);

/* How well does a name stand for what was typed? What costs more than bound is not alike. by: of
 * enum match_by. */
struct match matcher_match(const struct matcher *m, struct str name, unsigned by, int bound);

#endif

/* How likely is it that somebody who hears a Latin name writes it like this in Hangul?
 *
 * A Latin name is read piece by piece, each piece as one of the sounds that it may stand for
 * (names/units.h), with edits for what no reading explains: a sound or a letter too many, one sound
 * for another. The cost of the cheapest reading is what the likelihood is measured by. */
#ifndef ARTISTBOT_NAMES_HEARD_H
#define ARTISTBOT_NAMES_HEARD_H

#include "names/hangul.h"
#include "names/latin.h"

enum { HEARD_NEVER = 1 << 20 };

struct heard;

/* Prepares a name typed in Hangul for many comparisons. NULL without memory. */
struct heard *heard_new(const struct sounds *typed);
void heard_free(struct heard *h);

/* The cost, in sixteenths of a natural logarithm's unit; HEARD_NEVER if it is above bound. */
int heard_cost(const struct heard *h, const struct spelling *latin, int bound);

/* The same, or that of the name with its last word first, which is a little dearer. */
int heard_either_way(const struct heard *h, const struct spelling *latin, int bound);

#endif

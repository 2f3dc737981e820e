/* A finger that slipped while it typed Hangul: a key too many, one too few, the one beside it, or
 * two that changed places. An input method makes quite other syllables of that (탛 for 타하,
 * 자ㅣㄹ라 for 자밀라), which sound like nothing that was meant; so what may have been meant is put
 * together again from the keys, and each such reading is held against the names that share its
 * search key. A letter that stands alone tells that there was a slip, and mostly where. */
#ifndef ARTISTBOT_NAMES_SLIPS_H
#define ARTISTBOT_NAMES_SLIPS_H

#include "names/match.h"
#include "names/search.h"

struct slips;

/* What may have been meant by what was typed, where it is Hangul of a name's length. NULL: there is
 * nothing to be tried, or no memory. */
struct slips *slips_new(struct str typed);
void slips_free(struct slips *s);

/* The keys to look up, at most SEARCH_WIDER_KEYS. */
const struct search_keys *slips_keys(const struct slips *s);

/* How well does a name that was found by this key stand for a reading that has it? As matcher_match
 * does. */
struct match slips_match(struct slips *s, const char *key, struct str name, int bound);

#endif

/* Latin spellings that a name typed in Hangul may stand for, to be searched for where the Hangul
 * itself is not known: 콜드플레이 gives "coldplay". Made for a search that forgives much; what it
 * finds is to be held against the sound of what was typed (names/match.h). */
#ifndef ARTISTBOT_NAMES_RESPELL_H
#define ARTISTBOT_NAMES_RESPELL_H

#include "base/str.h"

enum { RESPELL_WAYS = 2, RESPELL_MAX = 120 };

struct respelling {
	char items[RESPELL_WAYS][RESPELL_MAX + 1]; /* terminated, words parted by blanks */
	int n;
};

/* The likelier spelling first, then one that differs from it where Hangul does not tell English
 * sounds apart: f for p, v for b, l for r. None if a word of the text is not Hangul,
 * or if it has more words than a name. */
void respell(struct respelling *out, struct str typed);

#endif

/* A Latin name as it is spelt: small letters, digits and single blanks, which names/heard.h reads.
 *
 * Accents are left out, letters that are none of a to z are spelt with them (ø as o, ß as ss), '&'
 * and '+' between words as "and"; apostrophes join, all other signs part words. So do dots
 * (will.i.am), but those of an abbreviation. A letter that is read by its name is a capital: one
 * that stands alone (J. Cole), and all those of a word that cannot be read otherwise (BTS, R.E.M.)
 * or may not be meant to be (IU, H.E.R.). What stands for a letter that it looks like may be it:
 * '$' and '!' between letters are (P!nk), digits may be (R3HAB). */
#ifndef ARTISTBOT_NAMES_LATIN_H
#define ARTISTBOT_NAMES_LATIN_H

#include "base/str.h"

#include <stdbool.h>

/* Letters of a name that can still be told from another. */
enum { SPELLING_MAX = 62 };

struct spelling {
	char s[SPELLING_MAX + 2]; /* terminated; begins and ends with a blank */
	int n;
};

enum { LATIN_READINGS = 2 };

/* Spells a name in one or two ways, the likelier first. Returns how many; 0 if it has no Latin
 * letter or digit, has letters of another script, or is too long. */
int latin_read(struct spelling out[static LATIN_READINGS], struct str name);

/* Who is named before a band: Bob Marley of Bob Marley & The Wailers. False if nobody is. */
bool latin_leader(struct spelling *out, const struct spelling *name);

#endif

/* The further names that a written name holds: "IU (아이유)" is both IU and 아이유, "Simon &
 * Garfunkel" is as well written with "and" and "앤", "The Beatles" without its article, "P!nk" and
 * "A$AP" with letters, and "Zedd feat. Foxes" is Zedd. What a careless export encoded twice,
 * "BeyoncÃ©", is Beyoncé. So that each is found exactly, not by likeness. */
#ifndef ARTISTBOT_NAMES_VARIANTS_H
#define ARTISTBOT_NAMES_VARIANTS_H

#include "base/limits.h"
#include "base/str.h"

enum { VARIANTS_MAX = 8 };

struct variants {
	int n;
	char items[VARIANTS_MAX]
		  [LIMIT_TITLE + 1]; /* terminated; the name itself is not among them */
};

/* Those of a name as written. A part in brackets counts where it could stand alone: not a year, a
 * country or a remark ("(US)", "[Official]"), which tell namesakes apart. */
void variants_of(struct variants *out, struct str name);

#endif

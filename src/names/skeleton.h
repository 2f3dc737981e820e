/* The consonants of a name, as far as Hangul and Latin spelling agree on them: what sounds alike is
 * searched by this.
 *
 * Seven classes: p (b p f v), t (d t), k (g k), s (s z j ch sh), m, n, l (l r). Vowels, h, w and y
 * do not count, nor the same class twice without a vowel between. Where Latin spelling leaves open
 * what is heard (ch, th, g before e), a name has a skeleton for each way, the likelier first. */
#ifndef ARTISTBOT_NAMES_SKELETON_H
#define ARTISTBOT_NAMES_SKELETON_H

#include "names/hangul.h"
#include "names/latin.h"

enum {
	SKELETON_MAX = 14, /* classes; what comes after them is left out */
	SKELETON_WAYS = 6,
};

struct skeleton {
	char s[SKELETON_MAX + 1]; /* terminated */
};

/* The skeleton of what is written in Hangul; "" if it has no consonant. */
void skeleton_of_sounds(struct skeleton *out, const char *sounds, int n);

/* Those of Latin spelling (names/latin.h), n letters of it. Returns how many, at least one. */
int skeletons_of_latin(struct skeleton out[static SKELETON_WAYS], const char *spelling, int n);

#endif

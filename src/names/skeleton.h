/* The consonants of a name, as far as Hangul and Latin spelling agree on them: what sounds alike is
 * searched by this.
 *
 * Seven classes: p (b p f v), t (d t), k (g k), s (s z j ch sh), m, n, l (l r). Vowels, h, w and y
 * do not count, nor the same class twice without a vowel between. Where Latin spelling leaves open
 * what is heard (ch, th, g before e), a name has a skeleton for each way, the likelier first.
 *
 * Too many names share a short skeleton: a finer one also tells where there are vowels ("k.n.").
 * The ㅡ that Hangul writes between consonants is none, nor is a mute e at the end of a word. */
#ifndef ARTISTBOT_NAMES_SKELETON_H
#define ARTISTBOT_NAMES_SKELETON_H

#include "names/hangul.h"
#include "names/latin.h"

enum {
	SKELETON_MAX = 14, /* classes; what comes after them is left out */
	SKELETON_FINE = 2 * SKELETON_MAX + 1,
	SKELETON_WAYS = 8,
};

struct skeleton {
	char s[SKELETON_MAX + 1];     /* terminated, as is the next */
	char fine[SKELETON_FINE + 1]; /* with the vowels, each run of them as '.' */
};

/* The skeleton of what is written in Hangul; s is "" if it has no consonant. */
void skeleton_of_sounds(struct skeleton *out, const char *sounds, int n);

/* Those of Latin spelling (names/latin.h), n letters of it. Returns how many, at least one. */
int skeletons_of_latin(struct skeleton out[static SKELETON_WAYS], const char *spelling, int n);

#endif

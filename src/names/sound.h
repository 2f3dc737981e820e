/* How far does a name typed in Hangul sound from a name in Latin letters? 비틀즈 and The Beatles
 * are near.
 *
 * A strict measure that says whether a candidate is plausible; it does not find names. Both are
 * read into consonant classes (Hangul tells neither p from f, nor b from v, l from r, s from z) and
 * vowels, and compared by edit distance: vowels that the spelling of English leaves open cost
 * nothing, another vowel a little, another consonant much. Short names, of which there are too many
 * alike, must agree wholly. */
#ifndef ARTISTBOT_NAMES_SOUND_H
#define ARTISTBOT_NAMES_SOUND_H

#include <stdbool.h>

/* 0: they sound the same; more: less so; -1: they do not sound alike, or are not one in Hangul and
 * one in Latin letters. Both terminated UTF-8, in either order. */
int sound_distance(const char *a, const char *b);

#endif

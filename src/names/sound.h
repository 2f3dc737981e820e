/* Does a name typed in Hangul sound like a name in Latin letters? 비틀즈 and The Beatles do.
 *
 * A first, strict measure: the consonants of both, in classes that Hangul does not tell apart (p,
 * f; b, v; l, r; s, z, th, …), must agree but for one in four. It says whether a candidate is
 * plausible; it does not find names. */
#ifndef ARTISTBOT_NAMES_SOUND_H
#define ARTISTBOT_NAMES_SOUND_H

#include <stdbool.h>

/* Both terminated UTF-8. False unless one is written in Hangul and the other in Latin letters. */
bool sound_alike(const char *a, const char *b);

#endif

/* How a word in Latin letters ends when a Korean reads it: names/particle.h tells the sources. */
#ifndef ARTISTBOT_NAMES_SPELLING_H
#define ARTISTBOT_NAMES_SPELLING_H

#include "names/particle.h"

/* Letters from the end of a word that are looked at. */
enum { SPELLING_MAX = 24 };

/* word: ASCII letters only, at least one, in the case they are written in, as capitals may mean
 * that it is spelt out: BTS, NCT. */
enum ending spelling_ending(const char *word);

#endif

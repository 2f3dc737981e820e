/* A name as the keys that type it: Hangul by the usual Korean keyboard (두벌식, KS X 5002), all
 * else as it is. So a name that was typed with the keyboard in the other language (dkdldb for
 * 아이유) has the keys of the name that was meant, and a slip of the finger is one key, in Hangul
 * too (아이뉴). Shift does not count. */
#ifndef ARTISTBOT_NAMES_STROKES_H
#define ARTISTBOT_NAMES_STROKES_H

#include "base/str.h"

#include <stdbool.h>

enum { STROKES_MAX = 96 };

struct strokes {
	char s[STROKES_MAX + 1]; /* small letters, digits, and bytes of other scripts; terminated */
	int n;
	bool hangul;    /* some of it was Hangul */
	bool syllables; /* and some of that whole syllables, not letters that stand alone */
	bool latin;     /* some of it was Latin */
};

/* The strokes of a name key (names/key.h). False if it is too long. */
bool strokes_read(struct strokes *out, const char *key);

/* The initial consonants of a key of whole Hangul syllables, as strokes, or the consonants of one
 * of nothing but lone consonants (ㅂㅌㅅㄴㄷ); *lone says which. 0 if it is neither, or too long.
 */
int strokes_initials(char out[static STROKES_MAX + 1], const char *key, bool *lone);

/* How many slips part two: a key too many, too few, another one, or two that changed places. More
 * than max: max + 1. Optimal string alignment distance. */
int strokes_distance(const char *a, int n_a, const char *b, int n_b, int max);

#endif

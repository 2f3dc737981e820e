/* Hangul as the keys of the usual Korean keyboard (두벌식, KS X 5002), one by one, and what an
 * input method makes of keys. Unlike strokes (names/strokes.h) shift counts, and words stay apart.
 */
#ifndef ARTISTBOT_NAMES_KEYBOARD_H
#define ARTISTBOT_NAMES_KEYBOARD_H

#include "names/hangul.h"

enum {
	KEYS_MAX = 48,
	/* Keys: consonants are numbered as initials, vowels as vowels from here on, compound ones
	 * left out. */
	KEY_VOWEL = 32,
	KEY_SPACE = 64, /* and whatever else ends a word */
	/* Some consonant or vowel: what a finger left out. */
	KEY_ANY_CONSONANT,
	KEY_ANY_VOWEL,
};

struct keys {
	unsigned char k[KEYS_MAX];
	int n;
};

/* The keys that type a text. False if letters other than Hangul are in it, or digits, or if there
 * are more. *whole: it is all syllables, no letter stands alone. */
bool keyboard_keys(struct keys *out, struct str text, bool *whole);

/* The sounds (names/hangul.h) of what these keys type. False if a letter is left alone, or if they
 * are too many. */
bool keyboard_sounds(struct sounds *out, const struct keys *keys);

/* The keys left and right of a key, at most two. Returns how many. */
int keyboard_beside(unsigned char key, unsigned char out[static 2]);

static inline bool key_is_vowel(unsigned char key)
{
	return (key >= KEY_VOWEL && key < KEY_SPACE) || key == KEY_ANY_VOWEL;
}

static inline bool key_is_consonant(unsigned char key)
{
	return key < KEY_VOWEL || key == KEY_ANY_CONSONANT;
}

#endif

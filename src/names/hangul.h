/* Hangul as sounds: one letter for each, so that a name typed in Hangul can be held against a Latin
 * spelling (names/heard.h).
 *
 * Initial consonants: g G n d D r m b B s S j J c k t p h (ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅈㅉㅊㅋㅌㅍㅎ);
 * ㅇ is mute. Finals by what is heard of them: K N T L M P Q (ㅇ). Vowels: a v o u _ i e
 * (ㅏㅓㅗㅜㅡㅣㅐ), the others by a glide before them: y, w. ㅐ and ㅔ are one, as are ㅚ, ㅙ and
 * ㅞ: who writes a foreign name by ear does not tell them apart. The inventory and what finals
 * sound like are those of the standard pronunciation (표준 발음법 §§3-8). */
#ifndef ARTISTBOT_NAMES_HANGUL_H
#define ARTISTBOT_NAMES_HANGUL_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

/* More sounds than any name has that people type whole: one bit each of a machine word, and one for
 * the end. */
enum { SOUNDS_MAX = 63 };

struct sounds {
	char s[SOUNDS_MAX + 1]; /* terminated */
	int n;
};

/* One syllable's letters: indexes in the order of Unicode; last is 0 if there is no final. */
struct syllable {
	int first, vowel, last;
};

enum {
	HANGUL_INITIALS = 19,
	HANGUL_VOWELS = 21,
	HANGUL_FINALS = 28,
	HANGUL_ANY = 100, /* as an index: a letter that is not known */
};

/* Letters that stand alone: Unicode's compatibility letters ㄱ to ㅎ with those of two consonants,
 * then ㅏ to ㅣ. */
enum { HANGUL_LONE_FIRST = 0x3131, HANGUL_LONE_VOWEL = 0x314f, HANGUL_LONE_LAST = 0x3163 };

/* The sounds of letters that are not known. */
enum { SOUND_ANY_CONSONANT = '#', SOUND_ANY_VOWEL = '*' };

/* Is this a composed syllable? Then what it is made of. */
bool hangul_take_apart(int32_t c, struct syllable *s);

/* The syllable made of these. */
int32_t hangul_compose(struct syllable s);

/* Reads a text into sounds. Digits stay as they are, Latin letters are read by name (dj칼리드), a
 * letter of Hangul that a slip left alone (콜ㄷ플레이) as it sounds; all that is no letter is
 * passed over. False if no Hangul syllable is in it, if it holds other letters, or if it is too
 * long. */
bool hangul_read(struct sounds *out, struct str text);

/* Appends the sounds of a syllable, of which any letter may be HANGUL_ANY. False if there is no
 * room.
 */
bool hangul_add_sounds(struct sounds *out, struct syllable s);

/* What the name of a Latin letter, a to z, sounds like: "bi" for b. */
const char *hangul_letter_name(char letter);

#endif

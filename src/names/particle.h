/* Korean particles after any name: 아이유는, 방탄소년단은, Coldplay는, BTS는, Maroon 5는.
 *
 * Which form of a particle follows depends on how the name ends when it is read aloud, by a Korean.
 * Hangul shows it. Latin letters are read by rule: a word as Korean writes English words (the
 * National Institute's rules for loanwords, 외래어 표기법, chapter 3, section 1, with what is usual
 * for b, c and g at the end), an abbreviation letter by letter, numbers behind Latin letters in
 * English, others in Korean. Kana end in a vowel, but for ん. What stands behind the name proper is
 * passed over: punctuation, emoji, a gloss in brackets. Known limits: English spelling tells too
 * little of some words (a short list mends what is common), and Chinese characters and other
 * scripts are not read: both forms are written then, 은(는), as Koreans do. */
#ifndef ARTISTBOT_NAMES_PARTICLE_H
#define ARTISTBOT_NAMES_PARTICLE_H

#include "base/buf.h"
#include "base/str.h"

enum ending {
	ENDING_UNKNOWN,
	ENDING_VOWEL,
	ENDING_RIEUL, /* the consonant ㄹ, behind which 으로 becomes 로 */
	ENDING_CONSONANT,
};

/* How a name, UTF-8, ends when it is read aloud. */
enum ending ending_of(struct str name);

/* Is this a pair of particles, the form after a consonant first: "은/는", "으로/로"? */
bool particle_known(struct str pair);

/* Appends the one of a known pair that follows the name; both where its end is unknown: 은(는),
 * (으)로. */
void particle_add(struct buf *out, struct str name, struct str pair);

/* Takes a particle off the end of a text: the first of these that stands there and suits what is
 * before it; pairs as above, or single words that follow anything ("의"), ended by NULL. Behind
 * other scripts than Hangul each form suits, as people differ in how they read them. Returns what
 * is before it, without blanks at its end; the empty text if no particle fits or nothing is before.
 */
struct str particle_strip(struct str said, const char *const *particles);

#endif

/* Text that came from outside, made fit to be shown: UTF-8 checked, cleaned, counted, cut. */
#ifndef ARTISTBOT_BASE_TEXT_H
#define ARTISTBOT_BASE_TEXT_H

#include "base/buf.h"
#include "base/str.h"

#include <stdint.h>

enum text_lines {
	TEXT_ONE_LINE,   /* runs of blanks and line breaks become one space */
	TEXT_MANY_LINES, /* line breaks stay, each as '\n': '\n', "\r\n", '\r', U+0085, U+2028,
			    U+2029; blanks beside them go, other runs of blanks become one space */
};

/* Decodes the first code point of s into c and returns its bytes. Where s does not start with
 * well-formed UTF-8, c is -1 and one byte is taken; at the end, 0 is returned. */
size_t text_next(struct str s, int32_t *c);

/* What four hexadecimal digits at the beginning of s say; -1 if there are none. */
int32_t text_hex4(struct str s);

/* Is every byte part of well-formed UTF-8 (no surrogates, no overlong forms)? */
bool text_valid(struct str s);

/* Length in UTF-16 code units, the strictest reading of Kakao's "characters". Counts a byte that
 * is not UTF-8 as one. */
size_t text_units(struct str s);

/* Is a code point Unicode's White_Space (which is stable)? */
bool text_is_blank(int32_t c);

/* Is there anything to see: not only blanks, controls, format characters, lone combining marks,
 * Hangul fillers or the blank Braille pattern? What is not UTF-8, and U+FFFD, is not to be seen. */
bool text_visible(struct str s);

/* The part between leading and trailing blanks (Unicode White_Space, U+200B, U+FEFF) and controls.
 */
struct str text_trim(struct str s);

/* Appends s to out, cleaned and at most max_units long. Dropped are: bytes that are not UTF-8,
 * U+FFFD, control characters (but see text_lines), bidirectional embeddings, overrides and
 * isolates, U+FEFF and noncharacters. Leading and trailing blanks are trimmed. What is too long
 * ends at a grapheme boundary with `…`, which counts; a grapheme longer than the limit, or longer
 * than any that a language or an emoji needs, is dropped. Stops reading where it is full.
 * Returns whether anything visible was appended; if not, out is as before, except that `failed` is
 * set where it did not fit into out. */
bool text_fit(struct buf *out, struct str s, size_t max_units, enum text_lines lines);

#endif

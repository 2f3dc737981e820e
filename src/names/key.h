/* The name key: two spellings of a name that differ only in case, blanks, punctuation, accents or
 * Unicode form have the same key. Keys are what the store looks names up by. */
#ifndef ARTISTBOT_NAMES_KEY_H
#define ARTISTBOT_NAMES_KEY_H

#include "base/limits.h"
#include "base/str.h"

/* Writes the key of a name, terminated, and returns its bytes; 0 (and "") if the text holds no
 * name: nothing but blanks, controls and lone marks, not UTF-8, or a key longer than LIMIT_KEY or
 * LIMIT_KEY_CHARS.
 *
 * NFKC, full case folding, then everything but letters, marks and digits left out, accents
 * (combining marks) of Latin, Greek and Cyrillic letters too, and modifier letters that serve as
 * apostrophes; composed again, also Hangul spelt in halfwidth letters. A name of nothing but
 * symbols ("!!!", "+/-") keeps its symbols. The key of a key is the key. Unicode's data are those
 * of utf8proc. */
size_t name_key(char key[static LIMIT_KEY + 1], struct str name);

#endif

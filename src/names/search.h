/* What names are searched by. A name is stored under several short keys; what was typed is looked
 * up by those that it shares with the names that may have been meant. The first character of a key
 * tells its kind:
 *
 *   c  skeleton of the whole name (names/skeleton.h), the words also with the last one first
 *   f  where that is short, the finer one
 *   d  its skeleton without one of the consonants: what is typed with one too many, too few or
 *      another one shares it, or is it
 *   w  skeleton of one of several words, for who types half a name
 *   h  how many keys type the name (names/strokes.h), and the first half of them
 *   t  likewise, and the other half: a single slip leaves one half as it is
 *   i  initial consonants of a name in Hangul
 *
 * Keys are ASCII; a changed rule needs a new SEARCH_VERSION, upon which all names are indexed anew.
 */
#ifndef ARTISTBOT_NAMES_SEARCH_H
#define ARTISTBOT_NAMES_SEARCH_H

#include "names/skeleton.h"
#include "names/strokes.h"

#include <stdint.h>

enum {
	SEARCH_VERSION = 4,
	SEARCH_KEY = 27,       /* characters of a key */
	SEARCH_NAME_KEYS = 48, /* of one name */
	SEARCH_TYPED_KEYS = 16,
	SEARCH_WIDER_KEYS = 32,
};

struct search_keys {
	char items[SEARCH_NAME_KEYS][SEARCH_KEY + 1];
	int n;
};

/* The keys under which a name, as written, is stored: at most SEARCH_NAME_KEYS. */
void search_name(struct search_keys *out, struct str name);

/* Those to look up first for what was typed, in either script: at most SEARCH_TYPED_KEYS, the
 * likeliest first. key is its name key. */
void search_typed(struct search_keys *out, struct str typed, const char *key);

/* Those to look up where they have not led to a name that is near enough: of names that differ by
 * one consonant from what was typed in Hangul, and of names of which only one word was typed in it.
 * At most SEARCH_WIDER_KEYS, and none for Latin letters. */
void search_wider(struct search_keys *out, struct str typed);

/* May so many names have this key that only the best known of them are of use? Else it tells them
 * apart well: of the names of a million artists a few dozen have it. */
bool search_is_shared(const char *key);

/* Adds those of what may have been meant instead, at most SEARCH_WIDER_KEYS in all. Returns a bit
 * for the place of each in the list; 0: there was no room. */
uint64_t search_meant(struct search_keys *out, const struct skeleton *s);

/* Likewise those of names that have a consonant more, wherever that is; 0 also where too many names
 * would have the key. */
uint64_t search_meant_less(struct search_keys *out, const struct skeleton *s);

/* Likewise those of names that have a consonant more, or less, or another one. */
uint64_t search_meant_nearly(struct search_keys *out, const struct skeleton *s);

#endif

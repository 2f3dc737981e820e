/* JSON that came from outside, read into a tree of cJSON.
 *
 * The looks at the tree take any node, also NULL, so that what is missing, null or of another type
 * needs no case of its own. Members and items are gone through with cJSON_ArrayForEach, which takes
 * NULL as well. */
#ifndef ARTISTBOT_BASE_JSON_READ_H
#define ARTISTBOT_BASE_JSON_READ_H

#include "base/str.h"

#include <cjson/cJSON.h>

/* Reads the whole text as one value. NULL if it is empty, longer than max bytes, nested deeper than
 * depth, not UTF-8, no JSON, or null, or if memory is short; why, if not NULL, is then told in a
 * few words. A byte order mark before it is skipped. Half a surrogate pair, which a text cut by its
 * UTF-16 length ends with, becomes U+FFFD; \u0000 becomes U+0001, which no
 * text shows either. The
 * caller frees the tree with cJSON_Delete. */
cJSON *json_read(struct str text, size_t max, int depth, const char **why);

/* Is a text that json_read takes also free of what cJSON lets pass: control characters as they are,
 * and numbers that begin with a needless 0 or end with a point? */
bool json_is_strict(struct str text);

/* The member of an object, of several with one name the last; NULL if there is none, or none but
 * null. Names are told apart by case. */
cJSON *json_member(const cJSON *o, const char *name);

/* How many items a list has; 0 for anything else. */
size_t json_length(const cJSON *list);

/* A string, borrowed from the tree; empty for anything else. */
struct str json_string(const cJSON *v);

/* A string, or a number as its text; empty for anything else. The tree keeps it, so v is changed
 * where it is a number. */
struct str json_text(cJSON *v);

#endif

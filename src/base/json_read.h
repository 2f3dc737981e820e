/* JSON that came from outside, read into a tree of json-c.
 *
 * The looks at the tree take any node, also NULL, so that what is missing, null or of another type
 * needs no case of its own. */
#ifndef ARTISTBOT_BASE_JSON_READ_H
#define ARTISTBOT_BASE_JSON_READ_H

#include "base/str.h"

#include <json-c/json.h>

/* Reads the whole text as one value. NULL if it is empty, longer than max bytes, nested deeper than
 * depth, not UTF-8, no JSON, or null; why, if not NULL, is then told in a few words. A byte order
 * mark before it is skipped. Of keys that are there twice, the last counts. The caller frees the
 * tree with json_object_put. */
struct json_object *json_read(struct str text, size_t max, int depth, const char **why);

/* Is a text that json_read takes also free of what json-c lets pass: keys in single quotes,
 * Infinity, numbers that end with a point, and control characters in strings? */
bool json_is_strict(struct str text);

/* The member of an object; NULL if there is none, or none but null. */
struct json_object *json_member(struct json_object *o, const char *name);

/* A string, borrowed from the tree; empty for anything else. */
struct str json_string(struct json_object *v);

/* A string, or a number as its text; empty for anything else. */
struct str json_text(struct json_object *v);

#endif

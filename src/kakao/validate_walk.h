/* What the parts of the validator share: the walk through a response, and the looks at one value.
 */
#ifndef ARTISTBOT_KAKAO_VALIDATE_WALK_H
#define ARTISTBOT_KAKAO_VALIDATE_WALK_H

#include "base/json_read.h"
#include "kakao/validate.h"

/* Where the validator is. */
struct walk {
	struct kakao_validation *v;
	struct buf path;
	bool in_carousel;
};

/* Steps into a field or an item; the path is as before after walk_back with what was returned. */
size_t walk_field(struct walk *w, const char *name);
size_t walk_item(struct walk *w, size_t i);
void walk_back(struct walk *w, size_t path);

/* Tells of a finding here. */
void walk_found(struct walk *w, const struct kakao_finding *f);

/* The limit that holds here. */
static inline int walk_limit(const struct walk *w, int usual, int in_carousel)
{
	return w->in_carousel && in_carousel ? in_carousel : usual;
}

/* A field that counts as there: neither null nor "". */
cJSON *walk_member(const cJSON *o, const char *name);

/* Joins names for a message: "a, b, c". The list ends with NULL or after most. */
const char *walk_names(char *out, size_t size, const char *const *list, size_t most);

struct text_size {
	size_t units, blanks, lines;
};

/* Measures a text. */
struct text_size text_measure(struct str s);

/* Holds a text (also URL, phone number, amount) against its field. */
void validate_text(struct walk *w, const struct rule_field *f, struct str s);

/* Holds an object against the checks across its fields. */
void validate_checks(struct walk *w, const struct rule_check *checks, const cJSON *o);

#endif

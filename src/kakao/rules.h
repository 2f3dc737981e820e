/* Every rule of a skill response, as data: one table that the validator (kakao/validate.h) reads,
 * and that is printed as JSON (www/rules.json) for the page's checker, which reads it likewise.
 * The numbers are the builder's (kakao/limits.h).
 *
 * A node is an object of the response: the fields that it may have, and checks across them. What a
 * reader of the table does with it:
 *
 * - It starts at the root node, outside a carousel. A field whose `variants` are set lists cards of
 *   the kind that the object's field `by` names; from there on everything is in a carousel, and
 *   the limits for a carousel hold where there are any.
 * - null, and "" for a text, a URL, a phone number or an amount, are as good as not there.
 * - A value of another type than the field's is a breach; nothing else is said of it.
 * - Texts are measured in UTF-16 code units. Where `blanks_free` is set, only what is longer than
 *   `max` without its blanks (Unicode White_Space) is a breach, and what is longer with them an
 *   advice: Kakao counts "without spaces", and its own examples need that.
 * - Control characters but tab, line feed and carriage return, U+FFFD, lone surrogates, and what
 *   turns the direction of a text (U+202A to U+202E, U+2066 to U+2069) are an advice.
 * - `lines` is the number of line breaks and one.
 * - A field that the node does not know is an advice: Kakao ignores it.
 * - A number that is whole is an integer, however it is written.
 *
 * Severities: a breach is against what Kakao documents; the bubble is cut, loses a part or does not
 * appear. An advice is ours, or reported by others: it may be shown otherwise than was meant. */
#ifndef ARTISTBOT_KAKAO_RULES_H
#define ARTISTBOT_KAKAO_RULES_H

#include "base/json_write.h"

enum rule_severity { RULE_BREACH, RULE_ADVICE };

enum rule_type {
	RULE_TEXT,
	RULE_URL,    /* a text that, trimmed, begins with http:// or https:// and a host, perhaps
		      * behind "user@", without a blank in either, else a
		      * breach; what is not printable ASCII in it, or one of "<>\^`{|}, is an advice
		      */
	RULE_PHONE,  /* a text: digits and + - ( ) . * # and blanks, else an advice */
	RULE_AMOUNT, /* a text: letters, currency signs, digits, at most two of them after a point,
		      * commas and blanks, else a breach; without a digit, an advice */
	RULE_INTEGER,
	RULE_BOOLEAN,
	RULE_OBJECT,   /* of `node`, or of any fields where that is NULL */
	RULE_LIST,     /* of objects of `node`, or of a variant */
	RULE_TEXT_MAP, /* an object; a value that is not a text is an advice */
	RULE_ANY,
	RULE_TYPES
};

enum rule_need {
	RULE_OPTIONAL,
	RULE_REQUIRED, /* a breach if it is not there */
	RULE_EXPECTED, /* an advice if it is not there */
	RULE_IGNORED,  /* an advice if it is there: Kakao does nothing with it */
	RULE_NEEDS
};

struct rule_node;

/* What a list holds where its object's field `by` has the value `is`. */
struct rule_variant {
	const char *is;
	const struct rule_node *node;
	int max; /* items */
};

/* Limits are 0 where there is none; those for a carousel are 0 where they are the same there. */
struct rule_field {
	const char *name;
	enum rule_type type;
	enum rule_need need;
	int max, carousel_max;     /* units of a text, items of a list, entries of an object */
	int min;                   /* items of a list */
	int ours;                  /* units or bytes of a URL; longer is an advice */
	int lines, carousel_lines; /* of a text */
	enum rule_severity lines_severity;
	bool blanks_free;
	const char *const *values;      /* ended by NULL; any other is a breach, … */
	const char *const *also_values; /* … but one of these only an advice */
	const struct rule_node *node;
	const char *by;
	const struct rule_variant *variants; /* ended by one without a name */
};

/* Checks across the fields of an object. A check with `when` holds only where that field has one of
 * the values in `is` (a boolean counts as "true" or "false"), or, without `is`, where it is there.
 * Its own fields count as there by the rule above, lists also when they are empty. */
enum rule_check_kind {
	RULE_NO_CHECK,
	RULE_ALL_OF,      /* every one of `fields` is there */
	RULE_ANY_OF,      /* at least one is */
	RULE_ONE_OF,      /* exactly one is */
	RULE_AT_MOST_ONE, /* not two are */
	RULE_NONE_OF,     /* none is */
	RULE_SUM,         /* texts: `max` units, and `lines`, together */
	RULE_HORIZONTAL, /* `fields`: the buttons, their layout and, if any, the picture (of a list,
			  * the first). If the layout is "horizontal", or neither "horizontal" nor
			  * "vertical" and the picture's fixedRatio is true, there are at most `max`
			  * buttons; and if there are two or more, the label of each has at most
			  * `label` units, measured as blanks_free */
	RULE_RATIO, /* `fields`: width and height, which, if both are positive, are to be in one of
		     * `ratios` */
	RULE_SAME_RATIO, /* `fields`: a list, and the picture of each item of it (of a list, the
			  * first): fixedRatio is the same in all that have one; missing is false */
	RULE_ALIKE, /* the first of `fields` is a list; each other is there in all its items or in
		     * none */
	RULE_CHECKS
};

enum { RULE_CHECK_FIELDS = 8 };

struct rule_check {
	enum rule_check_kind kind;
	enum rule_severity severity;
	bool in_carousel; /* holds only there */
	const char *when;
	const char *is[4];
	const char *fields[RULE_CHECK_FIELDS];
	int max, carousel_max;
	int lines;
	int label;
	const char *const *ratios, *const *carousel_ratios; /* "2:1", …; ended by NULL */
	const char *why; /* what it is for, in a sentence for the reader of a finding */
};

/* Both lists end with an empty entry. */
struct rule_node {
	const char *name;
	const struct rule_field *fields;
	const struct rule_check *checks; /* NULL: none */
};

/* The response as a whole. */
extern const struct rule_node kakao_rules;

/* Appends the table as one JSON value, laid out for reading: "bytes" (of the whole body: above
 * "max" a breach, above "ours" an advice), "root" (the name of the first node) and "nodes". Names
 * are as above, in camel case; what has its usual value is left out. */
void kakao_rules_write(struct buf *out);

/* How types, checks and severities are called in the JSON and in findings. */
const char *kakao_rule_type(enum rule_type type);
const char *kakao_rule_check(enum rule_check_kind kind);
const char *kakao_rule_severity(enum rule_severity severity);

#endif

/* Inside the payload's decoder: two readers of the same thing.
 *
 * payload_read_tree lets cJSON make a tree of the body: it is the one that decides what a body
 * means. payload_scan goes over the bytes once, without memory of its own, and knows the usual body
 * only: where it is not sure that the tree would say the same, it declines. A test holds the two
 * together. Both go by one table of fields, kept in payload_fields.c. */
#ifndef ARTISTBOT_KAKAO_PAYLOAD_SCAN_H
#define ARTISTBOT_KAKAO_PAYLOAD_SCAN_H

#include "kakao/payload.h"

enum payload_kind {
	PAYLOAD_TEXT,      /* struct str */
	PAYLOAD_OBJECT,    /* its members are fields in turn */
	PAYLOAD_PARAMS,    /* struct kakao_params: each member a value */
	PAYLOAD_DETAIL,    /* struct kakao_params: each member an object with value and origin */
	PAYLOAD_WORD,      /* struct str: a text, or "true" or "false" for a boolean */
	PAYLOAD_CONTEXTS,  /* struct kakao_live_contexts, of a list */
	PAYLOAD_KNOWLEDGE, /* struct kakao_knowledges, of a list; adds to those that are there */
};

/* A member that is wanted, and where in struct kakao_payload it belongs. */
struct payload_field {
	const char *name; /* NULL ends a table */
	enum payload_kind kind;
	size_t at;
	const struct payload_field *members; /* of PAYLOAD_OBJECT */
};

/* The fields of a payload. */
extern const struct payload_field payload_fields[];

/* False: no JSON object; the payload is empty then. kakao_payload_free in either case. */
bool payload_read_tree(struct kakao_payload *p, struct str body);

/* Fills an empty payload. False: not sure, and the payload holds anything. The texts lie in the
 * body, or in the payload itself. */
bool payload_scan(struct kakao_payload *p, struct str body);

#endif

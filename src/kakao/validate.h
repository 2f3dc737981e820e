/* Holds a skill response against the table of rules (kakao/rules.h), whoever made it. */
#ifndef ARTISTBOT_KAKAO_VALIDATE_H
#define ARTISTBOT_KAKAO_VALIDATE_H

#include "kakao/rules.h"

/* What can be wrong; how it is told, and the name it has in JSON, is in kakao/findings.c. */
enum kakao_fault {
	FAULT_BYTES,
	FAULT_TYPE,             /* name: what it is; other: what it is to be */
	FAULT_MISSING,          /* name: what needs it, if that is not always */
	FAULT_EXPECTED,         /* the same, but only to be advised */
	FAULT_VALUE,            /* name: the value; other: those that are allowed */
	FAULT_LONG,             /* units */
	FAULT_LONG_OURS,        /* units, or bytes of a URL */
	FAULT_LONG_WITH_BLANKS, /* units with blanks, too long only with them */
	FAULT_LINES,
	FAULT_FEW,
	FAULT_MANY,
	FAULT_URL,
	FAULT_URL_CHARACTERS,
	FAULT_PHONE,
	FAULT_AMOUNT,
	FAULT_CHARACTERS, /* name: the first of them */
	FAULT_BLANK,
	FAULT_UNKNOWN,
	FAULT_IGNORED,
	FAULT_ANY_OF,      /* other: the fields */
	FAULT_ONE_OF,      /* other: the fields */
	FAULT_AT_MOST_ONE, /* other: the fields */
	FAULT_NONE_OF,     /* name: what forbids it */
	FAULT_SUM,         /* units; other: the fields */
	FAULT_SUM_LINES,   /* other: the fields */
	FAULT_HORIZONTAL_MANY,
	FAULT_HORIZONTAL_LONG, /* units */
	FAULT_RATIO,           /* name: the ratio; other: those that are allowed */
	FAULT_SAME_RATIO,
	FAULT_ALIKE,
	FAULT_FAULTS
};

/* One thing that was found. All texts are fit to be printed, and live for the call only. */
struct kakao_finding {
	enum kakao_fault fault;
	enum rule_severity severity;
	const char *path;         /* "template.outputs[0].basicCard.title"; "" for the whole */
	long long actual, limit;  /* where the fault has a measure */
	const char *name, *other; /* as told above; else "" */
	const char *why;          /* the rule's own reason, or NULL */
};

/* What is told, and how often; findings past the first KAKAO_TOLD are counted but not told. */
struct kakao_validation {
	void (*found)(void *context, const struct kakao_finding *f); /* may be NULL */
	void *context;
	long long breaches, advices;
};

enum { KAKAO_TOLD = 500 };

/* Holds a body against the rules, each finding in the order of the body. False if it cannot be
 * read (not UTF-8, no JSON object, too large, too deep); why is then told, else NULL. */
bool kakao_validate(struct kakao_validation *v, struct str body, const char **why);

/* The name of a fault, for programs. */
const char *kakao_fault_name(enum kakao_fault fault);

/* Appends a finding as a sentence without a full stop, in English or Korean. */
void kakao_finding_say(struct buf *out, const struct kakao_finding *f, bool korean);

#endif

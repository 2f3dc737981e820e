/* What a user asked, read from a skill payload. */
#ifndef ARTISTBOT_SKILL_QUESTION_H
#define ARTISTBOT_SKILL_QUESTION_H

#include "base/config.h"
#include "base/limits.h"
#include "kakao/payload.h"

enum question_kind {
	QUESTION_ARTIST, /* name is there */
	QUESTION_EMPTY,  /* nothing was said */
	QUESTION_LONG,   /* too long for a name */
};

struct question {
	enum question_kind kind;
	char name[LIMIT_NAME + 1]; /* cleaned, on one line */
	char key[LIMIT_KEY + 1];   /* its name key (names/key.h) */
};

/* Reads the artist's name: from clientExtra of our own buttons, then action.params (the configured
 * names in their order, then a single other one), then detailParams likewise, by value and then by
 * origin, then the utterance. */
void question_read(struct question *q, const struct kakao_payload *p, const struct config_skill *c);

#endif

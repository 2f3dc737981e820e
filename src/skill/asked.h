/* What was asked, as bytes to look a finished reply up by. */
#ifndef ARTISTBOT_SKILL_ASKED_H
#define ARTISTBOT_SKILL_ASKED_H

#include "kakao/payload.h"

/* What a usual message takes, several times over. */
enum { ASKED_BYTES = 768 };

/* Writes all of a payload that a reply may depend on, but who asks: two payloads with the same
 * bytes are the same question. What question_read (skill/question.h) looks at must be in it.
 * Returns the bytes; 0: too long. */
size_t asked_write(char out[static ASKED_BYTES], const struct kakao_payload *p);

#endif

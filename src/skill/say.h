/* What is said where there is no artist to show. */
#ifndef ARTISTBOT_SKILL_SAY_H
#define ARTISTBOT_SKILL_SAY_H

#include "kakao/reply.h"
#include "music/finder.h"
#include "skill/talk.h"
#include "skill/wording.h"

/* Whether a reply offers names to tap, or to ask the same again. */
enum offer { OFFER_NOTHING, OFFER_EXAMPLES, OFFER_AGAIN };

struct say {
	enum word word;
	enum offer offer;
	const char *outcome; /* for the log */
};

/* What to say for an outcome of the finder, but FIND_FOUND and FIND_SEVERAL; and in small talk, but
 * TALK_NONE. */
const struct say *say_status(enum find_status status);
const struct say *say_talk(enum talk talk);

/* Adds it to a reply. said: what the user asked, to be asked again; again_ms: when, 0 if nobody
 * knows. */
void say_add(struct kakao_reply *r, const struct wording *w, const struct say *what,
    struct str said, int64_t again_ms);

#endif

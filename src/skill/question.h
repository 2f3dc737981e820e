/* What a user asked, read from a skill payload. */
#ifndef ARTISTBOT_SKILL_QUESTION_H
#define ARTISTBOT_SKILL_QUESTION_H

#include "base/config.h"
#include "base/limits.h"
#include "kakao/payload.h"
#include "skill/phrase.h"
#include "skill/talk.h"

/* UTF-16 code units of what can be a name or a phrase; the longest artist names there are have
 * about 100, and a phrase adds some. */
enum { QUESTION_UNITS = 120 };

enum question_kind {
	QUESTION_ARTIST, /* somebody may be named */
	QUESTION_TALK,   /* nobody is */
	QUESTION_LONG,   /* too long for a name */
};

struct question {
	enum question_kind kind;
	enum talk talk; /* what is talked of; with QUESTION_ARTIST: unless somebody known already
			   bears the name, and then nobody is searched for */
	char said[LIMIT_NAME + 1]; /* cleaned, on one line */
	struct phrase phrase;      /* its readings, in it */

	/* The reading that is asked (question_take). */
	enum view view;
	char name[LIMIT_NAME + 1];
	char key[LIMIT_KEY + 1];      /* its name key (names/key.h) */
	char artist_id[LIMIT_ID + 1]; /* "" if only the name is known */
	char
	    typed[LIMIT_KEY + 1]; /* key of what led to the choice that the user makes now; "": none
				   */
};

/* Reads who is asked for: clientExtra of our own buttons, then action.params (the configured names
 * in their order, then a single other one), then detailParams likewise, by value and then by
 * origin, then the utterance. The utterance also tells what is to be shown, where it is a phrase
 * around a parameter. The first reading that may be asked is taken. */
void question_read(struct question *q, const struct kakao_payload *p, const struct config_skill *c);

/* Does it carry a choice, which has to be noted (skill/tap.h)? */
bool question_is_choice(const struct kakao_payload *p);

/* A copy, whose readings are in its own text. */
void question_copy(struct question *to, const struct question *from);

/* Writes the key of a reading. Returns whether it has one. */
bool question_key(const struct question *q, int reading, char key[static LIMIT_KEY + 1]);

/* Takes a reading for the one that is asked. False if it holds no name. */
bool question_take(struct question *q, int reading);

#endif

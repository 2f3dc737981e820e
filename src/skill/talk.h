/* What people say to a bot that names no artist: greetings, thanks, emoji, stickers, insults. */
#ifndef ARTISTBOT_SKILL_TALK_H
#define ARTISTBOT_SKILL_TALK_H

#include "base/str.h"

enum talk {
	TALK_NONE, /* it may be a name */
	TALK_EMPTY,
	TALK_SONGS,   /* songs, but whose? */
	TALK_RELATED, /* similar artists, but to whom? */
	TALK_GREETING,
	TALK_HELP,
	TALK_THANKS,
	TALK_BYE,
	TALK_LAUGH,
	TALK_PICTURE, /* an emoji, or the text that stands for a sticker or a picture */
	TALK_INSULT,
	TALK_COUNT, /* how many there are */
};

/* Reads a text that is cleaned (base/text.h) and its name key (names/key.h). *or_name: an artist
 * who is known by exactly that name wins (Hello, 하이, !!!); what nobody in Korea would mean as a
 * name is always talk (안녕하세요, 도움말, (하트)), and such an artist is to be asked for by a
 * phrase: 가수 안녕하세요. */
enum talk talk_read(struct str said, const char *key, bool *or_name);

#endif

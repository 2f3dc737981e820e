/* What the bot says: texts by name, from a file, over a built-in set in one of the languages
 * (etc/messages.LANGUAGE.ini). */
#ifndef ARTISTBOT_SKILL_WORDING_H
#define ARTISTBOT_SKILL_WORDING_H

#include "base/buf.h"

enum word {
	WORD_ARTIST_GENRES,
	WORD_ARTIST_FOLLOWERS,
	WORD_ARTIST_POPULARITY,
	WORD_ARTIST_CREDIT,
	WORD_ARTIST_PICTURE,
	WORD_ARTIST_OPEN,
	WORD_ARTIST_ASK,
	WORD_SONGS_HEADER,
	WORD_SONGS_LABEL,
	WORD_SONGS_MORE,
	WORD_SONGS_NONE,
	WORD_SONGS_ASK,
	WORD_RELATED_HEADER,
	WORD_RELATED_LABEL,
	WORD_RELATED_SHOW,
	WORD_RELATED_NONE,
	WORD_RELATED_ASK,
	WORD_ANSWER_UNKNOWN,
	WORD_ANSWER_ONE,
	WORD_ANSWER_SEVERAL,
	WORD_ANSWER_LATE,
	WORD_ANSWER_BUSY,
	WORD_ANSWER_CLOSED,
	WORD_ANSWER_LIMITED,
	WORD_ANSWER_FAILED,
	WORD_ANSWER_LONG,
	WORD_ANSWER_UNREADABLE,
	WORD_ANSWER_WAITING,
	WORD_ANSWER_AGAIN,
	WORD_TALK_EMPTY,
	WORD_TALK_SONGS,
	WORD_TALK_RELATED,
	WORD_TALK_GREETING,
	WORD_TALK_HELP,
	WORD_TALK_THANKS,
	WORD_TALK_BYE,
	WORD_TALK_LAUGH,
	WORD_TALK_PICTURE,
	WORD_TALK_INSULT,
	WORD_WHEN_SOON,
	WORD_WHEN_SECONDS,
	WORD_WHEN_MINUTES,
	WORD_WHEN_HOURS,
	WORD_EXAMPLES_FIRST,
	WORD_EXAMPLES_SECOND,
	WORD_EXAMPLES_THIRD,
	WORD_COUNT, /* how many there are */
};

struct wording;

/* Reads the file (NULL or "": none) over the built-in wording in that language; where there is
 * none in it, Korean. What is wrong in the file is added to errors with its line, and the built-in
 * text stays. NULL only without memory. */
struct wording *wording_load(const char *language, const char *path, struct buf *errors);
void wording_free(struct wording *w);

/* The text as it stands, for texts without a {value}. Lives as long as w. */
struct str wording_text(const struct wording *w, enum word word);

/* Appends the text with {name} replaced by value, and {name:은/는} by value with the particle that
 * follows it (names/particle.h); name without its braces. */
void wording_fill(
    struct buf *out, const struct wording *w, enum word word, const char *name, struct str value);

/* Appends n ≥ 0 as it is written in the wording's language (skill/number.h). */
void wording_number(struct buf *out, const struct wording *w, int64_t n);

#endif

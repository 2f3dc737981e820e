#include "skill/say.h"

#include <stdio.h>

enum { MAX_SAID = 8 * 1024 }; /* bytes; the reply's builder cuts to what Kakao allows */

const struct say *say_status(enum find_status status)
{
	static const struct say said[] = {
	    [FIND_UNKNOWN] = {WORD_ANSWER_UNKNOWN, OFFER_EXAMPLES, "unknown"},
	    [FIND_LATE] = {WORD_ANSWER_LATE, OFFER_AGAIN, "late"},
	    [FIND_BUSY] = {WORD_ANSWER_BUSY, OFFER_AGAIN, "busy"},
	    [FIND_CLOSED] = {WORD_ANSWER_CLOSED, OFFER_AGAIN, "closed"},
	    [FIND_LIMITED] = {WORD_ANSWER_LIMITED, OFFER_NOTHING, "limited"},
	    [FIND_FAILED] = {WORD_ANSWER_FAILED, OFFER_AGAIN, "failed"},
	};
	return &said[status];
}

const struct say *say_talk(enum talk talk)
{
	static const struct say said[TALK_COUNT] = {
	    [TALK_EMPTY] = {WORD_TALK_EMPTY, OFFER_EXAMPLES, "empty"},
	    [TALK_SONGS] = {WORD_TALK_SONGS, OFFER_EXAMPLES, "nobody"},
	    [TALK_RELATED] = {WORD_TALK_RELATED, OFFER_EXAMPLES, "nobody"},
	    [TALK_GREETING] = {WORD_TALK_GREETING, OFFER_EXAMPLES, "greeting"},
	    [TALK_HELP] = {WORD_TALK_HELP, OFFER_EXAMPLES, "help"},
	    [TALK_THANKS] = {WORD_TALK_THANKS, OFFER_EXAMPLES, "talk"},
	    [TALK_BYE] = {WORD_TALK_BYE, OFFER_EXAMPLES, "talk"},
	    [TALK_LAUGH] = {WORD_TALK_LAUGH, OFFER_EXAMPLES, "talk"},
	    [TALK_PICTURE] = {WORD_TALK_PICTURE, OFFER_EXAMPLES, "talk"},
	    [TALK_INSULT] = {WORD_TALK_INSULT, OFFER_EXAMPLES, "talk"},
	};
	return &said[talk];
}

static void offer(struct kakao_reply *r, const struct wording *w, enum offer what, struct str said)
{
	if (what == OFFER_AGAIN)
		kakao_reply_quick_reply(r, wording_text(w, WORD_ANSWER_AGAIN), said);
	for (enum word e = WORD_EXAMPLES_FIRST; what == OFFER_EXAMPLES && e <= WORD_EXAMPLES_THIRD;
	     e++)
		kakao_reply_quick_reply(r, wording_text(w, e), wording_text(w, e));
}

/* "5분 후에": in the largest unit that is not below one, rounded up. */
static void fill_when(struct buf *out, const struct wording *w, int64_t ms)
{
	int64_t seconds = (ms + 999) / 1000, minutes = (seconds + 59) / 60,
		hours = (minutes + 59) / 60;
	int64_t n = seconds < 60 ? seconds : minutes < 60 ? minutes : hours;
	enum word unit = seconds < 60   ? WORD_WHEN_SECONDS
			 : minutes < 60 ? WORD_WHEN_MINUTES
					: WORD_WHEN_HOURS;
	char number[24];
	snprintf(number, sizeof number, "%lld", (long long)n);
	wording_fill(out, w, seconds > 0 ? unit : WORD_WHEN_SOON, "n", str_of(number));
}

void say_add(struct kakao_reply *r, const struct wording *w, const struct say *what,
    struct str said, int64_t again_ms)
{
	struct buf when, text;
	buf_init(&when, MAX_SAID);
	buf_init(&text, MAX_SAID);
	fill_when(&when, w, again_ms);
	wording_fill(&text, w, what->word, "when", buf_str(&when));
	kakao_reply_text(r, buf_str(&text));
	offer(r, w, what->offer, said);
	buf_free(&text);
	buf_free(&when);
}

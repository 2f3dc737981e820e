#include "skill/skill.h"

#include "kakao/limits.h"
#include "kakao/reply.h"
#include "names/plausible.h"
#include "skill/artist_view.h"

#include <stdio.h>

enum { MAX_SAID = 8 * 1024 }; /* bytes; the reply's builder cuts to what Kakao allows */

/* Whether a reply offers names to tap, or to ask the same again. */
enum offer { OFFER_NOTHING, OFFER_EXAMPLES, OFFER_AGAIN };

/* What is said where there is no artist to show. */
static const struct {
	enum word word;
	enum offer offer;
	const char *outcome;
} says[] = {
    [FIND_SEVERAL] = {WORD_ANSWER_UNKNOWN, OFFER_EXAMPLES, "several"},
    [FIND_UNKNOWN] = {WORD_ANSWER_UNKNOWN, OFFER_EXAMPLES, "unknown"},
    [FIND_LATE] = {WORD_ANSWER_LATE, OFFER_AGAIN, "late"},
    [FIND_BUSY] = {WORD_ANSWER_BUSY, OFFER_AGAIN, "busy"},
    [FIND_CLOSED] = {WORD_ANSWER_CLOSED, OFFER_AGAIN, "closed"},
    [FIND_LIMITED] = {WORD_ANSWER_LIMITED, OFFER_NOTHING, "limited"},
    [FIND_FAILED] = {WORD_ANSWER_FAILED, OFFER_AGAIN, "failed"},
};

static const char *const sources[] = {
    [FIND_NOWHERE] = "none",
    [FIND_STORE] = "store",
    [FIND_STORE_STALE] = "stale",
    [FIND_SPOTIFY] = "spotify",
};

void skill_call_init(struct skill_call *k)
{
	*k = (struct skill_call){0};
	buf_init(&k->text, KAKAO_REPLY_BYTES);
}

void skill_call_set(
    struct skill_call *k, int64_t deadline, void (*wake)(void *context), void *context)
{
	k->find.deadline = deadline;
	k->find.wake = wake;
	k->find.wake_context = context;
}

int64_t skill_call_wait_until(const struct skill_call *k)
{
	return k->find.wait_until;
}

static void end_reply(struct skill_call *k, struct kakao_reply *r)
{
	k->reply = kakao_reply_end(r) ? buf_str(&k->text) : kakao_reply_apology;
}

static void offer(
    const struct skill *s, const struct skill_call *k, struct kakao_reply *r, enum offer what)
{
	if (what == OFFER_AGAIN)
		kakao_reply_quick_reply(
		    r, wording_text(s->wording, WORD_ANSWER_AGAIN), str_of(k->question.name));
	for (enum word w = WORD_EXAMPLES_FIRST; what == OFFER_EXAMPLES && w <= WORD_EXAMPLES_THIRD;
	     w++)
		kakao_reply_quick_reply(
		    r, wording_text(s->wording, w), wording_text(s->wording, w));
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

static void say(const struct skill *s, struct skill_call *k, enum word word, enum offer what,
    const char *outcome)
{
	struct kakao_reply r;
	struct buf when, text;
	buf_init(&when, MAX_SAID);
	buf_init(&text, MAX_SAID);
	fill_when(&when, s->wording, k->find.again_ms);
	wording_fill(&text, s->wording, word, "when", buf_str(&when));
	k->outcome = outcome;
	kakao_reply_begin(&r, &k->text);
	kakao_reply_text(&r, buf_str(&text));
	offer(s, k, &r, what);
	end_reply(k, &r);
	buf_free(&text);
	buf_free(&when);
}

static void show(const struct skill *s, struct skill_call *k, enum find_status status)
{
	struct kakao_reply r;
	k->source = sources[k->find.source];
	if (status != FIND_FOUND) {
		say(s, k, says[status].word, says[status].offer, says[status].outcome);
		return;
	}
	k->outcome = "found";
	kakao_reply_begin(&r, &k->text);
	artist_view_add(&r, k->find.artist, s->wording);
	end_reply(k, &r);
}

static enum skill_step ask(const struct skill *s, struct store_conn *c, struct skill_call *k)
{
	k->find.name = k->question.name;
	k->find.artist_id = NULL;
	k->find.may_search = name_plausible(k->question.name, k->question.key);
	memcpy(k->find.key, k->question.key, sizeof k->find.key);
	enum find_status status = finder_begin(s->finder, c, &k->find);
	stages_end(&k->stages, STAGE_STORE);
	if (status == FIND_WAIT)
		return SKILL_WAIT;
	show(s, k, status);
	return SKILL_DONE;
}

static enum skill_step answer(
    const struct skill *s, struct store_conn *c, struct skill_call *k, bool readable)
{
	if (!readable)
		say(s, k, WORD_ANSWER_UNREADABLE, OFFER_EXAMPLES, "unreadable");
	else if (k->question.kind == QUESTION_EMPTY)
		say(s, k, WORD_ANSWER_EMPTY, OFFER_EXAMPLES, "empty");
	else if (k->question.kind == QUESTION_LONG)
		say(s, k, WORD_ANSWER_LONG, OFFER_EXAMPLES, "long");
	else
		return ask(s, c, k);
	return SKILL_DONE;
}

enum skill_step skill_begin(
    const struct skill *s, struct store_conn *c, struct skill_call *k, struct str body)
{
	struct kakao_payload p;
	stages_end(&k->stages, STAGE_READ);
	bool readable = kakao_payload_parse(&p, body);
	k->source = "none";
	k->user = 0;
	k->find.again_ms = 0;
	k->question.name[0] = '\0'; /* of the request before */
	if (readable) {
		question_read(&k->question, &p, &s->c->skill);
		k->find.user = p.user_id;
		k->user = s->c->log.users ? finder_user(s->finder, p.user_id) : 0;
	}
	stages_end(&k->stages, STAGE_PAYLOAD);
	enum skill_step step = answer(s, c, k, readable);
	kakao_payload_free(&p);
	if (step == SKILL_DONE)
		stages_end(&k->stages, STAGE_REPLY);
	return step;
}

void skill_end(const struct skill *s, struct skill_call *k)
{
	enum find_status status = finder_end(s->finder, &k->find);
	stages_end(&k->stages, STAGE_SPOTIFY);
	show(s, k, status);
	stages_end(&k->stages, STAGE_REPLY);
}

void skill_apologise(struct skill_call *k)
{
	k->reply = kakao_reply_apology;
	k->outcome = "apology";
	k->source = "none";
}

void skill_call_release(struct skill_call *k, size_t keep)
{
	find_release(&k->find);
	buf_reset(&k->text, keep);
}

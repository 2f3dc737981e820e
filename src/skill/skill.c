#include "skill/skill.h"

#include "base/clock.h"
#include "kakao/limits.h"
#include "kakao/reply.h"
#include "names/plausible.h"
#include "skill/later.h"
#include "skill/say.h"
#include "skill/several.h"
#include "skill/views.h"

#include <stdio.h>

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

static const struct say unreadable = {WORD_ANSWER_UNREADABLE, OFFER_EXAMPLES, "unreadable"};
static const struct say too_long = {WORD_ANSWER_LONG, OFFER_EXAMPLES, "long"};

static enum skill_step say(const struct skill *s, struct skill_call *k, const struct say *what)
{
	struct kakao_reply r;
	k->outcome = what->outcome;
	kakao_reply_begin(&r, &k->text);
	say_add(&r, s->wording, what, str_of(k->question.said), k->find.again_ms);
	end_reply(k, &r);
	return SKILL_DONE;
}

/* Keeps a finished reply that is the same for whoever asks this. Only what the store has and is
 * fresh: the rest is about to change. */
static void keep(const struct skill *s, const struct skill_call *k)
{
	if (!s->cache || !k->n_asked || k->find.personal || k->find.source != FIND_STORE ||
	    k->reply.p != k->text.data)
		return;
	const struct artist *a = k->find.artist;
	const struct cache_entry e = {
	    .asked = {k->asked, k->n_asked},
	    .reply = k->reply,
	    .outcome = k->outcome,
	    .name = k->question.name,
	    .key = k->question.key,
	    .artist_id = a->id,
	    .fresh_until = a->fetched_ms + s->c->cache.fresh_hours * 3600000LL,
	    .moment = k->moment,
	};
	cache_put(s->cache, &e, clock_ms());
}

/* Answers with a finished reply, where there is one. */
static bool recall(const struct skill *s, struct skill_call *k, const struct kakao_payload *p)
{
	if (!s->cache || question_is_choice(p) || finder_knows(s->finder, p->user_id))
		return false;
	k->n_asked = asked_write(k->asked, p);
	k->moment = cache_moment(s->cache);
	if (!k->n_asked)
		return false;
	k->cached = cache_get(s->cache, (struct str){k->asked, k->n_asked}, clock_ms());
	if (!k->cached)
		return false;
	k->reply = k->cached->reply;
	k->answered = true;
	k->outcome = k->cached->outcome;
	k->source = "cache";
	finder_count_cached(s->finder, k->cached->artist_id);
	if (s->c->log.names)
		snprintf(k->question.name, sizeof k->question.name, "%.*s", (int)k->cached->name.n,
		    k->cached->name.p);
	return true;
}

static struct manner manner_of(const struct skill *s)
{
	return (struct manner){s->wording, str_of(s->c->skill.block_id)};
}

static enum skill_step show(const struct skill *s, struct skill_call *k)
{
	static const char *const outcomes[] = {
	    [VIEW_ARTIST] = "found", [VIEW_SONGS] = "songs", [VIEW_RELATED] = "related"};
	const struct manner manner = manner_of(s);
	struct kakao_reply r;
	k->answered = true;
	k->outcome = outcomes[k->question.view];
	kakao_reply_begin(&r, &k->text);
	view_add(&r, k->find.artist, k->question.view, &manner);
	end_reply(k, &r);
	keep(s, k);
	return SKILL_DONE;
}

/* Asks which of several was meant. */
static enum skill_step offer(const struct skill *s, struct skill_call *k)
{
	const struct manner manner = manner_of(s);
	struct kakao_reply r;
	k->answered = true;
	k->outcome = "several";
	kakao_reply_begin(&r, &k->text);
	several_add(&r, k->find.candidates, &k->question, &manner);
	end_reply(k, &r);
	return SKILL_DONE;
}

static enum skill_step finish(
    const struct skill *s, struct store_conn *c, struct skill_call *k, enum find_status status);

/* Asks for a reading of what was said. */
static enum skill_step ask(const struct skill *s, struct store_conn *c, struct skill_call *k)
{
	const struct question *q = &k->question;
	k->find.c = s->c;
	k->find.name = q->name;
	k->find.artist_id = *q->artist_id ? q->artist_id : NULL;
	k->find.wants_related = q->view == VIEW_RELATED;
	k->find.exact = q->talk != TALK_NONE;
	k->find.may_search = q->talk == TALK_NONE && name_plausible(q->name, q->key);
	k->find.user = str_of(k->user_id);
	memcpy(k->find.key, *q->artist_id ? q->typed : q->key, sizeof k->find.key);
	enum find_status status = finder_begin(s->finder, c, &k->find);
	stages_end(&k->stages, STAGE_STORE);
	return status == FIND_WAIT ? SKILL_WAIT : finish(s, c, k, status);
}

/* Answers with what was found. Nobody by that name: the next reading is asked, if there is one. */
static enum skill_step finish(
    const struct skill *s, struct store_conn *c, struct skill_call *k, enum find_status status)
{
	struct question *q = &k->question;
	k->source = sources[k->find.source];
	if (status == FIND_FOUND)
		return show(s, k);
	if (status == FIND_UNKNOWN && q->talk != TALK_NONE)
		return say(s, k, say_talk(q->talk));
	if (status == FIND_UNKNOWN && q->phrase.second >= 0 && clock_left(k->find.deadline) > 0) {
		int next = q->phrase.second;
		q->phrase.second = -1;
		find_release(&k->find);
		if (question_take(q, next))
			return ask(s, c, k);
	}
	if (status == FIND_SEVERAL)
		return offer(s, k);
	return say(s, k, say_status(status));
}

/* Of a phrase's readings, takes the first whose name is known, else the likeliest. */
static void choose_reading(struct store_conn *c, struct skill_call *k)
{
	struct question *q = &k->question;
	char keys[PHRASE_READINGS][LIMIT_KEY + 1];
	const char *list[PHRASE_READINGS];
	int reading[PHRASE_READINGS], n = 0;
	if (q->phrase.n < 2 || *q->artist_id)
		return;
	for (int i = 0; i < q->phrase.n; i++)
		if (question_key(q, i, keys[n])) {
			list[n] = keys[n];
			reading[n++] = i;
		}
	int known = store_first_known(c, list, n, k->find.deadline);
	if (known >= 0)
		q->phrase.second = -1;
	question_take(q, known >= 0 ? reading[known] : q->phrase.first);
}

/* The answer is not at hand, but may follow: goes on with the call elsewhere and tells the user to
 * wait. What has a stale artist to show does not wait long enough for that. */
static enum skill_step put_off(
    const struct skill *s, struct store_conn *c, struct skill_call *k, struct str callback_url)
{
	struct skill_call *p = k->find.has_stale ? NULL : later_reserve(s->later, callback_url);
	if (!p)
		return SKILL_WAIT;
	finder_end(s->finder, &k->find);
	find_release(&k->find);
	question_copy(&p->question, &k->question);
	memcpy(p->user_id, k->user_id, sizeof p->user_id);
	if (ask(s, c, p) == SKILL_DONE) { /* it came just now */
		struct buf text = k->text;
		k->text = p->text;
		p->text = text;
		k->reply = p->reply;
		k->answered = p->answered;
		k->outcome = p->outcome;
		k->source = p->source;
		later_cancel(s->later, p);
		return SKILL_DONE;
	}
	later_submit(s->later, s, p);
	struct kakao_reply r;
	k->outcome = "callback";
	kakao_reply_begin(&r, &k->text);
	kakao_reply_use_callback(&r);
	kakao_reply_data(&r, "text", wording_text(s->wording, WORD_ANSWER_WAITING));
	end_reply(k, &r);
	return SKILL_DONE;
}

/* p: NULL if it could not be read. */
static enum skill_step answer(const struct skill *s, struct store_conn *c, struct skill_call *k,
    const struct kakao_payload *p)
{
	if (!p)
		return say(s, k, &unreadable);
	if (k->question.kind == QUESTION_TALK)
		return say(s, k, say_talk(k->question.talk));
	if (k->question.kind == QUESTION_LONG)
		return say(s, k, &too_long);
	choose_reading(c, k);
	enum skill_step step = ask(s, c, k);
	return step == SKILL_WAIT && p->callback_url.n ? put_off(s, c, k, p->callback_url) : step;
}

/* Forgets the request before. */
static void start(struct skill_call *k)
{
	k->source = "none";
	k->user = 0;
	k->answered = false;
	k->find.again_ms = 0;
	k->question.said[0] = '\0';
	k->question.name[0] = '\0';
	k->user_id[0] = '\0';
	k->n_asked = 0;
}

enum skill_step skill_begin(
    const struct skill *s, struct store_conn *c, struct skill_call *k, struct str body)
{
	struct kakao_payload p;
	enum skill_step step = SKILL_DONE;
	stages_end(&k->stages, STAGE_READ);
	bool readable = kakao_payload_parse(&p, body);
	start(k);
	if (readable)
		k->user = s->c->log.users ? finder_user(s->finder, p.user_id) : 0;
	bool recalled = readable && recall(s, k, &p);
	if (readable && !recalled) {
		question_read(&k->question, &p, &s->c->skill);
		snprintf(k->user_id, sizeof k->user_id, "%.*s", (int)p.user_id.n, p.user_id.p);
	}
	stages_end(&k->stages, STAGE_PAYLOAD);
	if (!recalled) {
		step = answer(s, c, k, readable ? &p : NULL);
		if (step == SKILL_DONE)
			stages_end(&k->stages, STAGE_REPLY);
	}
	kakao_payload_free(&p);
	return step;
}

enum skill_step skill_end(const struct skill *s, struct store_conn *c, struct skill_call *k)
{
	enum find_status status = finder_end(s->finder, &k->find);
	stages_end(&k->stages, STAGE_SPOTIFY);
	enum skill_step step = finish(s, c, k, status);
	if (step == SKILL_DONE)
		stages_end(&k->stages, STAGE_REPLY);
	return step;
}

void skill_apologise(struct skill_call *k)
{
	k->reply = kakao_reply_apology;
	k->outcome = "apology";
	k->source = "none";
}

void skill_call_release(struct skill_call *k)
{
	find_release(&k->find);
	cache_release(k->cached);
	k->cached = NULL;
	buf_free(&k->text);
}

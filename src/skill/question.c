#include "skill/question.h"

#include "base/text.h"
#include "names/key.h"
#include "skill/tap.h"

#include <ctype.h>
#include <stdlib.h>
#include <utf8proc.h>

bool question_key(const struct question *q, int reading, char key[static LIMIT_KEY + 1])
{
	return name_key(key, q->phrase.readings[reading].name) > 0;
}

void question_copy(struct question *to, const struct question *from)
{
	*to = *from;
	for (int i = 0; i < to->phrase.n; i++) {
		size_t at = (size_t)(from->phrase.readings[i].name.p - from->said);
		to->phrase.readings[i].name.p = to->said + at;
	}
}

bool question_take(struct question *q, int reading)
{
	const struct reading *r = &q->phrase.readings[reading];
	if (!question_key(q, reading, q->key))
		return false;
	memcpy(q->name, r->name.p, r->name.n);
	q->name[r->name.n] = '\0';
	q->view = r->view;
	return true;
}

/* What is said that names nobody, or that a name is needed for. */
static void read_talk(struct question *q, struct str said)
{
	bool or_name;
	q->kind = QUESTION_ARTIST;
	q->talk = talk_read(said, q->key, &or_name);
	if (q->talk != TALK_NONE) {
		q->kind = or_name ? QUESTION_ARTIST : QUESTION_TALK;
		q->phrase.n = 1;
		q->phrase.first = 0;
		q->phrase.second = -1;
	} else if (q->phrase.nobody) {
		q->talk = q->phrase.view == VIEW_SONGS     ? TALK_SONGS
			  : q->phrase.view == VIEW_RELATED ? TALK_RELATED
							   : TALK_EMPTY;
	}
}

/* Hangul in single letters, as macOS writes it in names of files: the words of a phrase are written
 * in syllables. */
static void compose(struct buf *said)
{
	utf8proc_uint8_t *composed = NULL;
	bool apart = false;
	for (size_t i = 0; i + 1 < said->len && !apart; i++)
		apart = (unsigned char)said->data[i] == 0xe1 &&
			((unsigned char)said->data[i + 1] & 0xfc) == 0x84; /* U+1100 to U+11ff */
	if (!apart)
		return;
	utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)said->data,
	    (utf8proc_ssize_t)said->len, &composed, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	if (n > 0 && (size_t)n <= said->len) {
		buf_rewind(said, 0);
		buf_add(said, composed, (size_t)n);
	}
	free(composed);
}

/* Takes a text for what was said. False if there is nothing in it: look further. */
static bool take(struct question *q, struct str text)
{
	struct str s = text_trim(text);
	if (!s.n || !text_visible(s))
		return false;
	q->kind = QUESTION_LONG;
	if (s.n > LIMIT_NAME || text_units(s) > QUESTION_UNITS)
		return true;
	struct buf said;
	buf_init(&said, LIMIT_NAME);
	bool fits = text_fit(&said, s, QUESTION_UNITS, TEXT_ONE_LINE);
	if (fits) {
		compose(&said);
		memcpy(q->said, said.data, said.len + 1);
		phrase_read(&q->phrase, (struct str){q->said, said.len});
		fits = question_take(q, 0);
	}
	if (fits)
		read_talk(q, (struct str){q->said, said.len});
	buf_free(&said);
	return fits;
}

static bool take_value(struct question *q, struct str value, const struct config_list *names)
{
	char text[LIMIT_NAME + 1];
	size_t n = kakao_param_text(value, names->items, names->n, text, sizeof text);
	if (n >= sizeof text) {
		q->kind = QUESTION_LONG;
		return true;
	}
	return n && take(q, (struct str){text, n});
}

static bool listed(struct str name, const struct config_list *names)
{
	for (int i = 0; i < names->n; i++)
		if (str_eqs(name, names->items[i]))
			return true;
	return false;
}

static struct str part(const struct kakao_param *p, bool origin)
{
	return origin ? p->origin : p->value;
}

/* The first configured name that is there; else a single other parameter. */
static bool take_param(struct question *q, const struct kakao_params *params, bool origin,
    const struct config_list *names)
{
	const struct kakao_param *other = NULL;
	int others = 0;
	bool known = false;
	for (int i = 0; i < names->n; i++)
		for (int k = 0; k < params->n; k++)
			if (str_eqs(params->items[k].name, names->items[i])) {
				known = true;
				if (take_value(q, part(&params->items[k], origin), names))
					return true;
			}
	for (int k = 0; k < params->n; k++)
		if (!listed(params->items[k].name, names)) {
			other = &params->items[k];
			others++;
		}
	return !known && others == 1 && take_value(q, part(other, origin), names);
}

static struct str member(const struct kakao_params *extra, const char *name)
{
	for (int i = 0; i < extra->n; i++)
		if (str_eqs(extra->items[i].name, name))
			return extra->items[i].value;
	return STR("");
}

static enum view view_named(struct str name)
{
	enum view view = VIEW_RELATED;
	while (view > VIEW_ARTIST && !str_eqs(name, tap_views[view]))
		view--;
	return view;
}

static bool is_id(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!isalnum((unsigned char)s.p[i]))
			return false;
	return s.n > 0 && s.n <= LIMIT_ID;
}

/* What our own buttons carry: whom they mean, so that nothing in it is read as a phrase. */
static bool take_extra(struct question *q, const struct kakao_params *extra)
{
	static const struct config_list own = {.items = {TAP_ARTIST}, .n = 1};
	struct str id = member(extra, TAP_ARTIST_ID);
	bool named = take_value(q, member(extra, TAP_ARTIST), &own) && q->kind != QUESTION_LONG;
	if (!named && !is_id(id))
		return false;
	if (!named)
		q->said[0] = '\0';
	q->kind = QUESTION_ARTIST;
	q->talk = TALK_NONE;
	q->phrase =
	    (struct phrase){.readings = {{view_named(member(extra, TAP_VIEW)), str_of(q->said)}},
		.n = 1,
		.second = -1};
	if (!question_take(q, 0))
		q->view = q->phrase.readings[0].view;
	if (is_id(id)) {
		memcpy(q->artist_id, id.p, id.n);
		q->artist_id[id.n] = '\0';
		name_key(q->typed, member(extra, TAP_TYPED));
	}
	return true;
}

/* A block whose parameter holds the name: what is to be shown, the words around it tell. */
static void take_view(struct question *q, struct str utterance)
{
	struct phrase around;
	struct buf said;
	if (q->kind != QUESTION_ARTIST || q->talk != TALK_NONE || q->phrase.n > 1)
		return;
	buf_init(&said, LIMIT_NAME);
	if (text_fit(&said, utterance, QUESTION_UNITS, TEXT_ONE_LINE) &&
	    phrase_read(&around, buf_str(&said)) && !around.nobody)
		q->view = q->phrase.readings[0].view = around.readings[around.first].view;
	buf_free(&said);
}

static bool begins(struct str s, struct str begin)
{
	return s.n >= begin.n && !memcmp(s.p, begin.p, begin.n);
}

static bool is_pleasantry(struct str line)
{
	char key[LIMIT_KEY + 1];
	bool or_name;
	struct str s = text_trim(line);
	enum talk talk = name_key(key, s) > 0 ? talk_read(s, key, &or_name) : TALK_NONE;
	return talk == TALK_GREETING || talk == TALK_THANKS || talk == TALK_BYE;
}

/* In a group chat one speaks to the bot with its name in front: @bot 아이유. */
static struct str without_mention(struct str utterance, struct str bot)
{
	struct str s = text_trim(utterance);
	if (bot.n == 0 || s.n < 2 || s.p[0] != '@' || !begins(str_from(s, 1), bot))
		return utterance;
	s = str_from(s, 1 + bot.n);
	return s.n == 0 || s.p[0] == ' ' || s.p[0] == '\n' ? text_trim(s) : utterance;
}

/* People write in several lines: a greeting, what they want, and thanks. Those around it that are
 * nothing else are taken off, as long as one is left. */
static struct str without_pleasantries(struct str said)
{
	struct str s = text_trim(said);
	for (bool more = s.n > 0; more;) {
		const char *first = memchr(s.p, '\n', s.n), *last = memrchr(s.p, '\n', s.n);
		more = first != NULL;
		if (first && is_pleasantry((struct str){s.p, (size_t)(first - s.p)}))
			s = text_trim(str_from(s, (size_t)(first - s.p)));
		else if (last && is_pleasantry(str_from(s, (size_t)(last - s.p))))
			s = text_trim((struct str){s.p, (size_t)(last - s.p)});
		else
			more = false;
	}
	return s;
}

bool question_is_choice(const struct kakao_payload *p)
{
	return member(&p->client_extra, TAP_TYPED).n > 0;
}

void question_read(struct question *q, const struct kakao_payload *p, const struct config_skill *c)
{
	const struct config_list *names = &c->param_names;
	struct str utterance = without_mention(p->utterance, p->bot.name);
	q->said[0] = q->name[0] = q->key[0] = q->artist_id[0] = q->typed[0] = '\0';
	q->view = VIEW_ARTIST;
	q->talk = TALK_NONE;
	if (take_extra(q, &p->client_extra))
		return;
	if (take_param(q, &p->params, false, names) ||
	    take_param(q, &p->detail_params, false, names) ||
	    take_param(q, &p->detail_params, true, names)) {
		take_view(q, utterance);
	} else if (!take(q, without_pleasantries(utterance))) {
		q->kind = QUESTION_TALK;
		q->talk = TALK_EMPTY;
	}
}

#include "skill/question.h"

#include "base/text.h"
#include "names/key.h"

/* UTF-16 code units: the longest artist names there are have about 100. */
enum { MAX_NAME_UNITS = 100 };

/* Takes a text as the name. False if there is none in it: look further. */
static bool take(struct question *q, struct str said)
{
	struct str s = text_trim(said);
	if (!s.n || !text_visible(s))
		return false;
	q->kind = QUESTION_LONG;
	if (s.n > LIMIT_NAME || text_units(s) > MAX_NAME_UNITS)
		return true;
	struct buf name;
	buf_init(&name, LIMIT_NAME);
	if (text_fit(&name, s, MAX_NAME_UNITS, TEXT_ONE_LINE) && name_key(q->key, buf_str(&name))) {
		memcpy(q->name, name.data, name.len + 1);
		q->kind = QUESTION_ARTIST;
	} else {
		q->kind = QUESTION_EMPTY;
	}
	buf_free(&name);
	return q->kind == QUESTION_ARTIST;
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

/* What our own buttons carry. */
static bool take_extra(struct question *q, const struct kakao_params *extra)
{
	static const struct config_list own = {.items = {"artist"}, .n = 1};
	for (int i = 0; i < extra->n; i++)
		if (listed(extra->items[i].name, &own) &&
		    take_value(q, extra->items[i].value, &own))
			return true;
	return false;
}

void question_read(struct question *q, const struct kakao_payload *p, const struct config_skill *c)
{
	const struct config_list *names = &c->param_names;
	q->name[0] = '\0';
	q->key[0] = '\0';
	bool found = take_extra(q, &p->client_extra) || take_param(q, &p->params, false, names) ||
		     take_param(q, &p->detail_params, false, names) ||
		     take_param(q, &p->detail_params, true, names) || take(q, p->utterance);
	if (!found)
		q->kind = QUESTION_EMPTY;
}

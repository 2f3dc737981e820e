#include "kakao/payload.h"

#include "base/json_read.h"
#include "base/limits.h"
#include "kakao/payload_scan.h"

/* One more, or instead of one of that name: of those that are there twice the last counts. */
static void put_param(struct kakao_params *to, const struct kakao_param *p)
{
	int i = 0;
	while (i < to->n && !str_eq(to->items[i].name, p->name))
		i++;
	if (i < KAKAO_MAX_PARAMS)
		to->items[i] = *p;
	if (i == to->n && i < KAKAO_MAX_PARAMS)
		to->n++;
}

static void read_params(struct kakao_params *to, cJSON *o, bool detailed)
{
	cJSON *v;
	to->n = 0;
	if (!cJSON_IsObject(o))
		return;
	cJSON_ArrayForEach(v, o)
	{
		struct kakao_param p = {
		    .name = str_of(v->string), .value = json_text(v), .origin = STR("")};
		if (detailed) {
			p.value = json_text(json_member(v, "value"));
			p.origin = json_text(json_member(v, "origin"));
		}
		if (p.value.n || p.origin.n)
			put_param(to, &p);
	}
}

/* A text, or a boolean as one. */
static struct str word_of(cJSON *v)
{
	if (cJSON_IsBool(v))
		return cJSON_IsTrue(v) ? STR("true") : STR("false");
	return json_text(v);
}

/* A number without its fraction, clipped to the range of an int; 0 for anything else. */
static int number_of(cJSON *v)
{
	return cJSON_IsNumber(v) ? v->valueint : 0;
}

/* Their values are texts, or objects with value and resolvedValue. */
static void read_context(struct kakao_live_context *c, cJSON *o)
{
	cJSON *params = json_member(o, "params"), *v;
	c->name = json_text(json_member(o, "name"));
	c->life_span = number_of(json_member(o, "lifespan"));
	c->ttl = number_of(json_member(o, "ttl"));
	c->n_params = 0;
	if (!cJSON_IsObject(params))
		return;
	cJSON_ArrayForEach(v, params)
	{
		struct kakao_param p = {
		    .name = str_of(v->string), .value = json_text(v), .origin = STR("")};
		if (p.value.n == 0)
			p.value = json_text(json_member(v, "value"));
		if (p.value.n == 0)
			p.value = json_text(json_member(v, "resolvedValue"));
		if (p.value.n > 0 && c->n_params < KAKAO_MAX_CONTEXT_PARAMS)
			c->params[c->n_params++] = p;
	}
}

static void read_contexts(struct kakao_live_contexts *to, cJSON *list)
{
	cJSON *o;
	to->n = 0;
	if (!cJSON_IsArray(list))
		return;
	cJSON_ArrayForEach(o, list)
	{
		if (to->n < KAKAO_MAX_CONTEXTS)
			read_context(&to->items[to->n++], o);
	}
}

static void read_knowledge(struct kakao_knowledges *to, cJSON *list)
{
	cJSON *o;
	if (!cJSON_IsArray(list))
		return;
	cJSON_ArrayForEach(o, list)
	{
		if (to->n == KAKAO_MAX_KNOWLEDGE)
			return;
		to->items[to->n++] = (struct kakao_knowledge){
		    .question = json_text(json_member(o, "question")),
		    .answer = json_text(json_member(o, "answer")),
		    .image_url = json_text(json_member(o, "imageUrl")),
		    .landing_url = json_text(json_member(o, "landingUrl")),
		    .category = json_text(cJSON_GetArrayItem(json_member(o, "categories"), 0)),
		};
	}
}

static void read_field(struct kakao_payload *p, cJSON *v, const struct payload_field *f)
{
	void *to = (char *)p + f->at;
	switch (f->kind) {
	case PAYLOAD_TEXT:
		*(struct str *)to = json_text(v);
		break;
	case PAYLOAD_WORD:
		*(struct str *)to = word_of(v);
		break;
	case PAYLOAD_CONTEXTS:
		read_contexts(to, v);
		break;
	case PAYLOAD_KNOWLEDGE:
		read_knowledge(to, v);
		break;
	default:
		read_params(to, v, f->kind == PAYLOAD_DETAIL);
		break;
	}
}

/* As deep as the table is; o may be NULL. */
static void read_fields(struct kakao_payload *p, cJSON *o,
    const struct payload_field *f) // NOLINT(misc-no-recursion)
{
	for (; f->name; f++) {
		cJSON *v = json_member(o, f->name);
		if (f->kind == PAYLOAD_OBJECT)
			read_fields(p, v, f->members);
		else
			read_field(p, v, f);
	}
}

/* Without touching all the room that it has. */
static void clear(struct kakao_payload *p)
{
	p->tree = NULL;
	p->knowledge.n = 0;
	read_fields(p, NULL, payload_fields);
}

bool payload_read_tree(struct kakao_payload *p, struct str body)
{
	clear(p);
	cJSON *root = json_read(body, LIMIT_BODY, LIMIT_PAYLOAD_DEPTH, NULL);
	p->tree = root;
	if (!cJSON_IsObject(root))
		return false;
	read_fields(p, root, payload_fields);
	return true;
}

bool kakao_payload_parse(struct kakao_payload *p, struct str body)
{
	clear(p);
	return payload_scan(p, body) || payload_read_tree(p, body);
}

void kakao_payload_free(struct kakao_payload *p)
{
	cJSON_Delete(p->tree);
	clear(p);
}

/* --- what it tells --- */

struct str kakao_params_get(const struct kakao_params *params, const char *name)
{
	for (int i = 0; i < params->n; i++)
		if (str_eqs(params->items[i].name, name))
			return params->items[i].value;
	return STR("");
}

enum kakao_environment kakao_payload_environment(const struct kakao_payload *p)
{
	if (str_eqs(kakao_params_get(&p->request_params, "surface"), "BuilderBotTest"))
		return KAKAO_BOT_TEST;
	bool ignored = str_eqs(kakao_params_get(&p->request_params, "ignoreMe"), "true");
	return ignored || str_eqs(p->user_type, "accountId") ? KAKAO_SKILL_TEST : KAKAO_LIVE;
}

bool kakao_payload_in_development(const struct kakao_payload *p)
{
	return str_ends(p->bot.id, STR("!"));
}

bool kakao_payload_is_check(const struct kakao_payload *p)
{
	return p->utterance.n == 0 && p->checked.slot_filling.n > 0;
}

enum kakao_trigger kakao_payload_trigger(const struct kakao_payload *p)
{
	static const struct {
		const char *begin;
		enum kakao_trigger trigger;
	} triggers[] = {
	    {"CARD_BUTTON", KAKAO_CARD_BUTTON},
	    {"LIST_ITEM", KAKAO_LIST_ITEM},
	    {"LISTMENU", KAKAO_LIST_MENU},
	    {"QUICKREPLY", KAKAO_QUICK_REPLY},
	};
	for (size_t i = 0; i < sizeof triggers / sizeof *triggers; i++) {
		size_t n = strlen(triggers[i].begin);
		if (p->trigger.n > n && !memcmp(p->trigger.p, triggers[i].begin, n))
			return triggers[i].trigger;
	}
	return KAKAO_TYPED;
}

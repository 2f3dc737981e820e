#include "kakao/payload.h"

#include "base/json_read.h"
#include "base/limits.h"
#include "kakao/payload_scan.h"

static struct json_object *parse(struct str s)
{
	return json_read(s, LIMIT_BODY, LIMIT_PAYLOAD_DEPTH, NULL);
}

static void read_params(struct kakao_params *to, struct json_object *o, bool detailed)
{
	to->n = 0;
	if (!json_object_is_type(o, json_type_object))
		return;
	json_object_object_foreach(o, name, v)
	{
		struct kakao_param p = {
		    .name = str_of(name), .value = json_text(v), .origin = STR("")};
		if (detailed) {
			p.value = json_text(json_member(v, "value"));
			p.origin = json_text(json_member(v, "origin"));
		}
		if (to->n < KAKAO_MAX_PARAMS && (p.value.n || p.origin.n))
			to->items[to->n++] = p;
	}
}

/* A text, or a boolean as one. */
static struct str word_of(struct json_object *v)
{
	if (json_object_is_type(v, json_type_boolean))
		return json_object_get_boolean(v) ? STR("true") : STR("false");
	return json_text(v);
}

/* A whole number in the range of an int, else 0; json-c clips what is larger. */
static int number_of(struct json_object *v)
{
	return json_object_is_type(v, json_type_int) ? json_object_get_int(v) : 0;
}

static struct json_object *item_of(struct json_object *list, int i)
{
	bool there = json_object_is_type(list, json_type_array) &&
		     (size_t)i < json_object_array_length(list);
	return there ? json_object_array_get_idx(list, (size_t)i) : NULL;
}

/* Their values are texts, or objects with value and resolvedValue. */
static void read_context(struct kakao_live_context *c, struct json_object *o)
{
	struct json_object *params = json_member(o, "params");
	c->name = json_text(json_member(o, "name"));
	c->life_span = number_of(json_member(o, "lifespan"));
	c->ttl = number_of(json_member(o, "ttl"));
	c->n_params = 0;
	if (!json_object_is_type(params, json_type_object))
		return;
	json_object_object_foreach(params, name, v)
	{
		struct kakao_param p = {
		    .name = str_of(name), .value = json_text(v), .origin = STR("")};
		if (p.value.n == 0)
			p.value = json_text(json_member(v, "value"));
		if (p.value.n == 0)
			p.value = json_text(json_member(v, "resolvedValue"));
		if (p.value.n > 0 && c->n_params < KAKAO_MAX_CONTEXT_PARAMS)
			c->params[c->n_params++] = p;
	}
}

static void read_contexts(struct kakao_live_contexts *to, struct json_object *list)
{
	struct json_object *o;
	for (to->n = 0; to->n < KAKAO_MAX_CONTEXTS && (o = item_of(list, to->n)); to->n++)
		read_context(&to->items[to->n], o);
}

static void read_knowledge(struct kakao_knowledges *to, struct json_object *list)
{
	struct json_object *o;
	for (int i = 0; to->n < KAKAO_MAX_KNOWLEDGE && (o = item_of(list, i)); i++)
		to->items[to->n++] = (struct kakao_knowledge){
		    .question = json_text(json_member(o, "question")),
		    .answer = json_text(json_member(o, "answer")),
		    .image_url = json_text(json_member(o, "imageUrl")),
		    .landing_url = json_text(json_member(o, "landingUrl")),
		    .category = json_text(item_of(json_member(o, "categories"), 0)),
		};
}

static void read_field(
    struct kakao_payload *p, struct json_object *v, const struct payload_field *f)
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
static void read_fields(struct kakao_payload *p, struct json_object *o,
    const struct payload_field *f) // NOLINT(misc-no-recursion)
{
	for (; f->name; f++) {
		struct json_object *v = json_member(o, f->name);
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
	struct json_object *root = parse(body);
	p->tree = root;
	if (!json_object_is_type(root, json_type_object))
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
	json_object_put(p->tree);
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

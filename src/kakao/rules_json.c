/* The table of rules as JSON. */
#include "kakao/limits.h"
#include "kakao/rules.h"

enum { MAX_NODES = 64, MAX_JSON = 256 * 1024, LAID_OUT = 4 /* depth down to which lines break */ };

static const char *const types[RULE_TYPES] = {
    [RULE_TEXT] = "text",
    [RULE_URL] = "url",
    [RULE_PHONE] = "phone",
    [RULE_AMOUNT] = "amount",
    [RULE_INTEGER] = "integer",
    [RULE_BOOLEAN] = "boolean",
    [RULE_OBJECT] = "object",
    [RULE_LIST] = "list",
    [RULE_TEXT_MAP] = "textMap",
    [RULE_ANY] = "any",
};

static const char *const needs[RULE_NEEDS] = {
    [RULE_REQUIRED] = "required",
    [RULE_EXPECTED] = "expected",
    [RULE_IGNORED] = "ignored",
};

static const char *const kinds[RULE_CHECKS] = {
    [RULE_ALL_OF] = "allOf",
    [RULE_ANY_OF] = "anyOf",
    [RULE_ONE_OF] = "oneOf",
    [RULE_AT_MOST_ONE] = "atMostOne",
    [RULE_NONE_OF] = "noneOf",
    [RULE_SUM] = "sum",
    [RULE_HORIZONTAL] = "horizontal",
    [RULE_RATIO] = "ratio",
    [RULE_SAME_RATIO] = "sameRatio",
    [RULE_ALIKE] = "alike",
};

static const char *const severities[] = {[RULE_BREACH] = "breach", [RULE_ADVICE] = "advice"};

const char *kakao_rule_type(enum rule_type type)
{
	return types[type];
}

const char *kakao_rule_check(enum rule_check_kind kind)
{
	return kinds[kind];
}

const char *kakao_rule_severity(enum rule_severity severity)
{
	return severities[severity];
}

static void put_text(struct json_writer *w, const char *key, const char *s)
{
	if (!s)
		return;
	json_key(w, key);
	json_str(w, str_of(s));
}

static void put_number(struct json_writer *w, const char *key, int n)
{
	if (n == 0)
		return;
	json_key(w, key);
	json_int(w, n);
}

static void put_true(struct json_writer *w, const char *key, bool set)
{
	if (!set)
		return;
	json_key(w, key);
	json_boolean(w, true);
}

/* Texts up to a NULL, or to the most that there may be. */
static void put_texts(struct json_writer *w, const char *key, const char *const *list, size_t most)
{
	if (!list || !list[0])
		return;
	json_key(w, key);
	json_open(w, '[');
	for (size_t i = 0; i < most && list[i]; i++)
		json_str(w, str_of(list[i]));
	json_close(w, ']');
}

static void put_variants(struct json_writer *w, const struct rule_field *f)
{
	if (!f->variants)
		return;
	put_text(w, "by", f->by);
	json_key(w, "variants");
	json_open(w, '{');
	for (const struct rule_variant *v = f->variants; v->is; v++) {
		json_key(w, v->is);
		json_open(w, '{');
		put_text(w, "node", v->node->name);
		put_number(w, "max", v->max);
		json_close(w, '}');
	}
	json_close(w, '}');
}

static void put_field(struct json_writer *w, const struct rule_field *f)
{
	json_key(w, f->name);
	json_open(w, '{');
	put_text(w, "type", types[f->type]);
	put_text(w, "need", needs[f->need]);
	put_number(w, "min", f->min);
	put_number(w, "max", f->max);
	put_number(w, "carouselMax", f->carousel_max);
	put_number(w, "ours", f->ours);
	put_number(w, "lines", f->lines);
	put_number(w, "carouselLines", f->carousel_lines);
	if (f->lines_severity == RULE_ADVICE)
		put_text(w, "linesSeverity", severities[f->lines_severity]);
	put_true(w, "blanksFree", f->blanks_free);
	put_texts(w, "values", f->values, SIZE_MAX);
	put_texts(w, "alsoValues", f->also_values, SIZE_MAX);
	if (f->node)
		put_text(w, "node", f->node->name);
	put_variants(w, f);
	json_close(w, '}');
}

static void put_check(struct json_writer *w, const struct rule_check *c)
{
	json_open(w, '{');
	put_text(w, "check", kinds[c->kind]);
	put_text(w, "severity", severities[c->severity]);
	put_true(w, "inCarousel", c->in_carousel);
	put_text(w, "when", c->when);
	put_texts(w, "is", c->is, sizeof c->is / sizeof *c->is);
	put_texts(w, "fields", c->fields, RULE_CHECK_FIELDS);
	put_number(w, "max", c->max);
	put_number(w, "carouselMax", c->carousel_max);
	put_number(w, "lines", c->lines);
	put_number(w, "label", c->label);
	put_texts(w, "ratios", c->ratios, SIZE_MAX);
	put_texts(w, "carouselRatios", c->carousel_ratios, SIZE_MAX);
	put_text(w, "why", c->why);
	json_close(w, '}');
}

static void put_node(struct json_writer *w, const struct rule_node *n)
{
	json_key(w, n->name);
	json_open(w, '{');
	json_key(w, "fields");
	json_open(w, '{');
	for (const struct rule_field *f = n->fields; f->name; f++)
		put_field(w, f);
	json_close(w, '}');
	if (n->checks) {
		json_key(w, "checks");
		json_open(w, '[');
		for (const struct rule_check *c = n->checks; c->kind; c++)
			put_check(w, c);
		json_close(w, ']');
	}
	json_close(w, '}');
}

/* --- all nodes, the root first --- */

struct nodes {
	const struct rule_node *list[MAX_NODES];
	size_t n;
};

static void found(struct nodes *all, const struct rule_node *node)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->list[i] == node)
			return;
	if (node && all->n < MAX_NODES)
		all->list[all->n++] = node;
}

static void find_nodes(struct nodes *all)
{
	*all = (struct nodes){.list = {&kakao_rules}, .n = 1};
	for (size_t i = 0; i < all->n; i++)
		for (const struct rule_field *f = all->list[i]->fields; f->name; f++) {
			found(all, f->node);
			for (const struct rule_variant *v = f->variants; v && v->is; v++)
				found(all, v->node);
		}
}

static void put_rules(struct json_writer *w)
{
	struct nodes all;
	find_nodes(&all);
	json_open(w, '{');
	json_key(w, "bytes");
	json_open(w, '{');
	put_number(w, "max", KAKAO_REPLY_BYTES_MAX);
	put_number(w, "ours", KAKAO_REPLY_BYTES);
	json_close(w, '}');
	put_text(w, "root", kakao_rules.name);
	json_key(w, "nodes");
	json_open(w, '{');
	for (size_t i = 0; i < all.n; i++)
		put_node(w, all.list[i]);
	json_close(w, '}');
	json_close(w, '}');
}

/* --- laid out --- */

static void new_line(struct buf *out, int depth)
{
	buf_addc(out, '\n');
	for (int i = 0; i < depth; i++)
		buf_addc(out, '\t');
}

/* Breaks lines and indents, down to a depth. */
static void lay_out(struct buf *out, struct str json)
{
	int depth = 0;
	bool quoted = false;
	for (size_t i = 0; i < json.n; i++) {
		char c = json.p[i];
		bool opens = !quoted && (c == '{' || c == '[');
		bool closes = !quoted && (c == '}' || c == ']');
		if (c == '"' && (i == 0 || json.p[i - 1] != '\\'))
			quoted = !quoted;
		if (closes && depth-- <= LAID_OUT)
			new_line(out, depth);
		buf_addc(out, c);
		if (opens)
			depth++;
		if ((opens || (c == ',' && !quoted)) && depth <= LAID_OUT)
			new_line(out, depth);
		else if (!quoted && (c == ',' || c == ':'))
			buf_addc(out, ' ');
	}
}

void kakao_rules_write(struct buf *out)
{
	struct buf json;
	buf_init(&json, MAX_JSON);
	struct json_writer w = json_to(&json);
	put_rules(&w);
	if (json.failed)
		out->failed = true;
	else
		lay_out(out, buf_str(&json));
	buf_free(&json);
}

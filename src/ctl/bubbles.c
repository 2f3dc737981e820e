#include "ctl/bubbles.h"

#include <json-c/json.h>

enum { DEPTH = 16 };

static const char *text(struct json_object *o, const char *name)
{
	struct json_object *v = NULL;
	if (!json_object_is_type(o, json_type_object) || !json_object_object_get_ex(o, name, &v) ||
	    !json_object_is_type(v, json_type_string))
		return NULL;
	return json_object_get_string(v);
}

static struct json_object *member(struct json_object *o, const char *name)
{
	struct json_object *v = NULL;
	if (json_object_is_type(o, json_type_object))
		json_object_object_get_ex(o, name, &v);
	return v;
}

static size_t count(struct json_object *list)
{
	return json_object_is_type(list, json_type_array) ? json_object_array_length(list) : 0;
}

/* A line of a bubble, behind its edge; a text with several lines makes several. */
static void line(FILE *out, const char *before, const char *s)
{
	while (s && *s) {
		size_t n = strcspn(s, "\n");
		fprintf(out, "  | %s%.*s\n", before, (int)n, s);
		s += n + (s[n] == '\n');
	}
}

static void buttons(FILE *out, struct json_object *list)
{
	for (size_t i = 0; i < count(list); i++) {
		struct json_object *b = json_object_array_get_idx(list, i);
		const char *label = text(b, "label"), *url = text(b, "webLinkUrl"),
			   *says = text(b, "messageText");
		fprintf(out, "  | [ %s ] %s\n", label ? label : "", url ? url : says ? says : "");
	}
}

static void item(FILE *out, struct json_object *o, size_t number)
{
	const char *title = text(o, "title"), *what = text(o, "description"),
		   *link = text(member(o, "link"), "web");
	fprintf(out, "  | %zu. %s%s%s\n", number, title ? title : "", what ? " / " : "",
	    what ? what : "");
	line(out, "   ", link);
}

/* Whatever kind it is: what it has is shown. */
static void card(FILE *out, struct json_object *o)
{
	struct json_object *items = member(o, "items"), *facts = member(o, "itemList");
	const char *header = text(member(o, "header"), "title");
	line(out, "", header ? header : text(member(o, "head"), "title"));
	line(out, "", text(o, "title"));
	line(out, "", text(o, "text"));
	line(out, "", text(o, "description"));
	for (size_t i = 0; i < count(facts); i++) {
		struct json_object *fact = json_object_array_get_idx(facts, i);
		const char *name = text(fact, "title"), *value = text(fact, "description");
		fprintf(out, "  | %s: %s\n", name ? name : "", value ? value : "");
	}
	for (size_t i = 0; i < count(items); i++)
		item(out, json_object_array_get_idx(items, i), i + 1);
	line(out, "(picture) ", text(member(o, "thumbnail"), "imageUrl"));
	line(out, "(picture) ", text(o, "imageUrl"));
	buttons(out, member(o, "buttons"));
}

/* An output has one member, its kind. A carousel's items are cards. */
static void bubble(FILE *out, struct json_object *o)
{
	struct json_object_iterator i = json_object_iter_begin(o), end = json_object_iter_end(o);
	if (json_object_iter_equal(&i, &end))
		return;
	const char *kind = json_object_iter_peek_name(&i);
	struct json_object *content = json_object_iter_peek_value(&i);
	fprintf(out, "  .- %s\n", kind);
	if (strcmp(kind, "carousel")) {
		card(out, content);
	} else {
		struct json_object *items = member(content, "items");
		for (size_t n = 0; n < count(items); n++) {
			if (n)
				fputs("  |----\n", out);
			card(out, json_object_array_get_idx(items, n));
		}
	}
	fputs("  '-\n", out);
}

static void quick_replies(FILE *out, struct json_object *list)
{
	for (size_t i = 0; i < count(list); i++) {
		const char *label = text(json_object_array_get_idx(list, i), "label");
		fprintf(out, "%s( %s )", i ? " " : "  ", label ? label : "");
	}
	if (count(list))
		fputc('\n', out);
}

bool bubbles_print(FILE *out, struct str reply)
{
	struct json_tokener *t = json_tokener_new_ex(DEPTH);
	struct json_object *o = t ? json_tokener_parse_ex(t, reply.p, (int)reply.n) : NULL;
	struct json_object *template = member(o, "template"),
			   *outputs = member(template, "outputs");
	for (size_t i = 0; i < count(outputs); i++)
		bubble(out, json_object_array_get_idx(outputs, i));
	quick_replies(out, member(template, "quickReplies"));
	bool shown = count(outputs) > 0;
	json_object_put(o);
	if (t)
		json_tokener_free(t);
	return shown;
}

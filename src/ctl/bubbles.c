#include "ctl/bubbles.h"

#include "base/json_read.h"
#include "base/limits.h"

static const char *text(const cJSON *o, const char *name)
{
	return cJSON_GetStringValue(json_member(o, name));
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

static void buttons(FILE *out, const cJSON *list)
{
	const cJSON *b;
	cJSON_ArrayForEach(b, list)
	{
		const char *label = text(b, "label"), *url = text(b, "webLinkUrl"),
			   *says = text(b, "messageText");
		fprintf(out, "  | [ %s ] %s\n", label ? label : "", url ? url : says ? says : "");
	}
}

static void item(FILE *out, const cJSON *o, size_t number)
{
	const char *title = text(o, "title"), *what = text(o, "description"),
		   *link = text(json_member(o, "link"), "web");
	fprintf(out, "  | %zu. %s%s%s\n", number, title ? title : "", what ? " / " : "",
	    what ? what : "");
	line(out, "   ", link);
}

/* Whatever kind it is: what it has is shown. */
static void card(FILE *out, const cJSON *o)
{
	const cJSON *items = json_member(o, "items"), *facts = json_member(o, "itemList"), *fact,
		    *each;
	size_t n = 0;
	const char *header = text(json_member(o, "header"), "title");
	line(out, "", header ? header : text(json_member(o, "head"), "title"));
	line(out, "", text(o, "title"));
	line(out, "", text(o, "text"));
	line(out, "", text(o, "description"));
	cJSON_ArrayForEach(fact, facts)
	{
		const char *name = text(fact, "title"), *value = text(fact, "description");
		fprintf(out, "  | %s: %s\n", name ? name : "", value ? value : "");
	}
	cJSON_ArrayForEach(each, items)
	{
		item(out, each, ++n);
	}
	line(out, "(picture) ", text(json_member(o, "thumbnail"), "imageUrl"));
	line(out, "(picture) ", text(o, "imageUrl"));
	buttons(out, json_member(o, "buttons"));
}

/* An output has one member, its kind. A carousel's items are cards. */
static void bubble(FILE *out, const cJSON *o)
{
	const cJSON *content = cJSON_IsObject(o) ? o->child : NULL, *each;
	const cJSON *items = json_member(content, "items");
	int n = 0;
	if (!content)
		return;
	fprintf(out, "  .- %s\n", content->string);
	if (strcmp(content->string, "carousel")) {
		card(out, content);
	} else {
		cJSON_ArrayForEach(each, items)
		{
			if (n++)
				fputs("  |----\n", out);
			card(out, each);
		}
	}
	fputs("  '-\n", out);
}

static void quick_replies(FILE *out, const cJSON *list)
{
	const cJSON *reply;
	cJSON_ArrayForEach(reply, list)
	{
		const char *label = text(reply, "label");
		fprintf(out, "%s( %s )", reply->prev->next ? " " : "  ", label ? label : "");
	}
	if (json_length(list))
		fputc('\n', out);
}

bool bubbles_print(FILE *out, struct str reply)
{
	cJSON *o = json_read(reply, LIMIT_FOREIGN_REPLY, LIMIT_FOREIGN_DEPTH, NULL);
	const cJSON *template = json_member(o, "template"), *each,
		    *outputs = json_member(template, "outputs");
	cJSON_ArrayForEach(each, outputs)
	{
		bubble(out, each);
	}
	quick_replies(out, json_member(template, "quickReplies"));
	bool shown = json_length(outputs) > 0;
	cJSON_Delete(o);
	return shown;
}

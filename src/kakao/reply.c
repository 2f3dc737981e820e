/* The reply as a whole: bubbles of text, quick replies, contexts, data, the size. */
#include "kakao/reply.h"

#include "kakao/reply_parts.h"

#define VERSION "{\"version\":\"2.0\""
#define HEAD VERSION ",\"template\":{\"outputs\":["
#define OUTPUTS_END "]"
#define QUICK_REPLIES ",\"quickReplies\":["
#define TEMPLATE_END "}"
#define CALLBACK ",\"useCallback\":true"
#define CONTEXTS ",\"context\":{\"values\":["
#define CONTEXTS_END "]}"
#define DATA ",\"data\":{"

/* An artist with picture and five songs takes less, so that one allocation does. */
enum { TYPICAL_REPLY = 4000 };

static const char apology[] = HEAD
    "{\"simpleText\":{\"text\":"
    "\"지금은 답을 드리기 어려워요. 잠시 후 다시 시도해 주세요.\"}}" OUTPUTS_END TEMPLATE_END "}";

const struct str kakao_reply_apology = {apology, sizeof apology - 1};

void kakao_reply_begin(struct kakao_reply *r, struct buf *out)
{
	buf_rewind(out, 0);
	*r = (struct kakao_reply){.out = json_to(out)};
	buf_init(&r->quick, KAKAO_REPLY_BYTES);
	buf_init(&r->contexts, KAKAO_REPLY_BYTES);
	buf_init(&r->data, KAKAO_REPLY_BYTES);
	buf_room(out, out->max < TYPICAL_REPLY ? out->max : TYPICAL_REPLY);
	buf_adds(out, HEAD);
}

/* --- the size --- */

/* Bytes of what is collected in a buffer, with what stands around it. */
static size_t around(const struct buf *b, size_t brackets)
{
	return b->len > 0 ? b->len + brackets : 0;
}

bool part_fits(const struct kakao_reply *r, size_t more)
{
	const struct buf *out = r->out.out;
	size_t max = out->max < KAKAO_REPLY_BYTES ? out->max : KAKAO_REPLY_BYTES;
	size_t end = sizeof OUTPUTS_END TEMPLATE_END - 1 + sizeof "}" - 1;
	end += around(&r->quick, sizeof QUICK_REPLIES "]" - 1);
	end += around(&r->contexts, sizeof CONTEXTS CONTEXTS_END - 1);
	end += around(&r->data, sizeof DATA "}" - 1);
	return !out->failed && out->len + more + end <= max;
}

bool part_bubble(struct kakao_reply *r, const char *name)
{
	if (r->outputs == KAKAO_OUTPUTS || r->out.out->failed)
		return false;
	json_open(&r->out, '{');
	json_key(&r->out, name);
	json_open(&r->out, '{');
	return true;
}

bool part_bubble_end(struct kakao_reply *r, struct json_mark start, bool good)
{
	json_close(&r->out, '}');
	json_close(&r->out, '}');
	if (good && part_fits(r, 0)) {
		r->outputs++;
		return true;
	}
	json_rewind(&r->out, start);
	return false;
}

/* --- bubbles of text and pictures --- */

bool kakao_reply_text(struct kakao_reply *r, struct str text)
{
	struct json_mark start = json_mark(&r->out);
	if (!part_bubble(r, "simpleText"))
		return false;
	bool good = part_text(&r->out, "text", text, KAKAO_SIMPLE_TEXT, 0) > 0;
	return part_bubble_end(r, start, good);
}

bool kakao_reply_image(struct kakao_reply *r, struct str image_url, struct str alt)
{
	struct json_mark start = json_mark(&r->out);
	if (!part_bubble(r, "simpleImage"))
		return false;
	bool good = part_url(&r->out, "imageUrl", image_url);
	part_line(&r->out, "altText", alt, KAKAO_ALT_TEXT);
	return part_bubble_end(r, start, good) || kakao_reply_text(r, alt);
}

/* --- what follows the bubbles --- */

/* Keeps what was written to one of the buffers, if all still fits. */
static bool keep(struct kakao_reply *r, struct json_writer *w, struct json_mark start, bool good)
{
	if (good && !w->out->failed && part_fits(r, 0))
		return true;
	json_rewind(w, start);
	return false;
}

bool kakao_reply_quick(struct kakao_reply *r, const struct kakao_quick_reply *q)
{
	if (r->quick_replies == KAKAO_QUICK_REPLIES || r->out.out->failed)
		return false;
	const struct kakao_button b = {
	    .action = q->block_id.n > 0 ? KAKAO_BLOCK : KAKAO_MESSAGE,
	    .value = q->message,
	    .block_id = q->block_id,
	    .extra = q->extra,
	    .n_extra = q->n_extra,
	};
	struct json_writer w = {&r->quick, r->quick_replies > 0};
	struct json_mark start = json_mark(&w);
	json_open(&w, '{');
	bool good = part_line(&w, "label", q->label, KAKAO_QUICK_REPLY_LABEL) > 0;
	good = good && part_action(&w, &b);
	json_close(&w, '}');
	good = keep(r, &w, start, good);
	r->quick_replies += good;
	return good;
}

bool kakao_reply_quick_reply(struct kakao_reply *r, struct str label, struct str message)
{
	return kakao_reply_quick(
	    r, &(struct kakao_quick_reply){.label = label, .message = message});
}

bool kakao_reply_context(struct kakao_reply *r, const struct kakao_context *c)
{
	struct json_writer w = {&r->contexts, r->contexts.len > 0};
	struct json_mark start = json_mark(&w);
	if (r->out.out->failed)
		return false;
	json_open(&w, '{');
	bool good = part_line(&w, "name", c->name, KAKAO_MESSAGE_TEXT) > 0;
	part_number(&w, "lifeSpan", c->life_span > 0 ? c->life_span : 0);
	part_number(&w, "ttl", c->ttl > 0 ? c->ttl : -1);
	part_members(&w, "params", c->params, c->n_params);
	json_close(&w, '}');
	return keep(r, &w, start, good);
}

bool kakao_reply_data(struct kakao_reply *r, const char *key, struct str value)
{
	struct json_writer w = {&r->data, r->data.len > 0};
	struct json_mark start = json_mark(&w);
	bool good = !r->out.out->failed && part_text(&w, key, value, KAKAO_SIMPLE_TEXT, 0) > 0;
	return keep(r, &w, start, good);
}

void kakao_reply_use_callback(struct kakao_reply *r)
{
	r->callback = true;
}

void kakao_reply_values_only(struct kakao_reply *r)
{
	r->values = true;
}

/* --- the end --- */

static void add_collected(
    struct buf *out, const char *before, const struct buf *collected, const char *after)
{
	if (collected->len == 0)
		return;
	buf_adds(out, before);
	buf_add_str(out, buf_str(collected));
	buf_adds(out, after);
}

bool kakao_reply_end(struct kakao_reply *r)
{
	struct buf *out = r->out.out;
	bool values = r->values && (r->data.len > 0 || r->contexts.len > 0);
	bool bubbles = r->outputs > 0 && !r->callback;
	if (bubbles) {
		buf_adds(out, OUTPUTS_END);
		add_collected(out, QUICK_REPLIES, &r->quick, "]");
		buf_adds(out, TEMPLATE_END);
	} else {
		buf_rewind(out, 0);
		buf_adds(out, VERSION);
		buf_adds(out, r->callback ? CALLBACK : "");
	}
	add_collected(out, CONTEXTS, &r->contexts, CONTEXTS_END);
	add_collected(out, DATA, &r->data, "}");
	buf_adds(out, "}");
	buf_free(&r->quick);
	buf_free(&r->contexts);
	buf_free(&r->data);
	bool good = (bubbles || r->callback || values) && !out->failed;
	if (!good)
		buf_rewind(out, 0);
	return good;
}

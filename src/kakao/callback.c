#include "kakao/callback.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"

#include <json-c/json.h>
#include <stdlib.h>

/* Kakao's result has some 150 bytes. */
enum { MAX_RESULT = 16 * 1024, MAX_DEPTH = 8, MAX_WORDS = 200 };

struct sending {
	kakao_callback_done_fn *done;
	void *context;
	int64_t began;
};

static struct json_object *parse(struct str body)
{
	struct json_tokener *t = body.n && text_valid(body) ? json_tokener_new_ex(MAX_DEPTH) : NULL;
	if (!t)
		return NULL;
	struct json_object *o = json_tokener_parse_ex(t, body.p, (int)body.n);
	json_tokener_free(t);
	return o;
}

/* Adds a member of the result to the line, cut. */
static void add_member(struct log_line *l, struct json_object *o, const char *name)
{
	struct json_object *v = NULL;
	if (!json_object_is_type(o, json_type_object) || !json_object_object_get_ex(o, name, &v) ||
	    !json_object_is_type(v, json_type_string))
		return;
	struct str s = {json_object_get_string(v), (size_t)json_object_get_string_len(v)};
	s.n = s.n < MAX_WORDS ? s.n : MAX_WORDS;
	log_str(l, name, s);
}

static bool is_success(struct json_object *o)
{
	struct json_object *v = NULL;
	return json_object_is_type(o, json_type_object) &&
	       json_object_object_get_ex(o, "status", &v) &&
	       json_object_is_type(v, json_type_string) &&
	       !strcmp(json_object_get_string(v), "SUCCESS");
}

static void on_result(void *context, const struct http_response *r)
{
	struct sending *s = context;
	struct log_line l;
	struct json_object *o = r->result == HTTP_ANSWERED ? parse(r->body) : NULL;
	bool taken = r->status == 200 && is_success(o);
	log_begin(&l, taken ? LOG_INFO : LOG_WARN, taken ? "callback" : "callback: not taken");
	log_str(&l, "http", str_of(http_outcome(r)));
	add_member(&l, o, "status");
	add_member(&l, o, "message");
	add_member(&l, o, "taskId");
	/* libcurl's words may hold the host, never the path. */
	if (r->result != HTTP_ANSWERED && *r->error)
		log_str(&l, "detail", str_of(r->error));
	log_int(&l, "ms", clock_ms() - s->began);
	log_end(&l);
	json_object_put(o);
	s->done(s->context);
	free(s);
}

bool kakao_callback_send(struct http *h, const struct http_reach *reach, const char *url,
    struct str reply, int64_t deadline, kakao_callback_done_fn *done, void *context)
{
	struct sending *s = malloc(sizeof *s);
	if (!s)
		return false;
	*s = (struct sending){done, context, clock_ms()};
	const struct http_request r = {
	    .url = url,
	    .json = reply,
	    .reach = reach,
	    .deadline = deadline,
	    .max_body = MAX_RESULT,
	};
	if (http_send(h, &r, on_result, s))
		return true;
	free(s);
	return false;
}

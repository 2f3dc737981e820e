#include "kakao/callback.h"

#include "base/clock.h"
#include "base/json_read.h"
#include "base/log.h"

#include <stdlib.h>

/* Kakao's result has some 150 bytes. */
enum { MAX_RESULT = 16 * 1024, MAX_DEPTH = 8, MAX_WORDS = 200 };

struct sending {
	kakao_callback_done_fn *done;
	void *context;
	int64_t began;
};

/* Adds a member of the result to the line, cut. */
static void add_member(struct log_line *l, const cJSON *o, const char *name)
{
	struct str s = json_string(json_member(o, name));
	s.n = s.n < MAX_WORDS ? s.n : MAX_WORDS;
	if (s.n > 0)
		log_str(l, name, s);
}

static void on_result(void *context, const struct http_response *r)
{
	struct sending *s = context;
	struct log_line l;
	cJSON *o = NULL;
	if (r->result == HTTP_ANSWERED)
		o = json_read(r->body, MAX_RESULT, MAX_DEPTH, NULL);
	bool success = str_eqs(json_string(json_member(o, "status")), "SUCCESS");
	bool taken = r->status == 200 && success;
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
	cJSON_Delete(o);
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

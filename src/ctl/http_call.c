#include "ctl/http_call.h"

#include "base/clock.h"

#include <stdio.h>

enum { MAX_ANSWER = 64 * 1024 };

static void on_answer(void *context, const struct http_response *r)
{
	struct http_call *call = context;
	call->took = clock_ms() - call->began;
	call->status = r->status;
	call->result = r->result;
	if (r->result == HTTP_ANSWERED)
		buf_add_str(&call->body, r->body);
	else
		snprintf(
		    call->error, sizeof call->error, "%s", *r->error ? r->error : http_outcome(r));
	sem_post(&call->done);
}

static void send_request(void *context)
{
	struct http_call *call = context;
	call->began = clock_ms();
	const struct http_request r = {.url = call->url,
	    .headers = call->headers,
	    .json = call->json,
	    .deadline = clock_ms() + call->ms,
	    .max_body = MAX_ANSWER};
	if (!http_send(call->http, &r, on_answer, call)) {
		snprintf(call->error, sizeof call->error, "out of memory");
		sem_post(&call->done);
	}
}

void http_call_begin(struct http_call *call, struct http *http, const char *url)
{
	*call = (struct http_call){.url = url, .http = http, .result = HTTP_FAILED};
	buf_init(&call->body, MAX_ANSWER);
	sem_init(&call->done, 0, 0);
}

bool http_call_run(struct http_call *call)
{
	if (!http_run(call->http, send_request, call)) {
		snprintf(call->error, sizeof call->error, "out of memory");
		return false;
	}
	while (sem_wait(&call->done))
		;
	return !*call->error;
}

void http_call_end(struct http_call *call)
{
	buf_free(&call->body);
	sem_destroy(&call->done);
}

/* http/http.h without libcurl and without a thread: what is to be done is done when the target says
 * so, in the order of the real thing, timers at once. */
#include "fuzz.h"
#include "memory.h"

#include <utlist.h>

struct task {
	struct task *next;
	http_step_fn *step; /* NULL: it is a request */
	http_done_fn *done;
	void *context;
	char *url;
	struct http_request request;
};

struct http {
	struct task *tasks;
	bool stopping;
};

bool http_global_init(void)
{
	return true;
}

const char *http_library_version(void)
{
	return "none";
}

struct http *http_start(const struct http_options *options)
{
	(void)options;
	return calloc(1, sizeof(struct http));
}

static void add(struct http *h, struct task t)
{
	struct task *copy = malloc(sizeof *copy);
	FUZZ_CHECK(copy);
	*copy = t;
	LL_APPEND(h->tasks, copy);
}

bool http_run(struct http *h, http_step_fn *fn, void *context)
{
	add(h, (struct task){.step = fn, .context = context});
	return true;
}

bool http_after(struct http *h, int ms, http_step_fn *fn, void *context)
{
	FUZZ_CHECK(ms >= 0);
	return http_run(h, fn, context);
}

bool http_send(
    struct http *h, const struct http_request *request, http_done_fn *done, void *context)
{
	FUZZ_CHECK(request->max_body > 0 && request->url);
	for (const char *const *header = request->headers; header && *header; header++)
		FUZZ_CHECK(!strpbrk(*header, "\r\n"));
	/* What was typed stands in it: nothing of that may be more than a part of the query. */
	for (const char *p = request->url; *p; p++)
		FUZZ_CHECK(*p > ' ' && *p < 127);
	char *url = fuzz_text(str_of(request->url));
	add(h, (struct task){.done = done, .context = context, .url = url, .request = *request});
	return true;
}

void memory_http_run(struct http *h)
{
	int steps = 0;
	while (h->tasks) {
		struct task *t = h->tasks;
		FUZZ_CHECK(++steps < 1000);
		LL_DELETE(h->tasks, t);
		if (t->step) {
			t->step(t->context);
		} else {
			struct http_response r = {.result = HTTP_STOPPED,
			    .body = STR(""),
			    .retry_after = STR(""),
			    .error = ""};
			t->request.url = t->url;
			if (!h->stopping)
				memory_answer(&t->request, &r);
			t->done(t->context, &r);
		}
		free(t->url);
		free(t);
	}
}

void http_stop(struct http *h)
{
	h->stopping = true;
	memory_http_run(h);
	free(h);
}

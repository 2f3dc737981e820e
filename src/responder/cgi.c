#include "responder/cgi.h"

#include "base/clock.h"
#include "responder/exchange.h"

#include <errno.h>
#include <poll.h>
#include <semaphore.h>
#include <unistd.h>

static bool readable_by(int fd, int64_t deadline)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};
	int n;
	do
		n = poll(&p, 1, (int)clock_left(deadline));
	while (n < 0 && errno == EINTR);
	return n > 0;
}

/* As many bytes as were announced (a web server need not close its end), else up to the end. */
static bool read_body(struct buf *body, int64_t announced, int64_t deadline)
{
	size_t want =
	    announced >= 0 && announced <= LIMIT_BODY ? (size_t)announced : LIMIT_BODY + 1;
	while (body->len < want) {
		char *to = buf_room(body, want - body->len);
		if (!to || !readable_by(STDIN_FILENO, deadline))
			return false;
		ssize_t n = read(STDIN_FILENO, to, want - body->len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		body->len += (size_t)n;
	}
	return announced <= (int64_t)body->len;
}

static bool write_all(struct str s)
{
	while (s.n) {
		ssize_t n = write(STDOUT_FILENO, s.p, s.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		s.p += n;
		s.n -= (size_t)n;
	}
	return true;
}

static void wake(void *context)
{
	sem_post(context);
}

static void answer(const struct skill *skill, struct store_conn *store, struct skill_call *call,
    int64_t deadline, struct str body)
{
	sem_t woken;
	sem_init(&woken, 0, 0);
	skill_call_set(call, deadline, wake, &woken);
	enum skill_step step = skill_begin(skill, store, call, body);
	while (step == SKILL_WAIT) {
		int64_t until = skill_call_wait_until(call);
		struct timespec t = clock_point(until);
		while (sem_clockwait(&woken, CLOCK_MONOTONIC, &t) && errno == EINTR)
			;
		step = skill_end(skill, store, call);
	}
	sem_destroy(&woken);
}

int cgi_serve(const struct config *c, const struct skill *skill, struct store *store)
{
	int64_t began = clock_ms(), deadline = exchange_deadline(c, environ, began);
	struct store_conn *conn = store_conn_new(store);
	struct skill_call call;
	struct exchange_note note;
	struct buf body;
	char header[EXCHANGE_HEADER];
	skill_call_init(&call);
	skill_call_start(&call);
	buf_init(&body, LIMIT_BODY + 1);
	enum exchange_status status = exchange_check(c, environ);
	bool whole = status == EXCHANGE_OK && read_body(&body, exchange_length(environ), deadline);
	if (status == EXCHANGE_OK && body.len > LIMIT_BODY)
		status = EXCHANGE_TOO_LARGE;
	if (status == EXCHANGE_OK && conn)
		answer(skill, conn, &call, deadline, whole ? buf_str(&body) : STR(""));
	else if (status == EXCHANGE_OK)
		skill_apologise(&call);
	size_t n = exchange_header(header, status, call.reply.n);
	bool sent = write_all((struct str){header, n}) && write_all(call.reply);
	close(STDOUT_FILENO); /* the web server may go on; what follows is ours */
	exchange_note(&note, environ, began * 1000);
	exchange_log(c, &note, status, &call);
	skill_call_release(&call);
	store_conn_free(conn);
	buf_free(&body);
	return sent ? 0 : 1;
}

/* The HTTP thread against sockets of our own: deadlines, limits, turns, stopping. */
#include "unit.h"

#include "base/clock.h"
#include "http/http.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <sys/socket.h>

/* A server that answers each connection with one text, or never. */
struct server {
	int fd;
	char url[64];
	const char *answer; /* NULL: never */
	atomic_int accepted;
	pthread_t thread;
};

static void *serve(void *context)
{
	struct server *s = context;
	char request[4096];
	int fd;
	while ((fd = accept(s->fd, NULL, NULL)) >= 0) {
		atomic_fetch_add(&s->accepted, 1);
		if (s->answer && read(fd, request, sizeof request) > 0) {
			ssize_t n = write(fd, s->answer, strlen(s->answer));
			(void)n;
			close(fd);
		}
	}
	return NULL;
}

static void start_server(struct server *s, const char *answer)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t n = sizeof a;
	s->answer = answer;
	atomic_init(&s->accepted, 0);
	s->fd = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(bind(s->fd, (struct sockaddr *)&a, sizeof a), 0);
	assert_int_equal(listen(s->fd, 16), 0);
	assert_int_equal(getsockname(s->fd, (struct sockaddr *)&a, &n), 0);
	snprintf(s->url, sizeof s->url, "http://127.0.0.1:%d/x", ntohs(a.sin_port));
	assert_int_equal(pthread_create(&s->thread, NULL, serve, s), 0);
}

static void stop_server(struct server *s)
{
	shutdown(s->fd, SHUT_RDWR);
	pthread_join(s->thread, NULL);
	close(s->fd);
}

/* One request and what became of it. */
struct call {
	struct http *http;
	struct http_request request;
	bool sent;
	enum http_result result;
	long status;
	char body[256], retry_after[32];
	int64_t ended;
	sem_t done;
};

static void on_done(void *context, const struct http_response *r)
{
	struct call *k = context;
	k->result = r->result;
	k->status = r->status;
	snprintf(k->body, sizeof k->body, "%.*s", (int)r->body.n, r->body.p);
	snprintf(
	    k->retry_after, sizeof k->retry_after, "%.*s", (int)r->retry_after.n, r->retry_after.p);
	k->ended = clock_ms();
	sem_post(&k->done);
}

static void send_it(void *context)
{
	struct call *k = context;
	k->sent = http_send(k->http, &k->request, on_done, k);
	if (!k->sent)
		sem_post(&k->done);
}

static void begin(struct call *k, struct http *h, const char *url, int ms)
{
	*k = (struct call){
	    .http = h, .request = {.url = url, .deadline = clock_ms() + ms, .max_body = 100}};
	sem_init(&k->done, 0, 0);
	assert_true(http_run(h, send_it, k));
}

static void end(struct call *k)
{
	while (sem_wait(&k->done))
		;
	sem_destroy(&k->done);
}

static struct http *start(int max_connections, bool allow_http)
{
	struct http *h = http_start(&(struct http_options){.ca_file = "",
	    .allow_http = allow_http,
	    .user_agent = "test",
	    .max_connections = max_connections});
	assert_non_null(h);
	return h;
}

static void an_answer_with_its_status_and_header(void **state)
{
	(void)state;
	struct server s;
	struct call k;
	struct http *h = start(4, true);
	start_server(
	    &s, "HTTP/1.1 429 Slow Down\r\nRetry-After: 17\r\nContent-Length: 4\r\n\r\nwait");
	begin(&k, h, s.url, 60000);
	end(&k);
	assert_int_equal(k.result, HTTP_ANSWERED);
	assert_int_equal(k.status, 429);
	assert_string_equal(k.body, "wait");
	assert_string_equal(k.retry_after, "17");
	http_stop(h);
	stop_server(&s);
}

static void a_body_past_its_limit_is_stopped(void **state)
{
	(void)state;
	struct server s;
	struct call k;
	char answer[400];
	struct http *h = start(4, true);
	snprintf(answer, sizeof answer, "HTTP/1.1 200 OK\r\n\r\n%0300d", 7);
	start_server(&s, answer);
	begin(&k, h, s.url, 60000);
	end(&k);
	assert_int_equal(k.result, HTTP_TOO_BIG);
	http_stop(h);
	stop_server(&s);
}

static void a_body_cut_short_has_failed(void **state)
{
	(void)state;
	struct server s;
	struct call k;
	struct http *h = start(4, true);
	start_server(&s, "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort");
	begin(&k, h, s.url, 60000);
	end(&k);
	assert_int_equal(k.result, HTTP_FAILED);
	http_stop(h);
	stop_server(&s);
}

static void silence_ends_at_the_deadline(void **state)
{
	(void)state;
	struct server s;
	struct call k;
	struct http *h = start(4, true);
	start_server(&s, NULL);
	int64_t began = clock_ms();
	begin(&k, h, s.url, 200);
	end(&k);
	assert_int_equal(k.result, HTTP_LATE);
	assert_in_range(k.ended - began, 190, 30000);
	http_stop(h);
	stop_server(&s);
}

/* One connection: the second request waits for it, and its own deadline holds meanwhile. */
static void the_turn_is_waited_for_until_the_deadline(void **state)
{
	(void)state;
	struct server s;
	struct call first, second, third;
	struct http *h = start(1, true);
	start_server(&s, NULL);
	int64_t began = clock_ms();
	begin(&first, h, s.url, 6000);
	begin(&second, h, s.url, 200);
	begin(&third, h, s.url, 400);
	end(&second);
	assert_int_equal(second.result, HTTP_LATE);
	assert_in_range(second.ended - began, 190, 5500);
	end(&third);
	assert_int_equal(third.result, HTTP_LATE);
	assert_in_range(third.ended - began, 390, 5500);
	assert_int_equal(atomic_load(&s.accepted), 1);
	end(&first);
	http_stop(h);
	stop_server(&s);
}

static void stopping_ends_what_is_under_way(void **state)
{
	(void)state;
	struct server s;
	struct call running, waiting;
	struct http *h = start(1, true);
	start_server(&s, NULL);
	int64_t began = clock_ms();
	begin(&running, h, s.url, 60000);
	begin(&waiting, h, s.url, 60000);
	usleep(50000);
	http_stop(h);
	end(&running);
	end(&waiting);
	assert_int_equal(running.result, HTTP_STOPPED);
	assert_int_equal(waiting.result, HTTP_STOPPED);
	assert_true(clock_ms() - began < 50000);
	stop_server(&s);
}

static void only_https_unless_allowed(void **state)
{
	(void)state;
	struct server s;
	struct call k;
	struct http *h = start(4, false);
	start_server(&s, "HTTP/1.1 200 OK\r\n\r\n");
	begin(&k, h, s.url, 60000);
	end(&k);
	assert_int_equal(k.result, HTTP_FAILED);
	assert_int_equal(k.status, 0);
	http_stop(h);
	stop_server(&s);
}

static void redirects_are_not_followed(void **state)
{
	(void)state;
	struct server s;
	struct call k;
	struct http *h = start(4, true);
	start_server(
	    &s, "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
	begin(&k, h, s.url, 60000);
	end(&k);
	assert_int_equal(k.result, HTTP_ANSWERED);
	assert_int_equal(k.status, 302);
	http_stop(h);
	stop_server(&s);
}

struct timed {
	struct http *http;
	int64_t ran[2];
	sem_t done;
};

static void on_time(void *context)
{
	struct timed *t = context;
	t->ran[t->ran[0] != 0] = clock_ms();
	sem_post(&t->done);
}

static void ask_for_time(void *context)
{
	struct timed *t = context;
	assert_true(http_after(t->http, 300, on_time, t));
	assert_true(http_after(t->http, 100, on_time, t));
}

static void steps_run_in_time(void **state)
{
	(void)state;
	struct timed t = {.http = start(4, true)};
	int64_t began = clock_ms();
	sem_init(&t.done, 0, 0);
	assert_true(http_run(t.http, ask_for_time, &t));
	sem_wait(&t.done);
	sem_wait(&t.done);
	assert_in_range(t.ran[0] - began, 100, t.ran[1] - began);
	assert_in_range(t.ran[1] - began, 300, 10000);
	sem_destroy(&t.done);
	http_stop(t.http);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_answer_with_its_status_and_header),
	    cmocka_unit_test(a_body_past_its_limit_is_stopped),
	    cmocka_unit_test(a_body_cut_short_has_failed),
	    cmocka_unit_test(silence_ends_at_the_deadline),
	    cmocka_unit_test(the_turn_is_waited_for_until_the_deadline),
	    cmocka_unit_test(stopping_ends_what_is_under_way),
	    cmocka_unit_test(only_https_unless_allowed),
	    cmocka_unit_test(redirects_are_not_followed),
	    cmocka_unit_test(steps_run_in_time),
	};
	return http_global_init() ? unit_run("http", tests) : 1;
}

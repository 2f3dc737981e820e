#include "http/sockets.h"

#include "base/clock.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { EVENTS = 64 };

/* Of a socket that cannot be watched nothing is heard: its transfer ends at its deadline. */
static int on_socket(CURL *easy, curl_socket_t fd, int what, void *context, void *known)
{
	struct sockets *s = context;
	struct epoll_event e = {.data.fd = fd};
	(void)easy;
	if (what == CURL_POLL_REMOVE) {
		epoll_ctl(s->epoll, EPOLL_CTL_DEL, fd, NULL);
		return 0;
	}
	if (what & CURL_POLL_IN)
		e.events |= EPOLLIN;
	if (what & CURL_POLL_OUT)
		e.events |= EPOLLOUT;
	epoll_ctl(s->epoll, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &e);
	curl_multi_assign(s->multi, fd, s);
	return 0;
}

static int on_time(CURLM *multi, long ms, void *context)
{
	struct sockets *s = context;
	(void)multi;
	s->due = ms < 0 ? INT64_MAX : clock_ms() + ms;
	return 0;
}

bool sockets_open(struct sockets *s)
{
	*s = (struct sockets){.due = INT64_MAX};
	s->epoll = epoll_create1(EPOLL_CLOEXEC);
	s->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	struct epoll_event e = {.events = EPOLLIN, .data.fd = s->wake};
	if (s->epoll < 0 || s->wake < 0 || epoll_ctl(s->epoll, EPOLL_CTL_ADD, s->wake, &e)) {
		sockets_close(s);
		return false;
	}
	return true;
}

void sockets_use(struct sockets *s, CURLM *multi)
{
	s->multi = multi;
	s->due = multi ? INT64_MAX : 0;
	curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, on_socket);
	curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, s);
	curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, on_time);
	curl_multi_setopt(multi, CURLMOPT_TIMERDATA, s);
}

void sockets_close(struct sockets *s)
{
	if (s->epoll >= 0)
		close(s->epoll);
	if (s->wake >= 0)
		close(s->wake);
	s->epoll = s->wake = -1;
}

void sockets_wake(const struct sockets *s)
{
	const uint64_t one = 1;
	ssize_t ignored = write(s->wake, &one, sizeof one); /* fails only if it is set already */
	(void)ignored;
}

static CURLMcode on_event(struct sockets *s, const struct epoll_event *e)
{
	int what = 0, running;
	uint64_t n;
	if (e->data.fd == s->wake) {
		ssize_t ignored = read(s->wake, &n, sizeof n);
		(void)ignored;
		return CURLM_OK;
	}
	/* What went wrong with a socket libcurl learns best by reading. */
	if (e->events & (EPOLLIN | EPOLLERR | EPOLLHUP))
		what |= CURL_CSELECT_IN;
	if (e->events & EPOLLOUT)
		what |= CURL_CSELECT_OUT;
	return curl_multi_socket_action(s->multi, e->data.fd, what, &running);
}

const char *sockets_wait(struct sockets *s, int ms)
{
	struct epoll_event events[EVENTS];
	CURLMcode rc = CURLM_OK;
	int64_t left = clock_left(s->due);
	int running, n = epoll_wait(s->epoll, events, EVENTS, left < ms ? (int)left : ms);
	if (n < 0 && errno != EINTR)
		return "epoll_wait";
	for (int i = 0; i < n && rc == CURLM_OK; i++)
		rc = on_event(s, &events[i]);
	if (rc == CURLM_OK && clock_left(s->due) == 0) {
		s->due = INT64_MAX; /* or as it tells now */
		rc = curl_multi_socket_action(s->multi, CURL_SOCKET_TIMEOUT, 0, &running);
	}
	return rc == CURLM_OK ? NULL : curl_multi_strerror(rc);
}

#include "http/http.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "http/reach.h"
#include "http/sockets.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <utlist.h>

enum {
	CONNECT_MS = 1500, /* a host that does not take a connection by then will not */
	IDLE_S = 50,       /* below what servers keep idle connections for */
	POLL_MS = 1000,
	WAITING_POLL_MS = 50, /* while requests wait for their turn */
	FAILURE_MS = 100,     /* pause where libcurl itself fails, lest the log be flooded */
};

/* A step to run now (next to nothing but time 0) or later. */
struct step {
	struct step *next;
	http_step_fn *fn;
	void *context;
	int64_t at;
};

struct transfer {
	struct transfer *prev, *next;
	CURL *easy;
	struct curl_slist *headers;
	struct buf body;
	bool too_big, requested;
	int64_t deadline;
	http_done_fn *done;
	void *context;
	char error[CURL_ERROR_SIZE];
};

struct http {
	pthread_t thread;
	CURLM *multi;
	struct sockets sockets;
	CURLSH *share; /* of TLS sessions: a connection goes on with what another one agreed on */
	char *ca_file, *user_agent;
	bool allow_http;

	pthread_mutex_t lock; /* of the two below */
	struct step *asked;   /* brought by http_run, first to last */
	bool stopping;

	/* The thread's own. */
	struct step *later;         /* by time */
	struct transfer *transfers; /* under way */
	struct transfer *waiting;   /* for a connection, first to last */
	int n_transfers, max_transfers;
	bool stopped;
};

bool http_global_init(void)
{
	return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

const char *http_library_version(void)
{
	return curl_version_info(CURLVERSION_NOW)->version;
}

/* --- transfers --- */

static size_t on_body(char *bytes, size_t size, size_t n, void *context)
{
	struct transfer *t = context;
	if (!buf_add(&t->body, bytes, size * n)) {
		t->too_big = true;
		return 0;
	}
	return size * n;
}

/* Where a kept connection turns out to be dead libcurl sends the request once more by itself. It
 * may have arrived the first time, and calls are counted: whether to repeat one is not its to
 * decide. */
static int on_request(void *context, char *to, char *from, int to_port, int from_port)
{
	struct transfer *t = context;
	(void)to;
	(void)from;
	(void)to_port;
	(void)from_port;
	bool again = t->requested;
	t->requested = true;
	return again ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
}

/* The address is looked at where it is used: a name may lead elsewhere the next time. */
static curl_socket_t open_public(void *context, curlsocktype purpose, struct curl_sockaddr *a)
{
	(void)context;
	(void)purpose;
	if (!http_reach_public(&a->addr))
		return CURL_SOCKET_BAD;
	return socket(a->family, a->socktype | SOCK_CLOEXEC, a->protocol);
}

static void transfer_free(struct http *h, struct transfer *t)
{
	if (t->easy) {
		curl_multi_remove_handle(h->multi, t->easy);
		curl_easy_cleanup(t->easy);
	}
	curl_slist_free_all(t->headers);
	buf_free(&t->body);
	free(t);
}

/* With the hashed directory a connection loads the one certificate it needs; with the bundle, all
 * of them, at 50 ms each time. Set both and libcurl takes the bundle. */
static CURLcode trust(CURL *e, const char *ca_file)
{
	char *directory = NULL;
	if (*ca_file) {
		CURLcode rc = curl_easy_setopt(e, CURLOPT_CAINFO, ca_file);
		return rc ? rc : curl_easy_setopt(e, CURLOPT_CAPATH, NULL);
	}
	if (curl_easy_getinfo(e, CURLINFO_CAPATH, &directory) == CURLE_OK && directory)
		return curl_easy_setopt(e, CURLOPT_CAINFO, NULL);
	return CURLE_OK;
}

static bool set_common(const struct http *h, struct transfer *t, const struct http_request *r)
{
	CURL *e = t->easy;
	bool plain = r->reach ? r->reach->plain : h->allow_http;
	const char *schemes = plain ? "http,https" : "https";
	CURLcode rc = CURLE_OK;
	rc |= curl_easy_setopt(e, CURLOPT_URL, r->url);
	rc |= curl_easy_setopt(e, CURLOPT_PRIVATE, t);
	rc |= curl_easy_setopt(e, CURLOPT_ERRORBUFFER, t->error);
	rc |= curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, on_body);
	rc |= curl_easy_setopt(e, CURLOPT_WRITEDATA, t);
	rc |= curl_easy_setopt(e, CURLOPT_PREREQFUNCTION, on_request);
	rc |= curl_easy_setopt(e, CURLOPT_PREREQDATA, t);
	rc |= curl_easy_setopt(e, CURLOPT_SHARE, h->share);
	rc |= curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
	rc |= curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
	/* Without it a time-out while a name is resolved waits for the resolver's thread, for
	 * seconds. */
	rc |= curl_easy_setopt(e, CURLOPT_QUICK_EXIT, 1L);
	rc |= curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, schemes);
	rc |= curl_easy_setopt(e, CURLOPT_FOLLOWLOCATION, 0L);
	rc |= curl_easy_setopt(e, CURLOPT_PROXY, "");
	rc |= curl_easy_setopt(e, CURLOPT_ACCEPT_ENCODING, "");
	rc |= curl_easy_setopt(e, CURLOPT_USERAGENT, h->user_agent);
	rc |= curl_easy_setopt(e, CURLOPT_SSL_VERIFYPEER, 1L);
	rc |= curl_easy_setopt(e, CURLOPT_SSL_VERIFYHOST, 2L);
	/* Not HTTP/2: a connection that many transfers share and that falls silent without being
	 * closed would be kept, and all of them with it, for minutes. */
	rc |= curl_easy_setopt(e, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	rc |= curl_easy_setopt(e, CURLOPT_TCP_KEEPALIVE, 1L);
	rc |= curl_easy_setopt(e, CURLOPT_MAXAGE_CONN, (long)IDLE_S);
	rc |= trust(e, r->reach ? r->reach->ca_file : h->ca_file);
	return rc == CURLE_OK;
}

static bool set_headers(struct transfer *t, const char *const *headers)
{
	for (; headers && *headers; headers++) {
		struct curl_slist *more = curl_slist_append(t->headers, *headers);
		if (!more)
			return false;
		t->headers = more;
	}
	return !t->headers || curl_easy_setopt(t->easy, CURLOPT_HTTPHEADER, t->headers) == CURLE_OK;
}

static bool set_own(struct transfer *t, const struct http_request *r)
{
	CURL *e = t->easy;
	CURLcode rc = CURLE_OK;
	if (r->bearer) {
		rc |= curl_easy_setopt(e, CURLOPT_HTTPAUTH, CURLAUTH_BEARER);
		rc |= curl_easy_setopt(e, CURLOPT_XOAUTH2_BEARER, r->bearer);
	} else if (r->user) {
		rc |= curl_easy_setopt(e, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
		rc |= curl_easy_setopt(e, CURLOPT_USERNAME, r->user);
		rc |= curl_easy_setopt(e, CURLOPT_PASSWORD, r->password);
	}
	if (r->post)
		rc |= curl_easy_setopt(e, CURLOPT_COPYPOSTFIELDS, r->post);
	if (r->json.n) {
		static const char *const type[] = {
		    "Content-Type: application/json; charset=utf-8", NULL};
		rc |= curl_easy_setopt(e, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)r->json.n);
		rc |= curl_easy_setopt(e, CURLOPT_COPYPOSTFIELDS, r->json.p);
		rc |= set_headers(t, type) ? CURLE_OK : CURLE_OUT_OF_MEMORY;
	}
	if (r->reach && !r->reach->anywhere)
		rc |= curl_easy_setopt(e, CURLOPT_OPENSOCKETFUNCTION, open_public);
	return rc == CURLE_OK && set_headers(t, r->headers);
}

/* False if libcurl cannot take it. */
static bool begin(struct http *h, struct transfer *t)
{
	/* The time spent waiting for the turn counts. */
	long left = (long)clock_left(t->deadline);
	if (curl_easy_setopt(t->easy, CURLOPT_TIMEOUT_MS, left > 0 ? left : 1L) != CURLE_OK ||
	    curl_multi_add_handle(h->multi, t->easy) != CURLM_OK)
		return false;
	DL_APPEND(h->transfers, t);
	h->n_transfers++;
	return true;
}

bool http_send(
    struct http *h, const struct http_request *request, http_done_fn *done, void *context)
{
	struct transfer *t = calloc(1, sizeof *t);
	if (!t)
		return false;
	t->done = done;
	t->context = context;
	t->deadline = request->deadline;
	buf_init(&t->body, request->max_body);
	t->easy = curl_easy_init();
	if (!t->easy || !set_common(h, t, request) || !set_own(t, request)) {
		transfer_free(h, t);
		return false;
	}
	if (h->n_transfers >= h->max_transfers) {
		DL_APPEND(h->waiting, t);
	} else if (!begin(h, t)) {
		transfer_free(h, t);
		return false;
	}
	return true;
}

/* t is off its list. */
static void finish(struct http *h, struct transfer *t, enum http_result result)
{
	struct http_response r = {
	    .result = result, .body = buf_str(&t->body), .retry_after = STR(""), .error = t->error};
	struct curl_header *header;
	curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &r.status);
	if (curl_easy_header(t->easy, "Retry-After", 0, CURLH_HEADER, -1, &header) == CURLHE_OK)
		r.retry_after = str_of(header->value);
	t->done(t->context, &r);
	transfer_free(h, t);
}

static void finish_running(struct http *h, struct transfer *t, enum http_result result)
{
	DL_DELETE(h->transfers, t);
	h->n_transfers--;
	finish(h, t, result);
}

/* Begins what waits for a connection as there is room, and ends what waited too long. */
static void serve_waiting(struct http *h)
{
	struct transfer *t, *next;
	int64_t now = clock_ms();
	DL_FOREACH_SAFE (h->waiting, t, next) {
		bool late = t->deadline <= now, room = h->n_transfers < h->max_transfers;
		if (!late && !room)
			continue;
		DL_DELETE(h->waiting, t);
		if (late || !begin(h, t))
			finish(h, t, late ? HTTP_LATE : HTTP_FAILED);
	}
}

static enum http_result result_of(const struct transfer *t, CURLcode code)
{
	if (code == CURLE_OK)
		return HTTP_ANSWERED;
	if (t->too_big)
		return HTTP_TOO_BIG;
	return code == CURLE_OPERATION_TIMEDOUT ? HTTP_LATE : HTTP_FAILED;
}

static void finish_done(struct http *h)
{
	CURLMsg *m;
	int left;
	while ((m = curl_multi_info_read(h->multi, &left))) {
		struct transfer *t = NULL;
		if (m->msg != CURLMSG_DONE)
			continue;
		CURLcode code = m->data.result;
		curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &t);
		if (code != CURLE_OK && !t->error[0])
			snprintf(t->error, sizeof t->error, "%s", curl_easy_strerror(code));
		finish_running(h, t, result_of(t, code));
	}
}

/* --- steps --- */

static struct step *step_new(http_step_fn *fn, void *context, int64_t at)
{
	struct step *s = malloc(sizeof *s);
	if (s)
		*s = (struct step){.fn = fn, .context = context, .at = at};
	return s;
}

static void step_run(struct step *s)
{
	s->fn(s->context);
	free(s);
}

bool http_run(struct http *h, http_step_fn *fn, void *context)
{
	struct step *s = step_new(fn, context, 0);
	if (!s)
		return false;
	pthread_mutex_lock(&h->lock);
	LL_APPEND(h->asked, s);
	pthread_mutex_unlock(&h->lock);
	sockets_wake(&h->sockets);
	return true;
}

static int by_time(const struct step *a, const struct step *b)
{
	return (a->at > b->at) - (a->at < b->at);
}

bool http_after(struct http *h, int ms, http_step_fn *fn, void *context)
{
	struct step *s = step_new(fn, context, clock_ms() + ms);
	if (!s)
		return false;
	LL_INSERT_INORDER(h->later, s, by_time);
	return true;
}

static bool run_asked(struct http *h)
{
	pthread_mutex_lock(&h->lock);
	struct step *all = h->asked;
	h->asked = NULL;
	bool stopping = h->stopping;
	pthread_mutex_unlock(&h->lock);
	while (all) {
		struct step *s = all;
		all = s->next;
		step_run(s);
	}
	return stopping;
}

static void run_due(struct http *h)
{
	while (h->later && (h->stopped || h->later->at <= clock_ms())) {
		struct step *s = h->later;
		LL_DELETE(h->later, s);
		step_run(s);
	}
}

/* --- the thread --- */

static int wait_ms(const struct http *h)
{
	int64_t left = h->later ? clock_left(h->later->at) + 1 : POLL_MS;
	if (h->waiting && left > WAITING_POLL_MS)
		left = WAITING_POLL_MS;
	return (int)(left < POLL_MS ? left : POLL_MS);
}

/* What steps start while stopping is stopped in turn, until nothing is left. */
static void stop_all(struct http *h)
{
	h->stopped = true;
	do {
		while (h->transfers)
			finish_running(h, h->transfers, HTTP_STOPPED);
		while (h->waiting) {
			struct transfer *t = h->waiting;
			DL_DELETE(h->waiting, t);
			finish(h, t, HTTP_STOPPED);
		}
		run_due(h);
		run_asked(h);
	} while (h->transfers || h->waiting || h->later);
}

static CURLM *multi_new(const struct http *h)
{
	CURLM *multi = curl_multi_init();
	/* As many may be idle as may be busy: where many calls end at once, as many follow at once,
	 * and a connection's TLS costs more than all the rest of a call. */
	if (multi)
		curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, (long)h->max_transfers);
	return multi;
}

/* After an error of the whole. A libcurl that has found no memory to note who waits for a socket
 * (7.88 does so) looks it up in an empty table at its next step, and that divides by zero: so all
 * that is under way fails, and there is none of it left. Without memory for a new one the next
 * wait fails, too, and comes back here. */
static void start_over(struct http *h, const char *error)
{
	struct transfer *all = h->transfers, *t, *next;
	DL_FOREACH (all, t)
		curl_multi_remove_handle(h->multi, t->easy);
	curl_multi_cleanup(h->multi);
	h->multi = multi_new(h);
	sockets_use(&h->sockets, h->multi);
	h->transfers = NULL;
	h->n_transfers = 0;
	DL_FOREACH_SAFE (all, t, next) {
		DL_DELETE(all, t);
		snprintf(t->error, sizeof t->error, "%s", error);
		finish(h, t, HTTP_FAILED);
	}
}

static void *http_main(void *context)
{
	struct http *h = context;
	while (!run_asked(h)) {
		run_due(h);
		serve_waiting(h);
		/* Returns at once if a step has just begun a transfer: that is due now. */
		const char *error = sockets_wait(&h->sockets, wait_ms(h));
		finish_done(h);
		if (error) {
			log_event(LOG_ERROR, "http: libcurl failed", "%s", error);
			start_over(h, error);
			nanosleep(&(struct timespec){.tv_nsec = FAILURE_MS * 1000000L}, NULL);
		}
	}
	stop_all(h);
	return NULL;
}

static void http_free(struct http *h)
{
	if (h->multi)
		curl_multi_cleanup(h->multi);
	sockets_close(&h->sockets);
	if (h->share)
		curl_share_cleanup(h->share);
	pthread_mutex_destroy(&h->lock);
	free(h->ca_file);
	free(h->user_agent);
	free(h);
}

struct http *http_start(const struct http_options *options)
{
	struct http *h = calloc(1, sizeof *h);
	if (!h)
		return NULL;
	pthread_mutex_init(&h->lock, NULL);
	h->sockets = (struct sockets){.epoll = -1, .wake = -1};
	h->allow_http = options->allow_http;
	h->max_transfers = options->max_connections;
	h->ca_file = strdup(options->ca_file);
	h->user_agent = strdup(options->user_agent);
	h->multi = multi_new(h);
	h->share = curl_share_init();
	if (!h->ca_file || !h->user_agent || !h->multi || !h->share || !sockets_open(&h->sockets))
		goto fail;
	sockets_use(&h->sockets, h->multi);
	curl_share_setopt(h->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
	if (pthread_create(&h->thread, NULL, http_main, h))
		goto fail;
	return h;
fail:
	http_free(h);
	return NULL;
}

void http_stop(struct http *h)
{
	pthread_mutex_lock(&h->lock);
	h->stopping = true;
	pthread_mutex_unlock(&h->lock);
	sockets_wake(&h->sockets);
	pthread_join(h->thread, NULL);
	http_free(h);
}

/* A whole request: FastCGI records in, a reply out, through libfcgi, the responder, the skill, the
 * finder and the Spotify client, over a store and a Spotify in memory (memory.h). Every reply is
 * held against Kakao's rules.
 *
 * An input is two bytes of circumstances, then parts between bytes 0xff: what is posted (or, if so
 * chosen, the very records), what Spotify answers, the texts that the store has. */
#include "fuzz.h"
#include "memory.h"

#include "base/clock.h"
#include "base/text.h"
#include "kakao/validate.h"
#include "responder/connection.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>

static struct settings *settings;
static struct store *store;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct buf errors;
	(void)argc;
	(void)argv;
	setenv("ARTISTBOT_SPOTIFY_CLIENT_ID", "id", 1);
	setenv("ARTISTBOT_SPOTIFY_CLIENT_SECRET", "secret", 1);
	setenv("ARTISTBOT_SPOTIFY_HOURLY_SEARCHES_A_USER", "2", 1);
	setenv("ARTISTBOT_ACCESS_HEADER", "X-Key", 1);
	setenv("ARTISTBOT_ACCESS_SECRETS", "one,two", 1);
	setenv("ARTISTBOT_LOG_NAMES", "yes", 1);
	setenv("ARTISTBOT_LOG_USERS", "yes", 1);
	setenv("LIBFCGI_OS_CLOSE_POLL_TIMEOUT", "1", 1);
	buf_init(&errors, 4096);
	settings = settings_load(NULL, &errors);
	FUZZ_CHECK(settings && !errors.len);
	store = store_new(&settings->config.database);
	FUZZ_CHECK(store && FCGX_Init() == 0);
	return 0;
}

/* --- Spotify --- */

static struct {
	struct str body;
	unsigned how;
} spotify;

static bool has(const char *url, const char *part)
{
	return strstr(url, part) != NULL;
}

static struct str usual_body(const char *url)
{
	if (has(url, "/api/token"))
		return STR(
		    "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":3600}");
	if (has(url, "type=artist"))
		return STR(
		    "{\"artists\":{\"items\":[{\"id\":\"4gzpq5DPGxSnKTe4SA8HAU\",\"name\":"
		    "\"Coldplay\",\"genres\":[\"pop\"],\"images\":[],\"followers\":{\"total\":5}}"
		    "]}}");
	if (has(url, "type=track") || has(url, "top-tracks"))
		return STR("{\"tracks\":{\"items\":[{\"id\":\"1\",\"name\":\"Yellow\",\"artists\":"
			   "[{\"id\":\"4gzpq5DPGxSnKTe4SA8HAU\",\"name\":\"Coldplay\"}]}]}}");
	return STR("{\"id\":\"4gzpq5DPGxSnKTe4SA8HAU\",\"name\":\"Coldplay\"}");
}

void memory_answer(const struct http_request *request, struct http_response *r)
{
	static const long statuses[] = {200, 401, 403, 404, 429, 500, 200, 200};
	bool token = has(request->url, "/api/token");
	*r = (struct http_response){
	    .result = HTTP_ANSWERED, .status = 200, .retry_after = STR(""), .error = ""};
	r->body = usual_body(request->url);
	if (token && (spotify.how & 8) == 0)
		return;
	r->status = statuses[spotify.how & 7];
	if ((spotify.how & 7) == 6)
		*r = (struct http_response){
		    .result = HTTP_LATE, .body = STR(""), .retry_after = STR(""), .error = "late"};
	else if (r->status == 429)
		r->retry_after = spotify.body.n ? spotify.body : STR("1");
	else if (spotify.body.n)
		r->body = spotify.body;
}

/* --- the web server's side --- */

struct peer {
	int fd;
	struct buf got; /* the reply: STDOUT, unwrapped */
	bool ended;
};

static void put_record(struct buf *b, int type, struct str content)
{
	do {
		size_t n = content.n < 60000 ? content.n : 60000;
		const unsigned char header[8] = {
		    1, (unsigned char)type, 0, 1, (unsigned char)(n >> 8), (unsigned char)n, 0, 0};
		buf_add(b, header, sizeof header);
		buf_add(b, content.p, n);
		content = (struct str){content.p + n, content.n - n};
	} while (content.n);
}

static void put_param(struct buf *b, const char *name, const char *value)
{
	buf_addc(b, (char)strlen(name));
	buf_addc(b, (char)strlen(value));
	buf_adds(b, name);
	buf_adds(b, value);
}

/* circumstances: which path, method, key and length. */
static void put_request(struct buf *out, struct str body, unsigned what, bool keep)
{
	static const char *const paths[] = {"/skill/artist", "/skill/artist", "/skill/artist",
	    "/skill/other", "/status.json", "/metrics", "/readyz", "/skill/artist"};
	char begin[8] = {0, 1, keep, 0, 0, 0, 0, 0}, length[24];
	struct buf params;
	const char *path = paths[what & 7];
	buf_init(&params, 4096);
	put_param(&params, "REQUEST_METHOD", (what & 7) > 3 && (what & 7) < 7 ? "GET" : "POST");
	put_param(&params, "SCRIPT_NAME", path);
	put_param(&params, "REQUEST_URI", path);
	put_param(&params, "REMOTE_ADDR", "127.0.0.1");
	if (what & 8)
		put_param(&params, "HTTP_X_REQUEST_ID", "a \"b\n");
	put_param(&params, "HTTP_X_KEY", (what & 7) == 7 ? "three" : "two");
	snprintf(length, sizeof length, "%zu", body.n + ((what & 48) == 48));
	if ((what & 16) == 0 || (what & 32))
		put_param(&params, "CONTENT_LENGTH", length);
	put_record(out, 1, (struct str){begin, sizeof begin});
	put_record(out, 4, buf_str(&params));
	put_record(out, 4, STR(""));
	if (body.n)
		put_record(out, 5, body);
	put_record(out, 5, STR(""));
	buf_free(&params);
}

/* Takes what has come: whole records. */
static void take(struct peer *p, struct buf *bytes)
{
	size_t at = 0;
	while (bytes->len - at >= 8) {
		const unsigned char *h = (const unsigned char *)bytes->data + at;
		size_t n = (size_t)h[4] << 8 | h[5];
		FUZZ_CHECK(h[0] == 1 && bytes->len - at >= 8 + n + h[6]);
		if (h[1] == 6)
			buf_add(&p->got, h + 8, n);
		p->ended |= h[1] == 3;
		at += 8 + n + h[6];
	}
}

static void receive(struct peer *p)
{
	struct buf bytes;
	buf_init(&bytes, 512 * 1024);
	p->ended = false;
	buf_reset(&p->got, 0);
	for (;;) {
		char *to = buf_room(&bytes, 16 * 1024);
		FUZZ_CHECK(to);
		ssize_t n = recv(p->fd, to, 16 * 1024, MSG_DONTWAIT);
		if (n <= 0)
			break;
		bytes.len += (size_t)n;
	}
	take(p, &bytes);
	buf_free(&bytes);
}

/* A reply as Kakao takes it, or a refusal. */
static void judge(struct peer *p, unsigned what)
{
	const char *why, *end = p->got.len ? strstr(p->got.data, "\r\n\r\n") : NULL;
	FUZZ_CHECK(p->ended && end);
	if (!memcmp(p->got.data, "Status: 200", 11) && ((what & 7) < 3)) {
		struct kakao_validation v = {0};
		struct str body = {end + 4, p->got.len - (size_t)(end + 4 - p->got.data)};
		FUZZ_CHECK(kakao_validate(&v, body, &why));
		FUZZ_CHECK(!v.breaches && !v.advices);
	} else {
		FUZZ_CHECK((what & 7) >= 3);
	}
}

/* --- the responder's side --- */

static void server_begin(struct server *s, struct worker *w)
{
	memset(s, 0, sizeof *s);
	memset(w, 0, sizeof *w);
	s->settings = settings_ref(settings);
	s->store = store;
	s->listen_fd = -1;
	s->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	s->max_connections = 10;
	s->n_workers = 4;
	pthread_mutex_init(&s->lock, NULL);
	FUZZ_CHECK(parking_init(&s->parking) && parking_init(&s->arriving) && s->epoll_fd >= 0 &&
		   places_init(&s->places, 10));
	w->server = s;
	w->store = store_conn_new(store);
	w->look = malloc(LOOK_BYTES);
	FUZZ_CHECK(w->store && w->look);
}

static void server_end(struct server *s, struct worker *w)
{
	while (s->connections)
		connection_free(s->connections);
	store_conn_free(w->store);
	settings_unref(w->settings);
	free(w->look);
	parking_free(&s->parking);
	parking_free(&s->arriving);
	places_free(&s->places);
	pthread_mutex_destroy(&s->lock);
	settings_unref(s->settings);
	close(s->epoll_fd);
}

/* What a worker does with what is ready; false: nothing is. */
static bool work(struct server *s, struct worker *w, struct finder *f)
{
	struct epoll_event e;
	struct parked *r;
	struct connection *k = w->again;
	memory_http_run(finder_http(f));
	w->again = NULL;
	if (!k && epoll_wait(s->epoll_fd, &e, 1, 0) == 1)
		k = places_take(&s->places, e.data.u64);
	if (k) {
		serve(w, k);
		return true;
	}
	if ((r = parking_take(&s->parking))) {
		serve_parked(w,
		    (struct connection *)(void *)((char *)r - offsetof(struct connection, parked)));
		return true;
	}
	if ((r = parking_take(&s->arriving))) {
		serve(w,
		    (struct connection *)(void *)((char *)r - offsetof(struct connection, parked)));
		return true;
	}
	/* As if its time had come. */
	if (parking_count(&s->parking))
		parking_wake(&s->parking, &s->connections->parked);
	else if (parking_count(&s->arriving))
		parking_wake(&s->arriving, &s->connections->parked);
	else
		return false;
	return true;
}

static void send_all(struct peer *p, struct buf *bytes, bool last)
{
	for (size_t at = 0; at < bytes->len;) {
		ssize_t n =
		    send(p->fd, bytes->data + at, bytes->len - at, MSG_DONTWAIT | MSG_NOSIGNAL);
		if (n <= 0)
			break;
		at += (size_t)n;
	}
	if (last)
		shutdown(p->fd, SHUT_WR);
}

static void converse(struct server *s, struct worker *w, struct finder *f, struct str body,
    unsigned how, unsigned what)
{
	struct peer peer;
	struct buf bytes;
	int fds[2];
	bool raw = how & 1;
	buf_init(&bytes, 512 * 1024);
	buf_init(&peer.got, 512 * 1024);
	FUZZ_CHECK(!socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds));
	peer.fd = fds[1];
	struct connection *k = connection_new(s, fds[0]);
	FUZZ_CHECK(k);
	connection_rest(w, k);
	/* The same once more, which may be answered from memory. */
	for (int turn = raw || (how & 2) ? 1 : 0; turn < 2 && s->connections; turn++) {
		buf_reset(&bytes, 0);
		if (raw)
			buf_add_str(&bytes, body);
		else
			put_request(&bytes, body, what, turn == 0);
		send_all(&peer, &bytes, turn == 1);
		for (int i = 0; i < 100 && work(s, w, f); i++)
			;
		receive(&peer);
		if (!raw)
			judge(&peer, what);
	}
	FUZZ_CHECK(raw || !s->connections);
	close(peer.fd);
	buf_free(&bytes);
	buf_free(&peer.got);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct server s;
	struct worker w;
	struct str in = {(const char *)data, n};
	unsigned how = fuzz_byte(&in), what = fuzz_byte(&in);
	struct str body = fuzz_part(&in);
	spotify.body = fuzz_part(&in);
	spotify.how = what >> 4 ^ (how >> 6 & 3);
	memory = (struct memory){.state = (enum memory_state)(how >> 3 & 7),
	    .texts = in,
	    .closed = (how & 4) && (what & 128),
	    .spent = (how & 4) && (what & 64)};
	struct finder *f = finder_start(&settings->config, store);
	struct cache *cache = cache_new(64 * 1024);
	FUZZ_CHECK(f && cache);
	settings->skill.finder = f;
	settings->skill.cache = cache;
	server_begin(&s, &w);
	converse(&s, &w, f, body, how, what);
	server_end(&s, &w);
	finder_stop(f, clock_ms() + 5000);
	cache_free(cache);
	return 0;
}

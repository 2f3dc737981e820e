#include "base/clock.h"
#include "ctl/checks.h"
#include "ctl/http_call.h"
#include "music/shared.h"
#include "spotify/client.h"
#include "spotify/decode.h"

#include <semaphore.h>
#include <stdio.h>

enum { CALL_MS = 10000, MAX_WHY = 4096 };

/* One call, made in the HTTP thread while this one waits. */
struct probe {
	struct checks *checks;
	struct spotify *spotify;
	const struct config *c;
	enum spotify_endpoint endpoint;
	char path[256];
	char id[LIMIT_ID + 1]; /* of the artist that the search found */
	enum spotify_status status;
	int calls;
	/* Found out: */
	int64_t refused_ms[SPOTIFY_ENDPOINTS]; /* not for this app, for so long */
	bool answered[SPOTIFY_ENDPOINTS];      /* for this app */
	int64_t closed_ms;                     /* no call may go out for so long */
	sem_t done;
};

/* What is done without an endpoint that development apps may not call; NULL: nothing works. */
static const struct ctl_words instead[SPOTIFY_ENDPOINTS] = {
    [SPOTIFY_TOP_TRACKS] = {"not for this app: songs come from the search",
	"이 앱에는 허락되지 않음: 노래는 검색에서 가져와요"},
    [SPOTIFY_RELATED] = {"not for this app: related artists come from credits, genres and "
			 "imported lists",
	"이 앱에는 허락되지 않음: 비슷한 가수는 참여 곡, 장르, 가져온 목록에서 찾아요"},
};

static void on_event(
    void *context, enum spotify_event event, enum spotify_endpoint endpoint, int64_t ms)
{
	struct probe *p = context;
	p->calls += event == SPOTIFY_CALLED;
	if (event == SPOTIFY_ENDPOINT_REFUSED)
		p->refused_ms[endpoint] = ms;
	if (event == SPOTIFY_GATE_CLOSED)
		p->closed_ms = ms;
	if (event == SPOTIFY_GATE_OPENED)
		p->closed_ms = 0;
}

static void on_answer(void *context, enum spotify_status status, struct str body)
{
	struct probe *p = context;
	struct spotify_artists found = {.n = 0};
	p->status = status;
	p->answered[p->endpoint] = status == SPOTIFY_OK;
	if (p->endpoint == SPOTIFY_SEARCH && status == SPOTIFY_OK &&
	    spotify_decode_search(body, &found) && found.n)
		snprintf(p->id, sizeof p->id, "%s", found.items[0]->id);
	spotify_artists_free(&found);
	sem_post(&p->done);
}

static void ask(void *context)
{
	struct probe *p = context;
	spotify_get(p->spotify, p->endpoint, p->path, p->c->spotify.language, clock_ms() + CALL_MS,
	    on_answer, p);
}

/* --- what is wrong --- */

/* The last answer that was not 200, as http_outcome has it; NULL: there was none. */
static const char *complaint(const struct metric_names *answers)
{
	const char *last = NULL;
	for (int i = 0; i < METRIC_NAMES; i++) {
		const char *name = atomic_load(&answers->items[i].name);
		if (name && strcmp(name, "200") != 0)
			last = name;
	}
	return last;
}

static bool is(const char *outcome, const char *one)
{
	return strcmp(outcome, one) == 0;
}

/* There was no answer: what stands in the way is seen by asking once more. */
static void say_no_way(struct http *http, const struct probe *p, const char *url, struct buf *why)
{
	struct http_call again;
	http_call_begin(&again, http, url);
	again.ms = CALL_MS;
	if (http_call_run(&again))
		buf_addf(why,
		    ctl_text(p->checks->o, "no answer from %s at first\n",
			"처음에는 %s에서 답이 없었어요\n"),
		    url);
	else
		buf_addf(why, "%s: %s\n", url, again.error);
	http_call_end(&again);
	buf_adds(why,
	    ctl_text(p->checks->o,
		"is there a way to the internet (firewall, DNS)? Are api_url, accounts_url and "
		"ca_file in [spotify] right, if they are set?",
		"인터넷에 연결되나요(방화벽, DNS)? [spotify]의 api_url, accounts_url, ca_file을 "
		"정했다면 맞는지 확인하세요"));
}

static void say_too_many(const struct ctl *o, int64_t ms, struct buf *why)
{
	long long seconds = ms / 1000 + 1;
	buf_addf(why,
	    ctl_text(o,
		"Spotify has had too many calls (429): wait %lld s; if it comes back, lower "
		"daily_calls in [spotify]",
		"Spotify 호출이 너무 많았어요(429). %lld초 기다리세요. 되풀이되면 [spotify] "
		"daily_calls를 줄이세요"),
	    seconds);
}

/* What the services have answered says why there is nothing to be had, and what to do. */
static void say_why(struct http *http, const struct probe *p, struct buf *why)
{
	const struct ctl *o = p->checks->o;
	const struct spotify_stats *stats = spotify_stats(p->spotify);
	const char *outcome = complaint(&stats->token.answers);
	bool token = outcome != NULL;
	const char *url = token ? p->c->spotify.accounts_url : p->c->spotify.api_url;
	if (!token)
		outcome = complaint(&stats->answers[p->endpoint]);
	if (!outcome)
		outcome = "late";
	if (is(outcome, "failed") || is(outcome, "late"))
		say_no_way(http, p, url, why);
	else if (is(outcome, "429"))
		say_too_many(o, clock_left(metric_read(&stats->gate_opens)), why);
	else if (token && (is(outcome, "400") || is(outcome, "401")))
		buf_adds(why, ctl_text(o,
				  "client_id or client_secret is wrong: copy both from "
				  "https://developer.spotify.com/dashboard into [spotify]",
				  "client_id나 client_secret이 틀려요. "
				  "https://developer.spotify.com/dashboard "
				  "에서 둘 다 [spotify]로 다시 옮기세요"));
	else if (is(outcome, "403"))
		buf_adds(why,
		    ctl_text(o,
			"Spotify refuses all calls (403): the owner of a development app needs "
			"Spotify Premium",
			"Spotify가 모든 호출을 거절해요(403). 개발 모드 앱의 소유자에게 Spotify "
			"Premium이 필요해요"));
	else
		buf_addf(why,
		    ctl_text(o, "%s answers with %s: try again later; is the address right?",
			"%s의 답이 %s예요. 나중에 다시 해 보고, 주소도 확인하세요"),
		    url, outcome);
}

static bool tell_trouble(struct http *http, const struct probe *p, const char *what)
{
	struct buf why;
	buf_init(&why, MAX_WHY);
	say_why(http, p, &why);
	checks_tell(p->checks, what, false, why.data);
	buf_free(&why);
	return false;
}

static bool tell(struct http *http, const struct probe *p)
{
	const struct ctl *o = p->checks->o;
	const char *other = ctl_words(o, &instead[p->endpoint]);
	char what[120];
	snprintf(what, sizeof what, ctl_text(o, "spotify: %s", "spotify: %s 호출"),
	    spotify_endpoint_name(p->endpoint));
	switch (p->status) {
	case SPOTIFY_OK:
		return checks_tell(p->checks, what, true, NULL);
	case SPOTIFY_REFUSED:
		return checks_tell(p->checks, what, other != NULL,
		    other ? other
			  : ctl_text(o,
				"not for this app: in Spotify's dashboard, is the Web API among "
				"those that it uses?",
				"이 앱에는 허락되지 않았어요. Spotify 대시보드에서 Web API를 쓰는 "
				"앱인지 확인하세요"));
	case SPOTIFY_NOT_FOUND:
		return checks_tell(p->checks, what, false,
		    ctl_text(
			o, "not found: is api_url right?", "찾을 수 없어요. api_url이 맞나요?"));
	case SPOTIFY_CLOSED:
	case SPOTIFY_LATE:
	case SPOTIFY_FAILED:
		break;
	}
	return tell_trouble(http, p, what);
}

static bool call(struct http *http, struct probe *p, enum spotify_endpoint endpoint)
{
	p->endpoint = endpoint;
	if (!http_run(http, ask, p))
		return false;
	while (sem_wait(&p->done))
		;
	return tell(http, p);
}

static void call_each(struct http *http, struct probe *p)
{
	snprintf(p->path, sizeof p->path, "/v1/search?type=artist&limit=1&market=KR&q=IU");
	if (!call(http, p, SPOTIFY_SEARCH))
		return;
	if (!*p->id) {
		checks_tell(p->checks,
		    ctl_text(p->checks->o, "spotify: the search finds nobody",
			"spotify: 검색 결과 없음"),
		    false,
		    ctl_text(p->checks->o, "its answers are not as they were: is api_url right?",
			"답의 형식이 달라졌어요. api_url이 맞나요?"));
		return;
	}
	snprintf(p->path, sizeof p->path, "/v1/artists/%s", p->id);
	call(http, p, SPOTIFY_ARTIST);
	snprintf(p->path, sizeof p->path, "/v1/artists/%s/top-tracks?market=KR", p->id);
	call(http, p, SPOTIFY_TOP_TRACKS);
	snprintf(p->path, sizeof p->path, "/v1/artists/%s/related-artists", p->id);
	call(http, p, SPOTIFY_RELATED);
}

/* What was found out, for all processes, as the responder does. */
static void remember(struct store_conn *conn, const struct probe *p)
{
	char fact[STORE_FACT_NAME + 1];
	if (p->calls)
		store_fact_count(conn, SHARED_CALLS, p->calls);
	for (int i = 0; i < SPOTIFY_ENDPOINTS; i++) {
		shared_refused(fact, sizeof fact, (enum spotify_endpoint)i);
		if (p->refused_ms[i])
			store_fact_set(conn, fact, "", p->refused_ms[i]);
		else if (p->answered[i])
			store_fact_drop(conn, fact);
	}
	if (p->closed_ms)
		store_fact_set(conn, SHARED_GATE, "", p->closed_ms);
	else if (p->answered[SPOTIFY_SEARCH])
		store_fact_drop(conn, SHARED_GATE);
	else
		return;
	store_fact_drop(conn, SHARED_PROBE);
}

static void say_calls(
    const struct ctl *o, const struct config *c, const char *calls, char *what, size_t size)
{
	if (c->spotify.daily_calls)
		snprintf(what, size,
		    ctl_text(
			o, "spotify: %s calls today, of %d", "spotify: 오늘 %s번 호출, 한도 %d번"),
		    calls, c->spotify.daily_calls);
	else
		snprintf(what, size,
		    ctl_text(o, "spotify: %s calls today, without a limit",
			"spotify: 오늘 %s번 호출, 한도 없음"),
		    calls);
}

static void tell_facts(struct checks *k, const struct config *c, struct store_conn *conn)
{
	struct store_facts facts;
	char what[2 * STORE_FACT_NAME + 2 * STORE_FACT_VALUE];
	if (store_facts_read(conn, INT64_MAX, &facts) != STORE_OK)
		return;
	for (int i = 0; i < facts.n; i++) {
		const struct store_fact *f = &facts.items[i];
		if (!strcmp(f->name, SHARED_CALLS) && f->left_ms > 0)
			say_calls(k->o, c, f->value, what, sizeof what);
		else
			snprintf(what, sizeof what,
			    ctl_text(k->o, "spotify: known to all processes: %s, for %lld s",
				"spotify: 모든 프로세스가 아는 것: %s, %lld초 동안"),
			    f->name, (long long)(f->left_ms > 0 ? f->left_ms / 1000 : 0));
		checks_tell(k, what, true, NULL);
	}
}

/* While the gate is closed nobody calls: who goes on asking is locked out for longer. */
static bool is_closed(struct checks *k, struct store_conn *conn)
{
	struct store_facts facts;
	int64_t left_ms = 0;
	if (store_facts_read(conn, INT64_MAX, &facts) != STORE_OK)
		return false;
	for (int i = 0; i < facts.n; i++)
		if (!strcmp(facts.items[i].name, SHARED_GATE))
			left_ms = facts.items[i].left_ms;
	if (left_ms <= 0)
		return false;
	struct buf why;
	buf_init(&why, MAX_WHY);
	say_too_many(k->o, left_ms, &why);
	checks_tell(k, ctl_text(k->o, "spotify: may not be asked", "spotify: 지금은 물을 수 없음"),
	    false, why.data);
	buf_free(&why);
	return true;
}

static void ask_each(struct checks *k, const struct config *c, struct probe *p)
{
	struct http_options options = spotify_http_options(&c->spotify);
	sem_init(&p->done, 0, 0);
	struct http *http = http_global_init() ? http_start(&options) : NULL;
	p->spotify = http ? spotify_new(&c->spotify, http, on_event, p) : NULL;
	if (p->spotify)
		call_each(http, p);
	else
		checks_tell(k, "spotify", false, checks_no_thread(k));
	if (http)
		http_stop(http);
	spotify_free(p->spotify);
	sem_destroy(&p->done);
}

void check_spotify(struct checks *k, const struct config *c)
{
	struct probe p = {.checks = k, .c = c};
	struct store *store = store_new(&c->database);
	struct store_conn *conn = store ? store_conn_new(store) : NULL;
	if (!conn || !is_closed(k, conn))
		ask_each(k, c, &p);
	if (conn) {
		remember(conn, &p);
		tell_facts(k, c, conn);
	}
	store_conn_free(conn);
	if (store)
		store_free(store);
}

#include "responder/pages.h"

#include "base/clock.h"
#include "base/version.h"
#include "http/http.h"
#include "music/shared.h"
#include "responder/figures.h"
#include "responder/process.h"

#include <cjson/cJSON.h>
#include <fcgiapp.h>
#include <stdio.h>

static const char *var(const char *name, char **envp)
{
	const char *v = FCGX_GetParam(name, envp);
	return v ? v : "";
}

/* --- which page, and for whom --- */

static bool wants_json(char **envp)
{
	return strstr(var("HTTP_ACCEPT", envp), "application/json") != NULL ||
	       !strcmp(var("QUERY_STRING", envp), "json");
}

enum page page_of(char **envp)
{
	static const struct {
		const char *path;
		enum page page;
	} pages[] = {
	    {"/healthz", PAGE_HEALTH},
	    {"/readyz", PAGE_READY},
	    {"/status", PAGE_STATUS},
	    {"/status.json", PAGE_STATUS_JSON},
	    {"/metrics", PAGE_METRICS},
	};
	const char *method = var("REQUEST_METHOD", envp);
	char path[32];
	int n =
	    snprintf(path, sizeof path, "%s%s", var("SCRIPT_NAME", envp), var("PATH_INFO", envp));
	if ((strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0) || (size_t)n >= sizeof path)
		return PAGE_NONE;
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
		if (!strcmp(path, pages[i].path))
			return pages[i].page == PAGE_STATUS && wants_json(envp) ? PAGE_STATUS_JSON
										: pages[i].page;
	return PAGE_NONE;
}

bool page_allowed(const struct config_status *c, char **envp)
{
	/* What proxies, tunnels and networks that deliver content say of themselves. */
	static const char *const forwarded[] = {"HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED",
	    "HTTP_X_REAL_IP", "HTTP_VIA", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PROTO",
	    "HTTP_X_CLIENT_IP", "HTTP_TRUE_CLIENT_IP", "HTTP_CF_CONNECTING_IP"};
	const char *address = var("REMOTE_ADDR", envp);
	for (size_t i = 0; i < sizeof forwarded / sizeof *forwarded; i++)
		if (FCGX_GetParam(forwarded[i], envp))
			return false;
	for (int i = 0; i < c->networks.n; i++)
		if (network_has(&c->networks.items[i], address))
			return true;
	return false;
}

/* --- /readyz --- */

/* Adds what is in the way of serving, a line each. */
static void add_obstacles(struct buf *out, const struct page_source *s)
{
	int have = 0, known = 0;
	if (s->stopping)
		buf_adds(out, "stopping: requests in flight are answered, then it ends\n");
	if (store_schema_version(s->conn, &have, &known) != STORE_OK)
		buf_addf(out, "database: %s\n", store_error(s->conn));
	else if (have < known)
		buf_addf(out, "database: schema %d of %d: run artistbotctl migrate\n", have, known);
	else if (have > known)
		buf_addf(out, "database: schema %d is newer than this program's %d\n", have, known);
}

/* Adds what is not in the way, but worth knowing. */
static void add_notes(struct buf *out, const struct page_source *s)
{
	struct finder_stats f;
	finder_stats(s->finder, &f);
	int64_t gate = metric_read(&f.spotify->gate_opens),
		quiet = metric_read(&f.spotify->quiet_until);
	int64_t closed_ms = clock_left(gate > quiet ? gate : quiet);
	if (!*s->c->spotify.client_id)
		buf_adds(
		    out, "note: no Spotify credentials: only artists of the database are found\n");
	else if (closed_ms)
		buf_addf(out, "note: Spotify is not asked for another %lld s\n",
		    (long long)(closed_ms + 999) / 1000);
}

static bool ready(struct buf *body, const struct page_source *s)
{
	struct buf obstacles;
	buf_init(&obstacles, 4096);
	add_obstacles(&obstacles, s);
	bool ok = obstacles.len == 0 && !obstacles.failed;
	buf_adds(body, ok ? "ready\n" : "not ready\n");
	buf_add_str(body, buf_str(&obstacles));
	add_notes(body, s);
	buf_free(&obstacles);
	return ok;
}

/* --- /status and /metrics --- */

#define COUNTER(key, metric, help) (&(const struct figure){key, metric, help, FIGURES_COUNTER})
#define GAUGE(key, metric, help) (&(const struct figure){key, metric, help, FIGURES_GAUGE})

static void add_versions(struct figures *f, const struct page_source *s)
{
	char server[32] = "unknown";
	int64_t v = metric_read(&store_stats(s->store)->server_version);
	if (v > 0)
		snprintf(server, sizeof server, "%d.%d.%d", (int)(v / 10000), (int)(v / 100 % 100),
		    (int)(v % 100));
	figures_open(f, "versions");
	figures_text(f, "artistbot", STR(ARTISTBOT_VERSION));
	figures_text(f, "libcurl", str_of(http_library_version()));
	figures_text(f, "cjson", str_of(cJSON_Version()));
	figures_text(f, "database_client", str_of(store_client_version()));
	figures_text(f, "database_server", str_of(server));
	figures_close(f);
	if (f->form == FIGURES_PROMETHEUS) {
		figures_family(f, GAUGE("build", "build_info", "The version that runs; always 1."));
		figures_item(f, "version", ARTISTBOT_VERSION, 1);
		figures_family_end(f);
	}
}

static void add_process(struct figures *f, const struct page_source *s)
{
	struct process p = process_look();
	figures_open(f, "process");
	figures_text(f, "state", s->stopping ? STR("stopping") : STR("serving"));
	figures_number(f, GAUGE("uptime_s", "uptime_seconds", "Since the process started."),
	    (clock_ms() - s->server->started_ms) / 1000);
	figures_number(f,
	    GAUGE("rss_bytes", "resident_memory_bytes", "Memory that is in use (RSS)."),
	    p.rss_bytes);
	figures_number(f, GAUGE("fds", "open_fds", "Open file descriptors."), p.fds);
	figures_number(f, GAUGE("fds_limit", "max_fds", "Limit of file descriptors."), p.max_fds);
	figures_number(f, GAUGE("threads", "threads", "Threads of the process."), p.threads);
	figures_close(f);
}

static void add_requests(struct figures *f, const struct page_source *s)
{
	const struct server_stats *v = s->server;
	figures_open(f, "requests");
	figures_family(
	    f, COUNTER("outcomes", "requests_total", "Messages answered, by what the answer was."));
	figures_names(f, "outcome", &v->outcomes);
	figures_family_end(f);
	figures_family(f, COUNTER("sources", "answers_total",
			      "Messages answered, by where the answer came from."));
	figures_names(f, "source", &v->sources);
	figures_family_end(f);
	figures_family(
	    f, COUNTER("refused", "refused_total", "Requests that were no message, by status."));
	figures_names(f, "status", &v->refused);
	figures_family_end(f);
	figures_times(f,
	    COUNTER("at_once", "request_seconds",
		"From the request's arrival to its reply; waited: did it wait for Spotify?"),
	    "waited", "no", &v->hits);
	figures_times(f, COUNTER("waited", "request_seconds", NULL), "waited", "yes", &v->waits);
	figures_number(f, COUNTER("late", "late_total", "Replies that left after their deadline."),
	    metric_read(&v->late));
	figures_close(f);
}

static void add_workers(struct figures *f, const struct page_source *s)
{
	const struct server_stats *v = s->server;
	figures_open(f, "workers");
	figures_number(
	    f, GAUGE("total", "workers", "Threads that serve."), metric_read(&v->workers));
	figures_number(f, GAUGE("busy", "workers_busy", "Threads that serve a request now."),
	    metric_read(&v->busy));
	figures_number(f, GAUGE("busy_peak", "workers_busy_peak", "Most that served at once."),
	    metric_read(&v->busy_peak));
	figures_close(f);
	figures_open(f, "connections");
	figures_number(f, GAUGE("open", "connections", "Connections of the web server."),
	    metric_read(&v->connections));
	figures_number(f, GAUGE("limit", NULL, NULL), v->connections_limit);
	figures_number(f,
	    COUNTER("accepted", "connections_accepted_total", "Connections accepted."),
	    metric_read(&v->accepted));
	figures_number(f,
	    COUNTER("pauses", "accept_pauses_total", "Pauses for want of descriptors or room."),
	    metric_read(&v->pauses));
	figures_number(f,
	    COUNTER("broken", "connections_broken_total",
		"Connections closed for what came, or did not come, on them."),
	    metric_read(&v->broken));
	figures_close(f);
}

static void add_parked(
    struct figures *f, const struct page_source *s, const struct finder_stats *finder)
{
	figures_open(f, "parked");
	figures_number(f, GAUGE("now", "parked", "Requests that wait for Spotify."),
	    metric_read(&s->server->parked));
	figures_number(f, GAUGE("peak", "parked_peak", "Most that waited at once."),
	    metric_read(&s->server->parked_peak));
	figures_number(f, GAUGE("limit", NULL, NULL), s->c->server.max_parked);
	figures_number(
	    f, GAUGE("lookups", "lookups", "Lookups under way, or just over."), finder->lookups);
	figures_close(f);
}

static void add_calls(struct figures *f, const struct spotify_stats *v)
{
	figures_family(f,
	    COUNTER("calls", "spotify_calls_total", "Calls to Spotify, by endpoint and result."));
	for (int i = 0; i < SPOTIFY_ENDPOINTS; i++) {
		figures_nest(f, "endpoint", spotify_endpoint_name((enum spotify_endpoint)i));
		figures_names(f, "status", &v->answers[i]);
		figures_nest_end(f);
	}
	figures_nest(f, "endpoint", "token");
	figures_names(f, "status", &v->token.answers);
	figures_nest_end(f);
	figures_family_end(f);
	figures_family(
	    f, GAUGE("refused_s", "spotify_refused_seconds",
		   "For how long an endpoint is not called, as it is not for this app."));
	for (int i = 0; i < SPOTIFY_ENDPOINTS; i++)
		figures_item(f, "endpoint", spotify_endpoint_name((enum spotify_endpoint)i),
		    clock_left(metric_read(&v->refused_until[i])) / 1000);
	figures_family_end(f);
}

static void add_budget(struct figures *f, const struct page_source *s)
{
	int64_t used = 0;
	if (shared_calls_today(s->conn, s->deadline, &used))
		figures_number(f,
		    GAUGE(
			"budget_used", "spotify_budget_used", "Calls of all machines today (UTC)."),
		    used);
	figures_number(f,
	    GAUGE("budget_limit", "spotify_budget_limit",
		"Calls that all machines may make a day; 0: no limit."),
	    s->c->spotify.daily_calls);
}

static void add_spotify(
    struct figures *f, const struct page_source *s, const struct spotify_stats *v)
{
	int64_t gate_ms = clock_left(metric_read(&v->gate_opens)),
		quiet_ms = clock_left(metric_read(&v->quiet_until));
	figures_open(f, "spotify");
	figures_text(f, "gate",
	    gate_ms                            ? STR("closed")
	    : metric_read(&v->gate_opens) != 0 ? STR("probing")
					       : STR("open"));
	figures_number(f,
	    GAUGE("gate_closed_s", "spotify_gate_closed_seconds",
		"Until Spotify may be asked again after it said too many; 0: now."),
	    (gate_ms + 999) / 1000);
	figures_number(f,
	    GAUGE("quiet_s", "spotify_quiet_seconds",
		"Until this process asks again after an outage or a refusal; 0: now."),
	    (quiet_ms + 999) / 1000);
	figures_number(f,
	    GAUGE("alone", "spotify_alone",
		"1: the database does not tell what other processes know, few calls are made."),
	    metric_read(&v->alone));
	figures_number(f, GAUGE("under_way", "spotify_calls_under_way", "Calls without an answer."),
	    metric_read(&v->under_way));
	figures_number(f,
	    GAUGE("token_s", "spotify_token_seconds", "Until the token is renewed; 0: none."),
	    clock_left(metric_read(&v->token.until)) / 1000);
	add_budget(f, s);
	add_calls(f, v);
	figures_times(f, COUNTER("times", "spotify_call_seconds", "Time of a call to Spotify."),
	    NULL, NULL, &v->times);
	figures_close(f);
}

static void add_database(struct figures *f, const struct page_source *s)
{
	const struct store_stats *v = store_stats(s->store);
	bool broken = store_is_broken(s->store);
	figures_open(f, "database");
	figures_text(f, "breaker", broken ? STR("open") : STR("closed"));
	figures_number(f,
	    GAUGE("broken", "database_breaker_open", "1: the database is left alone, it failed."),
	    broken);
	figures_number(f,
	    COUNTER("breaks", "database_breaks_total", "Times that the breaker opened."),
	    metric_read(&v->breaks));
	figures_number(f, COUNTER("calls", "database_calls_total", "Calls to the database."),
	    metric_read(&v->calls));
	figures_number(f,
	    COUNTER("not_asked", "database_not_asked_total", "Calls that the breaker let not go."),
	    metric_read(&v->refused));
	figures_family(
	    f, COUNTER("errors", "database_errors_total", "Calls that failed, by kind."));
	figures_names(f, "kind", &v->errors);
	figures_family_end(f);
	figures_number(f, GAUGE("connections", "database_connections", "Open connections."),
	    metric_read(&v->connections));
	figures_number(f, COUNTER("connects", "database_connects_total", "Connections made."),
	    metric_read(&v->connects));
	figures_number(f,
	    COUNTER("connect_failures", "database_connect_failures_total",
		"Connections that could not be made."),
	    metric_read(&v->connect_failures));
	figures_times(
	    f, COUNTER("times", "database_call_seconds", "Time of a call."), NULL, NULL, &v->times);
	figures_close(f);
}

static void add_cache(struct figures *f, const struct page_source *s)
{
	struct cache_counts n = cache_counts(s->cache);
	figures_open(f, "cache");
	figures_number(f, COUNTER("hits", "cache_hits_total", "Questions answered from memory."),
	    (int64_t)n.hits);
	figures_number(f, COUNTER("misses", "cache_misses_total", "Questions that were not."),
	    (int64_t)n.misses);
	figures_number(f,
	    COUNTER("evictions", "cache_evictions_total", "Replies given up for want of room."),
	    (int64_t)n.evictions);
	figures_number(
	    f, GAUGE("replies", "cache_replies", "Finished replies kept."), (int64_t)n.entries);
	figures_number(f, GAUGE("bytes", "cache_bytes", "Memory they take."), (int64_t)n.bytes);
	figures_number(f, GAUGE("limit", "cache_limit_bytes", "What they may take; 0: off."),
	    s->cache ? s->c->cache.reply_bytes : 0);
	figures_close(f);
}

static void add_writeback(struct figures *f, const struct writeback_stats *v)
{
	figures_open(f, "writeback");
	figures_number(f, GAUGE("queued", "writeback_queued", "Rows that wait for the database."),
	    metric_read(&v->queued));
	figures_number(f, GAUGE("limit", NULL, NULL), LIMIT_WRITEBACK);
	figures_number(f, COUNTER("written", "writeback_written_total", "Rows written."),
	    metric_read(&v->written));
	figures_number(f,
	    COUNTER("retried", "writeback_retried_total", "Tries that found the database down."),
	    metric_read(&v->retried));
	figures_number(f,
	    COUNTER("failed", "writeback_failed_total", "Rows that the database will never take."),
	    metric_read(&v->failed));
	figures_number(f,
	    COUNTER("dropped", "writeback_dropped_total", "Rows for which there was no room."),
	    metric_read(&v->dropped));
	figures_close(f);
}

static void add_figures(struct buf *body, enum figures_form form, const struct page_source *s)
{
	struct figures f;
	struct finder_stats finder;
	finder_stats(s->finder, &finder);
	figures_begin(&f, form, body);
	add_process(&f, s);
	add_versions(&f, s);
	add_requests(&f, s);
	add_workers(&f, s);
	add_parked(&f, s, &finder);
	add_spotify(&f, s, finder.spotify);
	add_database(&f, s);
	add_cache(&f, s);
	add_writeback(&f, finder.writeback);
	figures_end(&f);
}

/* --- a page --- */

bool page_write(struct buf *out, enum page page, const struct page_source *s)
{
	struct buf body;
	bool ok = true;
	const char *type = "text/plain; charset=utf-8";
	buf_init(&body, PAGE_BYTES / 2);
	switch (page) {
	case PAGE_NONE:
	case PAGE_HEALTH:
		buf_adds(&body, "ok\n");
		break;
	case PAGE_READY:
		ok = ready(&body, s);
		break;
	case PAGE_STATUS:
		add_figures(&body, FIGURES_TEXT, s);
		break;
	case PAGE_STATUS_JSON:
		type = "application/json; charset=utf-8";
		add_figures(&body, FIGURES_JSON, s);
		break;
	case PAGE_METRICS:
		type = "text/plain; version=0.0.4; charset=utf-8";
		add_figures(&body, FIGURES_PROMETHEUS, s);
		break;
	}
	buf_addf(out,
	    "Status: %s\r\nContent-Type: %s\r\nCache-Control: no-store\r\nContent-Length: "
	    "%zu\r\n\r\n",
	    ok ? "200 OK" : "503 Service Unavailable", type, body.len);
	buf_add_str(out, buf_str(&body));
	bool written = !body.failed && !out->failed;
	buf_free(&body);
	return written;
}

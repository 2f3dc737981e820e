#include "responder/exchange.h"

#include "base/clock.h"
#include "base/log.h"
#include "responder/access.h"

#include <errno.h>
#include <fcgiapp.h>
#include <stdio.h>
#include <stdlib.h>

/* What a web server may have held a request for; anything longer is a clock that was set. */
enum { MAX_AGE_MS = 10000 };

static const char *var(const char *name, char **envp)
{
	const char *v = FCGX_GetParam(name, envp);
	return v ? v : "";
}

/* The path below which the web server mounted us is its affair; the end is ours. */
static bool is_skill_path(char **envp)
{
	static const struct str skill = {"/skill/artist", sizeof "/skill/artist" - 1};
	struct str script = str_of(var("SCRIPT_NAME", envp));
	struct str info = str_of(var("PATH_INFO", envp));
	struct str uri = str_of(var("REQUEST_URI", envp));
	char path[1024];
	if (!script.n && !info.n) {
		uri.n = strcspn(uri.p, "?");
		return !uri.n || str_ends(uri, skill);
	}
	if (script.n + info.n >= sizeof path)
		return false;
	memcpy(path, script.p, script.n);
	memcpy(path + script.n, info.p, info.n);
	return str_ends((struct str){path, script.n + info.n}, skill);
}

enum exchange_status exchange_check(const struct config *c, char **envp)
{
	const char *method = FCGX_GetParam("REQUEST_METHOD", envp);
	if (!access_allowed(&c->access, envp))
		return EXCHANGE_UNAUTHORIZED;
	if (!is_skill_path(envp))
		return EXCHANGE_NOT_FOUND;
	if (method && strcmp(method, "POST") != 0)
		return EXCHANGE_NOT_ALLOWED;
	if (exchange_length(envp) > LIMIT_BODY)
		return EXCHANGE_TOO_LARGE;
	return EXCHANGE_OK;
}

int64_t exchange_length(char **envp)
{
	const char *text = var("CONTENT_LENGTH", envp);
	char *end;
	errno = 0;
	long long n = strtoll(text, &end, 10);
	return end == text || *end || errno || n < 0 ? -1 : n;
}

int64_t exchange_deadline(const struct config *c, char **envp, int64_t began)
{
	const char *text = var("ARTISTBOT_RECEIVED", envp);
	char *end;
	double seconds = strtod(text, &end);
	int64_t since = began;
	if (end != text && !*end && seconds > 0 && seconds < 1e11) {
		int64_t age = clock_wall_ms() - (int64_t)(seconds * 1000);
		if (age >= 0 && age <= MAX_AGE_MS)
			since = clock_ms() - age;
	}
	return since + c->server.deadline_ms;
}

size_t exchange_header(char out[static EXCHANGE_HEADER], enum exchange_status status, size_t n)
{
	static const struct {
		enum exchange_status status;
		const char *line, *extra, *body;
	} refusals[] = {
	    {EXCHANGE_UNAUTHORIZED, "401 Unauthorized", "", "{\"error\":\"unauthorized\"}\n"},
	    {EXCHANGE_NOT_FOUND, "404 Not Found", "", "{\"error\":\"not found\"}\n"},
	    {EXCHANGE_NOT_ALLOWED, "405 Method Not Allowed", "Allow: POST\r\n",
		"{\"error\":\"method not allowed\"}\n"},
	    {EXCHANGE_TOO_LARGE, "413 Content Too Large", "", "{\"error\":\"body too large\"}\n"},
	};
	const char *line = "200 OK", *extra = "", *body = "";
	for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++)
		if (refusals[i].status == status) {
			line = refusals[i].line;
			extra = refusals[i].extra;
			body = refusals[i].body;
			n = strlen(body);
		}
	int length = snprintf(out, EXCHANGE_HEADER,
	    "Status: %s\r\nContent-Type: application/json; charset=utf-8\r\n%sContent-Length: "
	    "%zu\r\n\r\n%s",
	    line, extra, n, body);
	return (size_t)length;
}

const char *exchange_status_name(enum exchange_status status)
{
	switch (status) {
	case EXCHANGE_OK:
		return "200";
	case EXCHANGE_UNAUTHORIZED:
		return "401";
	case EXCHANGE_NOT_FOUND:
		return "404";
	case EXCHANGE_NOT_ALLOWED:
		return "405";
	case EXCHANGE_TOO_LARGE:
		return "413";
	}
	return "other";
}

void exchange_note(struct exchange_note *note, char **envp, int64_t began_us)
{
	snprintf(note->id, sizeof note->id, "%s", var("HTTP_X_REQUEST_ID", envp));
	note->took_us = clock_us() - began_us;
}

static void log_answer(struct log_line *l, const struct config *c, const struct skill_call *k)
{
	static const char *const stages[STAGES] = {
	    [STAGE_READ] = "read_ms",
	    [STAGE_PAYLOAD] = "payload_ms",
	    [STAGE_STORE] = "store_ms",
	    [STAGE_SPOTIFY] = "spotify_ms",
	    [STAGE_REPLY] = "reply_ms",
	};
	char user[24];
	log_str(l, "outcome", str_of(k->outcome));
	log_str(l, "source", str_of(k->source));
	if (k->user) {
		snprintf(user, sizeof user, "%016llx", (unsigned long long)k->user);
		log_str(l, "user", str_of(user));
	}
	if (c->log.names)
		log_str(l, "name", str_of(k->question.name));
	for (int i = 0; i < STAGES; i++)
		log_ms(l, stages[i], k->stages.us[i]);
}

void exchange_log(const struct config *c, const struct exchange_note *note,
    enum exchange_status status, const struct skill_call *k)
{
	struct log_line l;
	bool slow = c->log.slow_ms && note->took_us >= c->log.slow_ms * 1000LL;
	enum log_level level = slow ? LOG_WARN : LOG_INFO;
	if (!log_on(level))
		return;
	log_begin(&l, level, slow ? "slow request" : "request");
	if (*note->id)
		log_str(&l, "id", str_of(note->id));
	log_int(&l, "status", status);
	if (status == EXCHANGE_OK)
		log_answer(&l, c, k);
	log_ms(&l, "ms", note->took_us);
	if (level == LOG_INFO)
		log_end_soon(&l);
	else
		log_end(&l);
}

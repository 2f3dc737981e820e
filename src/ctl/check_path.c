/* artistbotctl check: the way that a message takes, from outside. The responder's socket, asked as
 * a web server does; the skill's address, asked as Kakao does. */
#include "base/clock.h"
#include "ctl/checks.h"
#include "ctl/fcgi_get.h"
#include "ctl/http_call.h"
#include "kakao/validate.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

enum {
	SOCKET_MS = 3000,
	/* Kakao hangs up then. */
	KAKAO_MS = 5000,
	MAX_ANSWER = 64 * 1024,
};

/* --- the socket --- */

static const char *connect_remedy(const struct checks *k, int error)
{
	switch (error) {
	case ENOENT:
	case ECONNREFUSED:
		return ctl_text(k->o,
		    "the responder is not running: systemctl start artistbot.socket",
		    "응답기가 실행 중이 아니에요: systemctl start artistbot.socket");
	case EACCES:
		return ctl_text(k->o,
		    "this user may not open it: ask as root, or as the web server's user",
		    "이 사용자는 열 수 없어요. root나 웹 서버의 사용자로 확인하세요");
	default:
		return ctl_text(k->o, "no answer: systemctl status artistbot",
		    "답이 없어요: systemctl status artistbot");
	}
}

/* Whoever may connect can stop the responder. */
static void check_mode(struct checks *k, const char *what, const char *path)
{
	struct stat st;
	if (stat(path, &st) == 0 && (st.st_mode & S_IWOTH))
		checks_tell(k, what, false,
		    ctl_text(k->o,
			"everybody may open it: set SocketMode=0660, or socket_mode in [server]",
			"누구나 열 수 있어요. SocketMode=0660이나 [server] socket_mode를 "
			"정하세요"));
}

void check_socket(struct checks *k, const char *path)
{
	char what[200];
	struct buf answer;
	snprintf(what, sizeof what, ctl_text(k->o, "socket: %s", "소켓: %s"), path);
	buf_init(&answer, MAX_ANSWER);
	check_mode(k, what, path);
	int error = fcgi_get(path, "/readyz", clock_ms() + SOCKET_MS, &answer);
	const char *body = answer.data ? strstr(answer.data, "\r\n\r\n") : NULL;
	if (error || !body)
		checks_tell(k, what, false, connect_remedy(k, error));
	else
		/* Where [status] shows it to nobody, that it answers is enough. */
		checks_tell(k, what, !strstr(body, "not ready"), body + strlen("\r\n\r\n"));
	buf_free(&answer);
}

/* --- the address --- */

/* What is probably in the way, by what libcurl says. */
static const char *way_remedy(const struct checks *k, const struct http_call *call)
{
	if (call->result == HTTP_LATE)
		return ctl_text(k->o,
		    "no answer within the five seconds that Kakao waits: do firewall and router "
		    "let "
		    "it in, and does the web server run?",
		    "카카오가 기다리는 5초 안에 답이 없어요. 방화벽과 공유기가 통과시키는지, 웹 "
		    "서버가 "
		    "실행 중인지 확인하세요");
	if (strcasestr(call->error, "resolve"))
		return ctl_text(k->o, "the name leads nowhere: is its record in the DNS right?",
		    "이름이 어디로도 이어지지 않아요. DNS 레코드를 확인하세요");
	if (strcasestr(call->error, "SSL") || strcasestr(call->error, "TLS") ||
	    strcasestr(call->error, "certificate"))
		return ctl_text(k->o,
		    "Kakao wants https with a valid certificate for this name, with its whole "
		    "chain: "
		    "look at the web server's certificate (certbot certificates), and at its port",
		    "카카오는 이 이름의 올바른 인증서와 전체 인증서 체인이 있는 https를 원해요. 웹 "
		    "서버의 인증서(certbot certificates)와 포트를 확인하세요");
	return ctl_text(k->o,
	    "nobody takes the connection: does the web server run, and listen on that port? "
	    "systemctl status nginx, or lighttpd",
	    "연결을 받지 않아요. 웹 서버가 실행 중이고 그 포트를 듣는지 확인하세요: systemctl "
	    "status "
	    "nginx 또는 lighttpd");
}

/* Why an answer is none that Kakao could show. */
static void say_wrong_answer(const struct checks *k, long status, char *said, size_t size)
{
	if (status == 401)
		snprintf(said, size, "%s",
		    ctl_text(k->o,
			"401: the web server does not pass the secret's header on, or another "
			"artistbot answers there",
			"401: 웹 서버가 비밀 값 헤더를 넘겨주지 않거나 다른 artistbot이 답해요"));
	else
		snprintf(said, size,
		    ctl_text(k->o,
			"status %ld, and no valid skill response: is that the skill's path, and "
			"does the web server lead it to the responder?",
			"상태 %ld, 올바른 스킬 응답이 아니에요. 스킬의 경로가 맞고 웹 서버가 "
			"응답기로 넘기나요?"),
		    status);
}

/* A first message, as the skill-test screen of Kakao's console sends it. */
static void message_begin(struct http_call *call, struct http *http, const char *url)
{
	http_call_begin(call, http, url);
	call->ms = KAKAO_MS;
	call->json = STR("{\"userRequest\":{\"utterance\":\"\",\"lang\":\"ko\",\"user\":{\"id\":"
			 "\"artistbotctl\",\"type\":\"botUserKey\"}},\"action\":{\"params\":{}}}");
}

/* One with the secret gets a valid reply, in time. Returns whether there was any answer. */
static bool check_reply(struct checks *k, struct http *http, const char *url, const char *header)
{
	const char *const headers[] = {header, NULL};
	struct http_call call;
	struct kakao_validation v = {0};
	const char *why = NULL;
	char what[LIMIT_URL + 40], said[800] = "";
	message_begin(&call, http, url);
	call.headers = *header ? headers : NULL;
	bool answered = http_call_run(&call);
	bool readable = answered && kakao_validate(&v, buf_str(&call.body), &why);
	if (!answered)
		snprintf(said, sizeof said, "%s\n%s", call.error, way_remedy(k, &call));
	else if (call.status != 200 || !readable || v.breaches)
		say_wrong_answer(k, call.status, said, sizeof said);
	snprintf(what, sizeof what, ctl_text(k->o, "%s: %lld ms", "%s: %lld밀리초"), url,
	    (long long)call.took);
	checks_tell(k, what, !*said, said);
	http_call_end(&call);
	return answered;
}

/* One without it is to be sent away. */
static void check_stranger(struct checks *k, struct http *http, const char *url)
{
	struct http_call call;
	message_begin(&call, http, url);
	bool answered = http_call_run(&call), refused = answered && call.status == 401;
	checks_tell(k,
	    ctl_text(k->o, "who does not know the secret is refused", "비밀 값을 모르면 거절해요"),
	    refused,
	    refused     ? NULL
	    : !answered ? way_remedy(k, &call)
			: ctl_text(k->o,
			      "not refused: has the responder read this configuration? systemctl "
			      "reload artistbot",
			      "거절하지 않았어요. 응답기가 이 설정을 읽었나요? systemctl reload "
			      "artistbot"));
	http_call_end(&call);
}

static bool is_local(const char *url)
{
	return !strncmp(url, "http://127.0.0.1", 16) || !strncmp(url, "http://localhost", 16);
}

void check_url(struct checks *k, const struct config *c, const char *url)
{
	char header[1024] = "";
	const struct http_options options = {.ca_file = "",
	    .allow_http = is_local(url),
	    .user_agent = "artistbotctl",
	    .max_connections = 1};
	if (strncmp(url, "https://", 8) != 0 && !is_local(url)) {
		checks_tell(k, url, false,
		    ctl_text(k->o, "Kakao wants https, with a valid certificate",
			"카카오는 올바른 인증서가 있는 https를 원해요"));
		return;
	}
	if (*c->access.header && c->access.secrets.n)
		snprintf(
		    header, sizeof header, "%s: %s", c->access.header, c->access.secrets.items[0]);
	struct http *http = http_global_init() ? http_start(&options) : NULL;
	if (!http) {
		checks_tell(k, url, false, checks_no_thread(k));
		return;
	}
	bool answered = check_reply(k, http, url, header);
	if (*header && answered)
		check_stranger(k, http, url);
	else if (!*header)
		checks_tell(k, ctl_text(k->o, "the skill has no secret", "스킬에 비밀 값이 없어요"),
		    false,
		    ctl_text(k->o, "anybody may ask it: set header and secrets_file in [access]",
			"누구나 물을 수 있어요. [access]의 header와 secrets_file을 정하세요"));
	http_stop(http);
	explicit_bzero(header, sizeof header);
}

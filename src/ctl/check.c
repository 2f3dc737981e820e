#include "base/caution.h"
#include "ctl/checks.h"
#include "ctl/commands.h"
#include "skill/wording.h"

#include <errno.h>
#include <unistd.h>

/* As etc/systemd/artistbot.socket has it. */
#define USUAL_SOCKET "/run/artistbot/artistbot.sock"

enum { MAX_ERRORS = 16 * 1024 };

/* What is allowed is not bad. */
static void tell_cautions(struct checks *k, const struct config *c)
{
	struct buf lines;
	buf_init(&lines, MAX_ERRORS);
	caution_add(c, k->o->config_path, &lines);
	if (lines.len)
		checks_skip(k,
		    ctl_text(k->o, "allowed, but is it meant?", "허용되지만, 의도한 것인가요?"),
		    lines.data);
	buf_free(&lines);
}

static void check_wording(struct checks *k, const struct config *c)
{
	struct buf errors;
	buf_init(&errors, MAX_ERRORS);
	struct wording *w = wording_load(c->skill.language, c->skill.wording, &errors);
	if (errors.len)
		ctl_unreadable(k->o, &errors);
	checks_tell(k,
	    *c->skill.wording ? c->skill.wording
			      : ctl_text(k->o, "wording: built in", "문구: 내장"),
	    w && !errors.len, errors.data);
	wording_free(w);
	buf_free(&errors);
}

static void check_credentials(struct checks *k, const struct config *c)
{
	if (*c->spotify.client_id)
		checks_tell(k,
		    ctl_text(k->o, "spotify: credentials are set", "spotify: 인증 정보 있음"), true,
		    NULL);
	else
		checks_tell(k, ctl_text(k->o, "spotify: no credentials", "spotify: 인증 정보 없음"),
		    false,
		    ctl_text(k->o,
			"only artists in the database are found: set client_id and "
			"client_secret_file in [spotify],\n"
			"or SPOTIFY_CLIENT_ID and SPOTIFY_CLIENT_SECRET in the environment",
			"데이터베이스에 있는 가수만 찾을 수 있어요. [spotify]의 client_id와 "
			"client_secret_file,\n"
			"또는 환경 변수 SPOTIFY_CLIENT_ID와 SPOTIFY_CLIENT_SECRET을 정하세요"));
}

/* What the app may call, where it was asked for. */
static void check_calls(struct checks *k, const struct config *c)
{
	if (ctl_given(k->o, "spotify"))
		check_spotify(k, c);
	else
		checks_skip(k,
		    ctl_text(k->o, "spotify: are the credentials right, what may the app call",
			"spotify: 인증 정보가 맞는지, 앱에 무엇이 허락되는지"),
		    ctl_text(k->o, "not asked without --spotify",
			"--spotify를 주지 않아 묻지 않았어요"));
}

/* That nobody listens where everybody expects it is worth a word, but not bad: a new installation
 * is checked before the service is started, and a CGI has no socket. */
static void check_usual_socket(struct checks *k)
{
	if (access(USUAL_SOCKET, F_OK) == 0) {
		check_socket(k, USUAL_SOCKET);
		return;
	}
	bool there = errno != ENOENT && errno != ENOTDIR;
	checks_skip(k,
	    there ? ctl_text(k->o, "responder: not looked at", "응답기: 확인하지 않음")
		  : ctl_text(k->o, "responder: does not run, there is no " USUAL_SOCKET,
			"응답기: 실행 중이 아님, " USUAL_SOCKET " 없음"),
	    there
		? ctl_text(k->o, "this user may not look at " USUAL_SOCKET ": ask as root",
		      "이 사용자는 " USUAL_SOCKET "을 볼 수 없어요. root로 확인하세요")
		: ctl_text(k->o,
		      "start it: systemctl enable --now artistbot.socket; or say where its socket "
		      "is: --socket PATH",
		      "시작하려면: systemctl enable --now artistbot.socket. 소켓이 다른 곳에 "
		      "있으면 --socket PATH로 알려 주세요"));
}

static void check_paths(struct checks *k, const struct config *c)
{
	const char *named = ctl_value(k->o, "socket", NULL), *url = ctl_value(k->o, "url", NULL);
	if (named)
		check_socket(k, named);
	else
		check_usual_socket(k);
	if (url)
		check_url(k, c, url);
	else
		checks_skip(k,
		    ctl_text(k->o, "the way from Kakao, through the web server",
			"카카오에서 웹 서버를 거쳐 오는 길"),
		    ctl_text(k->o, "not looked at without --url",
			"--url을 주지 않아 확인하지 않았어요"));
}

static void look(struct checks *k, const struct config *c)
{
	tell_cautions(k, c);
	check_wording(k, c);
	check_database(k, c);
	check_credentials(k, c);
	if (*c->spotify.client_id)
		check_calls(k, c);
	check_paths(k, c);
}

/* A configuration that cannot be used is what this command is there to tell of: told as all else.
 */
static int run(const struct ctl *o)
{
	struct checks k;
	struct config c;
	struct buf errors;
	checks_begin(&k, o);
	buf_init(&errors, MAX_ERRORS);
	bool good = config_load(&c, o->config_path, &errors);
	if (!good)
		ctl_unreadable(o, &errors);
	checks_tell(&k,
	    o->config_path
		? o->config_path
		: ctl_text(o, "configuration: no file, only defaults", "설정: 파일 없음, 기본값만"),
	    good,
	    good || errors.data ? errors.data : ctl_text(o, "out of memory", "메모리가 모자라요"));
	if (good)
		look(&k, &c);
	buf_free(&errors);
	config_free(&c);
	return checks_end(&k);
}

static const struct ctl_option options[] = {
    CTL_JSON,
    {"socket", "PATH",
	{"ask the responder there; else at " USUAL_SOCKET ", if it is there",
	    "그 소켓의 응답기도 확인. 없으면, 있을 때 " USUAL_SOCKET},
	0, 0},
    {"url", "URL",
	{"also send the skill's address a message as Kakao does",
	    "스킬 주소에 카카오처럼 메시지를 보내 확인"},
	0, 0},
    {"spotify", NULL,
	{"also ask Spotify what it lets the app call (four calls)",
	    "Spotify가 이 앱에 무엇을 허락하는지도 확인 (네 번 호출)"},
	0, 0},
    {0},
};

const struct ctl_command ctl_check = {
    .name = "check",
    .run = run,
    .options = options,
    .summary = {"say what is wrong, and what to do about it",
	"무엇이 잘못되었는지, 어떻게 고칠지 알려 줍니다"},
    .about = {"Looks at the configuration, the wording, the database and the rights to it, and at "
	      "the responder's socket; a line each, \"ok\" or \"bad\", with a remedy below what is "
	      "bad, or \"--\" for what was not looked at. With --url it goes the whole way: name, "
	      "certificate, web server, secret and "
	      "reply. Exit status 0: nothing is bad; 1: something is, also if it is the "
	      "configuration; 2: "
	      "wrong usage.\n\n  artistbotctl check --spotify --url "
	      "https://bot.example.org/skill/artist",
	"설정, 문구, 데이터베이스와 그 권한, 응답기의 소켓을 살펴보고 한 줄씩 ok 또는 bad로 알려 "
	"줍니다. bad 아래에는 고치는 방법이 있고, --는 확인하지 않은 것이에요. --url을 주면 이름, "
	"인증서, 웹 서버, 비밀 값, 응답까지 전체 길을 확인합니다. 종료 코드 0: bad 없음, 1: bad "
	"있음(설정도 포함), 2: 잘못된 사용법.\n\n"
	"  artistbotctl check --spotify --url https://bot.example.org/skill/artist"},
};

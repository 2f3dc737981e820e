#include "ctl/checks.h"
#include "ctl/commands.h"
#include "skill/wording.h"

#include <stdio.h>
#include <unistd.h>

/* As etc/systemd/artistbot.socket has it. */
#define USUAL_SOCKET "/run/artistbot/artistbot.sock"

static void check_wording(struct checks *k, const struct config *c)
{
	struct buf errors;
	buf_init(&errors, 16 * 1024);
	struct wording *w = wording_load(c->skill.language, c->skill.wording, &errors);
	checks_tell(k, *c->skill.wording ? c->skill.wording : "wording: built in", w && !errors.len,
	    errors.data);
	wording_free(w);
	buf_free(&errors);
}

static void check_credentials(struct checks *k, const struct config *c)
{
	if (*c->spotify.client_id)
		checks_tell(k, "spotify: credentials are set", true, NULL);
	else
		checks_tell(k, "spotify: no credentials", false,
		    ctl_text(k->o,
			"only artists in the database are found: set client_id and "
			"client_secret_file in [spotify],\n"
			"or SPOTIFY_CLIENT_ID and SPOTIFY_CLIENT_SECRET in the environment",
			"데이터베이스에 있는 가수만 찾을 수 있어요. [spotify]의 client_id와 "
			"client_secret_file,\n"
			"또는 환경 변수 SPOTIFY_CLIENT_ID와 SPOTIFY_CLIENT_SECRET을 정하세요"));
}

/* Returns whether its schema is as it should be. */
static bool check_database(struct checks *k, struct store_conn *conn)
{
	int have = 0, known = 0;
	char what[80];
	if (store_schema_version(conn, &have, &known) != STORE_OK) {
		checks_tell(k, "database", false, store_error(conn));
		return false;
	}
	snprintf(what, sizeof what, "database: schema %d of %d", have, known);
	return checks_tell(k, what, have == known,
	    have < known
		? ctl_text(k->o, "run: artistbotctl migrate", "이렇게 하세요: artistbotctl migrate")
	    : have > known
		? ctl_text(k->o,
		      "the database is newer than this program: install the newer artistbot",
		      "데이터베이스가 이 프로그램보다 새것이에요. 더 새로운 artistbot을 설치하세요")
		: NULL);
}

/* What the responder does all the time: a fact that is nobody's is read, written and deleted. */
static void check_rights(struct checks *k, struct store_conn *conn)
{
	struct store_facts facts;
	bool may = store_facts_read(conn, INT64_MAX, &facts) == STORE_OK &&
		   store_fact_set(conn, "check", "", 1) == STORE_OK &&
		   store_fact_drop(conn, "check") == STORE_OK;
	char why[600] = "";
	if (!may)
		snprintf(why, sizeof why, "%s\n%s", store_error(conn),
		    ctl_text(k->o,
			"the user needs SELECT, INSERT, UPDATE and DELETE on the database",
			"사용자에게 데이터베이스의 SELECT, INSERT, UPDATE, DELETE 권한이 "
			"필요해요"));
	checks_tell(k, "database: rights to read and write", may, why);
}

/* The usual one where it is there, or the one that was named. */
static void check_paths(struct checks *k, const struct config *c)
{
	const char *named = ctl_value(k->o, "socket", NULL), *url = ctl_value(k->o, "url", NULL);
	if (named || access(USUAL_SOCKET, F_OK) == 0)
		check_socket(k, named ? named : USUAL_SOCKET);
	if (url)
		check_url(k, c, url);
}

static int work(const struct ctl *o, const struct config *c, struct store_conn *conn)
{
	struct checks k;
	checks_begin(&k, o);
	checks_tell(&k, o->config_path ? o->config_path : "configuration: no file, only defaults",
	    true, NULL);
	check_wording(&k, c);
	if (check_database(&k, conn))
		check_rights(&k, conn);
	check_credentials(&k, c);
	if (ctl_given(o, "spotify") && *c->spotify.client_id)
		check_spotify(&k, c, conn);
	check_paths(&k, c);
	return checks_end(&k);
}

static int run(const struct ctl *o)
{
	return ctl_with_store(o, work);
}

static const struct ctl_option options[] = {
    CTL_JSON,
    {"socket", "PATH",
	{"also ask the responder there; else " USUAL_SOCKET " if it is there",
	    "그 소켓의 응답기도 확인. 없으면, 있을 때 " USUAL_SOCKET},
	0, 0},
    {"url", "URL",
	{"also send the skill's address a message as Kakao does",
	    "스킬 주소에 카카오처럼 메시지를 보내 확인"},
	0, 0},
    {"spotify", NULL,
	{"also ask Spotify what it lets the app call (three calls)",
	    "Spotify가 이 앱에 무엇을 허락하는지도 확인 (세 번 호출)"},
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
	      "bad. With --url it goes the whole way: name, certificate, web server, secret and "
	      "reply.\n\n  artistbotctl check --spotify --url https://bot.example.org/skill/artist",
	"설정, 문구, 데이터베이스와 그 권한, 응답기의 소켓을 살펴보고 한 줄씩 ok 또는 bad로 알려 "
	"줍니다. bad 아래에는 고치는 방법이 있어요. --url을 주면 이름, 인증서, 웹 서버, 비밀 값, "
	"응답까지 전체 길을 확인합니다.\n\n"
	"  artistbotctl check --spotify --url https://bot.example.org/skill/artist"},
};

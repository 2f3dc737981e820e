#include "ctl/checks.h"
#include "ctl/commands.h"
#include "skill/wording.h"

#include <stdio.h>

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

static void check_database(struct checks *k, struct store_conn *conn)
{
	int have = 0, known = 0;
	char what[80];
	if (store_schema_version(conn, &have, &known) != STORE_OK) {
		checks_tell(k, "database", false, store_error(conn));
		return;
	}
	snprintf(what, sizeof what, "database: schema %d of %d", have, known);
	checks_tell(k, what, have == known,
	    have < known
		? ctl_text(k->o, "run: artistbotctl migrate", "이렇게 하세요: artistbotctl migrate")
	    : have > known
		? ctl_text(k->o,
		      "the database is newer than this program: install the newer artistbot",
		      "데이터베이스가 이 프로그램보다 새것이에요. 더 새로운 artistbot을 설치하세요")
		: NULL);
}

static int work(const struct ctl *o, const struct config *c, struct store_conn *conn)
{
	struct checks k;
	checks_begin(&k, o);
	checks_tell(&k, o->config_path ? o->config_path : "configuration: no file, only defaults",
	    true, NULL);
	check_wording(&k, c);
	check_database(&k, conn);
	check_credentials(&k, c);
	if (ctl_given(o, "spotify") && *c->spotify.client_id)
		check_spotify(&k, c, conn);
	return checks_end(&k);
}

static int run(const struct ctl *o)
{
	return ctl_with_store(o, work);
}

static const struct ctl_option options[] = {
    {"json", NULL, {"for programs", "프로그램이 읽을 JSON으로"}, 0, 0},
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
    .about = {"Looks at the configuration, the wording and the database; a line each, \"ok\" or "
	      "\"bad\", with a remedy below what is bad.",
	"설정, 문구, 데이터베이스를 살펴보고 한 줄씩 ok 또는 bad로 알려 줍니다. bad 아래에는 "
	"고치는 "
	"방법이 있어요."},
};

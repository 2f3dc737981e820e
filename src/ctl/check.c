#include "ctl/ctl.h"
#include "skill/wording.h"

#include <stdio.h>

bool ctl_tell(const char *what, bool ok, const char *why)
{
	printf("%s  %s\n", ok ? "ok " : "bad", what);
	if (why && *why)
		printf("%s%s", why, why[strlen(why) - 1] == '\n' ? "" : "\n");
	return ok;
}

static bool check_wording(const struct config *c)
{
	struct buf errors;
	buf_init(&errors, 16 * 1024);
	struct wording *w = wording_load(c->skill.wording, &errors);
	bool ok = ctl_tell(*c->skill.wording ? c->skill.wording : "wording: built in",
	    w && !errors.len, errors.data);
	wording_free(w);
	buf_free(&errors);
	return ok;
}

static bool check_credentials(const struct config *c)
{
	if (*c->spotify.client_id)
		return ctl_tell("spotify: credentials are set", true, NULL);
	return ctl_tell("spotify: no credentials", false,
	    "only artists in the database are found: set client_id and client_secret_file in "
	    "[spotify],\n"
	    "or SPOTIFY_CLIENT_ID and SPOTIFY_CLIENT_SECRET in the environment");
}

static bool check_database(struct store_conn *conn)
{
	int have = 0, known = 0;
	char what[80];
	if (store_schema_version(conn, &have, &known) != STORE_OK)
		return ctl_tell("database", false, store_error(conn));
	snprintf(what, sizeof what, "database: schema %d of %d", have, known);
	if (have < known)
		return ctl_tell(what, false, "run: artistbotctl migrate");
	if (have > known)
		return ctl_tell(what, false,
		    "the database is newer than this program: install the newer artistbot");
	return ctl_tell(what, true, NULL);
}

static int check(const struct ctl *o, const struct config *c, struct store_conn *conn)
{
	ctl_tell(
	    o->config_path ? o->config_path : "configuration: no file, only defaults", true, NULL);
	bool ok = check_wording(c);
	ok &= check_database(conn);
	ok &= check_credentials(c);
	if (o->spotify && *c->spotify.client_id)
		ok &= ctl_check_spotify(c, conn);
	return ok ? CTL_OK : CTL_FAILED;
}

int ctl_check(const struct ctl *o)
{
	return ctl_with_store(o, check);
}

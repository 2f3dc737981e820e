#include "base/buf.h"
#include "base/config.h"
#include "ctl/ctl.h"
#include "skill/wording.h"
#include "store/store.h"

#include <stdio.h>

/* Says how one thing is: "ok   what", or "bad  what" and why, a line each. */
static bool tell(const char *what, bool ok, const char *why)
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
	bool ok = tell(*c->skill.wording ? c->skill.wording : "wording: built in", w && !errors.len,
	    errors.data);
	wording_free(w);
	buf_free(&errors);
	return ok;
}

static bool check_spotify(const struct config *c)
{
	if (*c->spotify.client_id)
		return tell("spotify: credentials are set", true, NULL);
	return tell("spotify: no credentials", false,
	    "only artists in the database are found: set client_id and client_secret_file in "
	    "[spotify],\n"
	    "or SPOTIFY_CLIENT_ID and SPOTIFY_CLIENT_SECRET in the environment");
}

static bool check_schema(struct store_conn *conn)
{
	int have = 0, known = 0;
	char what[80];
	if (store_schema_version(conn, &have, &known) != STORE_OK)
		return tell("database", false, store_error(conn));
	snprintf(what, sizeof what, "database: schema %d of %d", have, known);
	if (have < known)
		return tell(what, false, "run: artistbotctl migrate");
	if (have > known)
		return tell(what, false,
		    "the database is newer than this program: install the newer artistbot");
	return tell(what, true, NULL);
}

static bool check_database(const struct config *c)
{
	struct store *store = store_new(&c->database);
	struct store_conn *conn = store ? store_conn_new(store) : NULL;
	bool ok = conn ? check_schema(conn) : tell("database", false, "out of memory");
	store_conn_free(conn);
	if (store)
		store_free(store);
	return ok;
}

int ctl_check(const char *config_path)
{
	struct config c;
	struct buf errors;
	const char *name = config_path ? config_path : "configuration: no file, only defaults";
	buf_init(&errors, 16 * 1024);
	int status = CTL_USAGE;
	if (tell(name, config_load(&c, config_path, &errors), errors.data)) {
		bool wording = check_wording(&c), database = check_database(&c),
		     spotify = check_spotify(&c);
		status = wording && database && spotify ? CTL_OK : CTL_FAILED;
	}
	buf_free(&errors);
	config_free(&c);
	return status;
}

/* artistbotctl: its commands, and what they share. Each command returns the process's exit status.
 */
#ifndef ARTISTBOT_CTL_CTL_H
#define ARTISTBOT_CTL_CTL_H

#include "base/config.h"
#include "store/store.h"

enum {
	CTL_OK = 0,
	CTL_FAILED = 1, /* it could not be done, or something is wrong; standard error says what */
	CTL_USAGE = 2,  /* the command line or the configuration is wrong */
};

/* What a command is given. */
struct ctl {
	const char *config_path; /* may be NULL */
	bool spotify;            /* --spotify */
	bool all_spotify_data;   /* --all-spotify-data */
};

/* Checks the configuration, the wording, the database and, if asked, what Spotify lets the app do;
 * a line each, with a remedy. */
int ctl_check(const struct ctl *o);

/* Brings the database to the newest schema. */
int ctl_migrate(const struct ctl *o);

/* Deletes artists that nobody asks for, or all that came from Spotify. */
int ctl_purge(const struct ctl *o);

/* Says how one thing is: "ok   what", or "bad  what", and then why, if there is something to say.
 * Returns ok. */
bool ctl_tell(const char *what, bool ok, const char *why);

/* Asks Spotify, a call for each endpoint, and tells which the app may call. */
bool ctl_check_spotify(const struct config *c, struct store_conn *conn);

/* Loads the configuration, connects and does the work; tells on standard error what is wrong. */
int ctl_with_store(const struct ctl *o,
    int (*work)(const struct ctl *o, const struct config *c, struct store_conn *conn));

#endif

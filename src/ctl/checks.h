/* What artistbotctl check found: a line each, or one JSON object at the end. */
#ifndef ARTISTBOT_CTL_CHECKS_H
#define ARTISTBOT_CTL_CHECKS_H

#include "base/json_write.h"
#include "ctl/ctl.h"

struct checks {
	const struct ctl *o;
	bool all_ok;
	bool as_json;
	struct buf text; /* the JSON so far */
	struct json_writer json;
};

void checks_begin(struct checks *k, const struct ctl *o);

/* Says how one thing is: "ok   what", or "bad  what", and then why and what to do, if there is
 * something to say (NULL or "": there is not). Returns ok. */
bool checks_tell(struct checks *k, const char *what, bool ok, const char *why);

/* Says that something was not looked at, is not there yet, or may not be meant, which is not bad:
 * "--   what". Why, and what to do about it. */
void checks_skip(struct checks *k, const char *what, const char *why);

/* The exit status; prints and frees what was gathered. */
int checks_end(struct checks *k);

/* Why there was no HTTP thread. */
const char *checks_no_thread(const struct checks *k);

/* Each server of the database: is it there, with the schema and the rights that are needed? */
void check_database(struct checks *k, const struct config *c);

/* Asks Spotify, a call for each endpoint, and tells which the app may call. */
void check_spotify(struct checks *k, const struct config *c);

/* Asks the responder behind a unix socket whether it can serve. */
void check_socket(struct checks *k, const char *path);

/* Sends the skill's address a message as Kakao does, with the secret and without: through DNS, TLS,
 * the web server and the responder. */
void check_url(struct checks *k, const struct config *c, const char *url);

#endif

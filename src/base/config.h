/* The configuration: one INI file, secrets from the environment or from files.
 *
 * Every key, its default and its meaning are in one table in config.c; etc/artistbot.conf is its
 * commented form, and a test holds the two together. Any key may be overridden by the environment
 * variable ARTISTBOT_SECTION_KEY. */
#ifndef ARTISTBOT_BASE_CONFIG_H
#define ARTISTBOT_BASE_CONFIG_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/log.h"
#include "base/network.h"

enum { CONFIG_MAX_LIST = 16, CONFIG_MAX_HEADER = 100 };

/* A list of texts, in the order of the file. */
struct config_list {
	const char *items[CONFIG_MAX_LIST];
	int n;
};

struct config_networks {
	struct network items[CONFIG_MAX_LIST];
	int n;
};

struct config {
	struct config_server {
		int workers;     /* threads; 0: two for each core, at least 4 */
		int max_parked;  /* requests that may wait for Spotify at once */
		int deadline_ms; /* a reply leaves this long after the web server got the request,
				    at the latest */
		int socket_mode; /* permissions of a socket opened by --socket */
		int backlog;     /* connections that may wait to be accepted */
	} server;
	struct config_access {
		const char
		    *header; /* name of the header that carries the secret; "" admits everybody */
		struct config_list secrets;
		const char *secrets_file;
		struct config_networks networks; /* from where; none: from anywhere */
	} access;
	struct config_status {
		struct config_networks networks; /* who may see the operator's pages */
	} status;
	struct config_skill {
		struct config_list
		    param_names;      /* parameters that hold the artist's name, first to last */
		const char *language; /* of the built-in wording: "ko" or "en" */
		const char *wording;  /* path of the wording; "": the built-in one */
		const char *block_id; /* of the block that buttons lead to; "": they speak for the
					 user instead */
	} skill;
	struct config_callback {
		struct config_list hosts; /* that answers may be sent to: host, or host:port */
		int wait_s;               /* for an answer, before one says that it is late */
		const char *ca_file;      /* of a CA to trust instead of the system's; "": theirs */
	} callback;
	struct config_database {
		const char *host, *socket, *user, *password, *password_file, *name;
		const char *migrate_user, *migrate_password_file; /* who may change the schema; "":
								     user */
		int port;
		struct config_list hosts;      /* to write to and, without the next, to read from;
						  base/host.h; empty: host and port, or socket */
		struct config_list read_hosts; /* to read from */
		const char *tls_ca;            /* path of a CA file: TLS is required; "": none */
		int timeout_s; /* connecting, reading, writing; whole seconds, as the client library
				  has them */
	} database;
	struct config_spotify {
		const char *client_id, *client_secret, *client_secret_file;
		const char *api_url, *accounts_url; /* https; http only on a loopback address */
		const char
		    *ca_file; /* of a CA to trust instead of the system's; "": the system's */
		const char *market, *language, *other_language;
		int timeout_ms;             /* of one call */
		int daily_calls;            /* of all processes together; 0: no limit */
		int hourly_searches_a_user; /* 0: no limit */
	} spotify;
	struct config_cache {
		int fresh_hours, stale_hours, unused_days, unknown_minutes, refresh_wait_ms;
		int reply_bytes; /* of finished replies in memory; 0: none */
	} cache;
	struct config_log {
		enum log_level level;
		bool names;  /* log what users asked for */
		bool users;  /* log who asked, as a salted hash */
		int slow_ms; /* requests that took longer are warned of; 0: none */
	} log;
	bool holds_secret;  /* the file itself, not one that it names */
	struct arena arena; /* holds the texts */
};

/* Reads the file at path (NULL: none, the defaults), then the environment, then the files that hold
 * secrets, and checks what can be checked without opening anything else. Returns whether all is
 * well; if not, each line of errors names file, line or variable, what is wrong and what to do,
 * without ever repeating a secret. config_free in either case. */
bool config_load(struct config *c, const char *path, struct buf *errors);

/* Makes user and password of the database those who may change its schema, where the configuration
 * has them. False: the file with the password cannot be read, and errors says why; it is opened
 * here and not before, for the responder may not. */
bool config_use_migrator(struct config *c, struct buf *errors);

/* Appends the names of settings that differ and are read at the start of the process only, between
 * commas. */
void config_list_unapplied(const struct config *old, const struct config *new, struct buf *out);

/* Where the configuration is when nobody says: $ARTISTBOT_CONFIG, else
 * /etc/artistbot/artistbot.conf if it exists, else NULL. */
const char *config_default_path(void);

void config_free(struct config *c);

#endif

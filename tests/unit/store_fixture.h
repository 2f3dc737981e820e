/* A real server for tests of the store: the private one whose socket is in ARTISTBOT_TEST_DB_SOCKET
 * (scripts/lib/mariadb.sh), user root without a password. Each test makes a database of its own and
 * drops it. */
#ifndef ARTISTBOT_TESTS_STORE_FIXTURE_H
#define ARTISTBOT_TESTS_STORE_FIXTURE_H

#include "unit.h"

#include "base/clock.h"
#include "store/conn.h"
#include "store/parts.h"
#include "store/schema.h"
#include "store/store.h"

#include <mysql.h>

#define SERVER_VARIABLE "ARTISTBOT_TEST_DB_SOCKET"

struct fixture {
	MYSQL *admin;
	char database[64];
	char folder[64];
	char socket[100]; /* a link to the server's, so that it can be taken away */
	struct config_database config;
	struct store *store;
	struct store_conn *conn;
};

/* --- the administrator's side --- */

__attribute__((format(printf, 2, 3))) static inline void sql(
    struct fixture *f, const char *format, ...)
{
	char text[20000];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	if (mysql_query(f->admin, text))
		fail_msg("%s: %s", text, mysql_error(f->admin));
	MYSQL_RES *rows = mysql_store_result(f->admin);
	mysql_free_result(rows);
}

/* The first column of the first row as a number; -1 if NULL or none. */
static inline long number(struct fixture *f, const char *query)
{
	if (mysql_query(f->admin, query))
		fail_msg("%s: %s", query, mysql_error(f->admin));
	MYSQL_RES *rows = mysql_store_result(f->admin);
	MYSQL_ROW row = mysql_fetch_row(rows);
	long n = row && row[0] ? strtol(row[0], NULL, 10) : -1;
	mysql_free_result(rows);
	return n;
}

/* Ends every other connection to the test's database. */
static inline void kill_others(struct fixture *f)
{
	char query[200];
	snprintf(query, sizeof query,
	    "SELECT id FROM information_schema.processlist WHERE db = '%s' AND id <> "
	    "CONNECTION_ID() LIMIT 1",
	    f->database);
	long id = number(f, query);
	assert_true(id > 0);
	for (; id > 0; id = number(f, query)) {
		mysql_kill(f->admin, (unsigned long)id);
		usleep(1000);
	}
}

static inline void link_socket(struct fixture *f)
{
	assert_int_equal(symlink(getenv(SERVER_VARIABLE), f->socket), 0);
}

/* --- fixtures --- */

static inline int connect_admin(struct fixture *f)
{
	const char *socket = getenv(SERVER_VARIABLE);
	if (!socket) {
		print_error("%s is not set: start a server with scripts/lib/mariadb.sh start DIR "
			    "and set it to the path that prints\n",
		    SERVER_VARIABLE);
		return -1;
	}
	f->admin = mysql_init(NULL);
	mysql_options(f->admin, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	if (!mysql_real_connect(f->admin, NULL, "root", NULL, NULL, 0, socket, 0)) {
		print_error("%s: %s\n", socket, mysql_error(f->admin));
		return -1;
	}
	return 0;
}

static inline int start_empty(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	*state = f;
	if (!f || connect_admin(f))
		return -1;
	snprintf(f->folder, sizeof f->folder, "/tmp/artistbot-store.XXXXXX");
	if (!mkdtemp(f->folder))
		return -1;
	snprintf(f->socket, sizeof f->socket, "%s/s", f->folder);
	snprintf(
	    f->database, sizeof f->database, "test_%d_%lld", (int)getpid(), (long long)clock_ms());
	sql(f, "CREATE DATABASE %s CHARACTER SET utf8mb4", f->database);
	sql(f, "USE %s", f->database);
	link_socket(f);
	f->config = (struct config_database){.host = "",
	    .socket = f->socket,
	    .user = "root",
	    .password = "",
	    .name = f->database,
	    .tls_ca = "",
	    .timeout_s = 20};
	f->store = store_new(&f->config);
	f->conn = store_conn_new(f->store);
	return f->conn ? 0 : -1;
}

static inline int start(void **state)
{
	if (start_empty(state))
		return -1;
	struct fixture *f = *state;
	struct buf report;
	buf_init(&report, 10000);
	enum store_status status = store_migrate(f->conn, &report);
	if (status != STORE_OK)
		print_error("%s\n", report.data);
	buf_free(&report);
	return status == STORE_OK ? 0 : -1;
}

static inline int stop(void **state)
{
	struct fixture *f = *state;
	store_conn_free(f->conn);
	store_free(f->store);
	sql(f, "DROP DATABASE IF EXISTS %s", f->database);
	mysql_close(f->admin);
	unlink(f->socket);
	rmdir(f->folder);
	free(f);
	return 0;
}

/* --- artists to save --- */

static inline struct artist *an_artist(const char *id, const char *name)
{
	struct artist *a = artist_new();
	assert_non_null(a);
	a->id = id;
	a->name = name;
	a->fetched_ms = clock_ms();
	return a;
}

static inline void add_songs(struct artist *a, int n)
{
	static const char *const ids[] = {
	    "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10"};
	a->songs_known = true;
	a->n_songs = n;
	for (int i = 0; i < n; i++)
		a->songs[i] = (struct song){.id = ids[i], .name = ids[i]};
}

/* Saves under one key as the artist's own name, and gives the artist back. */
static inline enum store_status save_as(struct fixture *f, struct artist *a, const char *key)
{
	const struct store_name name = {key, a->name, "spotify", true};
	enum store_status status = store_save(f->conn, a, &name, 1);
	artist_unref(a);
	return status;
}

static inline void expect_text(const char *is, const char *wanted)
{
	assert_string_equal(is ? is : "(none)", wanted ? wanted : "(none)");
}

/* What came out of a card must be what the tables say. */
static inline void expect_no_older_card(struct fixture *f, const struct artist *a)
{
	struct artist *b = artist_new();
	assert_non_null(b);
	b->id = a->id;
	b->songs_known = a->songs_known;
	assert_true(parts_read(f->conn, b));
	assert_int_equal(a->n_genres, b->n_genres);
	for (int i = 0; i < a->n_genres; i++)
		expect_text(a->genres[i], b->genres[i]);
	assert_int_equal(a->n_songs, b->n_songs);
	for (int i = 0; i < a->n_songs; i++) {
		expect_text(a->songs[i].id, b->songs[i].id);
		expect_text(a->songs[i].name, b->songs[i].name);
		expect_text(a->songs[i].album, b->songs[i].album);
		expect_text(a->songs[i].image_url, b->songs[i].image_url);
		expect_text(a->songs[i].url, b->songs[i].url);
	}
	assert_int_equal(a->n_related, b->n_related);
	for (int i = 0; i < a->n_related; i++) {
		expect_text(a->related[i].id, b->related[i].id);
		expect_text(a->related[i].name, b->related[i].name);
		expect_text(a->related[i].image_url, b->related[i].image_url);
		expect_text(a->related[i].url, b->related[i].url);
		assert_int_equal(a->related[i].source, b->related[i].source);
	}
	artist_unref(b);
}

static inline struct artist *found(struct fixture *f, const char *key)
{
	struct artist *a = NULL;
	enum store_status status = store_find(f->conn, key, clock_ms() + 4000, &a);
	if (status != STORE_OK)
		fail_msg("%s: status %d: %s", key, (int)status, store_error(f->conn));
	expect_no_older_card(f, a);
	return a;
}

static inline enum store_status status_of(struct fixture *f, const char *key)
{
	struct artist *a = NULL;
	enum store_status status = store_find(f->conn, key, clock_ms() + 4000, &a);
	assert_true((status == STORE_OK || status == STORE_ID) == (a != NULL));
	artist_unref(a);
	return status;
}

#endif

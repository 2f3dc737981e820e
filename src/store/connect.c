/* Connections: opening them to the right server, and closing them. */
#include "store/conn.h"

#include "base/clock.h"
#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>

enum {
	/* How long a thread waits until another one has connected: normally a millisecond. */
	CONNECT_TURN_MS = 500,
	/* Longest single answer while migrating: an ALTER of a large table. */
	MIGRATE_S = 3600,
	/* Several times what a statement takes that finds names (store/together.h). */
	PATIENCE_MS = 5,
};

/* One packet at connecting, none later. Locks are waited for about as long as the client waits for
 * an answer, not the server's 50 s. How many rows a key has is told by the index's statistics: to
 * look into the index for each key of a list, as the server else does, costs a tenth of all its
 * work for a search. */
static const char session[] =
    "SET SESSION autocommit = 1, innodb_lock_wait_timeout = 1, eq_range_index_dive_limit = 1, "
    "sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION'";

struct store *store_new(const struct config_database *c)
{
	struct store *s = calloc(1, sizeof *s);
	if (!s || mysql_library_init(0, NULL, NULL) != 0) {
		free(s);
		return NULL;
	}
	s->config = c;
	hosts_init(&s->write_to, c, &c->hosts);
	hosts_init(&s->read_from, c, c->read_hosts.n ? &c->read_hosts : &c->hosts);
	pthread_mutex_init(&s->connecting, NULL);
	together_init(&s->together, PATIENCE_MS);
	return s;
}

/* mysql_library_end is left out: it is for the whole process and there may be another store. */
void store_free(struct store *s)
{
	together_free(&s->together);
	pthread_mutex_destroy(&s->connecting);
	free(s);
}

const struct store_stats *store_stats(const struct store *s)
{
	return &s->stats;
}

bool store_is_broken(const struct store *s)
{
	return atomic_load(&s->leave_until) != 0;
}

const char *store_client_version(void)
{
	return mysql_get_client_info();
}

struct store_conn *store_conn_new(struct store *s)
{
	struct store_conn *c = malloc(sizeof *c);
	if (!c || mysql_thread_init()) {
		free(c);
		return NULL;
	}
	conn_init(c, s, CONN_SERVE);
	return c;
}

void store_conn_free(struct store_conn *c)
{
	if (!c)
		return;
	conn_close(c);
	if (c->writer)
		conn_close(c->writer);
	free(c->writer);
	free(c);
	mysql_thread_end();
}

struct store *store_of(const struct store_conn *c)
{
	return c->store;
}

void store_conn_watch(
    struct store_conn *c, void (*waits)(void *context, bool begins), void *context)
{
	c->waits = waits;
	c->waits_context = context;
}

const char *store_error(const struct store_conn *c)
{
	return c->error;
}

unsigned store_error_number(const struct store_conn *c)
{
	return c->number;
}

void conn_init(struct store_conn *c, struct store *s, enum conn_use use)
{
	*c = (struct store_conn){.store = s,
	    .use = use,
	    .hosts = use == CONN_SERVE ? &s->read_from : &s->write_to,
	    .where = ""};
}

/* First the connection, so that closing its statements sends nothing to a server that may hang. */
void conn_close(struct store_conn *c)
{
	if (c->db) {
		mysql_close(c->db);
		metric_add(&c->store->stats.connections, -1);
	}
	c->db = NULL;
	for (int i = 0; i < STATEMENT_COUNT; i++) {
		if (c->statements[i])
			mysql_stmt_close(c->statements[i]);
		c->statements[i] = NULL;
	}
}

unsigned conn_timeout_s(const struct config_database *d)
{
	return d->timeout_s > 0 ? (unsigned)d->timeout_s : 1;
}

static const char *given(const char *s)
{
	return s && *s ? s : NULL;
}

/* With a CA, no connection without TLS and a certificate of that name. */
static bool require_tls(MYSQL *db, const char *ca)
{
#if defined(MARIADB_VERSION_ID) || defined(MARIADB_BASE_VERSION)
	store_bool yes = 1;
	return !mysql_options(db, MYSQL_OPT_SSL_CA, ca) &&
	       !mysql_options(db, MYSQL_OPT_SSL_ENFORCE, &yes) &&
	       !mysql_options(db, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &yes);
#else
	unsigned mode = SSL_MODE_VERIFY_IDENTITY;
	return !mysql_options(db, MYSQL_OPT_SSL_CA, ca) &&
	       !mysql_options(db, MYSQL_OPT_SSL_MODE, &mode);
#endif
}

/* False: not all of them could be set, which must not go unnoticed, least of all of TLS. */
static bool set_options(
    MYSQL *db, const struct config_database *d, enum conn_use use, bool by_socket)
{
	unsigned short_s = conn_timeout_s(d), off = 0;
	unsigned long_s = use == CONN_SERVE ? short_s : MIGRATE_S;
	int bad = 0;
	bad |= mysql_options(db, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	bad |= mysql_options(db, MYSQL_INIT_COMMAND, session);
	/* On by default in some builds: the server could ask for files of ours. */
	bad |= mysql_options(db, MYSQL_OPT_LOCAL_INFILE, &off);
	bad |= mysql_options(db, MYSQL_OPT_CONNECT_TIMEOUT, &short_s);
	bad |= mysql_options(db, MYSQL_OPT_READ_TIMEOUT, &long_s);
	bad |= mysql_options(db, MYSQL_OPT_WRITE_TIMEOUT, &long_s);
	bad |= mysql_options4(db, MYSQL_OPT_CONNECT_ATTR_ADD, "program_name", "artistbot");
	return !bad && (!given(d->tls_ca) || by_socket || require_tls(db, d->tls_ca));
}

/* False: the error is set. */
static MYSQL *connect_to(struct store_conn *c, const struct host *h)
{
	const struct config_database *d = c->store->config;
	MYSQL *db = mysql_init(NULL);
	if (!db) {
		conn_set_error(c, 2008, "no memory", "connect");
		return NULL;
	}
	if (!set_options(db, d, c->use, h->port == 0)) {
		conn_set_error(c, 2008, "no memory", "connect");
		mysql_close(db);
		return NULL;
	}
	/* FOUND_ROWS: an UPDATE counts the rows it matched, not those it changed. */
	unsigned long flags = CLIENT_FOUND_ROWS |
			      (c->use == CONN_SERVE ? 0UL : (unsigned long)CLIENT_MULTI_STATEMENTS);
	if (mysql_real_connect(db, h->port ? given(h->name) : NULL, given(d->user),
		given(d->password), c->use == CONN_CREATE ? NULL : given(d->name), h->port,
		h->port ? NULL : given(h->name), flags))
		return db;
	metric_add(&c->store->stats.connect_failures, 1);
	conn_set_error(c, mysql_errno(db), mysql_error(db), "connect");
	mysql_close(db);
	return NULL;
}

/* Says which host is asked from now on, where that is not the first or was not. */
static void tell_host(struct store_conn *c, int from)
{
	if (from == c->host || !conn_may_log(&c->store->quiet_until))
		return;
	const struct host *h = &c->hosts->items[c->host].host;
	log_event(LOG_WARN, "store: another server is asked", "host=%s port=%u", h->name, h->port);
}

/* Takes the first host that lets us in; keeps the connection there is where none better does. */
static bool connect_now(struct store_conn *c, int host)
{
	for (int tries = 0; tries < c->hosts->n; tries++) {
		MYSQL *db = connect_to(c, &c->hosts->items[host].host);
		if (db) {
			hosts_well(c->hosts, host);
			conn_close(c);
			conn_clear_error(c);
			int from = c->host;
			c->db = db;
			c->host = host;
			metric_add(&c->store->stats.connects, 1);
			metric_add(&c->store->stats.connections, 1);
			metric_set(
			    &c->store->stats.server_version, (int64_t)mysql_get_server_version(db));
			tell_host(c, from);
			return true;
		}
		/* Wrong credentials are wrong everywhere. */
		if (c->class == ERROR_SETUP && !c->db)
			return false;
		hosts_bad(c->hosts, host);
		host = hosts_choose(c->hosts, c->db ? c->host : -1);
		if (c->db && host == c->host) {
			conn_clear_error(c);
			return true;
		}
	}
	return false;
}

/* One thread at a time: where a name does not resolve, only one waits for it, the others go on
 * without. */
bool conn_open(struct store_conn *c)
{
	int host = hosts_choose(c->hosts, c->db ? c->host : -1);
	if (c->db && host == c->host)
		return true;
	int64_t by = clock_ms() + CONNECT_TURN_MS;
	struct timespec t = {.tv_sec = by / 1000, .tv_nsec = by % 1000 * 1000000};
	if (pthread_mutex_clocklock(&c->store->connecting, CLOCK_MONOTONIC, &t)) {
		if (c->db)
			return true;
		conn_set_error(
		    c, 2003, "another thread has been connecting for too long", "connect");
		return false;
	}
	bool open = connect_now(c, host);
	pthread_mutex_unlock(&c->store->connecting);
	return open;
}

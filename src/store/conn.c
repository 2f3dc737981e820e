#include "store/conn.h"

#include "base/clock.h"
#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>

enum {
	BREAK_MS = 1000,
	QUIET_MS = 1000,
	/* How long a thread waits until another one has connected: normally a millisecond. */
	CONNECT_TURN_MS = 500,
	/* Longest single answer while migrating: an ALTER of a large table. */
	MIGRATE_S = 3600,
};

/* One packet at connecting, none later. Locks are waited for about as long as the client waits for
 * an answer, not the server's 50 s. */
static const char session[] = "SET SESSION autocommit = 1, innodb_lock_wait_timeout = 1, "
			      "sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION'";

struct store *store_new(const struct config_database *c)
{
	struct store *s = calloc(1, sizeof *s);
	if (!s || mysql_library_init(0, NULL, NULL) != 0) {
		free(s);
		return NULL;
	}
	s->config = c;
	pthread_mutex_init(&s->connecting, NULL);
	return s;
}

/* mysql_library_end is left out: it is for the whole process and there may be another store. */
void store_free(struct store *s)
{
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
	free(c);
	mysql_thread_end();
}

struct store *store_of(const struct store_conn *c)
{
	return c->store;
}

const char *store_error(const struct store_conn *c)
{
	return c->error;
}

/* --- errors --- */

static void set_error(struct store_conn *c, unsigned number, const char *words, const char *where)
{
	/* 2000: the library's "unknown error"; a failure without a number must not pass for none.
	 */
	c->number = number ? number : 2000;
	c->class = error_class_of(c->number);
	c->where = where;
	snprintf(c->error, sizeof c->error, "%s: %s (error %u)", where, words, c->number);
}

void conn_clear_error(struct store_conn *c)
{
	c->number = 0;
	c->class = ERROR_NONE;
	c->error[0] = '\0';
	c->where = "";
}

bool conn_failed(struct store_conn *c, enum statement id)
{
	MYSQL_STMT *st = c->statements[id];
	const char *where = statement_texts[id].name;
	if (st && mysql_stmt_errno(st))
		set_error(c, mysql_stmt_errno(st), mysql_stmt_error(st), where);
	else
		set_error(c, mysql_errno(c->db), mysql_error(c->db), where);
	return false;
}

bool conn_failed_query(struct store_conn *c, const char *where)
{
	set_error(c, mysql_errno(c->db), mysql_error(c->db), where);
	return false;
}

/* At most one line a second passes. */
static bool may_log(_Atomic int64_t *quiet_until)
{
	int64_t until = atomic_load(quiet_until), now = clock_ms();
	return now >= until && atomic_compare_exchange_strong(quiet_until, &until, now + QUIET_MS);
}

/* The server's words about values that do not fit repeat them, and users typed them: those stay out
 * of the log. */
static enum store_status give_up(struct store_conn *c)
{
	bool never = c->class == ERROR_NEVER;
	struct store *s = c->store;
	metric_count(&s->stats.errors, error_class_name(c->class));
	if (may_log(never ? &s->quiet_until_bad : &s->quiet_until)) {
		struct log_line l;
		log_begin(&l, never ? LOG_ERROR : LOG_WARN,
		    never ? "store: statement failed" : "store: not available");
		log_str(&l, "statement", str_of(c->where));
		log_int(&l, "error", c->number);
		if (!never)
			log_str(&l, "detail", str_of(c->error));
		if (*error_remedy(c->class))
			log_str(&l, "remedy", str_of(error_remedy(c->class)));
		log_end(&l);
	}
	return never ? STORE_FAILED : STORE_DOWN;
}

/* --- the breaker --- */

static void breaker_open(struct store *s)
{
	if (!atomic_exchange(&s->leave_until, clock_ms() + BREAK_MS))
		metric_add(&s->stats.breaks, 1);
}

static void breaker_close(struct store *s)
{
	if (atomic_load(&s->leave_until))
		atomic_store(&s->leave_until, 0);
}

/* When its time is over, one caller goes ahead; the others wait for what it finds, or for another
 * second. */
static bool breaker_passes(struct store *s)
{
	int64_t until = atomic_load(&s->leave_until), now = clock_ms();
	return until == 0 || (now >= until && atomic_compare_exchange_strong(
						  &s->leave_until, &until, now + BREAK_MS));
}

/* --- the connection --- */

void conn_init(struct store_conn *c, struct store *s, enum conn_use use)
{
	*c = (struct store_conn){.store = s, .use = use, .where = ""};
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

static unsigned timeout_s(const struct config_database *d)
{
	return d->timeout_s > 0 ? (unsigned)d->timeout_s : 1;
}

static const char *given(const char *s)
{
	return s && *s ? s : NULL;
}

/* With a CA, no connection without TLS and a certificate of that name. */
static void require_tls(MYSQL *db, const char *ca)
{
	mysql_options(db, MYSQL_OPT_SSL_CA, ca);
#if defined(MARIADB_VERSION_ID) || defined(MARIADB_BASE_VERSION)
	store_bool yes = 1;
	mysql_options(db, MYSQL_OPT_SSL_ENFORCE, &yes);
	mysql_options(db, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &yes);
#else
	unsigned mode = SSL_MODE_VERIFY_IDENTITY;
	mysql_options(db, MYSQL_OPT_SSL_MODE, &mode);
#endif
}

static void set_options(MYSQL *db, const struct config_database *d, enum conn_use use)
{
	unsigned short_s = timeout_s(d), off = 0;
	unsigned long_s = use == CONN_SERVE ? short_s : MIGRATE_S;
	mysql_options(db, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	mysql_options(db, MYSQL_INIT_COMMAND, session);
	/* On by default in some builds: the server could ask for files of ours. */
	mysql_options(db, MYSQL_OPT_LOCAL_INFILE, &off);
	mysql_options(db, MYSQL_OPT_CONNECT_TIMEOUT, &short_s);
	mysql_options(db, MYSQL_OPT_READ_TIMEOUT, &long_s);
	mysql_options(db, MYSQL_OPT_WRITE_TIMEOUT, &long_s);
	mysql_options4(db, MYSQL_OPT_CONNECT_ATTR_ADD, "program_name", "artistbot");
	if (given(d->tls_ca) && !given(d->socket))
		require_tls(db, d->tls_ca);
}

static bool connect_now(struct store_conn *c)
{
	const struct config_database *d = c->store->config;
	MYSQL *db = mysql_init(NULL);
	if (!db) {
		set_error(c, 2008, "no memory", "connect");
		return false;
	}
	set_options(db, d, c->use);
	/* FOUND_ROWS: an UPDATE counts the rows it matched, not those it changed. */
	unsigned long flags = CLIENT_FOUND_ROWS |
			      (c->use == CONN_SERVE ? 0UL : (unsigned long)CLIENT_MULTI_STATEMENTS);
	const char *socket = given(d->socket);
	if (!mysql_real_connect(db, socket ? NULL : given(d->host), given(d->user),
		given(d->password), c->use == CONN_CREATE ? NULL : given(d->name),
		socket || d->port < 0 ? 0U : (unsigned)d->port, socket, flags)) {
		set_error(c, mysql_errno(db), mysql_error(db), "connect");
		metric_add(&c->store->stats.connect_failures, 1);
		mysql_close(db);
		return false;
	}
	c->db = db;
	metric_add(&c->store->stats.connects, 1);
	metric_add(&c->store->stats.connections, 1);
	metric_set(&c->store->stats.server_version, (int64_t)mysql_get_server_version(db));
	return true;
}

/* One thread at a time: where a name does not resolve, only one waits for it, the others go on
 * without. */
bool conn_open(struct store_conn *c)
{
	if (c->db)
		return true;
	int64_t by = clock_ms() + CONNECT_TURN_MS;
	struct timespec t = {.tv_sec = by / 1000, .tv_nsec = by % 1000 * 1000000};
	if (pthread_mutex_clocklock(&c->store->connecting, CLOCK_MONOTONIC, &t)) {
		set_error(c, 2003, "another thread has been connecting for too long", "connect");
		return false;
	}
	bool open = connect_now(c);
	pthread_mutex_unlock(&c->store->connecting);
	return open;
}

/* Did the server not answer in time, rather than end the connection? */
static bool timed_out(const struct store_conn *c, int64_t began)
{
	return c->class == ERROR_LOST &&
	       clock_ms() - began >= (int64_t)timeout_s(c->store->config) * 1000 - 50;
}

/* Works, and once more where that may help. */
static enum store_status work_twice(
    struct store_conn *c, enum conn_kind kind, int64_t deadline, conn_work *work, void *arg)
{
	struct store *s = c->store;
	for (bool again = false;; again = true) {
		int64_t began = clock_ms();
		if (!conn_open(c)) {
			/* Also when access is denied: asking at once again would not help. */
			breaker_open(s);
			return give_up(c);
		}
		enum store_status status = work(c, arg);
		if (c->class == ERROR_NONE) {
			breaker_close(s);
			return status;
		}
		bool late = timed_out(c, began);
		if (c->class == ERROR_LOST)
			conn_close(c);
		if (!late)
			breaker_close(s);
		else if (kind == CONN_READ)
			breaker_open(s);
		bool curable = c->class == ERROR_LOST || c->class == ERROR_CONFLICT;
		if (again || late || !curable || clock_left(deadline) == 0)
			return give_up(c);
		conn_clear_error(c);
	}
}

enum store_status conn_do(
    struct store_conn *c, enum conn_kind kind, int64_t deadline, conn_work *work, void *arg)
{
	struct store *s = c->store;
	conn_clear_error(c);
	if (!breaker_passes(s)) {
		snprintf(c->error, sizeof c->error, "not asked: it failed a moment ago");
		metric_add(&s->stats.refused, 1);
		return STORE_DOWN;
	}
	int64_t began = clock_us();
	enum store_status status = work_twice(c, kind, deadline, work, arg);
	metric_add(&s->stats.calls, 1);
	metric_took(&s->stats.times, clock_us() - began);
	return status;
}

/* --- statements --- */

static bool prepare(struct store_conn *c, enum statement id)
{
	if (c->statements[id])
		return true;
	MYSQL_STMT *st = mysql_stmt_init(c->db);
	c->statements[id] = st;
	const char *sql = statement_texts[id].sql;
	if (st && mysql_stmt_prepare(st, sql, strlen(sql)) == 0)
		return true;
	conn_failed(c, id);
	if (st)
		mysql_stmt_close(st);
	c->statements[id] = NULL;
	return false;
}

void *conn_sent(const void *p)
{
	union {
		const void *in;
		void *out;
	} u = {p};
	return u.out;
}

bool conn_run(struct store_conn *c, enum statement id, const struct value *values, size_t n)
{
	if (!prepare(c, id))
		return false;
	MYSQL_STMT *st = c->statements[id];
	if (n > CONN_MAX_VALUES || mysql_stmt_param_count(st) != n) {
		set_error(c, 0, "wrong number of values", statement_texts[id].name);
		return false;
	}
	MYSQL_BIND binds[CONN_MAX_VALUES];
	memset(binds, 0, sizeof binds);
	for (size_t i = 0; i < n; i++) {
		const struct value *v = &values[i];
		binds[i].buffer_type = v->kind == VALUE_NUMBER ? MYSQL_TYPE_LONGLONG
				       : v->kind == VALUE_TEXT ? MYSQL_TYPE_STRING
							       : MYSQL_TYPE_NULL;
		binds[i].buffer =
		    v->kind == VALUE_NUMBER ? conn_sent(&v->number) : conn_sent(v->text.p);
		binds[i].buffer_length = v->text.n;
	}
	if ((n && mysql_stmt_bind_param(st, binds)) || mysql_stmt_execute(st))
		return conn_failed(c, id);
	return true;
}

bool conn_number(
    struct store_conn *c, enum statement id, const struct value *values, size_t n, int64_t *number)
{
	if (!conn_run(c, id, values, n))
		return false;
	MYSQL_STMT *st = c->statements[id];
	store_bool is_null = 0;
	MYSQL_BIND bind = {
	    .buffer_type = MYSQL_TYPE_LONGLONG, .buffer = number, .is_null = &is_null};
	*number = -1;
	bool done = !mysql_stmt_bind_result(st, &bind) && !mysql_stmt_store_result(st);
	int fetched = done ? mysql_stmt_fetch(st) : 1;
	if (fetched == 1)
		conn_failed(c, id);
	else if (fetched == MYSQL_NO_DATA || is_null)
		*number = -1;
	mysql_stmt_free_result(st);
	return fetched != 1;
}

bool conn_query(struct store_conn *c, const char *sql, const char *where)
{
	return mysql_query(c->db, sql) == 0 || conn_failed_query(c, where);
}

bool conn_begin(struct store_conn *c)
{
	return conn_query(c, "START TRANSACTION", "begin");
}

void conn_end(struct store_conn *c, bool well)
{
	bool ended = well && conn_query(c, "COMMIT", "commit");
	if (!ended && c->class != ERROR_LOST && mysql_query(c->db, "ROLLBACK"))
		conn_close(c);
}

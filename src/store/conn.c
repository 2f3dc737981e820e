#include "store/conn.h"

#include "base/clock.h"
#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>

enum {
	BREAK_MS = 1000,
	QUIET_MS = 1000,
	/* Transactions that lose against others, in a row; it is rare that the second one does. */
	CONFLICTS = 3,
};

/* --- errors --- */

void conn_set_error(struct store_conn *c, unsigned number, const char *words, const char *where)
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
		conn_set_error(c, mysql_stmt_errno(st), mysql_stmt_error(st), where);
	else
		conn_set_error(c, mysql_errno(c->db), mysql_error(c->db), where);
	return false;
}

bool conn_failed_query(struct store_conn *c, const char *where)
{
	conn_set_error(c, mysql_errno(c->db), mysql_error(c->db), where);
	return false;
}

bool conn_may_log(_Atomic int64_t *quiet_until)
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
	enum log_level level = never ? LOG_ERROR : LOG_WARN;
	if (log_on(level) && conn_may_log(never ? &s->quiet_until_bad : &s->quiet_until)) {
		struct log_line l;
		log_begin(&l, level, never ? "store: statement failed" : "store: not available");
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

/* --- work --- */

/* Did the server not answer in time, rather than end the connection? */
static bool timed_out(const struct store_conn *c, int64_t began)
{
	return c->class == ERROR_LOST &&
	       clock_ms() - began >= (int64_t)conn_timeout_s(c->store->config) * 1000 - 50;
}

/* What a failure says about the host. Returns whether there is another to be asked: who reads and
 * gets no answer goes elsewhere, who writes may only have waited for a lock. */
static bool leave_host(struct store_conn *c, enum conn_kind kind, bool late)
{
	bool bad = error_of_host(c->number) || (late && kind == CONN_READ);
	if (bad)
		hosts_bad(c->hosts, c->host);
	return bad && hosts_other(c->hosts, c->host);
}

/* May the same once more succeed? */
static bool curable(const struct store_conn *c, int tries, bool late, bool elsewhere)
{
	if (c->class == ERROR_CONFLICT)
		return tries < CONFLICTS;
	if (elsewhere)
		return tries < c->hosts->n;
	return c->class == ERROR_LOST && !late && tries == 1;
}

static enum store_status work_until_done(
    struct store_conn *c, enum conn_kind kind, int64_t deadline, conn_work *work, void *arg)
{
	struct store *s = c->store;
	for (int tries = 1;; tries++) {
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
		bool late = timed_out(c, began), elsewhere = leave_host(c, kind, late);
		if (c->class == ERROR_LOST || elsewhere)
			conn_close(c);
		if (!late)
			breaker_close(s);
		else if (kind == CONN_READ && !elsewhere)
			breaker_open(s);
		if (!curable(c, tries, late, elsewhere) || clock_left(deadline) == 0)
			return give_up(c);
		conn_clear_error(c);
	}
}

/* The connection that work of this kind is done on. */
static struct store_conn *conn_for(struct store_conn *c, enum conn_kind kind)
{
	if (kind == CONN_READ || c->use != CONN_SERVE || !c->store->config->read_hosts.n)
		return c;
	if (!c->writer && (c->writer = malloc(sizeof *c->writer))) {
		conn_init(c->writer, c->store, CONN_SERVE);
		c->writer->hosts = &c->store->write_to;
	}
	return c->writer ? c->writer : c;
}

void conn_waits(struct store_conn *c, bool begins)
{
	bool outermost = begins ? c->waiting++ == 0 : --c->waiting == 0;
	if (c->waits && outermost)
		c->waits(c->waits_context, begins);
}

enum store_status conn_do(
    struct store_conn *c, enum conn_kind kind, int64_t deadline, conn_work *work, void *arg)
{
	conn_clear_error(c);
	if (!breaker_passes(c->store)) {
		snprintf(c->error, sizeof c->error, "not asked: it failed a moment ago");
		metric_add(&c->store->stats.refused, 1);
		return STORE_DOWN;
	}
	struct store_conn *on = conn_for(c, kind);
	conn_clear_error(on);
	int64_t began = clock_us();
	conn_waits(c, true);
	enum store_status status = work_until_done(on, kind, deadline, work, arg);
	conn_waits(c, false);
	metric_add(&c->store->stats.calls, 1);
	metric_took(&c->store->stats.times, clock_us() - began);
	if (on != c) {
		c->number = on->number;
		c->class = on->class;
		c->where = on->where;
		memcpy(c->error, on->error, sizeof c->error);
	}
	return status;
}

/* --- statements --- */

static bool prepare(struct store_conn *c, enum statement id)
{
	if (c->statements[id])
		return true;
	MYSQL_STMT *st = mysql_stmt_init(c->db);
	c->statements[id] = st;
	struct buf sql;
	statement_write(&sql, id);
	bool done = st && !sql.failed && mysql_stmt_prepare(st, sql.data, sql.len) == 0;
	buf_free(&sql);
	if (done)
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
		conn_set_error(c, 0, "wrong number of values", statement_texts[id].name);
		return false;
	}
	MYSQL_BIND binds[CONN_MAX_VALUES];
	memset(binds, 0, sizeof binds);
	for (size_t i = 0; i < n; i++) {
		const struct value *v = &values[i];
		binds[i].buffer_type = v->kind == VALUE_NUMBER  ? MYSQL_TYPE_LONGLONG
				       : v->kind == VALUE_TEXT  ? MYSQL_TYPE_STRING
				       : v->kind == VALUE_BYTES ? MYSQL_TYPE_BLOB
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

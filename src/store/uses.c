#include "store/uses.h"

#include "store/conn.h"
#include "store/words.h"

#include <stdio.h>
#include <stdlib.h>

enum { AT_ONCE = 16 }; /* as STATEMENT_USE has */

struct use {
	const struct store_count *counts;
	int n;
};

/* The next ones in one statement, which has one length: a count of nothing more fills it. */
static bool write_some(struct store_conn *c, const struct use *u, int *at)
{
	struct value row[2 * AT_ONCE];
	size_t n = 0;
	for (; *at < u->n && n < AT_ONCE; ++*at) {
		if (!words_is_id(u->counts[*at].what))
			continue;
		row[2 * n] = value_text(u->counts[*at].what);
		row[2 * n++ + 1] = value_number(u->counts[*at].n);
	}
	for (size_t i = n; n > 0 && i < AT_ONCE; i++) {
		row[2 * i] = row[0];
		row[2 * i + 1] = value_number(0);
	}
	return n == 0 || conn_run(c, STATEMENT_USE, row, sizeof row / sizeof *row);
}

/* Where the answer is lost on the way, the same may be counted twice: these are statistics. */
static enum store_status use(struct store_conn *c, void *arg)
{
	int at = 0;
	const struct use *u = arg;
	bool written = conn_begin(c);
	if (!written)
		return STORE_DOWN;
	while (written && at < u->n)
		written = write_some(c, u, &at);
	conn_end(c, written);
	return STORE_OK;
}

enum store_status store_use(struct store_conn *c, const struct store_count *counts, int n)
{
	struct use u = {counts, n};
	return conn_do(c, CONN_WRITE, INT64_MAX, use, &u);
}

/* --- reading --- */

struct list {
	enum statement statement;
	struct value values[3];
	size_t n_values;
	store_use_fn *fn;
	void *context;
};

/* All three statements have these columns: an id, a name, a number. */
static bool bind_uses(
    MYSQL_STMT *st, struct store_use *u, store_bool nulls[static 3], store_bool cut[static 3])
{
	MYSQL_BIND binds[] = {
	    {.buffer_type = MYSQL_TYPE_STRING,
		.buffer = u->id,
		.buffer_length = sizeof u->id - 1,
		.is_null = &nulls[0],
		.error = &cut[0]},
	    {.buffer_type = MYSQL_TYPE_STRING,
		.buffer = u->name,
		.buffer_length = sizeof u->name - 1,
		.is_null = &nulls[1],
		.error = &cut[1]},
	    {.buffer_type = MYSQL_TYPE_LONGLONG,
		.buffer = &u->n,
		.is_null = &nulls[2],
		.error = &cut[2]},
	};
	return mysql_stmt_bind_result(st, binds) == 0;
}

static enum store_status list(struct store_conn *c, void *arg)
{
	struct list *l = arg;
	struct store_use u;
	store_bool nulls[3], cut[3];
	int fetched = 1;
	if (!conn_run(c, l->statement, l->values, l->n_values))
		return STORE_DOWN;
	MYSQL_STMT *st = c->statements[l->statement];
	memset(&u, 0, sizeof u);
	if (bind_uses(st, &u, nulls, cut) && !mysql_stmt_store_result(st))
		while ((fetched = mysql_stmt_fetch(st)) != 1 && fetched != MYSQL_NO_DATA) {
			if (nulls[1])
				u.name[0] = '\0';
			l->fn(l->context, &u);
			memset(&u, 0, sizeof u);
		}
	if (fetched == 1)
		conn_failed(c, l->statement);
	mysql_stmt_free_result(st);
	return STORE_OK;
}

enum store_status store_most_used(
    struct store_conn *c, int days, int limit, store_use_fn *fn, void *context)
{
	struct list l = {
	    STATEMENT_MOST_USED, {value_number(days), value_number(limit)}, 2, fn, context};
	return conn_do(c, CONN_READ, INT64_MAX, list, &l);
}

enum store_status store_answers(struct store_conn *c, int days, store_use_fn *fn, void *context)
{
	struct list l = {STATEMENT_ANSWERS, {value_number(days)}, 1, fn, context};
	return conn_do(c, CONN_READ, INT64_MAX, list, &l);
}

enum store_status store_unknown(struct store_conn *c, int limit, store_use_fn *fn, void *context)
{
	struct list l = {STATEMENT_UNKNOWN_LIST, {value_number(limit)}, 1, fn, context};
	return conn_do(c, CONN_READ, INT64_MAX, list, &l);
}

enum store_status store_old(
    struct store_conn *c, int hours, int days, int limit, store_use_fn *fn, void *context)
{
	struct list l = {STATEMENT_OLD,
	    {value_number(hours), value_number(days), value_number(limit)}, 3, fn, context};
	return conn_do(c, CONN_READ, INT64_MAX, list, &l);
}

struct rows {
	const char *table;
	int64_t n;
};

static enum store_status count_rows(struct store_conn *c, void *arg)
{
	struct rows *r = arg;
	char sql[100];
	snprintf(sql, sizeof sql, "SELECT COUNT(*) FROM %s", r->table);
	if (!conn_query(c, sql, "count"))
		return STORE_DOWN;
	MYSQL_RES *rows = mysql_store_result(c->db);
	MYSQL_ROW row = rows ? mysql_fetch_row(rows) : NULL;
	if (row && row[0])
		r->n = strtoll(row[0], NULL, 10);
	mysql_free_result(rows);
	return STORE_OK;
}

enum store_status store_count_rows(struct store_conn *c, const char *table, int64_t *n)
{
	struct rows r = {table, -1};
	enum store_status status = conn_do(c, CONN_READ, INT64_MAX, count_rows, &r);
	*n = r.n;
	return status;
}

#include "store/rights.h"

#include "store/conn.h"

#include <stdio.h>

/* Bytes of a statement, and of what a server says of it. */
enum { MAX_LINE = 600 };

struct rights {
	bool write;
	struct buf *refused;
};

/* Migrations have a user of their own. */
static bool is_of_responder(enum statement id)
{
	return id != STATEMENT_SCHEMA_APPLIED && id != STATEMENT_LOCK && id != STATEMENT_UNLOCK;
}

static bool reads(enum statement id)
{
	const char *sql = statement_texts[id].sql;
	return !strncmp(sql + (*sql == '('), "SELECT", strlen("SELECT"));
}

static void note(struct buf *refused, const char *words, unsigned number)
{
	char line[MAX_LINE];
	int n = snprintf(line, sizeof line, "%s (error %u)\n", words, number);
	if (!refused->len || !memmem(refused->data, refused->len, line, (size_t)n))
		buf_adds(refused, line);
}

/* False: the error is set, and it is none that is about this statement. */
static bool try_statement(struct store_conn *c, enum statement id, struct buf *refused)
{
	struct buf sql;
	MYSQL_STMT *st = mysql_stmt_init(c->db);
	statement_write(&sql, id);
	if (!st || sql.failed) {
		conn_set_error(c, 2008, "no memory", statement_texts[id].name);
	} else if (mysql_stmt_prepare(st, sql.data, sql.len)) {
		conn_set_error(
		    c, mysql_stmt_errno(st), mysql_stmt_error(st), statement_texts[id].name);
		if (c->class == ERROR_SETUP || c->class == ERROR_NEVER) {
			note(refused, mysql_stmt_error(st), c->number);
			conn_clear_error(c);
		}
	}
	buf_free(&sql);
	if (st)
		mysql_stmt_close(st);
	return c->class == ERROR_NONE;
}

static enum store_status try_all(struct store_conn *c, void *arg)
{
	const struct rights *r = arg;
	buf_reset(r->refused, r->refused->max);
	for (int i = 0; i < STATEMENT_COUNT; i++) {
		enum statement id = (enum statement)i;
		if (is_of_responder(id) && (r->write || reads(id)) &&
		    !try_statement(c, id, r->refused))
			return STORE_DOWN;
	}
	return STORE_OK;
}

enum store_status store_rights(struct store_conn *c, bool write, struct buf *refused)
{
	struct rights r = {.write = write, .refused = refused};
	return conn_do(c, CONN_READ, INT64_MAX, try_all, &r);
}

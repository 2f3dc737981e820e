#include "store/schema.h"

#include "store/conn.h"

#include <limits.h>
#include <stdlib.h>

enum {
	/* Another migration is waited for so long; it may have a large table to alter. */
	LOCK_S = 60,
	DATABASE_NAME_MAX = 64,
	EMPTY_QUERY = 1065,
};

static const char versions_table[] =
    "CREATE TABLE IF NOT EXISTS schema_migrations (version INT NOT NULL PRIMARY KEY,"
    " applied_at DATETIME NOT NULL) ENGINE=InnoDB";

/* The number a file's name begins with; 0 if it begins with none. */
static int number_of(const struct embedded_file *f)
{
	char *end;
	long n = strtol(f->name, &end, 10);
	return end != f->name && n > 0 && n < INT_MAX ? (int)n : 0;
}

static int newest(const struct embedded_file *files)
{
	int version = 0;
	for (; files->name; files++)
		if (number_of(files) > version)
			version = number_of(files);
	return version;
}

/* No table yet is version 0, not an error. */
static bool read_version(struct store_conn *c, int *version)
{
	int64_t n = 0;
	*version = 0;
	if (conn_number(c, STATEMENT_SCHEMA_VERSION, NULL, 0, &n)) {
		*version = n > INT_MAX ? INT_MAX : (int)n;
		return true;
	}
	if (c->number != ERROR_NO_TABLE)
		return false;
	conn_clear_error(c);
	return true;
}

static enum store_status version_work(struct store_conn *c, void *arg)
{
	read_version(c, arg);
	return STORE_OK;
}

enum store_status store_schema_version(struct store_conn *c, int *have, int *known)
{
	*known = newest(embedded_migrations);
	*have = 0;
	enum store_status status = conn_do(c, CONN_READ, INT64_MAX, version_work, have);
	return status == STORE_DOWN && c->number == ERROR_NO_DATABASE ? STORE_OK : status;
}

/* Makes the database, if the user may. The name is configured, not a value: it cannot be bound. */
static bool create_database(struct store_conn *c)
{
	const char *name = c->store->config->name;
	char sql[2 * DATABASE_NAME_MAX + 64] = "CREATE DATABASE IF NOT EXISTS `";
	size_t n = strlen(sql), left = DATABASE_NAME_MAX;
	for (; *name && left; name++, left--) {
		if (*name == '`')
			sql[n++] = '`';
		sql[n++] = *name;
	}
	memcpy(sql + n, "`", 2);
	conn_close(c);
	c->use = CONN_CREATE;
	bool made = !*name && conn_open(c) && conn_query(c, sql, "create database");
	conn_close(c);
	c->use = CONN_MIGRATE;
	return made;
}

static enum store_status report_error(
    struct store_conn *c, struct buf *report, const char *file, int statement)
{
	if (file && statement)
		buf_addf(report, "%s, statement %d: ", file, statement);
	else if (file)
		buf_addf(report, "%s: ", file);
	buf_addf(report, "%s\n", c->error);
	if (c->number == ERROR_NO_DATABASE)
		buf_addf(report,
		    "the database '%s' is missing and this user may not create it: let an "
		    "administrator run CREATE DATABASE and grant all rights on it\n",
		    c->store->config->name);
	return c->class == ERROR_NEVER || c->class == ERROR_SETUP ? STORE_FAILED : STORE_DOWN;
}

/* *statement is the one that failed, from 1. The server runs none after that. */
static bool run_file(struct store_conn *c, const struct embedded_file *f, int *statement)
{
	*statement = 1;
	int more = mysql_real_query(c->db, f->text, f->size);
	while (more == 0) {
		MYSQL_RES *rows = mysql_store_result(c->db);
		if (rows)
			mysql_free_result(rows);
		else if (mysql_errno(c->db))
			break;
		more = mysql_next_result(c->db);
		++*statement;
	}
	/* -1: no more results. What follows the last semicolon may be a mere comment. */
	return more < 0 || mysql_errno(c->db) == EMPTY_QUERY || conn_failed_query(c, "migration");
}

static enum store_status apply(
    struct store_conn *c, const struct embedded_file *f, struct buf *report)
{
	int statement;
	if (!run_file(c, f, &statement))
		return report_error(c, report, f->name, statement);
	const struct value version = value_number(number_of(f)), row[] = {version, version};
	if (!conn_run(c, STATEMENT_SCHEMA_APPLIED, row, 2))
		return report_error(c, report, f->name, 0);
	buf_addf(report, "%s: applied\n", f->name);
	return STORE_OK;
}

static enum store_status apply_missing(
    struct store_conn *c, const struct embedded_file *files, struct buf *report)
{
	int have, known = newest(files);
	if (!conn_query(c, versions_table, "schema versions") || !read_version(c, &have))
		return report_error(c, report, NULL, 0);
	if (have > known) {
		buf_addf(report,
		    "the schema has version %d, newer than this program's %d: install the newer "
		    "artistbot\n",
		    have, known);
		return STORE_FAILED;
	}
	if (have == known)
		buf_addf(report, "the schema is up to date: version %d\n", have);
	enum store_status status = STORE_OK;
	for (; files->name && status == STORE_OK; files++)
		if (number_of(files) > have)
			status = apply(c, files, report);
	return status;
}

/* One migration at a time. A server without such locks (Galera's, Vitess's ways differ) goes on
 * without: files bear being run twice, also at once. False: another one is at it. */
static bool lock(struct store_conn *c)
{
	int64_t got = -1;
	const struct value wait = value_number(LOCK_S);
	conn_number(c, STATEMENT_LOCK, &wait, 1, &got);
	return got != 0;
}

static bool open_or_create(struct store_conn *c)
{
	return conn_open(c) ||
	       (c->number == ERROR_NO_DATABASE && create_database(c) && conn_open(c));
}

enum store_status schema_migrate(
    struct store_conn *c, const struct embedded_file *files, struct buf *report)
{
	/* A connection of its own: serving ones have short time-outs and run one statement at a
	 * time. */
	struct store_conn own;
	conn_init(&own, c->store, CONN_MIGRATE);
	enum store_status status;
	int64_t freed;
	if (!open_or_create(&own)) {
		status = report_error(&own, report, NULL, 0);
	} else if (!lock(&own)) {
		buf_addf(report, "another migration is running: try again when it is done\n");
		status = STORE_DOWN;
	} else {
		status = apply_missing(&own, files, report);
		conn_number(&own, STATEMENT_UNLOCK, NULL, 0, &freed);
	}
	memcpy(c->error, own.error, sizeof c->error);
	c->number = own.number;
	conn_close(&own);
	/* It may be open because there was no schema. */
	if (status == STORE_OK)
		atomic_store(&c->store->leave_until, 0);
	return status;
}

enum store_status store_migrate(struct store_conn *c, struct buf *report)
{
	return schema_migrate(c, embedded_migrations, report);
}

#include "store/dump.h"

#include "store/conn.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

enum { MAX_TABLES = 64, SQL_MAX = 8 * 1024 };

#define ALL_OF(TABLE) "SELECT * FROM `" TABLE "`"
/* Version 0: to be indexed. */
#define POPULARITIES                                                                               \
	"SELECT artist_id, 0 AS version, popularity FROM searchable_artists"                       \
	" WHERE popularity IS NOT NULL"

/* What is not dumped at all, or only in part where only the bot's own is wanted. Tables that are
 * not here are dumped whole. What names are searched by is made of them, and made anew. */
enum moved { MOVED, NOT_MOVED, NOT_LOADED };
static const struct special {
	const char *table;
	enum moved moved; /* not: true for minutes or about this database; or made of others */
	const char *all;  /* what is read of it */
	const char *own;  /* NULL: none of it is the bot's own; else likewise */
} special[] = {
    {"schema_migrations", NOT_LOADED, NULL, NULL},
    {"spotify_state", NOT_LOADED, NULL, NULL},
    {"unknown_names", NOT_LOADED, NULL, NULL},
    {"name_sounds", NOT_MOVED, NULL, NULL},
    {"searchable_artists", MOVED, POPULARITIES, POPULARITIES},
    {"artists", MOVED, ALL_OF("artists"), NULL},
    {"artist_genres", MOVED, ALL_OF("artist_genres"), NULL},
    {"top_tracks", MOVED, ALL_OF("top_tracks"), NULL},
    {"song_credits", MOVED, ALL_OF("song_credits"), NULL},
    {"related_artists", MOVED, ALL_OF("related_artists"),
	ALL_OF("related_artists") " WHERE source = 'imported'"},
    {"names", MOVED, ALL_OF("names"), ALL_OF("names") " WHERE source <> 'spotify'"},
};

static const struct special *special_of(const char *table)
{
	for (size_t i = 0; i < sizeof special / sizeof *special; i++)
		if (!strcmp(table, special[i].table))
			return &special[i];
	return NULL;
}

struct tables {
	char names[MAX_TABLES][STORE_NAME + 1];
	int n;
};

/* --- dump --- */

static bool list_tables(struct store_conn *c, struct tables *t)
{
	MYSQL_ROW row;
	t->n = 0;
	if (!conn_query(c,
		"SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()"
		" AND table_type = 'BASE TABLE' ORDER BY table_name",
		"list tables"))
		return false;
	MYSQL_RES *rows = mysql_store_result(c->db);
	if (!rows)
		return conn_failed_query(c, "list tables");
	while (t->n < MAX_TABLES && (row = mysql_fetch_row(rows)))
		if (row[0] && strlen(row[0]) <= STORE_NAME)
			snprintf(t->names[t->n++], STORE_NAME + 1, "%s", row[0]);
	mysql_free_result(rows);
	return true;
}

/* The statement that reads a table; false: it is left out. */
static bool select_of(char *sql, size_t size, const char *table, bool own)
{
	const struct special *s = special_of(table);
	const char *text = s && own ? s->own : s ? s->all : NULL;
	if (s && (s->moved != MOVED || !text))
		return false;
	if (text)
		snprintf(sql, size, "%s", text);
	else
		snprintf(sql, size, ALL_OF("%s"), table);
	return true;
}

/* Cards (0006-cards.sql) are made of what is in these tables, and can be made anew. */
static bool is_of_cards(const char *table)
{
	static const char *const tables[] = {
	    "artists", "artist_genres", "top_tracks", "related_artists"};
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		if (!strcmp(table, tables[i]))
			return true;
	return false;
}

static bool is_card(const char *table, const char *column)
{
	return !strcmp(table, "artists") && (!strcmp(column, "card") || !strcmp(column, "card_of"));
}

/* places: where in a row of the result the columns are. */
static bool take_columns(
    struct store_columns *out, int places[static STORE_COLUMNS], const char *table, MYSQL_RES *rows)
{
	int n = (int)mysql_num_fields(rows);
	const MYSQL_FIELD *fields = mysql_fetch_fields(rows);
	*out = (struct store_columns){.n = 0};
	snprintf(out->table, sizeof out->table, "%s", table);
	for (int i = 0; i < n; i++) {
		if (is_card(table, fields[i].name))
			continue;
		if (out->n == STORE_COLUMNS)
			return false;
		places[out->n] = i;
		snprintf(out->names[out->n++], STORE_NAME + 1, "%s", fields[i].name);
	}
	return true;
}

struct dump {
	bool own, stopped;
	store_row_fn *fn;
	void *context;
};

static bool tell_rows(struct store_conn *c, struct dump *d, const struct store_columns *columns,
    const int *places, MYSQL_RES *rows)
{
	MYSQL_ROW row;
	while (!d->stopped && (row = mysql_fetch_row(rows))) {
		const unsigned long *lengths = mysql_fetch_lengths(rows);
		store_values values;
		for (int i = 0; i < columns->n; i++)
			values[i] =
			    (struct str){row[places[i]], row[places[i]] ? lengths[places[i]] : 0};
		d->stopped = !d->fn(d->context, columns, values);
	}
	return d->stopped || !mysql_errno(c->db) || conn_failed_query(c, "dump");
}

static bool dump_table(struct store_conn *c, struct dump *d, const char *table)
{
	char sql[256];
	struct store_columns columns;
	int places[STORE_COLUMNS] = {0};
	if (!select_of(sql, sizeof sql, table, d->own))
		return true;
	if (!conn_query(c, sql, "dump"))
		return false;
	MYSQL_RES *rows = mysql_use_result(c->db);
	if (!rows)
		return conn_failed_query(c, "dump");
	/* A table with more columns than any of ours is none of ours. */
	bool done =
	    !take_columns(&columns, places, table, rows) || tell_rows(c, d, &columns, places, rows);
	mysql_free_result(rows); /* reads what was not told of */
	return done;
}

enum store_status store_dump(struct store_conn *c, bool own, store_row_fn *fn, void *context)
{
	struct store_conn on;
	struct tables tables;
	struct dump d = {.own = own, .fn = fn, .context = context};
	conn_init(&on, c->store, CONN_MIGRATE);
	bool done = conn_open(&on) && list_tables(&on, &tables);
	for (int i = 0; done && !d.stopped && i < tables.n; i++)
		done = dump_table(&on, &d, tables.names[i]);
	memcpy(c->error, on.error, sizeof c->error);
	conn_close(&on);
	return done ? STORE_OK : STORE_DOWN;
}

/* --- load --- */

struct store_load {
	struct store_conn *told; /* whose error is set */
	struct store_conn on;
	MYSQL_STMT *insert; /* NULL: no table yet */
	int n;
	bool open;  /* there are rows to commit */
	bool parts; /* rows that cards are made of were loaded */
	bool names; /* names were, or how well known their artists are */
	bool skips; /* the rows of this table are not wanted */
};

struct store_load *store_load_new(struct store_conn *c)
{
	struct store_load *l = calloc(1, sizeof *l);
	if (!l)
		return NULL;
	l->told = c;
	conn_init(&l->on, c->store, CONN_MIGRATE);
	return l;
}

static enum store_status load_failed(struct store_load *l)
{
	memcpy(l->told->error, l->on.error, sizeof l->told->error);
	return l->on.class == ERROR_NEVER || l->on.class == ERROR_SETUP ? STORE_FAILED : STORE_DOWN;
}

static enum store_status insert_failed(struct store_load *l)
{
	snprintf(l->on.error, sizeof l->on.error, "%s (error %u)", mysql_stmt_error(l->insert),
	    mysql_stmt_errno(l->insert));
	l->on.class = error_class_of(mysql_stmt_errno(l->insert));
	return load_failed(l);
}

/* Names cannot be bound, and those in a file are anybody's. */
static bool is_name(const char *s)
{
	size_t n = 0;
	for (; s[n]; n++)
		if (!islower((unsigned char)s[n]) && !isdigit((unsigned char)s[n]) && s[n] != '_')
			return false;
	return n > 0;
}

static bool may_load(const struct store_columns *columns)
{
	bool may = is_name(columns->table) && columns->n > 0 && columns->n <= STORE_COLUMNS;
	for (int i = 0; may && i < columns->n; i++)
		may = is_name(columns->names[i]);
	const struct special *s = special_of(columns->table);
	return may && !(s && s->moved == NOT_LOADED);
}

static bool prepare(struct store_load *l, const struct store_columns *columns)
{
	struct buf sql;
	buf_init(&sql, SQL_MAX);
	buf_addf(&sql, "REPLACE INTO `%s` (", columns->table);
	for (int i = 0; i < columns->n; i++)
		buf_addf(&sql, "%s`%s`", i ? ", " : "", columns->names[i]);
	buf_adds(&sql, ") VALUES (");
	for (int i = 0; i < columns->n; i++)
		buf_adds(&sql, i ? ", ?" : "?");
	buf_adds(&sql, ")");
	l->insert = mysql_stmt_init(l->on.db);
	bool done = l->insert && !sql.failed && !mysql_stmt_prepare(l->insert, sql.data, sql.len);
	buf_free(&sql);
	return done;
}

enum store_status store_load_table(struct store_load *l, const struct store_columns *columns)
{
	if (!may_load(columns)) {
		snprintf(l->told->error, sizeof l->told->error,
		    "no table and columns that could be loaded");
		return STORE_FAILED;
	}
	if (l->insert)
		mysql_stmt_close(l->insert);
	l->insert = NULL;
	l->n = columns->n;
	const struct special *s = special_of(columns->table);
	l->skips = s && s->moved != MOVED;
	l->names |=
	    !strcmp(columns->table, "names") || !strcmp(columns->table, "searchable_artists");
	l->parts |= is_of_cards(columns->table);
	if (!conn_open(&l->on))
		return load_failed(l);
	if (prepare(l, columns))
		return STORE_OK;
	return l->insert ? insert_failed(l) : STORE_DOWN;
}

enum store_status store_load_row(struct store_load *l, const store_values values)
{
	MYSQL_BIND binds[STORE_COLUMNS];
	if (l->skips)
		return STORE_OK;
	memset(binds, 0, sizeof binds);
	for (int i = 0; i < l->n; i++) {
		binds[i].buffer_type = values[i].p ? MYSQL_TYPE_STRING : MYSQL_TYPE_NULL;
		binds[i].buffer = conn_sent(values[i].p);
		binds[i].buffer_length = values[i].n;
	}
	if (!l->open && !conn_query(&l->on, "START TRANSACTION", "begin"))
		return load_failed(l);
	l->open = true;
	if (mysql_stmt_bind_param(l->insert, binds) || mysql_stmt_execute(l->insert))
		return insert_failed(l);
	return STORE_OK;
}

enum store_status store_load_commit(struct store_load *l)
{
	if (!l->open)
		return STORE_OK;
	l->open = false;
	return conn_query(&l->on, "COMMIT", "commit") ? STORE_OK : load_failed(l);
}

enum store_status store_load_end(struct store_load *l)
{
	enum store_status status = store_load_commit(l);
	if (status != STORE_OK)
		return status;
	bool done =
	    !l->parts || conn_query(&l->on, "UPDATE artists SET card = NULL WHERE card IS NOT NULL",
			     "cards drop");
	done = done && (!l->names || conn_query(&l->on, "UPDATE searchable_artists SET version = 0",
					 "names to be indexed"));
	l->parts &= !done;
	l->names &= !done;
	return done ? STORE_OK : load_failed(l);
}

void store_load_free(struct store_load *l)
{
	if (l->insert)
		mysql_stmt_close(l->insert);
	conn_close(&l->on);
	free(l);
}

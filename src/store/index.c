#include "store/index.h"

#include "store/batch.h"
#include "store/words.h"

#include <stdio.h>
#include <stdlib.h>

enum {
	MAX_NAMES = 32, /* of one artist that are searched by */
	ROWS = 8,       /* as STATEMENT_SOUNDS has */
	ROW_VALUES = 6,
};

struct name {
	char text[LIMIT_KEY + 1];
	int64_t lasts, rarity;
};

struct names {
	int n;
	struct name items[MAX_NAMES];
};

/* Columns: name, does it last, rarity. */
static bool read_names(struct store_conn *c, const char *artist_id, struct names *out)
{
	const struct value id = value_text(artist_id);
	if (!conn_run(c, STATEMENT_NAMES_OF, &id, 1))
		return false;
	MYSQL_STMT *st = c->statements[STATEMENT_NAMES_OF];
	struct name row;
	unsigned long length = 0;
	store_bool cut[3];
	MYSQL_BIND binds[] = {
	    {.buffer_type = MYSQL_TYPE_STRING,
		.buffer = row.text,
		.buffer_length = LIMIT_KEY,
		.length = &length,
		.error = &cut[0]},
	    {.buffer_type = MYSQL_TYPE_LONGLONG, .buffer = &row.lasts, .error = &cut[1]},
	    {.buffer_type = MYSQL_TYPE_LONGLONG, .buffer = &row.rarity, .error = &cut[2]},
	};
	int rc = mysql_stmt_bind_result(st, binds) ? 1 : 0;
	for (out->n = 0; rc == 0 && (rc = mysql_stmt_fetch(st)) == 0;) {
		row.text[length < LIMIT_KEY ? length : LIMIT_KEY] = '\0';
		if (out->n < MAX_NAMES)
			out->items[out->n++] = row;
	}
	if (rc == 1)
		conn_failed(c, STATEMENT_NAMES_OF);
	mysql_stmt_free_result(st);
	return rc == MYSQL_NO_DATA;
}

static bool write_name(
    struct store_conn *c, const char *artist_id, const struct name *name, int number)
{
	struct search_keys keys;
	struct batch rows;
	batch_begin(&rows, c, STATEMENT_SOUNDS, ROW_VALUES, ROWS);
	search_name(&keys, str_of(name->text));
	for (int i = 0; i < keys.n; i++) {
		const struct value row[] = {value_text(keys.items[i]), value_number(name->rarity),
		    value_text(artist_id), value_number(number), value_text(name->text),
		    value_number(name->lasts)};
		if (!batch_add(&rows, row))
			return false;
	}
	return batch_end(&rows);
}

bool index_artist(struct store_conn *c, const char *artist_id)
{
	const struct value id = value_text(artist_id), version = value_number(SEARCH_VERSION);
	const struct value searchable[] = {id, version, version};
	struct names *names = malloc(sizeof *names);
	bool done =
	    names && read_names(c, artist_id, names) && conn_run(c, STATEMENT_SOUNDS_CUT, &id, 1);
	for (int i = 0; done && i < names->n; i++)
		done = write_name(c, artist_id, &names->items[i], i);
	free(names);
	return done && conn_run(c, STATEMENT_SEARCHABLE, searchable, 3);
}

bool index_artists(struct store_conn *c, const struct index_ids *ids)
{
	bool good = true;
	for (int i = 0; i < ids->n && good; i++)
		good = index_artist(c, ids->items[i]);
	return good;
}

bool index_read_ids(struct store_conn *c, enum statement statement, const struct value *values,
    size_t n, struct index_ids *out)
{
	out->n = 0;
	if (!conn_run(c, statement, values, n))
		return false;
	MYSQL_STMT *st = c->statements[statement];
	char id[LIMIT_ID + 1];
	unsigned long length = 0;
	MYSQL_BIND bind = {.buffer_type = MYSQL_TYPE_STRING,
	    .buffer = id,
	    .buffer_length = LIMIT_ID,
	    .length = &length};
	int rc = mysql_stmt_bind_result(st, &bind) || mysql_stmt_store_result(st) ? 1 : 0;
	while (rc == 0 && (rc = mysql_stmt_fetch(st)) == 0) {
		id[length < LIMIT_ID ? length : LIMIT_ID] = '\0';
		if (out->n < INDEX_IDS)
			memcpy(out->items[out->n++], id, sizeof id);
	}
	if (rc == 1)
		conn_failed(c, statement);
	mysql_stmt_free_result(st);
	return rc == MYSQL_NO_DATA;
}

/* --- those that are not indexed yet --- */

struct store_indexing {
	struct store_conn *told; /* of what fails */
	struct store_conn on;
	char after[LIMIT_ID + 1]; /* the last artist that was indexed, in the order of ids */
};

struct store_indexing *store_indexing_new(struct store_conn *c)
{
	struct store_indexing *x = calloc(1, sizeof *x);
	if (!x)
		return NULL;
	x->told = c;
	conn_init(&x->on, c->store, CONN_MIGRATE);
	return x;
}

void store_indexing_free(struct store_indexing *x)
{
	if (x)
		conn_close(&x->on);
	free(x);
}

static enum store_status work(struct store_indexing *x, conn_work *how, void *arg)
{
	enum store_status status = conn_do(&x->on, CONN_WRITE, INT64_MAX, how, arg);
	memcpy(x->told->error, x->on.error, sizeof x->told->error);
	return status;
}

static enum store_status count(struct store_conn *c, void *arg)
{
	const struct value version = value_number(SEARCH_VERSION);
	return conn_number(c, STATEMENT_UNSEARCHABLE_COUNT, &version, 1, arg) ? STORE_OK
									      : STORE_DOWN;
}

enum store_status store_indexing_count(struct store_indexing *x, int64_t *left)
{
	*left = 0;
	return work(x, count, left);
}

struct some {
	const char *after;
	int64_t most;
	struct index_ids ids;
};

static enum store_status index_some(struct store_conn *c, void *arg)
{
	struct some *s = arg;
	const struct value values[] = {
	    value_number(SEARCH_VERSION), value_text(s->after), value_number(s->most)};
	if (!index_read_ids(c, STATEMENT_UNSEARCHABLE, values, 3, &s->ids) || !conn_begin(c))
		return STORE_DOWN;
	conn_end(c, index_artists(c, &s->ids));
	return STORE_OK;
}

enum store_status store_indexing_go_on(struct store_indexing *x, int most, int64_t *done)
{
	struct some *s = calloc(1, sizeof *s);
	*done = 0;
	if (!s)
		return STORE_DOWN;
	s->after = x->after;
	s->most = most < INDEX_IDS ? most : INDEX_IDS;
	enum store_status status = work(x, index_some, s);
	if (status == STORE_OK && s->ids.n > 0) {
		*done = s->ids.n;
		memcpy(x->after, s->ids.items[s->ids.n - 1], sizeof x->after);
	}
	free(s);
	return status;
}

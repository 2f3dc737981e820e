/* Facts: what all processes must know, each true until its time is over. */
#include "store/conn.h"

struct fact {
	const char *name, *value;
	int64_t ms, n;
};

/* The server counts in microseconds. */
static struct value value_time(int64_t ms)
{
	return value_number(ms * 1000);
}

static bool bind_facts(MYSQL_STMT *st, struct store_fact *f, store_bool *cut)
{
	MYSQL_BIND binds[] = {
	    {.buffer_type = MYSQL_TYPE_STRING,
		.buffer = f->name,
		.buffer_length = sizeof f->name,
		.error = cut},
	    {.buffer_type = MYSQL_TYPE_STRING,
		.buffer = f->value,
		.buffer_length = sizeof f->value,
		.error = cut + 1},
	    {.buffer_type = MYSQL_TYPE_LONGLONG, .buffer = &f->left_ms, .error = cut + 2},
	};
	return mysql_stmt_bind_result(st, binds) == 0;
}

static enum store_status read_facts(struct store_conn *c, void *arg)
{
	struct store_facts *out = arg;
	struct store_fact f = {0};
	store_bool cut[3];
	int fetched = 1;
	out->n = 0;
	if (!conn_run(c, STATEMENT_FACTS, NULL, 0))
		return STORE_DOWN;
	MYSQL_STMT *st = c->statements[STATEMENT_FACTS];
	if (bind_facts(st, &f, cut) && !mysql_stmt_store_result(st))
		while (out->n < STORE_FACTS && (fetched = mysql_stmt_fetch(st)) != 1 &&
		       fetched != MYSQL_NO_DATA) {
			/* Cut or not, both are terminated: the columns are shorter than the room.
			 */
			out->items[out->n++] = f;
			memset(&f, 0, sizeof f);
		}
	if (fetched == 1)
		conn_failed(c, STATEMENT_FACTS);
	mysql_stmt_free_result(st);
	return STORE_OK;
}

enum store_status store_facts_read(struct store_conn *c, int64_t deadline, struct store_facts *out)
{
	return conn_do(c, CONN_READ, deadline, read_facts, out);
}

static enum store_status set_fact(struct store_conn *c, void *arg)
{
	const struct fact *f = arg;
	const struct value value = value_text(f->value), time = value_time(f->ms);
	const struct value row[] = {value_text(f->name), value, time, value, time};
	conn_run(c, STATEMENT_FACT_SET, row, 5);
	return STORE_OK;
}

enum store_status store_fact_set(
    struct store_conn *c, const char *name, const char *value, int64_t ms)
{
	struct fact f = {.name = name, .value = value, .ms = ms};
	return conn_do(c, CONN_WRITE, INT64_MAX, set_fact, &f);
}

static enum store_status claim_fact(struct store_conn *c, void *arg)
{
	const struct fact *f = arg;
	const struct value name = value_text(f->name);
	const struct value row[] = {value_time(f->ms), name};
	if (!conn_run(c, STATEMENT_FACT_MAKE, &name, 1) ||
	    !conn_run(c, STATEMENT_FACT_CLAIM, row, 2))
		return STORE_DOWN;
	return conn_matched(c, STATEMENT_FACT_CLAIM) ? STORE_OK : STORE_NONE;
}

enum store_status store_fact_claim(
    struct store_conn *c, int64_t deadline, const char *name, int64_t ms)
{
	struct fact f = {.name = name, .ms = ms};
	return conn_do(c, CONN_WRITE, deadline, claim_fact, &f);
}

static enum store_status count_fact(struct store_conn *c, void *arg)
{
	const struct fact *f = arg;
	const struct value n = value_number(f->n);
	const struct value row[] = {value_text(f->name), n, n, n};
	conn_run(c, STATEMENT_FACT_COUNT, row, 4);
	return STORE_OK;
}

enum store_status store_fact_count(struct store_conn *c, const char *name, int64_t n)
{
	struct fact f = {.name = name, .n = n};
	return conn_do(c, CONN_WRITE, INT64_MAX, count_fact, &f);
}

static enum store_status drop_fact(struct store_conn *c, void *arg)
{
	const struct fact *f = arg;
	const struct value name = value_text(f->name);
	conn_run(c, STATEMENT_FACT_DROP, &name, 1);
	return STORE_OK;
}

enum store_status store_fact_drop(struct store_conn *c, const char *name)
{
	struct fact f = {.name = name};
	return conn_do(c, CONN_WRITE, INT64_MAX, drop_fact, &f);
}

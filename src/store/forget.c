/* What was learned wrongly is forgotten: whom users chose, and names of the bot's own. */
#include "store/conn.h"

#include "store/index.h"
#include "store/words.h"

#include <stdlib.h>

struct forgetting {
	enum statement statement;
	const char *what;
	int64_t n;
};

static enum store_status forget(struct store_conn *c, void *arg)
{
	struct forgetting *f = arg;
	const struct value what = value_text(f->what);
	if (conn_run(c, f->statement, &what, 1))
		f->n = (int64_t)conn_matched(c, f->statement);
	return STORE_OK;
}

enum store_status store_forget_choices(
    struct store_conn *c, const char *what, bool by_id, int64_t *n)
{
	struct forgetting f = {
	    .statement = by_id ? STATEMENT_FORGET_CHOSEN : STATEMENT_FORGET_CHOICES, .what = what};
	enum store_status status = conn_do(c, CONN_WRITE, INT64_MAX, forget, &f);
	*n = f.n;
	return status;
}

struct forgetting_name {
	const char *key;
	int64_t n;
	struct index_ids owners;
};

static bool forget_all_of(struct store_conn *c, struct forgetting_name *f)
{
	const struct value owners[] = {value_text(f->key), value_number(INDEX_IDS)};
	if (!index_read_ids(c, STATEMENT_OWNERS, owners, 2, &f->owners) ||
	    !conn_run(c, STATEMENT_NAME_FORGET, owners, 1))
		return false;
	f->n = (int64_t)conn_matched(c, STATEMENT_NAME_FORGET);
	return conn_run(c, STATEMENT_FORGET_CHOICES, owners, 1) &&
	       conn_run(c, STATEMENT_UNKNOWN_FORGET, owners, 1) && index_artists(c, &f->owners);
}

static enum store_status forget_name(struct store_conn *c, void *arg)
{
	if (!conn_begin(c))
		return STORE_DOWN;
	conn_end(c, forget_all_of(c, arg));
	return STORE_OK;
}

enum store_status store_forget_name(struct store_conn *c, const char *key, int64_t *n)
{
	struct forgetting_name *f = words_is_key(key) ? calloc(1, sizeof *f) : NULL;
	enum store_status status = f ? STORE_DOWN : STORE_FAILED;
	*n = 0;
	if (f) {
		f->key = key;
		status = conn_do(c, CONN_WRITE, INT64_MAX, forget_name, f);
		*n = f->n;
	}
	free(f);
	return status;
}

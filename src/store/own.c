#include "store/own.h"

#include "store/conn.h"

/* Of namesakes the one that find would take: see ARTIST_OF_KEY in statements.c. */
static const char own_names[] =
    "SELECT n.artist_id, n.name FROM names n"
    " LEFT JOIN searchable_artists s ON s.artist_id = n.artist_id"
    " WHERE n.source <> 'spotify' AND NOT EXISTS (SELECT 1 FROM names o"
    " WHERE o.name_key = n.name_key AND o.artist_id <> n.artist_id AND (o.weight > n.weight"
    " OR (o.weight = n.weight AND (o.created_at < n.created_at"
    " OR (o.created_at = n.created_at AND o.artist_id < n.artist_id)))))"
    " ORDER BY COALESCE(s.popularity, 0) DESC, n.artist_id, n.weight DESC, n.created_at,"
    " n.name_key";

static bool tell_rows(struct store_conn *c, MYSQL_RES *rows, store_own_fn *fn, void *context)
{
	MYSQL_ROW row;
	bool stopped = false;
	while (!stopped && (row = mysql_fetch_row(rows))) {
		const struct store_own_name n = {row[0], row[1]};
		stopped = n.artist_id && n.name && !fn(context, &n);
	}
	return stopped || !mysql_errno(c->db) || conn_failed_query(c, "own names");
}

enum store_status store_own_names(struct store_conn *c, store_own_fn *fn, void *context)
{
	struct store_conn on;
	MYSQL_RES *rows = NULL;
	conn_init(&on, c->store, CONN_MIGRATE);
	bool done = conn_open(&on) && conn_query(&on, own_names, "own names") &&
		    ((rows = mysql_use_result(on.db)) || conn_failed_query(&on, "own names")) &&
		    tell_rows(&on, rows, fn, context);
	/* Reads what was not told of. */
	if (rows)
		mysql_free_result(rows);
	memcpy(c->error, on.error, sizeof c->error);
	conn_close(&on);
	return done ? STORE_OK : STORE_DOWN;
}

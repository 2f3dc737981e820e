#include "store/own.h"

#include "store/conn.h"

#include <stdlib.h>

#define OWN_NAMES                                                                                  \
	"SELECT n.artist_id, n.name, s.popularity FROM names n"                                    \
	" LEFT JOIN searchable_artists s ON s.artist_id = n.artist_id"                             \
	" WHERE n.source <> 'spotify'"

/* Of namesakes the one that find would take: see ARTIST_OF_KEY in statements.c. */
#define NOT_OF_NAMESAKES                                                                           \
	" AND NOT EXISTS (SELECT 1 FROM names o"                                                   \
	" WHERE o.name_key = n.name_key AND o.artist_id <> n.artist_id AND (o.weight > n.weight"   \
	" OR (o.weight = n.weight AND (o.created_at < n.created_at"                                \
	" OR (o.created_at = n.created_at AND o.artist_id < n.artist_id)))))"

#define BEST_KNOWN_FIRST                                                                           \
	" ORDER BY COALESCE(s.popularity, 0) DESC, n.artist_id, n.weight DESC, n.name_key"

static const char all_names[] = OWN_NAMES BEST_KNOWN_FIRST,
		  own_names[] = OWN_NAMES NOT_OF_NAMESAKES BEST_KNOWN_FIRST;

static bool tell_rows(struct store_conn *c, MYSQL_RES *rows, store_own_fn *fn, void *context)
{
	MYSQL_ROW row;
	bool stopped = false;
	while (!stopped && (row = mysql_fetch_row(rows))) {
		const struct store_own_name n = {
		    row[0], row[1], row[2] ? (int)strtol(row[2], NULL, 10) : -1};
		stopped = n.artist_id && n.name && !fn(context, &n);
	}
	return stopped || !mysql_errno(c->db) || conn_failed_query(c, "own names");
}

enum store_status store_own_names(struct store_conn *c, bool all, store_own_fn *fn, void *context)
{
	struct store_conn on;
	MYSQL_RES *rows = NULL;
	conn_init(&on, c->store, CONN_MIGRATE);
	bool done = conn_open(&on) && conn_query(&on, all ? all_names : own_names, "own names") &&
		    ((rows = mysql_use_result(on.db)) || conn_failed_query(&on, "own names")) &&
		    tell_rows(&on, rows, fn, context);
	/* Reads what was not told of. */
	if (rows)
		mysql_free_result(rows);
	memcpy(c->error, on.error, sizeof c->error);
	conn_close(&on);
	return done ? STORE_OK : STORE_DOWN;
}

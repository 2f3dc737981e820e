/* Deleting what may not be kept. */
#include "store/conn.h"

struct purge {
	int days;
	bool more;
};

static enum store_status purge(struct store_conn *c, void *arg)
{
	struct purge *p = arg;
	const struct value days = value_number(p->days);
	if (!conn_begin(c))
		return STORE_DOWN;
	bool purged = conn_run(c, STATEMENT_CARDS_DROP_PURGED, &days, 1) &&
		      conn_run(c, STATEMENT_PURGE, &days, 1);
	p->more = purged && conn_matched(c, STATEMENT_PURGE) > 0;
	conn_end(c, purged);
	if (c->class == ERROR_NONE)
		conn_run(c, STATEMENT_USES_PURGE, &days, 1);
	return STORE_OK;
}

enum store_status store_purge(struct store_conn *c, int days, bool *more)
{
	struct purge p = {.days = days};
	enum store_status status = conn_do(c, CONN_WRITE, INT64_MAX, purge, &p);
	*more = p.more;
	return status;
}

static enum store_status purge_all(struct store_conn *c, void *arg)
{
	static const char *const statements[] = {
	    "DELETE FROM artists",
	    "DELETE FROM artist_genres",
	    "DELETE FROM top_tracks",
	    "DELETE FROM song_credits",
	    "DELETE FROM related_artists WHERE source <> 'imported'",
	    "DELETE FROM names WHERE source = 'spotify'",
	    "DELETE FROM name_sounds WHERE lasts = 0",
	    "DELETE FROM unknown_names",
	};
	(void)arg;
	for (size_t i = 0; i < sizeof statements / sizeof *statements; i++)
		if (!conn_query(c, statements[i], "purge all"))
			return STORE_DOWN;
	return STORE_OK;
}

/* On a connection of its own: that may take longer than a serving one waits. */
enum store_status store_purge_all(struct store_conn *c)
{
	struct store_conn own;
	conn_init(&own, c->store, CONN_MIGRATE);
	enum store_status status = conn_do(&own, CONN_WRITE, INT64_MAX, purge_all, NULL);
	memcpy(c->error, own.error, sizeof c->error);
	conn_close(&own);
	return status;
}

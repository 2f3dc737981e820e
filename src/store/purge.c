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
		      conn_run(c, STATEMENT_UNINDEX_PURGED, &days, 1) &&
		      conn_run(c, STATEMENT_PURGE, &days, 1);
	p->more = purged && conn_matched(c, STATEMENT_PURGE) > 0;
	conn_end(c, purged);
	if (c->class == ERROR_NONE)
		conn_run(c, STATEMENT_USES_PURGE, &days, 1);
	/* They are what somebody typed: on a quiet channel no other save deletes them. */
	if (c->class == ERROR_NONE && conn_run(c, STATEMENT_UNKNOWN_EXPIRE, NULL, 0))
		p->more |= conn_matched(c, STATEMENT_UNKNOWN_EXPIRE) > 0;
	return STORE_OK;
}

enum store_status store_purge(struct store_conn *c, int days, bool *more)
{
	struct purge p = {.days = days};
	enum store_status status = conn_do(c, CONN_WRITE, INT64_MAX, purge, &p);
	*more = p.more;
	return status;
}

/* Ended by NULL; one after the other: not one transaction, which might be too long. */
struct statements {
	const char *const *sql;
};

static enum store_status purge_by(struct store_conn *c, void *arg)
{
	const struct statements *all = arg;
	for (const char *const *statement = all->sql; *statement; statement++)
		if (!conn_query(c, *statement, "purge"))
			return STORE_DOWN;
	return STORE_OK;
}

/* On a connection of its own: that may take longer than a serving one waits. */
static enum store_status purge_long(struct store_conn *c, const char *const *sql)
{
	struct statements all = {sql};
	struct store_conn own;
	conn_init(&own, c->store, CONN_MIGRATE);
	enum store_status status = conn_do(&own, CONN_WRITE, INT64_MAX, purge_by, &all);
	memcpy(c->error, own.error, sizeof c->error);
	c->number = own.number;
	conn_close(&own);
	return status;
}

/* What was popular at Spotify is in the index as well: it is to be made anew. */
enum store_status store_purge_all(struct store_conn *c)
{
	static const char *const statements[] = {
	    "DELETE FROM artists",
	    "DELETE FROM artist_genres",
	    "DELETE FROM top_tracks",
	    "DELETE FROM song_credits",
	    "DELETE FROM related_artists WHERE source <> 'imported'",
	    "DELETE FROM names WHERE source = 'spotify'",
	    "DELETE FROM name_sounds WHERE lasts = 0",
	    "DELETE FROM searchable_artists WHERE popularity IS NULL",
	    "UPDATE searchable_artists SET version = 0",
	    "DELETE FROM unknown_names",
	    NULL,
	};
	return purge_long(c, statements);
}

enum store_status store_purge_typed(struct store_conn *c)
{
	static const char *const statements[] = {
	    "UPDATE searchable_artists i JOIN names n ON n.artist_id = i.artist_id"
	    " SET i.version = 0 WHERE n.source = 'typed'",
	    "DELETE k FROM name_sounds k JOIN names n ON n.artist_id = k.artist_id"
	    " WHERE n.source = 'typed'",
	    /* What Spotify calls the artist as well is nobody's in particular. */
	    "UPDATE names n JOIN artists a ON a.id = n.artist_id AND a.name = n.name"
	    " SET n.source = 'spotify' WHERE n.source = 'typed'",
	    "DELETE FROM names WHERE source = 'typed'",
	    "DELETE FROM choices",
	    "DELETE FROM unknown_names",
	    NULL,
	};
	return purge_long(c, statements);
}

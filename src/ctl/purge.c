#include "ctl/ctl.h"

#include <stdio.h>

static int purge(const struct ctl *o, const struct config *c, struct store_conn *conn)
{
	enum store_status status = STORE_OK;
	bool more = !o->all_spotify_data;
	if (o->all_spotify_data)
		status = store_purge_all(conn);
	while (more && status == STORE_OK)
		status = store_purge(conn, c->cache.unused_days, &more);
	if (status == STORE_OK)
		return CTL_OK;
	fprintf(stderr,
	    "artistbotctl: not all was deleted: %s\nrun it again when the database is there\n",
	    store_error(conn));
	return CTL_FAILED;
}

int ctl_purge(const struct ctl *o)
{
	return ctl_with_store(o, purge);
}

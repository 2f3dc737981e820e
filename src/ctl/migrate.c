#include "ctl/ctl.h"

#include <stdio.h>

static int migrate(const struct ctl *o, const struct config *c, struct store_conn *conn)
{
	struct buf report;
	(void)o;
	(void)c;
	buf_init(&report, 64 * 1024);
	enum store_status status = store_migrate(conn, &report);
	fputs(report.data ? report.data : "out of memory\n", status == STORE_OK ? stdout : stderr);
	buf_free(&report);
	return status == STORE_OK ? CTL_OK : CTL_FAILED;
}

int ctl_migrate(const struct ctl *o)
{
	return ctl_with_store(o, migrate);
}

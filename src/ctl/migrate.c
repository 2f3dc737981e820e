#include "base/buf.h"
#include "base/config.h"
#include "ctl/ctl.h"
#include "store/store.h"

#include <stdio.h>

static int migrate(const struct config *c)
{
	struct buf report;
	struct store *store = store_new(&c->database);
	struct store_conn *conn = store ? store_conn_new(store) : NULL;
	enum store_status status = STORE_FAILED;
	buf_init(&report, 64 * 1024);
	if (conn)
		status = store_migrate(conn, &report);
	fprintf(status == STORE_OK ? stdout : stderr, "%s",
	    report.data ? report.data : "out of memory\n");
	buf_free(&report);
	store_conn_free(conn);
	if (store)
		store_free(store);
	return status == STORE_OK ? CTL_OK : CTL_FAILED;
}

int ctl_migrate(const char *config_path)
{
	struct config c;
	struct buf errors;
	buf_init(&errors, 16 * 1024);
	int status = CTL_USAGE;
	if (config_load(&c, config_path, &errors))
		status = migrate(&c);
	else
		fprintf(stderr, "%s", errors.data ? errors.data : "out of memory\n");
	buf_free(&errors);
	config_free(&c);
	return status;
}

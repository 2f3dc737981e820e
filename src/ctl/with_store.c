#include "ctl/ctl.h"

#include <stdio.h>

static int connected(const struct ctl *o, const struct config *c, ctl_store_work *work)
{
	struct store *store = store_new(&c->database);
	struct store_conn *conn = store ? store_conn_new(store) : NULL;
	int status = CTL_FAILED;
	if (conn)
		status = work(o, c, conn);
	else
		fputs("artistbotctl: out of memory\n", stderr);
	store_conn_free(conn);
	if (store)
		store_free(store);
	return status;
}

static int configured(const struct ctl *o, bool migrator, ctl_store_work *work)
{
	struct config c;
	struct buf errors;
	buf_init(&errors, 16 * 1024);
	int status = CTL_USAGE;
	if (config_load(&c, o->config_path, &errors) &&
	    (!migrator || config_use_migrator(&c, &errors)))
		status = connected(o, &c, work);
	else
		fputs(errors.data ? errors.data : "artistbotctl: out of memory\n", stderr);
	buf_free(&errors);
	config_free(&c);
	return status;
}

int ctl_with_store(const struct ctl *o, ctl_store_work *work)
{
	return configured(o, false, work);
}

int ctl_with_migrator(const struct ctl *o, ctl_store_work *work)
{
	return configured(o, true, work);
}

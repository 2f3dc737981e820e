#include "ctl/ctl.h"

#include "store/store.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

void ctl_unreadable(const struct ctl *o, struct buf *errors)
{
	if (o->config_path && access(o->config_path, F_OK) && errno == ENOENT)
		buf_adds(errors,
		    ctl_text(o,
			"artistbot-setup writes one; which is read, --config or $ARTISTBOT_CONFIG "
			"says\n",
			"artistbot-setup이 만들어요. 어느 파일을 읽을지는 --config나 "
			"$ARTISTBOT_CONFIG로 정해요\n"));
	else if (errors->data && strstr(errors->data, strerror(EACCES)))
		buf_adds(
		    errors, ctl_text(o, "this user may not read it: run artistbotctl as root\n",
				"이 사용자는 읽을 수 없어요. root로 실행하세요\n"));
	else if (errors->data && strstr(errors->data, strerror(ENOENT)))
		buf_adds(
		    errors, ctl_text(o, "make that file, or correct the setting that names it\n",
				"그 파일을 만들거나, 파일을 가리키는 설정을 고치세요\n"));
}

/* An error of the database's is its own words; check knows more. */
static int ended(const struct ctl *o, const struct store_conn *conn, int status)
{
	if (status == CTL_FAILED && store_error_number(conn))
		ctl_advise(ctl_text(o, "What to do: artistbotctl check",
		    "어떻게 할지는 artistbotctl check가 알려 줘요"));
	return status;
}

static int connected(const struct ctl *o, const struct config *c, ctl_store_work *work)
{
	struct store *store = store_new(&c->database);
	struct store_conn *conn = store ? store_conn_new(store) : NULL;
	int status = CTL_FAILED;
	if (conn)
		status = ended(o, conn, work(o, c, conn));
	else
		ctl_failed(o, "%s", ctl_text(o, "out of memory", "메모리가 모자라요"));
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
	int status;
	if (config_load(&c, o->config_path, &errors) &&
	    (!migrator || config_use_migrator(&c, &errors))) {
		status = connected(o, &c, work);
	} else {
		ctl_unreadable(o, &errors);
		ctl_failed_lines(o, errors.data);
		status = CTL_USAGE;
	}
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

#include "ctl/commands.h"
#include "ctl/progress.h"

#include <stdio.h>

enum { ARTISTS_AT_ONCE = 200 };

/* What names are searched by is made by the program, not by SQL: anew where its rules have changed,
 * or where the names were there before it. Returns whether all of them are done. */
static bool index_names(const struct ctl *o, struct store_conn *conn, int64_t *done)
{
	const char *what = ctl_text(o, "indexing names", "이름 색인");
	struct progress progress;
	int64_t left = 1, n = 1;
	enum store_status status = STORE_OK;
	progress_begin(&progress, what, -1);
	while (status == STORE_OK && left > 0 && n > 0 && !ctl_interrupted()) {
		status = store_index(conn, ARTISTS_AT_ONCE, &n, &left);
		if (*done == 0)
			progress_begin(&progress, what, n + left);
		progress_at(&progress, *done += n);
	}
	progress_clear(&progress);
	if (status != STORE_OK)
		ctl_failed(o, "%s", store_error(conn));
	else if (left > 0)
		ctl_failed(o, "%s",
		    ctl_text(o, "stopped; run it again to index the rest",
			"멈췄어요. 나머지는 다시 실행하면 색인돼요"));
	return status == STORE_OK && left == 0;
}

static int work(const struct ctl *o, const struct config *c, struct store_conn *conn)
{
	struct buf report;
	int have = 0, known = 0;
	(void)c;
	buf_init(&report, 64 * 1024);
	enum store_status status = store_migrate(conn, &report);
	bool words = status != STORE_OK || !ctl_given(o, "json");
	if (words)
		fputs(report.data ? report.data : "out of memory\n",
		    status == STORE_OK ? stdout : stderr);
	buf_free(&report);
	int64_t indexed = 0;
	bool done = status == STORE_OK && index_names(o, conn, &indexed);
	if (words && indexed)
		printf(ctl_text(o, "names of %lld artists indexed\n",
			   "가수 %lld명의 이름을 색인했어요\n"),
		    (long long)indexed);
	store_schema_version(conn, &have, &known);
	const struct ctl_count counts[] = {
	    {"schema", have}, {"newest", known}, {"indexed", indexed}, {0}};
	return ctl_done(o, counts, done ? CTL_OK : CTL_FAILED);
}

static int run(const struct ctl *o)
{
	return ctl_with_migrator(o, work);
}

static const struct ctl_option options[] = {CTL_JSON, {0}};

const struct ctl_command ctl_migrate = {
    .name = "migrate",
    .run = run,
    .options = options,
    .interruptible = true,
    .summary = {"bring the database to the newest schema",
	"데이터베이스를 가장 새로운 구조로 바꿉니다"},
    .about = {"Makes the database if it is not there and the user may. May be run at any time and "
	      "any "
	      "number of times, also while the responder is at work; one that was interrupted is "
	      "taken up again. Works as [database] migrate_user where there is one.",
	"데이터베이스가 없고 권한이 있으면 만듭니다. 응답기가 일하는 동안에도, 몇 번이든 실행해도 "
	"괜찮아요. 중단되었다면 다시 실행하면 이어서 합니다. [database] migrate_user가 있으면 그 "
	"사용자로 일해요."},
};

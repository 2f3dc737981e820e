#include "ctl/commands.h"
#include "ctl/index.h"
#include "store/store.h"

#include <stdio.h>

/* The store's report is in English, for it names files of SQL; that there was nothing to do is said
 * in the user's language. */
static void say(const struct ctl *o, const char *report, int version)
{
	static const char nothing[] = "the schema is up to date";
	if (strncmp(report, nothing, sizeof nothing - 1) != 0)
		fputs(report, stdout);
	else
		printf(ctl_text(o, "the schema is up to date: version %d\n",
			   "데이터베이스 구조가 최신이에요: 버전 %d\n"),
		    version);
}

/* Who serves may not change the schema, as artistbot-setup makes that user. */
static bool is_refused(unsigned error)
{
	return error == 1044 || error == 1142 || error == 1227;
}

static void say_refused(const struct ctl *o)
{
	ctl_advise(ctl_text(o,
	    "This user may not change the schema. Let artistbot-setup make one who may ([database] "
	    "migrate_user),\n"
	    "or do it once as an administrator: ARTISTBOT_DATABASE_MIGRATE_USER=root artistbotctl "
	    "migrate",
	    "이 사용자는 구조를 바꿀 수 없어요. artistbot-setup으로 바꿀 수 있는 사용자를 "
	    "만들거나([database] migrate_user),\n"
	    "한 번만 관리자로 실행하세요: ARTISTBOT_DATABASE_MIGRATE_USER=root artistbotctl "
	    "migrate"));
}

static int work(const struct ctl *o, const struct config *c, struct store_conn *conn)
{
	struct buf report;
	int have = 0, known = 0;
	(void)c;
	buf_init(&report, 64 * 1024);
	enum store_status status = store_migrate(conn, &report);
	bool refused = is_refused(store_error_number(conn));
	store_schema_version(conn, &have, &known);
	bool words = !ctl_given(o, "json");
	if (status == STORE_OK && report.data && words)
		say(o, report.data, have);
	else if (status != STORE_OK || !report.data)
		ctl_failed_lines(o, report.data);
	if (status != STORE_OK && refused)
		say_refused(o);
	buf_free(&report);
	int64_t indexed = 0;
	bool done = status == STORE_OK && ctl_index_names(o, conn, &indexed);
	if (words && indexed)
		printf(ctl_text(o, "names of %lld artists indexed\n",
			   "가수 %lld명의 이름을 색인했어요\n"),
		    (long long)indexed);
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

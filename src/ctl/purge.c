#include "ctl/commands.h"
#include "ctl/index.h"
#include "ctl/progress.h"

#include <stdio.h>

static int failed(const struct ctl *o, struct store_conn *conn)
{
	return ctl_failed(o,
	    ctl_text(o, "not all was deleted: %s\nrun it again once that is mended",
		"다 지우지 못했어요: %s\n고친 다음 다시 실행하세요"),
	    store_error(conn));
}

static int purge_at_once(const struct ctl *o, struct store_conn *conn)
{
	if (ctl_given(o, "typed") && store_purge_typed(conn) != STORE_OK)
		return failed(o, conn);
	if (ctl_given(o, "all-spotify-data") && store_purge_all(conn) != STORE_OK)
		return failed(o, conn);
	return CTL_OK;
}

static int purge_unused(const struct ctl *o, const struct config *c, struct store_conn *conn)
{
	enum store_status status = STORE_OK;
	struct progress progress;
	bool more = true;
	progress_begin(&progress, ctl_text(o, "purging", "지우는 중"), -1);
	for (int64_t n = 0; more && status == STORE_OK && !ctl_interrupted();
	     progress_at(&progress, ++n))
		status = store_purge(conn, c->cache.unused_days, &more);
	progress_clear(&progress);
	if (status != STORE_OK)
		return failed(o, conn);
	if (more)
		return ctl_failed(o, "%s",
		    ctl_text(o, "stopped; run it again to delete the rest",
			"멈췄어요. 나머지는 다시 실행하면 지워져요"));
	return CTL_OK;
}

static int work(const struct ctl *o, const struct config *c, struct store_conn *conn)
{
	const struct ctl_count none[] = {{0}};
	bool at_once = ctl_given(o, "all-spotify-data") || ctl_given(o, "typed");
	int status = at_once ? purge_at_once(o, conn) : purge_unused(o, c, conn);
	int64_t indexed;
	if (status == CTL_OK && !ctl_index_names(o, conn, &indexed))
		status = CTL_FAILED;
	return ctl_done(o, none, status);
}

static int run(const struct ctl *o)
{
	return ctl_with_store(o, work);
}

static const struct ctl_option options[] = {
    {"all-spotify-data", NULL,
	{"all that came from Spotify, used or not", "쓰였든 아니든 Spotify에서 온 것 모두"}, 0, 0},
    {"typed", NULL,
	{"all names that users typed, and whom they chose",
	    "사용자가 쓴 이름과 사용자가 고른 가수 모두"},
	0, 0},
    CTL_JSON,
    {0},
};

const struct ctl_command ctl_purge = {
    .name = "purge",
    .run = run,
    .options = options,
    .interruptible = true,
    .summary = {"delete artists that nobody asked for in [cache] unused_days days",
	"[cache] unused_days일 동안 아무도 묻지 않은 가수를 지웁니다"},
    .about = {"What users typed, and whom it led to, stays, unless --typed is given: "
	      "it is the bot's own.",
	"사용자가 쓴 이름과 그 이름이 가리킨 가수는 봇의 것이라, --typed를 주지 "
	"않으면 남습니다."},
};

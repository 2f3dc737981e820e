#include "ctl/commands.h"
#include "ctl/fetch.h"
#include "ctl/progress.h"
#include "store/uses.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST = 10000, DAYS = 7 };

struct list {
	char (*ids)[LIMIT_ID + 1];
	int n, room;
};

static void take(void *context, const struct store_use *use)
{
	struct list *l = context;
	if (l->n < l->room)
		snprintf(l->ids[l->n++], LIMIT_ID + 1, "%s", use->id);
}

/* How it went: a line, and the exit status. That the budget is used up is how it should end. */
static int report(const struct ctl *o, const struct list *l, int fetched, int failed, bool closed)
{
	const struct ctl_count counts[] = {{"old", l->n}, {"refreshed", fetched},
	    {"failed", failed}, {"budget_used_up", closed}, {0}};
	bool words = !ctl_given(o, "json");
	if (words)
		printf(ctl_text(o, "%d of %d refreshed, %d failed\n",
			   "새로 고침 %d팀(전체 %d팀), 실패 %d팀\n"),
		    fetched, l->n, failed);
	if (closed && words)
		puts(ctl_text(o,
		    "Spotify may not be asked any more for now: the budget for refreshing is used "
		    "up, "
		    "or it said so",
		    "지금은 Spotify에 더 물을 수 없어요. 오늘의 새로 고침 몫을 다 썼거나 Spotify가 "
		    "막았어요"));
	if (ctl_interrupted())
		return ctl_done(o, counts,
		    ctl_failed(o, "%s",
			ctl_text(o, "stopped; what was refreshed is kept",
			    "멈췄어요. 새로 고친 것은 남아 있어요")));
	return ctl_done(o, counts, failed && !fetched ? CTL_FAILED : CTL_OK);
}

static int refresh_all(
    const struct ctl *o, struct store_conn *conn, struct finder *f, struct list *l)
{
	struct progress progress;
	int fetched = 0, failed = 0;
	bool closed = false;
	int64_t again_ms;
	progress_begin(&progress, ctl_text(o, "refreshing", "새로 고치는 중"), l->n);
	for (int i = 0; i < l->n && !closed && !ctl_interrupted(); i++) {
		switch (fetch_artist(f, conn, l->ids[i], &again_ms)) {
		case FETCHED:
			fetched++;
			break;
		case FETCH_FAILED:
			failed++;
			break;
		case FETCH_NOT_NOW:
			closed = true;
		}
		progress_at(&progress, i + 1);
	}
	progress_clear(&progress);
	return report(o, l, fetched, failed, closed);
}

static int with_finder(
    const struct ctl *o, const struct config *c, struct store_conn *conn, struct finder *f)
{
	int limit = ctl_number(o, "limit", MOST), days = ctl_number(o, "days", DAYS);
	struct list l = {.ids = calloc((size_t)limit, sizeof *l.ids), .room = limit};
	int status;
	if (!l.ids)
		return ctl_failed(o, "%s", ctl_text(o, "out of memory", "메모리가 모자라요"));
	if (store_old(conn, c->cache.fresh_hours, days, limit, take, &l) != STORE_OK)
		status = ctl_failed(o, "%s", store_error(conn));
	else
		status = refresh_all(o, conn, f, &l);
	free(l.ids);
	return status;
}

static int work(const struct ctl *o, const struct config *c, struct store_conn *conn)
{
	return fetch_with_finder(o, c, conn, with_finder);
}

static int run(const struct ctl *o)
{
	return ctl_with_store(o, work);
}

static const struct ctl_option options[] = {
    {"days", "N", {"those asked for in the last N days (7)", "지난 N일 동안 물어본 가수만 (7)"}, 1,
	365},
    {"limit", "N", {"at most N artists", "많아야 N팀"}, 1, MOST},
    CTL_JSON,
    {0},
};

const struct ctl_command ctl_refresh = {
    .name = "refresh",
    .run = run,
    .options = options,
    .interruptible = true,
    .summary = {"fetch artists again that are older than [cache] fresh_hours, the most asked first",
	"[cache] fresh_hours보다 오래된 가수를 많이 물어본 순서로 새로 고칩니다"},
    .about =
	{"Keeps within the part of [spotify] daily_calls that is for refreshing, and ends when "
	 "that is "
	 "used up. Only artists that somebody asked for lately are fetched: it is a cache, not a "
	 "collection. A nightly timer does this.",
	    "[spotify] daily_calls 중 새로 고침 몫 안에서만 하고, 다 쓰면 끝납니다. 수집이 아니라 "
	    "캐시이므로 최근에 누군가 물어본 가수만 가져옵니다. 밤마다 타이머가 실행해요."},
};

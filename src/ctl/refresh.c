#include "base/clock.h"
#include "ctl/commands.h"
#include "ctl/fetch.h"
#include "ctl/progress.h"
#include "store/uses.h"

#include <stdio.h>
#include <stdlib.h>

enum {
	MOST = 10000,
	DAYS = 7,
	PATIENCE_MS = 30000, /* so long Spotify is waited for */
	TRIES = 3,           /* of one artist */
	LOOK_MS = 100,
};

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

/* How it went. */
struct run {
	int fetched, failed;
	enum fetch_status last; /* why it ended early: not now, or broken */
	int64_t again_ms;
	int64_t unwritten;
};

static void report_end(const struct ctl *o, const struct run *r)
{
	long long seconds = (long long)(r->again_ms / 1000);
	if (r->last == FETCH_NOT_NOW)
		printf(ctl_text(o,
			   "Spotify may not be asked any more for %lld s: the budget for "
			   "refreshing is used up, or it said so\n",
			   "앞으로 %lld초 동안 Spotify에 더 물을 수 없어요. 오늘의 새로 고침 몫을 "
			   "다 썼거나 Spotify가 막았어요\n"),
		    seconds);
}

/* The exit status, with the reason where it is bad. That the budget is used up is how it should
 * end. */
static int judge(const struct ctl *o, const struct run *r)
{
	if (r->unwritten > 0)
		return ctl_failed(o,
		    ctl_text(o,
			"%lld rows were fetched but not written: see what the log says of the "
			"database, then run artistbotctl check",
			"%lld행을 가져왔지만 쓰지 못했어요. 로그에서 데이터베이스에 대한 줄을 보고 "
			"artistbotctl check를 실행하세요"),
		    (long long)r->unwritten);
	if (ctl_interrupted())
		return ctl_failed(o, "%s",
		    ctl_text(o, "stopped; what was refreshed is kept",
			"멈췄어요. 새로 고친 것은 남아 있어요"));
	if (r->last == FETCH_BROKEN)
		return ctl_failed(o, "%s",
		    ctl_text(o,
			"Spotify cannot be asked: see what the log says above, then run "
			"artistbotctl check --spotify",
			"Spotify에 물을 수 없어요. 위의 로그를 보고 artistbotctl check --spotify를 "
			"실행하세요"));
	return r->failed && !r->fetched ? CTL_FAILED : CTL_OK;
}

static int report(const struct ctl *o, const struct list *l, const struct run *r)
{
	const struct ctl_count counts[] = {{"old", l->n}, {"refreshed", r->fetched},
	    {"failed", r->failed}, {"unwritten_rows", r->unwritten},
	    {"again_in_s", r->again_ms / 1000}, {0}};
	if (!ctl_given(o, "json")) {
		printf(ctl_text(o, "%d of %d refreshed, %d failed\n",
			   "새로 고침 %d팀(전체 %d팀), 실패 %d팀\n"),
		    r->fetched, l->n, r->failed);
		report_end(o, r);
	}
	return ctl_done(o, counts, judge(o, r));
}

/* A hiccup is waited for. False: it would take too long. */
static bool wait_for(int64_t ms)
{
	if (ms > PATIENCE_MS)
		return false;
	for (int64_t until = clock_ms() + ms; clock_left(until) > 0 && !ctl_interrupted();)
		nanosleep(&(struct timespec){.tv_nsec = LOOK_MS * 1000000L}, NULL);
	return true;
}

/* False: no more can be fetched for now. */
static bool refresh_one(struct run *r, struct store_conn *conn, struct finder *f, const char *id)
{
	for (int i = 0; i < TRIES; i++) {
		r->last = fetch_artist(f, conn, id, &r->again_ms);
		r->fetched += r->last == FETCHED;
		r->failed += r->last == FETCH_FAILED;
		if (r->last == FETCHED || r->last == FETCH_FAILED) {
			r->again_ms = 0;
			return true;
		}
		if (ctl_interrupted() || !wait_for(r->again_ms))
			return false;
	}
	return false;
}

static int refresh_all(
    const struct ctl *o, struct store_conn *conn, struct finder *f, struct list *l)
{
	struct progress progress;
	struct run r = {.last = FETCHED};
	progress_begin(&progress, ctl_text(o, "refreshing", "새로 고치는 중"), l->n);
	for (int i = 0; i < l->n && !ctl_interrupted() && refresh_one(&r, conn, f, l->ids[i]); i++)
		progress_at(&progress, i + 1);
	progress_clear(&progress);
	r.unwritten = fetch_unwritten(f);
	return report(o, l, &r);
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

#include "ctl/fetch.h"

#include "base/clock.h"
#include "http/http.h"

#include <errno.h>
#include <semaphore.h>

enum {
	FETCH_MS = 30000,
	WRITE_BACK_MS = 10000,
	LAST_TRY_MS = 500, /* for what was not written by then */
	LOOK_MS = 20,
};

static void wake(void *context)
{
	sem_post(context);
}

/* Unlike a user it waits to the end, whatever the finder calls long enough. */
static enum find_status wait_for(struct finder *f, struct find *q, sem_t *woken)
{
	struct timespec t = clock_point(q->deadline);
	while (sem_clockwait(woken, CLOCK_MONOTONIC, &t) && errno == EINTR)
		;
	return finder_end(f, q);
}

enum fetch_status fetch_artist(
    struct finder *f, struct store_conn *conn, const char *id, int64_t *again_ms)
{
	sem_t woken;
	struct find q = {
	    .name = "",
	    .artist_id = id,
	    .upkeep = true,
	    .deadline = clock_ms() + FETCH_MS,
	    .wake = wake,
	    .wake_context = &woken,
	};
	sem_init(&woken, 0, 0);
	enum find_status status = finder_begin(f, conn, &q);
	if (status == FIND_WAIT)
		status = wait_for(f, &q, &woken);
	bool fetched = status == FIND_FOUND && q.source == FIND_SPOTIFY;
	*again_ms = q.again_ms;
	find_release(&q);
	sem_destroy(&woken);
	if (fetched)
		return FETCHED;
	if (status != FIND_CLOSED && q.again_ms <= 0)
		return FETCH_FAILED;
	struct finder_stats stats;
	finder_stats(f, &stats);
	return metric_read(&stats.spotify->quiet_until) > clock_ms() ? FETCH_BROKEN : FETCH_NOT_NOW;
}

int64_t fetch_unwritten(struct finder *f)
{
	int64_t until = clock_ms() + WRITE_BACK_MS;
	struct finder_stats stats;
	finder_stats(f, &stats);
	while (metric_read(&stats.writeback->queued) > 0 && clock_left(until) > 0)
		nanosleep(&(struct timespec){.tv_nsec = LOOK_MS * 1000000L}, NULL);
	return metric_read(&stats.writeback->queued) + metric_read(&stats.writeback->failed) +
	       metric_read(&stats.writeback->dropped);
}

int fetch_with_finder(
    const struct ctl *o, const struct config *c, struct store_conn *conn, fetch_work *work)
{
	log_set_level(LOG_WARN);
	struct finder *f = http_global_init() ? finder_start(c, store_of(conn)) : NULL;
	if (!f)
		return ctl_failed(o, "%s", ctl_text(o, "out of memory", "메모리가 모자라요"));
	int status = work(o, c, conn, f);
	finder_stop(f, clock_ms() + LAST_TRY_MS);
	return status;
}

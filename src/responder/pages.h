/* The operator's pages: is it alive, can it serve, how is it.
 *
 *   /healthz       200 as long as requests are answered at all
 *   /readyz        200, or 503 and a line for each thing that is in the way
 *   /status        figures as lines; as JSON with ?json, from /status.json, or where Accept wants
 * it /metrics       figures for Prometheus
 *
 * They are for the networks of [status] alone; to all others they do not exist. */
#ifndef ARTISTBOT_RESPONDER_PAGES_H
#define ARTISTBOT_RESPONDER_PAGES_H

#include "base/buf.h"
#include "base/config.h"
#include "music/finder.h"
#include "responder/server_stats.h"
#include "skill/cache.h"
#include "store/store.h"

enum page { PAGE_NONE, PAGE_HEALTH, PAGE_READY, PAGE_STATUS, PAGE_STATUS_JSON, PAGE_METRICS };

/* Which page a request with these CGI variables wants: GET or HEAD, and just that path. */
enum page page_of(char **envp);

/* Does it come from one of the networks? One that another server forwarded tells nothing of where
 * it came from, and does not. */
bool page_allowed(const struct config_status *c, char **envp);

/* What pages tell of; all borrowed. conn is the calling worker's. */
struct page_source {
	const struct config *c;
	const struct server_stats *server;
	struct finder *finder;
	const struct store *store;
	struct cache *cache; /* NULL: off */
	struct store_conn *conn;
	bool stopping;
	int64_t deadline; /* for what must be asked (base/clock.h) */
};

/* Bytes of a page with its header. */
enum { PAGE_BYTES = 128 * 1024 };

/* Writes header and body to out, whose max is PAGE_BYTES. False without memory. */
bool page_write(struct buf *out, enum page page, const struct page_source *s);

#endif

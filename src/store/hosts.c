#include "store/hosts.h"

#include "base/clock.h"

#include <stdio.h>

enum { BAD_MS = 5000 };

static void take_single(struct hosts *h, const struct config_database *d)
{
	struct host *only = &h->items[0].host;
	bool by_socket = d->socket && *d->socket;
	snprintf(only->name, sizeof only->name, "%s",
	    by_socket ? d->socket
	    : d->host ? d->host
		      : "");
	only->port = by_socket || d->port < 0 ? 0 : (unsigned)d->port;
	h->n = 1;
}

void hosts_init(struct hosts *h, const struct config_database *d, const struct config_list *list)
{
	h->n = 0;
	for (int i = 0; i < list->n; i++)
		if (host_parse(&h->items[h->n].host, str_of(list->items[i]), (unsigned)d->port))
			atomic_init(&h->items[h->n++].bad_until, 0);
	if (h->n)
		return;
	atomic_init(&h->items[0].bad_until, 0);
	take_single(h, d);
}

/* None is well: the one that has been left alone the longest. */
static int least_bad(struct hosts *h)
{
	int best = 0;
	for (int i = 1; i < h->n; i++)
		if (atomic_load(&h->items[i].bad_until) < atomic_load(&h->items[best].bad_until))
			best = i;
	return best;
}

int hosts_choose(struct hosts *h, int on)
{
	int64_t now = clock_ms();
	for (int i = 0; i < h->n && h->n > 1; i++) {
		int64_t until = atomic_load(&h->items[i].bad_until);
		if (until == 0 ||
		    (now >= until && atomic_compare_exchange_strong(
					 &h->items[i].bad_until, &until, now + BAD_MS)))
			return i;
	}
	return on >= 0 ? on : least_bad(h);
}

void hosts_well(struct hosts *h, int i)
{
	if (atomic_load(&h->items[i].bad_until))
		atomic_store(&h->items[i].bad_until, 0);
}

void hosts_bad(struct hosts *h, int i)
{
	atomic_store(&h->items[i].bad_until, clock_ms() + BAD_MS);
}

bool hosts_other(struct hosts *h, int i)
{
	for (int k = 0; k < h->n; k++)
		if (k != i && atomic_load(&h->items[k].bad_until) == 0)
			return true;
	return false;
}

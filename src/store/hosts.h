/* Inside the store: which of several servers is asked.
 *
 * The first that is well, in the order of the configuration: all processes with the same list write
 * to the same server, where transactions do not run into one another. One that failed is left
 * alone for a while; then one caller tries it, and the others follow when it is back. For any
 * number of threads. */
#ifndef ARTISTBOT_STORE_HOSTS_H
#define ARTISTBOT_STORE_HOSTS_H

#include "base/config.h"
#include "base/host.h"

#include <stdatomic.h>

struct hosts {
	struct {
		struct host host;
		_Atomic int64_t bad_until; /* base/clock.h; 0: it is well */
	} items[CONFIG_MAX_LIST];
	int n; /* at least 1 */
};

/* From a list of the configuration; where that is empty, from its socket, or host and port. */
void hosts_init(struct hosts *h, const struct config_database *d, const struct config_list *list);

/* The one to be connected to; on is the one there is a connection to, or -1. Often that is on
 * itself. One whose time is over is returned to one caller only, who says hosts_well or hosts_bad
 * of it. */
int hosts_choose(struct hosts *h, int on);

/* What a try has shown. */
void hosts_well(struct hosts *h, int i);
void hosts_bad(struct hosts *h, int i);

/* Is there another that is well? */
bool hosts_other(struct hosts *h, int i);

#endif

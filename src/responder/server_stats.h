/* What the responder did and how it is, for any thread to read. */
#ifndef ARTISTBOT_RESPONDER_SERVER_STATS_H
#define ARTISTBOT_RESPONDER_SERVER_STATS_H

#include "base/metrics.h"

struct server_stats {
	struct metric_names outcomes; /* of answered messages: "found", "unknown", … */
	struct metric_names sources;  /* of their answers: "store", "spotify", … */
	struct metric_names refused;  /* requests by the status they got: "401", … */
	struct metric_times hits;     /* messages that were answered at once */
	struct metric_times waits;    /* messages that waited for Spotify */
	metric late;                  /* replies that left after their deadline */
	metric connections, accepted,
	    pauses;    /* open now; ever; times that accepting had to pause */
	metric broken; /* connections closed for what came, or did not, on them */
	metric workers, busy, busy_peak;
	metric parked, parked_peak;
	int connections_limit; /* set at the start, as what follows */
	int64_t started_ms;    /* base/clock.h */
};

#endif

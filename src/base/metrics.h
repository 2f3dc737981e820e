/* Counters that any thread adds to and any thread reads: relaxed atomics, no lock, no allocation,
 * so that they may stand on the way of every request.
 *
 * Each module holds its own and says what they are; who shows them (responder/metrics_page.h) asks
 * for a pointer and reads. A reader may see one counter a moment before another. All are zeroed at
 * birth. */
#ifndef ARTISTBOT_BASE_METRICS_H
#define ARTISTBOT_BASE_METRICS_H

#include <stdatomic.h>
#include <stdint.h>

/* A number that only grows, or a gauge that is set. */
typedef _Atomic int64_t metric;

static inline void metric_add(metric *m, int64_t n)
{
	atomic_fetch_add_explicit(m, n, memory_order_relaxed);
}

static inline void metric_set(metric *m, int64_t value)
{
	atomic_store_explicit(m, value, memory_order_relaxed);
}

static inline int64_t metric_read(const metric *m)
{
	return atomic_load_explicit(m, memory_order_relaxed);
}

/* Raises a gauge that holds the greatest value seen. */
void metric_raise(metric *m, int64_t value);

/* What is counted by a name out of a few: outcomes, statuses, kinds of error. */
enum { METRIC_NAMES = 24 };
struct metric_names {
	struct {
		_Atomic(const char *) name; /* NULL: free, and all behind it */
		metric n;
	} items[METRIC_NAMES];
};

/* Counts one. name is a fixed text of the program's. Names past METRIC_NAMES - 1 are counted as
 * "other". */
void metric_count(struct metric_names *s, const char *name);

/* How often a name was counted. */
int64_t metric_counted(const struct metric_names *s, const char *name);

/* How long something took: a histogram. */
enum { METRIC_BOUNDS = 15 };
extern const int64_t metric_bounds_us[METRIC_BOUNDS];
struct metric_times {
	metric buckets[METRIC_BOUNDS +
		       1]; /* not above the bound of that number; the last: above all */
	metric sum_us, max_us;
};

void metric_took(struct metric_times *t, int64_t us);

/* How many there were. */
int64_t metric_times_count(const struct metric_times *t);

/* The bound, in microseconds, that this share of them (0 to 1) did not pass; the greatest one where
 * it is above all bounds; 0 where there were none. */
int64_t metric_quantile_us(const struct metric_times *t, double share);

#endif

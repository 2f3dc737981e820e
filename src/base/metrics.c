#include "base/metrics.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* From a hit out of memory to Kakao's own limit of 5 s. */
const int64_t metric_bounds_us[METRIC_BOUNDS] = {100, 250, 500, 1000, 2500, 5000, 10000, 25000,
    50000, 100000, 250000, 500000, 1000000, 3800000, 5000000};

void metric_raise(metric *m, int64_t value)
{
	int64_t before = metric_read(m);
	while (before < value && !atomic_compare_exchange_weak_explicit(
				     m, &before, value, memory_order_relaxed, memory_order_relaxed))
		;
}

/* Is this place the name's? A free one is taken for it. Places are never given back, so whoever
 * finds a name there may count on it. */
static bool holds(struct metric_names *s, size_t i, const char *name)
{
	const char *there = atomic_load_explicit(&s->items[i].name, memory_order_acquire);
	if (!there && atomic_compare_exchange_strong_explicit(&s->items[i].name, &there, name,
			  memory_order_acq_rel, memory_order_acquire))
		return true;
	return there == name || !strcmp(there, name);
}

void metric_count(struct metric_names *s, const char *name)
{
	size_t i = 0;
	while (i < METRIC_NAMES - 1 && !holds(s, i, name))
		i++;
	if (i == METRIC_NAMES - 1)
		holds(s, i, "other");
	metric_add(&s->items[i].n, 1);
}

int64_t metric_counted(const struct metric_names *s, const char *name)
{
	for (size_t i = 0; i < METRIC_NAMES; i++) {
		const char *there = atomic_load_explicit(&s->items[i].name, memory_order_acquire);
		if (!there)
			break;
		if (!strcmp(there, name))
			return metric_read(&s->items[i].n);
	}
	return 0;
}

void metric_took(struct metric_times *t, int64_t us)
{
	size_t i = 0;
	while (i < METRIC_BOUNDS && us > metric_bounds_us[i])
		i++;
	metric_add(&t->buckets[i], 1);
	metric_add(&t->sum_us, us);
	metric_raise(&t->max_us, us);
}

int64_t metric_times_count(const struct metric_times *t)
{
	int64_t n = 0;
	for (size_t i = 0; i <= METRIC_BOUNDS; i++)
		n += metric_read(&t->buckets[i]);
	return n;
}

int64_t metric_quantile_us(const struct metric_times *t, double share)
{
	int64_t n = metric_times_count(t), seen = 0;
	if (!n)
		return 0;
	for (size_t i = 0; i < METRIC_BOUNDS; i++) {
		seen += metric_read(&t->buckets[i]);
		if ((double)seen >= share * (double)n)
			return metric_bounds_us[i];
	}
	return metric_read(&t->max_us);
}

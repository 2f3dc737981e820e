/* Replays a day of questions against the cache of replies itself (src/skill/cache.h): its own
 * clock, its own rules, no server. Names are drawn by Zipf's law.
 *
 * usage: replay NAMES EXPONENT CACHE_BYTES REPLY_BYTES PROCESSES RATE...
 *
 * Each RATE (questions a second, of all processes together) is one hour of the day, of which a
 * warm-up of one life of an entry and then two minutes are replayed. A line for each: the share of
 * hits, lookups a second, and how many different names were asked for. */
#include "skill/cache.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { WARM_MS = 60000, MEASURED_MS = 120000, MAX_PROCESSES = 64, FIRST_ARGUMENT = 6 };

struct day {
	size_t names;
	double *sums; /* of the weights of the names up to each */
	struct cache *caches[MAX_PROCESSES];
	size_t processes;
	char *reply;
	size_t reply_bytes;
	uint64_t random;
	int64_t now;
	unsigned char *asked; /* was this name, in this hour? */
};

/* xorshift64*: the same in every run. */
static double next_random(struct day *d)
{
	d->random ^= d->random >> 12;
	d->random ^= d->random << 25;
	d->random ^= d->random >> 27;
	return (double)((d->random * 0x2545f4914f6cdd1dULL) >> 11) / 9007199254740992.0;
}

static size_t next_name(struct day *d)
{
	double at = next_random(d) * d->sums[d->names - 1];
	size_t low = 0, high = d->names - 1;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (d->sums[middle] < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Was it a hit? What was missed is put, as if the store had it. */
static bool ask(struct day *d, size_t name)
{
	char asked[32], key[32];
	struct cache *c = d->caches[(size_t)(next_random(d) * (double)d->processes)];
	int n = snprintf(asked, sizeof asked, "what was asked %zu", name);
	const struct str what = {asked, (size_t)n};
	struct cached *hit = cache_get(c, what, d->now);
	if (hit) {
		cache_release(hit);
		return true;
	}
	snprintf(key, sizeof key, "%zu", name);
	const struct cache_entry e = {.asked = what,
	    .reply = {d->reply, d->reply_bytes},
	    .outcome = "found",
	    .name = key,
	    .key = key,
	    .artist_id = key,
	    .fresh_until = INT64_MAX,
	    .moment = cache_moment(c)};
	cache_put(c, &e, d->now);
	return false;
}

static void replay_hour(struct day *d, double rate)
{
	uint64_t n = 0, hits = 0, different = 0;
	int64_t begin = d->now;
	double at = 0;
	memset(d->asked, 0, d->names);
	while (at < WARM_MS + MEASURED_MS) {
		at += -log(1 - next_random(d)) * 1000 / rate; /* Poisson */
		d->now = begin + (int64_t)at;
		size_t name = next_name(d);
		bool hit = ask(d, name);
		if (at < WARM_MS)
			continue;
		n++;
		hits += hit;
		different += !d->asked[name];
		d->asked[name] = 1;
	}
	printf("%.4f %.1f %llu\n", n ? (double)hits / (double)n : 0,
	    (double)(n - hits) * 1000 / MEASURED_MS, (unsigned long long)different);
}

static bool prepare(struct day *d, char **argv)
{
	size_t bytes = strtoul(argv[3], NULL, 10);
	double exponent = strtod(argv[2], NULL), sum = 0;
	d->names = strtoul(argv[1], NULL, 10);
	d->reply_bytes = strtoul(argv[4], NULL, 10);
	d->processes = strtoul(argv[5], NULL, 10);
	if (d->names < 1 || d->processes < 1 || d->processes > MAX_PROCESSES)
		return false;
	d->sums = calloc(d->names, sizeof *d->sums);
	d->asked = calloc(d->names, 1);
	d->reply = calloc(1, d->reply_bytes + 1);
	for (size_t i = 0; i < d->processes; i++)
		d->caches[i] = cache_new(bytes); /* NULL is a cache that is off */
	if (!d->sums || !d->asked || !d->reply)
		return false;
	for (size_t i = 0; i < d->names; i++)
		d->sums[i] = sum += pow((double)(i + 1), -exponent);
	return true;
}

int main(int argc, char **argv)
{
	struct day d = {.random = 88172645463325252ULL, .now = 1000000};
	if (argc <= FIRST_ARGUMENT || !prepare(&d, argv)) {
		fprintf(stderr, "usage: replay NAMES EXPONENT CACHE_BYTES REPLY_BYTES PROCESSES "
				"RATE...\n");
		return 2;
	}
	for (int i = FIRST_ARGUMENT; i < argc; i++)
		replay_hour(&d, strtod(argv[i], NULL));
	for (size_t i = 0; i < d.processes; i++)
		cache_free(d.caches[i]);
	free(d.sums);
	free(d.asked);
	free(d.reply);
	return 0;
}

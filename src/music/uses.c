#include "music/uses.h"

#include "base/clock.h"
#include "store/uses.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#define HASH_NONFATAL_OOM 1
#include <uthash.h>

enum {
	EVERY_MS = 60000,
	/* Different artists counted in a minute; one more is written at once with all the others.
	 */
	MOST = 2048,
};

struct count {
	struct store_count count;
	UT_hash_handle hh;
};

struct uses {
	struct writeback *w;
	pthread_mutex_t lock; /* of all below */
	struct count *counts;
	int64_t write_at;
};

struct uses *uses_new(struct writeback *w)
{
	struct uses *u = calloc(1, sizeof *u);
	if (!u)
		return NULL;
	u->w = w;
	u->write_at = clock_ms() + EVERY_MS;
	pthread_mutex_init(&u->lock, NULL);
	return u;
}

static void add(struct uses *u, const char *what)
{
	struct count *c;
	HASH_FIND_STR(u->counts, what, c);
	if (!c && (c = calloc(1, sizeof *c))) {
		snprintf(c->count.what, sizeof c->count.what, "%s", what);
		HASH_ADD_STR(u->counts, count.what, c);
		if (!c->hh.tbl) {
			free(c);
			c = NULL;
		}
	}
	if (c)
		c->count.n++;
}

/* The counts so far, which are the caller's now. Under the lock. */
static struct count *take(struct uses *u)
{
	struct count *counts = u->counts;
	u->counts = NULL;
	u->write_at = clock_ms() + EVERY_MS;
	return counts;
}

/* The analyzer does not see that HASH_DEL takes it out of the table. */
// NOLINTBEGIN(clang-analyzer-unix.Malloc)
static void write_counts(struct uses *u, struct count *counts)
{
	int n = 0;
	struct store_count *all =
	    counts ? calloc(HASH_COUNT(counts), sizeof *all) : NULL; /* without memory: lost */
	while (counts) {
		struct count *c = counts;
		if (all)
			all[n++] = c->count;
		HASH_DEL(counts, c);
		free(c);
	}
	if (all)
		writeback_use(u->w, all, n);
}
// NOLINTEND(clang-analyzer-unix.Malloc)

void uses_count(struct uses *u, const char *outcome, const char *artist_id)
{
	struct count *due = NULL;
	pthread_mutex_lock(&u->lock);
	add(u, outcome);
	if (artist_id)
		add(u, artist_id);
	if (HASH_COUNT(u->counts) >= MOST || clock_ms() >= u->write_at)
		due = take(u);
	pthread_mutex_unlock(&u->lock);
	write_counts(u, due);
}

void uses_free(struct uses *u)
{
	if (!u)
		return;
	write_counts(u, u->counts);
	pthread_mutex_destroy(&u->lock);
	free(u);
}

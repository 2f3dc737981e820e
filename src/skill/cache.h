/* The cache of finished replies: what was asked, as the payload has it, and the reply that it got
 * from the store.
 *
 * An entry lives a minute at most, so that what another process writes is seen by then, and ends at
 * once where this process writes about its artist or its name. Before the minute is over one of
 * those who ask for it is sent to the store, so that what is asked for all the time is always there
 * for the others. Only replies that are the same for everybody may be kept. The entries are spread
 * over shards; a lock is held for a look or a change, never longer. What is too much goes, oldest
 * first, except that an entry that was asked for gets another round. Every function takes NULL for
 * a cache that is off. Any thread. */
#ifndef ARTISTBOT_SKILL_CACHE_H
#define ARTISTBOT_SKILL_CACHE_H

#include "base/limits.h"
#include "base/str.h"

#include <stdatomic.h>
#include <stdint.h>

struct cache;

/* A finished reply. Never changes; held by reference. */
struct cached {
	struct str reply;
	const char *outcome; /* for the log: a fixed text */
	struct str name;     /* whom it is about, as the question named it: for the log */
	const char *artist_id;
	/* The cache's own. */
	atomic_int references;
};

/* What the cache did since it was made. */
struct cache_counts {
	uint64_t hits, misses, evictions;
	uint64_t entries, bytes; /* now */
};

/* At most so many bytes, keys and bookkeeping counted. NULL without memory, or if bytes is 0. */
struct cache *cache_new(size_t bytes);
/* Entries that are still held live on until they are released. */
void cache_free(struct cache *c);

/* The reply to what was asked, or NULL; cache_release it. Whoever gets NULL is to put what the
 * store has. now: base/clock.h. */
struct cached *cache_get(struct cache *c, struct str asked, int64_t now);
void cache_release(struct cached *r);

/* Tells apart what was written before and after; take it before the store is read for a reply that
 * may be put. */
uint64_t cache_moment(const struct cache *c);

/* A reply to be kept. */
struct cache_entry {
	struct str asked;
	struct str reply;
	const char *outcome;
	const char *name;      /* the question's */
	const char *key;       /* its name key */
	const char *artist_id; /* whom the reply shows */
	int64_t fresh_until;   /* base/clock.h: not kept longer than this */
	uint64_t moment;       /* of before the store was read */
};

/* Copies all of it. Does nothing if something was written since the moment, or if it is too large.
 */
void cache_put(struct cache *c, const struct cache_entry *e, int64_t now);

/* What is kept about this artist's id or name key is no longer true; NULL: nothing is. To be called
 * once the store has been written. */
void cache_forget(struct cache *c, const char *what);

struct cache_counts cache_counts(struct cache *c);

#endif

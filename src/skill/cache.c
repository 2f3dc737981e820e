#include "skill/cache.h"

#include <pthread.h>
#include <stdlib.h>
/* A table that cannot grow refuses, instead of ending the process. */
#define HASH_NONFATAL_OOM 1
#include <uthash.h>

enum {
	LIFE_MS = 55000, /* what another process wrote is seen within a minute */
	/* At this age one asker looks again while the others go on with the entry; and what was put
	 * at the same time comes to be renewed one after the other. */
	RENEW_MS = 40000,
	RENEW_SPREAD_MS = 14000,
	MAX_SHARDS = 16,
	SHARD_BYTES = 128 * 1024, /* less is not worth a lock of its own */
	TOPICS = 4096,            /* counters of changes, by hash */
	ALLOCATION = 32,          /* what malloc and the table's buckets add to an entry */
	STEP = 256, /* sizes are multiples of it: what one entry leaves, the next can take */
};

struct entry {
	struct cached cached; /* first: it is what callers hold */
	UT_hash_handle hh;
	int64_t renew_at, until;
	uint32_t key_topic, artist_topic;     /* which counters concern it */
	uint32_t key_changes, artist_changes; /* and what they were */
	size_t size;
	bool asked_for; /* since it was last in turn to go */
	bool renewing;  /* somebody looks again */
	size_t n; /* bytes of what was asked; then come the reply, the artist's id and the name */
	char bytes[];
};

struct shard {
	pthread_mutex_t lock;  /* of all below */
	struct entry *entries; /* the oldest first */
	struct cache_counts counts;
};

struct cache {
	size_t shard_bytes;
	unsigned n_shards;
	/* How often something was written: in all, and by topic. A change counts in all first, and
	 * who puts an entry looks there last: so none is missed. */
	_Atomic uint64_t moment;
	_Atomic uint32_t changes[TOPICS];
	struct shard shards[MAX_SHARDS];
};

/* FNV-1a. No seed: only names that lead to an artist get into the table, so nobody can fill it with
 * names of his choice. */
static uint64_t hash_of(struct str s)
{
	uint64_t h = 0xcbf29ce484222325;
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3;
	return h ^ h >> 32;
}

static uint32_t topic_of(const char *what)
{
	return (uint32_t)(hash_of(str_of(what)) % TOPICS);
}

struct cache *cache_new(size_t bytes)
{
	struct cache *c = bytes ? calloc(1, sizeof *c) : NULL;
	if (!c)
		return NULL;
	size_t n = bytes / SHARD_BYTES;
	c->n_shards = n < 1 ? 1 : n > MAX_SHARDS ? MAX_SHARDS : (unsigned)n;
	c->shard_bytes = bytes / c->n_shards;
	for (unsigned i = 0; i < c->n_shards; i++)
		pthread_mutex_init(&c->shards[i].lock, NULL);
	return c;
}

/* Takes an entry out, which is the caller's then. Under the shard's lock, as what follows. */
static void take_out(struct shard *s, struct entry *e)
{
	HASH_DEL(s->entries, e);
	s->counts.bytes -= e->size;
	s->counts.entries--;
}

static void drop(struct shard *s, struct entry *e)
{
	take_out(s, e);
	cache_release(&e->cached);
}

void cache_free(struct cache *c)
{
	if (!c)
		return;
	for (unsigned i = 0; i < c->n_shards; i++) {
		while (c->shards[i].entries)
			drop(&c->shards[i], c->shards[i].entries);
		pthread_mutex_destroy(&c->shards[i].lock);
	}
	free(c);
}

static struct shard *shard_of(struct cache *c, uint64_t hash)
{
	return &c->shards[(hash >> 40) % c->n_shards];
}

static struct entry *find(struct shard *s, struct str asked, uint64_t hash)
{
	struct entry *e;
	HASH_FIND_BYHASHVALUE(hh, s->entries, asked.p, asked.n, (unsigned)hash, e);
	return e;
}

static bool is_true(const struct cache *c, const struct entry *e, int64_t now)
{
	return now < e->until && atomic_load(&c->changes[e->key_topic]) == e->key_changes &&
	       atomic_load(&c->changes[e->artist_topic]) == e->artist_changes;
}

/* The entry to answer with, or NULL. */
static struct entry *find_good(
    const struct cache *c, struct shard *s, struct str asked, uint64_t hash, int64_t now)
{
	struct entry *e = find(s, asked, hash);
	if (e && !is_true(c, e, now)) {
		drop(s, e);
		return NULL;
	}
	if (e && now >= e->renew_at && !e->renewing) {
		e->renewing = true;
		return NULL;
	}
	return e;
}

struct cached *cache_get(struct cache *c, struct str asked, int64_t now)
{
	if (!c)
		return NULL;
	uint64_t hash = hash_of(asked);
	struct shard *s = shard_of(c, hash);
	pthread_mutex_lock(&s->lock);
	struct entry *e = find_good(c, s, asked, hash, now);
	if (e) {
		e->asked_for = true;
		atomic_fetch_add_explicit(&e->cached.references, 1, memory_order_relaxed);
		s->counts.hits++;
	} else {
		s->counts.misses++;
	}
	pthread_mutex_unlock(&s->lock);
	return e ? &e->cached : NULL;
}

void cache_release(struct cached *r)
{
	if (r && atomic_fetch_sub_explicit(&r->references, 1, memory_order_acq_rel) == 1)
		free(r);
}

uint64_t cache_moment(const struct cache *c)
{
	return c ? atomic_load(&c->moment) : 0;
}

static struct entry *entry_new(
    struct cache *c, const struct cache_entry *from, uint64_t hash, int64_t now)
{
	struct str name = str_of(from->name);
	size_t id = strlen(from->artist_id) + 1;
	size_t n = from->asked.n + from->reply.n + id + name.n;
	size_t room = (sizeof(struct entry) + n + ALLOCATION + STEP - 1) / STEP * STEP;
	struct entry *e = room <= c->shard_bytes ? malloc(room - ALLOCATION) : NULL;
	if (!e)
		return NULL;
	*e = (struct entry){.size = room, .n = from->asked.n};
	char *reply = e->bytes + from->asked.n, *artist_id = reply + from->reply.n;
	memcpy(e->bytes, from->asked.p, from->asked.n);
	memcpy(reply, from->reply.p, from->reply.n);
	memcpy(artist_id, from->artist_id, id);
	memcpy(artist_id + id, name.p, name.n);
	e->cached.reply = (struct str){reply, from->reply.n};
	e->cached.outcome = from->outcome;
	e->cached.name = (struct str){artist_id + id, name.n};
	e->cached.artist_id = artist_id;
	atomic_init(&e->cached.references, 1);
	e->renew_at = now + RENEW_MS + (int64_t)(hash >> 32) % RENEW_SPREAD_MS;
	e->until = from->fresh_until < now + LIFE_MS ? from->fresh_until : now + LIFE_MS;
	e->key_topic = topic_of(from->key);
	e->artist_topic = topic_of(from->artist_id);
	e->key_changes = atomic_load(&c->changes[e->key_topic]);
	e->artist_changes = atomic_load(&c->changes[e->artist_topic]);
	return e;
}

/* Puts an entry in, as the newest. False without memory: the entry is still the caller's. */
static bool add(struct shard *s, struct entry *e, unsigned hash)
{
	HASH_ADD_KEYPTR_BYHASHVALUE(hh, s->entries, e->bytes, e->n, hash, e);
	if (!e->hh.tbl)
		return false;
	s->counts.bytes += e->size;
	s->counts.entries++;
	return true;
}

/* The oldest goes; or, if it was asked for since its last turn, becomes the newest. */
static void turn(struct shard *s)
{
	struct entry *e = s->entries;
	unsigned hash = e->hh.hashv;
	bool again = e->asked_for;
	take_out(s, e);
	e->asked_for = false;
	if (!again || !add(s, e, hash)) {
		s->counts.evictions++;
		cache_release(&e->cached);
	}
}

void cache_put(struct cache *c, const struct cache_entry *from, int64_t now)
{
	uint64_t hash = hash_of(from->asked);
	struct entry *e = c ? entry_new(c, from, hash, now) : NULL;
	if (!e)
		return;
	struct shard *s = shard_of(c, hash);
	pthread_mutex_lock(&s->lock);
	struct entry *old = find(s, from->asked, hash);
	if (old)
		drop(s, old);
	while (s->entries && s->counts.bytes + e->size > c->shard_bytes)
		turn(s);
	bool stays = atomic_load(&c->moment) == from->moment && is_true(c, e, now) &&
		     add(s, e, (unsigned)hash);
	pthread_mutex_unlock(&s->lock);
	if (!stays)
		cache_release(&e->cached);
}

void cache_forget(struct cache *c, const char *what)
{
	if (!c)
		return;
	atomic_fetch_add(&c->moment, 1);
	if (what)
		atomic_fetch_add(&c->changes[topic_of(what)], 1);
	for (int i = 0; !what && i < TOPICS; i++)
		atomic_fetch_add(&c->changes[i], 1);
}

struct cache_counts cache_counts(struct cache *c)
{
	struct cache_counts sum = {0};
	for (unsigned i = 0; c && i < c->n_shards; i++) {
		struct shard *s = &c->shards[i];
		pthread_mutex_lock(&s->lock);
		sum.hits += s->counts.hits;
		sum.misses += s->counts.misses;
		sum.evictions += s->counts.evictions;
		sum.entries += s->counts.entries;
		sum.bytes += s->counts.bytes;
		pthread_mutex_unlock(&s->lock);
	}
	return sum;
}

#include "music/quota.h"

#include <stdlib.h>
#include <sys/random.h>
#define HASH_NONFATAL_OOM 1
#include <uthash.h>

enum {
	HOUR_MS = 3600000,
	MAX_USERS = 10000, /* beyond it those who searched longest ago are forgotten */
};

struct user {
	uint64_t hash;
	int next; /* the oldest of the times below */
	UT_hash_handle hh;
	int64_t times[]; /* of the last searches, as many as the limit */
};

struct quota {
	int limit;
	uint64_t salt[2];
	struct user *users; /* in the order of their last searches */
};

struct quota *quota_new(int limit)
{
	struct quota *q = calloc(1, sizeof *q);
	if (!q)
		return NULL;
	q->limit = limit;
	/* Without randomness hashes could be guessed; they never leave this memory. */
	ssize_t ignored = getrandom(q->salt, sizeof q->salt, GRND_NONBLOCK);
	(void)ignored;
	return q;
}

/* The analyzer does not see that HASH_DEL takes it out of the table. */
// NOLINTBEGIN(clang-analyzer-unix.Malloc)
static void forget(struct quota *q, struct user *u)
{
	HASH_DEL(q->users, u);
	free(u);
}

void quota_free(struct quota *q)
{
	while (q && q->users)
		forget(q, q->users);
	free(q);
}

/* FNV-1a over salt and id, mixed once more. */
uint64_t quota_user(const struct quota *q, struct str user_id)
{
	uint64_t h = 14695981039346656037u ^ q->salt[0];
	for (size_t i = 0; i < user_id.n; i++)
		h = (h ^ (unsigned char)user_id.p[i]) * 1099511628211u;
	h = (h ^ q->salt[1] ^ h >> 29) * 0xbf58476d1ce4e5b9u;
	h ^= h >> 32;
	return !user_id.n ? 0 : h ? h : 1;
}

static struct user *user_for(struct quota *q, uint64_t hash)
{
	struct user *u;
	HASH_FIND(hh, q->users, &hash, sizeof hash, u);
	if (u) {
		HASH_DEL(q->users, u); /* to be put last */
	} else {
		u = calloc(1, sizeof *u + (size_t)q->limit * sizeof *u->times);
		if (!u)
			return NULL;
		u->hash = hash;
		for (int i = 0; i < q->limit; i++)
			u->times[i] = -HOUR_MS;
		if (HASH_COUNT(q->users) >= MAX_USERS)
			forget(q, q->users);
	}
	HASH_ADD(hh, q->users, hash, sizeof u->hash, u);
	if (u->hh.tbl)
		return u;
	free(u);
	return NULL;
}

// NOLINTEND(clang-analyzer-unix.Malloc)

bool quota_take(struct quota *q, uint64_t user, int64_t now, int64_t *wait_ms)
{
	if (!q->limit || !user)
		return true;
	struct user *u = user_for(q, user);
	if (!u)
		return true;
	*wait_ms = u->times[u->next] + HOUR_MS - now;
	if (*wait_ms > 0)
		return false;
	u->times[u->next] = now;
	u->next = (u->next + 1) % q->limit;
	return true;
}

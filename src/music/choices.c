#include "music/choices.h"

#include "music/namesake.h"
#include "names/key.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
/* A table that cannot grow refuses, instead of ending the process. */
#define HASH_NONFATAL_OOM 1
#include <uthash.h>

enum {
	MAX_CHOICES = 8192,         /* 2 MB with the table's own */
	MAX_QUESTIONS = 512,        /* 2 MB: a question has a candidate's name ten times */
	ANSWER_MS = 10 * 60 * 1000, /* who comes back later means something else */
	MAX_CALLED = 4 * LIMIT_TITLE,
	SOME_USERS = 4096,
};

/* Whom a user means by a key. Keys are kept as hashes: a stray one gives a wrong answer once in a
 * lifetime. */
struct choice {
	struct whose {
		uint64_t user, key;
	} whose;
	bool counts; /* for those who agree: it is the user's first for the key */
	char id[LIMIT_ID + 1];
	UT_hash_handle hh;
};

/* What a user was asked last. */
struct asked {
	uint64_t user;
	int64_t until;
	char key[LIMIT_KEY + 1];
	int n;
	struct {
		char said[LIMIT_KEY + 1];
		char id[LIMIT_ID + 1];
	} answers[LIMIT_CANDIDATES];
	UT_hash_handle hh;
};

struct choices {
	pthread_mutex_t lock; /* of all below */
	struct choice *made;  /* the oldest first, as the next */
	struct asked *questions;
	uint16_t choices_of[SOME_USERS]; /* how many are made, by a part of the user's hash */
};

struct choices *choices_new(void)
{
	struct choices *c = calloc(1, sizeof *c);
	if (c)
		pthread_mutex_init(&c->lock, NULL);
	return c;
}

/* The analyzer does not see that HASH_DEL takes it out of the table. */
// NOLINTBEGIN(clang-analyzer-unix.Malloc)
static void forget_choice(struct choices *c, struct choice *h)
{
	c->choices_of[h->whose.user % SOME_USERS]--;
	HASH_DEL(c->made, h);
	free(h);
}

static void forget_asked(struct choices *c, struct asked *q)
{
	HASH_DEL(c->questions, q);
	free(q);
}

void choices_free(struct choices *c)
{
	if (!c)
		return;
	while (c->made)
		forget_choice(c, c->made);
	while (c->questions)
		forget_asked(c, c->questions);
	pthread_mutex_destroy(&c->lock);
	free(c);
}

static struct whose whose(uint64_t user, const char *key)
{
	uint64_t h = 14695981039346656037u;
	for (; *key; key++)
		h = (h ^ (unsigned char)*key) * 1099511628211u;
	return (struct whose){user, h};
}

static bool add_choice(struct choices *c, struct choice *h)
{
	HASH_ADD(hh, c->made, whose, sizeof h->whose, h);
	if (!h->hh.tbl) {
		free(h);
		return false;
	}
	c->choices_of[h->whose.user % SOME_USERS]++;
	if (HASH_COUNT(c->made) > MAX_CHOICES)
		forget_choice(c, c->made);
	return true;
}

static void add_asked(struct choices *c, struct asked *q)
{
	HASH_ADD(hh, c->questions, user, sizeof q->user, q);
	if (!q->hh.tbl)
		free(q);
	else if (HASH_COUNT(c->questions) > MAX_QUESTIONS)
		forget_asked(c, c->questions);
}

static struct choice *find_choice(struct choices *c, struct whose w)
{
	struct choice *h;
	HASH_FIND(hh, c->made, &w, sizeof w, h);
	return h;
}

static struct asked *find_asked(struct choices *c, uint64_t user)
{
	struct asked *q;
	HASH_FIND(hh, c->questions, &user, sizeof user, q);
	return q;
}

bool choices_concern(struct choices *c, uint64_t user)
{
	if (!user)
		return false;
	pthread_mutex_lock(&c->lock);
	bool any = c->choices_of[user % SOME_USERS] > 0 || find_asked(c, user);
	pthread_mutex_unlock(&c->lock);
	return any;
}

static void take_answers(struct asked *q, const struct candidates *all)
{
	struct buf called;
	buf_init(&called, MAX_CALLED);
	for (int i = 0; i < all->n; i++) {
		buf_rewind(&called, 0);
		if (namesake_call(&called, all, i) &&
		    name_key(q->answers[q->n].said, buf_str(&called)))
			memcpy(q->answers[q->n++].id, all->items[i].id, sizeof all->items[i].id);
	}
	buf_free(&called);
}

void choices_ask(struct choices *c, uint64_t user, const char *key,
    const struct candidates *candidates, int64_t now)
{
	struct asked *q = user ? calloc(1, sizeof *q) : NULL;
	if (!q)
		return;
	q->user = user;
	q->until = now + ANSWER_MS;
	memcpy(q->key, key, strnlen(key, LIMIT_KEY));
	take_answers(q, candidates);
	pthread_mutex_lock(&c->lock);
	struct asked *before = find_asked(c, user);
	if (before)
		forget_asked(c, before);
	add_asked(c, q);
	pthread_mutex_unlock(&c->lock);
}

bool choices_answer(struct choices *c, uint64_t user, const char *said, int64_t now,
    char id[static LIMIT_ID + 1], char key[static LIMIT_KEY + 1])
{
	bool found = false;
	if (!user)
		return false;
	pthread_mutex_lock(&c->lock);
	struct asked *q = find_asked(c, user);
	for (int i = 0; q && now < q->until && i < q->n && !found; i++)
		if (!strcmp(q->answers[i].said, said)) {
			memcpy(id, q->answers[i].id, sizeof q->answers[i].id);
			memcpy(key, q->key, sizeof q->key);
			found = true;
		}
	if (q && !found)
		forget_asked(c, q);
	pthread_mutex_unlock(&c->lock);
	return found;
}

/* How many users chose this one for this key. */
static int count(const struct choices *c, uint64_t key, const char *id)
{
	int n = 0;
	for (const struct choice *h = c->made; h; h = h->hh.next)
		n += h->counts && h->whose.key == key && !strcmp(h->id, id);
	return n;
}

int choices_note(struct choices *c, uint64_t user, const char *key, const char *id)
{
	struct whose w = whose(user, key);
	struct choice *h, *new = user ? calloc(1, sizeof *new) : NULL;
	int n = 0;
	if (!new)
		return 0;
	new->whose = w;
	new->counts = true;
	snprintf(new->id, sizeof new->id, "%s", id);
	pthread_mutex_lock(&c->lock);
	if ((h = find_choice(c, w))) { /* to be put last */
		new->counts = h->counts && !strcmp(h->id, id);
		forget_choice(c, h);
		add_choice(c, new);
	} else if (add_choice(c, new)) {
		n = count(c, w.key, id);
	}
	pthread_mutex_unlock(&c->lock);
	return n < CHOICE_USERS ? 0 : n == CHOICE_USERS ? CHOICE_USERS : 1;
}

bool choices_own(struct choices *c, uint64_t user, const char *key, char id[static LIMIT_ID + 1])
{
	if (!user)
		return false;
	pthread_mutex_lock(&c->lock);
	const struct choice *h = find_choice(c, whose(user, key));
	if (h)
		memcpy(id, h->id, sizeof h->id);
	pthread_mutex_unlock(&c->lock);
	return h != NULL;
}
// NOLINTEND(clang-analyzer-unix.Malloc)

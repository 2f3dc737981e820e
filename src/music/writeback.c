#include "music/writeback.h"

#include "base/clock.h"
#include "base/log.h"
#include "names/key.h"
#include "names/variants.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <utlist.h>

enum {
	RETRY_MS = 500,
	FAILURES = 3, /* so many in a row: it is not this row, it is the store */
};

enum kind {
	SAVE_ARTIST,
	SAVE_RELATED,
	SAVE_UNKNOWN,
	SAVE_CHOICE,
	TOUCH,
	GATHER,
	SET_FACT,
	DROP_FACT,
	COUNT,
	USE,
	PURGE
};

struct job {
	struct job *next;
	enum kind kind;
	struct artist *artist;      /* SAVE_ARTIST, SAVE_RELATED */
	struct store_count *counts; /* USE */
	int64_t number; /* minutes of SAVE_UNKNOWN, time of SET_FACT's end, addend of COUNT and
			   SAVE_CHOICE, days of PURGE, how many counts of USE */
	char text[];    /* the typed name, the key, the artist's id, the fact's name; of SAVE_CHOICE
			   id, blank and key */
};

struct writeback {
	struct store *store;
	pthread_t thread;
	pthread_mutex_t lock; /* of all below */
	pthread_cond_t changed;
	struct job *first, *last;
	int queued, dropped;
	struct writeback_stats stats; /* but this is for all to read */
	bool stopping;
	int64_t stop_by;
	void (*tell)(void *context, const char *what); /* NULL: nobody wants to know */
	void *tell_context;
};

static void job_free(struct job *j)
{
	artist_unref(j->artist);
	free(j->counts);
	free(j);
}

/* --- the queue --- */

/* NULL without memory. */
static struct job *job_new(enum kind kind, struct artist *a, int64_t number, const char *text)
{
	size_t n = strlen(text) + 1;
	struct job *j = malloc(sizeof *j + n);
	if (!j)
		return NULL;
	*j = (struct job){.kind = kind, .artist = a ? artist_ref(a) : NULL, .number = number};
	memcpy(j->text, text, n);
	return j;
}

/* Takes the job, NULL or not. */
static bool put_job(struct writeback *w, struct job *j)
{
	pthread_mutex_lock(&w->lock);
	bool fits = j && w->queued < LIMIT_WRITEBACK && !w->stopping;
	int dropped = fits ? 0 : ++w->dropped;
	if (fits) {
		if (w->last)
			w->last->next = j;
		else
			w->first = j;
		w->last = j;
		metric_set(&w->stats.queued, ++w->queued);
		pthread_cond_signal(&w->changed);
	}
	pthread_mutex_unlock(&w->lock);
	if (fits)
		return true;
	metric_add(&w->stats.dropped, 1);
	if (j)
		job_free(j);
	if (dropped == 1 || dropped % 1000 == 0)
		log_event(LOG_WARN, "writeback: queue is full, a row was not written", "dropped=%d",
		    dropped);
	return false;
}

static bool put(
    struct writeback *w, enum kind kind, struct artist *a, int64_t number, const char *text)
{
	return put_job(w, job_new(kind, a, number, text));
}

void writeback_watch(
    struct writeback *w, void (*changed)(void *context, const char *what), void *context)
{
	w->tell = changed;
	w->tell_context = context;
}

const struct writeback_stats *writeback_stats(const struct writeback *w)
{
	return &w->stats;
}

bool writeback_artist(struct writeback *w, struct artist *a, const char *typed_name)
{
	return put(w, SAVE_ARTIST, a, 0, typed_name ? typed_name : "");
}

bool writeback_related(struct writeback *w, struct artist *a)
{
	return put(w, SAVE_RELATED, a, 0, "");
}

bool writeback_unknown(struct writeback *w, const char *key, int minutes)
{
	return put(w, SAVE_UNKNOWN, NULL, minutes, key);
}

bool writeback_choice(struct writeback *w, const char *key, const char *artist_id, int n)
{
	char text[LIMIT_ID + 1 + LIMIT_KEY + 1];
	snprintf(text, sizeof text, "%s %s", artist_id, key);
	return put(w, SAVE_CHOICE, NULL, n, text);
}

bool writeback_touch(struct writeback *w, const char *artist_id)
{
	return put(w, TOUCH, NULL, 0, artist_id);
}

void writeback_gather(struct writeback *w, const char *artist_id)
{
	if (metric_read(&w->stats.queued) < LIMIT_WRITEBACK / 4)
		put(w, GATHER, NULL, 0, artist_id);
}

bool writeback_fact(struct writeback *w, const char *name, int64_t ms)
{
	return put(w, SET_FACT, NULL, clock_ms() + ms, name);
}

bool writeback_drop_fact(struct writeback *w, const char *name)
{
	return put(w, DROP_FACT, NULL, 0, name);
}

bool writeback_count(struct writeback *w, const char *name, int n)
{
	return put(w, COUNT, NULL, n, name);
}

bool writeback_use(struct writeback *w, struct store_count *counts, int n)
{
	struct job *j = job_new(USE, NULL, n, "");
	if (j)
		j->counts = counts;
	else
		free(counts);
	return put_job(w, j);
}

bool writeback_purge(struct writeback *w, int days)
{
	return put(w, PURGE, NULL, days, "");
}

/* The first job, which stays in the queue until it is done; NULL when it is time to end. */
static struct job *peek(struct writeback *w)
{
	pthread_mutex_lock(&w->lock);
	while (!w->first && !w->stopping)
		pthread_cond_wait(&w->changed, &w->lock);
	struct job *j = w->first;
	if (w->stopping && clock_ms() >= w->stop_by)
		j = NULL;
	pthread_mutex_unlock(&w->lock);
	return j;
}

/* Lets the others go first: what fails may be one locked row. Facts stay in their order, in which
 * they replace one another. */
static void put_last(struct writeback *w)
{
	pthread_mutex_lock(&w->lock);
	struct job *j = w->first;
	if (j->next && j->kind != SET_FACT && j->kind != DROP_FACT) {
		w->first = j->next;
		w->last->next = j;
		w->last = j;
		j->next = NULL;
	}
	pthread_mutex_unlock(&w->lock);
}

static void pop(struct writeback *w)
{
	pthread_mutex_lock(&w->lock);
	struct job *j = w->first;
	w->first = j->next;
	if (!w->first)
		w->last = NULL;
	metric_set(&w->stats.queued, --w->queued);
	pthread_mutex_unlock(&w->lock);
	job_free(j);
}

/* Until the store may be tried again, or the end. */
static void pause_writing(struct writeback *w)
{
	struct timespec until = clock_point(clock_ms() + RETRY_MS);
	pthread_mutex_lock(&w->lock);
	if (w->stopping && w->stop_by < clock_ms() + RETRY_MS)
		until = clock_point(w->stop_by);
	bool was = w->stopping;
	while (w->stopping == was && !pthread_cond_timedwait(&w->changed, &w->lock, &until))
		;
	pthread_mutex_unlock(&w->lock);
}

/* --- writing --- */

/* Also where the store failed: it may have been written all the same. */
static void tell(struct writeback *w, const char *what)
{
	if (w->tell)
		w->tell(w->tell_context, what);
}

/* The names that an artist is saved with: what was typed, its own, and what these hold. */
enum { SAVED_NAMES = 3 + 2 * VARIANTS_MAX };
struct saved_names {
	size_t n;
	struct store_name items[SAVED_NAMES];
	char keys[SAVED_NAMES][LIMIT_KEY + 1];
	struct variants of_name, of_other;
};

/* Adds a name, unless its key is there: then that one is the artist's own too, if this is. */
static void add_name(struct saved_names *s, const char *name, const char *source, bool own)
{
	char *key = s->keys[s->n];
	if (!name || !*name || !name_key(key, str_of(name)))
		return;
	for (size_t i = 0; i < s->n; i++)
		if (!strcmp(s->items[i].key, key)) {
			s->items[i].own |= own;
			return;
		}
	s->items[s->n++] =
	    (struct store_name){.key = key, .name = name, .source = source, .own = own};
}

static void add_variants(struct saved_names *s, struct variants *v, const char *name)
{
	if (!name)
		return;
	variants_of(v, str_of(name));
	for (int i = 0; i < v->n; i++)
		add_name(s, v->items[i], "spotify", false);
}

/* What was typed comes first: it is the bot's own data, also where the artist is called just that.
 */
static enum store_status save_artist(struct writeback *w, struct store_conn *c, const struct job *j)
{
	const struct artist *a = j->artist;
	struct saved_names *s = calloc(1, sizeof *s);
	if (!s)
		return STORE_DOWN;
	add_name(s, j->text, "typed", false);
	add_name(s, a->name, "spotify", true);
	add_name(s, a->other_name, "spotify", true);
	add_variants(s, &s->of_name, a->name);
	add_variants(s, &s->of_other, a->other_name);
	enum store_status status = store_save(c, a, s->items, s->n);
	tell(w, a->id);
	for (size_t i = 0; i < s->n; i++)
		tell(w, s->keys[i]);
	free(s);
	return status;
}

static enum store_status save_related(
    struct writeback *w, struct store_conn *c, const struct job *j)
{
	enum store_status status = store_save_related(c, j->artist);
	tell(w, j->artist->id);
	return status;
}

/* A part at a time, so that what waits behind does not wait long: the next hour brings the rest. */
static enum store_status purge_some(struct writeback *w, struct store_conn *c, int days)
{
	enum { PARTS = 10 };
	enum store_status status = STORE_OK;
	bool more = true;
	for (int i = 0; i < PARTS && more && status == STORE_OK; i++)
		status = store_purge(c, days, &more);
	tell(w, NULL);
	return status;
}

static enum store_status save_choice(struct store_conn *c, const char *text, int64_t n)
{
	char id[LIMIT_ID + 1];
	const char *blank = strchr(text, ' ');
	snprintf(id, sizeof id, "%.*s", (int)(blank - text), text);
	return store_choose(c, blank + 1, id, n);
}

static enum store_status run(struct writeback *w, struct store_conn *c, const struct job *j)
{
	switch (j->kind) {
	case SAVE_ARTIST:
		return save_artist(w, c, j);
	case SAVE_RELATED:
		return save_related(w, c, j);
	case SAVE_UNKNOWN:
		return store_save_unknown(c, j->text, (int)j->number);
	case SAVE_CHOICE:
		return save_choice(c, j->text, j->number);
	case TOUCH:
		return store_touch(c, j->text);
	case GATHER:
		return store_gather(c, j->text);
	case SET_FACT:
		return store_fact_set(c, j->text, "", clock_left(j->number));
	case DROP_FACT:
		return store_fact_drop(c, j->text);
	case COUNT:
		return store_fact_count(c, j->text, j->number);
	case USE:
		return store_use(c, j->counts, (int)j->number);
	case PURGE:
		return purge_some(w, c, (int)j->number);
	}
	return STORE_FAILED;
}

static void *writeback_main(void *context)
{
	struct writeback *w = context;
	struct store_conn *c = store_conn_new(w->store);
	struct job *j;
	int failures = 0; /* in a row */
	while (c && (j = peek(w))) {
		enum store_status status = run(w, c, j);
		if (status == STORE_DOWN) {
			metric_add(&w->stats.retried, 1);
			put_last(w);
			if (++failures >= FAILURES)
				pause_writing(w);
		} else {
			metric_add(
			    status == STORE_FAILED ? &w->stats.failed : &w->stats.written, 1);
			pop(w); /* written, or never to be: the store has logged why */
			failures = 0;
		}
	}
	store_conn_free(c);
	return NULL;
}

static void writeback_free(struct writeback *w)
{
	while (w->first)
		pop(w);
	pthread_cond_destroy(&w->changed);
	pthread_mutex_destroy(&w->lock);
	free(w);
}

struct writeback *writeback_start(struct store *store)
{
	pthread_condattr_t attr;
	struct writeback *w = calloc(1, sizeof *w);
	if (!w)
		return NULL;
	w->store = store;
	pthread_mutex_init(&w->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&w->changed, &attr);
	pthread_condattr_destroy(&attr);
	if (pthread_create(&w->thread, NULL, writeback_main, w)) {
		writeback_free(w);
		return NULL;
	}
	return w;
}

int writeback_stop(struct writeback *w, int64_t deadline)
{
	pthread_mutex_lock(&w->lock);
	w->stopping = true;
	w->stop_by = deadline;
	pthread_cond_signal(&w->changed);
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->thread, NULL);
	int lost = w->queued + w->dropped;
	if (lost)
		log_event(LOG_WARN, "writeback: rows were not written", "rows=%d", lost);
	writeback_free(w);
	return lost;
}

/* Reply first, then write: a thread that brings what was learned into the store.
 *
 * The queue is bounded. While the store is down what is queued waits and is tried again; what does
 * not fit is dropped, counted and logged: it is a cache, and the next request learns it anew. */
#ifndef ARTISTBOT_MUSIC_WRITEBACK_H
#define ARTISTBOT_MUSIC_WRITEBACK_H

#include "base/metrics.h"
#include "model/artist.h"
#include "store/uses.h"

struct writeback;

/* What the queue holds, and what became of what was in it. */
struct writeback_stats {
	metric queued;
	metric written;
	metric retried; /* tries that found the store down */
	metric failed;  /* rows that the store will never take */
	metric dropped; /* rows for which there was no room or no memory */
};

/* Starts the thread. store is borrowed for its life. NULL without memory or thread. */
struct writeback *writeback_start(struct store *store);

/* Writes what is queued, until deadline (base/clock.h) at most, joins the thread, frees. Returns
 * how many rows were not written. */
int writeback_stop(struct writeback *w, int64_t deadline);

/* Tells of what was written (music/finder.h, finder_watch). Before the first row is queued. */
void writeback_watch(
    struct writeback *w, void (*changed)(void *context, const char *what), void *context);

/* Borrowed, for its life. From any thread. */
const struct writeback_stats *writeback_stats(const struct writeback *w);

/* Each takes its arguments by copy or reference and returns at once, from any thread; false if it
 * was dropped. */

/* An artist, with its own names and the one it was found by (NULL: none). */
bool writeback_artist(struct writeback *w, struct artist *a, const char *typed_name);
/* Who is related to an artist that has been written before. */
bool writeback_related(struct writeback *w, struct artist *a);
/* A name that leads to nobody. */
bool writeback_unknown(struct writeback *w, const char *key, int minutes);
/* n more users chose this artist, of several, who had typed what has this key. */
bool writeback_choice(struct writeback *w, const char *key, const char *artist_id, int n);
/* An artist that was asked for today. */
bool writeback_touch(struct writeback *w, const char *artist_id);
/* An artist that the store is to put together for reading. Nothing to be done at any cost: it is
 * left out, silently, where much is queued. */
void writeback_gather(struct writeback *w, const char *artist_id);
/* More uses today. counts: n of them, of malloc, are the queue's from here on. */
bool writeback_use(struct writeback *w, struct store_count *counts, int n);
/* Artists that nobody asked for in so many days are to be deleted. */
bool writeback_purge(struct writeback *w, int days);
/* A fact that is true for so long from now (store/store.h), and one that is true no more. */
bool writeback_fact(struct writeback *w, const char *name, int64_t ms);
bool writeback_drop_fact(struct writeback *w, const char *name);
/* A number to be added to what is counted by that name today. */
bool writeback_count(struct writeback *w, const char *name, int n);

#endif

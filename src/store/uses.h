/* Who was asked for how often, and what the answers were; a row a day each. Nothing here says who
 * asked. */
#ifndef ARTISTBOT_STORE_USES_H
#define ARTISTBOT_STORE_USES_H

#include "store/store.h"

/* What is counted beside artists' ids, which never begin with a colon. */
#define STORE_ANSWER_STORE ":store"     /* found in the database */
#define STORE_ANSWER_CACHE ":cache"     /* a finished reply, out of memory */
#define STORE_ANSWER_STALE ":stale"     /* found there, older than it should be */
#define STORE_ANSWER_SPOTIFY ":spotify" /* found by asking Spotify */
#define STORE_ANSWER_SEVERAL ":several" /* a choice was offered */
#define STORE_ANSWER_UNKNOWN ":unknown" /* there is nobody of that name */
#define STORE_ANSWER_NONE ":none"       /* too late, closed, failed, … */

struct store_count {
	char what[LIMIT_ID + 1]; /* an artist's id, or one of the above */
	int n;
};

/* Adds each to what is counted by that name today, in one transaction: a round trip for each
 * sixteen. What is no id is left out. */
enum store_status store_use(struct store_conn *c, const struct store_count *counts, int n);

/* A name with a number. */
struct store_use {
	char id[LIMIT_ID + 1];
	char name[LIMIT_TITLE * 4 + 1]; /* "" if it is not known (any more) */
	int64_t n;
};

/* Told of each, most first. */
typedef void store_use_fn(void *context, const struct store_use *use);

/* The artists asked for most in so many days, at most limit. Their names, where they are there. */
enum store_status store_most_used(
    struct store_conn *c, int days, int limit, store_use_fn *fn, void *context);

/* The answers of so many days: id is one of the above. */
enum store_status store_answers(struct store_conn *c, int days, store_use_fn *fn, void *context);

/* Names that at the moment are known to lead to nobody, the latest first; n is for how many minutes
 * more. */
enum store_status store_unknown(struct store_conn *c, int limit, store_use_fn *fn, void *context);

/* Artists whose data are older than so many hours and that were asked for in the last days, the
 * most asked first; n is how often. */
enum store_status store_old(
    struct store_conn *c, int hours, int days, int limit, store_use_fn *fn, void *context);

/* Rows of a table of ours; -1 where it cannot be counted. table is a fixed text. */
enum store_status store_count_rows(struct store_conn *c, const char *table, int64_t *n);

#endif

/* The store: artists, songs, names in MySQL or MariaDB.
 *
 * A struct store is what all threads share: settings and the breaker. A struct store_conn is one
 * thread's connection; it is opened when first needed, re-made when lost (the statement is tried
 * once more on the fresh one), and never reconnected behind our back by the client library. After a
 * time-out or a refused connection the breaker leaves the server alone for a second: calls return
 * STORE_DOWN at once. Each call is one round trip unless it says otherwise, every value is bound.
 */
#ifndef ARTISTBOT_STORE_STORE_H
#define ARTISTBOT_STORE_STORE_H

#include "base/buf.h"
#include "base/config.h"
#include "base/metrics.h"
#include "model/artist.h"
#include "model/candidates.h"
#include "names/search.h"

enum store_status {
	STORE_OK,
	STORE_NONE,   /* no such row */
	STORE_ID,     /* the name leads to an artist whose data are not there (any more) */
	STORE_DOWN,   /* not now: try later; the cause is logged, at most once a second */
	STORE_FAILED, /* never: this statement with these values will not work; logged */
};

struct store;
struct store_conn;

/* mysql_library_init and the shared part. c is borrowed for the store's life. NULL without memory.
 */
struct store *store_new(const struct config_database *c);
/* After all connections are closed. */
void store_free(struct store *s);

/* What all connections of a store did so far. */
struct store_stats {
	metric calls;               /* that went to the server, whatever came of them */
	struct metric_times times;  /* of these */
	struct metric_names errors; /* what they failed of: "lost", "not_now", "setup", … */
	metric refused;             /* calls that the breaker let not go */
	metric breaks;              /* how often it opened */
	metric connects, connect_failures;
	metric connections;    /* open now */
	metric server_version; /* as MySQL writes it, e.g. 101119 for 10.11.19; 0: not known yet */
};

/* Borrowed, for the store's life. From any thread, as is the next. */
const struct store_stats *store_stats(const struct store *s);

/* Is the breaker open: was the last that was heard of the server that it cannot be used? */
bool store_is_broken(const struct store *s);

/* Of the client library; a fixed text. */
const char *store_client_version(void);

/* One thread's connection; no I/O yet. NULL without memory. Open and close it in the thread that
 * uses it. */
struct store_conn *store_conn_new(struct store *s);
void store_conn_free(struct store_conn *c);
/* What it was made of. */
struct store *store_of(const struct store_conn *c);

/* The artist that a name key leads to (the name with the greatest weight), with genres, songs and
 * related artists. One round trip; another one for an artist that is scattered.
 * On STORE_OK *out is a new artist of the caller's; on STORE_ID one of which only the id is set.
 * deadline (base/clock.h): no second try is begun after it. */
enum store_status store_find(
    struct store_conn *c, const char *key, int64_t deadline, struct artist **out);

/* The artist with an id, likewise; STORE_ID where its data are not there. */
enum store_status store_find_id(
    struct store_conn *c, const char *id, int64_t deadline, struct artist **out);

/* The index of the first of at most STORE_KEYS name keys that leads to an artist; -1 if none does,
 * or if nobody can tell. */
enum { STORE_KEYS = 6 };
int store_first_known(struct store_conn *c, const char *const *keys, int n, int64_t deadline);

/* Is a name key remembered as nobody's (store_save_unknown)? False also if nobody can tell. */
bool store_is_unknown(struct store_conn *c, const char *key, int64_t deadline);

/* --- searching by names/search.h's keys --- */

enum { STORE_SEARCH_KEYS = 32 };

/* A name that shares a key with what was typed. */
struct store_near {
	char id[LIMIT_ID + 1];
	char name[LIMIT_KEY + 1]; /* as written; cut where its column ends */
	int rarity;               /* 100 - popularity */
	char key[SEARCH_KEY + 1]; /* that it has */
	int chosen; /* how often users chose this artist for the key; then name is "" */
};

/* Rows found, in memory that grows up to a limit. */
struct store_nears {
	struct store_near *items; /* owned; free with free() */
	int n, room;
	bool unknown; /* remembered: the name is nobody's */
};

/* The best known names under each of the keys that many names have (search_is_shared), with few of
 * those more of each; and those under the others. At most STORE_SEARCH_KEYS.
 * name_key, if not NULL: also whom users chose when they had typed that, who come first among the
 * rows, and whether it is remembered as nobody's; there are at most SEARCH_TYPED_KEYS then.
 * STORE_OK also where nothing is found. What was in *out is lost. */
enum store_status store_search(struct store_conn *c, const char (*keys)[SEARCH_KEY + 1], int n,
    const char *name_key, int64_t deadline, struct store_nears *out);

/* Completes candidates of which only the id is known, with a hint each, as far as the store knows:
 * a name that is there stays where the store has none. */
enum store_status store_candidates(
    struct store_conn *c, int64_t deadline, struct candidates *candidates);

/* Notes that n more users chose an artist when they had typed a name. */
enum store_status store_choose(
    struct store_conn *c, const char *name_key, const char *artist_id, int64_t n);

/* Forgets whom users chose when they had typed a name, or (by_id) that they chose an artist. *n:
 * for how many pairs of them. */
enum store_status store_forget_choices(
    struct store_conn *c, const char *what, bool by_id, int64_t *n);

/* Forgets that a name, as users typed it or a list had it, leads to anybody, and whom users chose
 * for it. What Spotify calls an artist stays. *n: to how many artists it led. Several round trips.
 */
enum store_status store_forget_name(struct store_conn *c, const char *key, int64_t *n);

/* Indexes the names of artists that are not indexed yet or by other rules than today's. It works on
 * a connection of its own, which has time for statements that read all names; c is told of errors
 * (store_error). NULL without memory. */
struct store_indexing;
struct store_indexing *store_indexing_new(struct store_conn *c);
void store_indexing_free(struct store_indexing *x);

/* How many artists are to be indexed: a second for a million names. */
enum store_status store_indexing_count(struct store_indexing *x, int64_t *left);

/* Indexes the next of them, at most so many artists, in one transaction, in the order of their ids.
 * *done: how many; 0: there are no more behind those that were indexed. */
enum store_status store_indexing_go_on(struct store_indexing *x, int most, int64_t *done);

/* A name that leads to an artist. */
struct store_name {
	const char *key;    /* names/key.h */
	const char *name;   /* as written */
	const char *source; /* "spotify": the artist's own, "typed": what a user typed */
	bool own;           /* it is the artist's own name, whoever brought it: that weighs more */
};

/* Writes an artist, its genres, songs (if songs_known), related artists and names, in one
 * transaction; several round trips. To the related artists that it comes with are added, as there
 * is room, those whose songs name it and those who share a genre that few have; what Spotify told
 * of them earlier stays unless related_known. Existing names keep their weight, or gain. Forgets
 * that any of these keys was unknown. */
enum store_status store_save(
    struct store_conn *c, const struct artist *a, const struct store_name *names, size_t n_names);

/* Writes only who is related to an artist, as above, if the artist is there; several round trips.
 */
enum store_status store_save_related(struct store_conn *c, const struct artist *a);

/* An artist's further names, as an operator's list has them. */
struct store_import {
	const char *id;
	const char *const *names;
	int n_names;
	int popularity; /* 0 to 100; -1: the list does not say */
};

/* Adds the names of n artists, known or not, all in one transaction; some round trips for each.
 * They are the operator's, and no purge deletes them. What is no name is left out. STORE_FAILED: an
 * id is none, or a popularity. */
enum store_status store_import_names(struct store_conn *c, const struct store_import *items, int n);

/* Replaces the list of related artists that was imported for an artist, known or not, by n others,
 * at most LIMIT_RELATED, of whom id and name (or NULL) count; they are the operator's, and no purge
 * deletes them. */
enum store_status store_import_related(
    struct store_conn *c, const char *artist_id, const struct related *items, int n);

/* Remembers for some minutes that a key leads to nobody. */
enum store_status store_save_unknown(struct store_conn *c, const char *key, int minutes);

/* Notes that an artist was asked for today. */
enum store_status store_touch(struct store_conn *c, const char *artist_id);

/* Puts together what belongs to an artist, for store_find to read at once: where it was scattered.
 * Some round trips. */
enum store_status store_gather(struct store_conn *c, const char *artist_id);

/* Deletes artists that nobody asked for in so many days, some at a time, with all that came from
 * Spotify with them, old counts, and unknown names whose time is over; what users typed that is
 * somebody's name stays and leads to the id. *more: there may be more to delete. */
enum store_status store_purge(struct store_conn *c, int days, bool *more);

/* Deletes all that came from Spotify. What users typed, and whom it led to, stays, and so do
 * imported lists. Several round trips. Like the other two it leaves names to be indexed
 * (store_indexing_new). */
enum store_status store_purge_all(struct store_conn *c);

/* Deletes what users typed and whom it led to, whom they chose, and which names led to nobody.
 * Several round trips. */
enum store_status store_purge_typed(struct store_conn *c);

/* --- facts: what all processes must know about Spotify, each true until its time is over --- */

enum { STORE_FACTS = 16, STORE_FACT_NAME = 64, STORE_FACT_VALUE = 255 };

struct store_fact {
	char name[STORE_FACT_NAME + 1];
	char value[STORE_FACT_VALUE + 1];
	int64_t left_ms; /* until its time is over; 0 or less: it is */
};

struct store_facts {
	struct store_fact items[STORE_FACTS];
	int n;
};

/* Reads all facts. */
enum store_status store_facts_read(struct store_conn *c, int64_t deadline, struct store_facts *out);

/* Sets a fact, for so long, or longer if it is known for longer already. */
enum store_status store_fact_set(
    struct store_conn *c, const char *name, const char *value, int64_t ms);

/* Takes a fact for oneself, for so long. STORE_NONE: somebody else has it, and its time is not
 * over. Two round trips. */
enum store_status store_fact_claim(
    struct store_conn *c, int64_t deadline, const char *name, int64_t ms);

/* Adds to a fact that is a number and begins anew each day (UTC). */
enum store_status store_fact_count(struct store_conn *c, const char *name, int64_t n);

/* Deletes a fact. */
enum store_status store_fact_drop(struct store_conn *c, const char *name);

/* --- schema; several round trips each --- */

/* The version the database has (0: empty) and the newest that this program knows. */
enum store_status store_schema_version(struct store_conn *c, int *have, int *known);

/* Applies what is missing, one numbered file of etc/sql after the other. Each line of report says
 * what was done, or what is wrong and what to do. STORE_FAILED also for a schema newer than this
 * program. */
enum store_status store_migrate(struct store_conn *c, struct buf *report);

/* Has waits called by the thread that asks on this connection, each time that it begins to wait
 * for the database, and when that is over. */
void store_conn_watch(
    struct store_conn *c, void (*waits)(void *context, bool begins), void *context);

/* The last error of this connection, in words, without secrets; "" if none. */
const char *store_error(const struct store_conn *c);

/* Its number, as MySQL has it; 0: none. */
unsigned store_error_number(const struct store_conn *c);

#endif

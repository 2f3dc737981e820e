/* The finder: from a name to an artist. Store first, then Spotify, then write-back.
 *
 * A question that the store answers ends at once. One that needs Spotify waits without a thread:
 * finder_begin says FIND_WAIT, the lookup runs in the HTTP thread (music/flights.h), and the asker
 * is woken, or comes back by itself at wait_until, and calls finder_end. */
#ifndef ARTISTBOT_MUSIC_FINDER_H
#define ARTISTBOT_MUSIC_FINDER_H

#include "music/find.h"
#include "music/writeback.h"
#include "spotify/client.h"
#include "store/store.h"

struct finder;
struct http;

/* Starts the HTTP and the write-back thread. What c says of Spotify, but for the calls a day, holds
 * for the finder's life; periods and limits are each question's own. All arguments are borrowed for
 * the finder's life. NULL if it cannot be; logged. */
struct finder *finder_start(const struct config *c, struct store *store);

/* From now on changed is told, by the write-back thread, of each artist's id and each name's key
 * that something was written about; NULL: about any. Before the first question. */
void finder_watch(
    struct finder *f, void (*changed)(void *context, const char *what), void *context);

/* The HTTP thread, for others that have to talk, until finder_stop. */
struct http *finder_http(const struct finder *f);

/* Ends all lookups (who waits is answered FIND_FAILED), writes back until deadline, frees. Nobody
 * may be asking any more. */
void finder_stop(struct finder *f, int64_t deadline);

/* What the parts below did and know, for any thread to read; pointers are borrowed for the finder's
 * life. */
struct finder_stats {
	const struct spotify_stats *spotify;
	const struct writeback_stats *writeback;
	int waiting; /* questions that wait for a lookup */
	int lookups; /* under way, or just over */
};
void finder_stats(struct finder *f, struct finder_stats *out);

/* Asks. c is the calling thread's connection. */
enum find_status finder_begin(struct finder *f, struct store_conn *c, struct find *q);

/* The answer to a question that had to wait, whatever it is by now; never FIND_WAIT. No wake comes
 * after it. */
enum find_status finder_end(struct finder *f, struct find *q);

/* Counts an answer that shows an artist and was finished before. From any thread. */
void finder_count_cached(struct finder *f, const char *artist_id);

/* A number that tells one user from another and nothing else, other ones each time the finder
 * starts; 0 for no user. From any thread. */
uint64_t finder_user(const struct finder *f, struct str user);

/* May an answer for this user be another one than for everybody (find.personal)? */
bool finder_knows(const struct finder *f, struct str user);

/* Releases what a question holds. Not while it waits. */
void find_release(struct find *q);

#endif

/* The finder: from a name to an artist. Store first, then Spotify, then write-back.
 *
 * A question that the store answers ends at once. One that needs Spotify waits without a thread:
 * finder_begin says FIND_WAIT, the lookup runs in the HTTP thread, and the asker is woken, or comes
 * back by itself at wait_until, and calls finder_end. Questions for one name share one lookup. A
 * lookup goes on when those who asked have left, so that the answer is there next time.
 *
 * Lock order: the finder's lock, then whatever wake takes. No lock is held across I/O. */
#ifndef ARTISTBOT_MUSIC_FINDER_H
#define ARTISTBOT_MUSIC_FINDER_H

#include "base/config.h"
#include "model/artist.h"
#include "model/candidates.h"
#include "music/writeback.h"
#include "spotify/client.h"
#include "store/store.h"

struct finder;
struct http;
struct flight;

enum find_status {
	FIND_FOUND,
	FIND_SEVERAL, /* one of the candidates may have been meant: ask which */
	FIND_UNKNOWN, /* there is no such artist, as far as Spotify knows */
	FIND_LATE,    /* no answer yet; a lookup goes on: ask again in a moment */
	FIND_BUSY,    /* too many wait already: ask again in a moment */
	FIND_CLOSED,  /* Spotify may not be asked at the moment: ask again after again_ms */
	FIND_LIMITED, /* this user has caused enough searches: ask again after again_ms */
	FIND_FAILED,  /* neither the store nor Spotify could answer */
	FIND_WAIT,    /* not yet: call finder_end when woken, at wait_until at the latest */
};

enum find_source { FIND_NOWHERE, FIND_STORE, FIND_STORE_STALE, FIND_SPOTIFY };

/* One question. Set the first block, leave the rest to the finder, release with find_release. */
struct find {
	const struct config *c; /* the settings that it goes by, NULL for those that the finder was
				   started with; must live until the end */
	const char *name;       /* at most LIMIT_NAME bytes, as typed; must live until the end */
	char key[LIMIT_KEY + 1];
	const char *artist_id; /* NULL: who bears the name? Else the artist with this id is wanted,
				  and name and key, which may be empty, are what was typed when the
				  user had to choose; must live until the end */
	bool may_search;       /* false: look into the store only */
	bool exact;            /* only who bears the name just so: it is probably none */
	bool wants_related; /* it is about whom the artist is related to: Spotify is asked for them
			       where it has not been, and the answer waits for that. Without it
			       those that are known are there all the same (model/artist.h) */
	bool upkeep;      /* nobody asked: a known artist is fetched again, fresh or not, out of the
			     budget for that, and it counts as no use */
	struct str user;  /* who asks, as Kakao names them; may be empty; must live until
			     finder_begin ends */
	int64_t deadline; /* base/clock.h */
	void (*wake)(
	    void *context); /* called at most once, under the finder's lock: must be quick */
	void *wake_context;

	struct artist *artist;         /* with FIND_FOUND: owned */
	struct candidates *candidates; /* with FIND_SEVERAL: owned, the likeliest first */
	enum find_source source;
	int64_t wait_until; /* with FIND_WAIT */
	int64_t again_ms;   /* 0: nobody knows */

	/* The finder's own. */
	char guessed_id[LIMIT_ID + 1]; /* who is taken to be meant; "": nobody yet */
	uint64_t asker;                /* the user's hash */
	bool personal;                 /* the answer is another one than for everybody */
	struct find *prev, *next;
	struct flight *flight; /* waited for; NULL if none or over */
	enum find_status answer;
};

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

/* A number that tells one user from another and nothing else, other ones each time the finder
 * starts; 0 for no user. From any thread. */
uint64_t finder_user(const struct finder *f, struct str user);

/* May an answer for this user be another one than for everybody (find.personal)? */
bool finder_knows(const struct finder *f, struct str user);

/* Releases what a question holds. Not while it waits. */
void find_release(struct find *q);

#endif

/* A question to the finder (music/finder.h), and what it answers. */
#ifndef ARTISTBOT_MUSIC_FIND_H
#define ARTISTBOT_MUSIC_FIND_H

#include "base/config.h"
#include "base/str.h"
#include "model/artist.h"
#include "model/candidates.h"

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
	void (*wake)(void *context); /* called at most once, under a lock: must be quick */
	void *wake_context;

	struct artist *artist;         /* with FIND_FOUND: owned */
	struct candidates *candidates; /* with FIND_SEVERAL: owned, the likeliest first */
	enum find_source source;
	bool has_stale; /* with FIND_WAIT: there is an artist to be shown for want of a fresher one.
			   While it waits, the others are not to be looked at */
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

#endif

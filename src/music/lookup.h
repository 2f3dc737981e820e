/* One lookup at Spotify, from a name (or an id that is known already) to an artist with songs.
 *
 * Steps, each a call: search in the bot's language; where nobody bears the name, in the other one;
 * the songs, by top-tracks or, where the app may not call that, by a search for the artist's
 * tracks. Runs in the HTTP thread. */
#ifndef ARTISTBOT_MUSIC_LOOKUP_H
#define ARTISTBOT_MUSIC_LOOKUP_H

#include "base/config.h"
#include "model/artist.h"
#include "spotify/client.h"

enum lookup_status {
	LOOKUP_FOUND,   /* artist is there; its songs perhaps not (songs_known) */
	LOOKUP_UNKNOWN, /* Spotify answered, and nobody bears the name */
	LOOKUP_CLOSED,  /* Spotify may not be asked now */
	LOOKUP_LATE,    /* Spotify did not answer in time */
	LOOKUP_FAILED,  /* Spotify could not answer */
};

/* artist is the callee's to unref; NULL unless LOOKUP_FOUND. */
typedef void lookup_done_fn(void *context, enum lookup_status status, struct artist *artist);

/* Told when it is known who was meant, before the songs are; artist is borrowed and never changes
 * again. */
typedef void lookup_found_fn(void *context, struct artist *artist);

struct lookup_request {
	const char *name;     /* as typed */
	const char *key;      /* its name key */
	struct artist *known; /* the artist, where it is only to be fetched (again); or NULL */
	bool keep_songs;      /* known's songs may be shown if fresh ones cannot be had */
	int64_t deadline;     /* base/clock.h */
};

/* Begins. What r points to is copied; found is called at most once, done once after it, at once or
 * later. In the HTTP thread only. */
void lookup_begin(struct spotify *s, const struct config_spotify *c, const struct lookup_request *r,
    lookup_found_fn *found, lookup_done_fn *done, void *context);

#endif

/* One lookup at Spotify, from a name (or an id that is known already) to an artist with songs and,
 * where that is wanted, with the related artists that Spotify tells of.
 *
 * Steps: search in the bot's language; where nobody bears the name, in the other one; where
 * nobody sounds like it either, for what Hangul may be in Latin letters, in up to two ways; then
 * the songs, and beside them the related artists. Of an artist that is known already all of it is
 * fetched at the same time. Runs in the HTTP thread. */
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

/* Told when it is known who was meant, before the songs are, and again when only the related
 * artists are still to come (with_songs); artist is borrowed and never changes again. */
typedef void lookup_found_fn(void *context, struct artist *artist, bool with_songs);

enum lookup_scope {
	LOOKUP_ARTIST,       /* the artist with its songs */
	LOOKUP_WITH_RELATED, /* and whom Spotify calls related */
	LOOKUP_ONLY_RELATED, /* just those: all else is as known has it */
};

struct lookup_request {
	const char *name;     /* as typed */
	const char *key;      /* its name key */
	struct artist *known; /* the artist, where it is only to be fetched (again); or NULL */
	bool keep_songs;      /* known's songs may be shown if fresh ones cannot be had */
	enum lookup_scope scope;
	int64_t deadline; /* base/clock.h */
};

/* Begins. What r points to is copied. found may be called, done is once, after that, at once or
 * later. In the HTTP thread only. */
void lookup_begin(struct spotify *s, const struct config_spotify *c, const struct lookup_request *r,
    lookup_found_fn *found, lookup_done_fn *done, void *context);

#endif

/* An artist's songs and its related artists, each brought by calls of its own, into an artist that
 * nobody else sees yet. Songs: by top-tracks or, where the app may not call that, by a search for
 * the artist's tracks. Runs in the HTTP thread. */
#ifndef ARTISTBOT_MUSIC_FETCH_H
#define ARTISTBOT_MUSIC_FETCH_H

#include "base/config.h"
#include "model/artist.h"
#include "spotify/client.h"

/* SPOTIFY_OK: what was asked for is in the artist, if there is any. */
typedef void fetch_done_fn(void *context, enum spotify_status status);

struct fetch {
	struct spotify *spotify;
	const struct config_spotify *c;
	struct artist *into; /* its id is set; borrowed until done */
	int64_t deadline;    /* base/clock.h */
	fetch_done_fn *done; /* called once, at once or later */
	void *context;
};

/* name is what tracks are searched by; borrowed until done. */
void fetch_songs(const struct fetch *f, const char *name);

void fetch_related(const struct fetch *f);

#endif

/* Spotify's bodies into artists and songs. Trusts nothing: any field may be missing, null, or of
 * another type, any element null. What cannot be used is left out; only a body that is no JSON
 * object at all is an error. */
#ifndef ARTISTBOT_SPOTIFY_DECODE_H
#define ARTISTBOT_SPOTIFY_DECODE_H

#include "model/artist.h"

enum { SPOTIFY_PAGE = 10 }; /* candidates asked for, and the most a development app may ask for */

struct spotify_artists {
	struct artist *items[SPOTIFY_PAGE]; /* in Spotify's order; owned */
	int n;
};

/* A track with what is needed to choose among tracks. Texts are in the arena handed in; its credits
 * are all its artists, as far as there is room. */
struct spotify_track {
	struct song song;
	const char *isrc;       /* NULL if not told */
	const char *artist_ids; /* blank before and behind each: " id1 id2 " */
};

struct spotify_tracks {
	struct spotify_track items[2 * SPOTIFY_PAGE];
	int n;
};

/* The artists of a search. False if the body is no search result, or one of whose items none can be
 * used: that says nothing about who exists. Free with spotify_artists_free in either case. */
bool spotify_decode_search(struct str body, struct spotify_artists *out);
void spotify_artists_free(struct spotify_artists *a);

/* One artist; NULL if the body is none, or without memory. */
struct artist *spotify_decode_artist(struct str body);

/* Adds the artists of a related-artists body to those related to a. False if the body is none, or
 * has artists of whom none can be used. */
bool spotify_decode_related(struct str body, struct artist *a);

/* The tracks of a search or of top-tracks. False if the body is neither, or has items of which none
 * can be used. */
bool spotify_decode_tracks(struct str body, struct arena *arena, struct spotify_tracks *out);

#endif

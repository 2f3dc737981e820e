/* Which of an artist's tracks are shown as songs. */
#ifndef ARTISTBOT_MUSIC_SONGS_H
#define ARTISTBOT_MUSIC_SONGS_H

#include "spotify/decode.h"

/* Copies the first LIMIT_SONGS tracks that bear the artist's id into the artist, each song once:
 * the same recording (ISRC) or the same title but for what is in brackets or behind a dash
 * (remaster, live, …) counts as the same. Returns how many there are now; sets nothing else. */
int songs_take(struct artist *a, const struct spotify_tracks *tracks);

#endif

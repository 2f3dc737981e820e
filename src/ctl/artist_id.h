/* Ids of artists at Spotify, as operators write them. */
#ifndef ARTISTBOT_CTL_ARTIST_ID_H
#define ARTISTBOT_CTL_ARTIST_ID_H

#include <stdbool.h>

enum { ARTIST_ID_CHARS = 22 }; /* of Spotify's ids, in base 62 */

/* The id in "ID", "spotify:artist:ID" or "https://open.spotify.com/artist/ID?si=…". False, and "",
 * if there is none. */
bool artist_id_read(char id[static ARTIST_ID_CHARS + 1], const char *text);

#endif

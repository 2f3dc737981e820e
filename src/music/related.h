/* Related artists beside those that Spotify names itself. */
#ifndef ARTISTBOT_MUSIC_RELATED_H
#define ARTISTBOT_MUSIC_RELATED_H

#include "model/artist.h"

/* Adds the artists named on a's songs, those named most often first, behind the ones there. */
void related_add_credited(struct artist *a);

/* Adds those of known that did not come from Spotify itself, and these too if told. */
void related_add_known(struct artist *a, const struct artist *known, bool told);

#endif

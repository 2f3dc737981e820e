/* Inside the store: related artists as part of saving an artist. */
#ifndef ARTISTBOT_STORE_RELATED_H
#define ARTISTBOT_STORE_RELATED_H

#include "store/conn.h"

/* Writes who is related to the artist, in the caller's transaction: those the artist comes with,
 * then those on whose songs it is named, then those who share rare genres, until there is no more
 * room. What Spotify told earlier stays where this artist does not know better. Texts that had to
 * be cleaned are in the arena. False: the error is set. */
bool related_save(struct store_conn *c, const struct artist *a, struct arena *arena);

/* What a source is called in its column; anything else counts as imported. */
enum related_source related_source_of(struct str text);

#endif

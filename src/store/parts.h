/* Inside the store: what belongs to an artist (genres, songs, related artists), from its tables,
 * and its card made of that. */
#ifndef ARTISTBOT_STORE_PARTS_H
#define ARTISTBOT_STORE_PARTS_H

#include "store/conn.h"

/* Reads all of it into an artist that has an id and none of it yet; the songs only if songs_known.
 * False: the error is set. */
bool parts_read(struct store_conn *c, struct artist *a);

/* Makes an artist's card anew (store/card.h), in the transaction that wrote what belongs to it.
 * None is made where the artist is not there. False: the error is set. */
bool parts_save_card(struct store_conn *c, const char *artist_id);

#endif

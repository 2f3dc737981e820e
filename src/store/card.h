/* Inside the store: what belongs to an artist, packed into one column. A copy of the tables' rows,
 * for reading; see etc/sql/0006-cards.sql. */
#ifndef ARTISTBOT_STORE_CARD_H
#define ARTISTBOT_STORE_CARD_H

#include "base/buf.h"
#include "model/artist.h"

/* Bytes of a card: what ten songs and ten related artists take, several times over. An artist with
 * more has none. */
enum { CARD_BYTES = 24 * 1024 };

/* Packs genres, songs and related artists. False, with out->failed, if they are too much. */
bool card_write(struct buf *out, const struct artist *a);

/* Unpacks them into an artist that has none; the songs only if songs_known. False, and there are
 * none, where the card is damaged or of another version of the program. */
bool card_read(struct artist *a, struct str card);

#endif

/* Inside the store: what names are searched by, written in the transaction that writes the names.
 */
#ifndef ARTISTBOT_STORE_INDEX_H
#define ARTISTBOT_STORE_INDEX_H

#include "store/conn.h"

/* Indexes all names of an artist anew. False: the error is set. */
bool index_artist(struct store_conn *c, const char *artist_id);

#endif

/* Inside the store: what names are searched by, written in the transaction that writes the names.
 */
#ifndef ARTISTBOT_STORE_INDEX_H
#define ARTISTBOT_STORE_INDEX_H

#include "store/conn.h"

/* Some artists. */
enum { INDEX_IDS = 500 };
struct index_ids {
	int n;
	char items[INDEX_IDS][LIMIT_ID + 1];
};

/* Indexes all names of an artist, or of some, anew. False: the error is set. */
bool index_artist(struct store_conn *c, const char *artist_id);
bool index_artists(struct store_conn *c, const struct index_ids *ids);

/* Reads ids, the one column of a statement's result; those that are too many are left out. False:
 * the error is set. */
bool index_read_ids(struct store_conn *c, enum statement statement, const struct value *values,
    size_t n, struct index_ids *out);

#endif

/* Inside the store: rows of one table that are written several in a statement, for each statement
 * is a round trip. */
#ifndef ARTISTBOT_STORE_BATCH_H
#define ARTISTBOT_STORE_BATCH_H

#include "store/conn.h"

struct batch {
	struct store_conn *c;
	enum statement statement;
	size_t width, most; /* values of a row; rows that the statement has */
	size_t n;           /* rows that wait */
	struct value values[CONN_MAX_VALUES];
};

/* The statement has `most` rows of `width` values, CONN_MAX_VALUES in all, and bears a row that is
 * there already: where there are fewer rows, the last one is written again and again. */
void batch_begin(
    struct batch *b, struct store_conn *c, enum statement statement, size_t width, size_t most);

/* Takes a row; its texts are borrowed until batch_end. False: the error is set. */
bool batch_add(struct batch *b, const struct value *row);

/* Writes what waits. False: the error is set. */
bool batch_end(struct batch *b);

#endif

/* Everything that is kept, row by row, out of one database and into another: for a backup, or to
 * move from one engine to another. Knows no table by heart but those that are not worth moving. */
#ifndef ARTISTBOT_STORE_DUMP_H
#define ARTISTBOT_STORE_DUMP_H

#include "store/store.h"

enum { STORE_COLUMNS = 32, STORE_NAME = 64 };

/* A table and some of its columns. */
struct store_columns {
	char table[STORE_NAME + 1];
	char names[STORE_COLUMNS][STORE_NAME + 1];
	int n;
};

/* A value as text; p is NULL for SQL's NULL. */
typedef struct str store_values[STORE_COLUMNS];

/* Told of each row; columns is the same object until the table changes. False: stop. */
typedef bool store_row_fn(
    void *context, const struct store_columns *columns, const store_values values);

/* Reads all tables, each as it is when its turn comes, but for what is true for minutes only, and
 * what is made of the others. own:
 * only what is the bot's own, nothing that came from Spotify. STORE_OK also when it was stopped. */
enum store_status store_dump(struct store_conn *c, bool own, store_row_fn *fn, void *context);

/* Writing, on a connection of its own. Rows that are there are replaced, so that the same may be
 * loaded again. */
struct store_load;

/* NULL without memory. */
struct store_load *store_load_new(struct store_conn *c);

/* The rows that follow are of this table, with these columns. STORE_FAILED: there is no such table
 * or column; store_error of the connection says which. */
enum store_status store_load_table(struct store_load *l, const struct store_columns *columns);
enum store_status store_load_row(struct store_load *l, const store_values values);

/* Rows are kept only once this was called; call it now and then. */
enum store_status store_load_commit(struct store_load *l);
/* To be called at the end, also where loading failed: commits, and what was put together of rows as
 * they were before (store_gather) is so no more. Names are to be indexed then (store_indexing_new).
 */
enum store_status store_load_end(struct store_load *l);
void store_load_free(struct store_load *l);

#endif

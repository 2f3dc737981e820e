/* Inside the store: one row of a result, column by column. */
#ifndef ARTISTBOT_STORE_ROW_H
#define ARTISTBOT_STORE_ROW_H

#include "store/conn.h"

enum {
	ROW_COLUMNS = 16,
	ROW_TEXTS = 6,
	ROW_TEXT = 4000, /* bytes of the widest column of text: 1000 characters */
};

/* Large: bytes for its texts are in it. The fields are its own. */
struct row {
	int n_texts;
	bool bound; /* to the statement */
	MYSQL_BIND binds[ROW_COLUMNS];
	int64_t numbers[ROW_COLUMNS];
	unsigned long lengths[ROW_COLUMNS];
	store_bool nulls[ROW_COLUMNS], cut[ROW_COLUMNS];
	char texts[ROW_TEXTS][ROW_TEXT];
};

/* Describes the columns, from 0 on, each once. bytes: memory of the caller's, of size bytes. */
void row_begin(struct row *r);
void row_bind_number(struct row *r, int column);
void row_bind_text(struct row *r, int column);
void row_bind_bytes(struct row *r, int column, char *bytes, size_t size);

/* The next row of a statement that has been run. False at the end, or where it failed: the error is
 * set then. Read to the end, so that the connection is free again. */
bool row_fetch(struct store_conn *c, enum statement id, struct row *r);

/* A number; -1 for NULL, and for what is out of range. */
int64_t row_number(const struct row *r, int column);
/* What was fetched of a text, which may be cut; empty for NULL. */
struct str row_text(const struct row *r, int column);
/* Bytes that are there whole. False: NULL, or too many. */
bool row_bytes(const struct row *r, int column, struct str *bytes);

/* A text as the artist's own. A title is cut to what an artist may hold; an id or a part of an
 * address is none: NULL, as for nothing. */
const char *row_id(const struct row *r, int column, struct artist *a);
const char *row_title(const struct row *r, int column, struct artist *a);
const char *row_url(const struct row *r, int column, struct artist *a);

#endif

#include "store/row.h"

#include "store/words.h"

void row_begin(struct row *r)
{
	r->n_texts = 0;
	r->bound = false;
	memset(r->binds, 0, sizeof r->binds);
}

static MYSQL_BIND *bind(struct row *r, int column, enum enum_field_types type)
{
	MYSQL_BIND *b = &r->binds[column];
	b->buffer_type = type;
	b->length = &r->lengths[column];
	b->is_null = &r->nulls[column];
	b->error = &r->cut[column];
	return b;
}

void row_bind_number(struct row *r, int column)
{
	bind(r, column, MYSQL_TYPE_LONGLONG)->buffer = &r->numbers[column];
}

void row_bind_text(struct row *r, int column)
{
	row_bind_bytes(r, column, r->texts[r->n_texts++], ROW_TEXT);
}

void row_bind_bytes(struct row *r, int column, char *bytes, size_t size)
{
	MYSQL_BIND *b = bind(r, column, MYSQL_TYPE_STRING);
	b->buffer = bytes;
	b->buffer_length = size;
}

bool row_fetch(struct store_conn *c, enum statement id, struct row *r)
{
	MYSQL_STMT *st = c->statements[id];
	int rc = !r->bound && mysql_stmt_bind_result(st, r->binds) ? 1 : mysql_stmt_fetch(st);
	r->bound = true;
	if (rc == 0 || rc == MYSQL_DATA_TRUNCATED) /* lengths tell */
		return true;
	if (rc != MYSQL_NO_DATA)
		conn_failed(c, id);
	mysql_stmt_free_result(st);
	return false;
}

int64_t row_number(const struct row *r, int column)
{
	bool good = !r->nulls[column] && !r->cut[column] && r->numbers[column] >= 0;
	return good ? r->numbers[column] : -1;
}

struct str row_text(const struct row *r, int column)
{
	/* The length is that in the table, which may be more than was fetched. */
	const MYSQL_BIND *b = &r->binds[column];
	size_t n = r->nulls[column] ? 0 : r->lengths[column];
	return (struct str){b->buffer, n < b->buffer_length ? n : b->buffer_length};
}

bool row_bytes(const struct row *r, int column, struct str *bytes)
{
	*bytes = row_text(r, column);
	return !r->nulls[column] && r->lengths[column] <= r->binds[column].buffer_length;
}

const char *row_id(const struct row *r, int column, struct artist *a)
{
	return artist_text(a, row_text(r, column), LIMIT_ID);
}

const char *row_title(const struct row *r, int column, struct artist *a)
{
	return artist_text(a, words_cut(row_text(r, column), LIMIT_TITLE), LIMIT_TITLE);
}

const char *row_url(const struct row *r, int column, struct artist *a)
{
	return artist_text(a, row_text(r, column), LIMIT_URL);
}

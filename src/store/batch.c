#include "store/batch.h"

void batch_begin(
    struct batch *b, struct store_conn *c, enum statement statement, size_t width, size_t most)
{
	b->c = c;
	b->statement = statement;
	b->width = width;
	b->most = most;
	b->n = 0;
}

static void put(struct batch *b, const struct value *row)
{
	memcpy(b->values + b->n++ * b->width, row, b->width * sizeof *row);
}

bool batch_end(struct batch *b)
{
	if (b->n == 0)
		return true;
	while (b->n < b->most)
		put(b, b->values + (b->n - 1) * b->width);
	b->n = 0;
	return conn_run(b->c, b->statement, b->values, b->most * b->width);
}

bool batch_add(struct batch *b, const struct value *row)
{
	put(b, row);
	return b->n < b->most || batch_end(b);
}

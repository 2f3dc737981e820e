/* Names that an operator brings: the bot's own data, which no purge deletes. */
#include "store/conn.h"

#include "names/key.h"
#include "store/index.h"
#include "store/words.h"

enum {
	/* Between an artist's own name and what somebody once typed; of namesakes the more popular
	 * one first (see save.c). */
	WEIGHT_IMPORTED = 800,
};

struct import {
	const struct store_import *items;
	int n;
};

static bool write_name(
    struct store_conn *c, const struct store_import *m, const char *name, struct arena *arena)
{
	char key[LIMIT_KEY + 1];
	const char *title = words_title(arena, name);
	if (!title || !name_key(key, str_of(title)) || !words_is_key(key))
		return true;
	int popularity = m->popularity > 0 ? m->popularity : 0;
	const struct value text = value_text(title), source = value_text("imported"),
			   weight = value_number(WEIGHT_IMPORTED + popularity),
			   name_key = value_text(key);
	const struct value row[] = {
	    name_key, value_text(m->id), text, source, weight, text, source, weight};
	return conn_run(c, STATEMENT_NAME, row, sizeof row / sizeof *row) &&
	       conn_run(c, STATEMENT_UNKNOWN_FORGET, &name_key, 1);
}

static bool write_artist(struct store_conn *c, const struct store_import *m)
{
	struct arena arena;
	bool good = true;
	arena_init(&arena, LIMIT_ARTIST);
	for (int i = 0; i < m->n_names && good; i++)
		good = write_name(c, m, m->names[i], &arena);
	arena_free(&arena);
	const struct value known[] = {
	    value_text(m->id), value_number(m->popularity), value_number(m->popularity)};
	if (good && m->popularity >= 0)
		good = conn_run(c, STATEMENT_POPULARITY, known, 3);
	return good && index_artist(c, m->id);
}

static enum store_status import(struct store_conn *c, void *arg)
{
	const struct import *all = arg;
	if (!conn_begin(c))
		return STORE_DOWN;
	bool good = true;
	for (int i = 0; i < all->n && good; i++)
		good = write_artist(c, &all->items[i]);
	conn_end(c, good);
	return STORE_OK;
}

enum store_status store_import_names(struct store_conn *c, const struct store_import *items, int n)
{
	struct import all = {items, n};
	for (int i = 0; i < n; i++)
		if (!words_is_id(items[i].id) || items[i].popularity > 100)
			return STORE_FAILED;
	return conn_do(c, CONN_WRITE, INT64_MAX, import, &all);
}

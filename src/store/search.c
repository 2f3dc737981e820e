/* Searching: names that share a key with what was typed, and what to say of those who may be meant.
 */
#include "store/conn.h"

#include "store/words.h"

#include <stdio.h>
#include <stdlib.h>

enum {
	/* Names that are held against what was typed at most, and so the memory: 1 MB. */
	MAX_ROWS = 4096,
	FIRST_ROOM = 256,
};

struct search {
	const char (*keys)[SEARCH_KEY + 1];
	int n_keys;
	const char *name_key;
	struct store_nears *out;
};

static struct store_near *room_for_one(struct store_nears *o)
{
	if (o->n == o->room) {
		int room = o->room ? 2 * o->room : FIRST_ROOM;
		struct store_near *more =
		    room <= MAX_ROWS ? realloc(o->items, (size_t)room * sizeof *more) : NULL;
		if (!more)
			return NULL;
		o->items = more;
		o->room = room;
	}
	return &o->items[o->n];
}

static void take(struct store_nears *o, const struct store_near *row, int64_t part, int64_t number)
{
	struct store_near *near = part == SEARCH_UNKNOWN ? NULL : room_for_one(o);
	o->unknown |= part == SEARCH_UNKNOWN;
	if (!near)
		return;
	*near = *row;
	near->rarity = part == SEARCH_NAME ? (int)number : 0;
	near->chosen = part == SEARCH_CHOICE ? (int)number : 0;
	o->n++;
}

/* Columns: part, key, rarity or how often chosen, artist's id, name. */
static bool fetch_near(struct store_conn *c, enum statement statement, struct store_nears *out)
{
	MYSQL_STMT *st = c->statements[statement];
	struct store_near row;
	int64_t part, number;
	unsigned long lengths[5] = {0};
	store_bool nulls[5], cut[5];
	MYSQL_BIND binds[] = {
	    {.buffer_type = MYSQL_TYPE_LONGLONG, .buffer = &part},
	    {.buffer_type = MYSQL_TYPE_STRING, .buffer = row.key, .buffer_length = SEARCH_KEY},
	    {.buffer_type = MYSQL_TYPE_LONGLONG, .buffer = &number},
	    {.buffer_type = MYSQL_TYPE_STRING, .buffer = row.id, .buffer_length = LIMIT_ID},
	    {.buffer_type = MYSQL_TYPE_STRING, .buffer = row.name, .buffer_length = LIMIT_KEY},
	};
	for (int i = 0; i < 5; i++) {
		binds[i].length = &lengths[i];
		binds[i].is_null = &nulls[i];
		binds[i].error = &cut[i];
	}
	int rc = mysql_stmt_bind_result(st, binds) ? 1 : 0;
	while (rc == 0 && ((rc = mysql_stmt_fetch(st)) == 0 || rc == MYSQL_DATA_TRUNCATED)) {
		rc = 0;
		if (lengths[1] > SEARCH_KEY || lengths[3] > LIMIT_ID || lengths[4] > LIMIT_KEY)
			continue;
		row.key[lengths[1]] = '\0';
		row.id[lengths[3]] = '\0';
		row.name[lengths[4]] = '\0';
		take(out, &row, part, number);
	}
	if (rc == 1)
		conn_failed(c, statement);
	mysql_stmt_free_result(st);
	return rc == MYSQL_NO_DATA;
}

/* Binds the keys that many names have, or the others, from values[at] on, and as many empty ones as
 * make n: nothing has those. Returns where they end. */
static size_t bind_keys(
    struct value *values, size_t at, const struct search *s, bool shared, size_t n)
{
	size_t end = at + n;
	for (int i = 0; i < s->n_keys && at < end; i++)
		if (search_is_shared(s->keys[i]) == shared)
			values[at++] = value_text(s->keys[i]);
	while (at < end)
		values[at++] = value_text("");
	return end;
}

/* The smallest that has room for as many keys that many names have. */
static enum statement statement_for(const struct search *s)
{
	int shared = 0;
	for (int i = 0; i < s->n_keys; i++)
		shared += search_is_shared(s->keys[i]);
	enum statement id = s->name_key ? STATEMENT_SEARCH : STATEMENT_WIDER_LEAST;
	enum statement last = s->name_key ? STATEMENT_SEARCH_MORE : STATEMENT_WIDER_MOST;
	while (id < last && shared > statement_parts[id].times)
		id++;
	return id;
}

static enum store_status search(struct store_conn *c, void *arg)
{
	struct search *s = arg;
	struct value values[CONN_MAX_VALUES];
	enum statement id = statement_for(s);
	size_t n = 0;
	s->out->n = 0;
	s->out->unknown = false;
	if (s->name_key)
		for (; n < 2; n++)
			values[n] = value_text(s->name_key);
	n = bind_keys(values, n, s, false, s->name_key ? SEARCH_TYPED_KEYS : STORE_SEARCH_KEYS);
	n = bind_keys(values, n, s, true, (size_t)statement_parts[id].times);
	if (conn_run(c, id, values, n))
		fetch_near(c, id, s->out);
	return STORE_OK;
}

enum store_status store_search(struct store_conn *c, const char (*keys)[SEARCH_KEY + 1], int n,
    const char *name_key, int64_t deadline, struct store_nears *out)
{
	struct search s = {.keys = keys,
	    .n_keys = n < STORE_SEARCH_KEYS ? n : STORE_SEARCH_KEYS,
	    .name_key = name_key,
	    .out = out};
	return conn_do(c, CONN_READ, deadline, search, &s);
}

/* --- candidates --- */

static void take_hint(struct candidates *all, const struct candidate *row, bool song)
{
	for (int i = 0; i < all->n; i++) {
		struct candidate *a = &all->items[i];
		if (strcmp(a->id, row->id) != 0)
			continue;
		if (row->name[0])
			memcpy(a->name, row->name, sizeof a->name);
		if (row->hint[0]) {
			memcpy(a->hint, row->hint, sizeof a->hint);
			a->hint_is_song = song;
		}
	}
}

/* Columns: the artist's id, name, hint, is it a song. */
static bool fetch_hints(struct store_conn *c, struct candidates *all)
{
	MYSQL_STMT *st = c->statements[STATEMENT_CANDIDATES];
	struct candidate row;
	int64_t song;
	unsigned long lengths[4] = {0};
	store_bool nulls[4], cut[4];
	MYSQL_BIND binds[] = {
	    {.buffer_type = MYSQL_TYPE_STRING, .buffer = row.id, .buffer_length = LIMIT_ID},
	    {.buffer_type = MYSQL_TYPE_STRING, .buffer = row.name, .buffer_length = LIMIT_TITLE},
	    {.buffer_type = MYSQL_TYPE_STRING, .buffer = row.hint, .buffer_length = LIMIT_TITLE},
	    {.buffer_type = MYSQL_TYPE_LONGLONG, .buffer = &song},
	};
	char *const texts[] = {row.id, row.name, row.hint};
	const size_t sizes[] = {LIMIT_ID, LIMIT_TITLE, LIMIT_TITLE};
	for (int i = 0; i < 4; i++) {
		binds[i].length = &lengths[i];
		binds[i].is_null = &nulls[i];
		binds[i].error = &cut[i];
	}
	int rc = mysql_stmt_bind_result(st, binds) ? 1 : 0;
	while (rc == 0 && ((rc = mysql_stmt_fetch(st)) == 0 || rc == MYSQL_DATA_TRUNCATED)) {
		rc = 0;
		for (int i = 0; i < 3; i++) {
			struct str s = {texts[i], nulls[i] ? 0 : lengths[i]};
			texts[i][words_cut(s, sizes[i]).n] = '\0';
		}
		take_hint(all, &row, song != 0);
	}
	if (rc == 1)
		conn_failed(c, STATEMENT_CANDIDATES);
	mysql_stmt_free_result(st);
	return rc == MYSQL_NO_DATA;
}

static enum store_status complete(struct store_conn *c, void *arg)
{
	struct candidates *all = arg;
	struct value ids[LIMIT_CANDIDATES];
	for (int i = 0; i < LIMIT_CANDIDATES; i++)
		ids[i] = value_text(i < all->n ? all->items[i].id : "");
	if (conn_run(c, STATEMENT_CANDIDATES, ids, LIMIT_CANDIDATES))
		fetch_hints(c, all);
	return STORE_OK;
}

enum store_status store_candidates(
    struct store_conn *c, int64_t deadline, struct candidates *candidates)
{
	return conn_do(c, CONN_READ, deadline, complete, candidates);
}

struct choice {
	const char *key, *id;
	int64_t n;
};

static enum store_status choose(struct store_conn *c, void *arg)
{
	const struct choice *choice = arg;
	const struct value row[] = {
	    value_text(choice->key), value_text(choice->id), value_number(choice->n)};
	conn_run(c, STATEMENT_CHOOSE, row, 3);
	return STORE_OK;
}

enum store_status store_choose(
    struct store_conn *c, const char *name_key, const char *artist_id, int64_t n)
{
	struct choice choice = {name_key, artist_id, n};
	if (!words_is_key(name_key) || !words_is_id(artist_id))
		return STORE_FAILED;
	return conn_do(c, CONN_WRITE, INT64_MAX, choose, &choice);
}

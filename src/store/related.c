/* Related artists: what the store itself knows of who belongs together, and lists of the
 * operator's.
 */
#include "store/related.h"

#include "base/clock.h"
#include "store/batch.h"
#include "store/parts.h"
#include "store/words.h"

enum {
	RARE = 50, /* a genre that no more than so many have; the statements read one more */
	/* Weight that one artist's share of a genre adds up from: the rarer, the more it says. */
	GENRE_WEIGHT = 100000,
	CANDIDATES = LIMIT_GENRES * RARE,
	ID_SIZE = LIMIT_ID + 1,
	/* Rows and their values, as STATEMENT_RELATED has. */
	ROWS = 5,
	ROW_VALUES = 7,
};

static const char *const sources[RELATED_SOURCES] = {
    [RELATED_SPOTIFY] = "spotify",
    [RELATED_CREDITS] = "credits",
    [RELATED_GENRES] = "genres",
    [RELATED_IMPORTED] = "imported",
};

enum related_source related_source_of(struct str text)
{
	for (int i = 0; i < RELATED_SOURCES; i++)
		if (str_eqs(text, sources[i]))
			return (enum related_source)i;
	return RELATED_IMPORTED;
}

/* --- candidates --- */

/* Somebody who may be related, and how much speaks for it. */
struct relative {
	char id[ID_SIZE];
	int64_t score, popularity;
};

struct relatives {
	struct relative items[CANDIDATES];
	int n;
};

static void add_candidate(struct relatives *all, const char *id, int64_t score, int64_t popularity)
{
	struct relative *k = all->items, *end = all->items + all->n;
	while (k < end && strcmp(k->id, id) != 0)
		k++;
	if (k == end) {
		if (all->n == CANDIDATES)
			return;
		*k = (struct relative){.popularity = popularity};
		memcpy(k->id, id, ID_SIZE);
		all->n++;
	}
	k->score += score;
}

static const struct relative *best(const struct relatives *all)
{
	const struct relative *top = NULL;
	for (int i = 0; i < all->n; i++) {
		const struct relative *k = &all->items[i];
		if (k->score > 0 &&
		    (!top || k->score > top->score ||
			(k->score == top->score && k->popularity > top->popularity)))
			top = k;
	}
	return top;
}

/* Rows of an id and a number, RARE + 1 of them at most. *n is how many came. */
struct pair {
	char id[ID_SIZE];
	int64_t number;
};

static bool read_pairs(
    struct store_conn *c, enum statement id, const char *of, struct pair *pairs, int *n)
{
	const struct value value = value_text(of);
	struct pair row = {0};
	unsigned long length = 0;
	MYSQL_BIND binds[] = {
	    {.buffer_type = MYSQL_TYPE_STRING,
		.buffer = row.id,
		.buffer_length = LIMIT_ID,
		.length = &length},
	    {.buffer_type = MYSQL_TYPE_LONGLONG, .buffer = &row.number},
	};
	*n = 0;
	if (!conn_run(c, id, &value, 1))
		return false;
	MYSQL_STMT *st = c->statements[id];
	int rc = mysql_stmt_bind_result(st, binds) || mysql_stmt_store_result(st) ? 1 : 0;
	while (rc == 0 && *n <= RARE && (rc = mysql_stmt_fetch(st)) == 0) {
		row.id[length <= LIMIT_ID ? length : 0] = '\0';
		pairs[(*n)++] = row;
	}
	if (rc == 1)
		conn_failed(c, id);
	mysql_stmt_free_result(st);
	return rc != 1;
}

static bool find_by_credits(struct store_conn *c, const struct artist *a, struct relatives *out)
{
	struct pair pairs[RARE + 1];
	int n;
	if (!read_pairs(c, STATEMENT_RELATED_BY_CREDITS, a->id, pairs, &n))
		return false;
	for (int i = 0; i < n; i++)
		add_candidate(out, pairs[i].id, pairs[i].number, 0);
	return true;
}

static bool find_by_genres(struct store_conn *c, const struct artist *a, struct relatives *out)
{
	struct pair pairs[RARE + 1];
	int n;
	for (int i = 0; i < a->n_genres; i++) {
		if (!read_pairs(c, STATEMENT_RELATED_BY_GENRE, a->genres[i], pairs, &n))
			return false;
		for (int k = 0; k < n && n <= RARE; k++)
			add_candidate(out, pairs[k].id, GENRE_WEIGHT / n, pairs[k].number);
	}
	return true;
}

/* --- the list --- */

/* The best candidates behind those that are there. Their names are in artists: a row of the list
 * without a name is shown by that. */
static void take_best(struct artist *list, struct relatives *all, enum related_source source)
{
	const struct relative *k;
	while (list->n_related < LIMIT_RELATED && (k = best(all))) {
		artist_add_related(
		    list, &(struct related){.id = k->id, .name = "", .source = source});
		all->items[k - all->items].score = 0;
	}
}

static bool write_list(struct store_conn *c, const struct artist *list, struct arena *arena)
{
	const struct value of = value_text(list->id);
	struct batch rows;
	int rank = 0;
	batch_begin(&rows, c, STATEMENT_RELATED, ROW_VALUES, ROWS);
	for (int i = 0; i < list->n_related; i++) {
		const struct related *r = &list->related[i];
		if (!words_is_id(r->id))
			continue;
		const struct value row[] = {of, value_number(++rank), value_text(r->id),
		    value_text(sources[r->source]), value_text(words_title(arena, r->name)),
		    value_text(words_url(r->image_url)), value_text(words_url(r->url))};
		if (!batch_add(&rows, row))
			return false;
	}
	const struct value rest[] = {of, value_number(rank)};
	return batch_end(&rows) && conn_run(c, STATEMENT_RELATED_CUT, rest, 2);
}

/* Adds what the store knows. */
static bool complete(struct store_conn *c, const struct artist *a, struct artist *list)
{
	struct relatives *all = arena_alloc(&list->arena, sizeof *all);
	if (!all || list->n_related == LIMIT_RELATED)
		return true;
	if (!find_by_credits(c, a, all))
		return false;
	take_best(list, all, RELATED_CREDITS);
	all->n = 0;
	if (list->n_related < LIMIT_RELATED && !find_by_genres(c, a, all))
		return false;
	take_best(list, all, RELATED_GENRES);
	return true;
}

static void begin_list(struct artist *list, const struct artist *a)
{
	list->id = artist_text(list, str_of(a->id), LIMIT_ID);
	for (int i = 0; i < a->n_related; i++)
		if (a->related[i].source != RELATED_IMPORTED)
			artist_add_related(list, &a->related[i]);
}

bool related_save(struct store_conn *c, const struct artist *a, struct arena *arena)
{
	const struct value id = value_text(a->id);
	int64_t told = 0;
	if (!a->related_known && !conn_number(c, STATEMENT_RELATED_TOLD, &id, 1, &told))
		return false;
	struct artist *list = told > 0 ? NULL : artist_new();
	if (!list) /* there is something better, or no memory: what is there stays */
		return true;
	begin_list(list, a);
	bool saved = complete(c, a, list) && write_list(c, list, arena);
	artist_unref(list);
	return saved;
}

/* --- by itself --- */

struct fetched {
	const struct artist *artist;
};

static bool save_fetched(struct store_conn *c, const struct artist *a, struct arena *arena)
{
	int64_t age = (clock_ms() - a->related_ms) / 1000;
	const struct value row[] = {value_number(age > 0 ? age : 0), value_text(a->id)};
	if (!conn_run(c, STATEMENT_RELATED_FETCHED, row, 2))
		return false;
	/* None: the artist was deleted meanwhile. */
	return conn_matched(c, STATEMENT_RELATED_FETCHED) == 0 ||
	       (related_save(c, a, arena) && parts_save_card(c, a->id));
}

static enum store_status save_related(struct store_conn *c, void *arg)
{
	const struct fetched *f = arg;
	struct arena arena;
	arena_init(&arena, LIMIT_ARTIST);
	if (conn_begin(c))
		conn_end(c, save_fetched(c, f->artist, &arena));
	arena_free(&arena);
	return STORE_OK;
}

enum store_status store_save_related(struct store_conn *c, const struct artist *a)
{
	if (!words_is_id(a->id))
		return STORE_FAILED;
	struct fetched f = {a};
	return conn_do(c, CONN_WRITE, INT64_MAX, save_related, &f);
}

/* --- the operator's lists --- */

struct import {
	const char *artist_id;
	const struct related *items;
	int n;
};

static bool write_import(struct store_conn *c, const struct import *m, struct arena *arena)
{
	const struct value id = value_text(m->artist_id);
	/* Nobody makes a card of what is there until now. */
	if (!conn_run(c, STATEMENT_CARD_DROP, &id, 1) ||
	    !conn_run(c, STATEMENT_RELATED_IMPORTS_DROP, &id, 1))
		return false;
	for (int i = 0; i < m->n; i++) {
		const struct value row[] = {id, value_number(RANK_IMPORTED + 1 + i),
		    value_text(m->items[i].id), value_text(words_title(arena, m->items[i].name))};
		if (!conn_run(c, STATEMENT_RELATED_IMPORT, row, 4))
			return false;
	}
	return parts_save_card(c, m->artist_id);
}

static enum store_status import(struct store_conn *c, void *arg)
{
	struct arena arena;
	arena_init(&arena, LIMIT_ARTIST);
	if (conn_begin(c))
		conn_end(c, write_import(c, arg, &arena));
	arena_free(&arena);
	return STORE_OK;
}

enum store_status store_import_related(
    struct store_conn *c, const char *artist_id, const struct related *items, int n)
{
	bool good = words_is_id(artist_id) && n <= LIMIT_RELATED;
	for (int i = 0; i < n && good; i++)
		good = words_is_id(items[i].id);
	if (!good)
		return STORE_FAILED;
	struct import m = {artist_id, items, n};
	return conn_do(c, CONN_WRITE, INT64_MAX, import, &m);
}

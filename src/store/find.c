/* Reading: one artist, in one round trip where it has a card. */
#include "store/conn.h"

#include "base/clock.h"
#include "store/card.h"
#include "store/parts.h"
#include "store/row.h"
#include "store/words.h"

/* The columns of STATEMENT_FIND and STATEMENT_FIND_ID; STATEMENT_FIND_SOME has the key as well. */
enum {
	ID,
	NAME,
	OTHER_NAME,
	IMAGE_URL,
	URL,
	POPULARITY,
	FOLLOWERS,
	AGE_S,
	USED_DAYS,
	SONGS_KNOWN,
	RELATED_AGE_S,
	CARD,
	KEY,
};

/* Rows of STATEMENT_FIND_SOME; so many may not be all. */
enum { MOST_ROWS = 64 };

struct find {
	enum statement statement;
	const char *by; /* the key, or the id */
	struct artist *artist;
};

static void bind(struct row *r, char card[static CARD_BYTES])
{
	row_begin(r);
	for (int i = ID; i <= URL; i++)
		row_bind_text(r, i);
	for (int i = POPULARITY; i <= RELATED_AGE_S; i++)
		row_bind_number(r, i);
	row_bind_bytes(r, CARD, card, CARD_BYTES);
}

static void take(struct artist *a, const struct row *r)
{
	int64_t age = row_number(r, AGE_S), days = row_number(r, USED_DAYS),
		related_age = row_number(r, RELATED_AGE_S);
	a->id = row_id(r, ID, a);
	a->name = row_title(r, NAME, a);
	a->other_name = row_title(r, OTHER_NAME, a);
	a->image_url = row_url(r, IMAGE_URL, a);
	a->url = row_url(r, URL, a);
	a->popularity = row_number(r, POPULARITY) > 100 ? -1 : (int)row_number(r, POPULARITY);
	a->followers = row_number(r, FOLLOWERS);
	a->songs_known = row_number(r, SONGS_KNOWN) > 0;
	/* An age below zero: the server's clock was put back. -1: never. */
	a->related_known = related_age >= 0;
	a->related_ms = clock_ms() - related_age * 1000;
	a->fetched_ms = clock_ms() - (age > 0 ? age : 0) * 1000;
	a->used_days = days > 0 ? days : 0;
}

/* All of a row; true if nothing of the artist is missing then. */
static bool take_whole(struct artist *a, const struct row *r)
{
	struct str card;
	bool has_card = row_bytes(r, CARD, &card);
	take(a, r);
	bool whole = has_card && card_read(a, card);
	a->scattered = !whole && !(has_card && card.n == 0);
	return whole;
}

/* The artist's own row and, where it has one, its card. *whole: nothing is missing. */
static bool read_artist(struct store_conn *c, const struct find *f, bool *whole)
{
	const struct value by = value_text(f->by);
	char bytes[CARD_BYTES];
	struct row r;
	*whole = false;
	bind(&r, bytes);
	if (!conn_run(c, f->statement, &by, 1))
		return false;
	while (row_fetch(c, f->statement, &r))
		*whole = take_whole(f->artist, &r);
	return c->number == 0;
}

static enum store_status find(struct store_conn *c, void *arg)
{
	struct find *f = arg;
	bool whole, by_id = f->statement == STATEMENT_FIND_ID;
	struct artist *a = f->artist = artist_new();
	if (!a)
		return STORE_DOWN;
	bool read = read_artist(c, f, &whole);
	if (read && by_id && !a->id)
		a->id = artist_text(a, str_of(f->by), LIMIT_ID);
	if (read && a->id && (!a->name || whole || parts_read(c, a)))
		return a->name ? STORE_OK : STORE_ID;
	artist_unref(a);
	f->artist = NULL;
	return STORE_NONE;
}

static enum store_status find_one(struct store_conn *c, enum statement statement, const char *by,
    int64_t deadline, struct artist **out)
{
	struct find f = {.statement = statement, .by = by};
	enum store_status status = conn_do(c, CONN_READ, deadline, find, &f);
	*out = f.artist;
	return status;
}

/* --- several at once --- */

/* Gives a row to those who asked for its key and have none yet: it is the first of its key. False:
 * nobody did, or memory is short. */
static bool give(struct together_group *g, const struct row *r)
{
	struct str key = row_text(r, KEY);
	bool asked = false;
	for (int i = 0; i < g->n; i++) {
		struct together_answer *answer = &g->answers[i];
		if (!str_eqs(key, g->keys[i]))
			continue;
		asked = true;
		if (answer->artist)
			continue;
		answer->artist = artist_new();
		if (!answer->artist)
			return false;
		answer->whole = take_whole(answer->artist, r);
	}
	return asked;
}

static void forget(struct together_group *g)
{
	for (int i = 0; i < g->n; i++) {
		artist_unref(g->answers[i].artist);
		g->answers[i] = (struct together_answer){0};
	}
}

/* STORE_NONE: it does not tell of all of them. */
static enum store_status find_some(struct store_conn *c, void *arg)
{
	struct together_group *g = arg;
	struct value keys[TOGETHER_MOST];
	char bytes[CARD_BYTES];
	struct row r;
	int rows = 0;
	bool good = true;
	forget(g); /* of the first try */
	for (int i = 0; i < TOGETHER_MOST; i++)
		keys[i] = value_text(i < g->n ? g->keys[i] : "");
	bind(&r, bytes);
	row_bind_text(&r, KEY);
	if (!conn_run(c, STATEMENT_FIND_SOME, keys, TOGETHER_MOST))
		return STORE_DOWN;
	for (; row_fetch(c, STATEMENT_FIND_SOME, &r); rows++)
		good = good && give(g, &r);
	return good && rows < MOST_ROWS ? STORE_OK : STORE_NONE;
}

static enum store_status find_alone(
    struct store_conn *c, const char *key, int64_t deadline, struct artist **out)
{
	return find_one(c, STATEMENT_FIND, key, deadline, out);
}

/* What is left to do with an answer: an artist that is not whole is read once more, with the rest.
 */
static enum store_status take_answer(struct store_conn *c, const struct together_answer *answer,
    const char *key, int64_t deadline, struct artist **out)
{
	struct artist *a = answer->artist;
	if (!a)
		return STORE_NONE;
	if (!a->id || (a->name && !answer->whole)) {
		artist_unref(a);
		return find_alone(c, key, deadline, out);
	}
	*out = a;
	return a->name ? STORE_OK : STORE_ID;
}

/* Asks for the group, of which this thread is the first. */
static enum store_status find_for(struct store_conn *c, struct together_group *g, const char *key,
    int64_t deadline, struct artist **out)
{
	struct together *t = &c->store->together;
	enum store_status status;
	if (g->n == 1) {
		status = find_alone(c, key, deadline, out);
		together_tell(t, g, false);
		return status;
	}
	status = conn_do(c, CONN_READ, deadline, find_some, g);
	const struct together_answer own = g->answers[0];
	together_tell(t, g, status == STORE_OK);
	if (status == STORE_OK)
		return take_answer(c, &own, key, deadline, out);
	artist_unref(own.artist);
	return status == STORE_NONE ? find_alone(c, key, deadline, out) : status;
}

static enum store_status find_together(
    struct store_conn *c, const char *key, int64_t deadline, struct artist **out)
{
	struct together_seat self = {.key = key};
	struct together_group g;
	switch (together_ask(&c->store->together, &self, deadline, &g)) {
	case TOGETHER_LEAD:
		return find_for(c, &g, key, deadline, out);
	case TOGETHER_ANSWERED:
		return take_answer(c, &self.answer, key, deadline, out);
	case TOGETHER_ALONE:
		return find_alone(c, key, deadline, out);
	default:
		return STORE_DOWN;
	}
}

enum store_status store_find(
    struct store_conn *c, const char *key, int64_t deadline, struct artist **out)
{
	*out = NULL;
	if (!words_is_key(key))
		return STORE_NONE;
	conn_waits(c, true);
	enum store_status status = find_together(c, key, deadline, out);
	conn_waits(c, false);
	return status;
}

enum store_status store_find_id(
    struct store_conn *c, const char *id, int64_t deadline, struct artist **out)
{
	*out = NULL;
	if (!words_is_id(id))
		return STORE_NONE;
	return find_one(c, STATEMENT_FIND_ID, id, deadline, out);
}

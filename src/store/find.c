/* Reading: one artist, in one round trip where it has a card. */
#include "store/conn.h"

#include "base/clock.h"
#include "store/card.h"
#include "store/parts.h"
#include "store/row.h"
#include "store/words.h"

/* The columns of STATEMENT_FIND and STATEMENT_FIND_ID. */
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
};

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

/* The artist's own row and, where it has one, its card. *whole: nothing is missing. */
static bool read_artist(struct store_conn *c, const struct find *f, bool *whole)
{
	const struct value by = value_text(f->by);
	char bytes[CARD_BYTES];
	struct row r;
	struct str card;
	struct artist *a = f->artist;
	*whole = false;
	bind(&r, bytes);
	if (!conn_run(c, f->statement, &by, 1))
		return false;
	while (row_fetch(c, f->statement, &r)) {
		bool has_card = row_bytes(&r, CARD, &card);
		take(a, &r);
		*whole = has_card && card_read(a, card);
		a->scattered = !*whole && !(has_card && card.n == 0);
	}
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

enum store_status store_find(
    struct store_conn *c, const char *key, int64_t deadline, struct artist **out)
{
	*out = NULL;
	if (!words_is_key(key))
		return STORE_NONE;
	return find_one(c, STATEMENT_FIND, key, deadline, out);
}

enum store_status store_find_id(
    struct store_conn *c, const char *id, int64_t deadline, struct artist **out)
{
	*out = NULL;
	if (!words_is_id(id))
		return STORE_NONE;
	return find_one(c, STATEMENT_FIND_ID, id, deadline, out);
}

/* Reading: one round trip, one artist. */
#include "store/conn.h"

#include "base/clock.h"
#include "store/related.h"
#include "store/words.h"

enum {
	TEXT_SIZE = 4000, /* bytes of the widest column: 1000 characters */
	ID_SIZE = 256,
	N_TEXTS = 4,
	N_NUMBERS = 8,
	N_COLUMNS = N_NUMBERS + 1 + N_TEXTS,
};

/* Where the columns lie: two numbers, the id, the texts, six numbers. */
enum { PART, RANK, POPULARITY, FOLLOWERS, AGE_S, USED_DAYS, SONGS_KNOWN, RELATED_AGE_S };
enum { NAME, SECOND_NAME, IMAGE_URL, URL };

struct row {
	int64_t numbers[N_NUMBERS]; /* -1: NULL */
	char id[ID_SIZE];
	char texts[N_TEXTS][TEXT_SIZE];
	unsigned long lengths[N_COLUMNS];
	store_bool nulls[N_COLUMNS], cut[N_COLUMNS];
	MYSQL_BIND binds[N_COLUMNS];
};

struct find {
	enum statement statement;
	const char *by;        /* the key, or the id */
	struct artist *artist; /* NULL until its row came */
	const char *genres[LIMIT_GENRES];
	struct song songs[LIMIT_SONGS]; /* by rank; those without an id are not there */
	/* By rank, as above: what was learned, then what was imported. */
	struct related related[2 * LIMIT_RELATED];
	bool unknown;
};

static int column_of_number(int number)
{
	return number <= RANK ? number : number + 1 + N_TEXTS;
}

static void row_bind(struct row *r)
{
	memset(r->binds, 0, sizeof r->binds);
	for (int i = 0; i < N_COLUMNS; i++) {
		r->binds[i].length = &r->lengths[i];
		r->binds[i].is_null = &r->nulls[i];
		r->binds[i].error = &r->cut[i];
		r->binds[i].buffer_type = MYSQL_TYPE_STRING;
	}
	for (int i = 0; i < N_NUMBERS; i++) {
		MYSQL_BIND *b = &r->binds[column_of_number(i)];
		b->buffer_type = MYSQL_TYPE_LONGLONG;
		b->buffer = &r->numbers[i];
	}
	r->binds[2].buffer = r->id;
	r->binds[2].buffer_length = sizeof r->id;
	for (int i = 0; i < N_TEXTS; i++) {
		r->binds[3 + i].buffer = r->texts[i];
		r->binds[3 + i].buffer_length = TEXT_SIZE;
	}
}

/* NULLs become -1, and so does what is out of range. */
static void row_tidy(struct row *r)
{
	for (int i = 0; i < N_NUMBERS; i++) {
		int column = column_of_number(i);
		if (r->nulls[column] || r->cut[column] || r->numbers[i] < -1)
			r->numbers[i] = -1;
	}
}

/* A text column. length is that in the table, which may be more than was fetched. */
static struct str row_cell(const struct row *r, int column, const char *bytes, size_t size)
{
	size_t n = r->nulls[column] ? 0 : r->lengths[column];
	return (struct str){bytes, n < size ? n : size};
}

/* A title is cut to what an artist may hold; NULL if there is none. */
static const char *take_title(struct artist *a, const struct row *r, int text)
{
	struct str s = row_cell(r, 3 + text, r->texts[text], TEXT_SIZE);
	return artist_text(a, words_cut(s, LIMIT_TITLE), LIMIT_TITLE);
}

/* A part of an address is none: one that is too long is left out. */
static const char *take_url(struct artist *a, const struct row *r, int text)
{
	return artist_text(a, row_cell(r, 3 + text, r->texts[text], TEXT_SIZE), LIMIT_URL);
}

static const char *take_id(struct artist *a, const struct row *r)
{
	return artist_text(a, row_cell(r, 2, r->id, ID_SIZE), LIMIT_ID);
}

static void take_artist(struct artist *a, const struct row *r)
{
	int64_t age = r->numbers[AGE_S], days = r->numbers[USED_DAYS],
		related_age = r->numbers[RELATED_AGE_S];
	a->id = take_id(a, r);
	a->name = take_title(a, r, NAME);
	a->other_name = take_title(a, r, SECOND_NAME);
	a->image_url = take_url(a, r, IMAGE_URL);
	a->url = take_url(a, r, URL);
	a->popularity = r->numbers[POPULARITY] > 100 ? -1 : (int)r->numbers[POPULARITY];
	a->followers = r->numbers[FOLLOWERS];
	a->songs_known = r->numbers[SONGS_KNOWN] > 0;
	/* An age below zero: the server's clock was put back. -1: never. */
	a->related_known = related_age >= 0;
	a->related_ms = clock_ms() - related_age * 1000;
	a->fetched_ms = clock_ms() - (age > 0 ? age : 0) * 1000;
	a->used_days = days > 0 ? days : 0;
}

static void take_song(struct artist *a, const struct row *r, struct song *song)
{
	song->id = take_id(a, r);
	song->name = take_title(a, r, NAME);
	song->album = take_title(a, r, SECOND_NAME);
	song->image_url = take_url(a, r, IMAGE_URL);
	song->url = take_url(a, r, URL);
}

static void take_related(struct artist *a, const struct row *r, struct related *related)
{
	struct str source = row_cell(r, 3 + SECOND_NAME, r->texts[SECOND_NAME], TEXT_SIZE);
	related->id = take_id(a, r);
	related->name = take_title(a, r, NAME);
	related->image_url = take_url(a, r, IMAGE_URL);
	related->url = take_url(a, r, URL);
	related->source = related_source_of(source);
}

static void take_row(struct find *f, const struct row *r)
{
	int64_t rank = r->numbers[RANK];
	struct artist *a = f->artist;
	switch (r->numbers[PART]) {
	case FIND_ARTIST:
		take_artist(a, r);
		break;
	case FIND_GENRE:
		if (rank >= 1 && rank <= LIMIT_GENRES)
			f->genres[rank - 1] = take_title(a, r, NAME);
		break;
	case FIND_SONG:
		if (rank >= 1 && rank <= LIMIT_SONGS)
			take_song(a, r, &f->songs[rank - 1]);
		break;
	case FIND_RELATED:
		if (rank >= 1 && rank <= LIMIT_RELATED)
			take_related(a, r, &f->related[rank - 1]);
		rank -= RANK_IMPORTED;
		if (rank >= 1 && rank <= LIMIT_RELATED)
			take_related(a, r, &f->related[LIMIT_RELATED + rank - 1]);
		break;
	case FIND_UNKNOWN:
		f->unknown = true;
		break;
	default:
		break;
	}
}

/* Closes the gaps in the ranks. */
static void put_together(struct find *f)
{
	struct artist *a = f->artist;
	for (int i = 0; i < LIMIT_GENRES; i++)
		if (f->genres[i])
			a->genres[a->n_genres++] = f->genres[i];
	for (int i = 0; i < LIMIT_SONGS && a->songs_known; i++)
		if (f->songs[i].id && f->songs[i].name)
			a->songs[a->n_songs++] = f->songs[i];
	for (int i = 0; i < 2 * LIMIT_RELATED; i++)
		artist_add_related(a, &f->related[i]);
}

/* Reads to the end, so that the connection is free again. */
static bool fetch(struct store_conn *c, struct find *f)
{
	MYSQL_STMT *st = c->statements[f->statement];
	struct row r;
	row_bind(&r);
	int rc = mysql_stmt_bind_result(st, r.binds) ? 1 : 0;
	while (rc == 0) {
		rc = mysql_stmt_fetch(st);
		if (rc == MYSQL_DATA_TRUNCATED)
			rc = 0; /* lengths tell */
		if (rc == 0) {
			row_tidy(&r);
			take_row(f, &r);
		}
	}
	if (rc == 1)
		conn_failed(c, f->statement);
	mysql_stmt_free_result(st);
	return rc == MYSQL_NO_DATA;
}

static enum store_status find(struct store_conn *c, void *arg)
{
	struct find *f = arg;
	*f = (struct find){.statement = f->statement, .by = f->by, .artist = artist_new()};
	if (!f->artist)
		return STORE_DOWN;
	/* Each part of the statement says anew whom it is about; what is unknown has a name only.
	 */
	const struct value by = value_text(f->by), values[] = {by, by, by, by, by};
	size_t n = f->statement == STATEMENT_FIND ? 5 : 4;
	bool read = conn_run(c, f->statement, values, n) && fetch(c, f);
	if (read && f->artist->id && f->artist->name) {
		put_together(f);
		return STORE_OK;
	}
	if (read && f->artist->id)
		return STORE_ID;
	artist_unref(f->artist);
	f->artist = NULL;
	return f->unknown ? STORE_UNKNOWN : STORE_NONE;
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

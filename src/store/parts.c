#include "store/parts.h"

#include "store/card.h"
#include "store/related.h"
#include "store/row.h"
#include "store/words.h"

#include <stdio.h>

/* The columns: two numbers, the id, the texts. */
enum { PART, RANK, N_NUMBERS };
enum { ID = N_NUMBERS, TEXTS };
enum { NAME, SECOND_NAME, IMAGE_URL, URL, N_TEXTS };
enum { N_COLUMNS = TEXTS + N_TEXTS };

/* By rank; those without an id are not there. */
struct parts {
	struct artist *artist;
	const char *genres[LIMIT_GENRES];
	struct song songs[LIMIT_SONGS];
	/* What was learned, then what was imported. */
	struct related related[2 * LIMIT_RELATED];
};

static void bind(struct row *r)
{
	row_begin(r);
	row_bind_number(r, PART);
	row_bind_number(r, RANK);
	row_bind_text(r, ID);
	for (int i = 0; i < N_TEXTS; i++)
		row_bind_text(r, TEXTS + i);
}

static void take_song(struct artist *a, const struct row *r, struct song *song)
{
	song->id = row_id(r, ID, a);
	song->name = row_title(r, TEXTS + NAME, a);
	song->album = row_title(r, TEXTS + SECOND_NAME, a);
	song->image_url = row_url(r, TEXTS + IMAGE_URL, a);
	song->url = row_url(r, TEXTS + URL, a);
}

static void take_related(struct artist *a, const struct row *r, struct related *related)
{
	related->id = row_id(r, ID, a);
	related->name = row_title(r, TEXTS + NAME, a);
	related->image_url = row_url(r, TEXTS + IMAGE_URL, a);
	related->url = row_url(r, TEXTS + URL, a);
	related->source = related_source_of(row_text(r, TEXTS + SECOND_NAME));
}

static void take_row(struct parts *p, const struct row *r)
{
	int64_t rank = row_number(r, RANK);
	switch (row_number(r, PART)) {
	case FIND_GENRE:
		if (rank >= 1 && rank <= LIMIT_GENRES)
			p->genres[rank - 1] = row_title(r, TEXTS + NAME, p->artist);
		break;
	case FIND_SONG:
		if (rank >= 1 && rank <= LIMIT_SONGS)
			take_song(p->artist, r, &p->songs[rank - 1]);
		break;
	case FIND_RELATED:
		if (rank >= 1 && rank <= LIMIT_RELATED)
			take_related(p->artist, r, &p->related[rank - 1]);
		rank -= RANK_IMPORTED;
		if (rank >= 1 && rank <= LIMIT_RELATED)
			take_related(p->artist, r, &p->related[LIMIT_RELATED + rank - 1]);
		break;
	default:
		break;
	}
}

/* Closes the gaps in the ranks. */
static void put_together(struct parts *p)
{
	struct artist *a = p->artist;
	for (int i = 0; i < LIMIT_GENRES; i++)
		if (p->genres[i])
			a->genres[a->n_genres++] = p->genres[i];
	for (int i = 0; i < LIMIT_SONGS && a->songs_known; i++)
		if (p->songs[i].id && p->songs[i].name)
			a->songs[a->n_songs++] = p->songs[i];
	for (int i = 0; i < 2 * LIMIT_RELATED; i++)
		artist_add_related(a, &p->related[i]);
}

bool parts_read(struct store_conn *c, struct artist *a)
{
	struct parts p = {.artist = a};
	struct row r;
	/* Each part of the statement says anew whom it is about. */
	const struct value of = value_text(a->id), values[] = {of, of, of};
	bind(&r);
	if (!conn_run(c, STATEMENT_FIND_PARTS, values, 3))
		return false;
	while (row_fetch(c, STATEMENT_FIND_PARTS, &r))
		take_row(&p, &r);
	if (c->number)
		return false;
	put_together(&p);
	return true;
}

/* An empty card stands for one that would be too large. */
static bool write_card(struct store_conn *c, const struct artist *a)
{
	struct buf card;
	buf_init(&card, CARD_BYTES);
	bool fits = card_write(&card, a);
	const struct value row[] = {
	    value_bytes(fits ? buf_str(&card) : STR("")), value_text(a->id)};
	bool written = conn_run(c, STATEMENT_CARD, row, 2);
	buf_free(&card);
	return written;
}

bool parts_save_card(struct store_conn *c, const char *artist_id)
{
	const struct value id = value_text(artist_id);
	if (!conn_run(c, STATEMENT_CARD_DROP, &id, 1))
		return false;
	if (conn_matched(c, STATEMENT_CARD_DROP) == 0)
		return true; /* nobody is there to have one */
	struct artist *a = artist_new();
	if (a)
		a->id = artist_text(a, str_of(artist_id), LIMIT_ID);
	bool saved = true; /* without memory there is no card */
	if (a && a->id) {
		a->songs_known = true; /* whether they are is for the reader to judge */
		saved = parts_read(c, a) && write_card(c, a);
	}
	artist_unref(a);
	return saved;
}

static enum store_status gather(struct store_conn *c, void *arg)
{
	if (conn_begin(c))
		conn_end(c, parts_save_card(c, arg));
	return STORE_OK;
}

enum store_status store_gather(struct store_conn *c, const char *artist_id)
{
	char id[LIMIT_ID + 1];
	if (!words_is_id(artist_id))
		return STORE_FAILED;
	snprintf(id, sizeof id, "%s", artist_id);
	return conn_do(c, CONN_WRITE, INT64_MAX, gather, id);
}

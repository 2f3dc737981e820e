/* Writing. */
#include "store/conn.h"

#include "base/clock.h"
#include "store/batch.h"
#include "store/index.h"
#include "store/parts.h"
#include "store/related.h"
#include "store/words.h"

enum {
	/* An artist's own name is a better reason than what somebody once meant by a word; of
	 * namesakes the more popular one, by up to 100 more. */
	WEIGHT_OWN = 1000,
	WEIGHT_TYPED = 500,
	/* A save of an unknown name in so many also deletes some that are over. */
	EXPIRE_EVERY = 32,
	MAX_AGE_S = 10 * 366 * 86400,
	SOURCE_MAX = 16,
	/* Rows and their values, as STATEMENT_SONGS and STATEMENT_GENRES have. */
	SONGS = 5,
	SONG_VALUES = 7,
	GENRES = 4,
	GENRE_VALUES = 3,
};

struct save {
	const struct artist *artist;
	const struct store_name *names;
	size_t n_names;
	struct arena arena;  /* texts that had to be cleaned */
	bool looks_the_same; /* as before, where it is shown as related to others */
};

static int64_t age_s(int64_t since_ms)
{
	int64_t age = (clock_ms() - since_ms) / 1000;
	return age < 0 ? 0 : age > MAX_AGE_S ? MAX_AGE_S : age;
}

/* *newer: the row has data that were fetched later, which stay. */
static bool save_artist(struct store_conn *c, struct save *s, bool *newer)
{
	const struct artist *a = s->artist;
	const struct value id = value_text(a->id), age = value_number(age_s(a->fetched_ms));
	/* To fetch an artist again is not to ask for it. */
	const struct value made[] = {id, value_number(a->used_days)};
	const struct value name = value_text(words_title(&s->arena, a->name)),
			   image = value_text(words_url(a->image_url)),
			   url = value_text(words_url(a->url)), looks[] = {id, name, image, url};
	int64_t same = 0;
	if (!conn_run(c, STATEMENT_ARTIST_ROW, made, 2) ||
	    !conn_number(c, STATEMENT_ARTIST_SAME, looks, 4, &same))
		return false;
	s->looks_the_same = same > 0;
	const struct value data[] = {
	    name,
	    value_text(words_title(&s->arena, a->other_name)),
	    image,
	    url,
	    value_known(a->popularity <= 100 ? a->popularity : -1),
	    value_known(a->followers),
	    value_number(a->songs_known),
	    age,
	    value_number(a->related_known),
	    value_number(age_s(a->related_ms)),
	    age,
	    id,
	    age,
	};
	if (!conn_run(c, STATEMENT_ARTIST_DATA, data, sizeof data / sizeof *data))
		return false;
	*newer = conn_matched(c, STATEMENT_ARTIST_DATA) == 0;
	return true;
}

static bool save_genres(struct store_conn *c, struct save *s)
{
	const struct artist *a = s->artist;
	struct batch rows;
	int rank = 0;
	batch_begin(&rows, c, STATEMENT_GENRES, GENRE_VALUES, GENRES);
	for (int i = 0; i < a->n_genres; i++) {
		const char *genre = words_title(&s->arena, a->genres[i]);
		if (!genre)
			continue;
		const struct value row[] = {
		    value_text(a->id), value_number(++rank), value_text(genre)};
		if (!batch_add(&rows, row))
			return false;
	}
	const struct value rest[] = {value_text(a->id), value_number(rank)};
	return batch_end(&rows) && conn_run(c, STATEMENT_GENRES_CUT, rest, 2);
}

/* Credits are few: all of a song's are written anew. */
static bool save_credits(
    struct store_conn *c, struct save *s, const struct song *song, const struct value *rank)
{
	for (int i = 0; i < song->n_credits; i++) {
		const struct credit *credit = &song->credits[i];
		const char *name = words_title(&s->arena, credit->name);
		const struct value row[] = {value_text(s->artist->id), *rank, value_number(i + 1),
		    value_text(credit->id), value_text(name)};
		if (name && words_is_id(credit->id) && !conn_run(c, STATEMENT_CREDIT, row, 5))
			return false;
	}
	return true;
}

/* Ranks stay without gaps: a song that cannot be stored is left out. */
static bool save_songs(struct store_conn *c, struct save *s)
{
	const struct artist *a = s->artist;
	const struct value id = value_text(a->id);
	struct batch rows;
	int rank = 0;
	batch_begin(&rows, c, STATEMENT_SONGS, SONG_VALUES, SONGS);
	if (!conn_run(c, STATEMENT_CREDITS_DROP, &id, 1))
		return false;
	for (int i = 0; i < a->n_songs; i++) {
		const struct song *song = &a->songs[i];
		const char *name = words_title(&s->arena, song->name);
		if (!name || !words_is_id(song->id))
			continue;
		const struct value row[] = {id, value_number(++rank), value_text(song->id),
		    value_text(name), value_text(words_title(&s->arena, song->album)),
		    value_text(words_url(song->image_url)), value_text(words_url(song->url))};
		if (!batch_add(&rows, row) || !save_credits(c, s, song, &row[1]))
			return false;
	}
	const struct value rest[] = {id, value_number(rank)};
	return batch_end(&rows) && conn_run(c, STATEMENT_SONGS_CUT, rest, 2);
}

static bool save_name(struct store_conn *c, struct save *s, const struct store_name *n)
{
	const char *name = words_title(&s->arena, n->name);
	if (!name || !words_is_key(n->key) || !words_is_id(n->source) ||
	    strlen(n->source) > SOURCE_MAX)
		return true;
	const struct value key = value_text(n->key), text = value_text(name),
			   source = value_text(n->source);
	int popularity = s->artist->popularity > 0 ? s->artist->popularity : 0;
	const struct value weight = value_number(n->own ? WEIGHT_OWN + popularity : WEIGHT_TYPED);
	const struct value row[] = {
	    key, value_text(s->artist->id), text, source, weight, text, source, weight};
	return conn_run(c, STATEMENT_NAME, row, sizeof row / sizeof *row) &&
	       conn_run(c, STATEMENT_UNKNOWN_FORGET, &key, 1);
}

static bool save_all(struct store_conn *c, struct save *s)
{
	bool newer = false;
	if (!save_artist(c, s, &newer))
		return false;
	if (!newer && !save_genres(c, s))
		return false;
	if (!newer && s->artist->songs_known && !save_songs(c, s))
		return false;
	if (!newer && !(related_save(c, s->artist, &s->arena) && parts_save_card(c, s->artist->id)))
		return false;
	for (size_t i = 0; i < s->n_names; i++)
		if (!save_name(c, s, &s->names[i]))
			return false;
	return index_artist(c, s->artist->id);
}

static enum store_status save(struct store_conn *c, void *arg)
{
	struct save *s = arg;
	arena_init(&s->arena, LIMIT_ARTIST);
	if (conn_begin(c))
		conn_end(c, save_all(c, s));
	/* By itself: it locks others' rows. */
	const struct value id = value_text(s->artist->id);
	if (c->class == ERROR_NONE && !s->looks_the_same)
		conn_run(c, STATEMENT_CARDS_DROP, &id, 1);
	arena_free(&s->arena);
	return STORE_OK;
}

/* An artist without an id, or a name that can be shown, is nothing to store. */
static bool is_artist(const struct artist *a)
{
	struct arena room;
	arena_init(&room, LIMIT_ARTIST);
	bool named = words_is_id(a->id) && words_title(&room, a->name);
	arena_free(&room);
	return named;
}

enum store_status store_save(
    struct store_conn *c, const struct artist *a, const struct store_name *names, size_t n_names)
{
	if (!is_artist(a))
		return STORE_FAILED;
	struct save s = {.artist = a, .names = names, .n_names = n_names};
	return conn_do(c, CONN_WRITE, INT64_MAX, save, &s);
}

struct unknown {
	const char *key;
	int minutes;
};

static enum store_status save_unknown(struct store_conn *c, void *arg)
{
	const struct unknown *u = arg;
	const struct value minutes = value_number(u->minutes);
	const struct value row[] = {value_text(u->key), minutes, minutes};
	if (conn_run(c, STATEMENT_UNKNOWN, row, 3) && c->unknown_saves++ % EXPIRE_EVERY == 0)
		conn_run(c, STATEMENT_UNKNOWN_EXPIRE, NULL, 0);
	return STORE_OK;
}

enum store_status store_save_unknown(struct store_conn *c, const char *key, int minutes)
{
	if (!words_is_key(key) || minutes < 0)
		return STORE_FAILED;
	struct unknown u = {key, minutes};
	return conn_do(c, CONN_WRITE, INT64_MAX, save_unknown, &u);
}

struct touch {
	const char *id;
};

static enum store_status touch(struct store_conn *c, void *arg)
{
	const struct touch *t = arg;
	const struct value id = value_text(t->id);
	bool done = conn_run(c, STATEMENT_TOUCH, &id, 1);
	return done && conn_matched(c, STATEMENT_TOUCH) == 0 ? STORE_NONE : STORE_OK;
}

enum store_status store_touch(struct store_conn *c, const char *artist_id)
{
	if (!words_is_id(artist_id))
		return STORE_NONE;
	struct touch t = {artist_id};
	return conn_do(c, CONN_WRITE, INT64_MAX, touch, &t);
}

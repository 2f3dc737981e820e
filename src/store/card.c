/* A card is its version, then how many genres there are and their texts, the songs and the related
 * artists likewise. A text is two bytes of length and its bytes, with a NUL behind, so that it can
 * be pointed at where it is; one that is not there has the length ABSENT and nothing else. */
#include "store/card.h"

enum { VERSION = 1, ABSENT = 0xffff };

/* --- packing --- */

static void put_text(struct buf *out, const char *text)
{
	size_t n = text ? strlen(text) : ABSENT;
	if (n > ABSENT) {
		out->failed = true;
		return;
	}
	buf_addc(out, (char)(n >> 8));
	buf_addc(out, (char)(n & 0xff));
	if (text)
		buf_add(out, text, n + 1);
}

bool card_write(struct buf *out, const struct artist *a)
{
	buf_addc(out, VERSION);
	buf_addc(out, (char)a->n_genres);
	for (int i = 0; i < a->n_genres; i++)
		put_text(out, a->genres[i]);
	buf_addc(out, (char)a->n_songs);
	for (int i = 0; i < a->n_songs; i++) {
		const struct song *s = &a->songs[i];
		const char *const texts[] = {s->id, s->name, s->album, s->image_url, s->url};
		for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
			put_text(out, texts[k]);
	}
	buf_addc(out, (char)a->n_related);
	for (int i = 0; i < a->n_related; i++) {
		const struct related *r = &a->related[i];
		const char *const texts[] = {r->id, r->name, r->image_url, r->url};
		for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
			put_text(out, texts[k]);
		buf_addc(out, (char)r->source);
	}
	return !out->failed;
}

/* --- unpacking --- */

/* What is left of the card; bad once something did not fit. */
struct reader {
	const char *p;
	size_t n;
	bool bad;
};

static int take_byte(struct reader *r, int max)
{
	int value = !r->bad && r->n > 0 ? (unsigned char)*r->p : max + 1;
	if (value > max) {
		r->bad = true;
		return 0;
	}
	r->p++;
	r->n--;
	return value;
}

static const char *take_text(struct reader *r)
{
	size_t high = (size_t)take_byte(r, 0xff), n = high << 8 | (size_t)take_byte(r, 0xff);
	if (r->bad || n == ABSENT)
		return NULL;
	const char *text = r->p;
	if (n >= r->n || text[n] != '\0') {
		r->bad = true;
		return NULL;
	}
	r->p += n + 1;
	r->n -= n + 1;
	return text;
}

static const char *take_needed(struct reader *r)
{
	const char *text = take_text(r);
	r->bad |= !text;
	return text;
}

static void take_song(struct reader *r, struct song *s)
{
	*s = (struct song){.id = take_needed(r)};
	s->name = take_needed(r);
	s->album = take_text(r);
	s->image_url = take_text(r);
	s->url = take_text(r);
}

static void take_related(struct reader *r, struct related *related)
{
	*related = (struct related){.id = take_needed(r)};
	related->name = take_needed(r);
	related->image_url = take_text(r);
	related->url = take_text(r);
	related->source = (enum related_source)take_byte(r, RELATED_SOURCES - 1);
}

bool card_read(struct artist *a, struct str card)
{
	const char *copy = arena_copy(&a->arena, card);
	struct reader r = {.p = copy, .n = card.n, .bad = !copy};
	r.bad |= take_byte(&r, 0xff) != VERSION;
	int genres = take_byte(&r, LIMIT_GENRES);
	for (int i = 0; i < genres; i++)
		a->genres[i] = take_needed(&r);
	int songs = take_byte(&r, LIMIT_SONGS);
	for (int i = 0; i < songs; i++)
		take_song(&r, &a->songs[i]);
	int related = take_byte(&r, LIMIT_RELATED);
	for (int i = 0; i < related; i++)
		take_related(&r, &a->related[i]);
	if (r.bad || r.n > 0)
		return false;
	a->n_genres = genres;
	a->n_songs = a->songs_known ? songs : 0;
	a->n_related = related;
	return true;
}

#include "music/lookup.h"

#include "base/buf.h"
#include "base/clock.h"
#include "http/http.h"
#include "music/choose.h"
#include "music/fetch.h"
#include "music/related.h"
#include "names/respell.h"
#include "spotify/decode.h"

#include <stdio.h>
#include <stdlib.h>

struct lookup {
	struct spotify *s;
	const struct config_spotify *c;
	char name[LIMIT_NAME + 1], key[LIMIT_KEY + 1];
	struct artist *known; /* to be fetched (again); or NULL */
	bool keep_songs;
	enum lookup_scope scope;
	int64_t deadline;
	lookup_found_fn *found;
	lookup_done_fn *done;
	void *context;
	struct spotify_artists first,
	    second;                  /* candidates, in the bot's language and in the other */
	struct respelling spellings; /* what else is searched for */
	int spelt;                   /* of these */
	struct artist *artist;       /* who was meant, as Spotify told */
	struct artist *own;          /* the answer: gets the parts as they come */
	bool beside;                 /* all parts are fetched at once */
	unsigned waiting;            /* for these parts */
	enum spotify_status artist_status, related_status; /* of the parts that came */
};

/* Parts of an answer; PART_START stands for those that are still to be asked for. */
enum { PART_ARTIST = 1, PART_SONGS = 2, PART_RELATED = 4, PART_START = 8 };

static spotify_done_fn on_first, on_second, on_spelt, on_artist;
static fetch_done_fn on_songs;
static void search_instead(struct lookup *l);

static void end(struct lookup *l, enum lookup_status status)
{
	l->done(l->context, status, status == LOOKUP_FOUND ? artist_ref(l->own) : NULL);
	spotify_artists_free(&l->first);
	spotify_artists_free(&l->second);
	artist_unref(l->artist);
	artist_unref(l->own);
	artist_unref(l->known);
	free(l);
}

/* What a call that brought nothing makes of the lookup. */
static enum lookup_status failure(enum spotify_status status)
{
	switch (status) {
	case SPOTIFY_CLOSED:
	case SPOTIFY_REFUSED:
		return LOOKUP_CLOSED;
	case SPOTIFY_LATE:
		return LOOKUP_LATE;
	default:
		return LOOKUP_FAILED;
	}
}

static void get(struct lookup *l, enum spotify_endpoint endpoint, const struct buf *path,
    const char *language, spotify_done_fn *done)
{
	if (path->failed)
		done(l, SPOTIFY_FAILED, STR(""));
	else
		spotify_get(l->s, endpoint, path->data, language, l->deadline, done, l);
}

/* --- parts --- */

/* Where Spotify may not be asked for related artists nothing better will come: then they are known
 * as well. */
static void add_related(struct lookup *l)
{
	struct artist *a = l->own;
	bool told = l->scope != LOOKUP_ARTIST && l->related_status == SPOTIFY_OK,
	     allowed = spotify_allows(l->s, SPOTIFY_RELATED);
	if (told || !allowed) {
		a->related_known = true;
		a->related_ms = clock_ms();
	} else if (l->known) {
		a->related_known = l->known->related_known;
		a->related_ms = l->known->related_ms;
		related_add_known(a, l->known, true);
	}
	related_add_credited(a);
	if (l->known)
		related_add_known(a, l->known, false);
}

/* What the parts are fetched with; done is to be set. */
static struct fetch fetch_of(struct lookup *l)
{
	return (struct fetch){
	    .spotify = l->s,
	    .c = l->c,
	    .into = l->own,
	    .deadline = l->deadline,
	    .context = l,
	};
}

static void get_songs(struct lookup *l, const char *name)
{
	struct fetch f = fetch_of(l);
	f.done = on_songs;
	l->waiting |= PART_SONGS;
	fetch_songs(&f, name);
}

/* Songs that were asked for beside the artist may have been searched by a name that it no longer
 * bears. */
static bool search_renamed(struct lookup *l)
{
	if (!l->beside || !l->artist || !l->own->songs_known || l->own->n_songs > 0 ||
	    !strcmp(l->known->name, l->artist->name))
		return false;
	l->beside = false;
	get_songs(l, l->artist->name);
	return true;
}

/* All parts are there, or will not come. */
static void finish(struct lookup *l)
{
	bool only_related = l->scope == LOOKUP_ONLY_RELATED;
	if (!only_related && l->artist_status == SPOTIFY_NOT_FOUND) {
		search_instead(l);
	} else if (!only_related && !l->artist) {
		end(l, failure(l->artist_status));
	} else if (only_related && l->related_status != SPOTIFY_OK &&
		   l->related_status != SPOTIFY_REFUSED) {
		end(l, failure(l->related_status));
	} else if (!search_renamed(l)) {
		add_related(l);
		end(l, LOOKUP_FOUND);
	}
}

/* Who cannot wait for all of it is shown what is there. */
static void show(struct lookup *l)
{
	if (!l->artist || l->waiting & PART_ARTIST)
		return;
	if (l->waiting & PART_SONGS) {
		l->found(l->context, l->artist, false);
		return;
	}
	struct artist *shown = artist_copy(l->own);
	if (!shown)
		return;
	related_add_credited(shown);
	l->found(l->context, shown, true);
	artist_unref(shown);
}

static void on_part(struct lookup *l, unsigned part)
{
	l->waiting &= ~part;
	if (l->waiting)
		show(l);
	else
		finish(l);
}

/* Where the songs could not be had, those of before are better than none. */
static void on_songs(void *context, enum spotify_status status)
{
	struct lookup *l = context;
	struct artist *a = l->own;
	a->songs_known = status == SPOTIFY_OK;
	if (!a->songs_known && l->keep_songs && a->n_songs == 0)
		artist_borrow_songs(a, l->known);
	on_part(l, PART_SONGS);
}

static void on_related(void *context, enum spotify_status status)
{
	struct lookup *l = context;
	l->related_status = status;
	on_part(l, PART_RELATED);
}

/* Fetches what goes with the artist, who has this name, and what else is wanted. A part may be
 * there at once, and the last one ends the lookup. */
static void fetch_parts(struct lookup *l, const char *name)
{
	if (l->scope != LOOKUP_ONLY_RELATED)
		get_songs(l, name);
	if (l->scope != LOOKUP_ARTIST) {
		struct fetch f = fetch_of(l);
		f.done = on_related;
		l->waiting |= PART_RELATED;
		fetch_related(&f);
	}
	on_part(l, PART_START);
}

/* It is known who was meant. */
static void on_chosen(struct lookup *l)
{
	if (!l->own)
		l->own = artist_new();
	if (!l->own || !artist_take_data(l->own, l->artist)) {
		end(l, LOOKUP_FAILED);
		return;
	}
	l->found(l->context, l->artist, false);
	l->waiting = PART_START;
	fetch_parts(l, l->artist->name);
}

/* --- the artist --- */

static void search_artists(
    struct lookup *l, const char *what, const char *language, spotify_done_fn *done)
{
	struct buf path;
	buf_init(&path, 4 * LIMIT_NAME);
	buf_addf(&path, "/v1/search?type=artist&limit=%d&market=", SPOTIFY_PAGE);
	http_encode(&path, str_of(l->c->market));
	buf_adds(&path, "&q=");
	http_encode(&path, str_of(what));
	get(l, SPOTIFY_SEARCH, &path, language, done);
	buf_free(&path);
}

/* Takes a candidate of the second search, with the name the first one gave it where it was there
 * too. */
static void take_from_second(struct lookup *l, int chosen)
{
	struct artist *a = l->second.items[chosen];
	l->artist = artist_ref(a);
	for (int i = 0; i < l->first.n; i++) {
		const struct artist *same = l->first.items[i];
		if (strcmp(same->id, a->id) || !strcmp(same->name, a->name))
			continue;
		const char *name = artist_text(a, str_of(same->name), LIMIT_TITLE);
		if (name) {
			a->other_name = a->name;
			a->name = name;
		}
	}
}

/* What was typed in Hangul, as it may be spelt in Latin letters: one way after the other. */
static void search_spelt(struct lookup *l)
{
	if (l->spelt == l->spellings.n)
		end(l, LOOKUP_UNKNOWN);
	else
		search_artists(l, l->spellings.items[l->spelt++], l->c->other_language, on_spelt);
}

static void on_spelt(void *context, enum spotify_status status, struct str body)
{
	struct lookup *l = context;
	spotify_artists_free(&l->second);
	if (status != SPOTIFY_OK || !spotify_decode_search(body, &l->second)) {
		end(l, failure(status));
		return;
	}
	int chosen = choose_by_sound(&l->second, l->name);
	if (chosen < 0) {
		search_spelt(l);
		return;
	}
	take_from_second(l, chosen);
	on_chosen(l);
}

static void on_second(void *context, enum spotify_status status, struct str body)
{
	struct lookup *l = context;
	if (status != SPOTIFY_OK || !spotify_decode_search(body, &l->second)) {
		end(l, failure(status));
		return;
	}
	int chosen = choose_by_key(&l->second, l->key);
	if (chosen < 0)
		chosen = choose_by_sound(&l->second, l->name);
	if (chosen < 0) {
		respell(&l->spellings, str_of(l->name));
		search_spelt(l);
		return;
	}
	take_from_second(l, chosen);
	on_chosen(l);
}

static void on_first(void *context, enum spotify_status status, struct str body)
{
	struct lookup *l = context;
	if (status != SPOTIFY_OK || !spotify_decode_search(body, &l->first)) {
		end(l, failure(status));
		return;
	}
	int chosen = choose_by_key(&l->first, l->key);
	if (chosen < 0) {
		search_artists(l, l->name, l->c->other_language, on_second);
		return;
	}
	l->artist = artist_ref(l->first.items[chosen]);
	on_chosen(l);
}

/* The id is gone: who bears the name now? */
static void search_instead(struct lookup *l)
{
	artist_unref(l->own);
	artist_unref(l->known);
	l->own = l->known = NULL;
	l->artist_status = SPOTIFY_OK; /* of whom is found now */
	l->beside = l->keep_songs = false;
	search_artists(l, l->name, l->c->language, on_first);
}

/* The artist of the body, with the other name it was known by. */
static struct artist *decode_known(struct lookup *l, struct str body)
{
	struct artist *a = spotify_decode_artist(body);
	const char *other = l->known->other_name;
	if (a && other && strcmp(other, a->name) != 0)
		a->other_name = artist_text(a, str_of(other), LIMIT_TITLE);
	if (a)
		a->used_days = l->known->used_days;
	return a;
}

static void on_artist(void *context, enum spotify_status status, struct str body)
{
	struct lookup *l = context;
	l->artist_status = status;
	l->artist = status == SPOTIFY_OK ? decode_known(l, body) : NULL;
	if (l->artist && !l->beside) {
		on_chosen(l); /* only now the rest can be asked for */
		return;
	}
	if (l->artist && !artist_take_data(l->own, l->artist)) {
		artist_unref(l->artist);
		l->artist = NULL;
	}
	on_part(l, PART_ARTIST);
}

static void get_artist(struct lookup *l)
{
	struct buf path;
	buf_init(&path, LIMIT_URL);
	buf_addf(&path, "/v1/artists/%s", l->known->id);
	get(l, SPOTIFY_ARTIST, &path, l->c->language, on_artist);
	buf_free(&path);
}

/* The artist is known by its id. Where its name is known, too, and Spotify may be asked freely, all
 * parts are fetched at once; a gate that is to be tried first lets a single call pass. */
static void begin_known(struct lookup *l)
{
	bool only_related = l->scope == LOOKUP_ONLY_RELATED;
	l->beside = l->known->name && !only_related && spotify_is_open(l->s);
	l->own = only_related ? artist_copy(l->known) : artist_new();
	if (l->own && !only_related)
		l->own->id = artist_text(l->own, str_of(l->known->id), LIMIT_ID);
	if (!l->own || !l->own->id) {
		end(l, LOOKUP_FAILED);
		return;
	}
	l->own->n_related = 0;
	l->waiting = only_related ? PART_START : l->beside ? PART_ARTIST | PART_START : PART_ARTIST;
	bool more = l->waiting & PART_START; /* else the call may be the end of the lookup */
	if (!only_related)
		get_artist(l);
	if (more)
		fetch_parts(l, l->known->name);
}

void lookup_begin(struct spotify *s, const struct config_spotify *c, const struct lookup_request *r,
    lookup_found_fn *found, lookup_done_fn *done, void *context)
{
	struct lookup *l = calloc(1, sizeof *l);
	if (!l) {
		done(context, LOOKUP_FAILED, NULL);
		return;
	}
	l->s = s;
	l->c = c;
	l->scope = r->scope;
	l->deadline = r->deadline;
	l->found = found;
	l->done = done;
	l->context = context;
	snprintf(l->name, sizeof l->name, "%s", r->name);
	snprintf(l->key, sizeof l->key, "%s", r->key);
	l->known = r->known ? artist_ref(r->known) : NULL;
	l->keep_songs = r->known && r->keep_songs;
	if (l->known)
		begin_known(l);
	else
		search_artists(l, l->name, c->language, on_first);
}

#include "skill/views.h"

#include "kakao/limits.h"

enum { MAX_TEXT = 16 * 1024 }; /* bytes; the reply's builder cuts to what Kakao allows */

static void add_line(struct buf *out, const struct wording *w, enum word word, const char *name,
    const struct buf *value)
{
	if (!value->len)
		return;
	wording_fill(out, w, word, name, buf_str(value));
	buf_addc(out, '\n');
}

static void add_genres(struct buf *out, const struct artist *a, const struct wording *w)
{
	struct buf genres;
	buf_init(&genres, MAX_TEXT);
	for (int i = 0; i < a->n_genres; i++) {
		buf_adds(&genres, i ? ", " : "");
		buf_adds(&genres, a->genres[i]);
	}
	add_line(out, w, WORD_ARTIST_GENRES, "genres", &genres);
	buf_free(&genres);
}

static void add_numbers(struct buf *out, const struct artist *a, const struct wording *w)
{
	struct buf number;
	buf_init(&number, 64);
	if (a->followers >= 0)
		wording_number(&number, w, a->followers);
	add_line(out, w, WORD_ARTIST_FOLLOWERS, "followers", &number);
	buf_rewind(&number, 0);
	if (a->popularity >= 0)
		buf_addf(&number, "%d", a->popularity);
	add_line(out, w, WORD_ARTIST_POPULARITY, "popularity", &number);
	buf_free(&number);
}

static void add_card(struct kakao_reply *r, const struct artist *a, const struct wording *w)
{
	struct buf description, alt;
	buf_init(&description, MAX_TEXT);
	buf_init(&alt, MAX_TEXT);
	add_genres(&description, a, w);
	add_numbers(&description, a, w);
	buf_add_str(&description, wording_text(w, WORD_ARTIST_CREDIT));
	wording_fill(&alt, w, WORD_ARTIST_PICTURE, "name", str_of(a->name));
	const struct kakao_button open = {
	    .action = KAKAO_WEB_LINK,
	    .label = wording_text(w, WORD_ARTIST_OPEN),
	    .value = str_of(a->url),
	};
	const struct kakao_basic_card card = {
	    .title = str_of(a->name),
	    .description = buf_str(&description),
	    /* Spotify's terms: pictures are shown whole, and lead back to it. */
	    .thumbnail =
		{
		    .image_url = str_of(a->image_url),
		    .alt = buf_str(&alt),
		    .link = {.web = str_of(a->url)},
		    .whole = true,
		},
	    .buttons = &open,
	    .n_buttons = 1,
	};
	kakao_reply_basic_card(r, &card);
	buf_free(&alt);
	buf_free(&description);
}

void artist_view_add(struct kakao_reply *r, const struct artist *a, const struct wording *w)
{
	int n = a->n_songs < KAKAO_LIST_ITEMS ? a->n_songs : KAKAO_LIST_ITEMS;
	add_card(r, a, w);
	if (n > 0)
		songs_list_add(r, a, n, w);
	else if (a->songs_known)
		kakao_reply_text(r, wording_text(w, WORD_SONGS_NONE));
}

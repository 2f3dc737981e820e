#include "skill/views.h"

#include "kakao/limits.h"

enum { MAX_TEXT = 4 * 1024 };

_Static_assert((int)LIMIT_RELATED <= (int)KAKAO_CAROUSEL_ITEMS, "a card for each");

/* One neighbour, and what its card's parts borrow. */
struct neighbour {
	struct tap tap;
	struct kakao_button buttons[2];
	struct buf alt;
};

static void make_card(struct kakao_basic_card *card, struct neighbour *n, const struct related *a,
    const struct manner *m)
{
	const struct wording *w = m->wording;
	size_t n_buttons = 0;
	buf_init(&n->alt, MAX_TEXT);
	wording_fill(&n->alt, w, WORD_ARTIST_PICTURE, "name", str_of(a->name));
	const struct tap_target target = {VIEW_ARTIST, a->id, a->name, NULL, NULL};
	if (tap_make(&n->tap, m, &target))
		n->buttons[n_buttons++] = tap_button(&n->tap, wording_text(w, WORD_RELATED_SHOW));
	n->buttons[n_buttons++] = (struct kakao_button){
	    .action = KAKAO_WEB_LINK,
	    .label = wording_text(w, WORD_ARTIST_OPEN),
	    .value = str_of(a->url),
	};
	*card = (struct kakao_basic_card){
	    .title = str_of(a->name),
	    .description = wording_text(w, WORD_ARTIST_CREDIT),
	    .thumbnail =
		{
		    .image_url = str_of(a->image_url),
		    .alt = buf_str(&n->alt),
		    .link.web = str_of(a->url),
		    .whole = true,
		},
	    .buttons = n->buttons,
	    .n_buttons = n_buttons,
	};
}

static void say(
    struct kakao_reply *r, const struct artist *a, enum word word, const struct wording *w)
{
	struct buf text;
	buf_init(&text, MAX_TEXT);
	wording_fill(&text, w, word, "name", str_of(a->name));
	kakao_reply_text(r, buf_str(&text));
	buf_free(&text);
}

void related_view_add(struct kakao_reply *r, const struct artist *a, const struct manner *m)
{
	struct kakao_basic_card cards[LIMIT_RELATED];
	struct neighbour neighbours[LIMIT_RELATED];
	size_t n = 0;
	for (int i = 0; i < a->n_related; i++, n++)
		make_card(&cards[n], &neighbours[n], &a->related[i], m);
	say(r, a, n ? WORD_RELATED_HEADER : WORD_RELATED_NONE, m->wording);
	if (n)
		kakao_reply_basic_cards(r, cards, n, NULL);
	for (size_t i = 0; i < n; i++)
		buf_free(&neighbours[i].alt);
}

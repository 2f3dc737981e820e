#include "skill/views.h"

#include "kakao/limits.h"

enum {
	MAX_TEXT = 4 * 1024,
	MAX_LISTS = (LIMIT_SONGS + KAKAO_CAROUSEL_LIST_ITEMS - 1) / KAKAO_CAROUSEL_LIST_ITEMS
};

static struct kakao_list_item item_of(const struct song *s)
{
	return (struct kakao_list_item){
	    .title = str_of(s->name),
	    .description = str_of(s->album),
	    .image_url = str_of(s->image_url),
	    .link.web = str_of(s->url),
	};
}

static struct kakao_button more_of(const struct artist *a, const struct wording *w)
{
	return (struct kakao_button){
	    .action = KAKAO_WEB_LINK,
	    .label = wording_text(w, WORD_SONGS_MORE),
	    .value = str_of(a->url),
	};
}

void songs_list_add(struct kakao_reply *r, const struct artist *a, int n, const struct wording *w)
{
	struct kakao_list_item items[LIMIT_SONGS];
	const struct kakao_button more = more_of(a, w);
	struct buf header;
	buf_init(&header, MAX_TEXT);
	wording_fill(&header, w, WORD_SONGS_HEADER, "name", str_of(a->name));
	for (int i = 0; i < n; i++)
		items[i] = item_of(&a->songs[i]);
	const struct kakao_list_card list = {
	    .header = buf_str(&header),
	    .items = items,
	    .n_items = (size_t)n,
	    .buttons = &more,
	    .n_buttons = 1,
	};
	kakao_reply_list_card(r, &list);
	buf_free(&header);
}

/* More than one list holds: a carousel of them, side by side. */
static void add_lists(struct kakao_reply *r, const struct artist *a, const struct wording *w)
{
	struct kakao_list_card lists[MAX_LISTS];
	struct kakao_list_item items[LIMIT_SONGS];
	const struct kakao_button more = more_of(a, w);
	struct buf header;
	size_t n = 0;
	buf_init(&header, MAX_TEXT);
	wording_fill(&header, w, WORD_SONGS_HEADER, "name", str_of(a->name));
	for (int i = 0; i < a->n_songs; i += KAKAO_CAROUSEL_LIST_ITEMS) {
		int left = a->n_songs - i;
		lists[n++] = (struct kakao_list_card){
		    .header = buf_str(&header),
		    .items = items + i,
		    .n_items =
			(size_t)(left < KAKAO_CAROUSEL_LIST_ITEMS ? left
								  : KAKAO_CAROUSEL_LIST_ITEMS),
		    .buttons = &more,
		    .n_buttons = 1,
		};
	}
	for (int i = 0; i < a->n_songs; i++)
		items[i] = item_of(&a->songs[i]);
	kakao_reply_list_cards(r, lists, n);
	buf_free(&header);
}

void songs_view_add(struct kakao_reply *r, const struct artist *a, const struct wording *w)
{
	if (a->n_songs > KAKAO_LIST_ITEMS)
		add_lists(r, a, w);
	else if (a->n_songs > 0)
		songs_list_add(r, a, a->n_songs, w);
	else
		kakao_reply_text(r, wording_text(w, WORD_SONGS_NONE));
}

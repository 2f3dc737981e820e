#include "skill/views.h"

#include "kakao/limits.h"

/* Related artists that the quick replies name. */
enum { RELATED_QUICK = 5 };

static void offer(struct kakao_reply *r, const struct artist *a, enum view view, enum word label,
    const struct manner *m)
{
	const struct tap_target target = {view, a->id, a->name, NULL, NULL};
	tap_quick(r, m, wording_text(m->wording, label), &target);
}

static void offer_artist(
    struct kakao_reply *r, const char *id, const char *name, const struct manner *m)
{
	const struct tap_target target = {VIEW_ARTIST, id, name, NULL, NULL};
	tap_quick(r, m, str_of(name), &target);
}

/* To the other views of this artist, then to its neighbours. */
static void offer_views(
    struct kakao_reply *r, const struct artist *a, enum view view, const struct manner *m)
{
	bool more_songs =
	    view == VIEW_ARTIST ? a->n_songs > KAKAO_LIST_ITEMS : a->n_songs > 0 || !a->songs_known;
	if (view != VIEW_ARTIST)
		offer_artist(r, a->id, a->name, m);
	if (view != VIEW_SONGS && more_songs)
		offer(r, a, VIEW_SONGS, WORD_SONGS_LABEL, m);
	if (view != VIEW_RELATED && (a->n_related > 0 || !a->related_known))
		offer(r, a, VIEW_RELATED, WORD_RELATED_LABEL, m);
	/* In the view of the related artists they have cards. */
	for (int i = 0; view != VIEW_RELATED && i < a->n_related && i < RELATED_QUICK; i++)
		offer_artist(r, a->related[i].id, a->related[i].name, m);
}

void view_add(struct kakao_reply *r, const struct artist *a, enum view view, const struct manner *m)
{
	switch (view) {
	case VIEW_ARTIST:
		artist_view_add(r, a, m->wording);
		break;
	case VIEW_SONGS:
		songs_view_add(r, a, m->wording);
		break;
	case VIEW_RELATED:
		related_view_add(r, a, m);
		break;
	}
	offer_views(r, a, view, m);
}

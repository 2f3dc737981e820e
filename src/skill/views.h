/* The bubbles that show an artist: the card with its songs, more songs, those related to it; and
 * the quick replies that lead from each to the others. What is not known is left out. Each bubble
 * that holds Spotify's data names it and leads back to it, and pictures are shown whole: its terms.
 */
#ifndef ARTISTBOT_SKILL_VIEWS_H
#define ARTISTBOT_SKILL_VIEWS_H

#include "model/artist.h"
#include "skill/tap.h"

/* Adds a view to a reply. */
void view_add(
    struct kakao_reply *r, const struct artist *a, enum view view, const struct manner *m);

/* Each one's bubbles. */
void artist_view_add(struct kakao_reply *r, const struct artist *a, const struct wording *w);
void songs_view_add(struct kakao_reply *r, const struct artist *a, const struct wording *w);
void related_view_add(struct kakao_reply *r, const struct artist *a, const struct manner *m);

/* The first songs as one list, at most n. */
void songs_list_add(struct kakao_reply *r, const struct artist *a, int n, const struct wording *w);

#endif

/* The bubbles that show an artist: the card, and the songs below it. */
#ifndef ARTISTBOT_SKILL_ARTIST_VIEW_H
#define ARTISTBOT_SKILL_ARTIST_VIEW_H

#include "kakao/reply.h"
#include "model/artist.h"
#include "skill/phrase.h"
#include "skill/wording.h"

/* Adds a view of an artist to a reply. What is not known is left out. */
void artist_view_add(
    struct kakao_reply *r, const struct artist *a, enum view view, const struct wording *w);

#endif

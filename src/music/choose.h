/* Which of Spotify's candidates was meant. Its search always finds somebody: that a candidate comes
 * first proves nothing. Only one who plausibly bears the name is an answer. */
#ifndef ARTISTBOT_MUSIC_CHOOSE_H
#define ARTISTBOT_MUSIC_CHOOSE_H

#include "spotify/decode.h"

/* The index of the candidate whose name has the key, or has it but for the article (Weeknd, The
 * Eagles); of several, the most popular, then the first. -1 if there is none. */
int choose_by_key(const struct spotify_artists *candidates, const char *key);

/* The index of the candidate whose name sounds most like what was typed in the other script
 * (names/match.h), far more than it could by chance; of several, as above. -1 if none does. */
int choose_by_sound(const struct spotify_artists *candidates, const char *typed);

#endif

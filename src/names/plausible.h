/* Could a text be an artist's name at all? What plainly is none is not worth a call to Spotify,
 * which finds somebody for anything. Says nothing about sentences: they can be names. */
#ifndef ARTISTBOT_NAMES_PLAUSIBLE_H
#define ARTISTBOT_NAMES_PLAUSIBLE_H

#include <stdbool.h>

/* False for links and mail addresses, for texts of nothing but symbols or lone jamo (ㅋㅋㅋ, ㅠㅠ,
 * ㅇㅇ), and for long numbers. name is terminated UTF-8, key its name key (names/key.h). */
bool name_plausible(const char *name, const char *key);

#endif

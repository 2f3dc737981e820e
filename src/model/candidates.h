/* Artists one of whom may have been meant: what a question among several offers. */
#ifndef ARTISTBOT_MODEL_CANDIDATES_H
#define ARTISTBOT_MODEL_CANDIDATES_H

#include "base/limits.h"

#include <stdbool.h>

/* So many different users must choose one before that counts for others. */
enum { CHOICE_USERS = 3 };

struct candidate {
	char id[LIMIT_ID + 1];      /* Spotify's */
	char name[LIMIT_TITLE + 1]; /* as the catalogue spells it; UTF-8, not cleaned for display */
	char hint[LIMIT_TITLE + 1]; /* what tells namesakes apart: a genre, else a song; "" if not
				       known */
	bool hint_is_song;
};

/* The likeliest first. */
struct candidates {
	int n;
	struct candidate items[LIMIT_CANDIDATES];
};

#endif

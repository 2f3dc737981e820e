/* Whom did they mean? Searches the names that the store knows for those that sound or are spelt
 * like what was typed, and judges: one of them, a question among several, or nobody.
 *
 * Each candidate's likelihood is what its name is (names/match.h), times how often an artist as
 * well known is asked for, times how often users chose it when they were asked, once enough of them
 * agree (CHOICE_USERS). The share of the best in the sum, in which it is also counted that nobody
 * was meant, is the confidence; whom they agree on by far is the answer. */
#ifndef ARTISTBOT_MUSIC_GUESS_H
#define ARTISTBOT_MUSIC_GUESS_H

#include "model/candidates.h"
#include "names/match.h"
#include "store/store.h"

enum guess_verdict { GUESS_NOBODY, GUESS_SEVERAL, GUESS_ONE };

struct guess_one {
	char id[LIMIT_ID + 1];
	char name[LIMIT_KEY + 1]; /* the one that is nearest */
	struct match match;
	int popularity; /* 0 to 100, as far as is known */
	int chosen;
	double likelihood; /* logarithm */
	double share;      /* of all likelihood, with nobody's */
};

struct guess {
	enum guess_verdict verdict;
	bool certain; /* one of them was meant, as good as certainly */
	int n;        /* the likeliest first */
	struct guess_one items[LIMIT_CANDIDATES];
	double nobody;     /* logarithm */
	bool unknown;      /* remembered: the name is nobody's, as far as Spotify knows */
	int rows;          /* names that were looked at */
	const char *stage; /* how far it had to search */
};

/* Guesses. Several round trips at most; STORE_OK also where nobody is found. key is the name key of
 * typed. */
enum store_status guess_make(
    struct guess *g, struct store_conn *c, struct str typed, const char *key, int64_t deadline);

/* Makes candidates of all that were found, with hints as far as the store knows. One round trip. */
void guess_candidates(
    const struct guess *g, struct store_conn *c, int64_t deadline, struct candidates *out);

#endif

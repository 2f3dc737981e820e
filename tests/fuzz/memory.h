/* What stands in for the store and for the way to Spotify where a whole request is fuzzed: the same
 * interfaces (store/store.h, http/http.h), no server and no thread behind them. */
#ifndef ARTISTBOT_TESTS_FUZZ_MEMORY_H
#define ARTISTBOT_TESTS_FUZZ_MEMORY_H

#include "http/http.h"
#include "store/store.h"

/* --- the store --- */

enum memory_state {
	MEMORY_NONE, /* it is empty */
	MEMORY_FRESH,
	MEMORY_STALE,
	MEMORY_OLD, /* too old to be shown */
	MEMORY_ID,
	MEMORY_UNKNOWN,
	MEMORY_DOWN,
	MEMORY_FAILED,
	MEMORY_STATES
};

/* What the store knows: whoever is asked for is the artist that texts make, and those who are
 * searched for are called by texts as well. Set by the target, between its requests. */
extern struct memory {
	enum memory_state state;
	struct str texts; /* parted by line feeds; borrowed */
	bool closed;      /* the gate to Spotify is, so say the facts */
	bool spent;       /* and the day's calls are made */
} memory;

/* --- the way to Spotify --- */

/* Of the target: answers a request. Texts must live until the next call. */
void memory_answer(const struct http_request *request, struct http_response *response);

/* Runs all that is to run, now or later, until nothing is left. */
void memory_http_run(struct http *h);

#endif

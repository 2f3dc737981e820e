/* The bot's own names: those that operators imported and users typed, for who takes them
 * elsewhere. Nothing that came from Spotify is among them. */
#ifndef ARTISTBOT_STORE_OWN_H
#define ARTISTBOT_STORE_OWN_H

#include "store/store.h"

/* Borrowed for the call. */
struct store_own_name {
	const char *artist_id;
	const char *name;
	int popularity; /* 0 to 100, as an import told; -1: it did not */
};

/* False: stop. */
typedef bool store_own_fn(void *context, const struct store_own_name *n);

/* Tells of each name, or but for all only of those that lead to their artist and to no namesake:
 * the best known artists first (as far as an import told how well they are known), all names of an
 * artist together, those that weigh more first. One round trip, on a connection of its own.
 * STORE_OK also when it was stopped.
 */
enum store_status store_own_names(struct store_conn *c, bool all, store_own_fn *fn, void *context);

#endif

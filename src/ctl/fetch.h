/* Fetching known artists again, one after the other, for the operator. */
#ifndef ARTISTBOT_CTL_FETCH_H
#define ARTISTBOT_CTL_FETCH_H

#include "ctl/ctl.h"
#include "music/finder.h"

enum fetch_status {
	FETCHED,
	FETCH_FAILED,  /* Spotify did not answer, or knows it no more; what is there stays */
	FETCH_NOT_NOW, /* the budget is used up, or Spotify said so: *again_ms */
	FETCH_BROKEN,  /* it may not be asked for a fault of ours, which was logged; likewise */
};

/* Fetches one, out of the budget for refreshing, and has it written. */
enum fetch_status fetch_artist(
    struct finder *f, struct store_conn *conn, const char *id, int64_t *again_ms);

/* Waits until all that was fetched is written, for some seconds at most. Returns how many rows are
 * not: the database may not be there, or refuse them. */
int64_t fetch_unwritten(struct finder *f);

typedef int fetch_work(
    const struct ctl *o, const struct config *c, struct store_conn *conn, struct finder *f);

/* Starts a finder, does the work, and writes back all that was learned. */
int fetch_with_finder(
    const struct ctl *o, const struct config *c, struct store_conn *conn, fetch_work *work);

#endif

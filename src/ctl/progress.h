/* How far a long command is: a bar, the rate and the time left, on standard error. Silent where
 * that is no terminal. */
#ifndef ARTISTBOT_CTL_PROGRESS_H
#define ARTISTBOT_CTL_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
	const char *what;
	int64_t total, done;
	int64_t began, shown; /* base/clock.h */
	bool on, bytes;
};

/* what is borrowed: a word or two. total: how many there are to do, -1 if that is not known. */
void progress_begin(struct progress *p, const char *what, int64_t total);

/* The same for a file: done and total are bytes, and kilobytes are shown. */
void progress_begin_bytes(struct progress *p, const char *what, int64_t total);

/* So many are done by now; cheap, to be called for each. */
void progress_at(struct progress *p, int64_t done);

/* Takes the bar away, so that something else can be written; the next progress_at draws it again.
 * Call it at the end as well. */
void progress_clear(struct progress *p);

#endif

/* A byte buffer that grows up to a limit it was given at birth. There is no unbounded one.
 *
 * Appending past the limit, or without memory, sets `failed` and leaves the contents as they were;
 * later appends do nothing. So a chain of appends is checked once, at its end. One thread at a
 * time. */
#ifndef ARTISTBOT_BASE_BUF_H
#define ARTISTBOT_BASE_BUF_H

#include "base/str.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

struct buf {
	char *data; /* owned; NUL-terminated once anything was appended, else NULL */
	size_t len; /* bytes used, without the terminator */
	size_t cap; /* bytes allocated */
	size_t max; /* len never exceeds this */
	bool failed;
};

/* Makes an empty buffer that will hold at most max bytes. Allocates nothing yet. */
void buf_init(struct buf *b, size_t max);

/* Frees the bytes. The buffer may be used again as if new. */
void buf_free(struct buf *b);

/* Empties the buffer and clears `failed`. Keeps up to keep bytes of memory for the next use. */
void buf_reset(struct buf *b, size_t keep);

/* Cuts the buffer back to len bytes (an earlier b->len) and clears `failed`: undoes appends. */
void buf_rewind(struct buf *b, size_t len);

/* Appends. All return false, and set `failed`, if it does not fit or memory is short. */
bool buf_add(struct buf *b, const void *bytes, size_t n);
bool buf_add_str(struct buf *b, struct str s);
bool buf_adds(struct buf *b, const char *s);
bool buf_addc(struct buf *b, char c);
bool buf_addf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Makes room for n more bytes without appending them; the caller writes at data + len and adds to
 * len. Returns the place, or NULL as above. */
char *buf_room(struct buf *b, size_t n);

static inline struct str buf_str(const struct buf *b)
{
	return (struct str){b->data ? b->data : "", b->len};
}

#endif

/* Writes JSON straight into a buffer, without building a tree.
 *
 * The writer puts the commas; that brackets match and keys stand in objects is up to the caller.
 * Failures are the buffer's: check `failed` once, at the end. */
#ifndef ARTISTBOT_BASE_JSON_WRITE_H
#define ARTISTBOT_BASE_JSON_WRITE_H

#include "base/buf.h"
#include "base/str.h"

#include <stdint.h>

struct json_writer {
	struct buf *out; /* borrowed */
	bool comma;      /* a value stands before, in the same object or array */
};

/* A place to go back to. */
struct json_mark {
	size_t len;
	bool comma;
};

static inline struct json_writer json_to(struct buf *out)
{
	return (struct json_writer){out, false};
}

/* Starts and ends an object or an array; bracket is one of { [ and of } ]. */
void json_open(struct json_writer *w, char bracket);
void json_close(struct json_writer *w, char bracket);

/* The key of the value that follows: a fixed text of ours that needs no escaping. */
void json_key(struct json_writer *w, const char *key);

/* A string. Any text is welcome: what must be escaped is, also controls, U+007F, U+2028 and U+2029;
 * a byte that is not UTF-8 becomes U+FFFD. */
void json_str(struct json_writer *w, struct str s);

/* Other values; json_raw takes what is JSON already. */
void json_int(struct json_writer *w, int64_t value);
void json_boolean(struct json_writer *w, bool value);
void json_raw(struct json_writer *w, struct str json);

/* A string made in place: between the two, the caller appends its raw text to w->out; the end
 * escapes what was appended since. at is what the begin returned. */
size_t json_str_begin(struct json_writer *w);
void json_str_end(struct json_writer *w, size_t at);

static inline struct json_mark json_mark(const struct json_writer *w)
{
	return (struct json_mark){w->out->len, w->comma};
}

/* Takes back what was written since the mark, and the buffer's failure, as buf_rewind does. */
static inline void json_rewind(struct json_writer *w, struct json_mark mark)
{
	buf_rewind(w->out, mark.len);
	w->comma = mark.comma;
}

#endif

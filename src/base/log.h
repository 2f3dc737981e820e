/* The log: one line an event, in logfmt, to standard error, in one write, from any thread. Where
 * nobody reads it, so that a write would wait, the line is dropped: the next one that gets through
 * tells how many were.
 *
 * Never a secret, and never what a user typed unless the configuration asks for it: that is up to
 * the callers. Values are quoted and escaped, so that no text from outside can forge a line. */
#ifndef ARTISTBOT_BASE_LOG_H
#define ARTISTBOT_BASE_LOG_H

#include "base/str.h"

#include <stdint.h>

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

/* Sets what is logged: this level and those before it. Before the first call: LOG_INFO. */
void log_set_level(enum log_level level);

/* "error", "warn", "info" or "debug" to a level. False for anything else. */
bool log_parse_level(const char *name, enum log_level *level);

/* Is a line of this level written at all? To save making one. */
bool log_on(enum log_level level);

/* Bytes of a line, its end included; less than what a pipe that is writable takes at once
 * (PIPE_BUF). */
enum { LOG_LINE = 1200 };

/* A line under way: values that do not fit are cut. */
struct log_line {
	size_t n;
	int dropped; /* as it tells */
	char text[LOG_LINE];
};

/* Starts a line: time, level, msg. msg is a fixed text of ours. */
void log_begin(struct log_line *l, enum log_level level, const char *msg);
/* Adds name=value. */
void log_str(struct log_line *l, const char *name, struct str value);
void log_int(struct log_line *l, const char *name, int64_t value);
/* Microseconds, as milliseconds with one digit behind the point. */
void log_ms(struct log_line *l, const char *name, int64_t us);
/* Writes the line. */
void log_end(struct log_line *l);
/* Writes the line, or, where a thread's lines follow one another within moments, holds it back to
 * be written with those that follow: one system call for many. The thread calls log_flush when
 * log_wait_ms is over, unless it has ended more lines meanwhile, and before it ends; what it holds
 * back is lost where the process dies. Any log_end of the same thread writes what was held first.
 */
void log_end_soon(struct log_line *l);
/* How long lines may still be held back; -1: there are none. */
int log_wait_ms(void);
void log_flush(void);

/* A line with one free text beside msg, printf-like: log_event(LOG_WARN, "store: lost", "error=%d",
 * 2013) is written as … msg="store: lost" detail="error=2013". */
void log_event(enum log_level level, const char *msg, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif

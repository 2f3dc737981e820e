/* INI files with line numbers: what configuration and wording are written in.
 *
 * Reading is done by inih; here are its settings (long lines, no inline comments, so that a value
 * may hold a semicolon, no continuation lines) and the line numbers that it does not tell. */
#ifndef ARTISTBOT_BASE_INI_H
#define ARTISTBOT_BASE_INI_H

#include "base/buf.h"

/* One entry. All texts are borrowed for the call. An entry that is not accepted adds its own words
 * to errors through ini_error. */
struct ini_entry {
	const char *file;
	int line; /* from 1 */
	const char *section, *name, *value;
	void *context;
	struct buf *errors;
};

typedef void ini_entry_fn(const struct ini_entry *e);

/* Calls fn for each entry of a file, or of a text that is named as such in errors. Returns false if
 * the file cannot be read or if anything was added to errors, each a line "FILE:LINE: what is
 * wrong". */
bool ini_read_file(const char *path, ini_entry_fn *fn, void *context, struct buf *errors);
bool ini_read_text(
    const char *name, struct str text, ini_entry_fn *fn, void *context, struct buf *errors);

/* Adds "FILE:LINE: " and the message to the entry's errors. */
void ini_error(const struct ini_entry *e, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif

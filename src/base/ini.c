#include "base/ini.h"

#include <errno.h>
#include <ini.h>
#include <pthread.h>
#include <stdio.h>

enum { MAX_LINE = 4096 };

struct reading {
	FILE *in;
	struct ini_entry entry;
	ini_entry_fn *fn;
};

static void settings_once(void)
{
	ini_use_stack = false;
	ini_allow_realloc = false;
	ini_max_line = MAX_LINE;
	ini_initial_alloc = MAX_LINE;
	ini_allow_multiline = false;
	ini_allow_inline_comments = false;
}

void ini_error(const struct ini_entry *e, const char *format, ...)
{
	char text[400];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	buf_addf(e->errors, "%s:%d: %s\n", e->file, e->line, text);
}

/* As fgets, counting lines. A line that is too long is told of and skipped, lest its rest be read
 * as an entry. */
static char *read_line(char *line, int size, void *context)
{
	struct reading *r = context;
	if (!fgets(line, size, r->in))
		return NULL;
	r->entry.line++;
	size_t n = strlen(line);
	if (n + 1 == (size_t)size && line[n - 1] != '\n') {
		int c;
		while ((c = fgetc(r->in)) != EOF && c != '\n')
			;
		ini_error(&r->entry, "line is longer than %d bytes: shorten it", size - 2);
		line[0] = '\0';
	}
	return line;
}

static int handle(void *context, const char *section, const char *name, const char *value)
{
	struct reading *r = context;
	r->entry.section = section;
	r->entry.name = name;
	r->entry.value = value;
	r->fn(&r->entry);
	return 1;
}

static bool read_stream(
    FILE *in, const char *name, ini_entry_fn *fn, void *context, struct buf *errors)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct reading r = {
	    .in = in,
	    .entry = {.file = name, .context = context, .errors = errors},
	    .fn = fn,
	};
	size_t before = errors->len;
	pthread_once(&once, settings_once);
	int bad = ini_parse_stream(read_line, &r, handle, &r);
	if (bad > 0) {
		r.entry.line = bad;
		ini_error(&r.entry,
		    "neither \"[section]\" nor \"name = value\" nor a comment: mend or delete it");
	} else if (bad < 0) {
		buf_addf(errors, "%s: out of memory\n", name);
	}
	return errors->len == before && !errors->failed;
}

bool ini_read_file(const char *path, ini_entry_fn *fn, void *context, struct buf *errors)
{
	FILE *in = fopen(path, "re");
	if (!in) {
		buf_addf(errors, "%s: cannot be read: %s\n", path, strerror(errno));
		return false;
	}
	bool ok = read_stream(in, path, fn, context, errors);
	if (ferror(in)) {
		buf_addf(errors, "%s: cannot be read: is it a file?\n", path);
		ok = false;
	}
	fclose(in);
	return ok;
}

bool ini_read_text(
    const char *name, struct str text, ini_entry_fn *fn, void *context, struct buf *errors)
{
	union {
		const void *in;
		void *out;
	} bytes = {.in = text.p}; /* fmemopen wants it writable but opens it for reading */
	FILE *in = fmemopen(bytes.out, text.n, "r");
	if (!in) {
		buf_addf(errors, "%s: %s\n", name, strerror(errno));
		return false;
	}
	bool ok = read_stream(in, name, fn, context, errors);
	fclose(in);
	return ok;
}

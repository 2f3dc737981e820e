#include "base/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* The one piece of state that all of the program shares: what is logged. */
static _Atomic enum log_level log_level = LOG_INFO;

static const char *const level_names[] = {"error", "warn", "info", "debug"};

void log_set_level(enum log_level level)
{
	atomic_store_explicit(&log_level, level, memory_order_relaxed);
}

bool log_parse_level(const char *name, enum log_level *level)
{
	for (size_t i = 0; i < sizeof level_names / sizeof *level_names; i++)
		if (!strcmp(name, level_names[i])) {
			*level = (enum log_level)i;
			return true;
		}
	return false;
}

bool log_on(enum log_level level)
{
	return level <= atomic_load_explicit(&log_level, memory_order_relaxed);
}

static void add(struct log_line *l, const char *p, size_t n)
{
	size_t room = sizeof l->text - 1 - l->n; /* the line's end has its place */
	if (n > room)
		n = room;
	memcpy(l->text + l->n, p, n);
	l->n += n;
}

/* As a logfmt value: quoted if it must be, with escapes for quotes, backslashes and controls. */
static void add_value(struct log_line *l, struct str v)
{
	bool quoted = v.n == 0;
	for (size_t i = 0; i < v.n && !quoted; i++)
		quoted = (unsigned char)v.p[i] <= ' ' || v.p[i] == '"' || v.p[i] == '=' ||
			 v.p[i] == '\\' || v.p[i] == 0x7f;
	if (!quoted) {
		add(l, v.p, v.n);
		return;
	}
	add(l, "\"", 1);
	for (size_t i = 0; i < v.n; i++) {
		unsigned char c = (unsigned char)v.p[i];
		char escaped[8];
		if (c == '"' || c == '\\')
			add(l, (char[]){'\\', (char)c}, 2);
		else if (c < ' ' || c == 0x7f)
			add(l, escaped, (size_t)snprintf(escaped, sizeof escaped, "\\x%02x", c));
		else
			add(l, v.p + i, 1);
	}
	add(l, "\"", 1);
}

void log_begin(struct log_line *l, enum log_level level, const char *msg)
{
	struct timespec now;
	struct tm tm;
	char stamp[64];
	l->n = 0;
	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &tm);
	size_t n = strftime(stamp, sizeof stamp, "time=%Y-%m-%dT%H:%M:%S", &tm);
	add(l, stamp, n);
	n = (size_t)snprintf(stamp, sizeof stamp, ".%03dZ level=", (int)(now.tv_nsec / 1000000));
	add(l, stamp, n);
	add(l, level_names[level], strlen(level_names[level]));
	log_str(l, "msg", str_of(msg));
}

void log_str(struct log_line *l, const char *name, struct str value)
{
	add(l, " ", 1);
	add(l, name, strlen(name));
	add(l, "=", 1);
	add_value(l, value);
}

void log_int(struct log_line *l, const char *name, int64_t value)
{
	char digits[24];
	int n = snprintf(digits, sizeof digits, "%lld", (long long)value);
	log_str(l, name, (struct str){digits, (size_t)n});
}

void log_end(struct log_line *l)
{
	l->text[l->n++] = '\n';
	/* A log that cannot be written must not stop the bot; there is nobody left to tell. */
	ssize_t ignored = write(STDERR_FILENO, l->text, l->n);
	(void)ignored;
}

void log_event(enum log_level level, const char *msg, const char *format, ...)
{
	struct log_line l;
	char detail[800];
	va_list args;
	if (!log_on(level))
		return;
	va_start(args, format);
	vsnprintf(detail, sizeof detail, format, args);
	va_end(args);
	log_begin(&l, level, msg);
	log_str(&l, "detail", str_of(detail));
	log_end(&l);
}

#include "base/log.h"

#include "base/clock.h"
#include "base/text.h"

#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
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

/* What is kept free for the end of a cut value and of the line. */
enum { RESERVE = 8 };

static bool add(struct log_line *l, const char *p, size_t n)
{
	if (n > sizeof l->text - RESERVE - l->n)
		return false;
	memcpy(l->text + l->n, p, n);
	l->n += n;
	return true;
}

/* Code points that turn the direction of what follows, so that it reads as something else. */
static bool is_turning(int32_t c)
{
	return c == 0x61c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
	       (c >= 0x2066 && c <= 0x2069);
}

/* Code points that could forge a line or hide one, and bytes that are no text. */
static bool is_unsafe(int32_t c)
{
	return c < ' ' || (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029 || is_turning(c);
}

static char digit(int64_t n)
{
	return (char)('0' + n % 10);
}

static bool needs_quotes(struct str v)
{
	int32_t c;
	for (size_t n; (n = text_next(v, &c)); v.p += n, v.n -= n)
		if (c <= ' ' || c == '"' || c == '=' || c == '\\' || is_unsafe(c))
			return true;
	return false;
}

/* As in JSON, which is what readers of logfmt understand. A byte that is no text is U+FFFD. */
static bool add_escaped(struct log_line *l, int32_t c)
{
	char escaped[16];
	int n = snprintf(escaped, sizeof escaped, "\\u%04x", c < 0 ? 0xfffdU : (unsigned)c);
	return add(l, escaped, (size_t)n);
}

/* As a logfmt value: quoted if it must be, with escapes for quotes, backslashes, controls and what
 * is not UTF-8. */
static void add_value(struct log_line *l, struct str v)
{
	int32_t c;
	bool fits = true;
	if (v.n && !needs_quotes(v)) {
		if (!add(l, v.p, v.n))
			add(l, "…", strlen("…"));
		return;
	}
	if (!add(l, "\"", 1))
		return;
	for (size_t n; fits && (n = text_next(v, &c)); v.p += n, v.n -= n) {
		if (c == '"' || c == '\\')
			fits = add(l, (char[]){'\\', (char)c}, 2);
		else if (is_unsafe(c))
			fits = add_escaped(l, c);
		else
			fits = add(l, v.p, n);
	}
	l->text[l->n++] = '"'; /* in the reserve, where need be */
}

/* The time of a line. A thread makes the text of a second once: gmtime_r takes a lock that the
 * whole process shares. */
static void add_time(struct log_line *l, const struct timespec *now)
{
	static _Thread_local struct {
		time_t second;
		size_t n;
		char text[40];
	} last;
	int ms = (int)(now->tv_nsec / 1000000);
	if (!last.n || last.second != now->tv_sec) {
		struct tm tm;
		gmtime_r(&now->tv_sec, &tm);
		last.n = strftime(last.text, sizeof last.text, "time=%Y-%m-%dT%H:%M:%S.", &tm);
		last.second = now->tv_sec;
	}
	add(l, last.text, last.n);
	add(l, (char[]){digit(ms / 100), digit(ms / 10), digit(ms), 'Z'}, 4);
}

void log_begin(struct log_line *l, enum log_level level, const char *msg)
{
	struct timespec now;
	l->n = 0;
	clock_gettime(CLOCK_REALTIME, &now);
	add_time(l, &now);
	add(l, " level=", strlen(" level="));
	add(l, level_names[level], strlen(level_names[level]));
	log_str(l, "msg", str_of(msg));
}

void log_str(struct log_line *l, const char *name, struct str value)
{
	size_t before = l->n;
	if (add(l, " ", 1) && add(l, name, strlen(name)) && add(l, "=", 1))
		add_value(l, value);
	else
		l->n = before; /* half a name would spoil the line for who reads it */
}

void log_int(struct log_line *l, const char *name, int64_t value)
{
	char digits[24];
	int n = snprintf(digits, sizeof digits, "%lld", (long long)value);
	log_str(l, name, (struct str){digits, (size_t)n});
}

void log_ms(struct log_line *l, const char *name, int64_t us)
{
	char text[24], *at = text + sizeof text;
	int64_t tenths = us > 0 ? (us + 50) / 100 : 0;
	*--at = digit(tenths);
	*--at = '.';
	do
		*--at = digit(tenths /= 10);
	while (tenths >= 10);
	log_str(l, name, (struct str){at, (size_t)(text + sizeof text - at)});
}

/* What standard error is decides how a line gets out without waiting. */
enum target { TARGET_UNKNOWN, TARGET_FILE, TARGET_SOCKET, TARGET_OTHER };

static enum target target_of(int fd)
{
	struct stat st;
	if (fstat(fd, &st))
		return TARGET_OTHER;
	return S_ISREG(st.st_mode)    ? TARGET_FILE
	       : S_ISSOCK(st.st_mode) ? TARGET_SOCKET
				      : TARGET_OTHER;
}

/* A pipe that poll calls writable takes PIPE_BUF bytes at once; the lock keeps two threads from
 * sharing that promise. */
static bool write_polled(const char *text, size_t n)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	struct pollfd out = {.fd = STDERR_FILENO, .events = POLLOUT};
	pthread_mutex_lock(&lock);
	bool written = poll(&out, 1, 0) == 1 && (out.revents & POLLOUT) &&
		       write(STDERR_FILENO, text, n) == (ssize_t)n;
	pthread_mutex_unlock(&lock);
	return written;
}

/* A file never makes a writer wait, and a socket, which the journal's is, can be told not to. */
static bool write_now(const char *text, size_t n)
{
	static _Atomic enum target known;
	enum target target = atomic_load_explicit(&known, memory_order_relaxed);
	if (target == TARGET_UNKNOWN) {
		target = target_of(STDERR_FILENO);
		atomic_store_explicit(&known, target, memory_order_relaxed);
	}
	if (target == TARGET_FILE)
		return write(STDERR_FILENO, text, n) == (ssize_t)n;
	if (target == TARGET_SOCKET)
		return send(STDERR_FILENO, text, n, MSG_DONTWAIT | MSG_NOSIGNAL) == (ssize_t)n;
	return write_polled(text, n);
}

static atomic_int dropped;

/* Lines that are held back, of this thread. No more than a pipe that is writable takes at once. */
enum { HELD_BYTES = 4096, HELD_MS = 20, QUICK_MS = 2 };
static _Thread_local struct {
	size_t n;
	int lines;
	int64_t since_ms, last_ms; /* base/clock.h: the first of them, and the last line at all */
	char text[HELD_BYTES];
} held;

/* Whole lines. Where earlier ones were dropped, the first that gets through tells. */
static void write_lines(const char *text, size_t n, int lines)
{
	if (!write_now(text, n))
		atomic_fetch_add(&dropped, lines);
}

/* Ends the text of a line. What it tells to be dropped is counted anew if it is dropped itself. */
static void finish(struct log_line *l)
{
	int before = atomic_exchange(&dropped, 0);
	if (before)
		log_int(l, "dropped", before);
	l->text[l->n++] = '\n';
	l->dropped = before;
}

void log_flush(void)
{
	if (held.n)
		write_lines(held.text, held.n, held.lines);
	held.n = 0;
	held.lines = 0;
}

int log_wait_ms(void)
{
	return held.n ? HELD_MS : -1;
}

void log_end(struct log_line *l)
{
	log_flush();
	finish(l);
	write_lines(l->text, l->n, 1 + l->dropped);
}

void log_end_soon(struct log_line *l)
{
	int64_t now = clock_ms();
	bool quick = held.n || now - held.last_ms < QUICK_MS;
	held.last_ms = now;
	if (!quick) {
		log_end(l);
		return;
	}
	finish(l);
	if (l->n > sizeof held.text - held.n)
		log_flush();
	if (!held.n)
		held.since_ms = now;
	memcpy(held.text + held.n, l->text, l->n);
	held.n += l->n;
	held.lines += 1 + l->dropped;
	if (now - held.since_ms >= HELD_MS)
		log_flush();
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

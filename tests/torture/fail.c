/* A library to be preloaded into the responder: makes one call fail, when told, and counts.
 *
 * It is told through a file that it shares with its driver (tests/torture/run.py), named by
 * $ARTISTBOT_FAIL. A kind of call is counted while it is armed: allocations, or system calls by
 * which bytes and connections come and go. Either the n-th call fails, or the first one from a
 * place that has not failed yet. A place is a stack of return addresses, so one allocation in
 * cJSON is as many places as there are ways to it.
 *
 * Left alone is what others do not bear: allocations of libfcgi, which ends the process when it has
 * no memory; those of mysql_real_connect, which in MariaDB's Connector/C 3.3 copies into one that
 * it has not checked (what becomes of a connection that cannot be made is seen by failing connect
 * and socket); and those of a thread's birth, where a sanitizer's runtime insists. */
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <mysql.h>
#include <poll.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PLACES = 16384, FRAMES = 24, MODULES = 64, DEPTH = 6 };

enum mode { OFF, NTH, NEW_PLACE, WATCH };

/* Shared with the driver, which reads and writes it as 64-bit numbers. */
struct control {
	_Atomic int64_t mode;
	_Atomic int64_t kind;
	_Atomic int64_t error;  /* errno of what fails; 0: half of the bytes are done */
	_Atomic int64_t n;      /* NTH: fails when it comes down to 0 */
	_Atomic int64_t calls;  /* counted since armed */
	_Atomic int64_t failed; /* made to fail since armed */
	_Atomic int64_t owner;  /* of what failed last: enum owner */
	_Atomic int64_t seen, places_failed;
	_Atomic int64_t tell;            /* write the stack of what fails to standard error */
	_Atomic uint64_t places[PLACES]; /* 0: free; the lowest bit tells that it has failed */
};

enum owner {
	BY_OWN,
	BY_LIBFCGI,
	BY_LIBMARIADB,
	BY_LIBCURL,
	BY_LIBSSL,
	BY_LIBCJSON,
	BY_LIBC,
	BY_ANOTHER
};

enum kind { ALLOCATION, ACCEPT, READ, WRITE, CONNECT, POLL, OPEN, SOCKET, EPOLL };

static struct control *control;
static struct module {
	uintptr_t from, to;
	enum owner owner;
} modules[MODULES];
static int n_modules;
static _Thread_local bool spared __attribute__((tls_model("initial-exec")));
static _Thread_local bool inside __attribute__((tls_model("initial-exec")));

/* --- who calls --- */

static enum owner owner_of(const char *path)
{
	static const struct {
		const char *part;
		enum owner owner;
	} known[] = {{"fail.so", BY_LIBC}, {"libc.so", BY_LIBC}, {"libasan", BY_LIBC},
	    {"libubsan", BY_LIBC}, {"libgcc", BY_LIBC}, {"ld-linux", BY_LIBC},
	    {"libfcgi", BY_LIBFCGI}, {"libmariadb", BY_LIBMARIADB}, {"libcurl", BY_LIBCURL},
	    {"libssl", BY_LIBSSL}, {"libcrypto", BY_LIBSSL}, {"libgnutls", BY_LIBSSL},
	    {"libcjson", BY_LIBCJSON}};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strstr(path, known[i].part))
			return known[i].owner;
	return *path ? BY_ANOTHER : BY_OWN;
}

static int add_module(struct dl_phdr_info *info, size_t size, void *context)
{
	(void)size;
	(void)context;
	for (int i = 0; i < info->dlpi_phnum && n_modules < MODULES; i++) {
		const ElfW(Phdr) *p = &info->dlpi_phdr[i];
		if (p->p_type != PT_LOAD || !(p->p_flags & PF_X))
			continue;
		modules[n_modules++] = (struct module){info->dlpi_addr + p->p_vaddr,
		    info->dlpi_addr + p->p_vaddr + p->p_memsz, owner_of(info->dlpi_name)};
	}
	return 0;
}

static enum owner owner_at(const void *address, uintptr_t *place)
{
	for (int i = 0; i < n_modules; i++)
		if ((uintptr_t)address >= modules[i].from && (uintptr_t)address < modules[i].to) {
			*place = (uintptr_t)address - modules[i].from + (uintptr_t)i * 1000003;
			return modules[i].owner;
		}
	*place = (uintptr_t)address;
	return BY_ANOTHER;
}

/* The first on the stack that is no runtime library, and the place: its frames from there on. */
static enum owner who(uint64_t *place, bool *left_alone)
{
	void *frames[FRAMES];
	int n = backtrace(frames, FRAMES), depth = 0;
	enum owner owner = BY_LIBC;
	uint64_t hash = 14695981039346656037u;
	for (int i = 2; i < n && depth < DEPTH; i++) {
		uintptr_t at;
		enum owner here = owner_at(frames[i], &at);
		if (owner == BY_LIBC)
			owner = here;
		if (owner == BY_LIBC)
			continue;
		hash = (hash ^ at) * 1099511628211u;
		depth++;
	}
	*place = hash << 1 | 2;
	*left_alone = owner == BY_LIBFCGI || owner == BY_LIBC;
	return owner;
}

/* Notes a place. Returns its entry; NULL where there is no room. */
static _Atomic uint64_t *note(uint64_t place)
{
	for (size_t i = 0; i < 64; i++) {
		_Atomic uint64_t *entry = &control->places[(place / 2 + i) % PLACES];
		uint64_t have = 0;
		if (atomic_compare_exchange_strong(entry, &have, place)) {
			control->seen++;
			return entry;
		}
		if ((have | 1) == (place | 1))
			return entry;
	}
	return NULL;
}

/* --- the decision --- */

static void tell(void)
{
	void *frames[FRAMES];
	backtrace_symbols_fd(frames, backtrace(frames, FRAMES), STDERR_FILENO);
}

static bool decide(void)
{
	uint64_t place;
	bool left_alone;
	enum owner owner = who(&place, &left_alone);
	/* What comes in the wake of a failure is another matter. */
	if (control->failed || (control->kind == ALLOCATION && left_alone))
		return false;
	_Atomic uint64_t *entry = note(place);
	control->calls++;
	bool fails = false;
	if (control->mode == NTH)
		fails = atomic_fetch_sub(&control->n, 1) == 1;
	else if (control->mode == NEW_PLACE && entry && (*entry & 1) == 0) {
		int64_t armed = NEW_PLACE;
		fails = atomic_compare_exchange_strong(&control->mode, &armed, WATCH);
	}
	if (!fails)
		return false;
	if (entry && (atomic_fetch_or(entry, 1) & 1) == 0)
		control->places_failed++;
	control->owner = owner;
	control->failed++;
	if (control->tell)
		tell();
	return true;
}

/* Is this call to fail? errno is set. */
static bool fails(enum kind kind)
{
	if (inside || !control || control->mode == OFF || control->kind != kind)
		return false;
	if (kind == ALLOCATION && spared)
		return false;
	inside = true;
	bool yes = decide();
	inside = false;
	if (yes)
		errno = (int)control->error;
	return yes;
}

/* --- allocations --- */

/* What dlsym itself needs before the real functions are known. */
static char early[16384];
static size_t early_used;

static void *early_alloc(size_t n)
{
	void *p = early + early_used;
	early_used += (n + 15) / 16 * 16;
	return early_used <= sizeof early ? p : NULL;
}

static bool is_early(const void *p)
{
	return (const char *)p >= early && (const char *)p < early + sizeof early;
}

static struct {
	void *(*malloc)(size_t);
	void *(*calloc)(size_t, size_t);
	void *(*realloc)(void *, size_t);
	void (*free)(void *);
} real;

static void *find(const char *name)
{
	return dlsym(RTLD_NEXT, name);
}

static bool finding;

static bool ready(void)
{
	if (real.free)
		return true;
	if (finding)
		return false;
	finding = true;
	*(void **)&real.malloc = find("malloc");
	*(void **)&real.calloc = find("calloc");
	*(void **)&real.realloc = find("realloc");
	*(void **)&real.free = find("free");
	finding = false;
	return true;
}

void *malloc(size_t n)
{
	if (!ready())
		return early_alloc(n);
	return fails(ALLOCATION) ? NULL : real.malloc(n);
}

void *calloc(size_t n, size_t size)
{
	if (!ready())
		return early_alloc(n * size);
	return fails(ALLOCATION) ? NULL : real.calloc(n, size);
}

void *realloc(void *p, size_t n)
{
	if (!ready())
		return early_alloc(n);
	if (is_early(p)) {
		void *copy = real.malloc(n);
		if (copy)
			memcpy(copy, p, n < (size_t)(early + sizeof early - (char *)p) ? n : 0);
		return copy;
	}
	return fails(ALLOCATION) ? NULL : real.realloc(p, n);
}

void free(void *p)
{
	if (p && !is_early(p) && ready())
		real.free(p);
}

/* --- system calls --- */

#define REAL(name)                                                                                 \
	static __typeof__(&name) next;                                                             \
	if (!next)                                                                                 \
	*(void **)&next = find(#name)

int accept4(int fd, struct sockaddr *restrict a, socklen_t *restrict n, int flags)
{
	REAL(accept4);
	return fails(ACCEPT) ? -1 : next(fd, a, n, flags);
}

ssize_t read(int fd, void *p, size_t n)
{
	REAL(read);
	return fails(READ) ? -1 : next(fd, p, n);
}

ssize_t recv(int fd, void *p, size_t n, int flags)
{
	REAL(recv);
	return fails(READ) ? -1 : next(fd, p, n, flags);
}

/* What is written by halves, or not at all. The log goes on: the driver reads it. */
static bool write_fails(int fd, size_t *n)
{
	if (fd == STDERR_FILENO || !fails(WRITE))
		return false;
	if (control->error)
		return true;
	*n = *n / 2 + 1;
	return false;
}

ssize_t write(int fd, const void *p, size_t n)
{
	REAL(write);
	return write_fails(fd, &n) ? -1 : next(fd, p, n);
}

ssize_t send(int fd, const void *p, size_t n, int flags)
{
	REAL(send);
	return write_fails(fd, &n) ? -1 : next(fd, p, n, flags);
}

ssize_t sendto(int fd, const void *p, size_t n, int flags, const struct sockaddr *a, socklen_t size)
{
	REAL(sendto);
	return write_fails(fd, &n) ? -1 : next(fd, p, n, flags, a, size);
}

int connect(int fd, const struct sockaddr *a, socklen_t n)
{
	REAL(connect);
	return fails(CONNECT) ? -1 : next(fd, a, n);
}

int socket(int domain, int type, int protocol)
{
	REAL(socket);
	return fails(SOCKET) ? -1 : next(domain, type, protocol);
}

int poll(struct pollfd *p, nfds_t n, int ms)
{
	REAL(poll);
	return fails(POLL) ? -1 : next(p, n, ms);
}

int epoll_wait(int fd, struct epoll_event *e, int n, int ms)
{
	REAL(epoll_wait);
	return fails(EPOLL) ? -1 : next(fd, e, n, ms);
}

int epoll_ctl(int fd, int what, int of, struct epoll_event *e)
{
	REAL(epoll_ctl);
	return fails(EPOLL) ? -1 : next(fd, what, of, e);
}

static unsigned mode_of(int flags, va_list more)
{
	return flags & (O_CREAT | __O_TMPFILE) ? va_arg(more, unsigned) : 0;
}

int open(const char *path, int flags, ...)
{
	va_list more;
	REAL(open);
	va_start(more, flags);
	unsigned mode = mode_of(flags, more);
	va_end(more);
	return fails(OPEN) ? -1 : next(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
	va_list more;
	REAL(open64);
	va_start(more, flags);
	unsigned mode = mode_of(flags, more);
	va_end(more);
	return fails(OPEN) ? -1 : next(path, flags, mode);
}

/* --- what is left alone --- */

MYSQL *mysql_real_connect(MYSQL *db, const char *host, const char *user, const char *password,
    const char *name, unsigned port, const char *path, unsigned long flags)
{
	REAL(mysql_real_connect);
	bool before = spared;
	spared = true;
	MYSQL *made = next(db, host, user, password, name, port, path, flags);
	spared = before;
	return made;
}

int mysql_options(MYSQL *db, enum mysql_option option, const void *value)
{
	REAL(mysql_options);
	bool before = spared;
	spared |= option == MYSQL_INIT_COMMAND;
	int code = next(db, option, value);
	spared = before;
	return code;
}

int mysql_options4(MYSQL *db, enum mysql_option option, const void *name, const void *value)
{
	REAL(mysql_options4);
	bool before = spared;
	spared = true;
	int code = next(db, option, name, value);
	spared = before;
	return code;
}

/* --- life --- */

__attribute__((constructor)) static void begin(void)
{
	const char *path = getenv("ARTISTBOT_FAIL");
	void *frames[2];
	ready();
	backtrace(frames, 2); /* it loads a library the first time */
	dl_iterate_phdr(add_module, NULL);
	int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
	if (fd < 0)
		return;
	void *p = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (p != MAP_FAILED)
		control = p;
}

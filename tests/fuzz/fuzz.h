/* What the fuzz targets share. Each is one file fuzz_NAME.c with libFuzzer's entry; short inputs to
 * begin with are in corpus/NAME. `make fuzz TARGET=NAME SECONDS=60` runs one. */
#ifndef ARTISTBOT_TESTS_FUZZ_H
#define ARTISTBOT_TESTS_FUZZ_H

#include "base/str.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerInitialize(int *argc, char ***argv) __attribute__((weak));

/* A finding that no sanitizer sees. */
#define FUZZ_CHECK(what)                                                                           \
	do {                                                                                       \
		if (!(what)) {                                                                     \
			fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #what);         \
			abort();                                                                   \
		}                                                                                  \
	} while (0)

/* The next byte of the input, 0 at its end. */
static inline uint8_t fuzz_byte(struct str *in)
{
	if (!in->n)
		return 0;
	in->n--;
	return (uint8_t)*in->p++;
}

/* What stands before the next byte 0xff, which neither UTF-8 nor JSON holds; the rest stays. */
static inline struct str fuzz_part(struct str *in)
{
	const char *end = in->n ? memchr(in->p, 0xff, in->n) : NULL;
	struct str part = {in->p, end ? (size_t)(end - in->p) : in->n};
	size_t taken = part.n + (end != NULL);
	*in = (struct str){in->p + taken, in->n - taken};
	return part;
}

/* A copy that ends where its memory ends, so that AddressSanitizer sees each step beyond. */
static inline struct str fuzz_copy(struct str s)
{
	char *p = malloc(s.n ? s.n : 1);
	FUZZ_CHECK(p);
	if (s.n)
		memcpy(p, s.p, s.n);
	return (struct str){p, s.n};
}

static inline char *fuzz_text(struct str s)
{
	char *p = malloc(s.n + 1);
	FUZZ_CHECK(p);
	if (s.n)
		memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return p;
}

/* The input as a file in memory, anew each time: its path lives until the next call. */
static inline const char *fuzz_file(struct str s)
{
	static int fd = -1;
	static char path[40];
	if (fd < 0) {
		fd = memfd_create("input", MFD_CLOEXEC);
		snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	}
	FUZZ_CHECK(fd >= 0 && !ftruncate(fd, 0));
	FUZZ_CHECK(pwrite(fd, s.p, s.n, 0) == (ssize_t)s.n);
	return path;
}

/* A text is read, byte by byte: a sanitizer sees where it is none. */
static inline void fuzz_read(struct str s)
{
	for (const volatile char *p = s.p, *end = p + s.n; p < end; p++)
		(void)*p;
}

#endif

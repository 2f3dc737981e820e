/* A borrowed piece of text: pointer and length, not terminated, never owned.
 *
 * Names and values that come from the network may hold NUL bytes, so lengths travel with them. */
#ifndef ARTISTBOT_BASE_STR_H
#define ARTISTBOT_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct str {
	const char *p;
	size_t n;
};

/* A slice over a string literal. */
#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})

/* A slice over a terminated string; NULL gives the empty slice. */
static inline struct str str_of(const char *s)
{
	return (struct str){s ? s : "", s ? strlen(s) : 0};
}

static inline bool str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool str_eqs(struct str a, const char *s)
{
	return str_eq(a, str_of(s));
}

static inline bool str_ends(struct str s, struct str end)
{
	return s.n >= end.n && str_eq((struct str){s.p + (s.n - end.n), end.n}, end);
}

/* What is left behind its first n bytes; n is at most its length. */
static inline struct str str_from(struct str s, size_t n)
{
	return (struct str){s.p + n, s.n - n};
}

#endif

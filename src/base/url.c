#include "base/url.h"

#include "base/text.h"

#include <strings.h>

/* Of a name in the DNS. */
enum { MAX_HOST = 253, MAX_LABEL = 63, MAX_PORT = 65535 };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_alnum(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_hex(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_one_of(char c, const char *set)
{
	return c != '\0' && strchr(set, c) != NULL;
}

/* Takes the scheme off s; returns how it is written, NULL if it is neither of the two. */
static const char *take_scheme(struct str *s)
{
	static const char *const schemes[] = {"https://", "http://"};
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
		size_t n = strlen(schemes[i]);
		if (s->n >= n && strncasecmp(s->p, schemes[i], n) == 0) {
			s->p += n;
			s->n -= n;
			return schemes[i];
		}
	}
	return NULL;
}

/* Labels of 1 to 63 characters; one dot may end the last. */
static bool host_ok(struct str host)
{
	size_t label = 0;
	for (size_t i = 0; i < host.n; i++) {
		char c = host.p[i];
		if (c == '.' && label == 0)
			return false;
		if (c != '.' && !is_alnum(c) && !is_one_of(c, "-_"))
			return false;
		label = c == '.' ? 0 : label + 1;
		if (label > MAX_LABEL)
			return false;
	}
	return host.n > 0 && host.n <= MAX_HOST;
}

static bool port_ok(struct str port)
{
	unsigned value = 0;
	for (size_t i = 0; i < port.n; i++) {
		if (!is_digit(port.p[i]))
			return false;
		value = value * 10 + (unsigned)(port.p[i] - '0');
		if (value > MAX_PORT)
			return false;
	}
	return value > 0;
}

static bool authority_ok(struct str s)
{
	const char *colon = s.n ? memchr(s.p, ':', s.n) : NULL;
	if (!colon)
		return host_ok(s);
	size_t n = (size_t)(colon - s.p);
	return host_ok((struct str){s.p, n}) && port_ok((struct str){colon + 1, s.n - n - 1});
}

/* Letters, digits and -._~!$&'()*+,;=:@/? as bits of two words of 64. */
static bool is_url_char(char c)
{
	static const uint64_t set[2] = {0xafffffd200000000, 0x47fffffe87ffffff};
	unsigned char u = (unsigned char)c;
	return u < 0x80 && (set[u >> 6] >> (u & 63) & 1);
}

/* May the byte at the start of s stand as it is, after the host? */
static bool stands(struct str s, bool in_fragment)
{
	char c = s.p[0];
	if (c == '%')
		return s.n >= 3 && is_hex(s.p[1]) && is_hex(s.p[2]);
	return is_url_char(c) || (c == '#' && !in_fragment);
}

/* Appends path, query and fragment. Stops soon after max bytes of out. */
static void add_encoded(struct buf *out, struct str s, size_t max)
{
	static const char hex[] = "0123456789ABCDEF";
	bool in_fragment = false;
	while (s.n > 0 && out->len <= max && !out->failed) {
		size_t n = 0;
		while (n < s.n && stands((struct str){s.p + n, s.n - n}, in_fragment))
			in_fragment |= s.p[n++] == '#';
		buf_add(out, s.p, n);
		s = (struct str){s.p + n, s.n - n};
		if (s.n > 0) {
			unsigned char c = (unsigned char)s.p[0];
			buf_add(out, (char[]){'%', hex[c >> 4], hex[c & 15]}, 3);
			s = (struct str){s.p + 1, s.n - 1};
		}
	}
}

bool url_clean(struct buf *out, struct str s, size_t max)
{
	size_t start = out->len;
	s = text_trim(s);
	if (out->failed || s.n > max || !text_valid(s))
		return false;
	const char *scheme = take_scheme(&s);
	size_t n = 0;
	while (n < s.n && !is_one_of(s.p[n], "/?#"))
		n++;
	if (!scheme || !authority_ok((struct str){s.p, n}))
		return false;
	buf_adds(out, scheme);
	buf_add(out, s.p, n);
	add_encoded(out, (struct str){s.p + n, s.n - n}, start + max);
	bool failed = out->failed;
	if (!failed && out->len - start <= max)
		return true;
	buf_rewind(out, start);
	out->failed = failed;
	return false;
}

#include "base/network.h"

#include <arpa/inet.h>
#include <stdlib.h>

enum { BITS = 128, MAPPED_BITS = 96, MAX_TEXT = 64 };

/* Bits of the prefix that an address in this notation stands behind; -1 if it is no address. */
static int parse_address(uint8_t address[static 16], const char *text)
{
	static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};
	if (inet_pton(AF_INET6, text, address) == 1)
		return 0;
	memcpy(address, mapped, sizeof mapped);
	return inet_pton(AF_INET, text, address + sizeof mapped) == 1 ? MAPPED_BITS : -1;
}

/* A number of at most three digits, and nothing else; -1 if it is none. */
static int parse_bits(const char *text)
{
	int n = 0;
	size_t digits = strspn(text, "0123456789");
	if (!digits || digits > 3 || text[digits])
		return -1;
	for (; *text; text++)
		n = 10 * n + (*text - '0');
	return n;
}

static bool same_prefix(const uint8_t *a, const uint8_t *b, int bits)
{
	size_t whole = (size_t)bits / 8;
	unsigned rest = (0xff00U >> (bits % 8)) & 0xff;
	return !memcmp(a, b, whole) && (!rest || !((a[whole] ^ b[whole]) & rest));
}

bool network_parse(struct network *out, struct str text)
{
	char copy[MAX_TEXT];
	if (!text.n || text.n >= sizeof copy || memchr(text.p, '\0', text.n))
		return false;
	memcpy(copy, text.p, text.n);
	copy[text.n] = '\0';
	char *slash = strchr(copy, '/');
	if (slash)
		*slash = '\0';
	int before = parse_address(out->address, copy);
	int bits = slash ? parse_bits(slash + 1) : BITS - before;
	if (before < 0 || bits < 0 || bits > BITS - before)
		return false;
	out->bits = before + bits;
	for (int i = out->bits; i < BITS; i++)
		if (out->address[i / 8] & (0x80U >> (i % 8)))
			return false;
	return true;
}

bool network_has(const struct network *n, const char *address)
{
	uint8_t bytes[16];
	return parse_address(bytes, address) >= 0 && same_prefix(bytes, n->address, n->bits);
}

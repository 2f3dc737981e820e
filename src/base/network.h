/* Networks in CIDR notation: which addresses may ask. */
#ifndef ARTISTBOT_BASE_NETWORK_H
#define ARTISTBOT_BASE_NETWORK_H

#include "base/str.h"

#include <stdint.h>

/* An IPv4 network is kept as the IPv6 network of the addresses that stand for it (::ffff:0:0/96),
 * so that both ways to write an address match. */
struct network {
	uint8_t address[16];
	int bits; /* 0 to 128; those of the address behind them are zero */
};

/* Reads "192.0.2.0/24", "2001:db8::/32", or an address alone. False for anything else, also for a
 * network whose address has bits behind the prefix: that is a slip of the pen. */
bool network_parse(struct network *out, struct str text);

/* Is this address (IPv4 or IPv6, as text) in the network? False for what is no address. */
bool network_has(const struct network *n, const char *address);

#endif

/* Where a server listens: "name", "name:port", "[2001:db8::1]:port", or "/path/of/a/socket". */
#ifndef ARTISTBOT_BASE_HOST_H
#define ARTISTBOT_BASE_HOST_H

#include "base/str.h"

enum { HOST_NAME = 253 }; /* bytes of a name in the DNS; also of a socket's path */

struct host {
	char name[HOST_NAME + 1]; /* without brackets; the path of a socket */
	unsigned port;            /* 0: it is a socket */
};

/* Reads one; port is that of a host that names none. False for anything else. */
bool host_parse(struct host *out, struct str text, unsigned port);

#endif

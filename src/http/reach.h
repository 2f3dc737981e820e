/* Where a request may go: a guard for addresses that came from outside. */
#ifndef ARTISTBOT_HTTP_REACH_H
#define ARTISTBOT_HTTP_REACH_H

#include "base/config.h"

#include <sys/socket.h>

/* How a request is to be made, other than the HTTP thread's options say. */
struct http_reach {
	const char *ca_file; /* trusted instead of the system's CAs; "" for the system's */
	bool plain;          /* http as well as https */
	bool anywhere; /* false: only to addresses of the public internet, whatever the name leads
			  to: it is looked at when the connection is made */
};

/* May a URL be called, by a list of hosts? "host" allows https on its usual port, and public
 * addresses only. "host:port" allows that port, private addresses too, and plain http if the host
 * is 127.0.0.1, ::1 or localhost. A URL with a user, of another scheme, or longer than LIMIT_URL is
 * not allowed. Sets reach but for its ca_file. */
bool http_reach_allows(const struct config_list *hosts, struct str url, struct http_reach *reach);

/* Is it an address of the public internet: not private, loopback, link-local, shared,
 * documentation, multicast or otherwise special (IANA's registries of special-purpose addresses)?
 */
bool http_reach_public(const struct sockaddr *address);

#endif

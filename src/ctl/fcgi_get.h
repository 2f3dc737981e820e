/* A FastCGI request as a web server makes it: the smallest one, a GET over a unix socket. */
#ifndef ARTISTBOT_CTL_FCGI_GET_H
#define ARTISTBOT_CTL_FCGI_GET_H

#include "base/buf.h"

#include <stdint.h>

/* Appends the answer, CGI headers and body, as from this very machine. Returns 0, or an errno:
 * ETIMEDOUT where no whole answer came by the deadline (base/clock.h), EPROTO where it was none. */
int fcgi_get(const char *socket_path, const char *path, int64_t deadline, struct buf *out);

#endif

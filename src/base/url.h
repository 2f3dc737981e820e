/* Links that come from outside, made fit to be opened by a phone. */
#ifndef ARTISTBOT_BASE_URL_H
#define ARTISTBOT_BASE_URL_H

#include "base/buf.h"
#include "base/str.h"

/* Appends a web address to out, cleaned and at most max bytes long: blanks around it trimmed, the
 * scheme in lower case, everything but what RFC 3986 lets stand percent-encoded as UTF-8. A %XX
 * stays; a stray % is encoded. The result is ASCII and needs no escaping in JSON.
 *
 * False, and out as before, if it is none that is safe to open: not http or https, no host, a host
 * of anything but ASCII letters, digits, '-', '_' and '.' (so no IPv6 address and no
 * internationalised name), a user or password, a bad port, not UTF-8, or too long. `failed` is set
 * where it did not fit into out. */
bool url_clean(struct buf *out, struct str s, size_t max);

#endif

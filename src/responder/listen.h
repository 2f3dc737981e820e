/* The listening socket: opened by us, or handed to us. */
#ifndef ARTISTBOT_RESPONDER_LISTEN_H
#define ARTISTBOT_RESPONDER_LISTEN_H

#include <stdbool.h>
#include <stddef.h>

/* The socket that systemd (LISTEN_FDS) or spawn-fcgi (descriptor 0) handed over; -1 if there is
 * none. */
int listen_inherited(void);

/* Opens a unix socket at path with these permissions. A stale socket is removed; one that somebody
 * listens on is not. Returns the descriptor, or -1 and what is wrong in error. */
int listen_open(const char *path, int mode, int backlog, char *error, size_t size);

#endif

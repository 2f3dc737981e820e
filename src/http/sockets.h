/* What libcurl's transfers wait for, their sockets and their times, in one epoll: with hundreds of
 * them under way only those that something happened to are looked at, where curl_multi_poll would
 * look at all of them each time. See libcurl's "multi_socket" interface,
 * curl_multi_socket_action(3). */
#ifndef ARTISTBOT_HTTP_SOCKETS_H
#define ARTISTBOT_HTTP_SOCKETS_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stdint.h>

struct sockets {
	CURLM *multi;
	int epoll, wake;
	int64_t due; /* when libcurl wants to be called (base/clock.h); INT64_MAX: not */
};

/* Opens what is waited with. False, with nothing left open, if there are no descriptors to be had.
 */
bool sockets_open(struct sockets *s);

/* Makes multi, the first or one after another that is cleaned up, tell of its sockets and times.
 * NULL: waiting fails until there is one. */
void sockets_use(struct sockets *s, CURLM *multi);

/* Closes what sockets_open opened, once nothing is left in multi; what was never opened if both
 * descriptors are -1. */
void sockets_close(struct sockets *s);

/* Ends the wait that is under way, or the next one. From any thread. */
void sockets_wake(const struct sockets *s);

/* Waits until something happens, or for so many milliseconds, and has libcurl go on with those
 * transfers that can. NULL, or in words what failed. */
const char *sockets_wait(struct sockets *s, int ms);

#endif

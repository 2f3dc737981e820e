/* The one thread that talks HTTP: requests with a deadline in, bounded responses out.
 *
 * libcurl's multi interface drives many transfers in a single thread, on kept-alive connections.
 * What wants to talk runs its steps in that thread too, so it needs no locks: http_run brings a
 * step there, and http_send and http_after, to be called only there, go on from step to step. Steps
 * must be quick: no I/O, no waiting. */
#ifndef ARTISTBOT_HTTP_HTTP_H
#define ARTISTBOT_HTTP_HTTP_H

#include "base/str.h"

#include <stdint.h>

struct http;
struct http_reach; /* http/reach.h */

struct http_options {
	const char *ca_file; /* trusted instead of the system's CAs; "" for the system's */
	bool allow_http;     /* plain http as well: for a stand-in on a loopback address */
	const char *user_agent;
	int max_connections; /* at once; requests beyond wait their turn, until their deadline */
};

enum http_result {
	HTTP_ANSWERED, /* status, body and the rest are there */
	HTTP_LATE,     /* the deadline passed first */
	HTTP_TOO_BIG,  /* the body passed its limit; reading was stopped there */
	HTTP_FAILED,   /* no connection, no TLS, cut off, …: error says what */
	HTTP_STOPPED,  /* http_stop was called */
};

/* Borrowed for the call of the done function. */
struct http_response {
	enum http_result result;
	long status;            /* of the response; 0 if there was none */
	struct str body;        /* after decompression */
	struct str retry_after; /* as sent; empty if absent */
	const char *error;      /* in words, without secrets; "" if none */
};

/* What became of a request in a word, for counting: the status as a text ("200"; "other" for rare
 * ones), else "late", "too_big", "failed" or "stopped". */
const char *http_outcome(const struct http_response *r);

struct http_request {
	const char *url;
	const char *const *headers;     /* "Name: value", ended by NULL; or NULL */
	const char *bearer;             /* token for Authorization: Bearer; or NULL */
	const char *user, *password;    /* for Authorization: Basic; or NULL */
	const char *post;               /* form body: makes it a POST; or NULL */
	struct str json;                /* a body that is JSON: makes it a POST; or empty */
	const struct http_reach *reach; /* NULL: as the options say */
	int64_t deadline;               /* base/clock.h */
	size_t max_body;                /* bytes */
};

typedef void http_step_fn(void *context);
typedef void http_done_fn(void *context, const struct http_response *response);

/* Starts the thread. Call http_global_init first. NULL if there is no memory or no thread to be
 * had. */
struct http *http_start(const struct http_options *options);

/* Ends every transfer with HTTP_STOPPED, runs what was still to run, joins the thread and frees
 * all. No http_run after it. */
void http_stop(struct http *h);

/* curl_global_init; once, before any thread. */
bool http_global_init(void);

/* libcurl's; a fixed text. */
const char *http_library_version(void);

/* Runs fn in the thread, soon. From any thread. False without memory. */
bool http_run(struct http *h, http_step_fn *fn, void *context);

/* Sends a request; done is called once, in the thread, later (never from within this call). All
 * that the request points to is copied. In the thread only. False without memory: done will not be
 * called. */
bool http_send(
    struct http *h, const struct http_request *request, http_done_fn *done, void *context);

/* Runs fn after some milliseconds, at once when stopping. In the thread only. False without memory.
 */
bool http_after(struct http *h, int ms, http_step_fn *fn, void *context);

/* Appends text to out percent-encoded for a query (everything but letters, digits and -._~). */
struct buf;
void http_encode(struct buf *out, struct str text);

#endif

/* The HTTP side of one request: may it be answered, and how the answer is written. The same for
 * FastCGI and CGI. */
#ifndef ARTISTBOT_RESPONDER_EXCHANGE_H
#define ARTISTBOT_RESPONDER_EXCHANGE_H

#include "base/buf.h"
#include "base/config.h"
#include "skill/skill.h"

enum exchange_status {
	EXCHANGE_OK = 200,
	EXCHANGE_UNAUTHORIZED = 401,
	EXCHANGE_NOT_FOUND = 404,
	EXCHANGE_NOT_ALLOWED = 405,
	EXCHANGE_TOO_LARGE = 413,
};

/* Looks at the CGI variables before the body is read. Anything but EXCHANGE_OK is for callers that
 * are not Kakao. A request without REQUEST_METHOD or without any path, as from a shell, counts as a
 * POST to the skill. */
enum exchange_status exchange_check(const struct config *c, char **envp);

/* CONTENT_LENGTH; -1 if absent or not a number. */
int64_t exchange_length(char **envp);

/* When the answer must leave (base/clock.h): deadline_ms after the web server got the request,
 * where it tells so in ARTISTBOT_RECEIVED (nginx: $msec), else from now. */
int64_t exchange_deadline(const struct config *c, char **envp);

/* Writes the header and, unless the status is EXCHANGE_OK, its short JSON body; with EXCHANGE_OK,
 * the header for a body of n bytes, which the caller sends after it. */
void exchange_header(struct buf *out, enum exchange_status status, size_t n);

/* Logs one request. */
void exchange_log(const struct config *c, char **envp, enum exchange_status status,
    const struct skill_call *k, int64_t ms);

#endif

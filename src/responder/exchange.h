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
 * where it tells so in ARTISTBOT_RECEIVED (nginx: $msec), else after it began. */
int64_t exchange_deadline(const struct config *c, char **envp, int64_t began);

/* Bytes that every header, with the short body of a refusal, fits into. */
enum { EXCHANGE_HEADER = 256 };

/* Writes the header and, unless the status is EXCHANGE_OK, its short JSON body to out and returns
 * the bytes; with EXCHANGE_OK, the header for a body of n bytes, which the caller sends after it.
 */
size_t exchange_header(char out[static EXCHANGE_HEADER], enum exchange_status status, size_t n);

/* The status as a text, for counting; a fixed text. */
const char *exchange_status_name(enum exchange_status status);

/* What a request's line in the log needs of it after it has ended. */
struct exchange_note {
	char id[81]; /* X-Request-Id, "" if there was none */
	int64_t took_us;
};

/* Takes the note when the answer is ready. began_us: when the request began (clock_us). */
void exchange_note(struct exchange_note *note, char **envp, int64_t began_us);

/* Logs one request: what became of it and, where it took longer than [log] slow_ms, as a warning.
 */
void exchange_log(const struct config *c, const struct exchange_note *note,
    enum exchange_status status, const struct skill_call *k);

#endif

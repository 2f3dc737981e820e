/* One HTTP request, waited for. */
#ifndef ARTISTBOT_CTL_HTTP_CALL_H
#define ARTISTBOT_CTL_HTTP_CALL_H

#include "base/buf.h"
#include "http/http.h"

#include <semaphore.h>

struct http_call {
	struct http *http;
	const char *url;
	const char *const *headers; /* as in struct http_request */
	struct str json;
	int ms; /* that it may take */
	/* What came of it. */
	int64_t began, took;
	enum http_result result;
	long status;
	struct buf body;
	char error[200]; /* in words; "": it was answered */
	sem_t done;
};

/* http and url are borrowed; headers, json and ms are to be set by the caller. */
void http_call_begin(struct http_call *call, struct http *http, const char *url);
/* Returns whether there was an answer, whatever its status. */
bool http_call_run(struct http_call *call);
void http_call_end(struct http_call *call);

#endif

/* Is a whole FastCGI request there, and is it sound?
 *
 * libfcgi reads a request with blocking reads, and ends the process on some that are malformed. So
 * what has arrived is looked at first, without taking it from the socket: libfcgi is given requests
 * that are complete and well formed, and no worker waits for a peer that dawdles.
 * Source: FastCGI Specification 1.0, sections 3.3, 3.4, 5.1 to 5.3. */
#ifndef ARTISTBOT_RESPONDER_RECORDS_H
#define ARTISTBOT_RESPONDER_RECORDS_H

#include "base/str.h"

enum records {
	RECORDS_WHOLE, /* from BEGIN_REQUEST to the end of the body */
	RECORDS_MORE,  /* sound so far */
	RECORDS_BAD,   /* nothing that a web server sends */
};

/* Looks at what has arrived, which starts with a request. Bad is: another version, role, record
 * type or order than that of a responder's request, records of another request in between, names
 * and values that do not end with their record stream, more of them than LIMIT_PARAMS. */
enum records records_check(struct str bytes);

#endif

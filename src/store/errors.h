/* What the server's and the client library's error numbers mean for the bot. */
#ifndef ARTISTBOT_STORE_ERRORS_H
#define ARTISTBOT_STORE_ERRORS_H

#include <stdbool.h>

enum error_class {
	ERROR_NONE,
	ERROR_LOST,     /* the connection, or what was prepared on it, is gone: make a new one */
	ERROR_NOT_NOW,  /* the server is there and cannot at the moment */
	ERROR_CONFLICT, /* another transaction won: the same once more may succeed */
	ERROR_SETUP, /* database, tables, columns or rights are not there: the operator must act */
	ERROR_NEVER, /* this statement with these values will not work */
};

enum {
	ERROR_NO_DATABASE = 1049,
	ERROR_NO_TABLE = 1146,
};

enum error_class error_class_of(unsigned number);

/* The class in a word or two, for counting. */
const char *error_class_name(enum error_class class);

/* Is it the server that cannot, so that another one of the cluster may? */
bool error_of_host(unsigned number);

/* What the operator can do about it; "" if the server's words say it all. */
const char *error_remedy(enum error_class class);

#endif

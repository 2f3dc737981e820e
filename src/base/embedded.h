/* Files of etc/ that are compiled in; made by scripts/embed at build time. */
#ifndef ARTISTBOT_BASE_EMBEDDED_H
#define ARTISTBOT_BASE_EMBEDDED_H

#include <stddef.h>

struct embedded_file {
	const char *name; /* without its folder, e.g. "0001-first.sql" */
	const char *text; /* NUL-terminated */
	size_t size;
};

/* Wording, one for each language: etc/messages.LANGUAGE.ini; ended by one with name NULL. */
extern const struct embedded_file embedded_wordings[];

/* etc/sql/[0-9]*.sql in the order of their numbers, ended by one with name NULL. */
extern const struct embedded_file embedded_migrations[];

#endif

/* CSV files: records of fields parted by commas, where a field may stand in quotes and then hold
 * commas, line breaks and doubled quotes (RFC 4180). A byte order mark at the beginning is passed
 * over; lines may end in LF or CRLF. */
#ifndef ARTISTBOT_BASE_CSV_H
#define ARTISTBOT_BASE_CSV_H

#include "base/buf.h"

#include <stdio.h>

/* Fields of one record; those behind are read over. */
enum { CSV_FIELDS = 64 };

enum csv_status {
	CSV_RECORD,
	CSV_END,
	CSV_BROKEN, /* this record is none: a quote in the wrong place or never closed, or too long;
		     * it was read over, and the next may be good */
};

struct csv {
	FILE *in;                       /* borrowed */
	struct buf text;                /* of the record */
	int64_t line;                   /* where the record began, from 1 */
	int64_t next;                   /* where the next one begins */
	const char *why;                /* with CSV_BROKEN: in English, for the operator */
	const char *fields[CSV_FIELDS]; /* terminated; live until the next call */
	int n;
};

/* max: bytes of a record. */
void csv_begin(struct csv *c, FILE *in, size_t max);
void csv_free(struct csv *c);

/* Reads the next record; empty lines are no records. */
enum csv_status csv_next(struct csv *c);

/* The number of the field that has this name in the record, case ignored; -1 if none has. */
int csv_column(const struct csv *header, const char *name);

/* The field of that number; "" if the record is shorter, or the number -1. */
const char *csv_field(const struct csv *c, int column);

/* Appends a field to a line of records, behind a comma unless it is the first, in quotes where it
 * has to be. */
void csv_add(struct buf *line, const char *field);

#endif

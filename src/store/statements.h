/* Every prepared statement of the store: name and SQL.
 *
 * Portable between MySQL 8 and MariaDB 10.6+. Times are the server's, in UTC: machines need not
 * agree on the time. */
#ifndef ARTISTBOT_STORE_STATEMENTS_H
#define ARTISTBOT_STORE_STATEMENTS_H

enum statement {
	STATEMENT_FIND,
	STATEMENT_ARTIST_ROW,
	STATEMENT_ARTIST_DATA,
	STATEMENT_GENRE,
	STATEMENT_GENRES_CUT,
	STATEMENT_SONG,
	STATEMENT_SONGS_CUT,
	STATEMENT_NAME,
	STATEMENT_UNKNOWN_FORGET,
	STATEMENT_UNKNOWN,
	STATEMENT_UNKNOWN_EXPIRE,
	STATEMENT_TOUCH,
	STATEMENT_PURGE,
	STATEMENT_FACTS,
	STATEMENT_FACT_SET,
	STATEMENT_FACT_MAKE,
	STATEMENT_FACT_CLAIM,
	STATEMENT_FACT_COUNT,
	STATEMENT_FACT_DROP,
	STATEMENT_SCHEMA_VERSION,
	STATEMENT_SCHEMA_APPLIED,
	STATEMENT_LOCK,
	STATEMENT_UNLOCK,
	STATEMENT_COUNT,
};

/* Parts of the answer of STATEMENT_FIND, its first column. */
enum find_part { FIND_ARTIST, FIND_GENRE, FIND_SONG, FIND_UNKNOWN };

struct statement_text {
	const char *name; /* for the log */
	const char *sql;
};

extern const struct statement_text statement_texts[STATEMENT_COUNT];

#endif

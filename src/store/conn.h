/* Inside the store: connections, statements, what to do when they fail.
 *
 * Work on a connection goes through conn_do, which opens it, runs the work, and runs it once more
 * where that may help. Work calls conn_run and the like; the first failure sets the connection's
 * error, and the work returns at once. */
#ifndef ARTISTBOT_STORE_CONN_H
#define ARTISTBOT_STORE_CONN_H

#include "store/errors.h"
#include "store/hosts.h"
#include "store/statements.h"
#include "store/store.h"
#include "store/together.h"

#include <mysql.h>
#include <pthread.h>
#include <stdatomic.h>

#if defined(MARIADB_VERSION_ID) || MYSQL_VERSION_ID < 80000
typedef my_bool store_bool;
#else
typedef bool store_bool;
#endif

/* As many as the widest statement binds: the keys of a wider search, twice. */
enum { CONN_MAX_VALUES = 64 };

struct store {
	const struct config_database *config;
	struct hosts write_to, read_from; /* the same list where there is but one */
	pthread_mutex_t connecting;       /* held while a thread connects */
	_Atomic int64_t leave_until;      /* clock_ms() until when the breaker is open; 0: closed */
	_Atomic int64_t quiet_until;      /* no log line about STORE_DOWN before this */
	_Atomic int64_t quiet_until_bad;  /* nor about STORE_FAILED before this */
	struct together together;         /* those who look for names */
	struct store_stats stats;
};

enum conn_use {
	CONN_SERVE,   /* short time-outs: a user waits */
	CONN_MIGRATE, /* several statements at once, and time for long ones */
	CONN_CREATE,  /* as CONN_MIGRATE, without a database */
};

struct store_conn {
	struct store *store;
	enum conn_use use;
	struct hosts *hosts;                     /* the store's: those that it is opened to */
	int host;                                /* the one that it is open to */
	MYSQL *db;                               /* NULL: not open */
	MYSQL_STMT *statements[STATEMENT_COUNT]; /* NULL: not prepared */
	struct store_conn *writer; /* where writing goes to other hosts; NULL: not yet made */
	void (*waits)(void *context, bool begins); /* NULL: nobody wants to know */
	void *waits_context;
	int waiting; /* questions within questions: only the outermost counts */
	unsigned unknown_saves;
	unsigned number; /* of the last error; 0: none */
	enum error_class class;
	char error[400];   /* its words, for store_error */
	const char *where; /* what failed; a fixed text */
};

/* A value to bind. Texts are borrowed until the statement has run. */
struct value {
	enum { VALUE_NULL, VALUE_TEXT, VALUE_BYTES, VALUE_NUMBER } kind;
	struct str text;
	int64_t number;
};

/* NULL becomes SQL's NULL. */
static inline struct value value_text(const char *s)
{
	return (struct value){.kind = s ? VALUE_TEXT : VALUE_NULL, .text = str_of(s)};
}

static inline struct value value_bytes(struct str bytes)
{
	return (struct value){.kind = VALUE_BYTES, .text = bytes};
}

static inline struct value value_number(int64_t n)
{
	return (struct value){.kind = VALUE_NUMBER, .number = n};
}

/* A negative number stands for "unknown" and becomes NULL. */
static inline struct value value_known(int64_t n)
{
	return (struct value){.kind = n < 0 ? VALUE_NULL : VALUE_NUMBER, .number = n};
}

void conn_init(struct store_conn *c, struct store *s, enum conn_use use);
/* Closes it; it may be opened again. */
void conn_close(struct store_conn *c);

/* Opens it if it is not, or to a better host. False: the error is set. Work need not call it. */
bool conn_open(struct store_conn *c);

/* Work on an open connection. It may be run twice, the second time on a fresh connection. Its
 * status counts only if no error was set. */
typedef enum store_status conn_work(struct store_conn *c, void *arg);

/* Reading must never wait. Writing may wait for another's lock, which from here looks the same as a
 * server that hangs: only reading opens the breaker when no answer comes. */
enum conn_kind { CONN_READ, CONN_WRITE };

/* Tells who watches the connection that its thread begins, or ends, to wait; within another wait,
 * nobody. */
void conn_waits(struct store_conn *c, bool begins);

/* Runs work, on a connection to a server of that kind: the one that it is given. Once more if the
 * connection was lost, or another server is there for one that cannot; some times more if the
 * transaction lost a conflict; but not after deadline. The breaker is asked first. Failures are
 * logged. */
enum store_status conn_do(
    struct store_conn *c, enum conn_kind kind, int64_t deadline, conn_work *work, void *arg);

/* Executes a statement, prepared when first needed. One that has a result is read with
 * conn_number, or fetched by the caller and then freed with mysql_stmt_free_result. */
bool conn_run(struct store_conn *c, enum statement id, const struct value *values, size_t n);

/* Rows that the last conn_run of this statement matched. */
static inline uint64_t conn_matched(struct store_conn *c, enum statement id)
{
	return mysql_stmt_affected_rows(c->statements[id]);
}

/* Executes a statement whose result is one number. NULL and no row give -1. */
bool conn_number(
    struct store_conn *c, enum statement id, const struct value *values, size_t n, int64_t *number);

/* Executes one statement without values or result. where: a fixed text, for the log. */
bool conn_query(struct store_conn *c, const char *sql, const char *where);

/* Begins a transaction, and ends it: by a commit if all is well, else as if nothing had been done;
 * the error that was its end stays set. */
bool conn_begin(struct store_conn *c);
void conn_end(struct store_conn *c, bool well);

/* Sets the error from the statement or, if it has none, from the connection. Always false. */
bool conn_failed(struct store_conn *c, enum statement id);
/* Sets it from the connection. Always false. */
bool conn_failed_query(struct store_conn *c, const char *where);

void conn_clear_error(struct store_conn *c);
/* number 0: one that stands for none. words are copied, where is a fixed text. */
void conn_set_error(struct store_conn *c, unsigned number, const char *words, const char *where);

/* May a line be logged? At most one a second may. */
bool conn_may_log(_Atomic int64_t *quiet_until);

/* Seconds for connecting, reading and writing. */
unsigned conn_timeout_s(const struct config_database *d);

/* The library wants a pointer it could write through, and does not for what is sent. */
void *conn_sent(const void *p);

#endif

/* artistbotctl: what its commands are given and share.
 *
 * The grammar is artistbotctl [OPTION]... COMMAND [OPTION]... [ARGUMENT]..., where COMMAND is a
 * noun and a verb ("names import") or one word ("check"). Each command is one struct ctl_command in
 * a file of its own, listed in commands.c; its help, its manual page and what its command line may
 * hold are all made of that one table. */
#ifndef ARTISTBOT_CTL_CTL_H
#define ARTISTBOT_CTL_CTL_H

#include "base/config.h"
#include "store/store.h"

/* Exit status of the process. */
enum {
	CTL_OK = 0,
	CTL_FAILED = 1, /* it could not be done, or something is wrong; standard error says what */
	CTL_USAGE = 2,  /* the command line or the configuration is wrong */
};

enum { CTL_MAX_OPTIONS = 12 };

enum ctl_language { CTL_ENGLISH, CTL_KOREAN };

/* One text in each language. */
struct ctl_words {
	const char *en, *ko;
};

struct ctl;

/* An option of one command. */
struct ctl_option {
	const char *name;     /* without its hyphens; NULL ends the list */
	const char *argument; /* what stands for its value in the help ("FILE"); NULL: it has none
			       */
	struct ctl_words help;
	int min, max; /* of a number; both 0: any text */
};

/* The option of each command that has a result for programs. */
#define CTL_JSON                                                                                   \
	{                                                                                          \
		"json", NULL, {"for programs", "프로그램이 읽을 JSON으로"}, 0, 0                   \
	}

struct ctl_command {
	const char *name; /* "names import", "check" */
	int (*run)(const struct ctl *o);
	const struct ctl_option *options; /* NULL: none but those of all commands */
	const char *arguments; /* as the usage shows them: "FILE", "NAME...", "[ID]"; NULL: none */
	int min_arguments, max_arguments;
	bool interruptible; /* it asks ctl_interrupted often: Ctrl-C does not end it at once */
	struct ctl_words summary; /* a line, without a full stop */
	struct ctl_words about;   /* more, where there is more to say; paragraphs between "\n\n" */
};

/* What a command is given. */
struct ctl {
	const struct ctl_command *command;
	const char *config_path; /* may be NULL */
	enum ctl_language language;
	bool colour; /* standard output is a terminal that shows colours */
	const char
	    *values[CTL_MAX_OPTIONS]; /* in the order of the command's options; NULL: not given */
	char **arguments;
	int n_arguments;
};

/* --- options --- */

/* Reads the command line. Returns -1 to go on with o->command, else the exit status: help was
 * asked for, or something is wrong; it has been said. */
int ctl_read(struct ctl *o, int argc, char **argv);

/* Was the command's option given? */
bool ctl_given(const struct ctl *o, const char *option);
/* Its value; preset if it was not given. */
const char *ctl_value(const struct ctl *o, const char *option, const char *preset);
/* Its value, which is within the range of the table. */
int ctl_number(const struct ctl *o, const char *option, int preset);

/* --- saying things --- */

/* The text in the user's language. Both are checked against the arguments where they are a format.
 */
const char *ctl_text(const struct ctl *o, const char *en, const char *ko)
    __attribute__((format_arg(2), format_arg(3)));

/* The same for what a table holds. */
const char *ctl_words(const struct ctl *o, const struct ctl_words *w);

/* Says on standard error, behind the program's name, what went wrong. Returns CTL_FAILED. */
int ctl_failed(const struct ctl *o, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same in lines as they are; NULL: there was no memory for them. */
int ctl_failed_lines(const struct ctl *o, const char *lines);

/* Says on standard error what to do about a failure, unless that was said already. */
void ctl_advise(const char *what);

/* Is all that was printed really out, on a disk that is not full? Returns status; CTL_FAILED if
 * not, and says so. main asks once a command is done; one whose failure is a verdict, and not
 * something that it has said on standard error, asks before. */
int ctl_written(const struct ctl *o, int status);

/* Prints a buffer that was filled with JSON, and a newline. Returns status, or CTL_FAILED if the
 * buffer had failed or it cannot be written. */
int ctl_print(const struct ctl *o, const struct buf *text, int status);

/* What a command has done, in numbers. */
struct ctl_count {
	const char *key;
	int64_t n;
};

/* With --json prints what was done, and whether all of it ({"ok": true, "rows": 3}); if not, also
 * why ("error"). counts is ended by {0}. Returns status, or CTL_FAILED if it cannot be written. */
int ctl_done(const struct ctl *o, const struct ctl_count *counts, int status);

/* The end of a command: looks whether all that it printed is out, and has JSON for one that failed
 * before it had any. Returns the exit status. */
int ctl_end(const struct ctl *o, int status);

/* --- doing things --- */

/* Has the user asked to stop (Ctrl-C, SIGTERM)? Only in a command that is interruptible. Ask
 * between rows; finish the one begun, say what was done and how to go on, return CTL_FAILED. */
bool ctl_interrupted(void);

typedef int ctl_store_work(const struct ctl *o, const struct config *c, struct store_conn *conn);

/* Loads the configuration, makes a connection (not open yet) and does the work; tells on standard
 * error what is wrong. */
int ctl_with_store(const struct ctl *o, ctl_store_work *work);

/* The same as the user of the database who may change its schema. */
int ctl_with_migrator(const struct ctl *o, ctl_store_work *work);

/* Adds to what is wrong with a configuration, or a file that it names, what to do if that could not
 * be read. */
void ctl_unreadable(const struct ctl *o, struct buf *errors);

#endif

/* What the unit tests share: cmocka with its headers, TAP output, files in a directory of their
 * own. */
#ifndef ARTISTBOT_TESTS_UNIT_H
#define ARTISTBOT_TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Where the source is; tests may read what is shipped. */
#ifndef UNIT_SOURCE
#define UNIT_SOURCE "."
#endif

/* Writes a file into a directory of this process alone and returns its path, valid until the next
 * call. */
static inline const char *unit_file(const char *name, const char *text)
{
	static char dir[64], path[160];
	if (!*dir) {
		snprintf(dir, sizeof dir, "/tmp/artistbot-unit-XXXXXX");
		if (!mkdtemp(dir))
			fail_msg("no directory for test files");
	}
	snprintf(path, sizeof path, "%s/%s", dir, name);
	FILE *f = fopen(path, "w");
	if (!f || fputs(text, f) < 0 || fclose(f))
		fail_msg("%s cannot be written", path);
	return path;
}

/* Removes what unit_file wrote. */
static inline void unit_remove_files(void)
{
	char command[256], dir[200];
	snprintf(dir, sizeof dir, "%s", unit_file("end", ""));
	*strrchr(dir, '/') = '\0';
	snprintf(command, sizeof command, "rm -rf '%s'", dir);
	if (system(command))
		fprintf(stderr, "# %s is left\n", dir);
}

/* Runs the tests in TAP and returns the exit status. */
#define unit_run(name, tests)                                                                      \
	(cmocka_set_message_output(CM_OUTPUT_TAP),                                                 \
	    unit_finish(cmocka_run_group_tests_name(name, tests, NULL, NULL)))

static inline int unit_finish(int failed)
{
	unit_remove_files();
	return failed ? 1 : 0;
}

#endif

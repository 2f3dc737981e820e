#include "responder/process.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* The entries of a directory of /proc, which reads as numbers of this process's own. */
static int64_t count_entries(const char *path)
{
	DIR *d = opendir(path);
	int64_t n = 0;
	if (!d)
		return -1;
	for (struct dirent *e; (e = readdir(d));)
		n += e->d_name[0] != '.';
	closedir(d);
	return n;
}

/* The second number of statm(5), in pages. */
static int64_t read_rss(void)
{
	char text[128];
	FILE *f = fopen("/proc/self/statm", "re");
	bool got = f && fgets(text, sizeof text, f);
	if (f)
		fclose(f);
	const char *second = got ? strchr(text, ' ') : NULL;
	return second ? strtoll(second, NULL, 10) * sysconf(_SC_PAGESIZE) : -1;
}

struct process process_look(void)
{
	struct rlimit limit;
	int64_t fds = count_entries("/proc/self/fd");
	return (struct process){
	    .rss_bytes = read_rss(),
	    .fds = fds > 0 ? fds - 1 : fds, /* one was for looking */
	    .max_fds = getrlimit(RLIMIT_NOFILE, &limit) ? -1 : (int64_t)limit.rlim_cur,
	    .threads = count_entries("/proc/self/task"),
	};
}

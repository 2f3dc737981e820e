/* What the kernel knows of this process. */
#ifndef ARTISTBOT_RESPONDER_PROCESS_H
#define ARTISTBOT_RESPONDER_PROCESS_H

#include <stdint.h>

/* -1: could not be found out. */
struct process {
	int64_t rss_bytes, fds, max_fds, threads;
};

struct process process_look(void);

#endif

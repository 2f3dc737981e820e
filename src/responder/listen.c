#include "responder/listen.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { SYSTEMD_FIRST_FD = 3 }; /* sd_listen_fds(3) */

static bool is_listening(int fd)
{
	int on = 0;
	socklen_t n = sizeof on;
	return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &on, &n) == 0 && on;
}

int listen_inherited(void)
{
	const char *pid = getenv("LISTEN_PID"), *fds = getenv("LISTEN_FDS");
	if (pid && fds && strtol(pid, NULL, 10) == (long)getpid() && strtol(fds, NULL, 10) > 0 &&
	    is_listening(SYSTEMD_FIRST_FD))
		return SYSTEMD_FIRST_FD;
	return is_listening(STDIN_FILENO) ? STDIN_FILENO : -1;
}

/* Removes what is at path if it is a socket that nobody listens on. */
static bool remove_stale(const struct sockaddr_un *address, char *error, size_t size)
{
	struct stat st;
	if (lstat(address->sun_path, &st))
		return true;
	if (!S_ISSOCK(st.st_mode)) {
		snprintf(error, size, "%s: exists and is no socket", address->sun_path);
		return false;
	}
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	bool taken = fd >= 0 && (!connect(fd, (const struct sockaddr *)address, sizeof *address) ||
				    errno == EAGAIN);
	if (fd >= 0)
		close(fd);
	if (taken) {
		snprintf(error, size, "%s: another process listens there", address->sun_path);
		return false;
	}
	if (unlink(address->sun_path) && errno != ENOENT) {
		snprintf(error, size, "%s: a stale socket cannot be removed: %s", address->sun_path,
		    strerror(errno));
		return false;
	}
	return true;
}

int listen_open(const char *path, int mode, int backlog, char *error, size_t size)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	if (strlen(path) >= sizeof address.sun_path) {
		snprintf(error, size, "%s: a socket's path may have at most %zu bytes", path,
		    sizeof address.sun_path - 1);
		return -1;
	}
	memcpy(address.sun_path, path, strlen(path) + 1);
	if (!remove_stale(&address, error, size))
		return -1;
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	/* Nobody may connect before the permissions are set. */
	mode_t mask = umask(0777);
	int bad = fd < 0 || bind(fd, (const struct sockaddr *)&address, sizeof address);
	umask(mask);
	if (bad || chmod(path, (mode_t)mode) || listen(fd, backlog)) {
		snprintf(error, size, "%s: %s", path, strerror(errno));
		if (fd >= 0)
			close(fd);
		return -1;
	}
	return fd;
}

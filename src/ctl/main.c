/* artistbotctl: the operator's tool. Reads the command line and runs the command, which is in a
 * file of its own. */
#include "ctl/commands.h"

#include "base/log.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

/* One of the three that is closed would be the next file or connection that is opened, the
 * database's for instance, and get what is printed. Opened the wrong way round, to fail as before.
 */
static void hold_descriptors(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) == -1)
			open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

/* Left pending for ctl_interrupted; blocked before there are other threads, which inherit it. */
static void hold_signals(void)
{
	sigset_t held;
	sigemptyset(&held);
	sigaddset(&held, SIGINT);
	sigaddset(&held, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &held, NULL);
}

bool ctl_interrupted(void)
{
	sigset_t pending;
	return sigpending(&pending) == 0 &&
	       (sigismember(&pending, SIGINT) || sigismember(&pending, SIGTERM));
}

int main(int argc, char **argv)
{
	struct ctl o;
	hold_descriptors();
	/* What a command fails for, it says itself. */
	log_set_level(LOG_ERROR);
	int status = ctl_read(&o, argc, argv);
	if (status < 0) {
		if (o.command->interruptible)
			hold_signals();
		return ctl_end(&o, o.command->run(&o));
	}
	return status == CTL_OK ? ctl_written(&o, status) : status;
}

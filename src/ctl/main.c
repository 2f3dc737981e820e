/* artistbotctl: the operator's tool. Reads the command line; the commands are in files of their
 * own. */
#include "base/config.h"
#include "ctl/ctl.h"

#include <getopt.h>
#include <stdio.h>

static const char usage[] =
    "usage: artistbotctl [--config FILE] COMMAND\n"
    "\n"
    "  check     say what is wrong with the configuration, the wording and the database\n"
    "  migrate   bring the database to the newest schema; may be run at any time, any number of "
    "times\n"
    "\n"
    "  -c, --config FILE   settings; else $ARTISTBOT_CONFIG, else /etc/artistbot/artistbot.conf\n"
    "  -h, --help          this text\n"
    "\n"
    "Exit status: 0 done, or all is well; 1 failed, or something is wrong; 2 wrong usage or "
    "configuration.\n";

static const struct {
	const char *name;
	int (*run)(const char *config_path);
} commands[] = {
    {"check", ctl_check},
    {"migrate", ctl_migrate},
};

int main(int argc, char **argv)
{
	static const struct option known[] = {
	    {"config", required_argument, NULL, 'c'},
	    {"help", no_argument, NULL, 'h'},
	    {0},
	};
	const char *path = config_default_path();
	int c;
	while ((c = getopt_long(argc, argv, "c:h", known, NULL)) != -1)
		switch (c) {
		case 'c':
			path = optarg;
			break;
		case 'h':
			fputs(usage, stdout);
			return CTL_OK;
		default:
			fputs(usage, stderr);
			return CTL_USAGE;
		}
	if (optind + 1 != argc) {
		fputs(usage, stderr);
		return CTL_USAGE;
	}
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
		if (!strcmp(argv[optind], commands[i].name))
			return commands[i].run(path);
	fprintf(stderr, "artistbotctl: %s: no such command\n%s", argv[optind], usage);
	return CTL_USAGE;
}

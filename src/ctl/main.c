/* artistbotctl: the operator's tool. Reads the command line; the commands are in files of their
 * own. */
#include "ctl/ctl.h"

#include <getopt.h>
#include <stdio.h>

static const char usage[] =
    "usage: artistbotctl [--config FILE] COMMAND [OPTION]\n"
    "\n"
    "  check [--spotify]           say what is wrong with the configuration, the wording and the\n"
    "                              database; with --spotify also what Spotify lets the app call\n"
    "  migrate                     bring the database to the newest schema; may be run any number "
    "of times\n"
    "  purge [--all-spotify-data]  delete artists that nobody asked for in [cache] unused_days "
    "days, or all\n"
    "                              that came from Spotify; what users typed stays\n"
    "\n"
    "  -c, --config FILE   settings; else $ARTISTBOT_CONFIG, else /etc/artistbot/artistbot.conf\n"
    "  -h, --help          this text\n"
    "\n"
    "Exit status: 0 done, or all is well; 1 failed, or something is wrong; 2 wrong usage or "
    "configuration.\n";

static const struct {
	const char *name;
	int (*run)(const struct ctl *o);
} commands[] = {
    {"check", ctl_check},
    {"migrate", ctl_migrate},
    {"purge", ctl_purge},
};

/* Returns -1 to go on, else the exit status. */
static int read_options(struct ctl *o, int argc, char **argv)
{
	static const struct option known[] = {
	    {"all-spotify-data", no_argument, NULL, 'A'},
	    {"config", required_argument, NULL, 'c'},
	    {"help", no_argument, NULL, 'h'},
	    {"spotify", no_argument, NULL, 'S'},
	    {0},
	};
	int c;
	*o = (struct ctl){.config_path = config_default_path()};
	while ((c = getopt_long(argc, argv, "c:h", known, NULL)) != -1)
		switch (c) {
		case 'A':
			o->all_spotify_data = true;
			break;
		case 'c':
			o->config_path = optarg;
			break;
		case 'S':
			o->spotify = true;
			break;
		case 'h':
			fputs(usage, stdout);
			return CTL_OK;
		default:
			fputs(usage, stderr);
			return CTL_USAGE;
		}
	return -1;
}

int main(int argc, char **argv)
{
	struct ctl o;
	int status = read_options(&o, argc, argv);
	if (status >= 0)
		return status;
	if (optind + 1 != argc) {
		fputs(usage, stderr);
		return CTL_USAGE;
	}
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
		if (!strcmp(argv[optind], commands[i].name))
			return commands[i].run(&o);
	fprintf(stderr, "artistbotctl: %s: no such command\n%s", argv[optind], usage);
	return CTL_USAGE;
}

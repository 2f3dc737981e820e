/* The command line. */
#include "base/version.h"
#include "ctl/commands.h"
#include "ctl/help.h"
#include "ctl/near.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { OWN = 256 }; /* what getopt_long returns for the command's first option, and so on */

static enum ctl_language language_of(const char *locale)
{
	return !strncmp(locale, "ko", 2) ? CTL_KOREAN : CTL_ENGLISH;
}

/* The first of them that is set decides, as for every program. */
static enum ctl_language default_language(void)
{
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *locale = getenv(names[i]);
		if (locale && *locale)
			return language_of(locale);
	}
	return CTL_ENGLISH;
}

static bool shows_colours(void)
{
	const char *term = getenv("TERM"), *without = getenv("NO_COLOR");
	return isatty(STDOUT_FILENO) && term && strcmp(term, "dumb") && !(without && *without);
}

/* --- what is wrong --- */

/* Says it, with the word that was meant if one is near, and how to learn more. */
static int wrong(const struct ctl *o, const char *what, const struct near *near)
{
	const struct ctl_command *c = o->command;
	fprintf(stderr, "artistbotctl: %s\n", what);
	if (near && near->word)
		fprintf(stderr, ctl_text(o, "Did you mean %s%s?\n", "혹시 %s%s인가요?\n"),
		    *near->typed == '-' ? "--" : "", near->word);
	if (c)
		help_usage(o, stderr, c);
	fprintf(stderr,
	    ctl_text(o, "See artistbotctl %s%s--help.\n", "artistbotctl %s%s--help 를 보세요.\n"),
	    c ? c->name : "", c ? " " : "");
	return CTL_USAGE;
}

static int wrong_option(const struct ctl *o, const char *typed)
{
	char what[160], bare[80];
	snprintf(what, sizeof what,
	    ctl_text(o, "%.80s: no such option", "%.80s: 그런 옵션은 없어요"), typed);
	snprintf(bare, sizeof bare, "%.*s", (int)strcspn(typed, "="), typed);
	struct near near = {.typed = bare + strspn(bare, "-")};
	for (const struct ctl_option *c = ctl_common; c->name; c++)
		near_offer(&near, c->name);
	for (const struct ctl_option *c = o->command ? o->command->options : NULL; c && c->name;
	     c++)
		near_offer(&near, c->name);
	near.typed = bare;
	return wrong(o, what, &near);
}

static int wrong_command(const struct ctl *o, const char *first, const char *second)
{
	char typed[80], what[160];
	snprintf(
	    typed, sizeof typed, "%.38s%s%.38s", first, second ? " " : "", second ? second : "");
	snprintf(
	    what, sizeof what, ctl_text(o, "%s: no such command", "%s: 그런 명령은 없어요"), typed);
	struct near near = {.typed = typed};
	for (const struct ctl_command *const *c = ctl_commands; *c; c++)
		near_offer(&near, (*c)->name);
	if (!near.word && second)
		return wrong_command(o, first, NULL);
	return wrong(o, what, &near);
}

/* --- reading --- */

static int set_language(struct ctl *o, const char *value)
{
	if (strcmp(value, "ko") && strcmp(value, "en"))
		return wrong(
		    o, ctl_text(o, "--lang is ko or en", "--lang은 ko 또는 en이에요"), NULL);
	o->language = language_of(value);
	return -1;
}

static int set_own(struct ctl *o, const struct ctl_option *option, const char *value)
{
	char what[160], *end;
	o->values[option - o->command->options] = value ? value : "";
	if (!value || (!option->min && !option->max))
		return -1;
	errno = 0;
	long n = strtol(value, &end, 10);
	if (end != value && !*end && !errno && n >= option->min && n <= option->max)
		return -1;
	snprintf(what, sizeof what,
	    ctl_text(
		o, "--%s takes a number from %d to %d", "--%s에는 %d부터 %d까지의 숫자를 쓰세요"),
	    option->name, option->min, option->max);
	return wrong(o, what, NULL);
}

/* getopt's list: the common options, then the command's. */
static void list_known(const struct ctl *o, struct option *known)
{
	int n = 0;
	for (const struct ctl_option *c = ctl_common; c->name; c++)
		known[n++] = (struct option){
		    c->name, c->argument ? required_argument : no_argument, NULL, *c->name};
	const struct ctl_option *own = o->command ? o->command->options : NULL;
	for (int i = 0; own && own[i].name && i < CTL_MAX_OPTIONS; i++)
		known[n++] = (struct option){
		    own[i].name, own[i].argument ? required_argument : no_argument, NULL, OWN + i};
	known[n] = (struct option){0};
}

/* The word of the option that getopt has just read. */
static const char *typed_option(char **argv)
{
	return argv[optind - 1 - (optarg && optarg == argv[optind - 1])];
}

/* Is it a beginning of the option's name only? getopt takes that, but the next version may have
 * another option that begins so, and "purge --all" is not to delete what --all-spotify-data would.
 */
static bool is_cut(const struct option *known, char **argv)
{
	const char *name = typed_option(argv) + strlen("--");
	return strcspn(name, "=") != strlen(known->name);
}

/* What getopt does not know: a word, or a letter within one. */
static int unknown_option(const struct ctl *o, const char *typed)
{
	const char letter[] = {'-', (char)optopt, '\0'};
	bool is_letter = optopt > 0 && optopt < OWN && typed[1] != '-';
	return wrong_option(o, is_letter ? letter : typed);
}

/* Reads options, to the first other word (how is "+:c:hl:v") or all of them (":c:hl:v"). -1: go on;
 * *help: it was asked for. */
static int read_options(struct ctl *o, int argc, char **argv, const char *how, bool *help)
{
	struct option known[CTL_COMMON_OPTIONS + CTL_MAX_OPTIONS + 1];
	int c, at = -1, status = -1;
	list_known(o, known);
	optind = 0; /* begins anew, with glibc */
	opterr = 0;
	while (status < 0 && (c = getopt_long(argc, argv, how, known, &at)) != -1) {
		if (at >= 0 && is_cut(&known[at], argv))
			c = '?';
		at = -1;
		switch (c) {
		case 'c':
			o->config_path = optarg;
			break;
		case 'h':
			*help = true;
			break;
		case 'l':
			status = set_language(o, optarg);
			break;
		case 'v':
			puts("artistbotctl " ARTISTBOT_VERSION);
			status = CTL_OK;
			break;
		case ':': {
			char what[160];
			snprintf(what, sizeof what,
			    ctl_text(o, "%.80s needs a value", "%.80s에는 값이 있어야 해요"),
			    argv[optind - 1]);
			status = wrong(o, what, NULL);
			break;
		}
		case '?':
			status = unknown_option(o, typed_option(argv));
			break;
		default:
			status = set_own(o, &o->command->options[c - OWN], optarg);
		}
	}
	return status;
}

/* The command that the words name; *words: how many it took. */
static const struct ctl_command *find_command(int argc, char **argv, int *words)
{
	char two[80];
	snprintf(two, sizeof two, "%.38s %.38s", argv[0], argc > 1 ? argv[1] : "");
	for (const struct ctl_command *const *c = ctl_commands; *c; c++) {
		*words = strchr((*c)->name, ' ') ? 2 : 1;
		if (!strcmp((*c)->name, *words == 2 ? two : argv[0]))
			return *c;
	}
	return NULL;
}

static bool is_noun(const char *word)
{
	size_t n = strlen(word);
	for (const struct ctl_command *const *c = ctl_commands; *c; c++)
		if (!strncmp((*c)->name, word, n) && (*c)->name[n] == ' ')
			return true;
	return false;
}

static int read_arguments(struct ctl *o, int argc, char **argv)
{
	char what[160];
	o->arguments = argv;
	o->n_arguments = argc;
	if (argc >= o->command->min_arguments && argc <= o->command->max_arguments)
		return -1;
	if (argc > o->command->max_arguments)
		snprintf(what, sizeof what,
		    ctl_text(o, "%.80s: one argument too many", "%.80s: 인자가 너무 많아요"),
		    argv[o->command->max_arguments]);
	else
		snprintf(what, sizeof what, ctl_text(o, "%s is missing", "%s 인자가 없어요"),
		    o->command->arguments);
	return wrong(o, what, NULL);
}

/* No command, or half of one. */
static int no_command(const struct ctl *o, int argc, char **argv, bool help)
{
	if (argc == 0 || (is_noun(argv[0]) && (argc == 1 || *argv[1] == '-'))) {
		help = help || (argc > 1 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")));
		help_all(o, help ? stdout : stderr, argc ? argv[0] : NULL);
		return help ? CTL_OK : CTL_USAGE;
	}
	return wrong_command(o, argv[0], argc > 1 && *argv[1] != '-' ? argv[1] : NULL);
}

int ctl_read(struct ctl *o, int argc, char **argv)
{
	bool help = false;
	int words = 0;
	*o = (struct ctl){.config_path = config_default_path(),
	    .language = default_language(),
	    .colour = shows_colours()};
	int status = read_options(o, argc, argv, "+:c:hl:v", &help);
	if (status >= 0)
		return status;
	argc -= optind;
	argv += optind;
	const struct ctl_command *command = argc && !help ? find_command(argc, argv, &words) : NULL;
	if (!command)
		return no_command(o, help ? 0 : argc, argv, help);
	o->command = command;
	/* getopt begins behind its first word, which here is the command's last. */
	status = read_options(o, argc - words + 1, argv + words - 1, ":c:hl:v", &help);
	if (status >= 0)
		return status;
	if (help) {
		help_command(o, stdout, command);
		return CTL_OK;
	}
	return read_arguments(o, argc - words + 1 - optind, argv + words - 1 + optind);
}

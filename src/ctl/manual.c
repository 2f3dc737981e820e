/* artistbotctl manual: the manual pages of its commands, in mdoc(7), made of the table. */
#include "ctl/commands.h"

#include "base/version.h"

#include <ctype.h>
#include <stdio.h>

enum { MAX_NAME = 80, LINE = 78 };

/* A word, such that it means nothing to mdoc: backslashes, and controls at the start of a line. */
static void word(const char *s, size_t n, bool first)
{
	if (first && n && (*s == '.' || *s == '\''))
		fputs("\\&", stdout);
	for (; n; s++, n--) {
		if (*s == '\\')
			fputs("\\e", stdout);
		else
			putchar(*s);
	}
}

/* mdoc wants each sentence on a line of its own. "e.g. so" is none that ends. */
static bool ends_sentence(const char *end, const char *next, size_t left)
{
	return left && strchr(".?!", end[-1]) && !islower((unsigned char)*next);
}

/* One paragraph, or a part of one, in lines that are not too long. */
static void text(const char *s, size_t n)
{
	size_t at = 0;
	while (n) {
		const char *blank = memchr(s, ' ', n);
		size_t w = blank ? (size_t)(blank - s) : n, skip = w + (blank != NULL);
		if (at && at + 1 + w > LINE) {
			putchar('\n');
			at = 0;
		}
		if (at)
			putchar(' ');
		word(s, w, !at);
		at += w + (at > 0);
		if (w && ends_sentence(s + w, s + skip, n - skip)) {
			putchar('\n');
			at = 0;
		}
		s += skip;
		n -= skip;
	}
	if (at)
		putchar('\n');
}

static void line(const char *s)
{
	text(s, strlen(s));
}

/* As it is: an example. */
static void literal(const char *s, size_t n)
{
	word(s, n, true);
	putchar('\n');
}

/* A line each; an empty one begins a paragraph, indented ones are an example. */
static void paragraphs(const char *s)
{
	bool example = false;
	while (*s) {
		size_t n = strcspn(s, "\n");
		if (*s == ' ' && !example)
			puts(".Bd -literal -offset indent");
		if (example && *s != ' ')
			puts(".Ed");
		example = *s == ' ';
		if (n && example)
			literal(s, n);
		else if (n)
			text(s, n);
		else if (s[1] != ' ')
			puts(".Pp");
		s += n + (s[n] == '\n');
	}
	if (example)
		puts(".Ed");
}

/* name: of the page, which is that of the file. */
static void head(const struct ctl *o, const char *name, const char *what)
{
	fputs(".Dd " ARTISTBOT_DATE "\n.Dt ", stdout);
	for (const char *p = name; *p; p++)
		putchar(toupper((unsigned char)*p));
	printf(" 8\n.Os\n.Sh %s\n.Nm %s\n.Nd %s\n", ctl_text(o, "NAME", "이름"), name, what);
}

static void list_options(const struct ctl *o, const struct ctl_option *options)
{
	for (; options && options->name; options++) {
		printf(".It Fl \\-%s%s%s\n", options->name, options->argument ? " Ar " : "",
		    options->argument ? options->argument : "");
		line(ctl_words(o, &options->help));
	}
}

static void foot(const struct ctl *o, const struct ctl_option *options)
{
	printf(".Sh %s\n.Bl -tag -width Ds\n", ctl_text(o, "OPTIONS", "옵션"));
	list_options(o, options);
	list_options(o, ctl_common);
	printf(".El\n.Sh %s\n", ctl_text(o, "EXIT STATUS", "종료 코드"));
	line(ctl_text(o,
	    "0: done, or all is well; 1: failed, or something is wrong; 2: wrong usage or "
	    "configuration.",
	    "0: 성공 또는 이상 없음. 1: 실패 또는 이상 있음. 2: 잘못된 사용법이나 설정."));
	printf(".Sh %s\n", ctl_text(o, "SEE ALSO", "참고"));
}

static void page_of(const struct ctl *o, const struct ctl_command *c)
{
	char title[MAX_NAME];
	snprintf(title, sizeof title, "artistbotctl-%s", c->name);
	for (char *p = title; *p; p++)
		if (*p == ' ')
			*p = '-';
	head(o, title, ctl_words(o, &c->summary));
	printf(".Sh %s\n.Nm artistbotctl %s\n.Op Ar OPTION ...\n",
	    ctl_text(o, "SYNOPSIS", "사용법"), c->name);
	if (c->arguments)
		printf(".Ar %s\n", c->arguments);
	printf(".Sh %s\n", ctl_text(o, "DESCRIPTION", "설명"));
	line(ctl_words(o, &c->summary));
	if (ctl_words(o, &c->about)) {
		puts(".Pp");
		paragraphs(ctl_words(o, &c->about));
	}
	foot(o, c->options);
	puts(".Xr artistbot.conf 5 ,\n.Xr artistbotctl 8");
}

static void page_of_all(const struct ctl *o)
{
	head(o, "artistbotctl",
	    ctl_text(o, "the operator's tool of artistbot", "artistbot 운영 도구"));
	printf(".Sh %s\n.Nm\n.Op Fl \\-config Ar FILE\n.Ar COMMAND\n.Op Ar OPTION ...\n.Op Ar "
	       "ARGUMENT "
	       "...\n.Sh %s\n",
	    ctl_text(o, "SYNOPSIS", "사용법"), ctl_text(o, "DESCRIPTION", "설명"));
	puts(ctl_text(o, "Each command has a manual page of its own.",
	    "명령마다 따로 매뉴얼 페이지가 있습니다."));
	puts(".Bl -tag -width Ds");
	for (const struct ctl_command *const *c = ctl_commands; *c; c++) {
		printf(".It Cm %s\n", (*c)->name);
		line(ctl_words(o, &(*c)->summary));
	}
	puts(".El");
	foot(o, NULL);
	puts(".Xr artistbot.conf 5 ,\n.Xr artistbot.fcgi 8");
}

/* Pages are named with hyphens: "artist-show" is "artist show". */
static bool is_named(const struct ctl_command *c, const char *name)
{
	const char *p = c->name;
	for (; *p && (*p == *name || (*p == ' ' && *name == '-')); p++)
		name++;
	return !*p && !*name;
}

static int run(const struct ctl *o)
{
	char name[MAX_NAME];
	if (o->n_arguments == 0) {
		page_of_all(o);
		return CTL_OK;
	}
	snprintf(name, sizeof name, "%.38s%s%.38s", o->arguments[0], o->n_arguments > 1 ? " " : "",
	    o->n_arguments > 1 ? o->arguments[1] : "");
	for (const struct ctl_command *const *c = ctl_commands; *c; c++)
		if (is_named(*c, name)) {
			page_of(o, *c);
			return CTL_OK;
		}
	ctl_failed(o, ctl_text(o, "%s: no such command", "%s: 그런 명령은 없어요"), name);
	return CTL_USAGE;
}

const struct ctl_command ctl_manual = {
    .name = "manual",
    .run = run,
    .arguments = "[COMMAND]",
    .max_arguments = 2,
    .summary = {"print the manual page of a command, or of all",
	"명령 하나, 또는 전체의 매뉴얼 페이지를 출력합니다"},
    .about = {"In the mdoc language of man pages.\n\n  artistbotctl manual ask | man -l -",
	"man 페이지의 mdoc 언어로 출력합니다.\n\n  artistbotctl manual ask | man -l -"},
};

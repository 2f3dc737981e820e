#include "ctl/help.h"

#include "base/text.h"
#include "ctl/commands.h"

#include <utf8proc.h>

enum { WIDTH = 80, LEFT = 2, GAP = 2 };

/* Columns that a text takes on a terminal: Hangul takes two. */
static int columns(struct str s)
{
	int width = 0;
	while (s.n) {
		utf8proc_int32_t c;
		utf8proc_ssize_t n =
		    utf8proc_iterate((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n, &c);
		if (n <= 0)
			return width + (int)s.n;
		width += utf8proc_charwidth(c);
		s = (struct str){s.p + n, s.n - (size_t)n};
	}
	return width;
}

/* One paragraph, broken at blanks, indented; the cursor is at column at. */
static void wrap(FILE *out, struct str text, int indent, int at)
{
	bool first = true;
	while (text.n) {
		const char *blank = memchr(text.p, ' ', text.n);
		struct str word = {text.p, blank ? (size_t)(blank - text.p) : text.n};
		int width = columns(word);
		if (!first && at + 1 + width > WIDTH) {
			fputc('\n', out);
			first = true;
			at = 0;
		}
		if (first)
			at += fprintf(out, "%*s", indent - at > 0 ? indent - at : 0, "");
		else
			at += fprintf(out, " ");
		fwrite(word.p, 1, word.n, out);
		at += width;
		first = false;
		text = (struct str){text.p + word.n, text.n - word.n};
		if (text.n)
			text = (struct str){text.p + 1, text.n - 1};
	}
	fputc('\n', out);
}

/* Paragraphs are separated by empty lines; a line that begins with blanks is left as it is. */
static void paragraphs(FILE *out, const char *text)
{
	while (*text) {
		size_t n = strcspn(text, "\n");
		if (*text == ' ' || !n)
			fprintf(out, "%.*s\n", (int)n, text);
		else
			wrap(out, (struct str){text, n}, 0, 0);
		text += n + (text[n] == '\n');
	}
}

/* A word and what it means, beside it or below. */
static void entry(FILE *out, const char *word, const char *meaning, int column)
{
	int at = LEFT + (int)strlen(word);
	fprintf(out, "%*s%s", LEFT, "", word);
	if (at + GAP > column) {
		fputc('\n', out);
		at = 0;
	}
	wrap(out, str_of(meaning), column, at);
}

static void option_word(char *to, size_t size, const struct ctl_option *option)
{
	bool common = option >= ctl_common && option < ctl_common + CTL_COMMON_OPTIONS;
	/* The common ones have a letter each, their first. */
	int n = common ? snprintf(to, size, "-%c, ", *option->name) : 0;
	snprintf(to + n, size - (size_t)n, "--%s%s%s", option->name, option->argument ? " " : "",
	    option->argument ? option->argument : "");
}

static void list_options(const struct ctl *o, FILE *out, const struct ctl_option *options)
{
	char word[80];
	for (; options && options->name; options++) {
		option_word(word, sizeof word, options);
		entry(out, word, ctl_words(o, &options->help), 24);
	}
}

static bool has_noun(const struct ctl_command *c, const char *noun)
{
	size_t n = noun ? strlen(noun) : 0;
	return !noun || (!strncmp(c->name, noun, n) && c->name[n] == ' ');
}

void help_all(const struct ctl *o, FILE *out, const char *noun)
{
	fprintf(out, "%s: artistbotctl [--config FILE] %s [OPTION]... [ARGUMENT]...\n\n",
	    ctl_text(o, "usage", "사용법"), ctl_text(o, "COMMAND", "명령"));
	for (const struct ctl_command *const *c = ctl_commands; *c; c++)
		if (has_noun(*c, noun))
			entry(out, (*c)->name, ctl_words(o, &(*c)->summary), 20);
	fputc('\n', out);
	list_options(o, out, ctl_common);
	fputs(ctl_text(o,
		  "\nartistbotctl COMMAND --help tells more of a command.\n"
		  "Exit status: 0 done, or all is well; 1 failed, or something is wrong; 2 wrong "
		  "usage "
		  "or\nconfiguration.\n",
		  "\n명령마다 artistbotctl 명령 --help 로 더 볼 수 있어요.\n"
		  "종료 코드: 0 성공 또는 이상 없음, 1 실패 또는 이상 있음, 2 잘못된 사용법이나 "
		  "설정.\n"),
	    out);
}

void help_usage(const struct ctl *o, FILE *out, const struct ctl_command *c)
{
	fprintf(out, "%s: artistbotctl %s [OPTION]...%s%s\n", ctl_text(o, "usage", "사용법"),
	    c->name, c->arguments ? " " : "", c->arguments ? c->arguments : "");
}

void help_command(const struct ctl *o, FILE *out, const struct ctl_command *c)
{
	const char *about = ctl_words(o, &c->about);
	help_usage(o, out, c);
	fputc('\n', out);
	wrap(out, str_of(ctl_words(o, &c->summary)), 0, 0);
	if (about) {
		fputc('\n', out);
		paragraphs(out, about);
	}
	fputc('\n', out);
	list_options(o, out, c->options);
	list_options(o, out, ctl_common);
}

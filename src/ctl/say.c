/* What is said to the operator, and in which language. */
#include "base/json_write.h"
#include "ctl/ctl.h"

#include <stdio.h>
#include <unistd.h>

enum { MAX_WHY = 1000 };

/* For a program that reads the JSON: the first reason for a failure, and whether anything was
 * printed already, or advised. */
static struct {
	bool printed, advised;
	char why[MAX_WHY];
} told;

static void remember(const char *why)
{
	size_t n = strlen(why);
	while (n && why[n - 1] == '\n')
		n--;
	if (!*told.why)
		snprintf(told.why, sizeof told.why, "%.*s", (int)n, why);
}

const char *ctl_text(const struct ctl *o, const char *en, const char *ko)
{
	return o->language == CTL_KOREAN ? ko : en;
}

const char *ctl_words(const struct ctl *o, const struct ctl_words *w)
{
	return o->language == CTL_KOREAN && w->ko ? w->ko : w->en;
}

int ctl_failed(const struct ctl *o, const char *format, ...)
{
	char why[MAX_WHY];
	va_list arguments;
	(void)o;
	va_start(arguments, format);
	vsnprintf(why, sizeof why, format, arguments);
	va_end(arguments);
	fprintf(stderr, "artistbotctl: %s\n", why);
	remember(why);
	return CTL_FAILED;
}

int ctl_failed_lines(const struct ctl *o, const char *lines)
{
	if (!lines)
		return ctl_failed(o, "%s", ctl_text(o, "out of memory", "메모리가 모자라요"));
	fputs(lines, stderr);
	remember(lines);
	return CTL_FAILED;
}

void ctl_advise(const char *what)
{
	if (!told.advised)
		fprintf(stderr, "%s\n", what);
	told.advised = true;
}

int ctl_written(const struct ctl *o, int status)
{
	if (fflush(stdout) || ferror(stdout))
		return ctl_failed(
		    o, "%s", ctl_text(o, "the output cannot be written", "결과를 쓸 수 없어요"));
	return status;
}

int ctl_print(const struct ctl *o, const struct buf *text, int status)
{
	if (text->failed)
		return ctl_failed(o, "%s", ctl_text(o, "out of memory", "메모리가 모자라요"));
	told.printed = true;
	fwrite(buf_str(text).p, 1, text->len, stdout);
	putchar('\n');
	return ctl_written(o, status);
}

int ctl_done(const struct ctl *o, const struct ctl_count *counts, int status)
{
	struct buf text;
	if (!ctl_given(o, "json"))
		return status;
	buf_init(&text, 4096);
	struct json_writer w = json_to(&text);
	json_open(&w, '{');
	json_key(&w, "ok");
	json_boolean(&w, status == CTL_OK);
	for (; counts->key; counts++) {
		json_key(&w, counts->key);
		json_int(&w, counts->n);
	}
	if (status != CTL_OK && *told.why) {
		json_key(&w, "error");
		json_str(&w, str_of(told.why));
	}
	json_close(&w, '}');
	status = ctl_print(o, &text, status);
	buf_free(&text);
	return status;
}

int ctl_end(const struct ctl *o, int status)
{
	const struct ctl_count none[] = {{0}};
	if (status == CTL_OK)
		return ctl_written(o, status);
	return told.printed ? status : ctl_done(o, none, status);
}

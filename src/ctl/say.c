/* What is said to the operator, and in which language. */
#include "base/json_write.h"
#include "ctl/ctl.h"

#include <stdio.h>
#include <unistd.h>

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
	va_list arguments;
	(void)o;
	fputs("artistbotctl: ", stderr);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	return CTL_FAILED;
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
	json_close(&w, '}');
	status = ctl_print(o, &text, status);
	buf_free(&text);
	return status;
}

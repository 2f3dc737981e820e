#include "ctl/checks.h"

#include <stdio.h>

enum { MAX_TEXT = 64 * 1024 };

void checks_begin(struct checks *k, const struct ctl *o)
{
	*k = (struct checks){.o = o, .all_ok = true, .as_json = ctl_given(o, "json")};
	buf_init(&k->text, MAX_TEXT);
	k->json = json_to(&k->text);
	json_open(&k->json, '{');
	json_key(&k->json, "checks");
	json_open(&k->json, '[');
}

enum mark { GOOD, BAD, SKIPPED };

static void print(const struct checks *k, const char *what, enum mark mark, struct str why)
{
	static const char *const marks[] = {"ok ", "bad", "-- "};
	static const char *const colours[] = {"\033[32m", "\033[1;31m", "\033[33m"};
	printf("%s%s%s  %s\n", k->o->colour ? colours[mark] : "", marks[mark],
	    k->o->colour ? "\033[0m" : "", what);
	while (why.n) {
		const char *end = memchr(why.p, '\n', why.n);
		size_t n = end ? (size_t)(end - why.p) : why.n;
		printf("     %.*s\n", (int)n, why.p);
		n += end != NULL;
		why = (struct str){why.p + n, why.n - n};
	}
}

static void write_json(struct json_writer *w, const char *what, enum mark mark, struct str why)
{
	json_open(w, '{');
	json_key(w, "what");
	json_str(w, str_of(what));
	json_key(w, "ok");
	json_boolean(w, mark != BAD);
	if (mark == SKIPPED) {
		json_key(w, "skipped");
		json_boolean(w, true);
	}
	if (why.n) {
		json_key(w, "why");
		json_str(w, why);
	}
	json_close(w, '}');
}

static void tell(struct checks *k, const char *what, enum mark mark, const char *why)
{
	struct str reason = str_of(why);
	while (reason.n && reason.p[reason.n - 1] == '\n')
		reason.n--;
	if (k->as_json)
		write_json(&k->json, what, mark, reason);
	else
		print(k, what, mark, reason);
}

bool checks_tell(struct checks *k, const char *what, bool ok, const char *why)
{
	k->all_ok &= ok;
	tell(k, what, ok ? GOOD : BAD, why);
	return ok;
}

void checks_skip(struct checks *k, const char *what, const char *why)
{
	tell(k, what, SKIPPED, why);
}

const char *checks_no_thread(const struct checks *k)
{
	return ctl_text(k->o, "out of memory, or no thread can be had",
	    "메모리가 모자라거나 스레드를 만들 수 없어요");
}

int checks_end(struct checks *k)
{
	int status = k->all_ok ? CTL_OK : CTL_FAILED;
	json_close(&k->json, ']');
	json_key(&k->json, "ok");
	json_boolean(&k->json, k->all_ok);
	json_close(&k->json, '}');
	status = k->as_json ? ctl_print(k->o, &k->text, status) : ctl_written(k->o, status);
	buf_free(&k->text);
	return status;
}

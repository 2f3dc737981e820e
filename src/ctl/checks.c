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

static void print(const struct checks *k, const char *what, bool ok, struct str why)
{
	const char *on = !k->o->colour ? "" : ok ? "\033[32m" : "\033[1;31m";
	printf("%s%s%s  %s\n", on, ok ? "ok " : "bad", k->o->colour ? "\033[0m" : "", what);
	if (why.n)
		printf("%.*s\n", (int)why.n, why.p);
}

bool checks_tell(struct checks *k, const char *what, bool ok, const char *why)
{
	struct str reason = str_of(why);
	while (reason.n && reason.p[reason.n - 1] == '\n')
		reason.n--;
	k->all_ok &= ok;
	if (!k->as_json) {
		print(k, what, ok, reason);
		return ok;
	}
	json_open(&k->json, '{');
	json_key(&k->json, "what");
	json_str(&k->json, str_of(what));
	json_key(&k->json, "ok");
	json_boolean(&k->json, ok);
	if (reason.n) {
		json_key(&k->json, "why");
		json_str(&k->json, reason);
	}
	json_close(&k->json, '}');
	return ok;
}

int checks_end(struct checks *k)
{
	int status = k->all_ok ? CTL_OK : CTL_FAILED;
	json_close(&k->json, ']');
	json_key(&k->json, "ok");
	json_boolean(&k->json, k->all_ok);
	json_close(&k->json, '}');
	if (k->as_json)
		status = ctl_print(k->o, &k->text, status);
	buf_free(&k->text);
	return status;
}

#include "music/namesake.h"

#include "base/text.h"
#include "music/guess.h"
#include "names/key.h"

#include <stdlib.h>

enum {
	HINT_UNITS = 40, /* a song's name may be long; what the user says must stay a name */
	MAX_CALLED = 4 * LIMIT_TITLE,
};

static bool same_key(struct str a, struct str b)
{
	char x[LIMIT_KEY + 1], y[LIMIT_KEY + 1];
	return name_key(x, a) && name_key(y, b) && !strcmp(x, y);
}

static bool add_with_hint(struct buf *out, const struct candidate *a)
{
	size_t before = out->len;
	buf_add_str(out, str_of(a->name));
	buf_add_str(out, STR(" ("));
	if (a->hint[0] && text_fit(out, str_of(a->hint), HINT_UNITS, TEXT_ONE_LINE)) {
		buf_add_str(out, STR(")"));
		return !out->failed;
	}
	buf_rewind(out, before);
	return false;
}

bool namesake_call(struct buf *out, const struct candidates *all, int i)
{
	const struct candidate *a = &all->items[i];
	bool shared = false, likelier = false, told_apart = true;
	for (int k = 0; k < all->n; k++) {
		const struct candidate *b = &all->items[k];
		if (k == i || !same_key(str_of(a->name), str_of(b->name)))
			continue;
		shared = true;
		likelier |= k < i;
		told_apart &= k > i || !same_key(str_of(a->hint), str_of(b->hint));
	}
	if (shared && told_apart && add_with_hint(out, a))
		return true;
	if (likelier)
		return false;
	buf_add_str(out, str_of(a->name));
	return !out->failed;
}

/* Where the hint begins; NULL if there is none. */
static const char *hint_of(const char *called)
{
	size_t n = strlen(called);
	const char *hint = NULL;
	for (const char *p = strstr(called, " ("); p; p = strstr(p + 1, " ("))
		hint = p;
	return n && called[n - 1] == ')' && hint > called ? hint : NULL;
}

static bool is_called(const struct candidate *a, struct str called)
{
	struct buf b;
	buf_init(&b, MAX_CALLED);
	bool same = add_with_hint(&b, a) && same_key(buf_str(&b), called);
	buf_free(&b);
	return same;
}

bool namesake_find(
    struct store_conn *c, const char *called, int64_t deadline, char id[static LIMIT_ID + 1])
{
	const char *hint = hint_of(called);
	char key[LIMIT_KEY + 1];
	struct str name = {called, hint ? (size_t)(hint - called) : 0};
	if (!hint || !name_key(key, name))
		return false;
	struct guess *g = malloc(sizeof *g);
	struct candidates *all = calloc(1, sizeof *all);
	bool found = false;
	if (g && all && guess_make(g, c, name, key, deadline) == STORE_OK)
		guess_candidates(g, c, deadline, all);
	for (int i = 0; all && i < all->n && !found; i++)
		if ((found = is_called(&all->items[i], str_of(called))))
			memcpy(id, all->items[i].id, sizeof all->items[i].id);
	free(all);
	free(g);
	return found;
}

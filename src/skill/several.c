#include "skill/several.h"

#include "base/text.h"
#include "kakao/limits.h"
#include "music/namesake.h"

enum { MAX_TEXT = 8 * 1024 };

/* What a label must not cut off: of namesakes, what tells them apart. */
static struct str label_of(const struct candidate *a, struct str called)
{
	bool with_hint = called.n > strlen(a->name);
	return with_hint && text_units(called) > KAKAO_QUICK_REPLY_LABEL ? str_of(a->hint) : called;
}

static void ask(struct kakao_reply *r, const struct candidates *all, const struct wording *w)
{
	struct buf text;
	buf_init(&text, MAX_TEXT);
	wording_fill(&text, w, all->n == 1 ? WORD_ANSWER_ONE : WORD_ANSWER_SEVERAL, "name",
	    str_of(all->items[0].name));
	kakao_reply_text(r, buf_str(&text));
	buf_free(&text);
}

void several_add(struct kakao_reply *r, const struct candidates *all, const struct question *q,
    const struct manner *m)
{
	struct buf called;
	buf_init(&called, MAX_TEXT);
	ask(r, all, m->wording);
	for (int i = 0; i < all->n; i++) {
		const struct candidate *a = &all->items[i];
		buf_rewind(&called, 0);
		if (!namesake_call(&called, all, i))
			continue;
		const struct tap_target target = {q->view, a->id, a->name, called.data, q->name};
		tap_quick(r, m, label_of(a, buf_str(&called)), &target);
	}
	buf_free(&called);
}

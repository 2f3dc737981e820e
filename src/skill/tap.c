#include "skill/tap.h"

#include "base/text.h"
#include "names/key.h"
#include "skill/question.h"

const char *const tap_views[] = {"artist", "songs", "related"};

/* Is a name alone understood as that name, not as a phrase or small talk? */
static bool says_itself(struct str name)
{
	struct phrase p;
	char key[LIMIT_KEY + 1];
	bool or_name;
	return !phrase_read(&p, name) && name_key(key, name) > 0 &&
	       talk_read(name, key, &or_name) == TALK_NONE;
}

static bool put_message(struct tap *t, const struct wording *w, enum view view, struct str name)
{
	static const enum word asks[] = {WORD_ARTIST_ASK, WORD_SONGS_ASK, WORD_RELATED_ASK};
	struct buf said;
	buf_init(&said, TAP_MESSAGE);
	if (view == VIEW_ARTIST && says_itself(name))
		buf_add_str(&said, name);
	else
		wording_fill(&said, w, asks[view], "name", name);
	bool good = said.len > 0 && !said.failed && text_units(buf_str(&said)) <= QUESTION_UNITS;
	if (good)
		memcpy(t->text, said.data, said.len);
	t->message = (struct str){t->text, good ? said.len : 0};
	buf_free(&said);
	return good;
}

bool tap_make(struct tap *t, const struct manner *m, const struct tap_target *a)
{
	bool said = put_message(t, m->wording, a->view, str_of(a->said ? a->said : a->name));
	t->block_id = m->block_id;
	t->extra[0] = (struct kakao_member){TAP_ARTIST_ID, str_of(a->id)};
	t->extra[1] = (struct kakao_member){TAP_ARTIST, str_of(a->name)};
	t->extra[2] = (struct kakao_member){TAP_VIEW, str_of(tap_views[a->view])};
	t->n_extra = 3;
	if (a->typed)
		t->extra[t->n_extra++] = (struct kakao_member){TAP_TYPED, str_of(a->typed)};
	return said || m->block_id.n > 0;
}

bool tap_quick(struct kakao_reply *r, const struct manner *m, struct str label,
    const struct tap_target *target)
{
	struct tap t;
	if (!tap_make(&t, m, target))
		return false;
	const struct kakao_quick_reply quick = {
	    .label = label,
	    .message = t.message,
	    .block_id = t.block_id,
	    .extra = t.extra,
	    .n_extra = t.n_extra,
	};
	return kakao_reply_quick(r, &quick);
}

struct kakao_button tap_button(const struct tap *t, struct str label)
{
	return (struct kakao_button){
	    .action = t->block_id.n ? KAKAO_BLOCK : KAKAO_MESSAGE,
	    .label = label,
	    .value = t->message,
	    .block_id = t->block_id,
	    .extra = t->extra,
	    .n_extra = t->n_extra,
	};
}

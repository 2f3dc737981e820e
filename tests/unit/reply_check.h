/* Holds a reply that the builder made against every rule, those that are only advised too. */
#ifndef ARTISTBOT_TESTS_UNIT_REPLY_CHECK_H
#define ARTISTBOT_TESTS_UNIT_REPLY_CHECK_H

#include "base/json_read.h"
#include "kakao/validate.h"
#include "unit.h"

struct reply_check {
	struct buf why; /* what is wrong, a line each */
	int outputs, quick_replies;
};

static inline void reply_wrong(void *context, const struct kakao_finding *f)
{
	struct buf *why = context;
	buf_addf(why, "%s: ", f->path);
	kakao_finding_say(why, f, false);
	buf_addc(why, '\n');
}

static inline int reply_count(cJSON *reply, const char *list)
{
	cJSON *v = json_member(json_member(reply, "template"), list);
	return v ? (int)json_length(v) : 0;
}

/* Returns whether nothing is wrong; else k->why is to be freed. */
static inline bool reply_is_good(struct reply_check *k, struct str reply)
{
	const char *unreadable = NULL;
	struct kakao_validation v = {.found = reply_wrong, .context = &k->why};
	buf_init(&k->why, 64 * 1024);
	cJSON *o = json_read(reply, 64 * 1024, 32, NULL);
	k->outputs = reply_count(o, "outputs");
	k->quick_replies = reply_count(o, "quickReplies");
	cJSON_Delete(o);
	if (!kakao_validate(&v, reply, &unreadable))
		buf_adds(&k->why, unreadable);
	return k->why.len == 0;
}

#endif

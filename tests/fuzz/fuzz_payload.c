/* A skill payload: decoded, its parameters opened, read as a question, written as a key of the
 * cache. */
#include "fuzz.h"

#include "kakao/payload.h"
#include "skill/asked.h"
#include "skill/question.h"

static const struct config_skill skill = {
    .param_names = {.items = {"artist_name", "artist", "group"}, .n = 3}, .language = "ko"};

static void look_at(const struct kakao_params *params)
{
	static const char *const prefer[] = {"artist"};
	for (int i = 0; i < params->n; i++) {
		char text[200];
		const struct kakao_param *p = &params->items[i];
		fuzz_read(p->name);
		fuzz_read(p->origin);
		kakao_param_text(p->value, prefer, 1, text, sizeof text);
		kakao_param_images(p->value, 5, text, sizeof text);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct kakao_payload p;
	static struct question q, copy;
	char asked[ASKED_BYTES], again[ASKED_BYTES];
	struct str body = fuzz_copy((struct str){(const char *)data, n});
	if (kakao_payload_parse(&p, body)) {
		fuzz_read(p.utterance);
		fuzz_read(p.user_id);
		fuzz_read(p.callback_url);
		look_at(&p.params);
		look_at(&p.detail_params);
		look_at(&p.client_extra);
		look_at(&p.request_params);
		for (int i = 0; i < p.contexts.n; i++)
			fuzz_read(p.contexts.items[i].name);
		for (int i = 0; i < p.knowledge.n; i++)
			fuzz_read(p.knowledge.items[i].question);
		kakao_payload_environment(&p);
		kakao_payload_in_development(&p);
		kakao_payload_is_check(&p);
		kakao_payload_trigger(&p);
		question_is_choice(&p);
		question_read(&q, &p, &skill);
		question_copy(&copy, &q);
		FUZZ_CHECK(strlen(q.said) <= LIMIT_NAME && strlen(q.key) <= LIMIT_KEY);
		for (int i = 0; i < copy.phrase.n; i++)
			question_take(&copy, i);
		size_t written = asked_write(asked, &p);
		FUZZ_CHECK(written <= sizeof asked);
		FUZZ_CHECK(asked_write(again, &p) == written && !memcmp(asked, again, written));
	} else {
		FUZZ_CHECK(!p.utterance.n && !p.params.n);
	}
	kakao_payload_free(&p);
	free((void *)(uintptr_t)body.p);
	return 0;
}

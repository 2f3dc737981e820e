/* A reply of any bot's, held against Kakao's rules, each finding said in both languages. */
#include "fuzz.h"

#include "base/limits.h"
#include "kakao/validate.h"

static void say(void *context, const struct kakao_finding *f)
{
	struct buf *b = context;
	FUZZ_CHECK(f->fault < FAULT_FAULTS && kakao_fault_name(f->fault));
	kakao_finding_say(b, f, false);
	kakao_finding_say(b, f, true);
	buf_adds(b, f->path);
	FUZZ_CHECK(!b->failed && b->len > 0);
	buf_rewind(b, 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct buf b;
	const char *why = NULL;
	struct str body = fuzz_copy((struct str){(const char *)data, n});
	buf_init(&b, 3 * LIMIT_FOREIGN_REPLY);
	struct kakao_validation v = {.found = say, .context = &b};
	bool read = kakao_validate(&v, body, &why);
	FUZZ_CHECK(read == !why);
	buf_free(&b);
	free((void *)(uintptr_t)body.p);
	return 0;
}

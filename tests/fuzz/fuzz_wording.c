/* A file of what the bot says, and a value for its texts. */
#include "fuzz.h"

#include "base/text.h"
#include "skill/wording.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct buf errors, out;
	struct str in = {(const char *)data, n}, value = fuzz_part(&in);
	buf_init(&errors, 64 * 1024);
	buf_init(&out, 64 * 1024);
	struct wording *w = wording_load("ko", fuzz_file(in), &errors);
	FUZZ_CHECK(w);
	for (enum word word = 0; word < WORD_COUNT; word++) {
		fuzz_read(wording_text(w, word));
		FUZZ_CHECK(text_valid(wording_text(w, word)));
		wording_fill(&out, w, word, "name", value);
		buf_reset(&out, 64 * 1024);
	}
	wording_number(&out, w, (int64_t)value.n * 123456789);
	wording_free(w);
	buf_free(&out);
	buf_free(&errors);
	return 0;
}

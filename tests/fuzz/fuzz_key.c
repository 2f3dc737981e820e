/* Name keys, and texts as they are cleaned for a reply. */
#include "fuzz.h"

#include "base/json_read.h"
#include "base/limits.h"
#include "base/text.h"
#include "base/url.h"
#include "names/key.h"
#include "names/plausible.h"

static void key(struct str s)
{
	char key[LIMIT_KEY + 1], again[LIMIT_KEY + 1];
	size_t n = name_key(key, s);
	FUZZ_CHECK(n <= LIMIT_KEY && strlen(key) == n);
	FUZZ_CHECK(!n || text_valid((struct str){key, n}));
	/* The key of a key is the key. */
	FUZZ_CHECK(!n || (name_key(again, (struct str){key, n}) == n && !strcmp(key, again)));
}

static void cleaned(struct str s, size_t units)
{
	struct buf once, twice;
	buf_init(&once, 64 * 1024);
	buf_init(&twice, 64 * 1024);
	for (int lines = TEXT_ONE_LINE; lines <= TEXT_MANY_LINES; lines++) {
		bool some = text_fit(&once, s, units, (enum text_lines)lines);
		FUZZ_CHECK(some == (once.len > 0));
		FUZZ_CHECK(text_valid(buf_str(&once)) && text_units(buf_str(&once)) <= units);
		/* What is clean stays as it is. */
		text_fit(&twice, buf_str(&once), units, (enum text_lines)lines);
		FUZZ_CHECK(str_eq(buf_str(&once), buf_str(&twice)));
		buf_reset(&once, 1024);
		buf_reset(&twice, 1024);
	}
	buf_free(&once);
	buf_free(&twice);
}

static void address(struct str s)
{
	struct buf once, twice;
	buf_init(&once, LIMIT_URL);
	buf_init(&twice, LIMIT_URL);
	if (url_clean(&once, s, LIMIT_URL)) {
		FUZZ_CHECK(once.len <= LIMIT_URL);
		FUZZ_CHECK(!strncmp(once.data, "http://", 7) || !strncmp(once.data, "https://", 8));
		for (size_t i = 0; i < once.len; i++)
			FUZZ_CHECK(once.data[i] > ' ' && once.data[i] < 127 &&
				   !strchr("\"<>\\^`{|}", once.data[i]));
		FUZZ_CHECK(url_clean(&twice, buf_str(&once), LIMIT_URL));
		FUZZ_CHECK(str_eq(buf_str(&once), buf_str(&twice)));
	}
	buf_free(&once);
	buf_free(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str in = {(const char *)data, n};
	size_t units = fuzz_byte(&in);
	struct str s = fuzz_copy(in);
	char *text = fuzz_text(in), k[LIMIT_KEY + 1];
	key(s);
	cleaned(s, units);
	address(s);
	text_visible(s);
	fuzz_read(text_trim(s));
	json_is_strict(s);
	name_key(k, str_of(text));
	name_plausible(text, k);
	free(text);
	free((void *)(uintptr_t)s.p);
	return 0;
}

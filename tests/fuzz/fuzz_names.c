/* Names as they sound, are spelt and are searched: what was typed, held against a name. */
#include "fuzz.h"

#include "base/limits.h"
#include "names/hangul.h"
#include "names/key.h"
#include "names/latin.h"
#include "names/match.h"
#include "names/particle.h"
#include "names/search.h"
#include "names/slips.h"
#include "names/variants.h"
#include "skill/phrase.h"

enum { LONGEST = 400 };

static void look_at(const struct search_keys *keys, int most)
{
	FUZZ_CHECK(keys->n >= 0 && keys->n <= most);
	for (int i = 0; i < keys->n; i++) {
		size_t n = strlen(keys->items[i]);
		FUZZ_CHECK(n > 1 && n <= SEARCH_KEY && strchr("cfdwhti", keys->items[i][0]));
	}
}

static void searched(struct str typed, const char *key)
{
	static struct search_keys keys;
	search_name(&keys, typed);
	look_at(&keys, SEARCH_NAME_KEYS);
	search_typed(&keys, typed, key);
	look_at(&keys, SEARCH_TYPED_KEYS);
	search_wider(&keys, typed);
	look_at(&keys, SEARCH_WIDER_KEYS);
}

static void slipped(struct str typed, struct str name)
{
	struct slips *s = slips_new(typed);
	if (!s)
		return;
	const struct search_keys *keys = slips_keys(s);
	look_at(keys, SEARCH_WIDER_KEYS);
	for (int i = 0; i < keys->n; i++) {
		struct match m = slips_match(s, keys->items[i], name, MATCH_NEVER - 1);
		FUZZ_CHECK((m.how == MATCH_NOT) == (m.cost == MATCH_NEVER));
	}
	slips_free(s);
}

static void read_in_all_ways(struct str s)
{
	static struct variants v;
	struct sounds sounds;
	struct spelling spellings[LATIN_READINGS];
	struct phrase phrase;
	struct buf out;
	hangul_read(&sounds, s);
	FUZZ_CHECK(latin_read(spellings, s) <= LATIN_READINGS);
	variants_of(&v, s);
	FUZZ_CHECK(v.n >= 0 && v.n <= VARIANTS_MAX);
	for (int i = 0; i < v.n; i++)
		FUZZ_CHECK(*v.items[i] && !str_eqs(s, v.items[i]));
	phrase_read(&phrase, s);
	FUZZ_CHECK(phrase.n >= 1 && phrase.n <= PHRASE_READINGS);
	for (int i = 0; i < phrase.n; i++)
		fuzz_read(phrase.readings[i].name);
	buf_init(&out, 64 * 1024);
	particle_add(&out, s, STR("은/는"));
	particle_add(&out, s, STR("으로/로"));
	buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str in = {(const char *)data, n < LONGEST ? n : LONGEST}, part = fuzz_part(&in);
	struct str typed = fuzz_copy(part), name = fuzz_copy(in);
	char key[LIMIT_KEY + 1];
	read_in_all_ways(typed);
	read_in_all_ways(name);
	if (name_key(key, typed)) {
		searched(typed, key);
		struct matcher *m = matcher_new(typed, key);
		FUZZ_CHECK(m);
		matcher_nobody(m);
		struct match match = matcher_match(m, name, MATCH_BY_ALL, MATCH_NEVER - 1);
		FUZZ_CHECK(
		    match.cost >= 0 && (match.how == MATCH_NOT) == (match.cost == MATCH_NEVER));
		match = matcher_match(m, typed, MATCH_BY_ALL, 400);
		FUZZ_CHECK(match.cost >= 0);
		matcher_free(m);
	}
	slipped(typed, name);
	free((void *)(uintptr_t)typed.p);
	free((void *)(uintptr_t)name.p);
	return 0;
}

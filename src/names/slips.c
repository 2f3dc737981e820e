#include "names/slips.h"

#include "names/heard.h"
#include "names/keyboard.h"

#include <stdlib.h>

enum {
	MAX_READINGS = 48,
	MIN_KEYS = 4, /* of fewer, one slip leaves another name */
	MAX_KEYS = 36,
	MAX_SPACES = 3,
	SLIP = 54,      /* what a slip costs, as names/match.h counts */
	SLIP_SEEN = 14, /* one that has left a letter alone */
};

struct reading {
	struct sounds sounds;
	struct heard *heard;
	uint64_t keys; /* a bit for each that it is looked up by */
};

struct slips {
	struct keys typed;
	bool whole; /* no letter stands alone */
	struct search_keys keys;
	int n;
	struct reading readings[MAX_READINGS];
};

/* --- what may have been meant --- */

static bool is_known(const struct slips *s, const struct sounds *sounds)
{
	for (int i = 0; i < s->n; i++)
		if (!strcmp(s->readings[i].sounds.s, sounds->s))
			return true;
	return false;
}

/* The keys of what is left without a consonant that is not known. */
static uint64_t keys_without(struct slips *s, struct sounds sounds, size_t hole)
{
	struct skeleton skeleton;
	memmove(sounds.s + hole, sounds.s + hole + 1, (size_t)sounds.n - hole);
	skeleton_of_sounds(&skeleton, sounds.s, sounds.n - 1);
	return search_meant_less(&s->keys, &skeleton);
}

/* Those of each that it may be, as far as it tells in a key. */
static uint64_t keys_with_each(struct slips *s, struct sounds sounds, size_t hole)
{
	struct skeleton skeleton;
	uint64_t keys = 0;
	for (const char *c = "ptksmnr"; *c; c++) {
		sounds.s[hole] = *c;
		skeleton_of_sounds(&skeleton, sounds.s, sounds.n);
		keys |= search_meant(&s->keys, &skeleton);
	}
	return keys;
}

static uint64_t keys_of(struct slips *s, const struct sounds *sounds)
{
	struct skeleton skeleton;
	const char *hole = strchr(sounds->s, SOUND_ANY_CONSONANT);
	if (hole) {
		size_t at = (size_t)(hole - sounds->s);
		uint64_t keys = keys_without(s, *sounds, at);
		return keys ? keys : keys_with_each(s, *sounds, at);
	}
	skeleton_of_sounds(&skeleton, sounds->s, sounds->n);
	return search_meant(&s->keys, &skeleton);
}

/* Names that differ by one consonant from what may have been meant, too, as far as there is room.
 */
static void widen(struct slips *s)
{
	struct skeleton skeleton;
	for (int i = 0; i < s->n; i++) {
		struct reading *r = &s->readings[i];
		if (strchr(r->sounds.s, SOUND_ANY_CONSONANT))
			continue;
		skeleton_of_sounds(&skeleton, r->sounds.s, r->sounds.n);
		r->keys |= search_meant_nearly(&s->keys, &skeleton);
	}
}

static void try_keys(struct slips *s, const struct keys *keys)
{
	struct sounds sounds;
	if (s->n == MAX_READINGS || !keyboard_sounds(&sounds, keys) || is_known(s, &sounds))
		return;
	struct reading *r = &s->readings[s->n];
	r->sounds = sounds;
	r->keys = keys_of(s, &sounds);
	s->n += r->keys != 0;
}

static struct keys without(const struct keys *typed, int at)
{
	struct keys k = *typed;
	memmove(k.k + at, k.k + at + 1, (size_t)(k.n - at - 1));
	k.n--;
	return k;
}

static struct keys with(const struct keys *typed, int at, unsigned char key)
{
	struct keys k = *typed;
	memmove(k.k + at + 1, k.k + at, (size_t)(k.n - at));
	k.k[at] = key;
	k.n++;
	return k;
}

static void try_without(struct slips *s)
{
	for (int i = 0; i < s->typed.n; i++) {
		struct keys k = without(&s->typed, i);
		if (s->typed.k[i] != KEY_SPACE)
			try_keys(s, &k);
	}
}

static void try_swapped(struct slips *s)
{
	for (int i = 0; i + 1 < s->typed.n; i++) {
		struct keys k = s->typed;
		k.k[i] = s->typed.k[i + 1];
		k.k[i + 1] = s->typed.k[i];
		if (s->typed.k[i] != s->typed.k[i + 1])
			try_keys(s, &k);
	}
}

static void try_beside(struct slips *s)
{
	for (int i = 0; i < s->typed.n; i++) {
		unsigned char beside[2];
		int n = keyboard_beside(s->typed.k[i], beside);
		for (int j = 0; j < n; j++) {
			struct keys k = s->typed;
			k.k[i] = beside[j];
			try_keys(s, &k);
		}
	}
}

/* A missing consonant that leaves nothing alone is searched for without this. */
static void try_with(struct slips *s)
{
	for (int i = 0; i <= s->typed.n && s->typed.n < KEYS_MAX; i++) {
		struct keys k = with(&s->typed, i, KEY_ANY_VOWEL);
		try_keys(s, &k);
		k.k[i] = KEY_ANY_CONSONANT;
		if (!s->whole)
			try_keys(s, &k);
	}
}

static bool is_of_names_length(const struct keys *k)
{
	int spaces = 0;
	for (int i = 0; i < k->n; i++)
		spaces += k->k[i] == KEY_SPACE;
	return k->n - spaces >= MIN_KEYS && k->n <= MAX_KEYS && spaces <= MAX_SPACES;
}

struct slips *slips_new(struct str typed)
{
	struct slips *s = calloc(1, sizeof *s);
	if (s && keyboard_keys(&s->typed, typed, &s->whole) && is_of_names_length(&s->typed)) {
		try_without(s);
		try_swapped(s);
		try_with(s);
		try_beside(s);
		if (!s->whole)
			widen(s);
	}
	if (s && s->n > 0)
		return s;
	free(s);
	return NULL;
}

void slips_free(struct slips *s)
{
	for (int i = 0; s && i < s->n; i++)
		heard_free(s->readings[i].heard);
	free(s);
}

const struct search_keys *slips_keys(const struct slips *s)
{
	return &s->keys;
}

/* --- matching --- */

static int index_of(const struct search_keys *k, const char *key)
{
	int i = 0;
	while (i < k->n && strcmp(k->items[i], key) != 0)
		i++;
	return i;
}

struct match slips_match(struct slips *s, const char *key, struct str name, int bound)
{
	struct match best = {MATCH_NEVER, MATCH_NOT};
	struct spelling latin[LATIN_READINGS];
	int at = index_of(&s->keys, key), n = at < s->keys.n ? latin_read(latin, name) : 0;
	int slip = s->whole ? SLIP : SLIP_SEEN;
	for (int i = 0; i < s->n && n > 0; i++) {
		struct reading *r = &s->readings[i];
		if (!(r->keys >> at & 1))
			continue;
		if (!r->heard && !(r->heard = heard_new(&r->sounds)))
			continue;
		for (int j = 0; j < n; j++) {
			int most = best.cost < bound ? best.cost : bound;
			int cost = most > slip
				       ? slip + heard_either_way(r->heard, &latin[j], most - slip)
				       : MATCH_NEVER;
			if (cost < best.cost)
				best = (struct match){cost, MATCH_SLIP};
		}
	}
	return best.cost <= bound ? best : (struct match){MATCH_NEVER, MATCH_NOT};
}

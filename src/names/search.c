#include "names/search.h"

#include "base/limits.h"
#include "names/key.h"

#include <stdio.h>

enum {
	MAX_WORDS = 8,
	MAX_HALF = 20,       /* strokes of a half that are kept */
	WORD_CONSONANTS = 2, /* a word of fewer is in too many names */
	WORD_LETTERS = 3,
	FINE_CONSONANTS = 3,  /* a skeleton of more is fine enough */
	DROP_CONSONANTS = 12, /* a name of more is found by its words */
	DROP_WAYS = 2,
	WORD_WAYS = 4,
	MAX_TYPED_WORDS = 4,
	/* Keys no longer than this are those of many names, as there are only so many of them. */
	SHARED_CONSONANTS = 4,
	SHARED_FINE = 5,
	SHARED_HALF = 3, /* with the length before it */
};

/* Adds a key that is not there yet. Returns its place; -1: there is no room, or nothing
 * to look up by. */
static int add(struct search_keys *k, int max, char kind, const char *text)
{
	char key[SEARCH_KEY + 1];
	if (!*text)
		return -1;
	snprintf(key, sizeof key, "%c%s", kind, text);
	for (int i = 0; i < k->n; i++)
		if (!strcmp(k->items[i], key))
			return i;
	if (k->n == max)
		return -1;
	memcpy(k->items[k->n], key, sizeof key);
	return k->n++;
}

/* --- by sound --- */

struct words {
	struct str items[MAX_WORDS];
	int n;
};

/* The words of a spelling, each with the blank before and behind it. */
static struct words words_of(const char *spelling)
{
	struct words w = {.n = 0};
	for (const char *end; (end = strchr(spelling + 1, ' ')) && w.n < MAX_WORDS; spelling = end)
		w.items[w.n++] = (struct str){spelling, (size_t)(end - spelling) + 1};
	return w;
}

/* The skeleton, and the finer one if it is short. */
static void add_skeleton(struct search_keys *k, int max, const struct skeleton *s)
{
	if (strlen(s->s) <= FINE_CONSONANTS)
		add(k, max, 'f', s->fine);
	if (s->s[0])
		add(k, max, 'c', s->s);
}

static int add_skeletons(
    struct search_keys *k, int max, struct str spelling, struct skeleton all[static SKELETON_WAYS])
{
	int n = skeletons_of_latin(all, spelling.p, (int)spelling.n);
	for (int i = 0; i < n; i++)
		add_skeleton(k, max, &all[i]);
	return n;
}

static uint64_t bit(int place)
{
	return place >= 0 ? (uint64_t)1 << place : 0;
}

/* The skeleton without each of its consonants in turn. Returns a bit for the place of each. */
static uint64_t add_dropped(struct search_keys *k, int max, char kind, const char *s)
{
	uint64_t bits = 0;
	size_t n = strlen(s);
	for (size_t i = 0; i < n && n > 1 && n <= DROP_CONSONANTS; i++) {
		char text[SKELETON_MAX + 1];
		snprintf(text, sizeof text, "%.*s%s", (int)i, s, s + i + 1);
		bits |= bit(add(k, max, kind, text));
	}
	return bits;
}

/* Those of one word, if it is not in too many names. */
static void add_word(struct search_keys *k, int max, const struct skeleton *s)
{
	if (strlen(s->s) >= WORD_CONSONANTS)
		add(k, max, 'w', s->s);
}

static void add_rotated(struct search_keys *k, const struct words *w)
{
	struct spelling r;
	const struct str last = w->items[w->n - 1];
	const struct str first = w->items[0];
	size_t before = (size_t)(last.p - first.p);
	if (last.n + before >= sizeof r.s)
		return;
	memcpy(r.s, last.p, last.n);
	memcpy(r.s + last.n, first.p + 1, before);
	struct skeleton all[SKELETON_WAYS];
	int n = skeletons_of_latin(all, r.s, (int)(last.n + before));
	for (int i = 0; i < n && i < 2; i++)
		add_skeleton(k, SEARCH_NAME_KEYS, &all[i]);
}

/* Who is named before a band, as if that were a word. */
static void add_leader(struct search_keys *k, const struct spelling *l)
{
	struct spelling leader;
	struct skeleton ways[SKELETON_WAYS];
	int n = latin_leader(&leader, l) ? skeletons_of_latin(ways, leader.s, leader.n) : 0;
	for (int i = 0; i < n && i < WORD_WAYS; i++)
		add_word(k, SEARCH_NAME_KEYS, &ways[i]);
}

static void add_latin(struct search_keys *k, const struct spelling *l)
{
	struct words w = words_of(l->s);
	struct str whole = {l->s, (size_t)l->n};
	if (w.n > 1 && !strncmp(l->s, " the ", 5))
		whole = (struct str){l->s + 4, (size_t)l->n - 4};
	struct skeleton ways[SKELETON_WAYS];
	int n = add_skeletons(k, SEARCH_NAME_KEYS, whole, ways);
	if (w.n > 1 && w.n <= 3)
		add_rotated(k, &w);
	for (int i = 0; i < n && i < DROP_WAYS; i++)
		add_dropped(k, SEARCH_NAME_KEYS, 'd', ways[i].s);
	add_leader(k, l);
	for (int i = 0; w.n > 1 && i < w.n; i++) {
		if (w.items[i].n < WORD_LETTERS + 2)
			continue;
		n = skeletons_of_latin(ways, w.items[i].p, (int)w.items[i].n);
		for (int j = 0; j < n && j < WORD_WAYS; j++)
			add_word(k, SEARCH_NAME_KEYS, &ways[j]);
	}
}

/* --- by keys of the keyboard --- */

static void add_half(struct search_keys *k, int max, char kind, int len, const char *s, int n)
{
	char text[SEARCH_KEY + 1];
	if (n > MAX_HALF)
		n = MAX_HALF;
	snprintf(text, sizeof text, "%d:", len);
	size_t at = strlen(text);
	for (int i = 0; i < n; i++) /* other scripts' bytes: as good as any, and ASCII */
		text[at + (size_t)i] = (char)(s[i] & 0x80 ? 'A' + (s[i] & 31) : s[i]);
	text[at + (size_t)n] = '\0';
	add(k, max, kind, text);
}

static void add_halves(struct search_keys *k, int max, int len, const struct strokes *s)
{
	int half = len / 2;
	if (len < 2 || half > s->n || len - half > s->n)
		return;
	add_half(k, max, 'h', len, s->s, half);
	add_half(k, max, 't', len, s->s + s->n - (len - half), len - half);
}

/* Two that changed places across the middle leave no half as it was. */
static void add_swapped(struct search_keys *k, int max, const struct strokes *s)
{
	struct strokes other = *s;
	int half = s->n / 2;
	if (half < 1)
		return;
	other.s[half - 1] = s->s[half];
	add_half(k, max, 'h', s->n, other.s, half);
}

/* --- names and what was typed --- */

void search_name(struct search_keys *out, struct str name)
{
	struct spelling latin[LATIN_READINGS];
	struct strokes strokes;
	struct sounds sounds;
	char key[LIMIT_KEY + 1], initials[STROKES_MAX + 1];
	bool lone;
	out->n = 0;
	if (!name_key(key, name))
		return;
	if (strokes_read(&strokes, key))
		add_halves(out, SEARCH_NAME_KEYS, strokes.n, &strokes);
	if (strokes_initials(initials, key, &lone) > 1 && !lone)
		add(out, SEARCH_NAME_KEYS, 'i', initials);
	if (hangul_read(&sounds, name)) {
		struct skeleton s;
		skeleton_of_sounds(&s, sounds.s, sounds.n);
		add_skeleton(out, SEARCH_NAME_KEYS, &s);
		add_dropped(out, SEARCH_NAME_KEYS, 'd', s.s);
	}
	int n = latin_read(latin, name);
	for (int i = 0; i < n; i++)
		add_latin(out, &latin[i]);
}

/* Where a vowel ends what was typed, the name may end in a mute one, or in none (리치 = Rich); and
 * the other way round. Makes one of the other, if there is room. */
static bool turn_end(char fine[static SKELETON_FINE + 1])
{
	size_t n = strlen(fine);
	if (n < 2 || n >= SKELETON_FINE)
		return false;
	bool open = fine[n - 1] == '.';
	memcpy(fine + n - open, open ? "" : ".", open ? 1 : 2);
	return true;
}

static void add_heard(struct search_keys *k, int max, const struct sounds *sounds)
{
	struct skeleton s;
	skeleton_of_sounds(&s, sounds->s, sounds->n);
	add_skeleton(k, max, &s);
	if (strlen(s.s) <= FINE_CONSONANTS && turn_end(s.fine))
		add(k, max, 'f', s.fine);
}

/* What was typed in Latin letters may be all of a name, or one word of it. */
static void add_spelt(struct search_keys *k, int max, struct str typed)
{
	struct spelling latin[LATIN_READINGS];
	struct skeleton ways[LATIN_READINGS][SKELETON_WAYS];
	int n = latin_read(latin, typed), found[LATIN_READINGS];
	for (int i = 0; i < n; i++)
		found[i] =
		    add_skeletons(k, max, (struct str){latin[i].s, (size_t)latin[i].n}, ways[i]);
	for (int i = 0; i < n; i++)
		for (int j = 0; j < found[i] && j < WORD_WAYS; j++)
			add_word(k, max, &ways[i][j]);
}

/* What is behind 더 or 디, which names are searched without; the empty text if it is not there. */
static struct str without_article(struct str typed)
{
	static const char *const articles[] = {"더 ", "디 "};
	for (size_t i = 0; i < sizeof articles / sizeof *articles; i++) {
		size_t n = strlen(articles[i]);
		if (typed.n > n && !memcmp(typed.p, articles[i], n))
			return (struct str){typed.p + n, typed.n - n};
	}
	return (struct str){"", 0};
}

void search_typed(struct search_keys *out, struct str typed, const char *key)
{
	struct strokes strokes;
	struct sounds sounds;
	char initials[STROKES_MAX + 1];
	bool lone;
	out->n = 0;
	if (strokes_initials(initials, key, &lone) && lone) {
		add(out, SEARCH_TYPED_KEYS, 'i', initials);
		return;
	}
	if (hangul_read(&sounds, typed))
		add_heard(out, SEARCH_TYPED_KEYS, &sounds);
	if (hangul_read(&sounds, without_article(typed)))
		add_heard(out, SEARCH_TYPED_KEYS, &sounds);
	if (strokes_read(&strokes, key)) {
		for (int len = strokes.n + 1; len >= strokes.n - 1; len--)
			add_halves(out, SEARCH_TYPED_KEYS, len, &strokes);
		add_swapped(out, SEARCH_TYPED_KEYS, &strokes);
	}
	add_spelt(out, SEARCH_TYPED_KEYS, typed);
}

/* --- wider --- */

/* Names that are one of the words that were typed, the first two of them, or hold one of them. */
static void add_words_heard(struct search_keys *k, struct str typed)
{
	struct sounds sounds;
	struct skeleton s;
	int words = 0;
	for (size_t from = 0, end; from < typed.n && words < MAX_TYPED_WORDS;
	     from = end + 1, words++) {
		for (end = from; end < typed.n && typed.p[end] != ' ';)
			end++;
		struct str word = {typed.p + from, end - from}, begin = {typed.p, end};
		if (words == 1 && end < typed.n && hangul_read(&sounds, begin)) {
			skeleton_of_sounds(&s, sounds.s, sounds.n);
			add_skeleton(k, SEARCH_WIDER_KEYS, &s);
		}
		if (word.n == typed.n || !hangul_read(&sounds, word))
			continue;
		skeleton_of_sounds(&s, sounds.s, sounds.n);
		if (words == 0)
			add_skeleton(k, SEARCH_WIDER_KEYS, &s);
		add_word(k, SEARCH_WIDER_KEYS, &s);
	}
}

void search_wider(struct search_keys *out, struct str typed)
{
	struct sounds sounds;
	struct skeleton s;
	out->n = 0;
	if (!hangul_read(&sounds, typed))
		return;
	skeleton_of_sounds(&s, sounds.s, sounds.n);
	add_word(out, SEARCH_WIDER_KEYS, &s);
	/* What is left of one consonant is in thousands of names, and tells none apart. */
	size_t n = strlen(s.s);
	if (n >= WORD_CONSONANTS)
		add(out, SEARCH_WIDER_KEYS, 'd', s.s);
	if (n > WORD_CONSONANTS) {
		add_dropped(out, SEARCH_WIDER_KEYS, 'd', s.s);
		add_dropped(out, SEARCH_WIDER_KEYS, 'c', s.s);
	}
	add_words_heard(out, typed);
}

bool search_is_shared(const char *key)
{
	const char *text = key + 1;
	switch (*key) {
	case 'c':
	case 'd':
	case 'w':
		return strlen(text) <= SHARED_CONSONANTS;
	case 'f':
		return strlen(text) <= SHARED_FINE;
	case 'h':
	case 't':
		return strlen(text) <= SHARED_HALF;
	default:
		return true;
	}
}

/* --- what may have been meant --- */

uint64_t search_meant(struct search_keys *out, const struct skeleton *s)
{
	struct skeleton other = *s;
	if (!s->s[0])
		return 0;
	if (strlen(s->s) > FINE_CONSONANTS)
		return bit(add(out, SEARCH_WIDER_KEYS, 'c', s->s));
	uint64_t bits = bit(add(out, SEARCH_WIDER_KEYS, 'f', s->fine));
	if (turn_end(other.fine))
		bits |= bit(add(out, SEARCH_WIDER_KEYS, 'f', other.fine));
	return bits;
}

/* Is it so long that few names share it, even without one of its consonants, and short enough for
 * names to be stored without each of theirs? */
static bool tells_apart(size_t consonants)
{
	return consonants > SHARED_CONSONANTS + 1 && consonants < DROP_CONSONANTS;
}

uint64_t search_meant_less(struct search_keys *out, const struct skeleton *s)
{
	return tells_apart(strlen(s->s) + 1) ? bit(add(out, SEARCH_WIDER_KEYS, 'd', s->s)) : 0;
}

uint64_t search_meant_nearly(struct search_keys *out, const struct skeleton *s)
{
	if (!tells_apart(strlen(s->s)))
		return 0;
	uint64_t bits = bit(add(out, SEARCH_WIDER_KEYS, 'd', s->s));
	bits |= add_dropped(out, SEARCH_WIDER_KEYS, 'd', s->s);
	return bits | add_dropped(out, SEARCH_WIDER_KEYS, 'c', s->s);
}

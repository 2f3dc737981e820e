#include "names/search.h"

#include "base/limits.h"
#include "names/key.h"

#include <stdio.h>

enum {
	MAX_WORDS = 8,
	MAX_HALF = 20,       /* strokes of a half that are kept */
	WORD_CONSONANTS = 2, /* a word of fewer is in too many names */
	WORD_LETTERS = 3,
};

static bool add(struct search_keys *k, int max, char kind, const char *text)
{
	char key[SEARCH_KEY + 1];
	snprintf(key, sizeof key, "%c%s", kind, text);
	for (int i = 0; i < k->n; i++)
		if (!strcmp(k->items[i], key))
			return true;
	if (k->n == max)
		return false;
	memcpy(k->items[k->n++], key, sizeof key);
	return true;
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

static void add_skeletons(struct search_keys *k, int max, char kind, struct str spelling, int ways)
{
	struct skeleton all[SKELETON_WAYS];
	int n = skeletons_of_latin(all, spelling.p, (int)spelling.n);
	for (int i = 0; i < n && i < ways; i++)
		if (all[i].s[0])
			add(k, max, kind, all[i].s);
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
	add_skeletons(k, SEARCH_NAME_KEYS, 'c', (struct str){r.s, last.n + before}, 2);
}

static void add_latin(struct search_keys *k, const struct spelling *l)
{
	struct words w = words_of(l->s);
	struct str whole = {l->s, (size_t)l->n};
	if (w.n > 1 && !strncmp(l->s, " the ", 5))
		whole = (struct str){l->s + 4, (size_t)l->n - 4};
	add_skeletons(k, SEARCH_NAME_KEYS, 'c', whole, SKELETON_WAYS);
	if (w.n > 1 && w.n <= 3)
		add_rotated(k, &w);
	for (int i = 0; w.n > 1 && i < w.n; i++) {
		struct skeleton s[SKELETON_WAYS];
		if (w.items[i].n < WORD_LETTERS + 2)
			continue;
		int n = skeletons_of_latin(s, w.items[i].p, (int)w.items[i].n);
		for (int j = 0; j < n && j < 2; j++)
			if (strlen(s[j].s) >= WORD_CONSONANTS)
				add(k, SEARCH_NAME_KEYS - 4, 'w', s[j].s);
	}
}

static void add_sounds(struct search_keys *k, char kind, const struct sounds *s)
{
	struct skeleton skeleton;
	skeleton_of_sounds(&skeleton, s->s, s->n);
	if (skeleton.s[0])
		add(k, SEARCH_NAME_KEYS, kind, skeleton.s);
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
	if (hangul_read(&sounds, name))
		add_sounds(out, 'c', &sounds);
	int n = latin_read(latin, name);
	for (int i = 0; i < n; i++)
		add_latin(out, &latin[i]);
}

/* The words of what was typed in Hangul, the last one first. False if it is one word. */
static bool rotate(struct sounds *out, struct str typed)
{
	char text[LIMIT_NAME + 1];
	size_t cut = typed.n;
	while (cut > 0 && typed.p[cut - 1] != ' ')
		cut--;
	if (cut == 0 || typed.n > LIMIT_NAME)
		return false;
	memcpy(text, typed.p + cut, typed.n - cut);
	memcpy(text + (typed.n - cut), typed.p, cut);
	return hangul_read(out, (struct str){text, typed.n});
}

void search_typed(struct search_keys *out, struct str typed, const char *key)
{
	struct spelling latin[LATIN_READINGS];
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
		add_sounds(out, 'c', &sounds);
	if (rotate(&sounds, typed))
		add_sounds(out, 'c', &sounds);
	if (strokes_read(&strokes, key)) {
		for (int len = strokes.n + 1; len >= strokes.n - 1; len--)
			add_halves(out, SEARCH_TYPED_KEYS, len, &strokes);
		add_swapped(out, SEARCH_TYPED_KEYS, &strokes);
	}
	int n = latin_read(latin, typed);
	for (int i = 0; i < n; i++)
		add_skeletons(out, SEARCH_TYPED_KEYS, 'c',
		    (struct str){latin[i].s, (size_t)latin[i].n}, SKELETON_WAYS / 2);
}

void search_word(struct search_keys *out, struct str typed)
{
	struct sounds sounds;
	struct skeleton s;
	out->n = 0;
	if (hangul_read(&sounds, typed)) {
		skeleton_of_sounds(&s, sounds.s, sounds.n);
		if (strlen(s.s) >= WORD_CONSONANTS)
			add(out, SEARCH_TYPED_KEYS, 'w', s.s);
		return;
	}
	struct spelling latin[LATIN_READINGS];
	int n = latin_read(latin, typed);
	for (int i = 0; i < n; i++)
		add_skeletons(
		    out, SEARCH_TYPED_KEYS, 'w', (struct str){latin[i].s, (size_t)latin[i].n}, 2);
}

/* --- one consonant more, less or other --- */

static void add_changed(
    struct search_keys *k, const char *s, size_t at, size_t drop, const char *with)
{
	char text[SKELETON_MAX + 3];
	snprintf(text, sizeof text, "%.*s%s%s", (int)at, s, with, s + at + drop);
	if (strlen(text) <= SKELETON_MAX && text[0])
		add(k, SEARCH_NEAR_KEYS, 'c', text);
}

void search_near(struct search_keys *out, struct str typed)
{
	/* An r that is not spoken, an s or t that is, ng, …: what is inserted, likeliest first. */
	static const char *const inserts[] = {"l", "s", "t", "n", "k", "p", "m"};
	static const char *const pairs[] = {
	    "ts", "st", "ks", "sk", "nm", "mn", "ln", "nl", "tk", "kt", "pm", "pk", "tp"};
	struct sounds sounds;
	struct skeleton k;
	out->n = 0;
	if (!hangul_read(&sounds, typed))
		return;
	skeleton_of_sounds(&k, sounds.s, sounds.n);
	size_t n = strlen(k.s);
	if (n == 0)
		return;
	for (size_t i = 0; i <= n; i++)
		add_changed(out, k.s, i, 0, inserts[0]);
	for (size_t i = 0; i < n && n > 1; i++)
		add_changed(out, k.s, i, 1, "");
	for (size_t p = 0; p < 4; p++)
		for (size_t i = 0; i < n; i++)
			if (k.s[i] == pairs[p][0])
				add_changed(out, k.s, i, 1, pairs[p] + 1);
	for (size_t w = 1; w < sizeof inserts / sizeof *inserts; w++)
		for (size_t i = 0; i <= n; i++)
			add_changed(out, k.s, i, 0, inserts[w]);
	for (size_t p = 4; p < sizeof pairs / sizeof *pairs; p++)
		for (size_t i = 0; i < n; i++)
			if (k.s[i] == pairs[p][0])
				add_changed(out, k.s, i, 1, pairs[p] + 1);
}

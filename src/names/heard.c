#include "names/heard.h"

#include "names/units.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

enum {
	LETTERS = 128,
	KINDS = 28, /* of letters: the blank, those of the alphabet, and all others */
	/* Units are told apart by their first letter and their second, if there is one. */
	GROUPS = KINDS * (KINDS + 1),
};

/* Costs of edits (names/units.h). A vowel ㅡ is written where the foreign word has none; ㅎ and the
 * glides come and go; a consonant seldom does. */
enum {
	EXTRA_FILLER = 34,
	EXTRA_GLIDE = 28,
	EXTRA_H = 62,
	EXTRA_VOWEL = 65,
	EXTRA_CONSONANT = 84,
	MUTE_VOWEL = 35,
	MUTE_H = 24,
	MUTE_R = 36,
	MUTE_CONSONANT = 41,
	OTHER_VOWEL = 51,
	OTHER_CONSONANT = 83,
	SAME_PLACE = 32, /* lax, tense, aspirated: ㄱㄲㅋ */
	NEAR_VOWEL = 42,
	NEAR_CONSONANT = 60,
	UNKNOWN_SOUND = 10, /* any letter may stand for it */
	ROTATED = 30,       /* surname first */
};

/* Up to six letters as a number, the first in its lowest byte: compared at once. */
typedef uint64_t letters;

/* A unit whose sounds are in what was typed. */
struct active {
	letters latin;
	uint64_t at; /* where its sounds are */
	unsigned short group;
	unsigned char cost, n_latin, n_sounds;
};

/* A unit, of either table, as it is needed here. */
struct ready {
	struct active unit;
	const char *sounds;
	int same; /* sounds that it begins with as the one before does */
};

struct heard {
	struct sounds typed;
	int extra[SOUNDS_MAX + 1];        /* cost of a sound that no letter explains */
	unsigned short first[GROUPS + 1]; /* of units, by their group */
	struct active units[];
};

static bool is_vowel_sound(char c)
{
	return c == SOUND_ANY_VOWEL || (c != '\0' && strchr("avou_ie", c) != NULL);
}

static int extra_cost(char sound)
{
	if (sound == '_')
		return EXTRA_FILLER;
	if (sound == 'y' || sound == 'w')
		return EXTRA_GLIDE;
	if (sound == 'h')
		return EXTRA_H;
	return is_vowel_sound(sound) ? EXTRA_VOWEL : EXTRA_CONSONANT;
}

static int mute_cost(char letter)
{
	if (letter == ' ')
		return 0;
	if (letter == 'h' || letter == 'w' || letter == 'y')
		return MUTE_H;
	if (letter == 'r')
		return MUTE_R;
	return strchr("aeiou", letter) ? MUTE_VOWEL : MUTE_CONSONANT;
}

/* What one letter sounds like most often. */
static char plain_sound(char letter)
{
	static const char sounds[] = "abkdepghijkrmnopkrstubwkij";
	return letter >= 'a' && letter <= 'z' ? sounds[letter - 'a'] : '\0';
}

static bool both_in(const char *set, char a, char b)
{
	return strchr(set, a) && strchr(set, b);
}

static int other_cost(char letter, char sound)
{
	static const char *const places[] = {"gGkK", "dDtT", "bBpP", "jJc", "sS", "rL", "nN", "mM"};
	static const char *const near[] = {"sSjJcz", "nNQ", "nNmM", "dDtTsS", "jJcdDtT"};
	static const char *const vowels[] = {"av", "vo", "ae", "ei", "ou", "u_", "v_", "i_", "ve"};
	char plain = plain_sound(letter);
	if (!plain)
		return HEARD_NEVER;
	if (plain == sound)
		return SAME_PLACE;
	bool vowel = is_vowel_sound(sound);
	if (is_vowel_sound(plain) != vowel)
		return HEARD_NEVER;
	if (sound == SOUND_ANY_VOWEL || sound == SOUND_ANY_CONSONANT)
		return UNKNOWN_SOUND;
	for (size_t i = 0; vowel && i < sizeof vowels / sizeof *vowels; i++)
		if (both_in(vowels[i], plain, sound))
			return NEAR_VOWEL;
	for (size_t i = 0; !vowel && i < sizeof places / sizeof *places; i++)
		if (both_in(places[i], plain, sound))
			return SAME_PLACE;
	for (size_t i = 0; !vowel && i < sizeof near / sizeof *near; i++)
		if (both_in(near[i], plain, sound))
			return NEAR_CONSONANT;
	return vowel ? OTHER_VOWEL : OTHER_CONSONANT;
}

/* Where each sound is in what was typed. */
struct places {
	uint64_t of[LETTERS], anywhere;
};

/* A sound that is not known is there for all of its kind. */
static void add_unknown(struct places *p, char sound, int at)
{
	static const char vowels[] = "avou_ie", consonants[] = "gGkKdDtTbBpPsSjJcnNQmMrLh";
	const char *c = sound == SOUND_ANY_VOWEL       ? vowels
			: sound == SOUND_ANY_CONSONANT ? consonants
						       : "";
	for (; *c; c++)
		p->of[*c & (LETTERS - 1)] |= (uint64_t)1 << at;
}

/* A tense consonant is also where its lax one is: 씨잼 and 시잼 are both C JAMM. */
static void find_places(struct places *p, const struct sounds *typed)
{
	static const char tense[] = "GDBSJ", lax[] = "gdbsj";
	memset(p, 0, sizeof *p);
	for (int i = 0; i < typed->n; i++) {
		const char *at = strchr(tense, typed->s[i]);
		p->of[typed->s[i] & (LETTERS - 1)] |= (uint64_t)1 << i;
		if (at)
			p->of[lax[at - tense] & (LETTERS - 1)] |= (uint64_t)1 << i;
		add_unknown(p, typed->s[i], i);
	}
	p->anywhere = ((uint64_t)2 << typed->n) - 1;
}

/* All units, by their sounds, and the costs of edits: made once, the same for all. */
static struct ready *units;
static int n_units;
static int others[LETTERS][LETTERS], mutes[LETTERS];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static letters letters_of(const char *s, size_t n)
{
	letters l = 0;
	for (size_t i = 0; i < n; i++)
		l |= (letters)(unsigned char)s[i] << 8 * i;
	return l;
}

static int kind_of(char letter)
{
	return letter == ' ' ? 0 : letter >= 'a' && letter <= 'z' ? letter - 'a' + 1 : KINDS - 1;
}

/* second: '\0' for none. */
static int group_of(char first, char second)
{
	return kind_of(first) * (KINDS + 1) + (second ? 1 + kind_of(second) : 0);
}

static size_t count_units(const struct unit *table)
{
	size_t n = 0;
	while (table[n].latin[0])
		n++;
	return n;
}

static void add_table(const struct unit *table)
{
	for (const struct unit *u = table; u->latin[0]; u++) {
		size_t n = strlen(u->latin);
		units[n_units++] = (struct ready){
		    .unit =
			{
			    .latin = letters_of(u->latin, n),
			    .group = (unsigned short)group_of(u->latin[0], u->latin[1]),
			    .cost = u->cost,
			    .n_latin = (unsigned char)n,
			    .n_sounds = (unsigned char)strlen(u->sounds),
			},
		    .sounds = u->sounds,
		};
	}
}

static int by_sounds(const void *a, const void *b)
{
	const struct ready *x = a, *y = b;
	return strcmp(x->sounds, y->sounds);
}

static int same_beginning(const char *a, const char *b)
{
	int n = 0;
	while (a[n] && a[n] == b[n])
		n++;
	return n;
}

/* Without memory there are none: all is edits then, and nothing is found by its sound. */
static void prepare(void)
{
	size_t all = count_units(units_learned) + count_units(units_by_rule);
	for (int a = 0; a < LETTERS; a++) {
		mutes[a] = mute_cost((char)a);
		for (int b = 0; b < LETTERS; b++)
			others[a][b] = other_cost((char)a, (char)b);
	}
	units = calloc(all, sizeof *units);
	if (!units)
		return;
	add_table(units_learned);
	add_table(units_by_rule);
	qsort(units, all, sizeof *units, by_sounds);
	for (size_t i = 1; i < all; i++)
		units[i].same = same_beginning(units[i - 1].sounds, units[i].sounds);
}

/* The units whose sounds are there, and where. Returns how many. */
static int find_units(struct active *found, const struct sounds *typed)
{
	struct places places;
	uint64_t at[UNIT_SOUNDS + 1]; /* where the first sounds of a unit are */
	int n = 0, told = 0;          /* of how many of them, until there is no place */
	find_places(&places, typed);
	at[0] = places.anywhere;
	for (int i = 0; i < n_units; i++) {
		const struct ready *u = &units[i];
		if (told > u->same)
			told = u->same;
		for (; at[told] && told < u->unit.n_sounds; told++)
			at[told + 1] =
			    at[told] & places.of[u->sounds[told] & (LETTERS - 1)] >> told;
		if (!at[told])
			continue;
		found[n] = u->unit;
		found[n++].at = at[told];
	}
	return n;
}

/* Puts them in order of their groups. */
static void arrange(struct heard *h, const struct active *found, int n)
{
	unsigned short next[GROUPS + 1] = {0};
	for (int i = 0; i < n; i++)
		next[found[i].group + 1]++;
	for (int i = 0; i < GROUPS; i++)
		next[i + 1] = (unsigned short)(next[i + 1] + next[i]);
	memcpy(h->first, next, sizeof next);
	for (int i = 0; i < n; i++)
		h->units[next[found[i].group]++] = found[i];
}

struct heard *heard_new(const struct sounds *typed)
{
	pthread_once(&once, prepare);
	struct active *found = malloc(((size_t)n_units + 1) * sizeof *found);
	if (!found)
		return NULL;
	int n = find_units(found, typed);
	struct heard *h = malloc(sizeof *h + (size_t)n * sizeof *h->units);
	if (h) {
		h->typed = *typed;
		for (int i = 0; i < typed->n; i++)
			h->extra[i] = extra_cost(typed->s[i]);
		arrange(h, found, n);
	}
	free(found);
	return h;
}

void heard_free(struct heard *h)
{
	free(h);
}

struct grid {
	int cost[SPELLING_MAX + 2][SOUNDS_MAX + 1];
	uint64_t reached[SPELLING_MAX + 2]; /* where cost is below bound */
	int bound;
};

static void reach(struct grid *g, int i, int j, int cost)
{
	if (cost > g->bound)
		return;
	uint64_t bit = (uint64_t)1 << j;
	// NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult): read where reached
	if (!(g->reached[i] & bit) || cost < g->cost[i][j]) {
		g->cost[i][j] = cost;
		g->reached[i] |= bit;
	}
}

/* ahead: the letters from the i-th on, as many as a unit may have. */
static void read_group(struct grid *g, const struct heard *h, int i, letters ahead, int group)
{
	static const letters whole = ~(letters)0;
	for (int k = h->first[group]; k < h->first[group + 1]; k++) {
		const struct active *u = &h->units[k];
		uint64_t from = g->reached[i] & u->at;
		if (!from || ((ahead ^ u->latin) & whole >> (64 - 8 * u->n_latin)))
			continue;
		for (; from; from &= from - 1) {
			int j = __builtin_ctzll(from);
			reach(g, i + u->n_latin, j + u->n_sounds, g->cost[i][j] + u->cost);
		}
	}
}

/* The last letter has none behind it: '\0'. */
static void read_units(
    struct grid *g, const struct heard *h, const struct spelling *l, int i, letters ahead)
{
	read_group(g, h, i, ahead, group_of(l->s[i], '\0'));
	if (l->s[i + 1])
		read_group(g, h, i, ahead, group_of(l->s[i], l->s[i + 1]));
}

static void edit(struct grid *g, const struct heard *h, const struct spelling *l, int i)
{
	const int *other = others[l->s[i] & (LETTERS - 1)];
	int mute = mutes[l->s[i] & (LETTERS - 1)];
	for (uint64_t from = g->reached[i]; from; from &= from - 1) {
		int j = __builtin_ctzll(from), cost = g->cost[i][j];
		reach(g, i + 1, j, cost + mute);
		if (j < h->typed.n)
			reach(g, i + 1, j + 1, cost + other[(int)h->typed.s[j]]);
	}
}

/* Sounds that no letter explains, left to right. */
static void insert(struct grid *g, const struct heard *h, int i)
{
	uint64_t below_end = ((uint64_t)1 << h->typed.n) - 1;
	for (uint64_t from; (from = g->reached[i] & below_end); below_end &= ~(from ^ (from - 1))) {
		int j = __builtin_ctzll(from);
		// NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult)
		reach(g, i, j + 1, g->cost[i][j] + h->extra[j]);
	}
}

int heard_cost(const struct heard *h, const struct spelling *l, int bound)
{
	struct grid g;
	g.bound = bound;
	memset(g.reached, 0, sizeof g.reached);
	reach(&g, 0, 0, 0);
	letters ahead = letters_of(l->s, l->n < UNIT_LATIN ? (size_t)l->n : UNIT_LATIN);
	for (int i = 0; i < l->n; i++) {
		if (g.reached[i]) {
			insert(&g, h, i);
			read_units(&g, h, l, i, ahead);
			edit(&g, h, l, i);
		}
		int next = i + UNIT_LATIN;
		ahead >>= 8;
		ahead |= (letters)(next < l->n ? (unsigned char)l->s[next] : 0)
			 << 8 * (UNIT_LATIN - 1);
	}
	insert(&g, h, l->n);
	return g.reached[l->n] >> h->typed.n & 1 ? g.cost[l->n][h->typed.n] : HEARD_NEVER;
}

/* The last word first. False if it is one word, or many. */
static bool rotate(struct spelling *out, const struct spelling *l)
{
	int words = 0, last = 0;
	for (int i = 1; i + 1 < l->n; i++)
		if (l->s[i] == ' ') {
			words++;
			last = i;
		}
	if (words < 1 || words > 2)
		return false;
	int after = l->n - last;
	memcpy(out->s, l->s + last, (size_t)after);
	memcpy(out->s + after, l->s + 1, (size_t)last);
	out->n = l->n;
	out->s[out->n] = '\0';
	return true;
}

int heard_either_way(const struct heard *h, const struct spelling *l, int bound)
{
	struct spelling other;
	int cost = heard_cost(h, l, bound);
	int limit = (cost < bound ? cost : bound) - ROTATED;
	if (limit <= 0 || !rotate(&other, l))
		return cost;
	int turned = ROTATED + heard_cost(h, &other, limit);
	return turned < cost ? turned : cost;
}

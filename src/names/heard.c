#include "names/heard.h"

#include "names/units.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

enum {
	MAX_UNITS = 4096,
	LETTERS = 128,
};

/* Costs of edits (names/units.h). A vowel ㅡ is written where the foreign word has none; ㅎ and the
 * glides come and go; a consonant seldom does. */
enum {
	EXTRA_FILLER = 22,
	EXTRA_GLIDE = 28,
	EXTRA_H = 40,
	EXTRA_VOWEL = 52,
	EXTRA_CONSONANT = 84,
	MUTE_VOWEL = 44,
	MUTE_H = 24,
	MUTE_R = 36,
	MUTE_CONSONANT = 80,
	OTHER_VOWEL = 64,
	OTHER_CONSONANT = 104,
	SAME_PLACE = 26, /* lax, tense, aspirated: ㄱㄲㅋ */
	NEAR_VOWEL = 34,
	NEAR_CONSONANT = 48,
};

struct heard {
	struct sounds typed;
	int extra[SOUNDS_MAX + 1]; /* cost of a sound that no letter explains */
	uint64_t at[2][MAX_UNITS]; /* where in what was typed a unit's sounds are */
};

static bool is_vowel_sound(char c)
{
	return c != '\0' && strchr("avou_ie", c) != NULL;
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

static uint64_t places_of(const struct sounds *typed, const char *sounds)
{
	uint64_t at = 0;
	int n = (int)strlen(sounds);
	for (int i = 0; i + n <= typed->n; i++)
		if (!memcmp(typed->s + i, sounds, (size_t)n))
			at |= (uint64_t)1 << i;
	return at;
}

/* Where each letter's units begin, and what one sound costs for another; the same for all, and made
 * once. */
static int first_unit[2][LETTERS + 1];
static int subst[LETTERS][LETTERS];

static void index_units_once(void)
{
	const struct unit *tables[] = {units_learned, units_by_rule};
	for (int t = 0; t < 2; t++) {
		int i = 0;
		for (int c = 0; c <= LETTERS; c++) {
			while (tables[t][i].latin[0] && (int)tables[t][i].latin[0] < c)
				i++;
			first_unit[t][c] = i;
		}
	}
	for (int a = 0; a < LETTERS; a++)
		for (int b = 0; b < LETTERS; b++)
			subst[a][b] = other_cost((char)a, (char)b);
}

struct heard *heard_new(const struct sounds *typed)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct heard *h = calloc(1, sizeof *h);
	if (!h)
		return NULL;
	pthread_once(&once, index_units_once);
	h->typed = *typed;
	for (int i = 0; i < typed->n; i++)
		h->extra[i] = extra_cost(typed->s[i]);
	const struct unit *tables[] = {units_learned, units_by_rule};
	for (int t = 0; t < 2; t++)
		for (int i = 0; tables[t][i].latin[0]; i++)
			h->at[t][i] = places_of(typed, tables[t][i].sounds);
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

static void read_units(
    struct grid *g, const struct heard *h, const struct spelling *l, int i, int t)
{
	const struct unit *units = t ? units_by_rule : units_learned;
	int c = (unsigned char)l->s[i] & 127;
	for (int u = first_unit[t][c]; u < first_unit[t][c + 1]; u++) {
		int n = 1;
		while (units[u].latin[n] && units[u].latin[n] == l->s[i + n])
			n++;
		if (units[u].latin[n])
			continue;
		int len = (int)strlen(units[u].sounds);
		uint64_t from = g->reached[i];
		if (len)
			from &= h->at[t][u];
		for (; from; from &= from - 1) {
			int j = __builtin_ctzll(from);
			reach(g, i + n, j + len, g->cost[i][j] + units[u].cost);
		}
	}
}

static void edit(struct grid *g, const struct heard *h, const struct spelling *l, int i)
{
	const int *other = subst[(unsigned char)l->s[i] & 127];
	int mute = mute_cost(l->s[i]);
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
	for (int j = 0; j < h->typed.n; j++)
		if (g->reached[i] >> j & 1)
			// NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult)
			reach(g, i, j + 1, g->cost[i][j] + h->extra[j]);
}

int heard_cost(const struct heard *h, const struct spelling *l, int bound)
{
	struct grid g;
	g.bound = bound;
	memset(g.reached, 0, sizeof g.reached);
	reach(&g, 0, 0, 0);
	for (int i = 0; i < l->n; i++) {
		insert(&g, h, i);
		read_units(&g, h, l, i, 0);
		read_units(&g, h, l, i, 1);
		edit(&g, h, l, i);
	}
	insert(&g, h, l->n);
	return g.reached[l->n] >> h->typed.n & 1 ? g.cost[l->n][h->typed.n] : HEARD_NEVER;
}

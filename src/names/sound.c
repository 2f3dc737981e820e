#include "names/sound.h"

#include "names/key.h"

#include <stdint.h>
#include <utf8proc.h>

/* A name as sounds: a letter for each consonant class, 'a' for a run of vowels. 'h' is English th,
 * which Hangul writes as either T or S. Longer names are cut: by then it is clear whether they are
 * alike. */
enum { MAX_SOUNDS = 63 };

struct sounds {
	char s[MAX_SOUNDS + 1];
	int n;
	int consonants;
};

/* Costs of an edit. A vowel more or less says little: Hangul puts one between consonants, English
 * mutes one at the end. */
enum { VOWEL_COST = 1, CONSONANT_COST = 4 };

/* The consonants of Hangul in the order of Unicode, as classes; '-' has no sound here, or none that
 * Latin spelling keeps. A final ㅅ, ㅈ, ㅊ is spoken as T. Zero in medials is ㅡ, which stands
 * between consonants where the foreign word has no vowel. */
static const char initials[] = "KKNTTLMPPSS-SSSKTP-";
static const char finals[] = "-KKKNNNTLLLLLLLLMPPTTNTTKTP-";
enum { HANGUL_FIRST = 0xAC00, HANGUL_LAST = 0xD7A3, MEDIALS = 21, FINALS = 28, MEDIAL_EU = 18 };

static void add(struct sounds *o, char c)
{
	if (c == '-' || o->n == MAX_SOUNDS || (o->n && o->s[o->n - 1] == c))
		return;
	o->s[o->n++] = c;
	o->s[o->n] = '\0';
	o->consonants += c != 'a';
}

/* False if the key holds anything but Hangul syllables and digits. */
static bool read_hangul(struct sounds *o, const char *key)
{
	utf8proc_int32_t c;
	*o = (struct sounds){0};
	for (const char *p = key; *p;) {
		utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)p, -1, &c);
		if (n <= 0)
			return false;
		p += n;
		if (c >= '0' && c <= '9') {
			add(o, (char)c);
			continue;
		}
		if (c < HANGUL_FIRST || c > HANGUL_LAST)
			return false;
		int i = c - HANGUL_FIRST;
		add(o, initials[i / (MEDIALS * FINALS)]);
		if (i / FINALS % MEDIALS != MEDIAL_EU)
			add(o, 'a');
		add(o, finals[i % FINALS]);
	}
	return o->n > 0;
}

static bool is_vowel(char c)
{
	return c && strchr("aeiouyw", c) != NULL;
}

/* Spellings of more than one letter, longest first, and those that depend on what follows. */
static const struct {
	const char *letters, *sounds;
} spellings[] = {
    {"sch", "S"},
    {"tch", "S"},
    {"chr", "KL"},
    {"ph", "P"},
    {"gh", ""},
    {"ck", "K"},
    {"ch", "S"},
    {"sh", "S"},
    {"th", "h"},
    {"ce", "Sa"},
    {"ci", "Sa"},
    {"cy", "Sa"},
    {"qu", "K"},
    {"x", "KS"},
};

/* One letter; next is the letter behind it, or NUL. */
static char letter(char c, char next)
{
	static const char classes[] = "aPKTaPK-aSKLMNaPKLSTaPaSaS"; /* a to z */
	if (c == 'r' && !is_vowel(next))
		return '-'; /* 마크, not 마르크 */
	if (c == 'g' && !next)
		return 'K';
	return classes[c - 'a'];
}

/* False if the key holds anything but the letters a to z and digits. */
static bool read_latin(struct sounds *o, const char *key)
{
	enum { N = sizeof spellings / sizeof *spellings };
	size_t end = strlen(key);
	*o = (struct sounds){0};
	if (end > 3 && key[end - 1] == 'e' && !is_vowel(key[end - 2]))
		end--; /* mute */
	for (size_t i = 0; i < end;) {
		size_t k = 0;
		while (k < N &&
		       strncmp(key + i, spellings[k].letters, strlen(spellings[k].letters)) != 0)
			k++;
		if (k < N) {
			for (const char *s = spellings[k].sounds; *s; s++)
				add(o, *s);
			i += strlen(spellings[k].letters);
		} else if (key[i] == 'n' && key[i + 1] == 'g' && !is_vowel(key[i + 2])) {
			add(o, 'N');
			i += 2;
		} else if (key[i] >= 'a' && key[i] <= 'z') {
			add(o, letter(key[i], key[i + 1]));
			i++;
		} else if (key[i] >= '0' && key[i] <= '9') {
			add(o, key[i++]);
		} else {
			return false;
		}
	}
	return o->n > 0;
}

static int cost(char c)
{
	return c == 'a' ? VOWEL_COST : CONSONANT_COST;
}

static int change(char a, char b)
{
	if (a == b || (b == 'h' && (a == 'T' || a == 'S')))
		return 0;
	return cost(a) > cost(b) ? cost(a) : cost(b);
}

/* The cheapest way from one to the other. */
static int distance(const struct sounds *a, const struct sounds *b)
{
	int row[MAX_SOUNDS + 1];
	row[0] = 0;
	for (int k = 0; k < b->n; k++)
		row[k + 1] = row[k] + cost(b->s[k]);
	for (int i = 0; i < a->n; i++) {
		int diagonal = row[0];
		row[0] += cost(a->s[i]);
		for (int k = 0; k < b->n; k++) {
			int best = diagonal + change(a->s[i], b->s[k]);
			int drop = row[k + 1] + cost(a->s[i]), insert = row[k] + cost(b->s[k]);
			best = drop < best ? drop : best;
			diagonal = row[k + 1];
			row[k + 1] = insert < best ? insert : best;
		}
	}
	return row[b->n];
}

/* One consonant in four may differ; in the shortest names, of which there are too many alike,
 * nothing. */
static bool near(const struct sounds *hangul, const struct sounds *latin)
{
	int consonants =
	    hangul->consonants < latin->consonants ? hangul->consonants : latin->consonants;
	int d = distance(hangul, latin);
	return consonants <= 2 ? d == 0 && consonants > 0 : d <= consonants;
}

static bool hangul_like_latin(const char *hangul_key, const char *latin_key)
{
	struct sounds hangul, latin;
	if (!read_hangul(&hangul, hangul_key))
		return false;
	if (read_latin(&latin, latin_key) && near(&hangul, &latin))
		return true;
	/* Koreans leave the article out, or write it as 더. */
	return !strncmp(latin_key, "the", 3) && read_latin(&latin, latin_key + 3) &&
	       near(&hangul, &latin);
}

bool sound_alike(const char *a, const char *b)
{
	char ka[LIMIT_KEY + 1], kb[LIMIT_KEY + 1];
	if (!name_key(ka, str_of(a)) || !name_key(kb, str_of(b)))
		return false;
	return hangul_like_latin(ka, kb) || hangul_like_latin(kb, ka);
}

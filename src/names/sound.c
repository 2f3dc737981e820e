#include "names/sound.h"

#include "base/text.h"
#include "names/key.h"

/* A name as sounds: capitals are consonant classes, small letters vowels. '@' is ㅓ, which stands
 * for any short vowel; 'H' is English th, which Hangul writes as T or S; 'X' ch and soft g, K or S.
 */
enum { MAX_SOUNDS = 63 };

struct sounds {
	char s[MAX_SOUNDS +
	       1]; /* longer names are cut: by then it is clear whether they are alike */
	int n;
	int consonants;
};

/* Costs of an edit. */
enum { VOWEL_COST = 1, CONSONANT_COST = 4 };

/* Names of fewer consonants must agree wholly; one more allows one more unit of cost. */
enum { STRICT_CONSONANTS = 3, FREE_CONSONANTS = 2 };

/* Hangul in the order of Unicode; '-' has no sound here, or none that Latin spelling keeps. ㅎ is
 * often mute. A final ㅅ, ㅈ, ㅊ is spoken as T. ㅡ stands between consonants where the foreign
 * word has no vowel. */
static const char initials[] = "KKNTTLMPPSS-SSSKTP-";
static const char *const medials[] = {"a", "e", "ia", "ie", "@", "e", "i@", "ie", "o", "oa", "oe",
    "oe", "io", "u", "u@", "ue", "ui", "iu", "", "i", "i"};
static const char finals[] = "-KKKNNNTLLLLLLLLMPPTTNTTKTP-";
enum { HANGUL_FIRST = 0xac00, HANGUL_LAST = 0xd7a3, MEDIALS = 21, FINALS = 28 };

static bool is_vowel_sound(char c)
{
	return c == '@' || (c >= 'a' && c <= 'z');
}

static void add(struct sounds *o, char c)
{
	bool again = o->n && o->s[o->n - 1] == c && !is_vowel_sound(c);
	if (c == '-' || again || o->n == MAX_SOUNDS)
		return;
	o->s[o->n++] = c;
	o->s[o->n] = '\0';
	o->consonants += !is_vowel_sound(c);
}

static void adds(struct sounds *o, const char *sounds)
{
	for (; *sounds; sounds++)
		add(o, *sounds);
}

/* False if the key holds anything but Hangul syllables and digits. */
static bool read_hangul(struct sounds *o, const char *key)
{
	struct str rest = str_of(key);
	int32_t c;
	*o = (struct sounds){0};
	for (size_t n; (n = text_next(rest, &c)); rest.p += n, rest.n -= n) {
		if (c >= '0' && c <= '9') {
			add(o, (char)c);
			continue;
		}
		if (c < HANGUL_FIRST || c > HANGUL_LAST)
			return false;
		int i = c - HANGUL_FIRST;
		add(o, initials[i / (MEDIALS * FINALS)]);
		adds(o, medials[i / FINALS % MEDIALS]);
		add(o, finals[i % FINALS]);
	}
	return o->n > 0;
}

static bool is_vowel_letter(char c)
{
	return c && strchr("aeiouyw", c) != NULL;
}

/* Spellings of more than one letter, or that depend on what follows; the longest first. */
static const struct {
	const char *letters, *sounds;
} spellings[] = {
    {"sch", "S"},
    {"tch", "S"},
    {"chr", "KL"},
    {"ph", "P"},
    {"gh", ""},
    {"ck", "K"},
    {"ch", "X"},
    {"sh", "S"},
    {"th", "H"},
    {"ce", "Se"},
    {"ci", "Si"},
    {"cy", "Si"},
    {"ge", "Xe"},
    {"gi", "Xi"},
    {"qu", "Ku"},
    {"x", "KS"},
    {"ee", "i"},
    {"ea", "i"},
    {"ie", "i"},
    {"oo", "u"},
    {"au", "o"},
    {"aw", "o"},
};

/* One letter; next is the letter behind it, or NUL. */
static char letter(char c, char next)
{
	static const char classes[] = "aPKTePK-iSKLMNoPKLSTuPuSiS";         /* a to z */
	return c == 'r' && !is_vowel_letter(next) ? '-' : classes[c - 'a']; /* 마크, not 마르크 */
}

static const char *spelling_at(const char *letters, size_t *n)
{
	for (size_t k = 0; k < sizeof spellings / sizeof *spellings; k++) {
		*n = strlen(spellings[k].letters);
		if (!strncmp(letters, spellings[k].letters, *n))
			return spellings[k].sounds;
	}
	*n = 2;
	if (letters[0] == 'n' && letters[1] == 'g' && !is_vowel_letter(letters[2]))
		return "N";
	return NULL;
}

/* False if the key holds anything but the letters a to z and digits. */
static bool read_latin(struct sounds *o, const char *key)
{
	size_t end = strlen(key), n;
	*o = (struct sounds){0};
	if (end > 3 && key[end - 1] == 'e' && !is_vowel_letter(key[end - 2]) && key[end - 2] != 'c')
		end--; /* mute */
	for (size_t i = 0; i < end; i += n) {
		const char *sounds = spelling_at(key + i, &n);
		if (sounds) {
			adds(o, sounds);
			continue;
		}
		n = 1;
		if (key[i] >= 'a' && key[i] <= 'z')
			add(o, letter(key[i], key[i + 1]));
		else if (key[i] >= '0' && key[i] <= '9')
			add(o, key[i]);
		else
			return false;
	}
	return o->n > 0;
}

static int cost(char c)
{
	return is_vowel_sound(c) ? VOWEL_COST : CONSONANT_COST;
}

/* From a sound of Hangul to one of Latin. Which vowels an English letter may stand for is a matter
 * of spelling, not of sound. */
static int change(char hangul, char latin)
{
	static const char *const open[][2] = {
	    {"a", "aeou"}, {"e", "aei"}, {"i", "iey"}, {"o", "oau"}, {"u", "uo"}};
	bool either = (latin == 'H' && (hangul == 'T' || hangul == 'S')) ||
		      (latin == 'X' && (hangul == 'K' || hangul == 'S'));
	if (hangul == latin || either)
		return 0;
	if (!is_vowel_sound(hangul) || !is_vowel_sound(latin))
		return CONSONANT_COST;
	if (hangul == '@')
		return 0;
	for (size_t i = 0; i < sizeof open / sizeof *open; i++)
		if (open[i][0][0] == hangul && strchr(open[i][1], latin))
			return 0;
	return VOWEL_COST;
}

/* The cheapest way from one to the other. */
static int distance(const struct sounds *hangul, const struct sounds *latin)
{
	int row[MAX_SOUNDS + 1];
	row[0] = 0;
	for (int k = 0; k < latin->n; k++)
		row[k + 1] = row[k] + cost(latin->s[k]);
	for (int i = 0; i < hangul->n; i++) {
		int diagonal = row[0];
		row[0] += cost(hangul->s[i]);
		for (int k = 0; k < latin->n; k++) {
			int best = diagonal + change(hangul->s[i], latin->s[k]);
			int drop = row[k + 1] + cost(hangul->s[i]),
			    insert = row[k] + cost(latin->s[k]);
			best = drop < best ? drop : best;
			diagonal = row[k + 1];
			row[k + 1] = insert < best ? insert : best;
		}
	}
	return row[latin->n];
}

static int near_distance(const struct sounds *hangul, const struct sounds *latin)
{
	int consonants =
	    hangul->consonants < latin->consonants ? hangul->consonants : latin->consonants;
	int allowed = consonants <= STRICT_CONSONANTS ? 0 : consonants - FREE_CONSONANTS;
	int d = distance(hangul, latin);
	/* A single consonant says too little, even alike. */
	return consonants >= 2 && d <= allowed ? d : -1;
}

static int closer(int a, int b)
{
	return a < 0 || (b >= 0 && b < a) ? b : a;
}

static int hangul_to_latin(const char *hangul_key, const char *latin_key)
{
	struct sounds hangul, latin;
	int d = -1;
	if (!read_hangul(&hangul, hangul_key))
		return -1;
	if (read_latin(&latin, latin_key))
		d = near_distance(&hangul, &latin);
	/* Koreans leave the article out, or write it as 더. */
	if (!strncmp(latin_key, "the", 3) && read_latin(&latin, latin_key + 3))
		d = closer(d, near_distance(&hangul, &latin));
	return d;
}

int sound_distance(const char *a, const char *b)
{
	char ka[LIMIT_KEY + 1], kb[LIMIT_KEY + 1];
	if (!name_key(ka, str_of(a)) || !name_key(kb, str_of(b)))
		return -1;
	return closer(hangul_to_latin(ka, kb), hangul_to_latin(kb, ka));
}

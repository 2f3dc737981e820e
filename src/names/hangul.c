#include "names/hangul.h"

#include "base/text.h"

#include <utf8proc.h>

enum { FIRST = 0xac00, LAST = 0xd7a3 };

static const char initials[] = "gGndDrmbBsS-jJcktph"; /* '-': mute */
static const char *const vowels[HANGUL_VOWELS] = {"a", "e", "ya", "ye", "v", "e", "yv", "ye", "o",
    "wa", "we", "we", "yo", "u", "wv", "we", "wi", "yu", "_", "i", "i"};
static const char finals[] = "-KKKNNNTLKMLLLPLMPPTTQTTKTPT";

/* Letters that stand alone; of two consonants the first counts. */
static const char lone_consonants[] = "gGgnnndDrrrrrrrrmbBbsS-jJcktph";

static const char *const letter_names[] = {"ei", "bi", "si", "di", "i", "ep_", "ji", "eici", "ai",
    "jei", "kei", "eL", "eM", "eN", "o", "pi", "kyu", "aL", "es_", "ti", "yu", "b_i", "dvb_Lyu",
    "eKs_", "wai", "ji"};

bool hangul_take_apart(int32_t c, struct syllable *s)
{
	if (c < FIRST || c > LAST)
		return false;
	int i = c - FIRST;
	*s = (struct syllable){i / (HANGUL_VOWELS * HANGUL_FINALS),
	    i / HANGUL_FINALS % HANGUL_VOWELS, i % HANGUL_FINALS};
	return true;
}

int32_t hangul_compose(struct syllable s)
{
	return FIRST + (s.first * HANGUL_VOWELS + s.vowel) * HANGUL_FINALS + s.last;
}

const char *hangul_letter_name(char letter)
{
	return letter_names[letter - 'a'];
}

static bool add(struct sounds *o, const char *sounds, size_t n)
{
	if ((size_t)o->n + n > SOUNDS_MAX)
		return false;
	memcpy(o->s + o->n, sounds, n);
	o->n += (int)n;
	o->s[o->n] = '\0';
	return true;
}

bool hangul_add_sounds(struct sounds *out, struct syllable s)
{
	static const char any_consonant = SOUND_ANY_CONSONANT;
	static const char any_vowel[] = {SOUND_ANY_VOWEL, '\0'};
	const char *first = s.first == HANGUL_ANY ? &any_consonant : &initials[s.first];
	const char *vowel = s.vowel == HANGUL_ANY ? any_vowel : vowels[s.vowel];
	const char *last = s.last == HANGUL_ANY ? &any_consonant : &finals[s.last];
	return (*first == '-' || add(out, first, 1)) && add(out, vowel, strlen(vowel)) &&
	       (!s.last || add(out, last, 1));
}

static bool add_lone(struct sounds *o, int32_t c)
{
	if (c >= HANGUL_LONE_VOWEL)
		return add(o, vowels[c - HANGUL_LONE_VOWEL], strlen(vowels[c - HANGUL_LONE_VOWEL]));
	const char *consonant = &lone_consonants[c - HANGUL_LONE_FIRST];
	return *consonant == '-' || add(o, consonant, 1);
}

static bool add_ascii(struct sounds *o, char c)
{
	if (c >= 'A' && c <= 'Z')
		c = (char)(c - 'A' + 'a');
	if (c >= 'a' && c <= 'z')
		return add(o, hangul_letter_name(c), strlen(hangul_letter_name(c)));
	return c < '0' || c > '9' || add(o, &c, 1);
}

static bool is_letter(int32_t c)
{
	utf8proc_category_t kind = utf8proc_category(c);
	return kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_LO;
}

bool hangul_read(struct sounds *out, struct str text)
{
	bool hangul = false;
	int32_t c;
	*out = (struct sounds){.n = 0};
	for (size_t n; (n = text_next(text, &c)) > 0; text.p += n, text.n -= n) {
		struct syllable s;
		if (hangul_take_apart(c, &s)) {
			hangul = true;
			if (!hangul_add_sounds(out, s))
				return false;
		} else if (c >= HANGUL_LONE_FIRST && c <= HANGUL_LONE_LAST) {
			if (!add_lone(out, c))
				return false;
		} else if (c >= 0 && c < 0x80) {
			if (!add_ascii(out, (char)c))
				return false;
		} else if (c < 0 || is_letter(c)) {
			return false;
		}
	}
	return hangul;
}

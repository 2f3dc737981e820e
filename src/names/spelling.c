#include "names/spelling.h"

/* What the rules get wrong, among names and words that names end in. The three capital letters of
 * a word that is read as one are here too. */
static const struct {
	const char *word;
	enum ending ending;
} exceptions[] = {
    {"big", ENDING_CONSONANT},   /* 빅 */
    {"btob", ENDING_VOWEL},      /* 비투비 */
    {"cm", ENDING_VOWEL},        /* 10cm: 십센치 */
    {"eight", ENDING_CONSONANT}, /* 에잇 */
    {"foot", ENDING_CONSONANT},  /* 풋 */
    {"good", ENDING_CONSONANT},  /* 굿 */
    {"hope", ENDING_CONSONANT},  /* 제이홉 */
    {"one", ENDING_CONSONANT},   /* 원 */
    {"out", ENDING_CONSONANT},   /* 아웃 */
    {"pop", ENDING_CONSONANT},   /* 팝 */
    {"qwer", ENDING_RIEUL},      /* 큐더블유이알 */
};

/* Up to so many capitals are spelt out, though they could be read as a word: NCT, AOA, DOC. */
enum { SPELT_OUT = 3 };

static bool is_vowel(char c)
{
	return c && strchr("aeiouy", c) != NULL;
}

static bool is_one_of(char c, const char *set)
{
	return c && strchr(set, c) != NULL;
}

/* Names of the letters: 엘, 엠, 엔, 알, 에이, 비, … */
static enum ending of_letter(char c)
{
	if (c == 'l' || c == 'r')
		return ENDING_RIEUL;
	return c == 'm' || c == 'n' ? ENDING_CONSONANT : ENDING_VOWEL;
}

/* Behind these the word-final p, t, k is a syllable of its own: 비트, 루프, 보트. */
static bool is_long(const char *vowels, char stop)
{
	static const char *const pairs[] = {"oa", "ai", "ei", "au", "oi", "ui"};
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		if (!strncmp(vowels, pairs[i], 2))
			return true;
	if (!strncmp(vowels, "ea", 2) || !strncmp(vowels, "ee", 2) || !strncmp(vowels, "ou", 2))
		return stop != 'p';
	return !strncmp(vowels, "oo", 2) && stop != 'k';
}

/* p, t, k, c, q, b at the end: a final consonant behind a short vowel (팝, 캣, 록), else a syllable
 * with ㅡ (비트, 뱅크). word has n letters. */
static enum ending of_stop(const char *word, size_t n)
{
	char last = word[n - 1], before = n > 1 ? word[n - 2] : '\0';
	if (before == last || (before == 'c' && last == 'k') || (before == 'm' && last == 'b'))
		return ENDING_CONSONANT;
	if (!is_vowel(before))
		return ENDING_VOWEL;
	bool two = n > 2 && is_vowel(word[n - 3]);
	if (two && (last == 'b' || is_long(word + n - 3, last)))
		return ENDING_VOWEL;
	return ENDING_CONSONANT;
}

/* A mute e at the end: 웨인, 니콜, 호프. */
static enum ending of_mute_e(const char *word, size_t n)
{
	char last = word[n - 2], before = n > 2 ? word[n - 3] : '\0';
	switch (last) {
	case 'l':
		return ENDING_RIEUL;
	case 'n':
		return is_vowel(before) || is_one_of(before, "ngr") ? ENDING_CONSONANT
								    : ENDING_VOWEL;
	case 'm':
		return is_vowel(before) || before == 'm' ? ENDING_CONSONANT : ENDING_VOWEL;
	case 't':
	case 'p': /* 줄리엣, 필립 */
		return before == last ? ENDING_CONSONANT : ENDING_VOWEL;
	default:
		return ENDING_VOWEL;
	}
}

/* A word of n letters in lower case, read as English. */
static enum ending of_word(const char *word, size_t n)
{
	size_t vowels = 0;
	for (size_t i = 0; i < n; i++)
		vowels += is_vowel(word[i]);
	switch (word[n - 1]) {
	case 'l':
		return ENDING_RIEUL;
	case 'm':
	case 'n':
		return ENDING_CONSONANT;
	case 'g': /* 뱅 and 독, but 크레이그 */
		return is_one_of(word[n - 2], "ng") ? ENDING_CONSONANT : ENDING_VOWEL;
	case 'b':
	case 'c':
	case 'k':
	case 'p':
	case 'q':
	case 't':
		return of_stop(word, n);
	case 'e':
		return vowels > 1 && !is_vowel(word[n - 2]) ? of_mute_e(word, n) : ENDING_VOWEL;
	default:
		return ENDING_VOWEL;
	}
}

enum ending spelling_ending(const char *word)
{
	char small[SPELLING_MAX + 1];
	size_t n = 0, vowels = 0, capitals = 0;
	for (; word[n] && n < SPELLING_MAX; n++) {
		small[n] = (char)(word[n] | 0x20);
		capitals += small[n] != word[n];
		vowels += is_vowel(small[n]);
	}
	small[n] = '\0';
	for (size_t i = 0; i < sizeof exceptions / sizeof *exceptions; i++)
		if (!strcmp(small, exceptions[i].word))
			return exceptions[i].ending;
	if (n == 1 || vowels == 0 || (capitals == n && n <= SPELT_OUT))
		return of_letter(small[n - 1]);
	return of_word(small, n);
}

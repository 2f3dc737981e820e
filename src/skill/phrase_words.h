/* The words that phrases are made of: skill/phrase.c reads them. Korean words are written without
 * blanks, which people set as they like, English ones in lower case, with the blanks they need. */
#ifndef ARTISTBOT_SKILL_PHRASE_WORDS_H
#define ARTISTBOT_SKILL_PHRASE_WORDS_H

#include "skill/phrase.h"

struct phrase_word {
	const char *word;
	enum view view; /* what it asks for */
};

/* All lists end with a NULL word. */

/* At the end, an order: stem and ending (알려 + 주세요). What it asks for where no topic is named.
 */
extern const struct phrase_word phrase_stems[];
extern const char *const phrase_endings[];
/* At the end, a question or a noun that asks by itself: 누구야, 추천, 정보. */
extern const struct phrase_word phrase_questions[];
/* At the end, what may stand among these and says nothing: 좀, 목록. */
extern const char *const phrase_fillers[];

/* Topics, before all that. */
extern const struct phrase_word phrase_topics[];
/* 비슷한, before one of the nouns, makes a topic of its own. */
extern const char *const phrase_alike[];
extern const char *const phrase_nouns[];

/* Before the name: 가수 아이유, 노래 아이유. */
extern const struct phrase_word phrase_heads[];

/* English, at the beginning: what asks, and what may stand before it. */
extern const struct phrase_word phrase_openings[];
extern const struct phrase_word phrase_verbs[];
extern const char *const phrase_openers[];

/* Words that name nobody: 가수 추천해줘, 요즘 노래. */
extern const char *const phrase_generic[];

/* Particles (names/particle.h): of the name before an order, before songs, before 부른, before what
 * is like it; and of a topic. */
extern const char *const phrase_order_particles[];
extern const char *const phrase_owner_particles[];
extern const char *const phrase_singer_particles[];
extern const char *const phrase_joining_particles[];
extern const char *const phrase_topic_particles[];

/* Between the name and its songs: 아이유 제일 유명한 노래. */
extern const char *const phrase_best[];

/* Behind a name in what asks for nothing: 아이유 최고, 임영웅님, 아이유는? A name without them is
 * too little to search for, so only one that is known is read there. */
extern const char *const phrase_asides[];
extern const char *const phrase_aside_particles[];

#endif

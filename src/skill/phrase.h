/* What a whole phrase asks for: 아이유 노래 추천해줘, 아이유랑 비슷한 가수, songs by Coldplay.
 *
 * A phrase is read by its words, in Korean and in English, whatever language the bot speaks: words
 * that ask (알려줘, 추천해줘), the topic (노래, 비슷한 가수, 누구야), a particle (아이유의,
 * 아이유랑), and the name is what is left. As any text may be a name (노래하는 분들; 장기하와
 * 얼굴들; 이랑), a phrase has several readings, and the first is always that all of it is a name.
 * Which one holds is for the store to say: the first whose name is known exactly. Only where none
 * is, the likeliest is asked of Spotify. What asks for nothing (아이유 최고, 임영웅님, 아이유ㅋㅋ)
 * may only lead to a name that is known: it is no reason to search for what is left of it.
 *
 * What our own buttons say in the user's name (wording, "ask") is such a phrase: whatever name is
 * put into it, one of the readings is that name with the button's view, as only one topic and one
 * particle are ever taken off, and the reading that keeps the particle comes first. */
#ifndef ARTISTBOT_SKILL_PHRASE_H
#define ARTISTBOT_SKILL_PHRASE_H

#include "base/str.h"

/* What is to be shown of an artist. */
enum view { VIEW_ARTIST, VIEW_SONGS, VIEW_RELATED };

enum { PHRASE_READINGS = 6 };

struct phrase {
	struct reading {
		enum view view;
		struct str name;     /* a part of what was said */
	} readings[PHRASE_READINGS]; /* in the order in which a known name wins */
	int n;                       /* at least 1: the first is all that was said */
	int first, second; /* which are to be asked of Spotify; second: if nobody bears the
			      first name; -1: none */
	bool nobody; /* it asks, for a view, but names nobody: 노래 추천해줘; then its readings are
			for the store alone */
	enum view view;
};

/* Reads a text, on one line (base/text.h). Returns whether it may be a phrase; if not, its one
 * reading is still there. Borrows the text. */
bool phrase_read(struct phrase *p, struct str said);

/* Without what people put behind a sentence: marks, emoji, ㅋㅋ. Brackets and quotes stay, and so
 * does all of it if there is nothing else. */
struct str phrase_without_tail(struct str said);

#endif

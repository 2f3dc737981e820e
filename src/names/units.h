/* How pieces of Latin spelling are heard: a table with the cost of each way to hear each piece. */
#ifndef ARTISTBOT_NAMES_UNITS_H
#define ARTISTBOT_NAMES_UNITS_H

enum { UNIT_LATIN = 6, UNIT_SOUNDS = 10 };

/* Costs are in sixteenths of a natural logarithm's unit: 16 is e times less likely. */
struct unit {
	char latin[UNIT_LATIN + 1];   /* names/latin.h: a blank is the beginning or end of a word */
	char sounds[UNIT_SOUNDS + 1]; /* names/hangul.h; "": mute */
	unsigned char cost;
};

/* Sorted by the first letter of latin; ended by one with latin "". */
extern const struct unit units_learned[], units_by_rule[];

#endif

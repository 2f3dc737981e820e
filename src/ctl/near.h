/* The word that was probably meant. */
#ifndef ARTISTBOT_CTL_NEAR_H
#define ARTISTBOT_CTL_NEAR_H

struct near {
	const char *typed; /* borrowed */
	const char *word;  /* the best so far; NULL: none is near enough */
	int distance;
};

/* Compares one word that exists, which must outlive n. Start with a struct of typed alone. */
void near_offer(struct near *n, const char *word);

#endif

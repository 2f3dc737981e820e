#include "ctl/near.h"

#include <limits.h>
#include <string.h>

enum { LONGEST = 40 };

static int min(int a, int b)
{
	return a < b ? a : b;
}

/* Letters to insert, delete, change or swap with their neighbour to get from a to b. */
static int distance(const char *a, const char *b)
{
	int d[LONGEST + 1][LONGEST + 1];
	size_t na = strlen(a), nb = strlen(b);
	if (na > LONGEST || nb > LONGEST)
		return INT_MAX;
	for (size_t i = 0; i <= na; i++)
		d[i][0] = (int)i;
	for (size_t j = 0; j <= nb; j++)
		d[0][j] = (int)j;
	for (size_t i = 1; i <= na; i++)
		for (size_t j = 1; j <= nb; j++) {
			int best = min(d[i - 1][j], d[i][j - 1]) + 1;
			best = min(best, d[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				best = min(best, d[i - 2][j - 2] + 1);
			d[i][j] = best;
		}
	return d[na][nb];
}

/* A third of the letters may be wrong; a beginning of two letters or more is near in any case. */
void near_offer(struct near *n, const char *word)
{
	size_t typed = strlen(n->typed);
	int d = distance(n->typed, word);
	if (typed >= 2 && !strncmp(n->typed, word, typed))
		d = 1;
	if (d <= 1 + (int)typed / 3 && (!n->word || d < n->distance)) {
		n->word = word;
		n->distance = d;
	}
}

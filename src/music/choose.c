#include "music/choose.h"

#include "names/key.h"
#include "names/match.h"

/* Of what it would cost if nobody was meant: the name that was costs less than half, others that
 * share some letters with it as much or more. */
enum { ALIKE_PERCENT = 60 };

/* Does candidate i beat the one chosen so far? Popularity is not known for every app: then the
 * order decides. */
static bool better(const struct spotify_artists *c, int i, int chosen)
{
	return chosen < 0 || c->items[i]->popularity > c->items[chosen]->popularity;
}

/* Without the article, unless nothing else is there. */
static const char *bare(const char *key)
{
	return !strncmp(key, "the", 3) && key[3] ? key + 3 : key;
}

static int choose(const struct spotify_artists *candidates, const char *key, bool article_counts)
{
	char own[LIMIT_KEY + 1];
	int chosen = -1;
	for (int i = 0; i < candidates->n; i++) {
		if (!name_key(own, str_of(candidates->items[i]->name)))
			continue;
		bool same = article_counts ? !strcmp(own, key) : !strcmp(bare(own), bare(key));
		if (same && better(candidates, i, chosen))
			chosen = i;
	}
	return chosen;
}

int choose_by_key(const struct spotify_artists *candidates, const char *key)
{
	int chosen = choose(candidates, key, true);
	return chosen >= 0 ? chosen : choose(candidates, key, false);
}

int choose_by_sound(const struct spotify_artists *candidates, const char *typed)
{
	char key[LIMIT_KEY + 1];
	struct matcher *m = name_key(key, str_of(typed)) ? matcher_new(str_of(typed), key) : NULL;
	int chosen = -1, nearest = m ? matcher_nobody(m) * ALIKE_PERCENT / 100 : 0;
	for (int i = 0; m && i < candidates->n; i++) {
		struct match found =
		    matcher_match(m, str_of(candidates->items[i]->name), MATCH_BY_SOUND, nearest);
		if (found.how != MATCH_SOUND)
			continue;
		if (found.cost < nearest || better(candidates, i, chosen))
			chosen = i;
		nearest = found.cost;
	}
	matcher_free(m);
	return chosen;
}

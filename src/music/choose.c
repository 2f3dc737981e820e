#include "music/choose.h"

#include "names/key.h"
#include "names/sound.h"

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
	int chosen = -1, nearest = -1;
	for (int i = 0; i < candidates->n; i++) {
		int d = sound_distance(typed, candidates->items[i]->name);
		if (d < 0 || (nearest >= 0 && d > nearest))
			continue;
		if (d != nearest || better(candidates, i, chosen))
			chosen = i;
		nearest = d;
	}
	return chosen;
}

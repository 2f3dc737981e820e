#include "music/choose.h"

#include "names/key.h"
#include "names/sound.h"

/* Does candidate i beat the one chosen so far? Popularity is not known for every app: then the
 * order decides. */
static bool better(const struct spotify_artists *c, int i, int chosen)
{
	return chosen < 0 || c->items[i]->popularity > c->items[chosen]->popularity;
}

int choose_by_key(const struct spotify_artists *candidates, const char *key)
{
	char own[LIMIT_KEY + 1];
	int chosen = -1;
	for (int i = 0; i < candidates->n; i++) {
		bool same = name_key(own, str_of(candidates->items[i]->name)) && !strcmp(own, key);
		if (same && better(candidates, i, chosen))
			chosen = i;
	}
	return chosen;
}

int choose_by_sound(const struct spotify_artists *candidates, const char *typed)
{
	int chosen = -1;
	for (int i = 0; i < candidates->n; i++)
		if (sound_alike(typed, candidates->items[i]->name) && better(candidates, i, chosen))
			chosen = i;
	return chosen;
}

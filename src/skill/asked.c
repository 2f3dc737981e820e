#include "skill/asked.h"

struct asked {
	char *out;
	size_t n;
	bool fits;
};

/* Texts may hold any byte, so each comes behind its length. */
static void put(struct asked *a, struct str s)
{
	const unsigned char length[2] = {(unsigned char)(s.n >> 8), (unsigned char)s.n};
	a->fits = a->fits && sizeof length + s.n <= ASKED_BYTES - a->n;
	if (!a->fits)
		return;
	memcpy(a->out + a->n, length, sizeof length);
	if (s.n)
		memcpy(a->out + a->n + sizeof length, s.p, s.n);
	a->n += sizeof length + s.n;
}

static void put_params(struct asked *a, const struct kakao_params *params)
{
	const char n = (char)params->n;
	put(a, (struct str){&n, 1});
	for (int i = 0; i < params->n; i++) {
		put(a, params->items[i].name);
		put(a, params->items[i].value);
		put(a, params->items[i].origin);
	}
}

size_t asked_write(char out[static ASKED_BYTES], const struct kakao_payload *p)
{
	struct asked a = {.out = out, .fits = true};
	put(&a, p->utterance);
	put(&a,
	    p->utterance.n && memchr(p->utterance.p, '@', p->utterance.n) ? p->bot.name : STR(""));
	put(&a, p->block.id);
	put_params(&a, &p->client_extra);
	put_params(&a, &p->params);
	put_params(&a, &p->detail_params);
	return a.fits ? a.n : 0;
}

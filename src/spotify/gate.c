#include "spotify/gate.h"

enum {
	PROBE_MS = 10000,      /* an answer comes by then or not at all */
	PROBE_AGAIN_MS = 2000, /* after a probe without an answer */
};

enum gate_answer gate_ask(struct gate *g, int64_t now)
{
	if (g->state == GATE_OPEN)
		return GATE_PASS;
	if (now < g->until)
		return GATE_REFUSE;
	g->state = GATE_PROBING;
	g->until = now + PROBE_MS;
	return GATE_PASS_AS_PROBE;
}

void gate_close(struct gate *g, int64_t until)
{
	if (g->state != GATE_CLOSED || until > g->until)
		g->until = until;
	g->state = GATE_CLOSED;
}

void gate_open(struct gate *g)
{
	*g = (struct gate){0};
}

void gate_probed(struct gate *g, bool answered, int64_t now)
{
	if (g->state != GATE_PROBING)
		return;
	if (answered)
		gate_open(g);
	else
		gate_close(g, now + PROBE_AGAIN_MS);
}

int64_t gate_opens(const struct gate *g)
{
	return g->state == GATE_OPEN ? 0 : g->until;
}

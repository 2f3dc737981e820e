/* The gate: may a call go out to Spotify?
 *
 * A 429 closes it until Spotify may be asked again. Then one call, the probe, goes out alone; what
 * becomes of it opens the gate or closes it again. A pure state, moved by its calls; times are
 * those of base/clock.h. */
#ifndef ARTISTBOT_SPOTIFY_GATE_H
#define ARTISTBOT_SPOTIFY_GATE_H

#include <stdbool.h>
#include <stdint.h>

enum gate_state { GATE_OPEN, GATE_CLOSED, GATE_PROBING };

/* Zeroed: open. */
struct gate {
	enum gate_state state;
	int64_t until; /* closed: when the probe may go; probing: when it is given up */
};

enum gate_answer {
	GATE_PASS,
	GATE_PASS_AS_PROBE, /* tell gate_probed what became of it */
	GATE_REFUSE,
};

/* Asks for one call. */
enum gate_answer gate_ask(struct gate *g, int64_t now);

/* Closes it until then, or longer if it is closed for longer already. */
void gate_close(struct gate *g, int64_t until);

/* Opens it. */
void gate_open(struct gate *g);

/* The probe was answered (it opens), or was not (the next one to ask probes again in a while). */
void gate_probed(struct gate *g, bool answered, int64_t now);

/* When a call may go out; now or earlier if it is open. */
int64_t gate_opens(const struct gate *g);

#endif

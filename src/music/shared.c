#include "music/shared.h"

#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>

/* What names of facts about endpoints begin with. */
#define REFUSED "refused "

enum {
	PROBE_MS = 12000, /* a process that claimed the probe and died is waited for so long */
	SURE_MS = 1000,   /* for so long what forbids calls is not read again */
};

static const struct store_fact *find(const struct store_facts *f, const char *name)
{
	for (int i = 0; i < f->n; i++)
		if (!strcmp(f->items[i].name, name))
			return &f->items[i];
	return NULL;
}

void shared_refused(char *name, size_t size, enum spotify_endpoint endpoint)
{
	snprintf(name, size, REFUSED "%s", spotify_endpoint_name(endpoint));
}

static void read_refused(const struct store_facts *f, struct spotify_knowledge *k)
{
	char name[STORE_FACT_NAME + 1];
	for (int i = 0; i < SPOTIFY_ENDPOINTS; i++) {
		shared_refused(name, sizeof name, (enum spotify_endpoint)i);
		const struct store_fact *refused = find(f, name);
		k->refused_ms[i] = refused && refused->left_ms > 0 ? refused->left_ms : 0;
	}
}

/* How many calls of the day are left for this purpose; none: until midnight. */
static int64_t calls_left(const struct store_facts *f, const struct config_spotify *c,
    enum shared_purpose purpose, int64_t *wait_ms)
{
	const struct store_fact *calls = find(f, SHARED_CALLS);
	int64_t limit = purpose == SHARED_REFRESH ? c->daily_calls * 3LL / 4 : c->daily_calls;
	if (!c->daily_calls)
		return INT64_MAX;
	int64_t made = calls && calls->left_ms > 0 ? strtoll(calls->value, NULL, 10) : 0;
	if (made < limit)
		return limit - made;
	*wait_ms = calls ? calls->left_ms : 0;
	return 0;
}

/* Keeps what the facts say of this purpose. */
static void remember(struct shared *s, const struct store_facts *f, const struct config_spotify *c,
    enum shared_purpose purpose)
{
	const struct store_fact *gate = find(f, SHARED_GATE);
	int64_t spent_ms = 0, now = clock_ms();
	calls_left(f, c, purpose, &spent_ms);
	atomic_store(&s->closed_until, gate && gate->left_ms > 0 ? now + gate->left_ms : 0);
	atomic_store(&s->spent_until[purpose], now + spent_ms);
	atomic_store(&s->sure_until[purpose], now + SURE_MS);
}

/* What is left of what was remembered. */
static int64_t remembered_ms(struct shared *s, enum shared_purpose purpose)
{
	int64_t closed = atomic_load(&s->closed_until),
		over = atomic_load(&s->spent_until[purpose]);
	return clock_left(closed > over ? closed : over);
}

bool shared_permits(struct shared *s, struct store_conn *c, const struct config_spotify *config,
    enum shared_purpose purpose, int64_t deadline, struct shared_permit *out)
{
	struct store_facts facts;
	*out = (struct shared_permit){.calls_left = INT64_MAX};
	if (clock_ms() < atomic_load(&s->sure_until[purpose]) &&
	    (out->wait_ms = remembered_ms(s, purpose)) > 0)
		return false;
	if (store_facts_read(c, deadline, &facts) != STORE_OK) {
		out->wait_ms = remembered_ms(s, purpose);
		return out->wait_ms == 0;
	}
	remember(s, &facts, config, purpose);
	out->knowledge.shared = true;
	read_refused(&facts, &out->knowledge);
	out->calls_left = calls_left(&facts, config, purpose, &out->wait_ms);
	if (out->calls_left == 0)
		return false;
	const struct store_fact *gate = find(&facts, SHARED_GATE);
	if (!gate)
		return true;
	out->knowledge.gate_closed = true;
	out->wait_ms = gate->left_ms;
	if (gate->left_ms > 0)
		return false;
	out->wait_ms = PROBE_MS;
	return store_fact_claim(c, deadline, SHARED_PROBE, PROBE_MS) != STORE_NONE;
}

bool shared_calls_today(struct store_conn *c, int64_t deadline, int64_t *calls)
{
	struct store_facts facts;
	if (store_facts_read(c, deadline, &facts) != STORE_OK)
		return false;
	const struct store_fact *counted = find(&facts, SHARED_CALLS);
	*calls = counted && counted->left_ms > 0 ? strtoll(counted->value, NULL, 10) : 0;
	return true;
}

void shared_publish(
    struct writeback *w, enum spotify_event event, enum spotify_endpoint endpoint, int64_t ms)
{
	char name[STORE_FACT_NAME + 1];
	switch (event) {
	case SPOTIFY_GATE_CLOSED:
		writeback_fact(w, SHARED_GATE, ms);
		writeback_drop_fact(w, SHARED_PROBE);
		break;
	case SPOTIFY_GATE_OPENED:
		writeback_drop_fact(w, SHARED_GATE);
		writeback_drop_fact(w, SHARED_PROBE);
		break;
	case SPOTIFY_ENDPOINT_REFUSED:
		shared_refused(name, sizeof name, endpoint);
		writeback_fact(w, name, ms);
		break;
	case SPOTIFY_CALLED:
		break;
	}
}

void shared_count(struct writeback *w, int calls)
{
	writeback_count(w, SHARED_CALLS, calls);
}

#include "responder/places.h"

#include <stdlib.h>

/* make helgrind: of atomic exchanges that hand a place over it learns here only. */
#ifdef ARTISTBOT_HELGRIND
#include <valgrind/helgrind.h>
#define HANDING_OVER(place) ANNOTATE_HAPPENS_BEFORE(place)
#define HANDED_OVER(place) ANNOTATE_HAPPENS_AFTER(place)
#else
#define HANDING_OVER(place) ((void)(place))
#define HANDED_OVER(place) ((void)(place))
#endif

enum {
	IDLE,
	TAKEN,
	AGAIN, /* taken, and something came since */
	STATES = 4,
};

static uint64_t turn(uint64_t generation, int state)
{
	return generation * STATES + (uint64_t)state;
}

bool places_init(struct places *p, uint32_t n)
{
	*p = (struct places){.items = calloc(n, sizeof *p->items), .n = n};
	for (uint32_t i = 0; p->items && i < n; i++) {
		atomic_init(&p->items[i].turn, turn(1, TAKEN));
		p->items[i].next_free = i + 1 < n ? i + 1 : PLACE_NONE;
	}
	return p->items != NULL;
}

void places_free(struct places *p)
{
	free(p->items);
}

uint32_t places_add(struct places *p, void *what)
{
	uint32_t place = p->first_free;
	if (place != PLACE_NONE) {
		p->first_free = p->items[place].next_free;
		p->items[place].what = what;
	}
	return place;
}

void places_remove(struct places *p, uint32_t place)
{
	struct place *q = &p->items[place];
	uint32_t generation = (uint32_t)(atomic_load(&q->turn) / STATES) + 1;
	/* 0 is no generation: an event of it would look like none of a place. */
	atomic_store(&q->turn, turn(generation ? generation : 1, TAKEN));
	q->what = NULL;
	q->next_free = p->first_free;
	p->first_free = place;
}

uint64_t places_event(const struct places *p, uint32_t place)
{
	return atomic_load(&p->items[place].turn) / STATES << 32 | place;
}

void *places_take(struct places *p, uint64_t event)
{
	struct place *q = &p->items[(uint32_t)event];
	uint64_t generation = event >> 32, now = atomic_load(&q->turn);
	while (now / STATES == generation && now % STATES != AGAIN) {
		if (!atomic_compare_exchange_weak(&q->turn, &now, now + 1))
			continue;
		if (now % STATES != IDLE)
			return NULL;
		HANDED_OVER(q);
		return q->what;
	}
	return NULL;
}

bool places_rest(struct places *p, uint32_t place)
{
	_Atomic uint64_t *t = &p->items[place].turn;
	uint64_t taken = atomic_load(t) / STATES * STATES + TAKEN, before = taken;
	HANDING_OVER(&p->items[place]);
	if (atomic_compare_exchange_strong(t, &before, taken - TAKEN + IDLE))
		return true;
	atomic_store(t, taken);
	return false;
}

#include "store/together.h"

#include "base/clock.h"

#include <errno.h>
#include <stdio.h>
#include <utlist.h>

void together_init(struct together *t, int patience_ms)
{
	*t = (struct together){.patience_ms = patience_ms};
	pthread_mutex_init(&t->lock, NULL);
}

void together_free(struct together *t)
{
	pthread_mutex_destroy(&t->lock);
}

/* Takes a seat that waits out of the queue or the group. */
static void leave(struct together *t, struct together_seat *s)
{
	if (s->place)
		*s->place = NULL;
	else
		DL_DELETE(t->waiting, s);
}

static void lead(struct together *t, struct together_seat *s)
{
	t->asking++;
	s->state = SEAT_LEADS;
}

/* Waits to be called, with the lock let go meanwhile. until: NULL for as long as it takes. */
static bool wait_for_call(
    struct together *t, struct together_seat *self, const struct timespec *until)
{
	int failed;
	pthread_mutex_unlock(&t->lock);
	do
		failed = until ? sem_clockwait(&self->called, CLOCK_MONOTONIC, until)
			       : sem_wait(&self->called);
	while (failed && errno == EINTR);
	pthread_mutex_lock(&t->lock);
	return !failed;
}

static bool wait_until(struct together *t, struct together_seat *self, int64_t time)
{
	struct timespec until = clock_point(time);
	return wait_for_call(t, self, &until);
}

/* Who has waited in vain for a while asks for itself, unless it is being asked for. Who has its
 * turn is called without fail, but maybe later than it waits: the seat must last until then. */
static void wait_for_turn(struct together *t, struct together_seat *self, int64_t deadline)
{
	int64_t patience = clock_ms() + t->patience_ms;
	bool may_lose_it = patience < deadline;
	sem_init(&self->called, 0, 0);
	DL_APPEND(t->waiting, self);
	bool settled = wait_until(t, self, may_lose_it ? patience : deadline);
	if (!settled && may_lose_it && self->state == SEAT_WAITS && !self->place) {
		leave(t, self);
		lead(t, self);
		settled = true;
	}
	if (!settled && may_lose_it)
		settled = wait_until(t, self, deadline);
	if (!settled && self->state == SEAT_WAITS)
		leave(t, self);
	else if (!settled)
		wait_for_call(t, self, NULL);
	sem_destroy(&self->called);
}

/* Is there reason not to wait: nobody asks, or as many wait as can be asked for together? */
static bool may_lead(const struct together *t)
{
	const struct together_seat *s;
	int n;
	DL_COUNT(t->waiting, s, n);
	return t->asking == 0 || n + 1 >= TOGETHER_MOST;
}

static void take_in(struct together_group *g, struct together_seat *s)
{
	snprintf(g->keys[g->n], sizeof g->keys[g->n], "%s", s->key);
	g->answers[g->n] = (struct together_answer){0};
	g->seats[g->n] = s;
	s->place = &g->seats[g->n];
	g->n++;
}

/* The leader, and as many of those who wait as there is room for. */
static void gather(struct together *t, struct together_group *g, struct together_seat *self)
{
	g->n = 0;
	take_in(g, self);
	while (t->waiting && g->n < TOGETHER_MOST) {
		struct together_seat *s = t->waiting;
		DL_DELETE(t->waiting, s);
		take_in(g, s);
	}
}

enum together_turn together_ask(
    struct together *t, struct together_seat *self, int64_t deadline, struct together_group *g)
{
	self->state = SEAT_WAITS;
	self->place = NULL;
	pthread_mutex_lock(&t->lock);
	if (may_lead(t))
		lead(t, self);
	else
		wait_for_turn(t, self, deadline);
	if (self->state == SEAT_LEADS)
		gather(t, g, self);
	pthread_mutex_unlock(&t->lock);
	return self->state == SEAT_LEADS      ? TOGETHER_LEAD
	       : self->state == SEAT_ANSWERED ? TOGETHER_ANSWERED
	       : self->state == SEAT_ALONE    ? TOGETHER_ALONE
					      : TOGETHER_LATE;
}

/* Gives a seat of the group its answer. False: it has left. */
static bool answer(struct together_group *g, int i, bool good)
{
	struct together_seat *s = g->seats[i];
	if (s && good)
		s->answer = g->answers[i];
	else
		artist_unref(g->answers[i].artist);
	if (s)
		s->state = good ? SEAT_ANSWERED : SEAT_ALONE;
	return s != NULL;
}

/* They are called once the lock is free, lest each wakes to wait for it. */
void together_tell(struct together *t, struct together_group *g, bool good)
{
	struct together_seat *called[TOGETHER_MOST];
	int n = 0;
	pthread_mutex_lock(&t->lock);
	for (int i = 1; i < g->n; i++)
		if (answer(g, i, good))
			called[n++] = g->seats[i];
	t->asking--;
	struct together_seat *next = t->waiting;
	if (next) {
		DL_DELETE(t->waiting, next);
		lead(t, next);
		called[n++] = next;
	}
	pthread_mutex_unlock(&t->lock);
	for (int i = 0; i < n; i++)
		sem_post(&called[i]->called);
}

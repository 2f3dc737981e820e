#include "store/together.h"

#include "base/clock.h"

#include <stdio.h>
#include <utlist.h>

/* Statements under way at once: as many as keep a small server busy. */
enum { AT_ONCE = 2 };

void together_init(struct together *t)
{
	*t = (struct together){.asking = 0};
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

static void wait_for_turn(struct together *t, struct together_seat *self, int64_t deadline)
{
	struct timespec until = clock_point(deadline);
	pthread_condattr_t attr;
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&self->called, &attr);
	pthread_condattr_destroy(&attr);
	DL_APPEND(t->waiting, self);
	while (
	    self->state == SEAT_WAITS && !pthread_cond_timedwait(&self->called, &t->lock, &until))
		;
	if (self->state == SEAT_WAITS)
		leave(t, self);
	pthread_cond_destroy(&self->called);
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

static void lead(struct together *t, struct together_seat *s)
{
	t->asking++;
	s->state = SEAT_LEADS;
}

enum together_turn together_ask(
    struct together *t, struct together_seat *self, int64_t deadline, struct together_group *g)
{
	self->state = SEAT_WAITS;
	self->place = NULL;
	pthread_mutex_lock(&t->lock);
	if (t->asking < AT_ONCE)
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

static void call(struct together_seat *s)
{
	pthread_cond_signal(&s->called);
}

void together_tell(struct together *t, struct together_group *g, bool good)
{
	pthread_mutex_lock(&t->lock);
	for (int i = 1; i < g->n; i++) {
		struct together_seat *s = g->seats[i];
		if (s && good)
			s->answer = g->answers[i];
		else
			artist_unref(g->answers[i].artist);
		if (!s)
			continue;
		s->state = good ? SEAT_ANSWERED : SEAT_ALONE;
		call(s);
	}
	t->asking--;
	struct together_seat *next = t->waiting;
	if (next) {
		DL_DELETE(t->waiting, next);
		lead(t, next);
		call(next);
	}
	pthread_mutex_unlock(&t->lock);
}

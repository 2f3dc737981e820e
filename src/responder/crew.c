#include "responder/crew.h"

/* Requests in a row that did not wait for the database until a worker may sleep. */
enum { IDLE = 64 };

void crew_init(struct crew *c, int workers, int few)
{
	*c = (struct crew){.few = few, .awake = workers};
	pthread_mutex_init(&c->lock, NULL);
	pthread_cond_init(&c->call, NULL);
}

void crew_free(struct crew *c)
{
	pthread_cond_destroy(&c->call);
	pthread_mutex_destroy(&c->lock);
}

static void call_one(struct crew *c)
{
	pthread_mutex_lock(&c->lock);
	if (c->asleep > c->called) {
		c->called++;
		pthread_cond_signal(&c->call);
	}
	pthread_mutex_unlock(&c->lock);
}

bool crew_served(struct crew *c, bool waited, int *idle)
{
	if (waited) {
		*idle = 0;
		if (c->asleep > 0)
			call_one(c);
		return false;
	}
	if (*idle < IDLE)
		++*idle;
	return *idle == IDLE && c->awake > c->few;
}

void crew_sleep(struct crew *c)
{
	pthread_mutex_lock(&c->lock);
	if (!c->ended && c->awake > c->few) {
		c->awake--;
		c->asleep++;
		while (!c->called && !c->ended)
			pthread_cond_wait(&c->call, &c->lock);
		if (c->called)
			c->called--;
		c->asleep--;
		c->awake++;
	}
	pthread_mutex_unlock(&c->lock);
}

void crew_end(struct crew *c)
{
	pthread_mutex_lock(&c->lock);
	c->ended = true;
	pthread_cond_broadcast(&c->call);
	pthread_mutex_unlock(&c->lock);
}

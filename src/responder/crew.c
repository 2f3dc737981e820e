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

/* Who begins to wait counts that first and looks then; who goes to sleep likewise (crew_sleep): so
 * one of both sees that too few are left. */
static bool too_few_free(const struct crew *c)
{
	return c->awake + c->called - c->waiting < c->few;
}

void crew_call(struct crew *c)
{
	pthread_mutex_lock(&c->lock);
	c->called = (int)c->asleep;
	pthread_cond_broadcast(&c->call);
	pthread_mutex_unlock(&c->lock);
}

static void call_one(struct crew *c)
{
	pthread_mutex_lock(&c->lock);
	if (c->asleep > c->called && too_few_free(c)) {
		c->called++;
		pthread_cond_signal(&c->call);
	}
	pthread_mutex_unlock(&c->lock);
}

void crew_wait(struct crew *c, bool begins)
{
	if (!begins) {
		c->waiting--;
		return;
	}
	c->waiting++;
	if (c->asleep > 0 && too_few_free(c))
		call_one(c);
}

bool crew_served(struct crew *c, int *idle)
{
	if (*idle < IDLE)
		++*idle;
	return *idle == IDLE && c->awake > c->few;
}

void crew_sleep(struct crew *c)
{
	pthread_mutex_lock(&c->lock);
	if (!c->ended && c->awake > c->few) {
		c->asleep++;
		c->awake--;
		while (!c->called && !c->ended && !too_few_free(c))
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

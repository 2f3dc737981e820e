#include "responder/parking.h"

#include "base/clock.h"

#include <string.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>
#include <utlist.h>

bool parking_init(struct parking *p)
{
	memset(p, 0, sizeof *p);
	pthread_mutex_init(&p->lock, NULL);
	p->event_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK | EFD_SEMAPHORE);
	p->timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	return p->event_fd >= 0 && p->timer_fd >= 0;
}

void parking_free(struct parking *p)
{
	if (p->event_fd >= 0)
		close(p->event_fd);
	if (p->timer_fd >= 0)
		close(p->timer_fd);
	pthread_mutex_destroy(&p->lock);
}

/* All below: under the lock unless public. */

static void set_timer(struct parking *p)
{
	struct itimerspec t = {0};
	if (p->waiting) {
		/* A time of 0 would stop the timer. */
		int64_t at = p->waiting->until > 0 ? p->waiting->until : 1;
		t.it_value = (struct timespec){.tv_sec = at / 1000, .tv_nsec = at % 1000 * 1000000};
	}
	timerfd_settime(p->timer_fd, TFD_TIMER_ABSTIME, &t, NULL);
}

static void make_ready(struct parking *p, struct parked *r)
{
	DL_DELETE(p->waiting, r);
	r->is_parked = false;
	DL_APPEND(p->ready, r);
	eventfd_write(p->event_fd, 1);
}

void parking_prepare(struct parking *p, struct parked *r)
{
	pthread_mutex_lock(&p->lock);
	r->is_parked = false;
	r->woken = false;
	pthread_mutex_unlock(&p->lock);
}

bool parking_park(struct parking *p, struct parked *r, int64_t until)
{
	pthread_mutex_lock(&p->lock);
	bool park = !r->woken && !p->closed;
	if (park) {
		r->until = until;
		r->is_parked = true;
		p->n++;
		/* Deadlines come nearly in order: look from the end. */
		struct parked *after = p->waiting ? p->waiting->prev : NULL;
		while (after && after->until > until)
			after = after == p->waiting ? NULL : after->prev;
		if (after)
			DL_APPEND_ELEM(p->waiting, after, r);
		else
			DL_PREPEND(p->waiting, r);
		if (p->waiting == r)
			set_timer(p);
	}
	pthread_mutex_unlock(&p->lock);
	return park;
}

void parking_wake(struct parking *p, struct parked *r)
{
	pthread_mutex_lock(&p->lock);
	r->woken = true;
	if (r->is_parked)
		make_ready(p, r);
	pthread_mutex_unlock(&p->lock);
}

void parking_expire(struct parking *p)
{
	uint64_t times;
	ssize_t ignored =
	    read(p->timer_fd, &times, sizeof times); /* another worker may have read it */
	(void)ignored;
	pthread_mutex_lock(&p->lock);
	int64_t now = clock_ms();
	while (p->waiting && p->waiting->until <= now)
		make_ready(p, p->waiting);
	set_timer(p);
	pthread_mutex_unlock(&p->lock);
}

struct parked *parking_take(struct parking *p)
{
	eventfd_t one;
	if (eventfd_read(p->event_fd, &one))
		return NULL;
	pthread_mutex_lock(&p->lock);
	struct parked *r = p->ready;
	if (r) {
		DL_DELETE(p->ready, r);
		p->n--;
	}
	pthread_mutex_unlock(&p->lock);
	return r;
}

void parking_close(struct parking *p)
{
	pthread_mutex_lock(&p->lock);
	p->closed = true;
	while (p->waiting)
		make_ready(p, p->waiting);
	pthread_mutex_unlock(&p->lock);
}

int parking_count(struct parking *p)
{
	pthread_mutex_lock(&p->lock);
	int n = p->n;
	pthread_mutex_unlock(&p->lock);
	return n;
}

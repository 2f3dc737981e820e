/* Time. Deadlines are absolute points on the monotonic clock, in milliseconds, and are passed down
 * as they are; nobody recomputes a "timeout" on the way. */
#ifndef ARTISTBOT_BASE_CLOCK_H
#define ARTISTBOT_BASE_CLOCK_H

#include <stdint.h>
#include <time.h>

/* Milliseconds on the monotonic clock: unaffected by anybody setting the time. */
static inline int64_t clock_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* The same in microseconds, to tell how long something took. */
static inline int64_t clock_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* Milliseconds since 1970, for comparing with what a web server on this machine says. */
static inline int64_t clock_wall_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* What is left until a deadline, never negative. */
static inline int64_t clock_left(int64_t deadline)
{
	int64_t left = deadline - clock_ms();
	return left > 0 ? left : 0;
}

/* A deadline as the system's calls want it that wait until a point of time. */
static inline struct timespec clock_point(int64_t deadline)
{
	return (struct timespec){.tv_sec = deadline / 1000, .tv_nsec = deadline % 1000 * 1000000};
}

#endif

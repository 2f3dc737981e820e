/* Where a request's time goes, by stage. One thread at a time. */
#ifndef ARTISTBOT_BASE_STAGES_H
#define ARTISTBOT_BASE_STAGES_H

#include "base/clock.h"

enum stage {
	STAGE_READ,    /* variables and body from the web server */
	STAGE_PAYLOAD, /* what was asked */
	STAGE_STORE,   /* what is known */
	STAGE_SPOTIFY, /* waiting for a lookup */
	STAGE_REPLY,   /* bubbles */
	STAGES,        /* how many there are */
};

struct stages {
	int64_t last_us; /* when the stage before ended (clock_us) */
	int64_t us[STAGES];
};

/* The request begins. */
static inline void stages_begin(struct stages *s)
{
	*s = (struct stages){.last_us = clock_us()};
}

/* A stage is over: what passed since the one before was its. */
static inline void stages_end(struct stages *s, enum stage stage)
{
	int64_t now = clock_us();
	s->us[stage] += now - s->last_us;
	s->last_us = now;
}

#endif

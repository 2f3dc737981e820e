#include "skill/later.h"

#include "base/clock.h"
#include "base/log.h"
#include "kakao/callback.h"
#include "skill/skill.h"

#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <utlist.h>

enum {
	/* Kakao must have our first answer before the callback comes, or it refuses it. */
	PAUSE_MS = 500,
	SEND_MS = 5000,      /* what sending may take; the minute is Kakao's */
	LAST_SEND_MS = 2000, /* the same, when stopping */
	STACK = 512 * 1024,
};

/* One call: waiting (for its wake, or its time), then being sent. */
struct pending {
	struct pending *prev, *next;
	struct later *l;
	const struct skill *skill;
	struct skill_call call;
	char url[LIMIT_URL + 1];
	struct http_reach reach;
	int64_t not_before, send_by;
	bool submitted, woken, sending;
};

struct later {
	const struct config *c;
	struct store *store;
	struct http *http;
	pthread_t thread;
	pthread_mutex_t lock; /* of all below, and of every pending's flags */
	pthread_cond_t changed;
	struct pending *all;
	int n;
	bool stopping;
};

static void wake(void *context)
{
	struct pending *p = context;
	pthread_mutex_lock(&p->l->lock);
	p->woken = true;
	pthread_cond_signal(&p->l->changed);
	pthread_mutex_unlock(&p->l->lock);
}

/* Takes it off the list and frees it. */
static void drop(struct pending *p)
{
	struct later *l = p->l;
	pthread_mutex_lock(&l->lock);
	DL_DELETE(l->all, p);
	l->n--;
	pthread_cond_signal(&l->changed);
	pthread_mutex_unlock(&l->lock);
	skill_call_release(&p->call);
	if (p->skill && p->skill->let_go)
		p->skill->let_go(p->skill->owner);
	free(p);
}

static void on_sent(void *context)
{
	drop(context);
}

/* In the HTTP thread. */
static void send_now(void *context)
{
	struct pending *p = context;
	if (!kakao_callback_send(
		p->l->http, &p->reach, p->url, p->call.reply, p->send_by, on_sent, p)) {
		log_event(LOG_ERROR, "callback: not sent", "out of memory");
		drop(p);
	}
}

/* --- the thread --- */

/* When there is something to do about it. */
static int64_t due(const struct later *l, const struct pending *p)
{
	if (!p->submitted || p->sending)
		return INT64_MAX;
	if (l->stopping)
		return 0;
	int64_t until = skill_call_wait_until(&p->call);
	return p->woken || until < p->not_before ? p->not_before : until;
}

/* The one that is due first; NULL if there is none. */
static struct pending *first_due(struct later *l, int64_t *at)
{
	struct pending *p, *first = NULL;
	*at = INT64_MAX;
	DL_FOREACH (l->all, p)
		if (due(l, p) < *at) {
			*at = due(l, p);
			first = p;
		}
	return first;
}

static void log_answer(const struct pending *p)
{
	struct log_line l;
	log_begin(&l, LOG_INFO, "callback: answered");
	log_str(&l, "outcome", str_of(p->call.outcome));
	log_str(&l, "source", str_of(p->call.source));
	log_end(&l);
}

/* Without the lock. */
static void go_on(struct pending *p, struct store_conn *conn, bool last)
{
	if (!conn) /* no memory: what needs the store is not tried */
		p->call.question.phrase.second = -1;
	if (skill_end(p->skill, conn, &p->call) == SKILL_WAIT)
		return; /* another reading is asked for */
	log_answer(p);
	pthread_mutex_lock(&p->l->lock);
	p->sending = true;
	pthread_mutex_unlock(&p->l->lock);
	p->send_by = clock_ms() + (last ? LAST_SEND_MS : SEND_MS);
	if (!http_run(p->l->http, send_now, p)) {
		log_event(LOG_ERROR, "callback: not sent", "out of memory");
		drop(p);
	}
}

static void wait_until(struct later *l, int64_t at)
{
	struct timespec t = {.tv_sec = at / 1000, .tv_nsec = at % 1000 * 1000000};
	if (at == INT64_MAX)
		pthread_cond_wait(&l->changed, &l->lock);
	else
		pthread_cond_timedwait(&l->changed, &l->lock, &t);
}

/* When stopping, it ends once nothing is waiting: what is being sent needs no thread. */
static void *later_main(void *context)
{
	struct later *l = context;
	struct store_conn *conn = store_conn_new(l->store);
	pthread_mutex_lock(&l->lock);
	for (;;) {
		int64_t at;
		struct pending *p = first_due(l, &at);
		if (!p && l->stopping)
			break;
		if (!p || at > clock_ms()) {
			wait_until(l, at);
			continue;
		}
		bool last = l->stopping;
		p->woken = false;
		pthread_mutex_unlock(&l->lock);
		go_on(p, conn, last);
		pthread_mutex_lock(&l->lock);
	}
	pthread_mutex_unlock(&l->lock);
	store_conn_free(conn);
	return NULL;
}

/* --- from any thread --- */

struct skill_call *later_reserve(struct later *l, struct str url)
{
	struct http_reach reach;
	if (!l || !url.n)
		return NULL;
	if (!http_reach_allows(&l->c->callback.hosts, url, &reach)) {
		log_event(LOG_WARN, "callback: not to that host",
		    "it is not in [callback] hosts, or not https: answered as if there were none");
		return NULL;
	}
	struct pending *p = calloc(1, sizeof *p);
	if (!p)
		return NULL;
	p->l = l;
	p->reach = reach;
	p->reach.ca_file = l->c->callback.ca_file;
	memcpy(p->url, url.p, url.n);
	p->not_before = clock_ms() + PAUSE_MS;
	skill_call_init(&p->call);
	skill_call_set(&p->call, clock_ms() + l->c->callback.wait_s * 1000LL, wake, p);
	pthread_mutex_lock(&l->lock);
	bool room = !l->stopping && l->n < l->c->server.max_parked;
	if (room) {
		DL_APPEND(l->all, p);
		l->n++;
	}
	pthread_mutex_unlock(&l->lock);
	if (room)
		return &p->call;
	free(p);
	return NULL;
}

static struct pending *pending_of(struct skill_call *k)
{
	return (struct pending *)((char *)k - offsetof(struct pending, call));
}

void later_cancel(struct later *l, struct skill_call *k)
{
	(void)l;
	drop(pending_of(k));
}

void later_submit(struct later *l, const struct skill *s, struct skill_call *k)
{
	struct pending *p = pending_of(k);
	if (s->hold)
		s->hold(s->owner);
	pthread_mutex_lock(&l->lock);
	p->skill = s;
	p->submitted = true;
	pthread_cond_signal(&l->changed);
	pthread_mutex_unlock(&l->lock);
}

int later_count(struct later *l)
{
	if (!l)
		return 0;
	pthread_mutex_lock(&l->lock);
	int n = l->n;
	pthread_mutex_unlock(&l->lock);
	return n;
}

/* --- life --- */

static bool start_thread(struct later *l)
{
	pthread_attr_t attr;
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK);
	bool good = pthread_create(&l->thread, &attr, later_main, l) == 0;
	pthread_attr_destroy(&attr);
	return good;
}

struct later *later_start(const struct config *c, struct store *store, struct finder *finder)
{
	pthread_condattr_t monotonic;
	struct later *l = c->callback.hosts.n ? calloc(1, sizeof *l) : NULL;
	if (!l)
		return NULL;
	l->c = c;
	l->store = store;
	l->http = finder_http(finder);
	pthread_mutex_init(&l->lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&l->changed, &monotonic);
	pthread_condattr_destroy(&monotonic);
	if (start_thread(l))
		return l;
	log_event(LOG_ERROR, "callback: cannot start", "no thread to be had");
	later_free(l);
	return NULL;
}

void later_stop(struct later *l, int64_t deadline)
{
	if (!l)
		return;
	pthread_mutex_lock(&l->lock);
	l->stopping = true;
	pthread_cond_signal(&l->changed);
	pthread_mutex_unlock(&l->lock);
	pthread_join(l->thread, NULL);
	pthread_mutex_lock(&l->lock);
	while (l->n && clock_ms() < deadline)
		wait_until(l, deadline);
	if (l->n)
		log_event(LOG_WARN, "callback: given up", "n=%d: the process stops", l->n);
	pthread_mutex_unlock(&l->lock);
}

void later_free(struct later *l)
{
	if (!l)
		return;
	pthread_cond_destroy(&l->changed);
	pthread_mutex_destroy(&l->lock);
	free(l);
}

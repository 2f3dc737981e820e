#include "ctl/progress.h"

#include "base/clock.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
	EVERY_MS = 100,
	BAR = 30,
	/* Before that the time left is a guess. */
	SURE_MS = 2000,
	KB = 1000,
};

void progress_begin(struct progress *p, const char *what, int64_t total)
{
	*p = (struct progress){
	    .what = what, .total = total, .began = clock_ms(), .on = isatty(STDERR_FILENO) != 0};
	p->shown = p->began;
}

void progress_begin_bytes(struct progress *p, const char *what, int64_t total)
{
	progress_begin(p, what, total);
	p->bytes = true;
}

static void draw_bar(const struct progress *p)
{
	int64_t done = p->done < p->total ? p->done : p->total;
	int full = (int)(done * BAR / p->total);
	char bar[BAR + 1];
	memset(bar, '.', BAR);
	memset(bar, '#', (size_t)full);
	bar[BAR] = '\0';
	fprintf(stderr, " [%s] %3d%%", bar, (int)(done * 100 / p->total));
}

static void draw(const struct progress *p, int64_t now)
{
	int64_t took = now - p->began, per = p->bytes ? KB : 1;
	const char *unit = p->bytes ? " kB" : "";
	fprintf(stderr, "\r%s", p->what);
	if (p->total > 0)
		draw_bar(p);
	fprintf(stderr, " %lld", (long long)(p->done / per));
	if (p->total > 0)
		fprintf(stderr, "/%lld", (long long)(p->total / per));
	fputs(unit, stderr);
	if (took > 0)
		fprintf(stderr, "  %lld%s/s", (long long)(p->done * 1000 / took / per), unit);
	if (took >= SURE_MS && p->total > 0 && p->done > 0) {
		int64_t left = took * (p->total - p->done) / p->done / 1000;
		fprintf(stderr, "  -%lld:%02d", (long long)(left > 0 ? left / 60 : 0),
		    (int)(left > 0 ? left % 60 : 0));
	}
	fputs("\033[K", stderr);
}

void progress_at(struct progress *p, int64_t done)
{
	int64_t now;
	p->done = done;
	if (!p->on || (now = clock_ms()) - p->shown < EVERY_MS)
		return;
	p->shown = now;
	draw(p, now);
}

void progress_clear(struct progress *p)
{
	if (p->on && p->shown != p->began)
		fputs("\r\033[K", stderr);
}

#include "ctl/index.h"

#include "ctl/progress.h"

enum { ARTISTS_AT_ONCE = 200 };

/* *left: how many artists are not indexed after all. Returns false where the store failed; an
 * interruption ends it early. */
static bool index_all(const struct ctl *o, struct store_indexing *x, int64_t *done, int64_t *left)
{
	const char *what = ctl_text(o, "indexing names", "이름 색인");
	struct progress progress;
	int64_t n = 1;
	progress_begin(&progress, what, -1);
	enum store_status status = store_indexing_count(x, left);
	progress_begin(&progress, what, *left);
	while (status == STORE_OK && *left > 0 && n > 0 && !ctl_interrupted()) {
		status = store_indexing_go_on(x, ARTISTS_AT_ONCE, &n);
		progress_at(&progress, *done += n);
		*left -= n;
	}
	progress_clear(&progress);
	return status == STORE_OK;
}

/* What names are searched by is made by the program, not by SQL: anew where its rules or the names
 * have changed. */
bool ctl_index_names(const struct ctl *o, struct store_conn *conn, int64_t *done)
{
	struct store_indexing *x = store_indexing_new(conn);
	int64_t left = 0;
	*done = 0;
	bool good = x && index_all(o, x, done, &left);
	bool stopped = good && left > 0 && ctl_interrupted();
	store_indexing_free(x);
	if (!good)
		ctl_failed(o, "%s",
		    x ? store_error(conn) : ctl_text(o, "out of memory", "메모리가 모자라요"));
	else if (stopped)
		ctl_failed(o, "%s",
		    ctl_text(o, "stopped; artistbotctl migrate indexes the rest",
			"멈췄어요. 나머지는 artistbotctl migrate로 색인하세요"));
	return good && !stopped;
}

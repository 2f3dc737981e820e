#include "ctl/index.h"

#include "ctl/progress.h"

enum { ARTISTS_AT_ONCE = 200 };

/* What names are searched by is made by the program, not by SQL: anew where its rules or the names
 * have changed. */
bool ctl_index_names(const struct ctl *o, struct store_conn *conn, int64_t *done)
{
	const char *what = ctl_text(o, "indexing names", "이름 색인");
	struct progress progress;
	int64_t left = 1, n = 1;
	enum store_status status = STORE_OK;
	*done = 0;
	progress_begin(&progress, what, -1);
	while (status == STORE_OK && left > 0 && n > 0 && !ctl_interrupted()) {
		status = store_index(conn, ARTISTS_AT_ONCE, &n, &left);
		if (*done == 0)
			progress_begin(&progress, what, n + left);
		progress_at(&progress, *done += n);
	}
	progress_clear(&progress);
	if (status != STORE_OK)
		ctl_failed(o, "%s", store_error(conn));
	else if (left > 0)
		ctl_failed(o, "%s",
		    ctl_text(o, "stopped; artistbotctl migrate indexes the rest",
			"멈췄어요. 나머지는 artistbotctl migrate로 색인하세요"));
	return status == STORE_OK && left == 0;
}

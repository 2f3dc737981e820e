/* artistbotctl dump. The format: a line of JSON each. First {"artistbot_dump": 1, "schema": N};
 * then for each table {"table": …, "columns": […]} and an array of its values for each row, all of
 * them text or null; last {"rows": N}, by which one that was cut is known. */
#include "store/dump.h"
#include "base/json_write.h"
#include "ctl/commands.h"
#include "ctl/progress.h"

#include <stdio.h>

enum { MAX_LINE = 1024 * 1024 };

struct dump {
	const struct store_columns *columns; /* of the last row */
	char table[STORE_NAME + 1];
	struct buf line;
	struct progress progress;
	int64_t rows;
	bool failed, interrupted;
};

static void end_line(struct dump *d)
{
	buf_addc(&d->line, '\n');
	if (d->line.failed || fwrite(d->line.data, 1, d->line.len, stdout) != d->line.len)
		d->failed = true;
	buf_reset(&d->line, MAX_LINE);
}

static void write_columns(struct dump *d, const struct store_columns *columns)
{
	struct json_writer w = json_to(&d->line);
	snprintf(d->table, sizeof d->table, "%s", columns->table);
	json_open(&w, '{');
	json_key(&w, "table");
	json_str(&w, str_of(columns->table));
	json_key(&w, "columns");
	json_open(&w, '[');
	for (int i = 0; i < columns->n; i++)
		json_str(&w, str_of(columns->names[i]));
	json_close(&w, ']');
	json_close(&w, '}');
	end_line(d);
}

static bool write_row(void *context, const struct store_columns *columns, const store_values values)
{
	struct dump *d = context;
	if (strcmp(d->table, columns->table) != 0)
		write_columns(d, columns);
	struct json_writer w = json_to(&d->line);
	json_open(&w, '[');
	for (int i = 0; i < columns->n; i++)
		if (!values[i].p)
			json_raw(&w, STR("null"));
		else
			json_str(&w, values[i]);
	json_close(&w, ']');
	end_line(d);
	progress_at(&d->progress, ++d->rows);
	d->interrupted = ctl_interrupted();
	return !d->failed && !d->interrupted;
}

static int work(const struct ctl *o, const struct config *c, struct store_conn *conn)
{
	struct dump d = {0};
	int have = 0, known = 0;
	(void)c;
	if (store_schema_version(conn, &have, &known) != STORE_OK)
		return ctl_failed(o, "%s", store_error(conn));
	buf_init(&d.line, MAX_LINE);
	buf_addf(&d.line, "{\"artistbot_dump\":1,\"schema\":%d}", have);
	end_line(&d);
	progress_begin(&d.progress, ctl_text(o, "dumping", "내보내는 중"), -1);
	enum store_status status = store_dump(conn, ctl_given(o, "own"), write_row, &d);
	progress_clear(&d.progress);
	bool whole = status == STORE_OK && !d.interrupted;
	if (whole) {
		buf_addf(&d.line, "{\"rows\":%lld}", (long long)d.rows);
		end_line(&d);
	}
	buf_free(&d.line);
	if (fflush(stdout) || d.failed)
		return ctl_failed(
		    o, "%s", ctl_text(o, "the output cannot be written", "결과를 쓸 수 없어요"));
	if (whole)
		return CTL_OK;
	return ctl_failed(o,
	    ctl_text(o, "the dump is not whole: %s", "끝까지 내보내지 못했어요: %s"),
	    status == STORE_OK ? ctl_text(o, "stopped", "멈춤") : store_error(conn));
}

static int run(const struct ctl *o)
{
	return ctl_with_store(o, work);
}

static const struct ctl_option options[] = {
    {"own", NULL,
	{"only what is the bot's own: nothing that came from Spotify",
	    "봇의 것만. Spotify에서 온 것은 빼고"},
	0, 0},
    {0},
};

const struct ctl_command ctl_dump = {
    .name = "dump",
    .run = run,
    .options = options,
    .interruptible = true,
    .summary = {"print all that is kept, for a backup or another database",
	"저장된 모든 것을 출력합니다. 백업하거나 다른 데이터베이스로 옮길 때 쓰세요"},
    .about = {"A line of JSON for each row, for artistbotctl load. What is true for minutes only "
	      "(unknown names, what Spotify allows at the moment) is left out.\n\n"
	      "  artistbotctl dump | gzip >artistbot.dump.gz",
	"행마다 JSON 한 줄이고, artistbotctl load로 다시 넣을 수 있어요. 몇 분만 유효한 것(모르는 "
	"이름, 지금 Spotify가 허락하는 것)은 빠집니다.\n\n"
	"  artistbotctl dump | gzip >artistbot.dump.gz"},
};

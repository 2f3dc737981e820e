/* artistbotctl names export: the bot's own names, as names import reads them. */
#include "base/csv.h"
#include "ctl/commands.h"
#include "store/own.h"

#include <stdio.h>

enum { MAX_LINE = 16 * 1024 };

struct export
{
	int64_t names;
	struct buf line;
	bool failed;
};

static void put_line(struct export *x)
{
	buf_addc(&x->line, '\n');
	x->failed |= x->line.failed || fwrite(x->line.data, 1, x->line.len, stdout) != x->line.len;
	buf_reset(&x->line, MAX_LINE);
}

static bool put_name(void *context, const struct store_own_name *n)
{
	struct export *x = context;
	csv_add(&x->line, n->artist_id);
	buf_addc(&x->line, ',');
	if (n->popularity >= 0)
		buf_addf(&x->line, "%d", n->popularity);
	csv_add(&x->line, n->name);
	put_line(x);
	x->names++;
	return !x->failed && !ctl_interrupted();
}

static int work(const struct ctl *o, const struct config *c, struct store_conn *conn)
{
	struct export x = {.names = 0};
	(void)c;
	buf_init(&x.line, MAX_LINE);
	buf_adds(&x.line, "id,popularity,name");
	put_line(&x);
	enum store_status status = store_own_names(conn, true, put_name, &x);
	buf_free(&x.line);
	if (status != STORE_OK)
		return ctl_failed(o, "%s", store_error(conn));
	if (fflush(stdout) || x.failed)
		return ctl_failed(
		    o, "%s", ctl_text(o, "the output cannot be written", "결과를 쓸 수 없어요"));
	if (ctl_interrupted())
		return ctl_failed(o, "%s",
		    ctl_text(
			o, "stopped; the file is not whole", "멈췄어요. 끝까지 내보내지 못했어요"));
	fprintf(stderr, ctl_text(o, "%lld names\n", "이름 %lld개\n"), (long long)x.names);
	return CTL_OK;
}

static int run(const struct ctl *o)
{
	return ctl_with_store(o, work);
}

const struct ctl_command ctl_names_export = {
    .name = "names export",
    .run = run,
    .interruptible = true,
    .summary = {"print the names that were imported or typed, for names import",
	"가져온 이름과 사용자가 쓴 이름을 names import가 읽는 CSV로 출력합니다"},
    .about =
	{"CSV in UTF-8 with the columns id, popularity and name, a line for each name, the best "
	 "known artists first: for another bot, or to be edited. Nothing that came from Spotify is "
	 "in it.\n\n"
	 "  artistbotctl names export >names.csv",
	    "UTF-8 CSV이고 열은 id, popularity, name입니다. 이름마다 한 줄이며 잘 알려진 가수가 "
	    "먼저 나옵니다. 다른 봇에 넣거나 고칠 때 쓰세요. Spotify에서 온 것은 없습니다.\n\n"
	    "  artistbotctl names export >names.csv"},
};

#include "base/json_write.h"
#include "ctl/commands.h"
#include "store/uses.h"

#include <stdio.h>

enum { DAYS = 7, TOP = 10, MAX_TEXT = 1024 * 1024 };

/* What each answer counts as. */
static const struct {
	const char *id;
	bool held; /* the answer was here already */
	struct ctl_words words;
} answers[] = {
    {STORE_ANSWER_STORE, true, {"from the database", "데이터베이스에서 찾음"}},
    {STORE_ANSWER_CACHE, true, {"from memory", "메모리에서 찾음"}},
    {STORE_ANSWER_STALE, true, {"from the database, old", "데이터베이스에서 찾음(오래됨)"}},
    {STORE_ANSWER_SPOTIFY, false, {"from Spotify", "Spotify에서 찾음"}},
    {STORE_ANSWER_SEVERAL, false, {"a choice was offered", "선택지를 보여 줌"}},
    {STORE_ANSWER_UNKNOWN, false, {"unknown name", "모르는 이름"}},
    {STORE_ANSWER_NONE, false, {"no answer in time, or closed", "제때 답하지 못했거나 막힘"}},
};
enum { N_ANSWERS = sizeof answers / sizeof *answers };

struct stats {
	const struct ctl *o;
	struct buf *out;       /* printed once all is read: figures of half of it would mislead */
	struct json_writer *w; /* to out; NULL: words */
	int64_t n[N_ANSWERS], all;
};

static void count_answer(void *context, const struct store_use *use)
{
	struct stats *s = context;
	for (int i = 0; i < N_ANSWERS; i++)
		if (!strcmp(use->id, answers[i].id))
			s->n[i] += use->n;
	s->all += use->n;
}

/* Of a hundred questions, so many found the artist here. */
static int hit_rate(const struct stats *s)
{
	int64_t held = 0;
	for (int i = 0; i < N_ANSWERS; i++)
		held += answers[i].held ? s->n[i] : 0;
	return s->all ? (int)(held * 100 / s->all) : 0;
}

static void tell_answers(const struct stats *s, int days)
{
	if (s->w) {
		json_key(s->w, "answers");
		json_open(s->w, '{');
		for (int i = 0; i < N_ANSWERS; i++) {
			json_key(s->w, answers[i].id + 1);
			json_int(s->w, s->n[i]);
		}
		json_close(s->w, '}');
		json_key(s->w, "hit_percent");
		json_int(s->w, hit_rate(s));
		return;
	}
	buf_addf(s->out,
	    ctl_text(s->o, "%lld questions in %d days, %d%% answered from memory or the database\n",
		"질문 %lld개, 지난 %d일 동안, 메모리나 데이터베이스에서 답한 비율 %d%%\n"),
	    (long long)s->all, days, hit_rate(s));
	for (int i = 0; i < N_ANSWERS; i++)
		buf_addf(s->out, "  %9lld  %s\n", (long long)s->n[i],
		    ctl_words(s->o, &answers[i].words));
}

static void tell_use(void *context, const struct store_use *use)
{
	struct stats *s = context;
	if (!s->w) {
		buf_addf(
		    s->out, "  %9lld  %s\n", (long long)use->n, *use->name ? use->name : use->id);
		return;
	}
	json_open(s->w, '{');
	if (*use->id) {
		json_key(s->w, "id");
		json_str(s->w, str_of(use->id));
	}
	json_key(s->w, "name");
	json_str(s->w, str_of(use->name));
	json_key(s->w, "n");
	json_int(s->w, use->n);
	json_close(s->w, '}');
}

static void begin_list(const struct stats *s, const char *key, const char *title)
{
	if (!s->w) {
		buf_addf(s->out, "%s\n", title);
		return;
	}
	json_key(s->w, key);
	json_open(s->w, '[');
}

static void end_list(const struct stats *s)
{
	if (s->w)
		json_close(s->w, ']');
}

static enum store_status tell_rows(const struct stats *s, struct store_conn *conn)
{
	static const char *const tables[] = {"artists", "names", "unknown_names"};
	enum store_status status = STORE_OK;
	if (s->w) {
		json_key(s->w, "rows");
		json_open(s->w, '{');
	}
	for (size_t i = 0; i < sizeof tables / sizeof *tables && status == STORE_OK; i++) {
		int64_t n;
		status = store_count_rows(conn, tables[i], &n);
		if (s->w) {
			json_key(s->w, tables[i]);
			json_int(s->w, n);
		} else {
			buf_addf(s->out, "  %9lld  %s\n", (long long)n, tables[i]);
		}
	}
	if (s->w)
		json_close(s->w, '}');
	return status;
}

static enum store_status tell_all(struct stats *s, struct store_conn *conn)
{
	const struct ctl *o = s->o;
	int days = ctl_number(o, "days", DAYS), top = ctl_number(o, "top", TOP);
	enum store_status status = store_answers(conn, days, count_answer, s);
	tell_answers(s, days);
	begin_list(s, "most_asked", ctl_text(o, "\nMost asked", "\n많이 물어본 가수"));
	if (status == STORE_OK)
		status = store_most_used(conn, days, top, tell_use, s);
	end_list(s);
	begin_list(s, "unknown",
	    ctl_text(o, "\nUnknown at the moment, and for how many minutes more",
		"\n지금 모르는 이름과 남은 시간(분)"));
	if (status == STORE_OK)
		status = store_unknown(conn, top, tell_use, s);
	end_list(s);
	if (!s->w)
		buf_adds(s->out, ctl_text(o, "\nRows\n", "\n행\n"));
	return status == STORE_OK ? tell_rows(s, conn) : status;
}

/* What the nightly purge has deleted is not counted. */
static void warn_of_purged(const struct ctl *o, const struct config *c)
{
	if (ctl_number(o, "days", DAYS) > c->cache.unused_days)
		ctl_failed(o,
		    ctl_text(o,
			"note: purge deletes what was counted more than %d days ago ([cache] "
			"unused_days)",
			"참고: purge가 %d일보다 오래된 집계를 지워요([cache] unused_days)"),
		    c->cache.unused_days);
}

static int work(const struct ctl *o, const struct config *c, struct store_conn *conn)
{
	struct buf out;
	buf_init(&out, MAX_TEXT);
	struct json_writer w = json_to(&out);
	struct stats s = {.o = o, .out = &out, .w = ctl_given(o, "json") ? &w : NULL};
	if (s.w)
		json_open(&w, '{');
	enum store_status told = tell_all(&s, conn);
	if (s.w)
		json_close(&w, '}');
	int status = told == STORE_OK ? CTL_OK : ctl_failed(o, "%s", store_error(conn));
	if (!s.w && out.len)
		buf_rewind(&out, out.len - 1); /* the newline that ctl_print adds */
	if (status == CTL_OK) {
		status = ctl_print(o, &out, CTL_OK);
		warn_of_purged(o, c);
	}
	buf_free(&out);
	return status;
}

static int run(const struct ctl *o)
{
	return ctl_with_store(o, work);
}

static const struct ctl_option options[] = {
    {"days", "N",
	{"of the last N days (7); purge keeps [cache] unused_days of them",
	    "지난 N일 (7). purge는 [cache] unused_days일치만 남김"},
	1, 365},
    {"top", "N", {"lists of N (10)", "목록마다 N개 (10)"}, 1, 1000},
    CTL_JSON,
    {0},
};

const struct ctl_command ctl_stats = {
    .name = "stats",
    .run = run,
    .options = options,
    .summary = {"show who is asked for most, which names are unknown, how often Spotify was needed",
	"많이 물어본 가수, 모르는 이름, Spotify가 필요했던 비율을 보여 줍니다"},
    .about = {"Counted by the responders and written once a minute; who asked is not known. Days "
	      "are those "
	      "of UTC.",
	"응답기가 세어 1분에 한 번 적습니다. 누가 물었는지는 모릅니다. 하루는 UTC 기준이에요."},
};

/* artistbotctl load: what dump.c wrote. */
#include "base/json_read.h"
#include "ctl/commands.h"
#include "ctl/index.h"
#include "ctl/progress.h"
#include "store/dump.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum {
	DEPTH = 4,
	COMMIT_EVERY = 500, /* rows */
	MAX_LINE = 1024 * 1024,
};

struct load {
	const struct ctl *o;
	const char *file;
	struct store_conn *conn;
	struct store_load *store;
	struct store_columns columns;
	int64_t line, rows, told_rows; /* told_rows: as the last line says; -1: it did not come */
	int schema, known; /* what the database has; what this program could bring it to */
	char error[500];   /* "": none */
};

static bool wrong(struct load *l, const char *what)
{
	snprintf(l->error, sizeof l->error, ctl_text(l->o, "line %lld: %s", "%lld번째 줄: %s"),
	    (long long)l->line, what);
	return false;
}

/* The same of the whole file. */
static bool wrong_file(struct load *l, const char *what)
{
	snprintf(l->error, sizeof l->error, "%s", what);
	return false;
}

static bool on_store(struct load *l, enum store_status status)
{
	return status == STORE_OK || wrong(l, store_error(l->conn));
}

/* --- one line --- */

static bool load_header(struct load *l, const cJSON *o)
{
	const cJSON *format = json_member(o, "artistbot_dump"), *schema = json_member(o, "schema");
	if (!cJSON_IsNumber(format) || format->valueint != 1 || !cJSON_IsNumber(schema))
		return wrong(l,
		    ctl_text(l->o, "this is no dump of artistbot", "artistbot의 덤프가 아니에요"));
	int version = schema->valueint;
	if (version > l->known)
		return wrong(
		    l, ctl_text(l->o,
			   "the dump is of a newer schema: install the newer artistbot, then run "
			   "artistbotctl migrate",
			   "더 새로운 구조의 덤프예요. 더 새로운 artistbot을 설치하고 artistbotctl "
			   "migrate를 "
			   "실행하세요"));
	if (version > l->schema)
		return wrong(
		    l, ctl_text(l->o,
			   "the dump is of a newer schema than the database: run artistbotctl "
			   "migrate",
			   "데이터베이스보다 새로운 구조의 덤프예요. artistbotctl migrate를 "
			   "실행하세요"));
	return true;
}

static bool load_columns(struct load *l, const cJSON *table, const cJSON *names)
{
	size_t n = json_length(names), i = 0;
	const cJSON *name;
	if (n == 0 || n > STORE_COLUMNS)
		return wrong(l, "columns?");
	l->columns = (struct store_columns){.n = (int)n};
	snprintf(l->columns.table, sizeof l->columns.table, "%s", json_string(table).p);
	cJSON_ArrayForEach(name, names)
	{
		snprintf(
		    l->columns.names[i], sizeof l->columns.names[i], "%s", json_string(name).p);
		i++;
	}
	return on_store(l, store_load_table(l->store, &l->columns));
}

static bool load_object(struct load *l, const cJSON *o)
{
	const cJSON *table = json_member(o, "table"), *columns = json_member(o, "columns"),
		    *rows = json_member(o, "rows");
	if (table && columns)
		return load_columns(l, table, columns);
	if (cJSON_IsNumber(rows) && fabs(rows->valuedouble) < 1e15) {
		l->told_rows = (int64_t)rows->valuedouble;
		return true;
	}
	return wrong(l, ctl_text(l->o, "neither table nor row", "표도 행도 아니에요"));
}

static bool value_of(const cJSON *v, struct str *out)
{
	if (cJSON_IsNull(v))
		*out = (struct str){NULL, 0};
	else if (cJSON_IsString(v))
		*out = json_string(v);
	else
		return false;
	return true;
}

static bool load_row(struct load *l, const cJSON *row)
{
	store_values values;
	const cJSON *v;
	int i = 0;
	bool good = l->columns.n > 0 && json_length(row) == (size_t)l->columns.n;
	for (v = good ? row->child : NULL; v && good; v = v->next)
		good = value_of(v, &values[i++]);
	good = good ? on_store(l, store_load_row(l->store, values))
		    : wrong(l,
			  ctl_text(l->o, "values do not fit the columns", "값이 열과 맞지 않아요"));
	if (good && ++l->rows % COMMIT_EVERY == 0)
		good = on_store(l, store_load_commit(l->store));
	return good;
}

static bool load_line(struct load *l, struct str line)
{
	cJSON *o = json_read(line, MAX_LINE, DEPTH, NULL);
	bool good;
	if (!o)
		good = wrong(l, ctl_text(l->o, "not JSON", "JSON이 아니에요"));
	else if (l->line == 1)
		good = load_header(l, o);
	else if (cJSON_IsArray(o))
		good = load_row(l, o);
	else
		good = load_object(l, o);
	cJSON_Delete(o);
	return good;
}

/* --- the file --- */

static bool is_gzip(struct str line)
{
	return line.n >= 2 && !memcmp(line.p, "\x1f\x8b", 2);
}

/* A line of the file, or what the file is instead of a dump. */
static bool take_line(struct load *l, struct str line)
{
	if (l->line == 1 && is_gzip(line))
		return wrong_file(l,
		    ctl_text(l->o,
			"it is compressed by gzip; do this: gunzip -c FILE | artistbotctl load",
			"gzip으로 압축된 파일이에요. 이렇게 하세요: gunzip -c FILE | artistbotctl "
			"load"));
	if (line.n > MAX_LINE)
		return wrong(l, ctl_text(l->o, "too long", "너무 길어요"));
	return load_line(l, line);
}

/* Why there was nothing more to be read, if that was not the end. */
static bool read_to_end(struct load *l, FILE *in)
{
	if (ferror(in)) {
		snprintf(l->error, sizeof l->error, "%s: %s", l->file, strerror(errno));
		return false;
	}
	return l->line > 0 || ctl_interrupted() ||
	       wrong_file(l, ctl_text(l->o, "there is nothing in it", "파일이 비어 있어요"));
}

static int64_t size_of(FILE *in)
{
	struct stat st;
	return fstat(fileno(in), &st) == 0 && S_ISREG(st.st_mode) ? (int64_t)st.st_size : -1;
}

static bool load_lines(struct load *l, FILE *in)
{
	struct progress progress;
	char *line = NULL;
	size_t size = 0;
	ssize_t n;
	int64_t read = 0;
	bool good = true;
	progress_begin_bytes(&progress, ctl_text(l->o, "loading", "불러오는 중"), size_of(in));
	while (good && !ctl_interrupted() && (n = getline(&line, &size, in)) > 0) {
		l->line++;
		good = take_line(l, (struct str){line, (size_t)n});
		progress_at(&progress, read += n);
	}
	good = good && read_to_end(l, in);
	progress_clear(&progress);
	free(line);
	/* What came before an error is good. */
	enum store_status committed = store_load_end(l->store);
	return good && on_store(l, committed);
}

static int report(const struct load *l, bool good)
{
	if (l->error[0])
		ctl_failed(l->o, "%s", l->error);
	else if (good && l->told_rows != l->rows)
		ctl_failed(l->o, "%s",
		    ctl_interrupted() ? ctl_text(l->o, "stopped; run it again to load the rest",
					    "멈췄어요. 나머지는 다시 실행하면 들어가요")
				      : ctl_text(l->o, "the dump is cut: its end is missing",
					    "덤프가 잘렸어요. 끝이 없어요"));
	const struct ctl_count counts[] = {{"rows", l->rows}, {0}};
	if (!ctl_given(l->o, "json"))
		printf(ctl_text(l->o, "%lld rows loaded\n", "%lld행을 불러왔어요\n"),
		    (long long)l->rows);
	return ctl_done(l->o, counts, good && l->told_rows == l->rows ? CTL_OK : CTL_FAILED);
}

static int work(const struct ctl *o, const struct config *c, struct store_conn *conn)
{
	struct load l = {.o = o, .conn = conn, .told_rows = -1};
	int64_t indexed;
	(void)c;
	if (store_schema_version(conn, &l.schema, &l.known) != STORE_OK)
		return ctl_failed(o, "%s", store_error(conn));
	if (l.schema == 0)
		return ctl_failed(o, "%s",
		    ctl_text(o, "the database has no tables yet: run artistbotctl migrate",
			"데이터베이스에 아직 표가 없어요. artistbotctl migrate를 실행하세요"));
	const char *path = o->n_arguments ? o->arguments[0] : "-";
	l.file = path;
	FILE *in = strcmp(path, "-") ? fopen(path, "re") : stdin;
	if (!in)
		return ctl_failed(o, "%s: %s", path, strerror(errno));
	int status = CTL_FAILED;
	l.store = store_load_new(conn);
	if (l.store) {
		bool good = load_lines(&l, in);
		/* What was loaded of names is to be found. */
		good = ctl_index_names(o, conn, &indexed) && good;
		status = report(&l, good);
		store_load_free(l.store);
	}
	if (in != stdin)
		fclose(in);
	return status;
}

static int run(const struct ctl *o)
{
	return ctl_with_store(o, work);
}

static const struct ctl_option options[] = {CTL_JSON, {0}};

const struct ctl_command ctl_load = {
    .name = "load",
    .run = run,
    .options = options,
    .arguments = "[FILE]",
    .max_arguments = 1,
    .interruptible = true,
    .summary = {"read back what dump printed", "dump가 출력한 것을 다시 넣습니다"},
    .about = {"From FILE, or from standard input. Rows that are there already are replaced, others "
	      "stay. It "
	      "may be run again, also after it was stopped. Run artistbotctl migrate before.\n\n"
	      "  gunzip -c artistbot.dump.gz | artistbotctl load",
	"FILE이나 표준 입력에서 읽습니다. 이미 있는 행은 바꾸고 나머지는 그대로 둡니다. 멈춘 "
	"뒤에도 다시 "
	"실행할 수 있어요. 먼저 artistbotctl migrate를 실행하세요.\n\n"
	"  gunzip -c artistbot.dump.gz | artistbotctl load"},
};

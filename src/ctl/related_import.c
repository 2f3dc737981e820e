/* artistbotctl related import: lists of related artists that an operator keeps. */
#include "base/text.h"
#include "ctl/artist_id.h"
#include "ctl/commands.h"
#include "ctl/progress.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

enum {
	FIELDS = 3,
	MAX_LINE = 4096,
};

/* The list of one artist, gathered from lines that follow one another. */
struct list {
	char artist[ARTIST_ID_CHARS + 1];
	char ids[LIMIT_RELATED][ARTIST_ID_CHARS + 1], names[LIMIT_RELATED][LIMIT_TITLE + 1];
	int n;
};

struct import {
	const struct ctl *o;
	struct store_conn *conn;
	const char *file;
	struct list list;
	int64_t line, errors, artists, rows;
};

static bool wrong(struct import *m, const char *what)
{
	ctl_failed(m->o, "%s:%lld: %s", m->file, (long long)m->line, what);
	m->errors++;
	return false;
}

/* Writes the list that is gathered, if there is one. False: the store cannot go on. */
static bool write_list(struct import *m)
{
	struct related items[LIMIT_RELATED] = {0};
	struct list *l = &m->list;
	for (int i = 0; i < l->n; i++)
		items[i] =
		    (struct related){.id = l->ids[i], .name = *l->names[i] ? l->names[i] : NULL};
	if (l->n && store_import_related(m->conn, l->artist, items, l->n) != STORE_OK) {
		ctl_failed(m->o, "%s", store_error(m->conn));
		return false;
	}
	m->artists += l->n > 0;
	m->rows += l->n;
	*l = (struct list){0};
	return true;
}

/* Splits a line at its tabs; what is missing is empty. */
static int split(char *line, char *fields[static FIELDS])
{
	int n = 0;
	for (int i = 0; i < FIELDS; i++)
		fields[i] = line + strlen(line);
	for (char *field; (field = strsep(&line, "\t")); n++)
		if (n < FIELDS)
			fields[n] = field;
	return n;
}

static bool add(struct import *m, const char *artist, char *fields[static FIELDS])
{
	struct list *l = &m->list;
	const struct ctl *o = m->o;
	if (l->n == LIMIT_RELATED)
		return wrong(
		    m, ctl_text(o, "more than ten for one artist", "한 가수에 열 명이 넘어요"));
	memcpy(l->artist, artist, sizeof l->artist);
	if (!artist_id_read(l->ids[l->n], fields[1]))
		return wrong(m, ctl_text(o, "the second column is no id of an artist at Spotify",
				    "둘째 칸이 Spotify의 가수 ID가 아니에요"));
	if (strlen(fields[2]) > LIMIT_TITLE)
		return wrong(m, ctl_text(o, "the name is too long", "이름이 너무 길어요"));
	snprintf(l->names[l->n], sizeof l->names[l->n], "%s", fields[2]);
	l->n++;
	return true;
}

/* False: the store cannot go on. Wrong lines are told and left out. */
static bool read_line(struct import *m, char *line)
{
	char *fields[FIELDS], artist[ARTIST_ID_CHARS + 1];
	line[strcspn(line, "\r\n")] = '\0';
	if (!*line || *line == '#')
		return true;
	bool readable = text_valid(str_of(line));
	int n = split(line, fields);
	if (!readable || n < 2 || n > FIELDS || !artist_id_read(artist, fields[0])) {
		wrong(m, ctl_text(m->o,
			     "not an artist's id, a tab and a related artist's id, perhaps another "
			     "tab and "
			     "the name",
			     "가수 ID, 탭, 비슷한 가수 ID, 그리고 필요하면 탭과 이름이 아니에요"));
		return true;
	}
	if (*m->list.artist && strcmp(m->list.artist, artist) != 0 && !write_list(m))
		return false;
	add(m, artist, fields);
	return true;
}

static void read_all(struct import *m, FILE *in)
{
	struct progress progress;
	char *line = NULL;
	size_t size = 0;
	ssize_t n;
	bool good = true;
	progress_begin(&progress, ctl_text(m->o, "importing", "가져오는 중"), -1);
	while (good && !ctl_interrupted() && (n = getline(&line, &size, in)) > 0) {
		m->line++;
		if (n > MAX_LINE || strlen(line) != (size_t)n)
			wrong(m, ctl_text(m->o, "no line of text", "글로 된 줄이 아니에요"));
		else
			good = read_line(m, line);
		progress_at(&progress, m->line);
	}
	progress_clear(&progress);
	free(line);
	if (!good || !write_list(m))
		m->errors++;
}

static int report(const struct import *m)
{
	const struct ctl_count counts[] = {
	    {"related", m->rows}, {"artists", m->artists}, {"wrong_lines", m->errors}, {0}};
	if (!ctl_given(m->o, "json"))
		printf(ctl_text(m->o, "%lld related artists of %lld artists imported\n",
			   "비슷한 가수 %lld명을 가수 %lld명에 넣었어요\n"),
		    (long long)m->rows, (long long)m->artists);
	return ctl_done(m->o, counts, m->errors || ctl_interrupted() ? CTL_FAILED : CTL_OK);
}

static int work(const struct ctl *o, const struct config *c, struct store_conn *conn)
{
	struct import *m = calloc(1, sizeof *m);
	const char *path = o->arguments[0];
	bool standard = !strcmp(path, "-");
	FILE *in = standard ? stdin : fopen(path, "r");
	int status = CTL_FAILED;
	(void)c;
	if (!in) {
		ctl_failed(o, "%s: %s", path, strerror(errno));
	} else if (m) {
		m->o = o;
		m->conn = conn;
		m->file = path;
		read_all(m, in);
		status = report(m);
	}
	if (in && !standard)
		fclose(in);
	free(m);
	return status;
}

static int run(const struct ctl *o)
{
	return ctl_with_store(o, work);
}

static const struct ctl_option options[] = {CTL_JSON, {0}};

const struct ctl_command ctl_related_import = {
    .name = "related import",
    .run = run,
    .options = options,
    .arguments = "FILE",
    .min_arguments = 1,
    .max_arguments = 1,
    .interruptible = true,
    .summary = {"take in lists of related artists, shown where Spotify tells of too few",
	"비슷한 가수 목록을 넣습니다. Spotify가 알려 주지 않을 때 보여 줍니다"},
    .about =
	{"A line is an artist's id, a tab, the id of one related to it and, behind another tab, "
	 "that one's name, which is shown until Spotify has told it. Ids are Spotify's, also as "
	 "links. The lines of one artist follow one another, the nearest first, ten at most; "
	 "they replace what was imported for it before. Lines that begin with # are left out; "
	 "- is standard input. The lists are yours: purge leaves them.",
	    "한 줄은 가수 ID, 탭, 비슷한 가수 ID이고, 탭을 하나 더 쓰면 이름을 붙일 수 있습니다. "
	    "Spotify가 이름을 알려 줄 때까지 그 이름을 보여 줍니다. ID는 Spotify의 것이고 링크도 "
	    "됩니다. 한 가수의 줄은 이어서, 가까운 가수부터, 열 줄까지 쓰며, 전에 넣은 목록을 "
	    "바꿉니다. #로 시작하는 줄은 건너뛰고, -는 표준 입력입니다. 목록은 운영자의 것이라 "
	    "purge를 해도 남습니다."},
};

/* artistbotctl names import: lists of artists' names that an operator brings. */
#include "base/csv.h"
#include "base/text.h"
#include "ctl/artist_id.h"
#include "ctl/commands.h"
#include "ctl/progress.h"
#include "names/key.h"
#include "names/variants.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum {
	MAX_RECORD = 64 * 1024,
	MAX_NAMES = 48, /* of one artist */
	BATCH = 200,    /* artists in one transaction */
	NAME_PARTS = '|',
};

/* One artist of the list. */
struct entry {
	char id[ARTIST_ID_CHARS + 1];
	int popularity;
	int n;
	bool cut;               /* there were more */
	char *names[MAX_NAMES]; /* owned */
};

struct import {
	const struct ctl *o;
	struct store_conn *conn;
	const char *file;
	int id_column, popularity_column;
	bool is_name[CSV_FIELDS];
	struct entry *entries; /* BATCH of them */
	int n_entries;
	char last_id[ARTIST_ID_CHARS + 1]; /* that was counted */
	int64_t errors, artists, names;
};

static void wrong(struct import *m, const struct csv *c, const char *what)
{
	ctl_failed(m->o, "%s:%lld: %s", m->file, (long long)c->line, what);
	m->errors++;
}

/* --- the header --- */

/* Columns of names are told by how theirs begins: lists have all kinds of others. */
static bool holds_names(const char *column)
{
	static const char *const beginnings[] = {
	    "name", "hangul", "latin", "alias", "other", "korean", "english", "이름", "한글"};
	for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
		if (!strncasecmp(column, beginnings[i], strlen(beginnings[i])))
			return true;
	return false;
}

static bool read_header(struct import *m, struct csv *c)
{
	static const char *const ids[] = {"id", "spotify_id", "spotify", "spotifyid"};
	bool names = false;
	m->id_column = -1;
	if (csv_next(c) != CSV_RECORD)
		c->n = 0;
	for (size_t i = 0; i < sizeof ids / sizeof *ids && m->id_column < 0; i++)
		m->id_column = csv_column(c, ids[i]);
	m->popularity_column = csv_column(c, "popularity");
	for (int i = 0; i < c->n; i++) {
		m->is_name[i] = i != m->id_column && holds_names(c->fields[i]);
		names |= m->is_name[i];
	}
	if (m->id_column >= 0 && names)
		return true;
	wrong(m, c,
	    ctl_text(m->o,
		"the first line names the columns: \"id\", Spotify's id of the artist, and one or "
		"more columns of names, e.g. id,name,hangul",
		"첫 줄에 열 이름이 있어야 해요. Spotify 가수 ID가 든 \"id\"와 이름이 든 열 하나 "
		"이상, 예를 들면 id,name,hangul"));
	return false;
}

/* --- the artists --- */

static void free_entries(struct import *m)
{
	for (int i = 0; i < m->n_entries; i++)
		for (int k = 0; k < m->entries[i].n; k++)
			free(m->entries[i].names[k]);
	m->n_entries = 0;
}

/* False: the store cannot go on. */
static bool write_entries(struct import *m)
{
	struct store_import items[BATCH];
	for (int i = 0; i < m->n_entries; i++) {
		const struct entry *e = &m->entries[i];
		items[i] = (struct store_import){.id = e->id,
		    .popularity = e->popularity,
		    .names = (const char *const *)e->names,
		    .n_names = e->n};
	}
	bool good =
	    m->n_entries == 0 || store_import_names(m->conn, items, m->n_entries) == STORE_OK;
	for (int i = 0; good && i < m->n_entries; i++) {
		m->names += m->entries[i].n;
		m->artists += strcmp(m->entries[i].id, m->last_id) != 0;
		memcpy(m->last_id, m->entries[i].id, sizeof m->last_id);
	}
	if (!good)
		ctl_failed(m->o, "%s", store_error(m->conn));
	free_entries(m);
	return good;
}

static void keep_name(struct entry *e, struct str s)
{
	for (int i = 0; i < e->n; i++)
		if (str_eqs(s, e->names[i]))
			return;
	e->cut |= e->n == MAX_NAMES;
	if (e->n < MAX_NAMES && (e->names[e->n] = strndup(s.p, s.n)))
		e->n++;
}

/* On one line and without control characters, whatever the list has. */
static bool add_name(struct entry *e, struct str name)
{
	char key[LIMIT_KEY + 1];
	struct buf line;
	struct str s = text_trim(name);
	buf_init(&line, LIMIT_TITLE);
	bool good = s.n <= LIMIT_TITLE && text_fit(&line, s, LIMIT_TITLE, TEXT_ONE_LINE) &&
		    name_key(key, buf_str(&line));
	if (good)
		keep_name(e, buf_str(&line));
	buf_free(&line);
	return good;
}

/* The names of a cell, parted by |, and those that they hold. False: one of them is no name. */
static bool add_cell(struct entry *e, const char *cell)
{
	bool good = true;
	for (const char *end; *cell; cell = *end ? end + 1 : end) {
		struct variants v;
		end = strchrnul(cell, NAME_PARTS);
		struct str name = {cell, (size_t)(end - cell)};
		if (!text_trim(name).n)
			continue;
		good &= add_name(e, name);
		variants_of(&v, text_trim(name));
		for (int i = 0; i < v.n; i++)
			add_name(e, str_of(v.items[i]));
	}
	return good;
}

/* Whole numbers only; -1: nobody knows. False: it is none. */
static bool read_popularity(const char *text, int *popularity)
{
	char *end;
	long n = strtol(text, &end, 10);
	bool none = !*text || !strcmp(text, "-"), good = end != text && !*end && n >= 0 && n <= 100;
	*popularity = good ? (int)n : -1;
	return good || none;
}

static bool is_utf8(const struct csv *c)
{
	for (int i = 0; i < c->n; i++)
		if (!text_valid(str_of(c->fields[i])))
			return false;
	return true;
}

static void judge_entry(struct import *m, const struct csv *c, const struct entry *e, bool good)
{
	if (e->n == 0)
		wrong(m, c, ctl_text(m->o, "no name", "이름이 없어요"));
	else if (!good)
		wrong(m, c,
		    ctl_text(
			m->o, "a name that is none was left out", "이름이 아닌 것을 건너뛰었어요"));
	if (e->cut)
		wrong(m, c,
		    ctl_text(m->o, "too many names: only the first ones were taken",
			"이름이 너무 많아서 앞의 것만 넣었어요"));
}

static void add_entry(struct import *m, const struct csv *c)
{
	struct entry *e = &m->entries[m->n_entries];
	bool good = true;
	*e = (struct entry){.n = 0};
	if (!is_utf8(c)) {
		wrong(m, c,
		    ctl_text(m->o, "not UTF-8: iconv -f CP949 -t UTF-8 may help",
			"UTF-8이 아니에요. iconv -f CP949 -t UTF-8로 바꿔 보세요"));
		return;
	}
	if (!read_popularity(csv_field(c, m->popularity_column), &e->popularity)) {
		wrong(m, c,
		    ctl_text(m->o, "popularity is no whole number from 0 to 100",
			"popularity는 0부터 100까지의 정수여야 해요"));
		return;
	}
	if (!artist_id_read(e->id, csv_field(c, m->id_column))) {
		wrong(m, c,
		    ctl_text(m->o, "no id of an artist at Spotify in the column \"id\"",
			"\"id\" 열에 Spotify 가수 ID가 없어요"));
		return;
	}
	for (int i = 0; i < c->n; i++)
		if (m->is_name[i])
			good &= add_cell(e, c->fields[i]);
	m->n_entries += e->n > 0;
	judge_entry(m, c, e, good);
}

static int64_t size_of(FILE *in)
{
	struct stat st;
	return fstat(fileno(in), &st) == 0 && S_ISREG(st.st_mode) ? (int64_t)st.st_size : -1;
}

/* Why a record is none (base/csv.h), in the user's language. */
static const char *reason(const struct ctl *o, const char *why)
{
	static const char *const korean[][2] = {
	    {"a NUL byte", "NUL 바이트가 있어요"},
	    {"a quote within a field that has none around it",
		"따옴표로 싸지 않은 칸에 따옴표가 있어요"},
	    {"a quote that is never closed", "따옴표가 닫히지 않았어요"},
	    {"text behind a closing quote", "닫는 따옴표 뒤에 글자가 있어요"},
	    {"longer than a record may be", "한 줄이 너무 길어요"},
	};
	for (size_t i = 0; i < sizeof korean / sizeof *korean; i++)
		if (!strcmp(why, korean[i][0]))
			return ctl_text(o, why, korean[i][1]);
	return why;
}

static bool read_all(struct import *m, struct csv *c)
{
	struct progress progress;
	enum csv_status status = CSV_RECORD;
	int64_t size = size_of(c->in);
	bool good = true;
	const char *what = ctl_text(m->o, "importing", "가져오는 중");
	if (size < 0)
		progress_begin(&progress, what, -1);
	else
		progress_begin_bytes(&progress, what, size);
	while (good && !ctl_interrupted() && (status = csv_next(c)) != CSV_END) {
		if (status == CSV_BROKEN)
			wrong(m, c, reason(m->o, c->why));
		else
			add_entry(m, c);
		if (m->n_entries == BATCH)
			good = write_entries(m);
		progress_at(&progress, size < 0 ? c->line : (int64_t)ftello(c->in));
	}
	progress_clear(&progress);
	return good && write_entries(m) && status == CSV_END;
}

/* --- the command --- */

static int import(struct import *m, FILE *in)
{
	struct csv c;
	csv_begin(&c, in, MAX_RECORD);
	bool done = read_header(m, &c) && read_all(m, &c);
	free_entries(m);
	csv_free(&c);
	const struct ctl_count counts[] = {
	    {"names", m->names}, {"artists", m->artists}, {"wrong_lines", m->errors}, {0}};
	if (!ctl_given(m->o, "json"))
		printf(ctl_text(m->o, "%lld names of %lld artists imported\n",
			   "이름 %lld개를 가수 %lld명에 넣었어요\n"),
		    (long long)m->names, (long long)m->artists);
	if (ctl_interrupted())
		ctl_failed(m->o, "%s",
		    ctl_text(m->o, "stopped; run it again to import the rest",
			"멈췄어요. 나머지는 다시 실행하면 들어가요"));
	return ctl_done(m->o, counts, done && !m->errors ? CTL_OK : CTL_FAILED);
}

static int work(const struct ctl *o, const struct config *c, struct store_conn *conn)
{
	const char *path = o->arguments[0];
	struct import m = {.o = o, .conn = conn, .file = path};
	FILE *in = strcmp(path, "-") ? fopen(path, "re") : stdin;
	int status = CTL_FAILED;
	(void)c;
	if (!in)
		return ctl_failed(o, "%s: %s", path, strerror(errno));
	int first = getc(in); /* fails on a folder */
	if (first == EOF && ferror(in)) {
		fclose(in);
		return ctl_failed(o, "%s: %s", path, strerror(errno));
	}
	ungetc(first, in);
	m.entries = calloc(BATCH, sizeof *m.entries);
	if (m.entries)
		status = import(&m, in);
	free(m.entries);
	if (in != stdin)
		fclose(in);
	return status;
}

static int run(const struct ctl *o)
{
	return ctl_with_store(o, work);
}

static const struct ctl_option options[] = {CTL_JSON, {0}};

const struct ctl_command ctl_names_import = {
    .name = "names import",
    .run = run,
    .options = options,
    .arguments = "FILE",
    .min_arguments = 1,
    .max_arguments = 1,
    .interruptible = true,
    .summary = {"take in a list of artists' names, so that they are found without asking Spotify",
	"가수 이름 목록을 넣습니다. Spotify에 묻지 않고도 이름을 찾습니다"},
    .about = {"FILE is CSV, - is standard input. Its first line names the columns: id is Spotify's "
	      "id of "
	      "the artist, also as a link; columns that begin with name, hangul, latin, alias, "
	      "other, "
	      "korean or english are names, several in a cell parted by |; popularity, if there is "
	      "one, is 0 to 100 and puts the better known of two first; others are passed over. "
	      "Lines "
	      "that are "
	      "wrong are told and left out. It may be run again at any time: names are added, none "
	      "is taken away. They are yours, and purge leaves them; artists' data are fetched "
	      "from "
	      "Spotify when somebody asks for them.\n\n"
	      "Such a list can be had from Wikidata (query.wikidata.org, data under CC0):\n\n"
	      "  SELECT ?id ?name ?hangul\n"
	      "    (GROUP_CONCAT(DISTINCT ?other; separator=\"|\") AS ?others)\n"
	      "  WHERE {\n"
	      "    ?item wdt:P1902 ?id; rdfs:label ?name, ?hangul.\n"
	      "    FILTER(LANG(?name) = \"en\" && LANG(?hangul) = \"ko\")\n"
	      "    OPTIONAL { ?item skos:altLabel ?other. FILTER(LANG(?other) = \"ko\") }\n"
	      "  } GROUP BY ?id ?name ?hangul",
	"FILE은 CSV이고 -는 표준 입력입니다. 첫 줄에 열 이름이 있어야 합니다. id는 Spotify 가수 "
	"ID(링크도 됩니다)이고, name, hangul, latin, alias, other, korean, english, 이름, 한글로 "
	"시작하는 열은 이름이며 한 칸에 여럿이면 |로 나눕니다. popularity는 있으면 0~100이며 더 "
	"알려진 쪽을 먼저 찾게 합니다. 나머지 열은 건너뜁니다. 잘못된 줄은 알려 주고 건너뜁니다. "
	"언제든 다시 실행해도 됩니다. 이름은 더해질 뿐 없어지지 않습니다. 이름은 운영자의 "
	"것이라 purge를 해도 남고, 가수 정보는 누가 물어볼 때 Spotify에서 가져옵니다.\n\n"
	"목록은 위키데이터(query.wikidata.org, CC0)에서 얻을 수 있습니다:\n\n"
	"  SELECT ?id ?name ?hangul\n"
	"    (GROUP_CONCAT(DISTINCT ?other; separator=\"|\") AS ?others)\n"
	"  WHERE {\n"
	"    ?item wdt:P1902 ?id; rdfs:label ?name, ?hangul.\n"
	"    FILTER(LANG(?name) = \"en\" && LANG(?hangul) = \"ko\")\n"
	"    OPTIONAL { ?item skos:altLabel ?other. FILTER(LANG(?other) = \"ko\") }\n"
	"  } GROUP BY ?id ?name ?hangul"},
};

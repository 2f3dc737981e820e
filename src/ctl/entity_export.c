/* artistbotctl entity export: our artists as an entity of Kakao's Open Builder, so that a block
 * recognises whom we know. A line for each artist: the representative name, then its synonyms. */
#include "base/csv.h"
#include "base/text.h"
#include "ctl/commands.h"
#include "store/own.h"

#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>

enum {
	MAX_LINE = 256 * 1024,
	/* No limit of Kakao's is documented; these are where we stop unless told otherwise. */
	ROWS = 10000,
	MOST_ROWS = 1000000,
	SYNONYMS = 30,
	MOST_SYNONYMS = 200,
	CHARACTERS = 50,
	MOST_CHARACTERS = 500,
};

struct entity {
	const struct ctl *o;
	int rows, max_rows, max_synonyms, max_characters;
	char artist_id[LIMIT_ID + 1];   /* of the names below; "": none yet */
	char *names[MOST_SYNONYMS + 1]; /* owned; the first is the representative */
	int n;
	bool cut; /* there would have been more */
	bool any; /* there are names, whether they could be printed or not */
	bool failed;
	struct buf line;
};

static bool is_hangul(utf8proc_int32_t c)
{
	return c >= 0xAC00 && c <= 0xD7A3;
}

/* What a spreadsheet would take for a formula, with which a name may begin, means nothing to the
 * bot: a name key has no signs. */
static const char *plain(const char *name)
{
	return name + strspn(name, "=+-@\t\r ");
}

/* Is it all on one line, as names of earlier versions may not be? */
static bool is_line(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < ' ' || *s == 0x7f)
			return false;
	return true;
}

/* Characters of a name; *hangul: is one of them Hangul? -1: it is not UTF-8. */
static int characters(const char *s, bool *hangul)
{
	utf8proc_int32_t c;
	int n = 0;
	*hangul = false;
	for (const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)s; *p; n++) {
		utf8proc_ssize_t bytes = utf8proc_iterate(p, -1, &c);
		if (bytes <= 0)
			return -1;
		*hangul |= is_hangul(c);
		p += bytes;
	}
	return n;
}

static void put(struct entity *x, struct str s)
{
	if (fwrite(s.p, 1, s.n, stdout) != s.n)
		x->failed = true;
}

/* Kakao hands us the representative, whatever was typed: the first in Hangul, as users of a Korean
 * channel see it in the console, else the first. */
static void choose_representative(struct entity *x)
{
	bool hangul;
	for (int i = 0; i < x->n; i++) {
		characters(x->names[i], &hangul);
		if (!hangul)
			continue;
		char *first = x->names[i];
		memmove(x->names + 1, x->names, (size_t)i * sizeof *x->names);
		x->names[0] = first;
		return;
	}
}

static void end_artist(struct entity *x)
{
	if (x->n && !x->failed) {
		choose_representative(x);
		for (int i = 0; i < x->n && i <= x->max_synonyms; i++)
			csv_add(&x->line, x->names[i]);
		buf_adds(&x->line, "\r\n");
		x->failed |= x->line.failed;
		put(x, buf_str(&x->line));
		buf_reset(&x->line, MAX_LINE);
		x->rows++;
	}
	for (int i = 0; i < x->n; i++)
		free(x->names[i]);
	x->n = 0;
}

static bool take(void *context, const struct store_own_name *n)
{
	struct entity *x = context;
	bool hangul;
	x->any = true;
	if (strcmp(x->artist_id, n->artist_id) != 0) {
		end_artist(x);
		snprintf(x->artist_id, sizeof x->artist_id, "%s", n->artist_id);
	}
	if (x->failed || ctl_interrupted())
		return false;
	if (x->rows == x->max_rows) {
		x->cut = true;
		return false;
	}
	const char *name = plain(n->name);
	int length = characters(name, &hangul);
	if (length <= 0 || length > x->max_characters || !is_line(name) ||
	    x->n == MOST_SYNONYMS + 1)
		return true;
	x->names[x->n] = strdup(name);
	x->failed |= !x->names[x->n];
	x->n += x->names[x->n] != NULL;
	return true;
}

static int report(const struct entity *x)
{
	const struct ctl *o = x->o;
	if (fflush(stdout) || x->failed)
		return ctl_failed(
		    o, "%s", ctl_text(o, "the output cannot be written", "결과를 쓸 수 없어요"));
	if (ctl_interrupted())
		return ctl_failed(o, "%s",
		    ctl_text(
			o, "stopped; the file is not whole", "멈췄어요. 끝까지 내보내지 못했어요"));
	fprintf(stderr, ctl_text(o, "%d artists\n", "가수 %d명\n"), x->rows);
	if (x->cut)
		fprintf(stderr, "%s\n",
		    ctl_text(o, "there are more: see --rows", "더 있어요. --rows를 보세요"));
	if (!x->rows && x->any)
		fprintf(stderr, "%s\n",
		    ctl_text(o, "all names are too long: see --characters",
			"이름이 모두 너무 길어요. --characters를 보세요"));
	else if (!x->rows)
		fprintf(stderr, "%s\n",
		    ctl_text(o, "there are no names yet: see artistbotctl names import --help",
			"아직 이름이 없어요. artistbotctl names import --help를 보세요"));
	return CTL_OK;
}

static int work(const struct ctl *o, const struct config *c, struct store_conn *conn)
{
	struct entity x = {.o = o,
	    .max_rows = ctl_number(o, "rows", ROWS),
	    .max_synonyms = ctl_number(o, "synonyms", SYNONYMS),
	    .max_characters = ctl_number(o, "characters", CHARACTERS)};
	const char *header = ctl_value(o, "header", NULL);
	(void)c;
	buf_init(&x.line, MAX_LINE);
	if (ctl_given(o, "bom"))
		put(&x, STR("\xEF\xBB\xBF"));
	if (header) {
		put(&x, str_of(header));
		put(&x, STR("\r\n"));
	}
	enum store_status status = store_own_names(conn, false, take, &x);
	if (status == STORE_OK && !ctl_interrupted())
		end_artist(&x);
	for (int i = 0; i < x.n; i++)
		free(x.names[i]);
	buf_free(&x.line);
	return status == STORE_OK ? report(&x) : ctl_failed(o, "%s", store_error(conn));
}

static int run(const struct ctl *o)
{
	return ctl_with_store(o, work);
}

static const struct ctl_option options[] = {
    {"header", "LINE",
	{"a first line, as the template of the console has it", "콘솔의 양식에 있는 첫 줄"}, 0, 0},
    {"bom", NULL, {"begin with a byte order mark, for Excel", "엑셀에서 열 때를 위해 BOM을 붙임"},
	0, 0},
    {"rows", "N",
	{"at most N artists, the best known (10000)", "잘 알려진 순서로 많아야 N명 (10000)"}, 1,
	MOST_ROWS},
    {"synonyms", "N", {"at most N synonyms each (30)", "동의어는 많아야 N개씩 (30)"}, 0,
	MOST_SYNONYMS},
    {"characters", "N", {"leave out longer names (50)", "이보다 긴 이름은 뺌 (50)"}, 1,
	MOST_CHARACTERS},
    {0},
};

const struct ctl_command ctl_entity_export = {
    .name = "entity export",
    .run = run,
    .options = options,
    .interruptible = true,
    .summary = {"print our artists' names as an entity for Kakao's Open Builder",
	"가수 이름을 카카오 오픈빌더의 엔티티로 출력합니다"},
    .about = {"CSV in UTF-8, a line for each artist: the representative entry, then its synonyms. "
	      "Only names that were imported or that users typed are among them, none that came "
	      "from Spotify, and no name stands in two lines. Kakao hands the representative "
	      "entry to the skill, which knows the artist by it.\n\n"
	      "Kakao documents neither a header line nor limits: download the template from the "
	      "entity's screen, and give what its first line says to --header.\n\n"
	      "  artistbotctl entity export >artist_name.csv",
	"UTF-8 CSV이고 가수마다 한 줄입니다. 대표 엔트리가 먼저, 그다음이 동의어입니다. 가져온 "
	"이름과 사용자가 쓴 이름만 있고 Spotify에서 온 것은 없으며, 한 이름이 두 줄에 나오지 "
	"않습니다. 카카오는 대표 엔트리를 스킬에 보내고, 봇은 그 이름으로 가수를 찾습니다.\n\n"
	"카카오는 머리글이나 제한을 문서로 밝히지 않았습니다. 엔티티 화면에서 양식을 내려받아 그 "
	"첫 줄을 --header에 주세요.\n\n"
	"  artistbotctl entity export >artist_name.csv"},
};

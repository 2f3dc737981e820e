/* artistbotctl names explain: what the finder makes of a text. */
#include "base/json_write.h"
#include "ctl/commands.h"
#include "music/guess.h"
#include "names/hangul.h"
#include "names/key.h"
#include "names/latin.h"
#include "names/plausible.h"
#include "names/search.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { MAX_TEXT = 64 * 1024 };

struct explained {
	const char *text;
	char key[LIMIT_KEY + 1];
	struct sounds sounds; /* n is 0: it is no Hangul */
	struct spelling spellings[LATIN_READINGS];
	int n_spellings;
	struct search_keys keys;
	struct artist *exact; /* who bears the very name; or NULL */
	struct guess guess;
};

static const char *verdict(const struct explained *e)
{
	static const char *const words[] = {
	    [GUESS_NOBODY] = "nobody", [GUESS_SEVERAL] = "several", [GUESS_ONE] = "one"};
	return e->exact ? "exact" : words[e->guess.verdict];
}

/* --- as text --- */

static void print_keys(const struct ctl *o, const struct explained *e)
{
	printf("%-12s %s\n", ctl_text(o, "key", "이름 키"), e->key);
	if (e->sounds.n)
		printf("%-12s %s\n", ctl_text(o, "sounds", "소리"), e->sounds.s);
	for (int i = 0; i < e->n_spellings; i++)
		printf("%-12s \"%s\"\n", ctl_text(o, "spelling", "철자"), e->spellings[i].s);
	printf("%-12s", ctl_text(o, "searched by", "검색 키"));
	for (int i = 0; i < e->keys.n; i++)
		printf(" %s", e->keys.items[i]);
	putchar('\n');
}

static void print_guess(const struct ctl *o, const struct guess *g)
{
	printf(ctl_text(o, "%-12s %d names looked at, as far as: %s\n",
		   "%-12s 이름 %d개를 살펴봄, 단계: %s\n"),
	    ctl_text(o, "search", "검색"), g->rows, g->stage);
	for (int i = 0; i < g->n; i++) {
		const struct guess_one *a = &g->items[i];
		printf("%5.1f %%  %-22s  %s  (%s, %s %d, %s %d, %s %d)\n", 100 * a->share, a->id,
		    a->name, match_how_name(a->match.how), ctl_text(o, "cost", "비용"),
		    a->match.cost, ctl_text(o, "popularity", "인기도"), a->popularity,
		    ctl_text(o, "chosen", "고른 횟수"), a->chosen);
	}
}

static int print_text(const struct ctl *o, const struct explained *e)
{
	print_keys(o, e);
	if (e->exact)
		printf("%-12s %s  %s\n", ctl_text(o, "bears it", "같은 이름"), e->exact->id,
		    e->exact->name ? e->exact->name : "");
	else
		print_guess(o, &e->guess);
	if (e->guess.unknown)
		puts(ctl_text(o, "Spotify said a short while ago that nobody bears it",
		    "Spotify가 조금 전에 그런 이름은 없다고 했어요"));
	if (!name_plausible(e->text, e->key))
		puts(ctl_text(o, "plainly no name: Spotify is not asked for it",
		    "이름이 아닌 것이 분명해서 Spotify에 묻지 않아요"));
	printf("%-12s %s\n", ctl_text(o, "verdict", "판정"), verdict(e));
	return CTL_OK;
}

/* --- as JSON --- */

static void put(struct json_writer *w, const char *key, const char *value)
{
	json_key(w, key);
	json_str(w, str_of(value));
}

static void put_number(struct json_writer *w, const char *key, int64_t value)
{
	json_key(w, key);
	json_int(w, value);
}

static void put_candidate(struct json_writer *w, const struct guess_one *a)
{
	json_open(w, '{');
	put(w, "id", a->id);
	put(w, "name", a->name);
	put(w, "how", match_how_name(a->match.how));
	put_number(w, "cost", a->match.cost);
	put_number(w, "popularity", a->popularity);
	put_number(w, "chosen", a->chosen);
	put_number(w, "per_mille", lround(1000 * a->share));
	json_close(w, '}');
}

static int print_json(const struct ctl *o, const struct explained *e)
{
	struct buf out;
	buf_init(&out, MAX_TEXT);
	struct json_writer w = json_to(&out);
	json_open(&w, '{');
	put(&w, "key", e->key);
	if (e->sounds.n)
		put(&w, "sounds", e->sounds.s);
	json_key(&w, "spellings");
	json_open(&w, '[');
	for (int i = 0; i < e->n_spellings; i++)
		json_str(&w, str_of(e->spellings[i].s));
	json_close(&w, ']');
	if (e->exact)
		put(&w, "exact", e->exact->id);
	put(&w, "stage", e->guess.stage);
	json_key(&w, "candidates");
	json_open(&w, '[');
	for (int i = 0; i < e->guess.n; i++)
		put_candidate(&w, &e->guess.items[i]);
	json_close(&w, ']');
	put(&w, "verdict", verdict(e));
	json_close(&w, '}');
	int status = ctl_print(o, &out, CTL_OK);
	buf_free(&out);
	return status;
}

/* --- the command --- */

static enum store_status explain(struct explained *e, struct store_conn *conn)
{
	struct str text = str_of(e->text);
	if (!hangul_read(&e->sounds, text))
		e->sounds.n = 0;
	e->n_spellings = latin_read(e->spellings, text);
	search_typed(&e->keys, text, e->key);
	e->guess.stage = "none";
	enum store_status status = store_find(conn, e->key, INT64_MAX, &e->exact);
	if (status == STORE_NONE)
		status = guess_make(&e->guess, conn, text, e->key, INT64_MAX);
	return status;
}

static int work(const struct ctl *o, const struct config *c, struct store_conn *conn)
{
	struct explained *e = calloc(1, sizeof *e);
	int status = CTL_FAILED;
	(void)c;
	if (!e)
		return CTL_FAILED;
	e->text = o->arguments[0];
	if (strlen(e->text) > LIMIT_NAME || !name_key(e->key, str_of(e->text))) {
		status = ctl_failed(o, "%s", ctl_text(o, "this is no name", "이름이 아니에요"));
	} else {
		enum store_status found = explain(e, conn);
		if (found != STORE_OK && found != STORE_ID)
			status = ctl_failed(o, "%s", store_error(conn));
		else if (ctl_given(o, "json"))
			status = print_json(o, e);
		else
			status = print_text(o, e);
	}
	artist_unref(e->exact);
	free(e);
	return status;
}

static int run(const struct ctl *o)
{
	return ctl_with_store(o, work);
}

static const struct ctl_option options[] = {
    {"json", NULL, {"as JSON", "JSON으로"}, 0, 0},
    {0},
};

const struct ctl_command ctl_names_explain = {
    .name = "names explain",
    .run = run,
    .options = options,
    .arguments = "TEXT",
    .min_arguments = 1,
    .max_arguments = 1,
    .summary = {"show whom the bot would take a text for, and why",
	"글을 누구의 이름으로 알아듣는지, 왜 그런지 보여 줍니다"},
    .about =
	{"Key, sounds, what is searched by, and the candidates with their costs (the lower the "
	 "nearer) and their share of all likelihood. Spotify is not asked.",
	    "이름 키, 소리, 검색 키, 후보마다 비용(낮을수록 가까움)과 가능성의 몫을 보여 줍니다. "
	    "Spotify에는 묻지 않습니다."},
};

/* Asks the real finder, with Spotify off, over a real database: what make accuracy measures. Fields
 * of a line are parted by TAB.
 *
 * - finder CONFIG keys: reads names, one a line; prints their name keys, and those of the names
 * that they hold (names/variants.h).
 *
 * - finder CONFIG load: reads id, popularity (which may be empty) and name, and takes them in as
 *   artistbotctl names import does.
 *
 * - finder CONFIG ask: reads how to ask ("name": the text goes to the finder as it is; "said": it
 * is a message to the bot), the text, and the name of the artist that is meant, or nothing. Prints
 * the verdict (exact, one, several, nobody), how the first candidate is like the text
 * (names/match.h), how far had to be searched (music/guess.h), the microseconds that it took, the
 * cost of the name that is meant and that of nobody, and the ids of the candidates, the likeliest
 * first.
 *
 * Nothing is printed but that; what is wrong is said on standard error, and ends it with 1. */
#include "music/finder.h"
#include "base/clock.h"
#include "base/json_write.h"
#include "base/log.h"
#include "base/text.h"
#include "music/guess.h"
#include "names/key.h"
#include "names/variants.h"
#include "skill/skill.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
	BATCH = 500, /* artists in one transaction */
	TRIES = 20,
	MAX_LINE = 8192,
	MAX_TEXT = 16 * 1024,
	PATIENCE_MS = 60000, /* a query of any length is measured, not cut off */
	FAR = 4096,          /* a cost at which no name is like another any more */
};

struct tool {
	struct config config;
	struct store *store;
	struct store_conn *conn;
	struct finder *finder;
	struct wording *wording;
	struct skill skill;
	struct skill_call call;
	struct guess guess;
};

static bool failed(const char *what, const char *why)
{
	fprintf(stderr, "accuracy: %s: %s\n", what, why);
	return false;
}

/* The next line without its end. False at the end of all. */
static bool next_line(char line[static MAX_LINE])
{
	if (!fgets(line, MAX_LINE, stdin))
		return false;
	line[strcspn(line, "\n")] = '\0';
	return true;
}

/* Takes a field off; what is left begins behind it. */
static char *take_field(char **rest)
{
	char *field = *rest;
	size_t n = strcspn(field, "\t");
	*rest = field[n] ? field + n + 1 : field + n;
	field[n] = '\0';
	return field;
}

/* --- keys --- */

static bool print_keys(struct tool *t)
{
	static struct variants v;
	char line[MAX_LINE], key[LIMIT_KEY + 1];
	(void)t;
	while (next_line(line)) {
		name_key(key, str_of(line));
		fputs(key, stdout);
		variants_of(&v, str_of(line));
		for (int i = 0; i < v.n; i++)
			if (name_key(key, str_of(v.items[i])))
				printf("\t%s", key);
		putchar('\n');
	}
	return true;
}

/* --- load --- */

/* One artist with its name and those that it holds. */
struct entry {
	char id[LIMIT_ID + 1];
	char name[LIMIT_TITLE + 1];
	struct variants variants;
	const char *names[VARIANTS_MAX + 1];
};

static bool read_entry(struct entry *e, struct store_import *m, char *line)
{
	const char *id = take_field(&line), *popularity = take_field(&line);
	int n = snprintf(e->name, sizeof e->name, "%s", line);
	if (!*id || strlen(id) > LIMIT_ID || n <= 0 || (size_t)n >= sizeof e->name)
		return false;
	snprintf(e->id, sizeof e->id, "%s", id);
	variants_of(&e->variants, str_of(e->name));
	e->names[0] = e->name;
	for (int i = 0; i < e->variants.n; i++)
		e->names[i + 1] = e->variants.items[i];
	*m = (struct store_import){.id = e->id,
	    .popularity = *popularity ? (int)strtol(popularity, NULL, 10) : -1,
	    .names = e->names,
	    .n_names = e->variants.n + 1};
	return true;
}

/* A busy machine may need more than the second that a statement has. */
static bool take_in(struct tool *t, const struct store_import *items, int n)
{
	enum store_status status = STORE_DOWN;
	for (int i = 0; i < TRIES && status == STORE_DOWN; i++) {
		if (i)
			sleep(2);
		status = store_import_names(t->conn, items, n);
	}
	return status == STORE_OK;
}

static bool load(struct tool *t)
{
	struct entry *entries = calloc(BATCH, sizeof *entries);
	struct store_import *items = calloc(BATCH, sizeof *items);
	char line[MAX_LINE];
	bool good = entries && items, more = true;
	while (good && more) {
		int n = 0;
		while (n < BATCH && (more = next_line(line)))
			n += read_entry(&entries[n], &items[n], line);
		good = take_in(t, items, n);
	}
	free(entries);
	free(items);
	return good || failed("load", store_error(t->conn));
}

/* --- ask --- */

static void wake(void *context)
{
	(void)context;
}

/* What it costs to take the text for the name; and for nobody's. */
static void print_costs(const char *text, const char *key, const char *name)
{
	struct matcher *m = matcher_new(str_of(text), key);
	if (!m)
		return;
	struct match match = *name ? matcher_match(m, str_of(name), MATCH_BY_ALL, FAR)
				   : (struct match){.cost = MATCH_NEVER};
	printf("\t%d\t%d\t", match.cost, matcher_nobody(m));
	matcher_free(m);
}

static void print_ids(const struct guess *g, const struct artist *exact)
{
	if (exact)
		fputs(exact->id, stdout);
	for (int i = 0; !exact && i < g->n; i++)
		printf("%s%s", i ? "," : "", g->items[i].id);
	putchar('\n');
}

/* What the question has come to. Of the candidates that come behind an answer only the guess knows:
 * it is made again for that. */
static void print_answer(
    struct tool *t, const struct find *q, const char *text, const char *name, int64_t took_us)
{
	struct artist *exact = NULL;
	const char *verdict = q->guessed_id[0] ? "one" : q->candidates ? "several" : "nobody";
	t->guess = (struct guess){.verdict = GUESS_NOBODY, .stage = "-"};
	if (!q->guessed_id[0] && !q->candidates)
		store_find(t->conn, q->key, clock_ms() + PATIENCE_MS, &exact);
	if (q->guessed_id[0] || q->candidates)
		guess_make(&t->guess, t->conn, str_of(q->name), q->key, clock_ms() + PATIENCE_MS);
	printf("%s\t%s\t%s\t%lld", exact ? "exact" : verdict,
	    t->guess.n ? match_how_name(t->guess.items[0].match.how) : "-", t->guess.stage,
	    (long long)took_us);
	print_costs(text, q->key, name);
	print_ids(&t->guess, exact);
	artist_unref(exact);
}

static void ask_name(struct tool *t, const char *text, const char *name)
{
	struct find q = {
	    .name = text, .may_search = true, .deadline = clock_ms() + PATIENCE_MS, .wake = wake};
	if (strlen(text) > LIMIT_NAME || !name_key(q.key, str_of(text))) {
		puts("nobody\t-\t-\t0\t0\t0\t");
		return;
	}
	int64_t began = clock_us();
	if (finder_begin(t->finder, t->conn, &q) == FIND_WAIT)
		finder_end(t->finder, &q);
	print_answer(t, &q, text, name, clock_us() - began);
	find_release(&q);
}

/* As Kakao's payload has it. */
static void write_payload(struct buf *to, const char *text)
{
	struct json_writer w = json_to(to);
	json_open(&w, '{');
	json_key(&w, "userRequest");
	json_open(&w, '{');
	json_key(&w, "utterance");
	json_str(&w, str_of(text));
	json_close(&w, '}');
	json_close(&w, '}');
}

static void say(struct tool *t, const char *text, const char *name)
{
	struct buf payload;
	struct skill_call *k = &t->call;
	buf_init(&payload, MAX_TEXT);
	write_payload(&payload, text);
	int64_t began = clock_us();
	skill_call_set(k, clock_ms() + PATIENCE_MS, wake, NULL);
	enum skill_step step = skill_begin(&t->skill, t->conn, k, buf_str(&payload));
	while (step == SKILL_WAIT)
		step = skill_end(&t->skill, t->conn, k);
	int64_t took = clock_us() - began;
	bool asked = k->question.kind == QUESTION_ARTIST && !k->find.exact;
	bool named = asked && (k->find.guessed_id[0] || k->find.candidates);
	if (asked && !named && k->question.phrase.second >= 0 &&
	    question_take(&k->question, k->question.phrase.second))
		ask_name(t, k->question.name, name); /* as when Spotify knows nobody either */
	else if (asked)
		print_answer(t, &k->find, text, name, took);
	else
		printf("nobody\t-\t-\t%lld\t0\t0\t\n", (long long)took);
	skill_call_release(k);
	buf_free(&payload);
}

static bool ask(struct tool *t)
{
	char line[MAX_LINE];
	while (next_line(line)) {
		char *rest = line;
		const char *how = take_field(&rest), *text = take_field(&rest);
		if (!strcmp(how, "said"))
			say(t, text, rest);
		else
			ask_name(t, text, rest);
	}
	return true;
}

/* --- all of it --- */

/* Spotify is off, as it is when its gate has been closed for a day. */
static bool start(struct tool *t)
{
	struct buf errors;
	buf_init(&errors, MAX_TEXT);
	t->store = store_new(&t->config.database);
	t->conn = t->store ? store_conn_new(t->store) : NULL;
	t->finder = t->conn ? finder_start(&t->config, t->store) : NULL;
	t->wording = wording_load("ko", NULL, &errors);
	buf_free(&errors);
	t->skill = (struct skill){.c = &t->config, .wording = t->wording, .finder = t->finder};
	skill_call_init(&t->call);
	return (t->finder && t->wording &&
		   store_fact_set(t->conn, "gate", "", 24LL * 3600 * 1000) == STORE_OK) ||
	       failed("start", t->conn ? store_error(t->conn) : "no memory");
}

static void stop(struct tool *t)
{
	skill_call_release(&t->call);
	if (t->finder)
		finder_stop(t->finder, clock_ms());
	wording_free(t->wording);
	store_conn_free(t->conn);
	if (t->store)
		store_free(t->store);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		bool (*run)(struct tool *t);
	} jobs[] = {{"keys", print_keys}, {"load", load}, {"ask", ask}};
	struct tool *t = calloc(1, sizeof *t);
	struct buf errors;
	bool done = false;
	buf_init(&errors, MAX_TEXT);
	if (t && argc == 3 && config_load(&t->config, argv[1], &errors) && start(t))
		for (size_t i = 0; i < sizeof jobs / sizeof *jobs; i++)
			if (!strcmp(argv[2], jobs[i].name))
				done = jobs[i].run(t);
	if (errors.len)
		failed(argv[1], errors.data);
	if (t) {
		stop(t);
		config_free(&t->config);
	}
	buf_free(&errors);
	free(t);
	return done ? 0 : 1;
}

/* store/store.h without a database. What is written is looked at and let go. */
#include "fuzz.h"
#include "memory.h"

#include "base/clock.h"
#include "base/text.h"
#include "store/uses.h"

struct memory memory;

struct store {
	struct store_stats stats;
};

struct store_conn {
	struct store *store;
};

static const char an_id[] = "0123456789abcdefABCDEF";

struct store *store_new(const struct config_database *c)
{
	(void)c;
	return calloc(1, sizeof(struct store));
}

void store_free(struct store *s)
{
	free(s);
}

struct store_conn *store_conn_new(struct store *s)
{
	struct store_conn *c = calloc(1, sizeof *c);
	if (c)
		c->store = s;
	return c;
}

void store_conn_free(struct store_conn *c)
{
	free(c);
}

struct store *store_of(const struct store_conn *c)
{
	return c->store;
}

const struct store_stats *store_stats(const struct store *s)
{
	return &s->stats;
}

bool store_is_broken(const struct store *s)
{
	(void)s;
	return memory.state == MEMORY_DOWN;
}

const char *store_client_version(void)
{
	return "none";
}

void store_conn_watch(
    struct store_conn *c, void (*waits)(void *context, bool begins), void *context)
{
	(void)c;
	(void)waits;
	(void)context;
}

const char *store_error(const struct store_conn *c)
{
	(void)c;
	return "";
}

unsigned store_error_number(const struct store_conn *c)
{
	(void)c;
	return 0;
}

static enum store_status status(void)
{
	return memory.state == MEMORY_DOWN     ? STORE_DOWN
	       : memory.state == MEMORY_FAILED ? STORE_FAILED
					       : STORE_OK;
}

enum store_status store_schema_version(struct store_conn *c, int *have, int *known)
{
	(void)c;
	*have = *known = 1;
	return status();
}

/* --- reading --- */

/* The next of the texts, as far as a column can hold it; NULL: there is no more. */
static const char *next_text(struct artist *a, struct str *texts)
{
	const char *end = texts->n ? memchr(texts->p, '\n', texts->n) : NULL;
	struct str s = {texts->p, end ? (size_t)(end - texts->p) : texts->n};
	size_t taken = s.n + (end != NULL);
	*texts = (struct str){texts->p + taken, texts->n - taken};
	return text_valid(s) && !memchr(s.p, '\0', s.n) ? artist_text(a, s, LIMIT_TITLE) : NULL;
}

static struct artist *make_artist(int64_t age_hours)
{
	struct artist *a = artist_new();
	struct str texts = memory.texts;
	FUZZ_CHECK(a);
	a->id = artist_text(a, str_of(an_id), LIMIT_ID);
	a->name = next_text(a, &texts);
	if (!a->name)
		a->name = artist_text(a, STR("Somebody"), LIMIT_TITLE);
	a->image_url = next_text(a, &texts);
	a->url = next_text(a, &texts);
	a->followers = (int64_t)memory.texts.n * 1234567 - 1;
	a->popularity = (int)(memory.texts.n % 102) - 1;
	a->fetched_ms = clock_ms() - age_hours * 3600000;
	a->related_ms = a->fetched_ms;
	a->songs_known = a->related_known = true;
	const char *text;
	while ((text = next_text(a, &texts))) {
		char id[16];
		struct related r = {.name = text,
		    .url = a->url,
		    .source = (enum related_source)(texts.n % RELATED_SOURCES)};
		struct song song = {.name = text, .album = a->name, .image_url = a->image_url};
		snprintf(id, sizeof id, "id%zu", texts.n);
		r.id = song.id = artist_text(a, str_of(id), LIMIT_ID);
		if (a->n_genres < LIMIT_GENRES)
			a->genres[a->n_genres++] = text;
		if (song.id && a->n_songs < LIMIT_SONGS)
			a->songs[a->n_songs++] = song;
		artist_add_related(a, &r);
	}
	return a;
}

static enum store_status look_up(struct artist **out)
{
	*out = NULL;
	switch (memory.state) {
	case MEMORY_FRESH:
		*out = make_artist(1);
		return STORE_OK;
	case MEMORY_STALE:
		*out = make_artist(30);
		return STORE_OK;
	case MEMORY_OLD:
		*out = make_artist(100);
		return STORE_OK;
	case MEMORY_ID:
		*out = artist_new();
		FUZZ_CHECK(*out);
		(*out)->id = artist_text(*out, str_of(an_id), LIMIT_ID);
		return STORE_ID;
	case MEMORY_DOWN:
	case MEMORY_FAILED:
		return status();
	default:
		return STORE_NONE;
	}
}

enum store_status store_find(
    struct store_conn *c, const char *key, int64_t deadline, struct artist **out)
{
	(void)c;
	(void)deadline;
	FUZZ_CHECK(strlen(key) <= LIMIT_KEY && text_valid(str_of(key)));
	return look_up(out);
}

enum store_status store_find_id(
    struct store_conn *c, const char *id, int64_t deadline, struct artist **out)
{
	(void)c;
	(void)deadline;
	FUZZ_CHECK(*id && strlen(id) <= LIMIT_ID);
	return look_up(out);
}

int store_first_known(struct store_conn *c, const char *const *keys, int n, int64_t deadline)
{
	(void)c;
	(void)deadline;
	FUZZ_CHECK(n >= 0 && n <= STORE_KEYS);
	for (int i = 0; i < n; i++)
		fuzz_read(str_of(keys[i]));
	return memory.state == MEMORY_FRESH ? n - 1 : -1;
}

bool store_is_unknown(struct store_conn *c, const char *key, int64_t deadline)
{
	(void)c;
	(void)deadline;
	fuzz_read(str_of(key));
	return memory.state == MEMORY_UNKNOWN;
}

enum store_status store_search(struct store_conn *c, const char (*keys)[SEARCH_KEY + 1], int n,
    const char *name_key, int64_t deadline, struct store_nears *out)
{
	struct str texts = memory.texts;
	(void)c;
	(void)name_key;
	(void)deadline;
	FUZZ_CHECK(n >= 0 && n <= STORE_SEARCH_KEYS);
	out->unknown = memory.state == MEMORY_UNKNOWN;
	if (out->unknown || status() != STORE_OK)
		return status();
	struct store_near *items = realloc(out->items, (size_t)(out->n + n) * sizeof *items + 1);
	FUZZ_CHECK(items);
	out->items = items;
	out->room = out->n + n;
	for (int i = 0; i < n && texts.n; i++) {
		struct store_near *row = &out->items[out->n++];
		const char *end = memchr(texts.p, '\n', texts.n);
		size_t length = end ? (size_t)(end - texts.p) : texts.n,
		       taken = length + (end != NULL);
		*row = (struct store_near){.rarity = (int)(texts.n % 100)};
		snprintf(row->key, sizeof row->key, "%s", keys[i]);
		snprintf(row->id, sizeof row->id, "id%zu", texts.n);
		if (text_valid((struct str){texts.p, length}) && length < sizeof row->name)
			snprintf(row->name, sizeof row->name, "%.*s", (int)length, texts.p);
		texts = (struct str){texts.p + taken, texts.n - taken};
	}
	return STORE_OK;
}

enum store_status store_candidates(
    struct store_conn *c, int64_t deadline, struct candidates *candidates)
{
	(void)c;
	(void)deadline;
	FUZZ_CHECK(candidates->n <= LIMIT_CANDIDATES);
	for (int i = 0; i < candidates->n; i++) {
		struct candidate *one = &candidates->items[i];
		snprintf(one->hint, sizeof one->hint, "%s", i % 2 ? "k-pop" : "");
	}
	return status();
}

/* --- writing --- */

static enum store_status written(const struct artist *a)
{
	FUZZ_CHECK(a->id && *a->id && strlen(a->id) <= LIMIT_ID);
	FUZZ_CHECK(a->n_songs <= LIMIT_SONGS && a->n_related <= LIMIT_RELATED);
	for (int i = 0; i < a->n_songs; i++)
		FUZZ_CHECK(a->songs[i].id && a->songs[i].name);
	return STORE_OK; /* whatever the state: what could not be written would be tried for ever */
}

enum store_status store_save(
    struct store_conn *c, const struct artist *a, const struct store_name *names, size_t n_names)
{
	(void)c;
	for (size_t i = 0; i < n_names; i++) {
		FUZZ_CHECK(*names[i].key && strlen(names[i].key) <= LIMIT_KEY);
		fuzz_read(str_of(names[i].name));
	}
	return written(a);
}

enum store_status store_save_related(struct store_conn *c, const struct artist *a)
{
	(void)c;
	return written(a);
}

enum store_status store_import_names(struct store_conn *c, const struct store_import *items, int n)
{
	(void)c;
	for (int i = 0; i < n; i++) {
		FUZZ_CHECK(*items[i].id && strlen(items[i].id) <= LIMIT_ID && items[i].n_names > 0);
		FUZZ_CHECK(items[i].popularity >= -1 && items[i].popularity <= 100);
		for (int k = 0; k < items[i].n_names; k++)
			FUZZ_CHECK(text_valid(str_of(items[i].names[k])) &&
				   strlen(items[i].names[k]) <= LIMIT_TITLE);
	}
	return STORE_OK;
}

enum store_status store_save_unknown(struct store_conn *c, const char *key, int minutes)
{
	(void)c;
	FUZZ_CHECK(*key && strlen(key) <= LIMIT_KEY && minutes > 0);
	return STORE_OK;
}

enum store_status store_choose(
    struct store_conn *c, const char *name_key, const char *artist_id, int64_t n)
{
	(void)c;
	FUZZ_CHECK(*name_key && *artist_id && n > 0);
	return STORE_OK;
}

enum store_status store_gather(struct store_conn *c, const char *artist_id)
{
	(void)c;
	fuzz_read(str_of(artist_id));
	return STORE_OK;
}

enum store_status store_touch(struct store_conn *c, const char *artist_id)
{
	(void)c;
	fuzz_read(str_of(artist_id));
	return STORE_OK;
}

enum store_status store_use(struct store_conn *c, const struct store_count *counts, int n)
{
	(void)c;
	for (int i = 0; i < n; i++)
		FUZZ_CHECK(*counts[i].what && counts[i].n > 0);
	return STORE_OK;
}

enum store_status store_purge(struct store_conn *c, int days, bool *more)
{
	(void)c;
	(void)days;
	*more = false;
	return STORE_OK;
}

/* --- facts --- */

enum store_status store_facts_read(struct store_conn *c, int64_t deadline, struct store_facts *out)
{
	(void)c;
	(void)deadline;
	out->n = 0;
	if (memory.closed)
		out->items[out->n++] = (struct store_fact){.name = "gate", .left_ms = 5000};
	if (memory.spent)
		out->items[out->n++] =
		    (struct store_fact){.name = "calls", .value = "100000", .left_ms = 5000};
	return status();
}

enum store_status store_fact_set(
    struct store_conn *c, const char *name, const char *value, int64_t ms)
{
	(void)c;
	(void)ms;
	FUZZ_CHECK(strlen(name) <= STORE_FACT_NAME && strlen(value) <= STORE_FACT_VALUE);
	return STORE_OK;
}

enum store_status store_fact_claim(
    struct store_conn *c, int64_t deadline, const char *name, int64_t ms)
{
	(void)c;
	(void)deadline;
	(void)name;
	(void)ms;
	return status();
}

enum store_status store_fact_count(struct store_conn *c, const char *name, int64_t n)
{
	(void)c;
	(void)name;
	FUZZ_CHECK(n > 0);
	return STORE_OK;
}

enum store_status store_fact_drop(struct store_conn *c, const char *name)
{
	(void)c;
	fuzz_read(str_of(name));
	return STORE_OK;
}

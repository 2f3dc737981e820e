#include "skill/wording.h"

#include "base/arena.h"
#include "base/embedded.h"
#include "base/ini.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>

enum { MAX_WORDING = 256 * 1024 };

/* Where each text is in the file, and the value it may name. */
static const struct {
	const char *section, *name, *value;
} words[WORD_COUNT] = {
    [WORD_ARTIST_GENRES] = {"artist", "genres", "genres"},
    [WORD_ARTIST_FOLLOWERS] = {"artist", "followers", "followers"},
    [WORD_ARTIST_POPULARITY] = {"artist", "popularity", "popularity"},
    [WORD_ARTIST_CREDIT] = {"artist", "credit", NULL},
    [WORD_ARTIST_PICTURE] = {"artist", "picture", "name"},
    [WORD_ARTIST_OPEN] = {"artist", "open", NULL},
    [WORD_SONGS_HEADER] = {"songs", "header", "name"},
    [WORD_SONGS_MORE] = {"songs", "more", NULL},
    [WORD_SONGS_NONE] = {"songs", "none", NULL},
    [WORD_ANSWER_UNKNOWN] = {"answer", "unknown", NULL},
    [WORD_ANSWER_LATE] = {"answer", "late", NULL},
    [WORD_ANSWER_BUSY] = {"answer", "busy", NULL},
    [WORD_ANSWER_CLOSED] = {"answer", "closed", "when"},
    [WORD_ANSWER_LIMITED] = {"answer", "limited", "when"},
    [WORD_ANSWER_FAILED] = {"answer", "failed", NULL},
    [WORD_ANSWER_EMPTY] = {"answer", "empty", NULL},
    [WORD_ANSWER_LONG] = {"answer", "long", NULL},
    [WORD_ANSWER_UNREADABLE] = {"answer", "unreadable", NULL},
    [WORD_ANSWER_AGAIN] = {"answer", "again", NULL},
    [WORD_WHEN_SOON] = {"when", "soon", NULL},
    [WORD_WHEN_SECONDS] = {"when", "seconds", "n"},
    [WORD_WHEN_MINUTES] = {"when", "minutes", "n"},
    [WORD_WHEN_HOURS] = {"when", "hours", "n"},
    [WORD_EXAMPLES_FIRST] = {"examples", "first", NULL},
    [WORD_EXAMPLES_SECOND] = {"examples", "second", NULL},
    [WORD_EXAMPLES_THIRD] = {"examples", "third", NULL},
};

struct wording {
	struct str texts[WORD_COUNT];
	struct arena arena;
};

/* The first {value} at or behind from; NULL if there is none. */
static const char *placeholder(struct str s, size_t from, struct str *name)
{
	for (size_t i = from; i < s.n; i++) {
		if (s.p[i] != '{')
			continue;
		const char *end = memchr(s.p + i, '}', s.n - i);
		if (!end)
			return NULL;
		*name = (struct str){s.p + i + 1, (size_t)(end - (s.p + i + 1))};
		return s.p + i;
	}
	return NULL;
}

/* Copies a value with \n made a line break. */
static struct str unescape(struct arena *a, const char *value)
{
	char *text = arena_copy(a, str_of(value));
	size_t n = 0;
	if (!text)
		return STR("");
	for (const char *p = value; *p; p++) {
		bool line = p[0] == '\\' && p[1] == 'n';
		text[n++] = line ? '\n' : *p;
		p += line;
	}
	return (struct str){text, n};
}

/* Is the value a text for this word? If not, tells why. */
static bool check(const struct ini_entry *e, enum word word)
{
	struct str s = str_of(e->value), name;
	if (!text_valid(s)) {
		ini_error(e, "%s is not UTF-8: save the file as UTF-8", e->name);
		return false;
	}
	if (!text_visible(s)) {
		ini_error(e, "%s is empty: write a text or delete the line", e->name);
		return false;
	}
	for (const char *at = placeholder(s, 0, &name); at;
	     at = placeholder(s, (size_t)(at - s.p) + 1, &name))
		if (!words[word].value || !str_eqs(name, words[word].value)) {
			ini_error(e, "%s: there is no value {%.*s} here%s%s", e->name, (int)name.n,
			    name.p, words[word].value ? ", only " : "",
			    words[word].value ? words[word].value : "");
			return false;
		}
	return true;
}

static void entry(const struct ini_entry *e)
{
	struct wording *w = e->context;
	for (size_t i = 0; i < WORD_COUNT; i++) {
		if (strcmp(e->section, words[i].section) || strcmp(e->name, words[i].name))
			continue;
		if (check(e, (enum word)i))
			w->texts[i] = unescape(&w->arena, e->value);
		return;
	}
	ini_error(
	    e, "nothing is said by the name [%s] %s: see etc/messages.ko.ini", e->section, e->name);
}

struct wording *wording_load(const char *path, struct buf *errors)
{
	struct wording *w = calloc(1, sizeof *w);
	if (!w)
		return NULL;
	arena_init(&w->arena, MAX_WORDING);
	struct str preset = {embedded_messages.text, embedded_messages.size};
	ini_read_text(embedded_messages.name, preset, entry, w, errors);
	if (path && *path)
		ini_read_file(path, entry, w, errors);
	for (size_t i = 0; i < WORD_COUNT; i++)
		if (!w->texts[i].n)
			buf_addf(errors, "%s: [%s] %s is missing\n", embedded_messages.name,
			    words[i].section, words[i].name);
	return w;
}

void wording_free(struct wording *w)
{
	if (w)
		arena_free(&w->arena);
	free(w);
}

struct str wording_text(const struct wording *w, enum word word)
{
	return w->texts[word];
}

void wording_fill(
    struct buf *out, const struct wording *w, enum word word, const char *name, struct str value)
{
	struct str s = w->texts[word], found;
	size_t from = 0;
	for (const char *at; (at = placeholder(s, from, &found));
	     from = (size_t)(found.p + found.n + 1 - s.p)) {
		buf_add(out, s.p + from, (size_t)(at - (s.p + from)));
		if (str_eqs(found, name))
			buf_add_str(out, value);
	}
	buf_add(out, s.p + from, s.n - from);
}

#include "skill/wording.h"

#include "base/arena.h"
#include "base/embedded.h"
#include "base/ini.h"
#include "base/text.h"
#include "kakao/limits.h"
#include "names/particle.h"
#include "skill/number.h"
#include "skill/phrase.h"

#include <stdio.h>
#include <stdlib.h>

enum { MAX_WORDING = 256 * 1024 };

/* Where each text is in the file, the value it may name, and, of what is tapped, how many UTF-16
 * units are shown of it. */
static const struct {
	const char *section, *name, *value;
	size_t max;
} words[WORD_COUNT] = {
    [WORD_ARTIST_GENRES] = {"artist", "genres", "genres", 0},
    [WORD_ARTIST_FOLLOWERS] = {"artist", "followers", "followers", 0},
    [WORD_ARTIST_POPULARITY] = {"artist", "popularity", "popularity", 0},
    [WORD_ARTIST_CREDIT] = {"artist", "credit", NULL, 0},
    [WORD_ARTIST_PICTURE] = {"artist", "picture", "name", 0},
    [WORD_ARTIST_OPEN] = {"artist", "open", NULL, KAKAO_BUTTON_LABEL},
    [WORD_ARTIST_ASK] = {"artist", "ask", "name", 0},
    [WORD_SONGS_HEADER] = {"songs", "header", "name", 0},
    [WORD_SONGS_LABEL] = {"songs", "label", NULL, KAKAO_QUICK_REPLY_LABEL},
    [WORD_SONGS_MORE] = {"songs", "more", NULL, KAKAO_BUTTON_LABEL},
    [WORD_SONGS_NONE] = {"songs", "none", NULL, 0},
    [WORD_SONGS_ASK] = {"songs", "ask", "name", 0},
    [WORD_RELATED_HEADER] = {"related", "header", "name", 0},
    [WORD_RELATED_LABEL] = {"related", "label", NULL, KAKAO_QUICK_REPLY_LABEL},
    [WORD_RELATED_SHOW] = {"related", "show", NULL, KAKAO_BUTTON_LABEL},
    [WORD_RELATED_NONE] = {"related", "none", "name", 0},
    [WORD_RELATED_ASK] = {"related", "ask", "name", 0},
    [WORD_ANSWER_UNKNOWN] = {"answer", "unknown", NULL, 0},
    [WORD_ANSWER_ONE] = {"answer", "one", "name", 0},
    [WORD_ANSWER_SEVERAL] = {"answer", "several", NULL, 0},
    [WORD_ANSWER_LATE] = {"answer", "late", NULL, 0},
    [WORD_ANSWER_BUSY] = {"answer", "busy", NULL, 0},
    [WORD_ANSWER_CLOSED] = {"answer", "closed", "when", 0},
    [WORD_ANSWER_LIMITED] = {"answer", "limited", "when", 0},
    [WORD_ANSWER_FAILED] = {"answer", "failed", NULL, 0},
    [WORD_ANSWER_LONG] = {"answer", "long", NULL, 0},
    [WORD_ANSWER_UNREADABLE] = {"answer", "unreadable", NULL, 0},
    [WORD_ANSWER_WAITING] = {"answer", "waiting", NULL, 0},
    [WORD_ANSWER_AGAIN] = {"answer", "again", NULL, KAKAO_QUICK_REPLY_LABEL},
    [WORD_TALK_EMPTY] = {"talk", "empty", NULL, 0},
    [WORD_TALK_SONGS] = {"talk", "songs", NULL, 0},
    [WORD_TALK_RELATED] = {"talk", "related", NULL, 0},
    [WORD_TALK_GREETING] = {"talk", "greeting", NULL, 0},
    [WORD_TALK_HELP] = {"talk", "help", NULL, 0},
    [WORD_TALK_THANKS] = {"talk", "thanks", NULL, 0},
    [WORD_TALK_BYE] = {"talk", "bye", NULL, 0},
    [WORD_TALK_LAUGH] = {"talk", "laugh", NULL, 0},
    [WORD_TALK_PICTURE] = {"talk", "picture", NULL, 0},
    [WORD_TALK_INSULT] = {"talk", "insult", NULL, 0},
    [WORD_WHEN_SOON] = {"when", "soon", NULL, 0},
    [WORD_WHEN_SECONDS] = {"when", "seconds", "n", 0},
    [WORD_WHEN_MINUTES] = {"when", "minutes", "n", 0},
    [WORD_WHEN_HOURS] = {"when", "hours", "n", 0},
    [WORD_EXAMPLES_FIRST] = {"examples", "first", NULL, KAKAO_QUICK_REPLY_LABEL},
    [WORD_EXAMPLES_SECOND] = {"examples", "second", NULL, KAKAO_QUICK_REPLY_LABEL},
    [WORD_EXAMPLES_THIRD] = {"examples", "third", NULL, KAKAO_QUICK_REPLY_LABEL},
};

/* What a tap says in the user's name must read back as what it means. */
static const struct {
	enum word word;
	enum view view;
} asks[] = {
    {WORD_ARTIST_ASK, VIEW_ARTIST},
    {WORD_SONGS_ASK, VIEW_SONGS},
    {WORD_RELATED_ASK, VIEW_RELATED},
};

struct wording {
	struct str texts[WORD_COUNT];
	bool given[WORD_COUNT]; /* while a file is read: what it has */
	void (*add_number)(struct buf *out, int64_t n);
	struct arena arena;
};

/* A {value} in a text, or a {value:pair} of particles. */
struct placeholder {
	size_t at, end;        /* where it is, braces included */
	struct str name, pair; /* pair: empty if there is none */
};

/* The first one at or behind from. False if there is none. */
static bool placeholder(struct str s, size_t from, struct placeholder *found)
{
	const char *begin = from < s.n ? memchr(s.p + from, '{', s.n - from) : NULL;
	const char *end = begin ? memchr(begin, '}', s.n - (size_t)(begin - s.p)) : NULL;
	if (!end)
		return false;
	struct str inner = {begin + 1, (size_t)(end - begin) - 1};
	const char *colon = memchr(inner.p, ':', inner.n);
	size_t n = colon ? (size_t)(colon - inner.p) : inner.n;
	*found = (struct placeholder){
	    .at = (size_t)(begin - s.p),
	    .end = (size_t)(end + 1 - s.p),
	    .name = {inner.p, n},
	    .pair = colon ? (struct str){colon + 1, inner.n - n - 1} : STR(""),
	};
	return true;
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

static bool check_placeholder(
    const struct ini_entry *e, enum word word, const struct placeholder *found)
{
	const char *value = words[word].value;
	if (!value || !str_eqs(found->name, value)) {
		ini_error(e, "%s: there is no value {%.*s} here%s%s", e->name, (int)found->name.n,
		    found->name.p, value ? ", only " : "", value ? value : "");
		return false;
	}
	if (found->pair.n && !particle_known(found->pair)) {
		ini_error(e,
		    "%s: \"%.*s\" is no pair of particles: write the form after a consonant first, "
		    "such as 은/는, 이/가, 을/를, 과/와, 으로/로",
		    e->name, (int)found->pair.n, found->pair.p);
		return false;
	}
	return true;
}

static void fill(struct buf *out, struct str s, const char *name, struct str value)
{
	struct placeholder found;
	size_t from = 0;
	for (; placeholder(s, from, &found); from = found.end) {
		buf_add(out, s.p + from, found.at - from);
		if (!str_eqs(found.name, name))
			continue;
		buf_add_str(out, value);
		if (found.pair.n)
			particle_add(out, value, found.pair);
	}
	buf_add(out, s.p + from, s.n - from);
}

/* Does what a tap says read back as the name and the view? Tried with one name: skill/phrase.h
 * tells why it then holds for others. */
static bool check_ask(const struct ini_entry *e, enum view view)
{
	static const struct str sample = {"아이유", sizeof "아이유" - 1};
	struct phrase p;
	struct buf said;
	buf_init(&said, 1000);
	fill(&said, str_of(e->value), "name", sample);
	bool good = phrase_read(&p, buf_str(&said)) && p.first == 1 && p.readings[1].view == view &&
		    str_eq(p.readings[1].name, sample);
	buf_free(&said);
	if (!good)
		ini_error(e, "%s: is not understood when somebody says it; the built-in text is",
		    e->name);
	return good;
}

/* Are there braces and backslashes that mean nothing? They would be shown as they are. */
static bool check_signs(const struct ini_entry *e, struct str s)
{
	struct placeholder found;
	size_t from = 0;
	for (; placeholder(s, from, &found); from = found.end)
		if (memchr(s.p + from, '}', found.at - from))
			break;
	if (memchr(s.p + from, '{', s.n - from) || memchr(s.p + from, '}', s.n - from)) {
		ini_error(e, "%s: a { or } stands alone: a value is written {name}", e->name);
		return false;
	}
	for (const char *p = strchr(e->value, '\\'); p; p = strchr(p + 1, '\\'))
		if (p[1] != 'n') {
			ini_error(e, "%s: there is no \\%.1s here, only \\n for a line break",
			    e->name, (unsigned char)p[1] < 0x80 ? p + 1 : "");
			return false;
		}
	return true;
}

/* Is the value a text for this word? If not, tells why. */
static bool check(const struct ini_entry *e, enum word word)
{
	struct str s = str_of(e->value);
	struct placeholder found;
	if (!text_valid(s)) {
		ini_error(e, "%s is not UTF-8: save the file as UTF-8", e->name);
		return false;
	}
	if (!text_visible(s)) {
		ini_error(e, "%s is empty: write a text or delete the line", e->name);
		return false;
	}
	for (size_t from = 0; placeholder(s, from, &found); from = found.end)
		if (!check_placeholder(e, word, &found))
			return false;
	if (!check_signs(e, s))
		return false;
	if (words[word].max && text_units(s) > words[word].max) {
		ini_error(e, "%s: %zu characters, but what is tapped shows %zu at most", e->name,
		    text_units(s), words[word].max);
		return false;
	}
	for (size_t i = 0; i < sizeof asks / sizeof *asks; i++)
		if (asks[i].word == word)
			return check_ask(e, asks[i].view);
	return true;
}

static void entry(const struct ini_entry *e)
{
	struct wording *w = e->context;
	for (size_t i = 0; i < WORD_COUNT; i++) {
		if (strcmp(e->section, words[i].section) || strcmp(e->name, words[i].name))
			continue;
		if (w->given[i])
			ini_error(
			    e, "%s is there twice, and the first counts: delete one", e->name);
		else if (check(e, (enum word)i))
			w->texts[i] = unescape(&w->arena, e->value);
		w->given[i] = true;
		return;
	}
	ini_error(
	    e, "nothing is said by the name [%s] %s: see etc/messages.ko.ini", e->section, e->name);
}

/* The built-in wording in a language; Korean where there is none. */
static const struct embedded_file *built_in(const char *language)
{
	const struct embedded_file *korean = embedded_wordings;
	char name[64];
	snprintf(name, sizeof name, "messages.%s.ini", language);
	for (const struct embedded_file *f = embedded_wordings; f->name; f++) {
		if (!strcmp(f->name, name))
			return f;
		if (!strcmp(f->name, "messages.ko.ini"))
			korean = f;
	}
	return korean;
}

struct wording *wording_load(const char *language, const char *path, struct buf *errors)
{
	const struct embedded_file *preset = built_in(language);
	struct wording *w = calloc(1, sizeof *w);
	if (!w)
		return NULL;
	w->add_number = !strcmp(language, "en") ? number_english : number_korean;
	arena_init(&w->arena, MAX_WORDING);
	ini_read_text(preset->name, (struct str){preset->text, preset->size}, entry, w, errors);
	for (size_t i = 0; i < WORD_COUNT; i++)
		if (!w->texts[i].n)
			buf_addf(errors, "%s: [%s] %s is missing\n", preset->name, words[i].section,
			    words[i].name);
	memset(w->given, 0, sizeof w->given);
	if (path && *path)
		ini_read_file(path, entry, w, errors);
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
	fill(out, w->texts[word], name, value);
}

void wording_number(struct buf *out, const struct wording *w, int64_t n)
{
	w->add_number(out, n);
}

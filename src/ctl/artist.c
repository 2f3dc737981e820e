/* artistbotctl artist show, artist refresh and artist forget. */
#include "base/clock.h"
#include "base/json_write.h"
#include "ctl/artist_id.h"
#include "ctl/commands.h"
#include "ctl/fetch.h"
#include "names/key.h"

#include <stdio.h>

enum { MAX_TEXT = 256 * 1024, HOUR_MS = 3600000 };

/* The artist that the argument names, by name or by id. */
static enum store_status find(const struct ctl *o, struct store_conn *conn, struct artist **a)
{
	char key[LIMIT_KEY + 1], id[ARTIST_ID_CHARS + 1];
	const char *named = o->arguments[0];
	*a = NULL;
	if (ctl_given(o, "id"))
		return artist_id_read(id, named) ? store_find_id(conn, id, INT64_MAX, a)
						 : STORE_NONE;
	return name_key(key, str_of(named)) ? store_find(conn, key, INT64_MAX, a) : STORE_NONE;
}

static bool is_nobody(const struct ctl *o, struct store_conn *conn)
{
	char key[LIMIT_KEY + 1];
	return !ctl_given(o, "id") && name_key(key, str_of(o->arguments[0])) &&
	       store_is_unknown(conn, key, INT64_MAX);
}

static int no_id(const struct ctl *o)
{
	return ctl_failed(o, "%s",
	    ctl_text(o, "no id of an artist at Spotify: 22 letters and digits, or a link",
		"Spotify 가수 ID가 아니에요. 영문자와 숫자 22개이거나 링크여야 해요"));
}

static int not_there(const struct ctl *o, struct store_conn *conn, enum store_status status)
{
	char id[ARTIST_ID_CHARS + 1];
	if (status != STORE_NONE)
		return ctl_failed(o, "%s", store_error(conn));
	if (ctl_given(o, "id") && !artist_id_read(id, o->arguments[0]))
		return no_id(o);
	if (is_nobody(o, conn))
		return ctl_failed(o, "%s",
		    ctl_text(o, "for some minutes known to be nobody's name",
			"아무도 아닌 이름으로 몇 분 동안 기억돼 있어요"));
	return ctl_failed(o, "%s", ctl_text(o, "not in the database", "데이터베이스에 없어요"));
}

/* --- show --- */

static void text(struct json_writer *w, const char *key, const char *value)
{
	if (!value)
		return;
	json_key(w, key);
	json_str(w, str_of(value));
}

static void number(struct json_writer *w, const char *key, int64_t value)
{
	if (value < 0)
		return;
	json_key(w, key);
	json_int(w, value);
}

static void write_songs(struct json_writer *w, const struct artist *a)
{
	json_key(w, "songs");
	json_open(w, '[');
	for (int i = 0; i < a->n_songs; i++) {
		json_open(w, '{');
		text(w, "id", a->songs[i].id);
		text(w, "name", a->songs[i].name);
		text(w, "album", a->songs[i].album);
		text(w, "url", a->songs[i].url);
		json_close(w, '}');
	}
	json_close(w, ']');
}

static void write_json(struct buf *out, const struct artist *a)
{
	struct json_writer w = json_to(out);
	json_open(&w, '{');
	text(&w, "id", a->id);
	text(&w, "name", a->name);
	text(&w, "other_name", a->other_name);
	text(&w, "image_url", a->image_url);
	text(&w, "url", a->url);
	number(&w, "popularity", a->popularity);
	number(&w, "followers", a->followers);
	json_key(&w, "genres");
	json_open(&w, '[');
	for (int i = 0; i < a->n_genres; i++)
		json_str(&w, str_of(a->genres[i]));
	json_close(&w, ']');
	write_songs(&w, a);
	number(&w, "age_s", (clock_ms() - a->fetched_ms) / 1000);
	number(&w, "unused_days", a->used_days);
	json_close(&w, '}');
}

static void print(const struct ctl *o, const struct artist *a)
{
	printf("%s%s%s%s  %s\n", a->name, a->other_name ? " (" : "",
	    a->other_name ? a->other_name : "", a->other_name ? ")" : "", a->id);
	for (int i = 0; i < a->n_genres; i++)
		printf("%s%s%s", i ? ", " : "  ", a->genres[i], i + 1 == a->n_genres ? "\n" : "");
	if (a->followers >= 0)
		printf(ctl_text(o, "  followers: %lld\n", "  팔로워: %lld\n"),
		    (long long)a->followers);
	if (a->popularity >= 0)
		printf(ctl_text(o, "  popularity: %d\n", "  인기도: %d\n"), a->popularity);
	for (int i = 0; i < a->n_songs; i++)
		printf("  %2d. %s%s%s\n", i + 1, a->songs[i].name, a->songs[i].album ? " / " : "",
		    a->songs[i].album ? a->songs[i].album : "");
	if (a->image_url)
		printf("  %s\n", a->image_url);
	if (a->url)
		printf("  %s\n", a->url);
	printf(ctl_text(o, "  fetched %lld hours ago, asked for %lld days ago\n",
		   "  %lld시간 전에 가져옴, %lld일 전에 물어봄\n"),
	    (long long)((clock_ms() - a->fetched_ms) / HOUR_MS), (long long)a->used_days);
}

static int show(const struct ctl *o, const struct config *c, struct store_conn *conn)
{
	struct artist *a;
	int status = CTL_OK;
	(void)c;
	enum store_status found = find(o, conn, &a);
	if (found == STORE_ID && ctl_given(o, "id")) {
		status = not_there(o, conn, STORE_NONE);
	} else if (found == STORE_ID) {
		status = ctl_failed(o,
		    ctl_text(o, "leads to %s, whose data are not there (any more)",
			"%s를 가리키지만 그 가수의 자료가 (더는) 없어요"),
		    a->id);
	} else if (found != STORE_OK) {
		status = not_there(o, conn, found);
	} else if (ctl_given(o, "json")) {
		struct buf out;
		buf_init(&out, MAX_TEXT);
		write_json(&out, a);
		status = ctl_print(o, &out, CTL_OK);
		buf_free(&out);
	} else {
		print(o, a);
	}
	artist_unref(a);
	return status;
}

static int run_show(const struct ctl *o)
{
	return ctl_with_store(o, show);
}

/* --- refresh --- */

static int refresh(
    const struct ctl *o, const struct config *c, struct store_conn *conn, struct finder *f)
{
	struct artist *a;
	int64_t again_ms = 0;
	(void)c;
	enum store_status found = find(o, conn, &a);
	if (found != STORE_OK && found != STORE_ID)
		return not_there(o, conn, found);
	enum fetch_status status = fetch_artist(f, conn, a->id, &again_ms);
	artist_unref(a);
	const struct ctl_count none[] = {{0}};
	int64_t unwritten = fetch_unwritten(f);
	if (unwritten > 0)
		return ctl_done(o, none,
		    ctl_failed(o, "%s",
			ctl_text(o, "fetched but not written: run artistbotctl check",
			    "가져왔지만 쓰지 못했어요. artistbotctl check를 실행하세요")));
	if (status == FETCHED && !ctl_given(o, "json"))
		puts(ctl_text(o, "refreshed", "새로 고쳤어요"));
	if (status == FETCHED)
		return ctl_done(o, none, CTL_OK);
	const struct ctl_count wait[] = {{"again_in_s", again_ms / 1000}, {0}};
	if (status == FETCH_FAILED)
		return ctl_done(o, none,
		    ctl_failed(o, "%s",
			ctl_text(o, "Spotify gave no answer", "Spotify가 답하지 않았어요")));
	return ctl_done(o, wait,
	    ctl_failed(o,
		ctl_text(o, "Spotify may not be asked now; again in %lld s",
		    "지금은 Spotify에 물을 수 없어요. %lld초 뒤에 다시 하세요"),
		(long long)(again_ms / 1000)));
}

static int refresh_work(const struct ctl *o, const struct config *c, struct store_conn *conn)
{
	return fetch_with_finder(o, c, conn, refresh);
}

static int run_refresh(const struct ctl *o)
{
	return ctl_with_store(o, refresh_work);
}

/* --- forget --- */

static int forget(const struct ctl *o, const struct config *c, struct store_conn *conn)
{
	char key[LIMIT_KEY + 1], id[ARTIST_ID_CHARS + 1];
	const char *named = o->arguments[0];
	bool by_id = ctl_given(o, "id");
	int64_t n = 0;
	(void)c;
	if (by_id && !artist_id_read(id, named))
		return no_id(o);
	if (!by_id && !name_key(key, str_of(named)))
		return ctl_failed(o, "%s", ctl_text(o, "that is no name", "이름이 아니에요"));
	if (store_forget_choices(conn, by_id ? id : key, by_id, &n) != STORE_OK)
		return ctl_failed(o, "%s", store_error(conn));
	const struct ctl_count counts[] = {{"forgotten", n}, {0}};
	if (!ctl_given(o, "json"))
		printf(ctl_text(o, "forgotten: %lld\n", "지운 선택: %lld\n"), (long long)n);
	return ctl_done(o, counts, CTL_OK);
}

static int run_forget(const struct ctl *o)
{
	return ctl_with_store(o, forget);
}

#define BY_ID                                                                                      \
	{                                                                                          \
		"id", NULL,                                                                        \
		    {"the argument is an artist's id at Spotify, or a link",                       \
			"인자가 Spotify 가수 ID나 링크임"},                                        \
		    0, 0                                                                           \
	}

static const struct ctl_option show_options[] = {
    BY_ID,
    CTL_JSON,
    {0},
};

static const struct ctl_option refresh_options[] = {BY_ID, CTL_JSON, {0}};

const struct ctl_command ctl_artist_show = {
    .name = "artist show",
    .run = run_show,
    .options = show_options,
    .arguments = "NAME",
    .min_arguments = 1,
    .max_arguments = 1,
    .summary = {"show what the database has of an artist",
	"데이터베이스에 있는 가수를 보여 줍니다"},
};

const struct ctl_command ctl_artist_refresh = {
    .name = "artist refresh",
    .run = run_refresh,
    .options = refresh_options,
    .arguments = "NAME",
    .min_arguments = 1,
    .max_arguments = 1,
    .summary = {"fetch a known artist again, fresh or not",
	"이미 아는 가수를 오래되지 않았어도 새로 고칩니다"},
};

const struct ctl_command ctl_artist_forget = {
    .name = "artist forget",
    .run = run_forget,
    .options = refresh_options,
    .arguments = "NAME",
    .min_arguments = 1,
    .max_arguments = 1,
    .summary = {"forget whom users chose when they had typed this name",
	"이 이름을 쓴 사용자들이 고른 가수를 잊습니다"},
    .about = {"Where the bot had to ask whom they meant, the choice of three different users or"
	      " more counts for everybody. With --id all choices of that artist are forgotten,"
	      " whatever was typed. Each user's own choices are in the responder's memory, and end"
	      " with it.",
	"봇이 누구를 찾는지 되물었을 때 서로 다른 사용자 세 명 이상이 고른 가수는 모두에게"
	" 적용됩니다. --id를 붙이면 무엇을 썼든 그 가수를 고른 기록을 모두 잊습니다."
	" 사용자마다의 선택은 응답기의 메모리에만 있고 응답기가 끝나면 사라집니다."},
};

/* The naive way to run the skill, as one would write it first: libfcgi with a thread and a database
 * connection for every connection of the web server, json-c for the question, three prepared
 * statements, json-c for the reply. No cache, no limits of Kakao's, no log, and its own small
 * schema (made_up.py).
 *
 * usage: naive SOCKET THREADS DBSOCKET DATABASE */
#include <fcgiapp.h>
#include <json-c/json.h>
#include <mysql.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MAX_BODY = 64 * 1024, COLUMN = 256, COLUMNS = 6, STACK = 512 * 1024, BACKLOG = 1024 };
enum { ARTIST, GENRES, SONGS, STATEMENTS };

static const struct {
	const char *sql;
	int columns;
} statements[STATEMENTS] = {
    {"SELECT id, name, url, image_url, popularity, followers FROM artists WHERE name_key = ? LIMIT "
     "1",
	6},
    {"SELECT genre FROM genres WHERE artist_id = ? ORDER BY pos", 1},
    {"SELECT name, album, url, image_url FROM songs WHERE artist_id = ? ORDER BY pos LIMIT 5", 4},
};

static int listener;
static const char *db_socket, *db_name;

struct worker {
	MYSQL *db;
	MYSQL_STMT *statements[STATEMENTS];
	char columns[COLUMNS][COLUMN];
	char body[MAX_BODY + 1];
};

static int connect_db(struct worker *w)
{
	w->db = mysql_init(NULL);
	mysql_options(w->db, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	if (!mysql_real_connect(w->db, NULL, "root", NULL, db_name, 0, db_socket, 0)) {
		fprintf(stderr, "naive: %s\n", mysql_error(w->db));
		return -1;
	}
	for (int i = 0; i < STATEMENTS; i++) {
		w->statements[i] = mysql_stmt_init(w->db);
		if (mysql_stmt_prepare(
			w->statements[i], statements[i].sql, strlen(statements[i].sql)))
			return -1;
	}
	return 0;
}

/* Runs a statement with one value; its rows are then read one by one. */
static int query(struct worker *w, int which, char *value)
{
	MYSQL_STMT *st = w->statements[which];
	MYSQL_BIND in = {
	    .buffer_type = MYSQL_TYPE_STRING, .buffer = value, .buffer_length = strlen(value)};
	MYSQL_BIND out[COLUMNS];
	memset(out, 0, sizeof out);
	for (int i = 0; i < statements[which].columns; i++) {
		out[i].buffer_type = MYSQL_TYPE_STRING;
		out[i].buffer = w->columns[i];
		out[i].buffer_length = COLUMN;
	}
	return mysql_stmt_bind_param(st, &in) || mysql_stmt_execute(st) ||
	       mysql_stmt_bind_result(st, out) || mysql_stmt_store_result(st);
}

static int next_row(struct worker *w, int which)
{
	return mysql_stmt_fetch(w->statements[which]) == 0;
}

static void add(struct json_object *o, const char *name, const char *text)
{
	json_object_object_add(o, name, json_object_new_string(text));
}

static struct json_object *open_button(const char *label, const char *url)
{
	struct json_object *list = json_object_new_array(), *b = json_object_new_object();
	add(b, "label", label);
	add(b, "action", "webLink");
	add(b, "webLinkUrl", url);
	json_object_array_add(list, b);
	return list;
}

static struct json_object *link_to(const char *url)
{
	struct json_object *l = json_object_new_object();
	add(l, "web", url);
	return l;
}

/* The card, with the artist's row in the columns. */
static void add_card(struct worker *w, struct json_object *outputs, char *id)
{
	struct json_object *o = json_object_new_object(), *card = json_object_new_object(),
			   *thumbnail = json_object_new_object();
	char description[1024], genres[512] = "", picture[COLUMN + 32];
	int n = snprintf(description, sizeof description,
	    "팔로워: %s\n인기도: %s/100\n정보 제공: Spotify", w->columns[5], w->columns[4]);
	add(card, "title", w->columns[1]);
	snprintf(picture, sizeof picture, "%s 사진", w->columns[1]);
	add(thumbnail, "imageUrl", w->columns[3]);
	add(thumbnail, "altText", picture);
	json_object_object_add(thumbnail, "link", link_to(w->columns[2]));
	json_object_object_add(thumbnail, "fixedRatio", json_object_new_boolean(1));
	json_object_object_add(card, "thumbnail", thumbnail);
	json_object_object_add(card, "buttons", open_button("Spotify에서 보기", w->columns[2]));
	if (query(w, GENRES, id) == 0)
		while (next_row(w, GENRES)) {
			size_t at = strlen(genres);
			snprintf(
			    genres + at, sizeof genres - at, "%s%s", at ? ", " : "", w->columns[0]);
		}
	mysql_stmt_free_result(w->statements[GENRES]);
	snprintf(description + n, sizeof description - (size_t)n, "\n장르: %s", genres);
	add(card, "description", description);
	json_object_object_add(o, "basicCard", card);
	json_object_array_add(outputs, o);
}

static void add_songs(
    struct worker *w, struct json_object *outputs, char *id, const char *name, const char *url)
{
	struct json_object *o = json_object_new_object(), *list = json_object_new_object(),
			   *header = json_object_new_object(), *items = json_object_new_array();
	char title[COLUMN + 32];
	snprintf(title, sizeof title, "%s 인기곡", name);
	add(header, "title", title);
	json_object_object_add(list, "header", header);
	if (query(w, SONGS, id) == 0)
		while (next_row(w, SONGS)) {
			struct json_object *item = json_object_new_object();
			add(item, "title", w->columns[0]);
			add(item, "description", w->columns[1]);
			add(item, "imageUrl", w->columns[3]);
			json_object_object_add(item, "link", link_to(w->columns[2]));
			json_object_array_add(items, item);
		}
	mysql_stmt_free_result(w->statements[SONGS]);
	json_object_object_add(list, "items", items);
	json_object_object_add(list, "buttons", open_button("더 많은 노래 듣기", url));
	json_object_object_add(o, "listCard", list);
	json_object_array_add(outputs, o);
}

/* The name that was asked for, in lower case and without blanks. */
static int read_key(struct json_object *question, char *key, size_t size)
{
	struct json_object *o = NULL;
	size_t n = 0;
	if (!json_object_object_get_ex(question, "action", &o) ||
	    !json_object_object_get_ex(o, "params", &o) ||
	    !json_object_object_get_ex(o, "artist_name", &o))
		return -1;
	for (const char *s = json_object_get_string(o); s && *s && n + 1 < size; s++)
		if (*s != ' ')
			key[n++] = (char)(*s >= 'A' && *s <= 'Z' ? *s + ('a' - 'A') : *s);
	key[n] = '\0';
	return 0;
}

static void fill(struct worker *w, struct json_object *outputs, char *key)
{
	char id[COLUMN], name[COLUMN], url[COLUMN];
	int found = query(w, ARTIST, key) == 0 && next_row(w, ARTIST);
	mysql_stmt_free_result(w->statements[ARTIST]);
	if (!found) {
		struct json_object *o = json_object_new_object(), *text = json_object_new_object();
		add(text, "text", "아티스트를 찾을 수 없어요.");
		json_object_object_add(o, "simpleText", text);
		json_object_array_add(outputs, o);
		return;
	}
	snprintf(id, sizeof id, "%s", w->columns[0]);
	snprintf(name, sizeof name, "%s", w->columns[1]);
	snprintf(url, sizeof url, "%s", w->columns[2]);
	add_card(w, outputs, id);
	add_songs(w, outputs, id, name, url);
}

static void answer(struct worker *w, FCGX_Request *r)
{
	char key[COLUMN], header[160];
	int n = FCGX_GetStr(w->body, MAX_BODY, r->in);
	w->body[n] = '\0';
	struct json_object *question = json_tokener_parse(w->body);
	if (!question || read_key(question, key, sizeof key)) {
		FCGX_PutS("Status: 400 Bad Request\r\n\r\n", r->out);
		json_object_put(question);
		return;
	}
	struct json_object *reply = json_object_new_object(), *template = json_object_new_object(),
			   *outputs = json_object_new_array();
	add(reply, "version", "2.0");
	json_object_object_add(reply, "template", template);
	json_object_object_add(template, "outputs", outputs);
	fill(w, outputs, key);
	size_t length;
	const char *text = json_object_to_json_string_length(
	    reply, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, &length);
	snprintf(header, sizeof header,
	    "Content-Type: application/json; charset=utf-8\r\nContent-Length: %zu\r\n\r\n", length);
	FCGX_PutS(header, r->out);
	FCGX_PutStr(text, (int)length, r->out);
	json_object_put(reply);
	json_object_put(question);
}

static void *serve(void *context)
{
	FCGX_Request r;
	struct worker *w = context;
	FCGX_InitRequest(&r, listener, 0);
	while (FCGX_Accept_r(&r) == 0) {
		answer(w, &r);
		FCGX_Finish_r(&r);
	}
	return NULL;
}

int main(int argc, char **argv)
{
	pthread_attr_t attr;
	pthread_t thread;
	if (argc != 5) {
		fprintf(stderr, "usage: naive SOCKET THREADS DBSOCKET DATABASE\n");
		return 2;
	}
	db_socket = argv[3];
	db_name = argv[4];
	umask(0);
	mysql_library_init(0, NULL, NULL);
	FCGX_Init();
	listener = FCGX_OpenSocket(argv[1], BACKLOG);
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK);
	/* They connect one after the other: all at once are too many for the server. */
	for (long i = strtol(argv[2], NULL, 10); listener >= 0 && i > 0; i--) {
		struct worker *w = calloc(1, sizeof *w);
		if (!w || connect_db(w) || pthread_create(&thread, &attr, serve, w))
			return 1;
	}
	if (listener >= 0)
		pthread_join(thread, NULL);
	return 1;
}

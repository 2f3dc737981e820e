/* Configuration: defaults, file, environment, secrets from files, and errors that say where. */
#include "unit.h"

#include "base/caution.h"
#include "base/config.h"

#include <sys/stat.h>

struct loaded {
	struct config c;
	struct buf errors;
	bool ok;
};

static struct loaded load(const char *text)
{
	struct loaded l;
	const char *path = unit_file("test.conf", text);
	buf_init(&l.errors, 64 * 1024);
	l.ok = config_load(&l.c, path, &l.errors);
	return l;
}

static void unload(struct loaded *l)
{
	config_free(&l->c);
	buf_free(&l->errors);
}

static void assert_says(const char *text, const char *said)
{
	struct loaded l = load(text);
	assert_false(l.ok);
	if (!l.errors.data || !strstr(l.errors.data, said))
		fail_msg(
		    "expected \"%s\" in: %s", said, l.errors.data ? l.errors.data : "(nothing)");
	unload(&l);
}

static void defaults(void **state)
{
	(void)state;
	struct loaded l = load("");
	assert_true(l.ok);
	assert_int_equal(l.c.server.deadline_ms, 3800);
	assert_int_equal(l.c.server.socket_mode, 0660);
	assert_int_equal(l.c.skill.param_names.n, 5);
	assert_string_equal(l.c.skill.param_names.items[0], "artist_name");
	assert_string_equal(l.c.skill.param_names.items[4], "group");
	assert_string_equal(l.c.spotify.api_url, "https://api.spotify.com");
	assert_false(l.c.log.names);
	unload(&l);
}

/* The shipped file is the reference: it must hold every default, and nothing that is not
 * understood. */
static void shipped_file_is_the_defaults(void **state)
{
	(void)state;
	struct loaded shipped, none = load("");
	buf_init(&shipped.errors, 64 * 1024);
	shipped.ok = config_load(&shipped.c, UNIT_SOURCE "/etc/artistbot.conf", &shipped.errors);
	assert_true(shipped.ok);
	assert_int_equal(shipped.c.server.workers, none.c.server.workers);
	assert_int_equal(shipped.c.server.max_parked, none.c.server.max_parked);
	assert_int_equal(shipped.c.server.deadline_ms, none.c.server.deadline_ms);
	assert_int_equal(shipped.c.server.socket_mode, none.c.server.socket_mode);
	assert_int_equal(shipped.c.server.backlog, none.c.server.backlog);
	assert_int_equal(shipped.c.skill.param_names.n, none.c.skill.param_names.n);
	assert_int_equal(shipped.c.database.port, none.c.database.port);
	assert_string_equal(shipped.c.database.user, none.c.database.user);
	assert_string_equal(shipped.c.database.name, none.c.database.name);
	assert_int_equal(shipped.c.database.timeout_s, none.c.database.timeout_s);
	assert_string_equal(shipped.c.spotify.api_url, none.c.spotify.api_url);
	assert_string_equal(shipped.c.spotify.accounts_url, none.c.spotify.accounts_url);
	assert_string_equal(shipped.c.spotify.market, none.c.spotify.market);
	assert_string_equal(shipped.c.spotify.language, none.c.spotify.language);
	assert_int_equal(shipped.c.spotify.timeout_ms, none.c.spotify.timeout_ms);
	assert_int_equal(shipped.c.cache.fresh_hours, none.c.cache.fresh_hours);
	assert_int_equal(shipped.c.cache.stale_hours, none.c.cache.stale_hours);
	assert_int_equal(shipped.c.cache.unused_days, none.c.cache.unused_days);
	assert_int_equal(shipped.c.spotify.daily_calls, none.c.spotify.daily_calls);
	assert_int_equal(
	    shipped.c.spotify.hourly_searches_a_user, none.c.spotify.hourly_searches_a_user);
	assert_int_equal(shipped.c.cache.unknown_minutes, none.c.cache.unknown_minutes);
	assert_int_equal(shipped.c.cache.refresh_wait_ms, none.c.cache.refresh_wait_ms);
	assert_int_equal(shipped.c.log.level, none.c.log.level);
	unload(&shipped);
	unload(&none);
}

static void file(void **state)
{
	(void)state;
	struct loaded l =
	    load("[server]\nworkers = 7\n; comment\n[skill]\nparam_names = 가수 , group\n"
		 "[database]\npassword = a ;b # c\n[log]\nlevel = debug\nnames = yes\n");
	assert_true(l.ok);
	assert_int_equal(l.c.server.workers, 7);
	assert_int_equal(l.c.skill.param_names.n, 2);
	assert_string_equal(l.c.skill.param_names.items[0], "가수");
	assert_string_equal(l.c.database.password, "a ;b # c");
	assert_int_equal(l.c.log.level, LOG_DEBUG);
	assert_true(l.c.log.names);
	unload(&l);
}

static void errors_name_file_and_line(void **state)
{
	(void)state;
	assert_says("[server]\n\nworkers = many\n", "test.conf:3: workers is no number");
	assert_says("[server]\nworkers = 257\n",
	    "test.conf:2: workers is no number in the allowed range (0 to 256)");
	assert_says("[server]\nworkers = 4x\n", "test.conf:2:");
	assert_says("[server]\nsocket_mode = 0668\n", "test.conf:2: socket_mode");
	assert_says("[server]\nnonsense = 1\n", "test.conf:2: [server] has no key \"nonsense\"");
	assert_says("[nowhere]\na = 1\n", "test.conf:2: there is no section [nowhere]");
	assert_says("[server]\nno equals sign\n", "test.conf:2: neither");
	assert_says("[log]\nlevel = loud\n", "test.conf:2: level");
	assert_says("[log]\nnames = maybe\n", "test.conf:2: names");
	assert_says(
	    "[spotify]\napi_url = http://api.spotify.com\n", "api_url must begin with https://");
	assert_says("[spotify]\napi_url = http://127.0.0.1.evil.example\n",
	    "api_url must begin with https://");
	assert_says("[spotify]\napi_url = http://127.0.0.1:x@example.com\n",
	    "api_url must begin with https://");
	assert_says("[spotify]\nclient_id = x\n", "belong together");
	assert_says("[access]\nheader = X-Key\n", "no secret");
	assert_says("[access]\nsecrets = abc\n", "no header");
	assert_says(
	    "[access]\nnetworks = 10.0.0.0/8, 10.0.0.1/8\n", "test.conf:2: networks holds what");
	assert_says("[access]\nheader = X Key:\nsecrets = abc\n", "letters, digits and hyphens");
	assert_says("[access]\nheader = content-type\nsecrets = abc\n", "nobody could get in");
	char header[140] = "[access]\nsecrets = abc\nheader = ";
	memset(header + strlen(header), 'x', CONFIG_MAX_HEADER + 1);
	assert_says(header, "nobody could get in");
	assert_says("[skill]\nparam_names = ,\n", "param_names is empty");
	assert_says("workers = 4\n", "test.conf:1: workers stands before the first [section]");
	assert_says("[spotify]\naccounts_url = https://\n", "accounts_url is no address");
	assert_says("[spotify]\napi_url = https://x?y\n", "api_url is no address");
	assert_says("[callback]\nhosts = https://bot-api.kakao.com\n",
	    "https://bot-api.kakao.com is no host");
	assert_says("[callback]\nhosts = bot-api.kakao.com/v1\n", "is no host");
}

static void every_error_is_told(void **state)
{
	(void)state;
	struct loaded l = load("[server]\nworkers = x\nbacklog = y\n");
	assert_false(l.ok);
	assert_non_null(strstr(l.errors.data, ":2:"));
	assert_non_null(strstr(l.errors.data, ":3:"));
	unload(&l);
}

static void long_line(void **state)
{
	(void)state;
	struct buf text;
	buf_init(&text, 16 * 1024);
	buf_adds(&text, "[server]\nworkers = 3\n[database]\nname = ");
	for (int i = 0; i < 5000; i++)
		buf_addc(&text, 'x');
	buf_adds(&text, "\nuser = bot\n");
	struct loaded l = load(text.data);
	assert_string_equal(l.c.database.name, "artistbot"); /* the start of the line is no entry */
	assert_string_equal(l.c.database.user, "bot");
	unload(&l);
	assert_says(text.data, "test.conf:4: line is longer than");
	buf_free(&text);
}

static void missing_file(void **state)
{
	(void)state;
	struct config c;
	struct buf errors;
	buf_init(&errors, 4096);
	assert_false(config_load(&c, "/nonexistent/artistbot.conf", &errors));
	assert_non_null(strstr(errors.data, "/nonexistent/artistbot.conf: cannot be read"));
	config_free(&c);
	buf_rewind(&errors, 0);
	assert_false(config_load(&c, "/", &errors));
	config_free(&c);
	buf_free(&errors);
}

static void environment_wins(void **state)
{
	(void)state;
	setenv("ARTISTBOT_DATABASE_NAME", "other", 1);
	setenv("SPOTIFY_CLIENT_ID", "id", 1);
	setenv("SPOTIFY_CLIENT_SECRET", "secret", 1);
	struct loaded l = load("[database]\nname = mine\n");
	assert_true(l.ok);
	assert_string_equal(l.c.database.name, "other");
	assert_string_equal(l.c.spotify.client_id, "id");
	assert_string_equal(l.c.spotify.client_secret, "secret");
	unload(&l);
	setenv("ARTISTBOT_SERVER_WORKERS", "x", 1);
	assert_says("", "environment: ARTISTBOT_SERVER_WORKERS is no number");
	unsetenv("ARTISTBOT_SERVER_WORKERS");
	unsetenv("ARTISTBOT_DATABASE_NAME");
	unsetenv("SPOTIFY_CLIENT_ID");
	unsetenv("SPOTIFY_CLIENT_SECRET");
}

static void secrets_from_files(void **state)
{
	(void)state;
	char text[1024], secret[300];
	snprintf(secret, sizeof secret, "%s", unit_file("secrets", "first\n sec,ond \n\nthird\n"));
	chmod(secret, 0600);
	snprintf(text, sizeof text,
	    "[access]\nheader = X-Key\nsecrets = of the file\nsecrets_file = %s\n", secret);
	struct loaded l = load(text);
	assert_true(l.ok);
	assert_int_equal(l.c.access.secrets.n, 4);
	assert_string_equal(l.c.access.secrets.items[2], "sec,ond");
	unload(&l);
	chmod(secret, 0644);
	assert_says(text, "open to everybody: chmod o=");
}

/* A file in secrets_file that holds this. */
static void assert_bad_secret(struct str bytes, const char *said)
{
	char text[1024], path[300];
	snprintf(path, sizeof path, "%s", unit_file("secrets", ""));
	FILE *out = fopen(path, "w");
	assert_non_null(out);
	fwrite(bytes.p, 1, bytes.n, out);
	fclose(out);
	chmod(path, 0600);
	snprintf(text, sizeof text, "[access]\nheader = X-Key\nsecrets_file = %s\n", path);
	assert_says(text, said);
}

static void a_secret_is_text(void **state)
{
	(void)state;
	assert_bad_secret(STR("a\0bcdefghijklmnop"), "secrets: holds bytes that are no text");
	assert_bad_secret(STR("\0abc\n"), "no text");
	assert_bad_secret(STR("ab\x7f\n"), "no text");
	assert_bad_secret(STR(""), "secrets: is empty");
	assert_bad_secret(STR("\r\n \n"), "secrets: is empty");
	assert_says("[access]\nheader = X-Key\nsecrets_file = /\n", "/: is a directory");
}

static void addresses_may_end_with_a_slash(void **state)
{
	(void)state;
	struct loaded l = load("[spotify]\napi_url = https://api.example/x/\n"
			       "accounts_url = http://127.0.0.1:8080//\n"
			       "[callback]\nhosts = a.example, b.example:8443, [::1]:7000\n");
	assert_true(l.ok);
	assert_string_equal(l.c.spotify.api_url, "https://api.example/x");
	assert_string_equal(l.c.spotify.accounts_url, "http://127.0.0.1:8080");
	unload(&l);
}

static void errors_repeat_no_secret(void **state)
{
	(void)state;
	struct loaded l =
	    load("[spotify]\nclient_secret = hunter2\n[database]\npassword = hunter2\n");
	assert_false(l.ok);
	assert_null(strstr(l.errors.data, "hunter2"));
	unload(&l);
}

/* What is said of a file with this text and these permissions. */
static void assert_cautions(const char *text, mode_t mode, const char *said)
{
	struct buf lines;
	struct loaded l = load(text);
	const char *path = unit_file("test.conf", text);
	buf_init(&lines, 4096);
	chmod(path, mode);
	caution_add(&l.c, path, &lines);
	chmod(path, 0600);
	if (!said)
		assert_int_equal(lines.len, 0);
	else if (!lines.data || !strstr(lines.data, said))
		fail_msg("expected \"%s\" in: %s", said, lines.data ? lines.data : "(nothing)");
	buf_free(&lines);
	unload(&l);
}

static void what_may_not_be_meant(void **state)
{
	(void)state;
	static const char closed[] = "[access]\nheader = X-Key\nsecrets = hunter2\n";
	assert_cautions(closed, 0644, "test.conf: holds a secret but is open to everybody");
	assert_cautions(closed, 0640, NULL);
	assert_cautions("", 0644, "gets in");
	assert_cautions("[server]\nsocket_mode = 0666\n", 0644, "socket_mode is 0666");
	assert_cautions("[access]\nnetworks = 10.0.0.0/8\n", 0644, NULL);
	assert_cautions("[access]\nnetworks = 10.0.0.0/8\n[database]\npassword =\n", 0644, NULL);
	struct loaded before = load(closed), after = load("");
	assert_true(caution_opens(&before.c, &after.c));
	assert_false(caution_opens(&after.c, &before.c));
	assert_false(caution_opens(&after.c, &after.c));
	unload(&before);
	unload(&after);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(defaults),
	    cmocka_unit_test(shipped_file_is_the_defaults),
	    cmocka_unit_test(file),
	    cmocka_unit_test(errors_name_file_and_line),
	    cmocka_unit_test(every_error_is_told),
	    cmocka_unit_test(long_line),
	    cmocka_unit_test(missing_file),
	    cmocka_unit_test(environment_wins),
	    cmocka_unit_test(secrets_from_files),
	    cmocka_unit_test(a_secret_is_text),
	    cmocka_unit_test(addresses_may_end_with_a_slash),
	    cmocka_unit_test(errors_repeat_no_secret),
	    cmocka_unit_test(what_may_not_be_meant),
	};
	return unit_run("config", tests);
}

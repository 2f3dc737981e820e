#include "base/config.h"

#include "base/config_check.h"
#include "base/ini.h"
#include "base/text.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum kind { TEXT, LIST, NETWORKS, NUMBER, OCTAL, YES_NO, LEVEL };

/* Every key: where, what, the default, and for numbers the range. */
static const struct key { // NOLINT(clang-analyzer-optin.performance.Padding): reads as a table
	const char *section, *name;
	enum kind kind;
	size_t offset;
	const char *preset;
	int min, max;
	bool at_start; /* it is read at the start of the process only */
} keys[] = {
#define AT(section, field) offsetof(struct config, section.field)
    {"server", "workers", NUMBER, AT(server, workers), "0", 0, 256, true},
    {"server", "max_parked", NUMBER, AT(server, max_parked), "1000", 1, 100000, false},
    {"server", "deadline_ms", NUMBER, AT(server, deadline_ms), "3800", 100, 4800, false},
    {"server", "socket_mode", OCTAL, AT(server, socket_mode), "0660", 0, 0777, true},
    {"server", "backlog", NUMBER, AT(server, backlog), "511", 1, 65535, true},
    {"access", "header", TEXT, AT(access, header), "", 0, 0, false},
    {"access", "secrets", LIST, AT(access, secrets), "", 0, 0, false},
    {"access", "secrets_file", TEXT, AT(access, secrets_file), "", 0, 0, false},
    {"access", "networks", NETWORKS, AT(access, networks), "", 0, 0, false},
    {"status", "networks", NETWORKS, AT(status, networks), "127.0.0.0/8, ::1", 0, 0, false},
    {"skill", "param_names", LIST, AT(skill, param_names),
	"artist_name, artist, sys_person_group, sys_person_name, group", 0, 0, false},
    {"skill", "language", TEXT, AT(skill, language), "ko", 0, 0, false},
    {"skill", "wording", TEXT, AT(skill, wording), "", 0, 0, false},
    {"skill", "block_id", TEXT, AT(skill, block_id), "", 0, 0, false},
    {"callback", "hosts", LIST, AT(callback, hosts), "bot-api.kakao.com", 0, 0, true},
    {"callback", "wait_s", NUMBER, AT(callback, wait_s), "50", 1, 55, true},
    {"callback", "ca_file", TEXT, AT(callback, ca_file), "", 0, 0, true},
    {"database", "host", TEXT, AT(database, host), "localhost", 0, 0, true},
    {"database", "port", NUMBER, AT(database, port), "3306", 1, 65535, true},
    {"database", "hosts", LIST, AT(database, hosts), "", 0, 0, true},
    {"database", "read_hosts", LIST, AT(database, read_hosts), "", 0, 0, true},
    {"database", "socket", TEXT, AT(database, socket), "", 0, 0, true},
    {"database", "user", TEXT, AT(database, user), "artistbot", 0, 0, true},
    {"database", "password", TEXT, AT(database, password), "", 0, 0, true},
    {"database", "password_file", TEXT, AT(database, password_file), "", 0, 0, true},
    {"database", "migrate_user", TEXT, AT(database, migrate_user), "", 0, 0, false},
    {"database", "migrate_password_file", TEXT, AT(database, migrate_password_file), "", 0, 0,
	false},
    {"database", "name", TEXT, AT(database, name), "artistbot", 0, 0, true},
    {"database", "tls_ca", TEXT, AT(database, tls_ca), "", 0, 0, true},
    {"database", "timeout_s", NUMBER, AT(database, timeout_s), "1", 1, 60, true},
    {"spotify", "client_id", TEXT, AT(spotify, client_id), "", 0, 0, true},
    {"spotify", "client_secret", TEXT, AT(spotify, client_secret), "", 0, 0, true},
    {"spotify", "client_secret_file", TEXT, AT(spotify, client_secret_file), "", 0, 0, true},
    {"spotify", "api_url", TEXT, AT(spotify, api_url), "https://api.spotify.com", 0, 0, true},
    {"spotify", "accounts_url", TEXT, AT(spotify, accounts_url), "https://accounts.spotify.com", 0,
	0, true},
    {"spotify", "ca_file", TEXT, AT(spotify, ca_file), "", 0, 0, true},
    {"spotify", "market", TEXT, AT(spotify, market), "KR", 0, 0, true},
    {"spotify", "language", TEXT, AT(spotify, language), "ko", 0, 0, true},
    {"spotify", "other_language", TEXT, AT(spotify, other_language), "en", 0, 0, true},
    {"spotify", "timeout_ms", NUMBER, AT(spotify, timeout_ms), "8000", 100, 30000, true},
    {"spotify", "daily_calls", NUMBER, AT(spotify, daily_calls), "800", 0, 10000000, false},
    {"spotify", "hourly_searches_a_user", NUMBER, AT(spotify, hourly_searches_a_user), "20", 0, 100,
	true},
    {"cache", "fresh_hours", NUMBER, AT(cache, fresh_hours), "24", 1, 24, false},
    {"cache", "stale_hours", NUMBER, AT(cache, stale_hours), "72", 1, 720, false},
    {"cache", "unused_days", NUMBER, AT(cache, unused_days), "30", 1, 365, false},
    {"cache", "unknown_minutes", NUMBER, AT(cache, unknown_minutes), "30", 10, 60, false},
    {"cache", "refresh_wait_ms", NUMBER, AT(cache, refresh_wait_ms), "300", 0, 3000, false},
    {"cache", "reply_bytes", NUMBER, AT(cache, reply_bytes), "8388608", 0, 1 << 30, true},
    {"log", "level", LEVEL, AT(log, level), "info", 0, 0, false},
    {"log", "names", YES_NO, AT(log, names), "no", 0, 0, false},
    {"log", "users", YES_NO, AT(log, users), "no", 0, 0, false},
    {"log", "slow_ms", NUMBER, AT(log, slow_ms), "1000", 0, 60000, false},
#undef AT
};
enum { N_KEYS = sizeof keys / sizeof *keys };

static const char *copy(struct config *c, const char *s)
{
	const char *p = arena_copy(&c->arena, str_of(s));
	return p ? p : "";
}

/* Adds items, which are separated by any of these characters. */
static const char *set_list(
    struct config *c, struct config_list *list, const char *value, const char *separators)
{
	while (*value) {
		size_t n = strcspn(value, separators);
		struct str item = text_trim((struct str){value, n});
		value += n + (value[n] != '\0');
		if (!item.n)
			continue;
		if (list->n == CONFIG_MAX_LIST)
			return "has more than 16 items";
		const char *text = arena_copy(&c->arena, item);
		if (!text)
			return "is too long";
		list->items[list->n++] = text;
	}
	return NULL;
}

static const char *set_networks(struct config_networks *list, const char *value)
{
	list->n = 0;
	while (*value) {
		size_t n = strcspn(value, ",");
		struct str item = text_trim((struct str){value, n});
		value += n + (value[n] != '\0');
		if (!item.n)
			continue;
		if (list->n == CONFIG_MAX_LIST)
			return "has more than 16 items";
		if (!network_parse(&list->items[list->n++], item))
			return "holds what is no network: write 192.0.2.0/24 or 2001:db8::/32";
	}
	return NULL;
}

static const char *set_number(int *to, const char *value, int base, int min, int max)
{
	char *end;
	errno = 0;
	long n = strtol(value, &end, base);
	if (end == value || *end || errno || n < min || n > max)
		return "is no number in the allowed range";
	*to = (int)n;
	return NULL;
}

/* Sets one key. Returns what is wrong with the value, or NULL. */
static const char *set(struct config *c, const struct key *k, const char *value)
{
	void *at = (char *)c + k->offset;
	switch (k->kind) {
	case TEXT:
		*(const char **)at = copy(c, value);
		return NULL;
	case LIST:
		((struct config_list *)at)->n = 0;
		return set_list(c, at, value, ",");
	case NETWORKS:
		return set_networks(at, value);
	case NUMBER:
		return set_number(at, value, 10, k->min, k->max);
	case OCTAL:
		return set_number(at, value, 8, k->min, k->max);
	case LEVEL:
		return log_parse_level(value, at) ? NULL : "is none of error, warn, info, debug";
	case YES_NO:
		if (strcmp(value, "yes") && strcmp(value, "no"))
			return "is neither yes nor no";
		*(bool *)at = !strcmp(value, "yes");
		return NULL;
	}
	return "cannot be set";
}

/* What the range is, in words, for the message. */
static void add_range(char *to, size_t size, const struct key *k)
{
	to[0] = '\0';
	if (k->kind == NUMBER)
		snprintf(to, size, " (%d to %d)", k->min, k->max);
	else if (k->kind == OCTAL)
		snprintf(to, size, " (octal, such as 0660)");
}

static bool is_secret(const struct key *k)
{
	return !strcmp(k->name, "secrets") || !strcmp(k->name, "password") ||
	       !strcmp(k->name, "client_secret");
}

static void entry(const struct ini_entry *e)
{
	struct config *c = e->context;
	char range[64];
	bool section_known = false;
	for (const struct key *k = keys; k < keys + N_KEYS; k++) {
		if (strcmp(e->section, k->section))
			continue;
		section_known = true;
		if (strcmp(e->name, k->name))
			continue;
		const char *wrong = set(c, k, e->value);
		c->holds_secret |= is_secret(k) && *e->value;
		add_range(range, sizeof range, k);
		if (wrong)
			ini_error(e, "%s %s%s", k->name, wrong, range);
		return;
	}
	if (section_known)
		ini_error(e, "[%s] has no key \"%s\": see the comments in etc/artistbot.conf",
		    e->section, e->name);
	else if (!*e->section)
		ini_error(e, "%s stands before the first [section]: put it below its own", e->name);
	else
		ini_error(e, "there is no section [%s]: see the comments in etc/artistbot.conf",
		    e->section);
}

/* ARTISTBOT_SECTION_KEY, and the two names under which Spotify's keys are usually kept. */
static void read_environment(struct config *c, struct buf *errors)
{
	char name[80], range[64];
	for (const struct key *k = keys; k < keys + N_KEYS; k++) {
		snprintf(name, sizeof name, "ARTISTBOT_%s_%s", k->section, k->name);
		for (char *p = name; *p; p++)
			*p = (char)toupper((unsigned char)*p);
		const char *value = getenv(name);
		if (!value && !strcmp(k->section, "spotify") &&
		    (!strcmp(k->name, "client_id") || !strcmp(k->name, "client_secret")))
			value = getenv(name + strlen("ARTISTBOT_"));
		const char *wrong = value ? set(c, k, value) : NULL;
		add_range(range, sizeof range, k);
		if (wrong)
			buf_addf(errors, "environment: %s %s%s\n", name, wrong, range);
	}
}

/* Bytes of chance would end at the first NUL and fall into several secrets at line breaks, and
 * leave less to guess than was meant. */
static bool is_text(const char *p, size_t n)
{
	for (; n; p++, n--)
		if (iscntrl((unsigned char)*p) && !isspace((unsigned char)*p))
			return false;
	return true;
}

/* The contents of a file that holds a secret, without blanks at both ends. */
static bool read_secret(const char *path, char *to, size_t size, struct buf *errors)
{
	struct stat st;
	FILE *in = fopen(path, "re");
	if (!in || fstat(fileno(in), &st)) {
		buf_addf(errors, "%s: cannot be read: %s\n", path, strerror(errno));
		if (in)
			fclose(in);
		return false;
	}
	if (S_ISDIR(st.st_mode)) {
		buf_addf(errors, "%s: is a directory: name a file in it\n", path);
		fclose(in);
		return false;
	}
	if (st.st_mode & S_IRWXO)
		buf_addf(errors, "%s: holds a secret but is open to everybody: chmod o= %s\n", path,
		    path);
	size_t n = fread(to, 1, size - 1, in);
	bool whole = feof(in) && !ferror(in);
	fclose(in);
	if (!whole) {
		buf_addf(
		    errors, "%s: cannot be read, or holds more than %zu bytes\n", path, size - 1);
		return false;
	}
	to[n] = '\0';
	struct str inner = text_trim((struct str){to, n});
	if (!inner.n || !is_text(to, n)) {
		buf_addf(errors, "%s: %s: write the secret there in letters and digits\n", path,
		    inner.n ? "holds bytes that are no text" : "is empty");
		return false;
	}
	memmove(to, inner.p, inner.n);
	to[inner.n] = '\0';
	return true;
}

bool config_use_migrator(struct config *c, struct buf *errors)
{
	char secret[2048] = "";
	size_t before = errors->len;
	if (!*c->database.migrate_user)
		return true;
	if (*c->database.migrate_password_file)
		read_secret(c->database.migrate_password_file, secret, sizeof secret, errors);
	c->database.user = c->database.migrate_user;
	c->database.password = copy(c, secret);
	explicit_bzero(secret, sizeof secret);
	return errors->len == before && !errors->failed;
}

static void read_secret_files(struct config *c, struct buf *errors)
{
	char secret[2048];
	if (*c->database.password_file &&
	    read_secret(c->database.password_file, secret, sizeof secret, errors))
		c->database.password = copy(c, secret);
	if (*c->spotify.client_secret_file &&
	    read_secret(c->spotify.client_secret_file, secret, sizeof secret, errors))
		c->spotify.client_secret = copy(c, secret);
	if (*c->access.secrets_file &&
	    read_secret(c->access.secrets_file, secret, sizeof secret, errors)) {
		const char *wrong = set_list(c, &c->access.secrets, secret, "\n");
		if (wrong)
			buf_addf(errors, "%s: %s\n", c->access.secrets_file, wrong);
	}
	explicit_bzero(secret, sizeof secret);
}

/* Paths are added to it. */
static const char *without_slash(struct config *c, const char *url)
{
	struct str s = str_of(url);
	while (s.n > strlen("https://") && s.p[s.n - 1] == '/')
		s.n--;
	const char *p = s.n < strlen(url) ? arena_copy(&c->arena, s) : url;
	return p ? p : url;
}

bool config_load(struct config *c, const char *path, struct buf *errors)
{
	size_t before = errors->len;
	*c = (struct config){0};
	arena_init(&c->arena, 256 * 1024);
	for (const struct key *k = keys; k < keys + N_KEYS; k++)
		set(c, k, k->preset);
	if (path)
		ini_read_file(path, entry, c, errors);
	read_environment(c, errors);
	read_secret_files(c, errors);
	c->spotify.api_url = without_slash(c, c->spotify.api_url);
	c->spotify.accounts_url = without_slash(c, c->spotify.accounts_url);
	config_check(c, path, errors);
	return errors->len == before && !errors->failed;
}

static bool same_list(const struct config_list *a, const struct config_list *b)
{
	bool same = a->n == b->n;
	for (int i = 0; same && i < a->n; i++)
		same = !strcmp(a->items[i], b->items[i]);
	return same;
}

static bool same_networks(const struct config_networks *a, const struct config_networks *b)
{
	return a->n == b->n && !memcmp(a->items, b->items, (size_t)a->n * sizeof *a->items);
}

static bool same(const struct config *a, const struct config *b, const struct key *k)
{
	const void *x = (const char *)a + k->offset, *y = (const char *)b + k->offset;
	switch (k->kind) {
	case TEXT:
		return !strcmp(*(const char *const *)x, *(const char *const *)y);
	case LIST:
		return same_list(x, y);
	case NETWORKS:
		return same_networks(x, y);
	case NUMBER:
	case OCTAL:
		return *(const int *)x == *(const int *)y;
	case LEVEL:
		return *(const enum log_level *)x == *(const enum log_level *)y;
	case YES_NO:
		return *(const bool *)x == *(const bool *)y;
	}
	return false;
}

void config_list_unapplied(const struct config *old, const struct config *new, struct buf *out)
{
	for (const struct key *k = keys; k < keys + N_KEYS; k++)
		if (k->at_start && !same(old, new, k))
			buf_addf(out, "%s[%s] %s", out->len ? ", " : "", k->section, k->name);
}

const char *config_default_path(void)
{
	static const char installed[] = "/etc/artistbot/artistbot.conf";
	const char *path = getenv("ARTISTBOT_CONFIG");
	if (path && *path)
		return path;
	/* One that this user may not look for is there: the defaults would let everybody in. */
	return access(installed, F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR) ? installed
										     : NULL;
}

void config_free(struct config *c)
{
	arena_free(&c->arena);
	*c = (struct config){0};
}

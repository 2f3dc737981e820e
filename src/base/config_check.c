#include "base/config_check.h"

#include "base/host.h"

#include <ctype.h>
#include <strings.h>

static bool loopback(const char *url)
{
	static const char *const hosts[] = {"http://127.0.0.1", "http://localhost", "http://[::1]"};
	if (strchr(url, '@')) /* what looks like the host may be a user's name */
		return false;
	for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
		size_t n = strlen(hosts[i]);
		if (!strncmp(url, hosts[i], n) && (!url[n] || url[n] == ':' || url[n] == '/'))
			return true;
	}
	return false;
}

static bool is_header_name(const char *s)
{
	for (; *s; s++)
		if (!isalnum((unsigned char)*s) && *s != '-' && *s != '_')
			return false;
	return true;
}

/* What no caller can send as a secret: HTTP has a meaning for it, or the web server takes it. */
static bool is_taken(const char *header)
{
	static const char *const taken[] = {"Content-Type", "Content-Length", "Transfer-Encoding",
	    "Connection", "Host", "Expect", "Proxy"};
	for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
		if (!strcasecmp(header, taken[i]))
			return true;
	return false;
}

/* So that nobody wonders why no answer follows: a URL, for instance, is no host. */
static void check_callback(const char *where, const struct config_list *hosts, struct buf *errors)
{
	struct host host;
	for (int i = 0; i < hosts->n; i++)
		if (strpbrk(hosts->items[i], "/@ ") ||
		    !host_parse(&host, str_of(hosts->items[i]), 1))
			buf_addf(errors,
			    "%s: [callback] hosts: %s is no host: write name or name:port\n", where,
			    hosts->items[i]);
}

/* https, with a host; http only on a loopback address. */
static void check_url(const char *where, const char *key, const char *url, struct buf *errors)
{
	const char *host = strncmp(url, "https://", 8) ? NULL : url + 8;
	if (!host && !loopback(url))
		buf_addf(errors,
		    "%s: [spotify] %s must begin with https:// (http:// only on a loopback "
		    "address)\n",
		    where, key);
	else if ((host && strcspn(host, "/?#") == 0) || strpbrk(url, " ?#@"))
		buf_addf(
		    errors, "%s: [spotify] %s is no address: write https://host\n", where, key);
}

static void check_hosts(
    const char *where, const char *key, const struct config_list *list, struct buf *errors)
{
	struct host host;
	for (int i = 0; i < list->n; i++)
		if (!host_parse(&host, str_of(list->items[i]), 1))
			buf_addf(errors,
			    "%s: [database] %s: %s is no host: write name, name:port, "
			    "[address]:port or /path/of/socket\n",
			    where, key, list->items[i]);
}

void config_check(const struct config *c, const char *path, struct buf *errors)
{
	const char *where = path ? path : "defaults";
	check_url(where, "api_url", c->spotify.api_url, errors);
	check_url(where, "accounts_url", c->spotify.accounts_url, errors);
	check_callback(where, &c->callback.hosts, errors);
	check_hosts(where, "hosts", &c->database.hosts, errors);
	check_hosts(where, "read_hosts", &c->database.read_hosts, errors);
	if (c->database.read_hosts.n && !c->database.hosts.n)
		buf_addf(errors, "%s: [database] read_hosts needs hosts to write to\n", where);
	if (!is_header_name(c->access.header))
		buf_addf(errors, "%s: [access] header may hold only letters, digits and hyphens\n",
		    where);
	if (strlen(c->access.header) > CONFIG_MAX_HEADER || is_taken(c->access.header))
		buf_addf(errors,
		    "%s: [access] header is longer than %d characters, or one that web servers "
		    "keep for themselves: nobody could get in; take a name such as X-Skill-Key\n",
		    where, CONFIG_MAX_HEADER);
	if (*c->access.header && c->access.secrets.n == 0)
		buf_addf(errors,
		    "%s: [access] header is set but no secret: nobody could get in; set "
		    "secrets_file or delete header\n",
		    where);
	if (!*c->access.header && c->access.secrets.n > 0)
		buf_addf(errors,
		    "%s: [access] has secrets but no header: set header to the name used in "
		    "Kakao's skill settings\n",
		    where);
	if (!*c->spotify.client_id != !*c->spotify.client_secret)
		buf_addf(errors,
		    "%s: [spotify] client_id and client_secret belong together: one of them is "
		    "missing\n",
		    where);
	if (c->cache.stale_hours < c->cache.fresh_hours)
		buf_addf(errors, "%s: [cache] stale_hours is less than fresh_hours\n", where);
	if (strcmp(c->skill.language, "ko") && strcmp(c->skill.language, "en"))
		buf_addf(errors, "%s: [skill] language is neither ko nor en\n", where);
	if (strspn(c->skill.block_id, "0123456789abcdefABCDEF") != strlen(c->skill.block_id))
		buf_addf(errors,
		    "%s: [skill] block_id may hold only hexadecimal digits: copy it from the "
		    "block's address at Kakao\n",
		    where);
	if (c->skill.param_names.n == 0)
		buf_addf(errors, "%s: [skill] param_names is empty: name at least one parameter\n",
		    where);
}

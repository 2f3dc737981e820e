#include "http/reach.h"

#include "base/limits.h"

#include <curl/curl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

enum { HTTPS_PORT = 443 };

static bool is_loopback_name(const char *host)
{
	return !strcmp(host, "127.0.0.1") || !strcmp(host, "[::1]") ||
	       !strcasecmp(host, "localhost");
}

/* Is the URL's host, at its port, this entry? with_port: the entry names a port. */
static bool is_entry(const char *entry, const char *host, const char *port, bool *with_port)
{
	const char *colon = strrchr(entry, ':'), *bracket = strrchr(entry, ']');
	*with_port = colon && (!bracket || colon > bracket);
	size_t n = *with_port ? (size_t)(colon - entry) : strlen(entry);
	if (strlen(host) != n || strncasecmp(entry, host, n) != 0)
		return false;
	return *with_port ? !strcmp(colon + 1, port) : strtol(port, NULL, 10) == HTTPS_PORT;
}

static bool allows(const struct config_list *hosts, const char *host, const char *port, bool https,
    struct http_reach *reach)
{
	for (int i = 0; i < hosts->n; i++) {
		bool with_port;
		if (!is_entry(hosts->items[i], host, port, &with_port))
			continue;
		if (!https && !(with_port && is_loopback_name(host)))
			continue;
		reach->plain = !https;
		reach->anywhere = with_port;
		return true;
	}
	return false;
}

bool http_reach_allows(const struct config_list *hosts, struct str url, struct http_reach *reach)
{
	char text[LIMIT_URL + 1];
	char *scheme = NULL, *user = NULL, *host = NULL, *port = NULL;
	bool good = false;
	if (!url.n || url.n > LIMIT_URL || memchr(url.p, '\0', url.n))
		return false;
	memcpy(text, url.p, url.n);
	text[url.n] = '\0';
	/* libcurl's own parser, so that what is checked is what is called. */
	CURLU *u = curl_url();
	if (u && !curl_url_set(u, CURLUPART_URL, text, CURLU_DISALLOW_USER) &&
	    !curl_url_get(u, CURLUPART_SCHEME, &scheme, 0) &&
	    curl_url_get(u, CURLUPART_USER, &user, 0) == CURLUE_NO_USER &&
	    !curl_url_get(u, CURLUPART_HOST, &host, 0) &&
	    !curl_url_get(u, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT)) {
		bool https = !strcmp(scheme, "https");
		good =
		    (https || !strcmp(scheme, "http")) && allows(hosts, host, port, https, reach);
	}
	curl_free(scheme);
	curl_free(user);
	curl_free(host);
	curl_free(port);
	curl_url_cleanup(u);
	return good;
}

static bool is_public_4(uint32_t a)
{
	static const struct {
		uint32_t first;
		int bits;
	} special[] = {
	    {0x00000000, 8},                                     /* this network */
	    {0x0a000000, 8}, {0xac100000, 12}, {0xc0a80000, 16}, /* private */
	    {0x64400000, 10}, /* shared by a provider's customers */
	    {0x7f000000, 8},  /* loopback */
	    {0xa9fe0000, 16}, /* link-local, and clouds' metadata */
	    {0xc0000000, 24}, /* protocol assignments */
	    {0xc0000200, 24}, {0xc6336400, 24}, {0xcb007100, 24}, /* documentation */
	    {0xc0586300, 24},                                     /* 6to4 relays */
	    {0xc6120000, 15},                                     /* benchmarks */
	    {0xe0000000, 3}, /* multicast, reserved, broadcast */
	};
	for (size_t i = 0; i < sizeof special / sizeof *special; i++)
		if ((a ^ special[i].first) >> (32 - special[i].bits) == 0)
			return false;
	return true;
}

static uint32_t read_32(const uint8_t *b)
{
	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

/* Only what is assigned (2000::/3), without Teredo, documentation and 6to4, which lead elsewhere;
 * and the IPv4 addresses that are written so. */
static bool is_public_6(const uint8_t *b)
{
	static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};
	if (!memcmp(b, mapped, sizeof mapped))
		return is_public_4(read_32(b + sizeof mapped));
	uint32_t first = read_32(b);
	return first >> 29 == 1 && first >> 9 != 0x20010000 >> 9 && first != 0x20010db8 &&
	       first >> 16 != 0x2002 && first >> 20 != 0x3ff00000 >> 20;
}

bool http_reach_public(const struct sockaddr *address)
{
	if (address->sa_family == AF_INET) {
		struct sockaddr_in in;
		memcpy(&in, address, sizeof in);
		return is_public_4(ntohl(in.sin_addr.s_addr));
	}
	if (address->sa_family == AF_INET6) {
		struct sockaddr_in6 in;
		memcpy(&in, address, sizeof in);
		return is_public_6(in.sin6_addr.s6_addr);
	}
	return false;
}

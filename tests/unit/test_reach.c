/* Which addresses answers may be sent to. */
#include "unit.h"

#include "http/reach.h"

#include <arpa/inet.h>

static const struct config_list hosts = {
    .items = {"bot-api.kakao.com", "127.0.0.1:8443", "relay.example:9000", "[::1]:7000"}, .n = 4};

static void allowed(const char *url, bool plain, bool anywhere)
{
	struct http_reach r;
	if (!http_reach_allows(&hosts, str_of(url), &r))
		fail_msg("%s is not allowed", url);
	assert_int_equal(r.plain, plain);
	assert_int_equal(r.anywhere, anywhere);
}

static void refused(const char *url)
{
	struct http_reach r;
	if (http_reach_allows(&hosts, str_of(url), &r))
		fail_msg("%s is allowed", url);
}

static void hosts_of_the_configuration(void **state)
{
	(void)state;
	allowed("https://bot-api.kakao.com/v1/bots/1!/callback/abc", false, false);
	allowed("https://BOT-API.kakao.com:443/", false, false);
	allowed("https://127.0.0.1:8443/x", false, true);
	allowed("http://127.0.0.1:8443/x", true, true);
	allowed("https://relay.example:9000/", false, true);
	allowed("http://[::1]:7000/", true, true);
}

static void everything_else(void **state)
{
	(void)state;
	static const char *const urls[] = {"", "x", "http://bot-api.kakao.com/",
	    "https://bot-api.kakao.com:8443/", "https://bot-api.kakao.com.evil.example/",
	    "https://evil.example/bot-api.kakao.com", "https://bot-api.kakao.com@evil.example/",
	    "https://user@bot-api.kakao.com/", "https://user:word@bot-api.kakao.com/",
	    "https://evil.example#@bot-api.kakao.com/", "https://bot-api.kakao.com./",
	    "ftp://bot-api.kakao.com/", "file:///etc/passwd", "gopher://127.0.0.1:8443/",
	    "https://127.0.0.1/", "https://127.0.0.1:8444/", "http://relay.example:9000/",
	    "https://2130706433/", "https://[::ffff:127.0.0.1]/",
	    "https://evil.example\\@bot-api.kakao.com/", "//bot-api.kakao.com/", "https:///x",
	    "https://bot-api.kakao.com:0/", "https://bot-api.kakao.com:99999/", NULL};
	for (int i = 0; urls[i]; i++)
		refused(urls[i]);
	struct http_reach r;
	assert_false(
	    http_reach_allows(&hosts, (struct str){"https://bot-api.kakao.com/\0x", 28}, &r));
	char longest[2000];
	memset(longest, 'a', sizeof longest);
	memcpy(longest, "https://bot-api.kakao.com/", 26);
	assert_false(http_reach_allows(&hosts, (struct str){longest, sizeof longest}, &r));
	const struct config_list none = {.n = 0};
	assert_false(http_reach_allows(&none, STR("https://bot-api.kakao.com/"), &r));
}

static bool is_public(const char *text)
{
	struct sockaddr_in a = {.sin_family = AF_INET};
	struct sockaddr_in6 b = {.sin6_family = AF_INET6};
	if (inet_pton(AF_INET, text, &a.sin_addr) == 1)
		return http_reach_public((struct sockaddr *)&a);
	assert_int_equal(inet_pton(AF_INET6, text, &b.sin6_addr), 1);
	return http_reach_public((struct sockaddr *)&b);
}

static void public_addresses(void **state)
{
	(void)state;
	static const char *const good[] = {"1.1.1.1", "8.8.8.8", "211.249.219.1", "172.15.255.255",
	    "172.32.0.0", "100.63.255.255", "100.128.0.0", "169.253.0.1", "223.255.255.255",
	    "198.17.0.1", "198.20.0.1", "2404:4600::1", "2001:4860:4860::8888", "::ffff:8.8.8.8",
	    NULL};
	static const char *const bad[] = {"0.0.0.0", "10.0.0.1", "127.0.0.1", "127.255.255.255",
	    "100.64.0.1", "100.127.255.255", "169.254.169.254", "172.16.0.1", "172.31.255.255",
	    "192.168.0.1", "192.0.0.8", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.19.255.255",
	    "198.51.100.1", "203.0.113.7", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1",
	    "fe80::1", "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
	    "::127.0.0.1", "64:ff9b::7f00:1", "2001:db8::1", "2001::1", "2002:7f00:1::", "100::1",
	    "3fff::1", "fec0::1", NULL};
	for (int i = 0; good[i]; i++)
		if (!is_public(good[i]))
			fail_msg("%s", good[i]);
	for (int i = 0; bad[i]; i++)
		if (is_public(bad[i]))
			fail_msg("%s", bad[i]);
	const struct sockaddr local = {.sa_family = AF_UNIX};
	assert_false(http_reach_public(&local));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(hosts_of_the_configuration),
	    cmocka_unit_test(everything_else),
	    cmocka_unit_test(public_addresses),
	};
	return unit_run("reach", tests);
}

/* Networks: what is one, and which addresses are in it. */
#include "unit.h"

#include "base/network.h"

static bool parses(const char *text)
{
	struct network n;
	return network_parse(&n, str_of(text));
}

static bool has(const char *text, const char *address)
{
	struct network n;
	assert_true(network_parse(&n, str_of(text)));
	return network_has(&n, address);
}

static void what_is_a_network(void **state)
{
	(void)state;
	static const char *const good[] = {"127.0.0.1", "10.0.0.0/8", "0.0.0.0/0", "192.0.2.128/25",
	    "192.0.2.1/32", "::1", "::/0", "2001:db8::/32", "fe80::1/128", "::ffff:10.0.0.0/104"};
	static const char *const bad[] = {"", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1",
	    "10.0.0.0/8 ", "10.0.0.0/08x", "10.0.0.0/8/8", "10.0.0/8", "10.0.0.1/8",
	    "2001:db8::1/32", "::1/129", "localhost", "10.0.0.0/0008", "::/1000",
	    "0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000/64"};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		if (!parses(good[i]))
			fail_msg("%s is a network", good[i]);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (parses(bad[i]))
			fail_msg("%s is no network", bad[i]);
}

static void who_is_in_it(void **state)
{
	(void)state;
	assert_true(has("127.0.0.1", "127.0.0.1"));
	assert_false(has("127.0.0.1", "127.0.0.2"));
	assert_true(has("10.0.0.0/8", "10.255.255.255"));
	assert_false(has("10.0.0.0/8", "11.0.0.0"));
	assert_true(has("192.0.2.128/25", "192.0.2.128"));
	assert_false(has("192.0.2.128/25", "192.0.2.127"));
	assert_true(has("0.0.0.0/0", "203.0.113.9"));
	assert_false(has("0.0.0.0/0", "2001:db8::1"));
	assert_true(has("::/0", "2001:db8::1"));
	assert_true(has("2001:db8::/33", "2001:db8:7fff::1"));
	assert_false(has("2001:db8::/33", "2001:db8:8000::1"));
	assert_true(has("10.0.0.0/8", "::ffff:10.1.2.3"));
	assert_true(has("::ffff:10.0.0.0/104", "10.1.2.3"));
}

static void no_address_is_in_none(void **state)
{
	(void)state;
	static const char *const none[] = {
	    "", "unix:", "10.0.0", "10.0.0.1 ", "10.0.0.1:80", "[::1]"};
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		assert_false(has("0.0.0.0/0", none[i]));
		assert_false(has("::/0", none[i]));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_a_network),
	    cmocka_unit_test(who_is_in_it),
	    cmocka_unit_test(no_address_is_in_none),
	};
	return unit_run("network", tests);
}

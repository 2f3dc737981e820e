/* The HTTP side of a request: path, method, access, length, deadline, header. */
#include "unit.h"

#include "base/clock.h"
#include "responder/exchange.h"

static const struct config open_to_all = {
    .access = {.header = ""},
    .server = {.deadline_ms = 4000},
};
static const struct config locked = {
    .access = {.header = "X-Skill-Key", .secrets = {.items = {"old-secret", "new-secret"}, .n = 2}},
};

#define CHECK(config, ...) exchange_check(config, (char *[]){__VA_ARGS__, NULL})
#define POST "REQUEST_METHOD=POST", "SCRIPT_NAME=/skill/artist"

static void paths(void **state)
{
	(void)state;
	const struct config *c = &open_to_all;
	assert_int_equal(CHECK(c, "REQUEST_METHOD=POST", "SCRIPT_NAME=/skill/artist"), 200);
	assert_int_equal(
	    CHECK(c, "REQUEST_METHOD=POST", "SCRIPT_NAME=/skill", "PATH_INFO=/artist"), 200);
	assert_int_equal(
	    CHECK(c, "REQUEST_METHOD=POST", "SCRIPT_NAME=/cgi-bin/bot", "PATH_INFO=/skill/artist"),
	    200);
	assert_int_equal(CHECK(c, "REQUEST_METHOD=POST", "REQUEST_URI=/bot/skill/artist?x=1"), 200);
	assert_int_equal(CHECK(c, "REQUEST_METHOD=POST"), 200); /* from a shell */
	assert_int_equal(CHECK(c, "HOME=/"), 200);
	assert_int_equal(CHECK(c, "REQUEST_METHOD=POST", "SCRIPT_NAME=/skill/"), 404);
	assert_int_equal(CHECK(c, "REQUEST_METHOD=POST", "SCRIPT_NAME=/skill/artists"), 404);
	assert_int_equal(CHECK(c, "REQUEST_METHOD=POST", "SCRIPT_NAME=/skill/artist/"), 404);
	assert_int_equal(CHECK(c, "REQUEST_METHOD=POST", "REQUEST_URI=/?/skill/artist"), 404);
	char longest[2000];
	memset(longest, 'x', sizeof longest);
	memcpy(longest, "SCRIPT_NAME=", 12);
	memcpy(longest + sizeof longest - 14, "/skill/artist", 14);
	assert_int_equal(CHECK(c, "REQUEST_METHOD=POST", longest), 404);
}

static void methods(void **state)
{
	(void)state;
	static char *const others[] = {
	    "REQUEST_METHOD=GET", "REQUEST_METHOD=HEAD", "REQUEST_METHOD=post", "REQUEST_METHOD="};
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		assert_int_equal(CHECK(&open_to_all, others[i], "SCRIPT_NAME=/skill/artist"), 405);
}

static void lengths(void **state)
{
	(void)state;
	assert_int_equal(CHECK(&open_to_all, POST, "CONTENT_LENGTH=65536"), 200);
	assert_int_equal(CHECK(&open_to_all, POST, "CONTENT_LENGTH=65537"), 413);
	assert_int_equal(CHECK(&open_to_all, POST, "CONTENT_LENGTH=99999999999999999999"),
	    200); /* no number: the body is counted */
	assert_int_equal(exchange_length((char *[]){"CONTENT_LENGTH=12", NULL}), 12);
	assert_int_equal(exchange_length((char *[]){"CONTENT_LENGTH=-1", NULL}), -1);
	assert_int_equal(exchange_length((char *[]){"CONTENT_LENGTH=1x", NULL}), -1);
	assert_int_equal(exchange_length((char *[]){"CONTENT_LENGTH=", NULL}), -1);
	assert_int_equal(exchange_length((char *[]){NULL}), -1);
}

static void secrets(void **state)
{
	(void)state;
	assert_int_equal(CHECK(&locked, POST, "HTTP_X_SKILL_KEY=old-secret"), 200);
	assert_int_equal(CHECK(&locked, POST, "HTTP_X_SKILL_KEY=new-secret"), 200);
	assert_int_equal(CHECK(&locked, POST, "HTTP_X_SKILL_KEY=new-secre"), 401);
	assert_int_equal(CHECK(&locked, POST, "HTTP_X_SKILL_KEY=new-secret2"), 401);
	assert_int_equal(CHECK(&locked, POST, "HTTP_X_SKILL_KEY="), 401);
	assert_int_equal(CHECK(&locked, POST), 401);
	assert_int_equal(CHECK(&locked, POST, "X_SKILL_KEY=new-secret"), 401);
	assert_int_equal(CHECK(&locked, "REQUEST_METHOD=GET", "SCRIPT_NAME=/skill/x"), 401);
}

static void networks(void **state)
{
	(void)state;
	struct config c = locked;
	assert_true(network_parse(&c.access.networks.items[0], STR("192.0.2.0/24")));
	assert_true(network_parse(&c.access.networks.items[1], STR("2001:db8::/32")));
	c.access.networks.n = 2;
	char secret[] = "HTTP_X_SKILL_KEY=old-secret";
	assert_int_equal(CHECK(&c, POST, secret, "REMOTE_ADDR=192.0.2.7"), 200);
	assert_int_equal(CHECK(&c, POST, secret, "REMOTE_ADDR=2001:db8::7"), 200);
	assert_int_equal(CHECK(&c, POST, secret, "REMOTE_ADDR=192.0.3.7"), 401);
	assert_int_equal(CHECK(&c, POST, secret, "REMOTE_ADDR="), 401);
	assert_int_equal(CHECK(&c, POST, secret), 401);
	assert_int_equal(CHECK(&c, POST, "REMOTE_ADDR=192.0.2.7"), 401);
}

static void deadlines(void **state)
{
	(void)state;
	char received[64];
	int64_t now = clock_ms();
	assert_in_range(exchange_deadline(&open_to_all, (char *[]){NULL}, now) - now, 4000, 4500);
	snprintf(received, sizeof received, "ARTISTBOT_RECEIVED=%.3f",
	    (double)(clock_wall_ms() - 1500) / 1000);
	assert_in_range(
	    exchange_deadline(&open_to_all, (char *[]){received, NULL}, now) - now, 2499, 3000);
	static char *const nonsense[] = {"ARTISTBOT_RECEIVED=", "ARTISTBOT_RECEIVED=x",
	    "ARTISTBOT_RECEIVED=1.5", "ARTISTBOT_RECEIVED=nan", "ARTISTBOT_RECEIVED=1e300",
	    "ARTISTBOT_RECEIVED=9999999999.1"};
	for (size_t i = 0; i < sizeof nonsense / sizeof *nonsense; i++)
		assert_in_range(
		    exchange_deadline(&open_to_all, (char *[]){nonsense[i], NULL}, now) - now, 4000,
		    4500);
}

static void headers(void **state)
{
	(void)state;
	char header[EXCHANGE_HEADER + 1];
	header[exchange_header(header, EXCHANGE_OK, 12)] = '\0';
	assert_string_equal(header,
	    "Status: 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n"
	    "Content-Length: 12\r\n\r\n");
	static const enum exchange_status refusals[] = {
	    EXCHANGE_UNAUTHORIZED, EXCHANGE_NOT_FOUND, EXCHANGE_NOT_ALLOWED, EXCHANGE_TOO_LARGE};
	for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
		char status[64], length[64];
		size_t n = exchange_header(header, refusals[i], 0);
		assert_true(n < EXCHANGE_HEADER);
		header[n] = '\0';
		snprintf(status, sizeof status, "Status: %d ", (int)refusals[i]);
		snprintf(length, sizeof length, "Content-Length: %zu\r\n",
		    strlen(strstr(header, "\r\n\r\n") + 4));
		assert_non_null(strstr(header, status));
		assert_non_null(strstr(header, length));
		assert_int_equal(strstr(header, "\r\nAllow: POST\r\n") != NULL,
		    refusals[i] == EXCHANGE_NOT_ALLOWED);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(paths),
	    cmocka_unit_test(methods),
	    cmocka_unit_test(lengths),
	    cmocka_unit_test(secrets),
	    cmocka_unit_test(networks),
	    cmocka_unit_test(deadlines),
	    cmocka_unit_test(headers),
	};
	return unit_run("exchange", tests);
}

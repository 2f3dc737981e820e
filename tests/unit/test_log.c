/* The log: one line an event, whatever the values hold, and never a wait. */
#include "unit.h"

#include "base/log.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>

static int saved;

/* Standard error into a pipe; the read end is the state. */
static int setup(void **state)
{
	static int ends[2];
	if (pipe(ends))
		return -1;
	saved = dup(STDERR_FILENO);
	dup2(ends[1], STDERR_FILENO);
	close(ends[1]);
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	*state = &ends[0];
	return 0;
}

static int teardown(void **state)
{
	dup2(saved, STDERR_FILENO);
	close(saved);
	close(*(int *)*state);
	return 0;
}

static const char *logged(void **state)
{
	static char text[4096];
	ssize_t n = read(*(int *)*state, text, sizeof text - 1);
	text[n > 0 ? n : 0] = '\0';
	return text;
}

static const char *line_with(void **state, struct str value)
{
	struct log_line l;
	log_begin(&l, LOG_INFO, "test");
	log_str(&l, "v", value);
	log_end(&l);
	const char *at = strstr(logged(state), " v=");
	assert_non_null(at);
	return at + 3;
}

static void values_cannot_forge_a_line(void **state)
{
	assert_string_equal(line_with(state, STR("plain")), "plain\n");
	assert_string_equal(line_with(state, STR("아이유")), "아이유\n");
	assert_string_equal(line_with(state, STR("")), "\"\"\n");
	assert_string_equal(line_with(state, STR("a b")), "\"a b\"\n");
	assert_string_equal(line_with(state, STR("a\nlevel=error")), "\"a\\u000alevel=error\"\n");
	assert_string_equal(line_with(state, STR("a\"b\\c")), "\"a\\\"b\\\\c\"\n");
	assert_string_equal(line_with(state, STR("\xff\x1b[2J")), "\"\\ufffd\\u001b[2J\"\n");
	assert_string_equal(line_with(state, STR("a\u2028b\xc2\x85")), "\"a\\u2028b\\u0085\"\n");
	assert_string_equal(
	    line_with(state, STR("a\u202eb\u2066c\u200f")), "\"a\\u202eb\\u2066c\\u200f\"\n");
	assert_string_equal(line_with(state, STR("\u200d가")), "\u200d가\n");
}

static void a_long_value_keeps_the_line_whole(void **state)
{
	char value[5000];
	memset(value, '"', sizeof value);
	const char *line = line_with(state, (struct str){value, sizeof value});
	size_t n = strlen(line);
	assert_true(n < LOG_LINE);
	assert_string_equal(line + n - 2, "\"\n");
	memset(value, 'x', sizeof value);
	line = line_with(state, (struct str){value, sizeof value});
	assert_string_equal(line + strlen(line) - 1, "\n");
	assert_null(strchr(line, 'x')); /* a plain one that does not fit is marked as left out */
}

/* However little room there is left, what is there is name=value. */
static void a_full_line_has_no_half_names(void **state)
{
	char value[LOG_LINE];
	memset(value, 'x', sizeof value);
	for (size_t n = LOG_LINE - 100; n < LOG_LINE - 40; n++) {
		struct log_line l;
		log_begin(&l, LOG_INFO, "test");
		log_str(&l, "v", (struct str){value, n});
		log_str(&l, "status", STR("200"));
		log_int(&l, "ms", 5);
		log_end(&l);
		const char *text = logged(state), *at = text;
		while ((at = strchr(at, ' '))) {
			at++;
			size_t name = strspn(at, "abcdefghijklmnopqrstuvwxyz");
			if (!name || at[name] != '=')
				fail_msg("%zu: %s", n, text);
		}
	}
}

static void levels(void **state)
{
	enum log_level level;
	log_set_level(LOG_WARN);
	log_event(LOG_INFO, "quiet", "x");
	log_event(LOG_WARN, "loud", "n=%d", 7);
	log_set_level(LOG_INFO);
	const char *text = logged(state);
	assert_null(strstr(text, "quiet"));
	assert_non_null(strstr(text, " level=warn msg=loud detail=\"n=7\"\n"));
	assert_true(log_parse_level("debug", &level));
	assert_int_equal(level, LOG_DEBUG);
	assert_false(log_parse_level("Debug", &level));
}

/* A pipe holds 64 KiB; nobody reads it. */
static void nobody_reading_costs_lines_not_time(void **state)
{
	enum { LINES = 3000 };
	int lines = 0, dropped = -1;
	for (int i = 0; i < LINES; i++)
		log_event(LOG_INFO, "flood", "%0100d", i);
	for (const char *text = logged(state); *text; text = logged(state))
		for (const char *p = text; (p = strchr(p, '\n')); p++)
			lines++;
	assert_true(lines > 100 && lines < LINES);
	log_event(LOG_INFO, "after", "x");
	const char *told = strstr(logged(state), "dropped=");
	assert_non_null(told);
	sscanf(told, "dropped=%d", &dropped);
	assert_int_equal(lines + dropped, LINES);
	log_event(LOG_INFO, "after", "x");
	assert_null(strstr(logged(state), "dropped="));
}

/* Floods a descriptor from a process of its own, which has not logged yet. */
static void flood(int fd, int lines)
{
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		dup2(fd, STDERR_FILENO);
		for (int i = 0; i < lines; i++)
			log_event(LOG_INFO, "flood", "%0100d", i);
		_exit(0);
	}
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

/* Whole lines only, in their order. Returns how many. */
static int count_lines(int fd)
{
	static char text[1 << 20];
	size_t n = 0;
	int lines = 0, number, before = -1;
	for (ssize_t got;
	     n < sizeof text - 1 && (got = read(fd, text + n, sizeof text - 1 - n)) > 0;)
		n += (size_t)got;
	text[n] = '\0';
	for (char *line = text, *end; (end = strchr(line, '\n')); line = end + 1, lines++) {
		assert_int_equal(strncmp(line, "time=", 5), 0);
		assert_int_equal(sscanf(strstr(line, "detail="), "detail=%d", &number), 1);
		assert_true(number > before);
		before = number;
	}
	assert_true(n > 0 && text[n - 1] == '\n');
	return lines;
}

static void a_socket_nobody_reads_costs_no_time_either(void **state)
{
	int ends[2];
	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	flood(ends[1], 5000);
	close(ends[1]);
	int lines = count_lines(ends[0]);
	assert_true(lines > 50 && lines < 5000);
	close(ends[0]);
}

static void a_file_gets_every_line(void **state)
{
	(void)state;
	FILE *f = tmpfile();
	assert_non_null(f);
	flood(fileno(f), 3000);
	rewind(f);
	assert_int_equal(count_lines(fileno(f)), 3000);
	fclose(f);
}

static void milliseconds_have_one_digit(void **state)
{
	static const struct {
		int64_t us;
		const char *text;
	} cases[] = {{0, "0.0"}, {-5, "0.0"}, {49, "0.0"}, {50, "0.1"}, {949, "0.9"}, {950, "1.0"},
	    {9999, "10.0"}, {123449, "123.4"}, {3800000, "3800.0"}};
	char want[64];
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct log_line l;
		log_begin(&l, LOG_INFO, "test");
		log_ms(&l, "v", cases[i].us);
		log_end(&l);
		snprintf(want, sizeof want, " v=%s\n", cases[i].text);
		assert_non_null(strstr(logged(state), want));
	}
}

static void end_soon(int number)
{
	struct log_line l;
	log_begin(&l, LOG_INFO, "soon");
	log_int(&l, "n", number);
	log_end_soon(&l);
}

/* Lines that follow at once are held back, none is lost, and their order stays. */
static void lines_in_a_row_are_written_together(void **state)
{
	usleep(10000);
	end_soon(0);
	const char *text = logged(state);
	assert_non_null(strstr(text, " n=0\n")); /* by itself: at once */
	assert_int_equal(log_wait_ms(), -1);
	int next = 1, writes = 0;
	for (int i = 1; i <= 200; i++) {
		end_soon(i);
		text = logged(state);
		writes += *text != '\0';
		for (const char *p = text; (p = strstr(p, " n=")); p++, next++)
			assert_int_equal(strtol(p + 3, NULL, 10), next);
	}
	assert_true(writes > 0 && writes < 100);
	if (next <= 200) {
		assert_true(log_wait_ms() >= 0);
		log_flush();
		for (const char *p = logged(state); (p = strstr(p, " n=")); p++, next++)
			assert_int_equal(strtol(p + 3, NULL, 10), next);
	}
	assert_int_equal(next, 201);
	assert_int_equal(log_wait_ms(), -1);
	log_flush();
	assert_string_equal(logged(state), "");
}

static void a_line_that_is_urgent_comes_after_those_held_back(void **state)
{
	end_soon(1);
	logged(state);
	end_soon(2);
	log_event(LOG_WARN, "urgent", "x");
	const char *text = logged(state), *urgent = strstr(text, "msg=urgent"),
		   *held = strstr(text, " n=2\n");
	assert_non_null(urgent);
	assert_true(!held || held < urgent);
	assert_int_equal(log_wait_ms(), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		a_socket_nobody_reads_costs_no_time_either), /* before anything is logged */
	    cmocka_unit_test(a_file_gets_every_line),
	    cmocka_unit_test_setup_teardown(lines_in_a_row_are_written_together, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		a_line_that_is_urgent_comes_after_those_held_back, setup, teardown),
	    cmocka_unit_test_setup_teardown(milliseconds_have_one_digit, setup, teardown),
	    cmocka_unit_test_setup_teardown(values_cannot_forge_a_line, setup, teardown),
	    cmocka_unit_test_setup_teardown(a_long_value_keeps_the_line_whole, setup, teardown),
	    cmocka_unit_test_setup_teardown(a_full_line_has_no_half_names, setup, teardown),
	    cmocka_unit_test_setup_teardown(levels, setup, teardown),
	    cmocka_unit_test_setup_teardown(nobody_reading_costs_lines_not_time, setup, teardown),
	};
	return unit_run("log", tests);
}

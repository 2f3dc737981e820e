/* Counters, and the three forms that they are shown in. */
#include "unit.h"

#include "base/metrics.h"
#include "responder/figures.h"
#include "responder/pages.h"

#include <pthread.h>

static void names_are_counted_each(void **state)
{
	(void)state;
	struct metric_names s = {.items[0].name = NULL};
	char found[] = "found"; /* another address than the literal's */
	metric_count(&s, "found");
	metric_count(&s, "late");
	metric_count(&s, found);
	assert_int_equal(metric_counted(&s, "found"), 2);
	assert_int_equal(metric_counted(&s, "late"), 1);
	assert_int_equal(metric_counted(&s, "never"), 0);
}

static void too_many_names_are_other(void **state)
{
	(void)state;
	struct metric_names s = {.items[0].name = NULL};
	static char names[2 * METRIC_NAMES][24];
	for (int i = 0; i < 2 * METRIC_NAMES; i++) {
		snprintf(names[i], sizeof names[i], "name %d", i);
		metric_count(&s, names[i]);
	}
	assert_int_equal(metric_counted(&s, "name 0"), 1);
	assert_int_equal(metric_counted(&s, "other"), METRIC_NAMES + 1);
}

enum { THREADS = 4, ROUNDS = 20000 };

static void *count_much(void *context)
{
	static const char *const names[] = {"a", "b", "c", "d", "e", "f", "g", "h"};
	for (int i = 0; i < ROUNDS; i++)
		metric_count(context, names[i % 8]);
	return NULL;
}

static void threads_lose_no_count(void **state)
{
	(void)state;
	struct metric_names s = {.items[0].name = NULL};
	pthread_t threads[THREADS];
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, count_much, &s), 0);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	for (const char *name = "abcdefgh"; *name; name++)
		assert_int_equal(metric_counted(&s, (char[]){*name, '\0'}), THREADS * ROUNDS / 8);
}

static void times_have_quantiles(void **state)
{
	(void)state;
	struct metric_times t = {0};
	assert_int_equal(metric_quantile_us(&t, 0.5), 0);
	for (int i = 0; i < 98; i++)
		metric_took(&t, 900);
	metric_took(&t, 90000);
	metric_took(&t, 9000000);
	assert_int_equal(metric_times_count(&t), 100);
	assert_int_equal(metric_quantile_us(&t, 0.5), 1000);
	assert_int_equal(metric_quantile_us(&t, 0.99), 100000);
	assert_int_equal(metric_quantile_us(&t, 1), 9000000);
	assert_int_equal(metric_read(&t.max_us), 9000000);
}

static const char *shown(struct buf *out, enum figures_form form)
{
	struct figures f;
	struct metric_names s = {.items[0].name = NULL};
	struct metric_times t = {0};
	metric_count(&s, "200");
	metric_took(&t, 2000);
	buf_reset(out, 0);
	figures_begin(&f, form, out);
	figures_open(&f, "group");
	figures_text(&f, "text", STR("a \"b\""));
	figures_number(&f, &(struct figure){"n", "n_total", "Help.", FIGURES_COUNTER}, 7);
	figures_number(&f, &(struct figure){"hidden", NULL, NULL, FIGURES_GAUGE}, 8);
	figures_family(&f, &(struct figure){"calls", "calls_total", "Help.", FIGURES_COUNTER});
	figures_nest(&f, "endpoint", "search");
	figures_names(&f, "status", &s);
	figures_nest_end(&f);
	figures_family_end(&f);
	figures_times(&f, &(struct figure){"took", "took_seconds", "Help.", FIGURES_COUNTER}, "way",
	    "in", &t);
	figures_close(&f);
	figures_end(&f);
	assert_false(out->failed);
	return out->data;
}

static void figures_in_three_forms(void **state)
{
	(void)state;
	struct buf out;
	buf_init(&out, 64 * 1024);
	assert_string_equal(shown(&out, FIGURES_JSON),
	    "{\"group\":{\"text\":\"a \\\"b\\\"\",\"n\":7,\"hidden\":8,\"calls\":{\"search\":{"
	    "\"200\":1}},\"took\":{\"count\":1,\"mean_ms\":2.0,\"p50_ms\":2.5,\"p95_ms\":2.5,"
	    "\"p99_ms\":2.5,\"max_ms\":2.0}}}\n");
	assert_string_equal(shown(&out, FIGURES_TEXT),
	    "group text: a \"b\"\ngroup n: 7\ngroup hidden: 8\ngroup calls search 200: 1\n"
	    "group took count: 1\ngroup took mean_ms: 2.0\ngroup took p50_ms: 2.5\n"
	    "group took p95_ms: 2.5\ngroup took p99_ms: 2.5\ngroup took max_ms: 2.0\n");
	const char *text = shown(&out, FIGURES_PROMETHEUS);
	assert_non_null(strstr(text, "# TYPE artistbot_n_total counter\nartistbot_n_total 7\n"));
	assert_non_null(
	    strstr(text, "artistbot_calls_total{endpoint=\"search\",status=\"200\"} 1\n"));
	assert_non_null(
	    strstr(text, "artistbot_took_seconds_bucket{way=\"in\",le=\"0.0025\"} 1\n"));
	assert_non_null(strstr(text, "artistbot_took_seconds_bucket{way=\"in\",le=\"0.001\"} 0\n"));
	assert_non_null(strstr(text, "artistbot_took_seconds_sum{way=\"in\"} 0.002000\n"
				     "artistbot_took_seconds_count{way=\"in\"} 1\n"));
	assert_null(strstr(text, "hidden"));
	buf_free(&out);
}

#define PAGE(...) page_of((char *[]){__VA_ARGS__, NULL})
#define GET "REQUEST_METHOD=GET"

static void pages_by_path(void **state)
{
	(void)state;
	assert_int_equal(PAGE(GET, "SCRIPT_NAME=/healthz"), PAGE_HEALTH);
	assert_int_equal(PAGE("REQUEST_METHOD=HEAD", "PATH_INFO=/readyz"), PAGE_READY);
	assert_int_equal(PAGE(GET, "SCRIPT_NAME=/status"), PAGE_STATUS);
	assert_int_equal(PAGE(GET, "SCRIPT_NAME=/status", "QUERY_STRING=json"), PAGE_STATUS_JSON);
	assert_int_equal(
	    PAGE(GET, "SCRIPT_NAME=/status", "HTTP_ACCEPT=text/html, application/json"),
	    PAGE_STATUS_JSON);
	assert_int_equal(PAGE(GET, "SCRIPT_NAME=/metrics"), PAGE_METRICS);
	assert_int_equal(PAGE("REQUEST_METHOD=POST", "SCRIPT_NAME=/metrics"), PAGE_NONE);
	assert_int_equal(PAGE(GET, "SCRIPT_NAME=/skill/status"), PAGE_NONE);
	assert_int_equal(PAGE(GET, "SCRIPT_NAME=/skill/artist"), PAGE_NONE);
	assert_int_equal(PAGE("SCRIPT_NAME=/metrics"), PAGE_NONE);
}

static void pages_are_for_some(void **state)
{
	(void)state;
	struct config_status c = {.networks.n = 1};
	assert_true(network_parse(&c.networks.items[0], STR("127.0.0.0/8")));
	assert_true(page_allowed(&c, (char *[]){"REMOTE_ADDR=127.0.0.1", NULL}));
	assert_false(page_allowed(&c, (char *[]){"REMOTE_ADDR=192.0.2.1", NULL}));
	assert_false(page_allowed(&c, (char *[]){"REMOTE_ADDR=", NULL}));
	assert_false(page_allowed(&c, (char *[]){NULL}));
	assert_false(
	    page_allowed(&c, (char *[]){"REMOTE_ADDR=127.0.0.1", "HTTP_FORWARDED=", NULL}));
	assert_false(
	    page_allowed(&c, (char *[]){"REMOTE_ADDR=127.0.0.1", "HTTP_VIA=1.1 proxy", NULL}));
	assert_false(page_allowed(
	    &c, (char *[]){"REMOTE_ADDR=127.0.0.1", "HTTP_X_FORWARDED_PROTO=https", NULL}));
	c.networks.n = 0;
	assert_false(page_allowed(&c, (char *[]){"REMOTE_ADDR=127.0.0.1", NULL}));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(names_are_counted_each),
	    cmocka_unit_test(too_many_names_are_other),
	    cmocka_unit_test(threads_lose_no_count),
	    cmocka_unit_test(times_have_quantiles),
	    cmocka_unit_test(figures_in_three_forms),
	    cmocka_unit_test(pages_by_path),
	    cmocka_unit_test(pages_are_for_some),
	};
	return unit_run("metrics", tests);
}

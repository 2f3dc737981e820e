/* Several database servers: how they are written, which is asked, and what happens when one goes
 * away and comes back. The servers are two ways to the private one of ARTISTBOT_TEST_DB_SOCKET, so
 * that each can be taken away. */
#include "unit.h"

#include "base/clock.h"
#include "base/host.h"
#include "store/conn.h"
#include "store/hosts.h"

#include <sys/socket.h>
#include <sys/un.h>

static void parses(const char *text, const char *name, unsigned port)
{
	struct host h;
	if (!host_parse(&h, str_of(text), 3306))
		fail_msg("%s is a host", text);
	assert_string_equal(h.name, name);
	assert_int_equal(h.port, port);
}

static void how_a_host_is_written(void **state)
{
	static const char *const bad[] = {"", ":1", "a:", "a:0", "a:65536", "a:1x", "a:-1", "a: 1",
	    "[::1]3307", "[::1]:", "[]:1", "[::1]:70000"};
	struct host h;
	(void)state;
	parses("db", "db", 3306);
	parses("db.example:3307", "db.example", 3307);
	parses("192.0.2.1", "192.0.2.1", 3306);
	parses("2001:db8::1", "2001:db8::1", 3306);
	parses("[2001:db8::1]", "2001:db8::1", 3306);
	parses("[2001:db8::1]:65535", "2001:db8::1", 65535);
	parses("/run/a:b.sock", "/run/a:b.sock", 0);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (host_parse(&h, str_of(bad[i]), 3306))
			fail_msg("%s is no host", bad[i]);
}

static struct hosts three(void)
{
	struct hosts h;
	struct config_database d = {.host = "", .port = 3306};
	struct config_list list = {.items = {"a", "b", "c"}, .n = 3};
	hosts_init(&h, &d, &list);
	return h;
}

/* As if the time of a bad one were over. */
static void over(struct hosts *h, int i)
{
	atomic_store(&h->items[i].bad_until, 1);
}

static void the_first_that_is_well(void **state)
{
	struct hosts h = three();
	(void)state;
	assert_int_equal(hosts_choose(&h, -1), 0);
	assert_int_equal(hosts_choose(&h, 2), 0);
	hosts_bad(&h, 0);
	assert_int_equal(hosts_choose(&h, -1), 1);
	assert_int_equal(hosts_choose(&h, 0), 1);
	assert_true(hosts_other(&h, 0));
	hosts_bad(&h, 1);
	assert_int_equal(hosts_choose(&h, -1), 2);
	assert_false(hosts_other(&h, 2));
	hosts_well(&h, 0);
	assert_int_equal(hosts_choose(&h, 2), 0);
}

static void one_caller_tries_one_whose_time_is_over(void **state)
{
	struct hosts h = three();
	(void)state;
	hosts_bad(&h, 0);
	over(&h, 0);
	assert_int_equal(hosts_choose(&h, 1), 0);
	assert_int_equal(hosts_choose(&h, 1), 1);
	hosts_bad(&h, 0);
	assert_int_equal(hosts_choose(&h, 1), 1);
}

static void where_none_is_well_the_one_left_alone_longest_is_asked(void **state)
{
	struct hosts h = three();
	(void)state;
	hosts_bad(&h, 1);
	usleep(3000);
	hosts_bad(&h, 0);
	usleep(3000);
	hosts_bad(&h, 2);
	assert_int_equal(hosts_choose(&h, -1), 1);
}

/* --- with a server --- */

struct fixture {
	char folder[40], ways[2][60], name[60];
	struct config_database config;
	struct store *store;
	struct store_conn *conn;
};

static void open_way(struct fixture *f, int i)
{
	assert_int_equal(symlink(getenv("ARTISTBOT_TEST_DB_SOCKET"), f->ways[i]), 0);
}

static int start(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	struct buf report;
	char folder[] = "/tmp/artistbot-hosts-XXXXXX";
	*state = f;
	if (!f || !getenv("ARTISTBOT_TEST_DB_SOCKET") || !mkdtemp(folder))
		return -1;
	snprintf(f->folder, sizeof f->folder, "%s", folder);
	snprintf(f->name, sizeof f->name, "hosts_%d_%lld", (int)getpid(), (long long)clock_ms());
	f->config = (struct config_database){
	    .user = "root", .password = "", .name = f->name, .tls_ca = "", .timeout_s = 20};
	for (int i = 0; i < 2; i++) {
		snprintf(f->ways[i], sizeof f->ways[i], "%s/%d", folder, i);
		f->config.hosts.items[f->config.hosts.n++] = f->ways[i];
		open_way(f, i);
	}
	f->store = store_new(&f->config);
	f->conn = store_conn_new(f->store);
	buf_init(&report, 10000);
	enum store_status status = store_migrate(f->conn, &report);
	buf_free(&report);
	return status == STORE_OK ? 0 : -1;
}

static int stop(void **state)
{
	struct fixture *f = *state;
	char sql[100];
	store_conn_free(f->conn);
	store_free(f->store);
	MYSQL *admin = mysql_init(NULL);
	snprintf(sql, sizeof sql, "DROP DATABASE `%s`", f->name);
	if (!mysql_real_connect(
		admin, NULL, "root", NULL, NULL, 0, getenv("ARTISTBOT_TEST_DB_SOCKET"), 0) ||
	    mysql_query(admin, sql))
		print_error("%s: %s\n", sql, mysql_error(admin));
	mysql_close(admin);
	for (int i = 0; i < 2; i++)
		unlink(f->ways[i]);
	rmdir(f->folder);
	free(f);
	return 0;
}

static enum store_status reads(struct fixture *f)
{
	struct store_facts facts;
	return store_facts_read(f->conn, INT64_MAX, &facts);
}

static enum store_status writes(struct fixture *f)
{
	return store_fact_set(f->conn, "fact", "x", 10000);
}

/* The way to a server ends, and with it the connection on it. */
static void cut(struct fixture *f, struct store_conn *c, int i)
{
	unlink(f->ways[i]);
	if (c->db)
		shutdown(mysql_get_socket(c->db), SHUT_RDWR);
}

static void a_lost_host_costs_no_error_and_is_taken_again(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(writes(f), STORE_OK);
	assert_int_equal(f->conn->host, 0);
	cut(f, f->conn, 0);
	assert_int_equal(writes(f), STORE_OK);
	assert_int_equal(f->conn->host, 1);
	assert_int_equal(reads(f), STORE_OK);
	/* Its time is over, and it is still away: nobody notices. */
	over(&f->store->write_to, 0);
	over(&f->store->read_from, 0);
	assert_int_equal(writes(f), STORE_OK);
	assert_int_equal(reads(f), STORE_OK);
	assert_int_equal(f->conn->host, 1);
	open_way(f, 0);
	over(&f->store->read_from, 0);
	assert_int_equal(reads(f), STORE_OK);
	assert_int_equal(f->conn->host, 0);
}

static void all_follow_to_the_host_that_is_back(void **state)
{
	struct fixture *f = *state;
	struct store_conn *other = store_conn_new(f->store);
	struct store_facts facts;
	cut(f, f->conn, 0);
	assert_int_equal(reads(f), STORE_OK);
	assert_int_equal(store_facts_read(other, INT64_MAX, &facts), STORE_OK);
	assert_int_equal(other->host, 1);
	open_way(f, 0);
	over(&f->store->read_from, 0);
	assert_int_equal(reads(f), STORE_OK);
	assert_int_equal(store_facts_read(other, INT64_MAX, &facts), STORE_OK);
	assert_int_equal(other->host, 0);
	store_conn_free(other);
}

static void a_host_that_says_nothing_is_left(void **state)
{
	struct fixture *f = *state;
	f->config.timeout_s = 3;
	unlink(f->ways[0]);
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	snprintf(address.sun_path, sizeof address.sun_path, "%s", f->ways[0]);
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
	assert_int_equal(listen(fd, 8), 0);
	int64_t began = clock_ms();
	assert_int_equal(reads(f), STORE_OK);
	assert_in_range(clock_ms() - began, 2900, 5900); /* the time-out for connecting, once */
	assert_int_equal(f->conn->host, 1);
	int64_t failures = metric_read(&store_stats(f->store)->connect_failures);
	assert_int_equal(reads(f), STORE_OK);
	assert_int_equal(metric_read(&store_stats(f->store)->connect_failures), failures);
	close(fd);
}

static void reading_and_writing_go_where_each_is_told_to(void **state)
{
	struct fixture *f = *state;
	f->config.hosts.n = 1;
	f->config.read_hosts = (struct config_list){.items = {f->ways[1]}, .n = 1};
	struct store *store = store_new(&f->config);
	struct store_conn *c = store_conn_new(store);
	struct store_facts facts;
	unlink(f->ways[0]);
	assert_int_equal(store_facts_read(c, INT64_MAX, &facts), STORE_OK);
	assert_int_equal(store_fact_set(c, "fact", "x", 1000), STORE_DOWN);
	assert_non_null(strstr(store_error(c), f->ways[0]));
	open_way(f, 0);
	atomic_store(&store->leave_until, 1); /* the breaker's second is over */
	assert_int_equal(store_fact_set(c, "fact", "x", 1000), STORE_OK);
	cut(f, c, 1);
	assert_int_equal(store_fact_set(c, "fact", "x", 1000), STORE_OK);
	assert_int_equal(store_facts_read(c, INT64_MAX, &facts), STORE_DOWN);
	store_conn_free(c);
	store_free(store);
}

/* What Galera says without quorum: error 1047. */
static enum store_status without_quorum(struct store_conn *c, void *arg)
{
	int *asked = arg;
	++*asked;
	if (c->host == 0)
		conn_query(c, "SIGNAL SQLSTATE '08S01' SET MYSQL_ERRNO = 1047", "test");
	return STORE_OK;
}

static void a_node_without_quorum_is_left(void **state)
{
	struct fixture *f = *state;
	int asked = 0;
	assert_int_equal(conn_do(f->conn, CONN_WRITE, INT64_MAX, without_quorum, &asked), STORE_OK);
	assert_int_equal(asked, 2);
	assert_int_equal(f->conn->host, 1);
}

static enum store_status loses_twice(struct store_conn *c, void *arg)
{
	int *asked = arg;
	if (++*asked <= 2)
		conn_query(c, "SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213", "test");
	return STORE_OK;
}

static void a_transaction_that_loses_twice_is_tried_a_third_time(void **state)
{
	struct fixture *f = *state;
	int asked = 0;
	assert_int_equal(conn_do(f->conn, CONN_WRITE, INT64_MAX, loses_twice, &asked), STORE_OK);
	assert_int_equal(asked, 3);
}

int main(void)
{
#define WITH_SERVER(test) cmocka_unit_test_setup_teardown(test, start, stop)
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(how_a_host_is_written),
	    cmocka_unit_test(the_first_that_is_well),
	    cmocka_unit_test(one_caller_tries_one_whose_time_is_over),
	    cmocka_unit_test(where_none_is_well_the_one_left_alone_longest_is_asked),
	    WITH_SERVER(a_lost_host_costs_no_error_and_is_taken_again),
	    WITH_SERVER(all_follow_to_the_host_that_is_back),
	    WITH_SERVER(a_host_that_says_nothing_is_left),
	    WITH_SERVER(reading_and_writing_go_where_each_is_told_to),
	    WITH_SERVER(a_node_without_quorum_is_left),
	    WITH_SERVER(a_transaction_that_loses_twice_is_tried_a_third_time),
	};
	return unit_run("hosts", tests);
}

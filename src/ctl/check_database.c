/* artistbotctl check: the database. Each server of it is tried by itself, for the responder goes
 * from one that is away to the next and says nothing. */
#include "ctl/checks.h"
#include "store/rights.h"

#include <stdio.h>

enum { MAX_REFUSED = 32 * 1024, SHOWN = 5, MAX_WHY = 2000, MAX_LABEL = 320 };

/* What is to be done about an error of MySQL's. */
static const struct {
	unsigned numbers[6];
	struct ctl_words remedy;
} remedies[] = {
    {{2002, 2003},
	{"nobody answers there: does the database run (systemctl status mariadb, or mysql), and is "
	 "[database] socket, or host and port, the right one?",
	    "그곳에서 아무도 답하지 않아요. 데이터베이스가 실행 중인지(systemctl status mariadb "
	    "또는 "
	    "mysql), [database]의 socket이나 host와 port가 맞는지 확인하세요"}},
    {{2005}, {"no machine has that name: correct host, or hosts, in [database]",
		 "그런 이름의 서버가 없어요. [database]의 host나 hosts를 고치세요"}},
    {{1045, 1698, 2059, 2061},
	{"the database does not know this user with this password: correct user and password_file "
	 "in [database], or let artistbot-setup make the user",
	    "데이터베이스가 이 사용자와 비밀번호를 몰라요. [database]의 user와 password_file을 "
	    "고치거나 artistbot-setup으로 사용자를 만드세요"}},
    {{1044}, {"the user may not use this database: let artistbot-setup make both, or let an "
	      "administrator GRANT SELECT, INSERT, UPDATE, DELETE on it",
		 "이 사용자는 이 데이터베이스를 쓸 수 없어요. artistbot-setup으로 둘 다 만들거나, "
		 "관리자가 "
		 "SELECT, INSERT, UPDATE, DELETE 권한을 GRANT로 주게 하세요"}},
    {{1040, 1203, 1226},
	{"it takes no more connections: raise max_connections there, or lower workers in [server]",
	    "연결을 더 받지 않아요. 그곳의 max_connections를 늘리거나 [server] workers를 "
	    "줄이세요"}},
    {{1129},
	{"it has shut this machine out after many errors: run mariadb-admin flush-hosts there",
	    "오류가 많아 이 서버를 막았어요. 그곳에서 mariadb-admin flush-hosts를 실행하세요"}},
    {{1290, 1792, 1836},
	{"it is read only: put one that takes writes into [database] hosts, and replicas into "
	 "read_hosts",
	    "읽기 전용이에요. 쓸 수 있는 서버를 [database] hosts에, 복제본은 read_hosts에 "
	    "넣으세요"}},
    {{2006, 2013, 2055, 1205, 1969},
	{"it did not answer in time: is it overloaded, or does it hang? [database] timeout_s says "
	 "how long it is waited for",
	    "제때 답하지 않았어요. 과부하이거나 멈춘 것은 아닌가요? 기다리는 시간은 [database] "
	    "timeout_s예요"}},
    {{2026}, {"TLS failed: is [database] tls_ca the CA of the server's certificate, and is that "
	      "made out "
	      "to the name that host has here?",
		 "TLS 연결에 실패했어요. [database] tls_ca가 서버 인증서의 CA인지, 인증서의 이름이 "
		 "host와 "
		 "같은지 확인하세요"}},
    {{1054, 1146},
	{"run artistbotctl migrate; if that finds nothing to do, somebody has changed the tables",
	    "artistbotctl migrate를 실행하세요. 할 일이 없다고 하면 누군가 표를 바꾼 거예요"}},
};

static const char *remedy(const struct ctl *o, unsigned number)
{
	for (size_t i = 0; i < sizeof remedies / sizeof *remedies; i++)
		for (size_t n = 0; n < sizeof remedies[i].numbers / sizeof(unsigned); n++)
			if (number && remedies[i].numbers[n] == number)
				return ctl_words(o, &remedies[i].remedy);
	return ctl_text(o, "look into the database's own log: journalctl -u mariadb, or mysql",
	    "데이터베이스의 로그를 보세요: journalctl -u mariadb 또는 mysql");
}

static bool tell_error(struct checks *k, const char *what, const struct store_conn *conn)
{
	char why[MAX_WHY];
	snprintf(
	    why, sizeof why, "%s\n%s", store_error(conn), remedy(k->o, store_error_number(conn)));
	return checks_tell(k, what, false, why);
}

/* Returns whether its schema is as it should be. */
static bool check_schema(struct checks *k, const char *label, struct store_conn *conn)
{
	int have = 0, known = 0;
	char what[MAX_LABEL + 40];
	if (store_schema_version(conn, &have, &known) != STORE_OK)
		return tell_error(k, label, conn);
	snprintf(what, sizeof what, ctl_text(k->o, "%s: schema %d of %d", "%s: 구조 버전 %d/%d"),
	    label, have, known);
	return checks_tell(k, what, have == known,
	    have < known
		? ctl_text(k->o, "run: artistbotctl migrate", "이렇게 하세요: artistbotctl migrate")
	    : have > known
		? ctl_text(k->o,
		      "the database is newer than this program: install the newer artistbot",
		      "데이터베이스가 이 프로그램보다 새것이에요. 더 새로운 artistbot을 설치하세요")
		: NULL);
}

/* The first few of what was refused, and what to do. */
static void list_refused(const struct checks *k, const char *name, bool write,
    const struct buf *refused, struct buf *why)
{
	struct str left = buf_str(refused);
	int n = 0;
	for (const char *end; (end = memchr(left.p, '\n', left.n)); n++) {
		size_t line = (size_t)(end - left.p) + 1;
		if (n < SHOWN)
			buf_add(why, left.p, line);
		left = (struct str){left.p + line, left.n - line};
	}
	if (n > SHOWN)
		buf_addf(why, ctl_text(k->o, "… and %d more\n", "… 그 밖에 %d개\n"), n - SHOWN);
	if (memmem(refused->data, refused->len, "(error 1054)", 12) ||
	    memmem(refused->data, refused->len, "(error 1146)", 12))
		buf_adds(why, remedy(k->o, 1146));
	else
		buf_addf(why,
		    ctl_text(k->o,
			"the user needs %s on the database: let an administrator run\n"
			"GRANT %s ON `%s`.* TO the user above",
			"사용자에게 데이터베이스의 %s 권한이 필요해요. 관리자가 이렇게 실행하게 "
			"하세요\nGRANT %s ON `%s`.* TO 위의 사용자"),
		    write ? "SELECT, INSERT, UPDATE and DELETE" : "SELECT",
		    write ? "SELECT, INSERT, UPDATE, DELETE" : "SELECT", name);
}

static bool check_rights(
    struct checks *k, const char *label, const char *name, bool write, struct store_conn *conn)
{
	char what[MAX_LABEL + 60];
	struct buf refused, why;
	bool good = false;
	snprintf(what, sizeof what,
	    write ? ctl_text(k->o, "%s: rights to read and write", "%s: 읽고 쓸 권한")
		  : ctl_text(k->o, "%s: rights to read", "%s: 읽을 권한"),
	    label);
	buf_init(&refused, MAX_REFUSED);
	buf_init(&why, MAX_REFUSED);
	if (store_rights(conn, write, &refused) != STORE_OK) {
		tell_error(k, what, conn);
	} else {
		good = refused.len == 0;
		if (!good)
			list_refused(k, name, write, &refused, &why);
		checks_tell(k, what, good, why.data);
	}
	buf_free(&refused);
	buf_free(&why);
	return good;
}

typedef bool conn_check(
    struct checks *k, const char *label, const char *name, bool write, struct store_conn *conn);

static bool check_server(
    struct checks *k, const char *label, const char *name, bool write, struct store_conn *conn)
{
	return check_schema(k, label, conn) && check_rights(k, label, name, write, conn);
}

/* Rights are one thing; the server, or its disk, may take no writes at all. Matches no row. */
static bool check_writing(
    struct checks *k, const char *label, const char *name, bool write, struct store_conn *conn)
{
	char what[MAX_LABEL + 40];
	(void)name;
	(void)write;
	snprintf(what, sizeof what, ctl_text(k->o, "%s: takes writes", "%s: 쓰기 가능"), label);
	if (store_fact_drop(conn, "check") != STORE_OK)
		return tell_error(k, what, conn);
	return checks_tell(k, what, true, NULL);
}

/* Makes a connection and checks what it leads to. */
static bool with_conn(struct checks *k, const char *label, const struct config_database *d,
    bool write, conn_check *check)
{
	struct store *store = store_new(d);
	struct store_conn *conn = store ? store_conn_new(store) : NULL;
	bool good = conn ? check(k, label, d->name, write, conn)
			 : checks_tell(k, label, false,
			       ctl_text(k->o, "out of memory", "메모리가 모자라요"));
	store_conn_free(conn);
	if (store)
		store_free(store);
	return good;
}

/* One server alone; host NULL: the one of socket, or host and port. */
static bool check_host(
    struct checks *k, const struct config_database *d, const char *host, bool write)
{
	struct config_database one = *d;
	char label[MAX_LABEL];
	one.hosts = (struct config_list){.items = {host}, .n = host ? 1 : 0};
	one.read_hosts = (struct config_list){.n = 0};
	snprintf(label, sizeof label, "%s%s%s", ctl_text(k->o, "database", "데이터베이스"),
	    host ? " " : "", host ? host : "");
	return with_conn(k, label, &one, write, check_server);
}

static bool is_listed(const struct config_list *list, const char *host)
{
	for (int i = 0; i < list->n; i++)
		if (!strcmp(list->items[i], host))
			return true;
	return false;
}

void check_database(struct checks *k, const struct config *c)
{
	const struct config_database *d = &c->database;
	bool any = false;
	if (d->hosts.n == 0)
		any = check_host(k, d, NULL, true);
	for (int i = 0; i < d->hosts.n; i++)
		any |= check_host(k, d, d->hosts.items[i], true);
	for (int i = 0; i < d->read_hosts.n; i++)
		if (!is_listed(&d->hosts, d->read_hosts.items[i]))
			check_host(k, d, d->read_hosts.items[i], false);
	/* To whichever of them the responder would write. */
	if (any)
		with_conn(k, ctl_text(k->o, "database", "데이터베이스"), d, true, check_writing);
}

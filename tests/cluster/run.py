"""Three database nodes, two responder hosts, a load balancer, users all the time; then one after the other is cut off, killed,
brought back. tests/cluster/check starts it; the last line counts what was wrong."""
import argparse
import json
import os
import subprocess
import sys
import time

sys.dont_write_bytecode = True
import database  # noqa: E402
import hosts  # noqa: E402
import load  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
USERS = 24
STANDIN_PORT = 8888
# Kinds of ALTER that a later migration may hold.
LATER = ["ALTER TABLE artists ADD COLUMN later INT NULL", "ALTER TABLE artists ADD KEY later (later)",
         "ALTER TABLE artists DROP COLUMN later"]


def text(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


class Responder(hosts.Host):
    """A host with nginx, the responder, and Spotify's part within its own reach."""

    def begin(self, build, nodes, nearest):
        self.build = build
        addresses = [node.address for node in nodes]
        near = addresses[nearest:] + addresses[:nearest]
        self.write("artistbot.conf", f"""[database]
hosts = {", ".join(addresses)}
read_hosts = {", ".join(near)}
user = artistbot
password = secret
[spotify]
client_id = standin
client_secret = standin
api_url = http://127.0.0.1:{STANDIN_PORT}
accounts_url = http://127.0.0.1:{STANDIN_PORT}
daily_calls = 0
hourly_searches_a_user = 0
[status]
networks = 127.0.0.0/8, 10.77.0.0/24
""")
        self.start("standin", [sys.executable, "-B", os.path.join(ROOT, "tests/standin/spotify.py"), "--port", str(STANDIN_PORT),
                               "--port-file", self.path("port")])
        self.write_nginx()
        self.start("nginx", ["nginx", "-e", self.path("nginx.error"), "-p", self.folder, "-c", self.path("nginx.conf")])
        self.serve()

    def write(self, name, content):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(content)

    def write_nginx(self):
        site = text("etc/nginx/artistbot.conf")
        for old, new in {"/run/artistbot/artistbot.sock": self.path("sock"), "listen 127.0.0.1:8080": f"listen {self.address}:80",
                         "/usr/share/artistbot/www": os.path.join(ROOT, "www"), "/var/log/nginx/artistbot.log": self.path("access"),
                         "/etc/nginx/snippets/artistbot-skill.conf": os.path.join(ROOT, "etc/nginx/skill.conf")}.items():
            site = site.replace(old, new)
        self.write("site.conf", site)
        temporary = "".join(f"{kind}_temp_path {self.path(kind)};" for kind in ("proxy", "fastcgi", "uwsgi", "scgi"))
        self.write("nginx.conf", f"""user root; daemon off; worker_processes 1; pid {self.path("nginx.pid")};
events {{ worker_connections 1024; }}
http {{ types {{ application/json json; }} client_body_temp_path {self.path("body")}; {temporary}
include {self.path("site.conf")}; }}
""")

    def serve(self):
        self.start("responder", [os.path.join(self.build, "artistbot.fcgi"), "--config", self.path("artistbot.conf"), "--socket",
                                 self.path("sock")])

    def metric(self, name):
        page = self.run("curl", "-sS", "--max-time", "3", f"http://{self.address}/metrics")
        return int(float(next(line.split()[-1] for line in page.splitlines() if line.startswith(f"artistbot_{name} "))))

    def ready(self):
        return self.run("curl", "-sS", "--max-time", "3", f"http://{self.address}/readyz").startswith("ready")


class Balancer(hosts.Host):
    def begin(self, responders):
        config = text("etc/haproxy/artistbot.cfg").replace("/etc/haproxy", os.path.join(ROOT, "etc/haproxy"))
        for number, responder in enumerate(responders, 1):
            config = config.replace(f"192.0.2.1{number}:80", f"{responder.address}:80")
        with open(self.path("haproxy.cfg"), "w", encoding="utf-8") as file:
            file.write(config)
        self.run("haproxy", "-c", "-q", "-f", self.path("haproxy.cfg"))
        self.start("haproxy", ["haproxy", "-db", "-f", self.path("haproxy.cfg")])


class Cluster:
    def __init__(self, work, build, scripts):
        template = os.path.join(work, "template")
        hosts.make_bridge()
        database.make_template(template)
        self.nodes = [database.Node(work, f"db{n}", 20 + n) for n in (1, 2, 3)]
        self.others = ",".join(node.address for node in self.nodes)
        for node in self.nodes:
            node.begin(template, scripts, "" if node is self.nodes[0] else self.others)
        self.nodes[0].sql("CREATE DATABASE artistbot CHARACTER SET utf8mb4;"
                          "CREATE USER artistbot@'%' IDENTIFIED BY 'secret'; GRANT ALL ON artistbot.* TO artistbot@'%'")
        self.responders = [Responder(work, f"r{n}", 10 + n) for n in (1, 2)]
        for n, responder in enumerate(self.responders):
            responder.begin(build, self.nodes, n)
        self.migrate()
        self.balancer = Balancer(work, "lb", 10)
        self.balancer.begin(self.responders)
        for responder in self.responders:
            hosts.until(f"{responder.name} ready", 30, responder.ready)

    def migrate(self):
        one = self.responders[0]
        print("   ", one.run(os.path.join(one.build, "artistbotctl"), "--config", one.path("artistbot.conf"), "migrate")
              .strip().replace("\n", "; "))

    def whole(self):
        return all(node.whole() for node in self.nodes)


# --- what is done to it; each leaves it whole ---


def nothing(c):
    time.sleep(6)


def cut(host, seconds):
    host.cut()
    time.sleep(seconds)
    host.join()


def cut_writer(c):
    """The node that all write to; r1 also reads from it."""
    cut(c.nodes[0], 8)


def cut_reader(c):
    cut(c.nodes[1], 8)


def kill_node(c):
    c.nodes[2].kill("mariadbd")
    time.sleep(3)
    c.nodes[2].up(c.others)


def cut_responder(c):
    cut(c.responders[0], 6)


def kill_responder(c):
    c.responders[1].kill("responder")
    time.sleep(2)
    c.responders[1].serve()
    time.sleep(2)


def cut_path(c):
    """The balancer no longer reaches r2, which is well."""
    c.balancer.lose(c.responders[1])
    time.sleep(6)
    c.balancer.find(c.responders[1])


def migrate(c):
    """Every migration once more, and what a later one may hold."""
    c.nodes[0].sql("DELETE FROM schema_migrations WHERE version > 1", "artistbot")
    c.migrate()
    for statement in LATER:
        c.nodes[0].sql(statement, "artistbot")
        time.sleep(1)


EVENTS = {"nothing": nothing, "db1 (written to) cut off": cut_writer, "db2 cut off": cut_reader, "db3 killed, up again": kill_node,
          "r1 cut off": cut_responder, "responder of r2 killed": kill_responder, "balancer's path to r2 cut": cut_path,
          "schema migrated": migrate}
HEAL_S = 60
REST_S = 3
FOUND_SHARE = 0.9


def tell(name, seen):
    times = sorted(seen.seconds) or [0]
    print(f"{name:26} {sum(seen.kinds.values()):6} {seen.kinds['found']:6} {seen.kinds['text']:5} {seen.kinds['sorry']:5} "
          f"{times[len(times) * 99 // 100] * 1000:7.0f} {times[-1] * 1000:7.0f} {seen.kinds['invalid']:7}", flush=True)
    for what in seen.invalid[:5]:
        print("    " + what)
    return seen.kinds["invalid"]


def poor(seen):
    """Did too few see an artist? One cut is not to be felt by more than a few."""
    return seen.kinds["found"] < FOUND_SHARE * sum(seen.kinds.values())


def written(c, titles):
    """Artists that were shown and that a node does not have."""
    missing = 0
    for node in c.nodes:
        rows = node.sql("SELECT name, COALESCE(other_name, name) FROM artists", "artistbot")
        have = {name for row in rows for name in row}
        lost = sorted(titles - have)
        missing += len(lost)
        print(f"{node.name}: {len(rows)} artists{', not there: ' + ', '.join(lost[:10]) if lost else ''}")
    return missing


def valid(c, bodies):
    """Each kind of reply, by the rules of Kakao."""
    wrong = 0
    for body in bodies:
        done = subprocess.run([os.path.join(c.responders[0].build, "artistbotctl"), "--lang", "en", "validate-reply", "-"],
                              input=body, capture_output=True, check=False)
        if done.returncode:
            wrong += 1
            print("    " + done.stdout.decode()[:300])
    return wrong


def run(c, only):
    names = [line.split("\t")[0] for line in text("tests/standin/catalogue.tsv").splitlines()[2:] if line[:1] != "#"]
    users = load.Load(c.balancer.address, names, json.loads(text("www/sorry.json")), USERS)
    users.start()
    invalid = few = 0
    print(f"{'':26} {'asked':>6} {'found':>6} {'text':>5} {'sorry':>5} {'p99 ms':>7} {'max ms':>7} {'invalid':>7}")
    for name, event in EVENTS.items():
        if only not in name:
            continue
        users.take()
        event(c)
        hosts.until("whole again", HEAL_S, c.whole)
        time.sleep(REST_S)
        seen = users.take()
        invalid += tell(name, seen)
        few += poor(seen)
    users.stop()
    invalid += len(users.take().invalid)
    for responder in c.responders:
        hosts.until("all written", 60, lambda r=responder: r.metric("writeback_queued") == 0)
    time.sleep(1)
    dropped = sum(r.metric("writeback_dropped_total") + r.metric("writeback_failed_total") for r in c.responders)
    lost = written(c, users.titles)
    breaches = valid(c, users.bodies.values())
    print(f"{len(users.titles)} artists shown, {len(users.bodies)} kinds of replies")
    print(f"{invalid} invalid replies, {breaches} breaches of Kakao's rules, {lost} writes lost, {dropped} given up, "
          f"{few} times too few artists shown")
    return invalid == 0 and few == 0 and breaches == 0 and lost == 0 and dropped == 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    for argument in ("work", "build", "scripts"):
        parser.add_argument(argument)
    parser.add_argument("--only", default="", help="part of an event's name")
    a = parser.parse_args()
    sys.exit(0 if run(Cluster(a.work, os.path.abspath(a.build), a.scripts), a.only) else 1)

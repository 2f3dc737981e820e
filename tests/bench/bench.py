#!/usr/bin/env python3
"""How fast the skill is, next to a limit program and a naive one (limit.c, naive.c), behind the project's own web server
configurations, on a made-up catalogue in a private MariaDB.

hot: names drawn by Zipf's law from 2,000, replies cached. cold: all names alike, the cache of replies off. The log is
on, to a file. Targets take turns, round by round; what is shown are medians of the rounds, and ratios are medians of the
ratios within a round. The table is written to $BUILD/bench.md. The last line: throughput to the limit's (hot) and to the
naive program's (cold), hot p99 to the limit's, each at 64 connections behind nginx with kept connections; memory with
these and a full cache; process start to first right answer."""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import made_up  # noqa: E402
import fronts  # noqa: E402
import measure  # noqa: E402
import fastcgi  # noqa: E402
import stack  # noqa: E402

HOT_NAMES, CHECKED = 2000, 100
KEPT_THREADS, ONCE_THREADS = 528, 16  # libfcgi's loop ties a thread to each kept connection: nginx keeps 256 a worker
CONNECTIONS = (1, 16, 64, 256)
MAIN = 64


def own_program(folder, database, name, **settings):
    """The responder with the settings that it ships with, but for where the database is."""
    config = folder.at(f"{name}.conf")
    stack.write_config(config, {"database_socket": database.server.socket, "database_user": "root",
                                "database_name": database.name} | settings)
    program = fronts.Program(folder, name, None)
    program.config = config
    program.command = [os.path.join(stack.build(), "artistbot.fcgi"), "--config", config, "--socket", program.socket]
    return program


def rival(folder, name, executable, threads, *args):
    program = fronts.Program(folder, name, None)
    program.command = [fronts.compiled(executable), program.socket, str(threads), *args]
    return program


def tune(database, pool_mb=1024):
    """Settings for the server that loading and hundreds of the rivals' threads need."""
    database.sql(f"SET GLOBAL innodb_buffer_pool_size = {pool_mb} << 20")
    database.sql("SET GLOBAL innodb_log_file_size = 1 << 30")
    database.sql("SET GLOBAL max_connections = 2000")
    database.sql("SET GLOBAL table_open_cache = 8000")
    database.sql("SET GLOBAL max_prepared_stmt_count = 100000")


class Bench:
    def __init__(self, folder, o):
        self.folder, self.o = folder, o
        self.server = stack.Server(folder)
        self.database = stack.Database(folder, self.server, "artistbot")
        self.naive = stack.Database(folder, self.server, "naive")
        self.rows = []  # (workload, connections, name, figures)
        self.rounds = {}  # (connections, name): figures of each round

    def load(self):
        began = time.monotonic()
        tune(self.database)
        self.hot = own_program(self.folder, self.database, "hot")
        self.cold = own_program(self.folder, self.database, "cold", cache_reply_bytes=0)
        stack.ctl("--config", self.hot.config, "migrate")
        files = made_up.Files(os.path.join(self.server.dir, "tmp"), self.o.artists)
        files.write()
        files.load(self.database)
        files.load_naive(self.naive)
        for name, count in (("hot", HOT_NAMES), ("all", self.o.artists)):
            with open(self.folder.at(f"{name}.names"), "w", encoding="utf-8") as f:
                f.writelines(made_up.name(n) + "\n" for n in range(count))
        say(f"{self.o.artists} artists loaded in {time.monotonic() - began:.0f} s")

    def names(self, which):
        return measure.Wrk(self.folder.at(f"{which}.names"), "zipf" if which == "hot" else "uniform")

    def start(self):
        """Starts all programs and their web servers. The limit and nginx print a reply of the skill's own."""
        self.start_ms = self.first_answer()
        fixed = self.folder.at("reply")
        reply = fastcgi.ask(self.hot.socket, made_up.name(0)).body
        with open(fixed, "wb") as f:
            f.write(reply)
        self.cold.start()
        limits = [rival(self.folder, n, "limit", t, fixed).start()
                  for n, t in (("limit", KEPT_THREADS), ("limit1", ONCE_THREADS))]
        naive_args = ("naive", self.server.socket, "naive")
        naives = [rival(self.folder, n, naive_args[0], t, *naive_args[1:]).start()
                  for n, t in (("naive", KEPT_THREADS), ("naive1", ONCE_THREADS))]
        f = self.front
        self.kept = {"hot": [f("return", None, reply.decode().replace("'", "")), f("kept", limits[0]), f("kept", self.hot)],
                     "cold": [f("kept", naives[0]), f("kept", self.cold)]}
        self.others = {"hot": [f(k, p) for k in ("once", "lighttpd") for p in (limits[1], self.hot)],
                       "cold": [f(k, p) for k in ("once", "lighttpd") for p in (naives[1], self.cold)]}

    def front(self, kind, program, fixed=""):
        front = fronts.Front(self.folder, kind, program, fixed)
        expected = [made_up.name(n * 17) for n in range(CHECKED)] if program else []
        if program and program.name.startswith("limit"):
            expected = [made_up.name(0)] * CHECKED
        for i, body in enumerate(front.ask(fastcgi.payload(made_up.name(n * 17)) for n in range(len(expected)))):
            title, songs = fronts.card_of(body)
            n = 0 if program.name.startswith("limit") else i * 17
            if title != made_up.name(n) or songs != [made_up.song(n, r)[1] for r in range(1, made_up.SONGS + 1)]:
                raise OSError(f"{front.name}: a wrong reply about {made_up.name(n)}: {body[:300]} {program.said()}")
        return front

    def first_answer(self):
        """Milliseconds from the start of the process to its first right answer, median of seven."""
        took = []
        for _ in range(7):
            self.hot.stop()
            began = time.monotonic()
            self.hot.start()
            title, _ = fronts.card_of(fastcgi.ask(self.hot.socket, made_up.name(3)).body)
            took.append((time.monotonic() - began) * 1000)
            if title != made_up.name(3):
                raise OSError(f"the first answer is about {title}")
        return statistics.median(took)

    def round(self, connections, targets):
        for workload, group in targets.items():
            wrk = self.names("hot" if workload == "hot" else "all")
            for front in group:
                wrk.run(front.url(), connections, 1)
                cell = measure.measure(front, wrk, connections, self.o.seconds, self.database)
                self.rounds.setdefault((workload, connections, front.name), []).append(cell)

    def run(self):
        for r in range(self.o.rounds):
            for connections in self.o.connections:
                self.round(connections, self.kept)
            self.round(MAIN, self.others)
            say(f"round {r + 1} of {self.o.rounds} is over")

    def memory(self):
        """RSS of the responder with kept connections and its cache full."""
        self.names("all").run(self.kept["hot"][2].url(), MAIN, 5)
        return measure.rss_mb(self.hot.pids())

    def ratio(self, workload, connections, name, over, key="rate"):
        pairs = zip(self.rounds[workload, connections, name], self.rounds[workload, connections, over])
        return statistics.median(a[key] / b[key] for a, b in pairs)

    def report(self):
        out = ["# Benchmark", "", machine(), "",
               f"{self.o.artists} artists; {self.o.rounds} rounds of {self.o.seconds} s, interleaved; medians. CPU is in "
               "microseconds for a request; others: what else ran on the machine, in cores."]
        base = {"hot": {"kept": "limit kept", "once": "limit1 once", "lighttpd": "limit1 lighttpd"},
                "cold": {"kept": "naive kept", "once": "naive1 once", "lighttpd": "naive1 lighttpd"}}
        for workload in ("hot", "cold"):
            out += ["", f"## {workload}", "", "| connections | program, front | req/s | ratio | p50 ms | p99 ms | p99.9 ms |"
                    " p99 ratio | errors | front µs | program µs | database µs | wrk µs | switches | statements | others |",
                    "|--:|---|" + "--:|" * 14]
            for (w, connections, name), cells in self.rounds.items():
                if w != workload:
                    continue
                m, over = measure.medians(cells), base[w].get(name.split()[1], base[w]["kept"])
                ratio, tail = (self.ratio(w, connections, name, over, k) for k in ("rate", "p99"))
                out.append(f"| {connections} | {name} | {m['rate']:.0f} | {ratio:.2f} | {m['p50']:.2f} | {m['p99']:.2f} |"
                           f" {m['p999']:.2f} | {tail:.2f} | {sum(c['errors'] for c in cells)} | {m['front']:.1f} |"
                           f" {m['app']:.1f} | {m['db']:.1f} | {m['wrk']:.1f} | {m['switches']:.2f} | {m['statements']:.2f} |"
                           f" {m['others_cores']:.2f} |")
        return out

    def syscalls(self):
        out = ["", "## System calls of the program for a request, by strace at 16 connections", ""]
        for workload, group in self.kept.items():
            for front in group:
                if not front.program:
                    continue
                counts = measure.syscalls(front, self.names("hot" if workload == "hot" else "all"))
                most = sorted(counts.items(), key=lambda c: -c[1])
                out.append(f"- {front.name} ({workload}): {sum(counts.values()):.2f}: "
                           + ", ".join(f"{k} {v:.2f}" for k, v in most if v >= 0.005))
        return out


def machine():
    def first(*command):
        done = subprocess.run(command, capture_output=True, text=True, check=False,
                              env=os.environ | {"PATH": os.environ["PATH"] + ":/usr/sbin"})
        return ((done.stdout or done.stderr).splitlines() or ["?"])[0].strip()
    with open("/proc/cpuinfo", encoding="ascii", errors="replace") as f:
        model = next((line.split(":")[1].strip() for line in f if line.startswith("model name")), "?")
    return (f"{os.cpu_count()} cores ({model}), Linux {os.uname().release}; {first('nginx', '-v')}; "
            f"{first('lighttpd', '-v')}; {first('mariadbd', '--no-defaults', '--version')}; {first('wrk', '-v')}")


def say(what):
    print(f"# {what}", file=sys.stderr, flush=True)


def options():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--artists", type=int, default=200_000)
    p.add_argument("--rounds", type=int, default=3)
    p.add_argument("--seconds", type=int, default=4, help="of each measurement")
    p.add_argument("--connections", type=lambda s: tuple(map(int, s.split(","))), default=CONNECTIONS)
    p.add_argument("--hold", action="store_true", help="only start everything, print the addresses, and wait")
    o = p.parse_args()
    if MAIN not in o.connections:
        o.connections += (MAIN,)
    return o


def hold(bench):
    for group in (bench.kept, bench.others):
        for workload, fs in group.items():
            for f in fs:
                print(workload, f.name, f.url(), *(f.program.pids() if f.program else []), flush=True)
    print("database", bench.server.socket, bench.server.pid(), bench.folder.path, flush=True)
    sys.stdin.read()


def main():
    o = options()
    if fronts.missing():
        print(f"missing: {' '.join(fronts.missing())}; scripts/deps bench", file=sys.stderr)
        return 1
    with stack.Folder("bench") as folder:
        bench = Bench(folder, o)
        bench.load()
        bench.start()
        if o.hold:
            hold(bench)
            return 0
        bench.run()
        rss = bench.memory()
        lines = bench.report() + bench.syscalls()
        last = (f"hot={bench.ratio('hot', MAIN, 'hot kept', 'limit kept'):.2f}"
                f" cold={bench.ratio('cold', MAIN, 'cold kept', 'naive kept'):.2f}"
                f" hot_p99={bench.ratio('hot', MAIN, 'hot kept', 'limit kept', 'p99'):.2f}"
                f" rss_mb={rss:.1f} start_ms={bench.start_ms:.0f}")
    path = os.path.join(stack.build(), "bench.md")
    with open(path, "w", encoding="utf-8") as f:
        f.write("\n".join(lines + ["", last]) + "\n")
    with open(path.replace(".md", ".json"), "w", encoding="utf-8") as f:
        json.dump({" ".join(map(str, k)): v for k, v in bench.rounds.items()}, f)
    print("\n".join(lines))
    print(last)
    return 0


if __name__ == "__main__":
    sys.exit(main())

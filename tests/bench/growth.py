#!/usr/bin/env python3
"""What a thousand times as many names cost: the cold way (no cache of replies, all names alike) with 10,000 names and with
10,000,000, in turns on one server whose buffer pool holds all of it. The last line: the large one's throughput and p99 to the
small one's, medians of the rounds, at 64 connections behind nginx. The table goes to $BUILD/bench-scale.md."""

import argparse
import os
import random
import statistics
import subprocess
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import bench as own  # noqa: E402
import fronts  # noqa: E402
import made_up  # noqa: E402
import measure  # noqa: E402
import fastcgi  # noqa: E402
import stack  # noqa: E402

ASKED = 200_000  # names that are asked for, of all
CHECKED = 50


class Size:
    """A database with so many names, and a responder behind nginx on it."""

    def __init__(self, folder, server, label, artists, names_each):
        self.label, self.artists, self.names = label, artists, artists * names_each
        self.database = stack.Database(folder, server, f"artistbot_{label}")
        self.program = own.own_program(folder, self.database, label, cache_reply_bytes=0)
        stack.ctl("--config", self.program.config, "migrate")
        began = time.monotonic()
        files = made_up.Files(os.path.join(server.dir, "tmp"), artists, names_each)
        files.write()
        files.load(self.database)
        files.remove()
        own.say(f"{self.names} names loaded in {time.monotonic() - began:.0f} s")
        asked = random.Random(7).sample(range(self.names), min(ASKED, self.names))
        path = folder.at(f"{label}.names")
        with open(path, "w", encoding="utf-8") as f:
            f.writelines(made_up.name(n) + "\n" for n in asked)
        self.front = fronts.Front(folder, "kept", self.program.start(), "")
        self.check(asked[:CHECKED])
        self.wrk = measure.Wrk(path, "uniform")
        self.rounds = []

    def check(self, asked):
        for n, body in zip(asked, self.front.ask(fastcgi.payload(made_up.name(n)) for n in asked)):
            title, _ = fronts.card_of(body)
            if title != made_up.name(n % self.artists):
                raise OSError(f"a wrong reply about {made_up.name(n)}: {body[:300]}")

    def warm(self):
        """Reads all of it into the buffer pool."""
        for table in ("names FORCE INDEX (PRIMARY)", "artists"):
            self.database.sql(f"SELECT COUNT(*), MAX(LENGTH(name)) FROM {table}")
        self.wrk.run(self.front.url(), own.MAIN, 3)

    def measure(self, seconds):
        self.rounds.append(measure.measure(self.front, self.wrk, own.MAIN, seconds, self.database))


def options():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--small", type=int, default=10_000)
    p.add_argument("--artists", type=int, default=200_000, help="of the large one")
    p.add_argument("--names-each", type=int, default=50, help="of the large one's artists")
    p.add_argument("--rounds", type=int, default=5)
    p.add_argument("--seconds", type=int, default=5)
    p.add_argument("--pool-mb", type=int, default=4096)
    return p.parse_args()


def report(o, sizes):
    out = ["# Ten thousand names, and ten million", "", own.machine(), "",
           f"Cold, {own.MAIN} connections, {o.rounds} rounds of {o.seconds} s in turns; medians. CPU in microseconds for a request.",
           "", "| names | req/s | p50 ms | p99 ms | errors | program µs | database µs | statements | others |",
           "|--:|" + "--:|" * 8]
    for s in sizes:
        m = measure.medians(s.rounds)
        out.append(f"| {s.names:,} | {m['rate']:.0f} | {m['p50']:.2f} | {m['p99']:.2f} | {sum(c['errors'] for c in s.rounds)} |"
                   f" {m['app']:.1f} | {m['db']:.1f} | {m['statements']:.2f} | {m['others_cores']:.2f} |")
    rate, p99 = (statistics.median(b[k] / a[k] for a, b in zip(sizes[0].rounds, sizes[1].rounds)) for k in ("rate", "p99"))
    return out + ["", f"scale_rate={rate:.2f} scale_p99={p99:.2f}"]


def main():
    o = options()
    if fronts.missing():
        print(f"missing: {' '.join(fronts.missing())}; scripts/deps bench", file=sys.stderr)
        return 1
    with stack.Folder("growth") as folder:
        server = stack.Server(folder)
        own.tune(stack.Database(folder, server, "empty"), o.pool_mb)
        sizes = [Size(folder, server, "small", o.small, 1), Size(folder, server, "large", o.artists, o.names_each)]
        for s in sizes:
            s.warm()
        for _ in range(o.rounds):
            for s in sizes:
                s.measure(o.seconds)
        lines = report(o, sizes)
    with open(os.path.join(stack.build(), "bench-scale.md"), "w", encoding="utf-8") as f:
        f.write("\n".join(lines) + "\n")
    print("\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())

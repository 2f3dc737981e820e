#!/usr/bin/env python3
"""The miss benchmark: what the bot adds to the time that Spotify takes for an artist that is not in the database.

A responder ($BUILD, default build) with a private MariaDB asks the stand-in over TLS; each answer of the stand-in takes
--latency ms more than it needs. Artists are asked for one after the other. "Spotify took" is what the stand-in
measured for a miss's calls, from the request read to the answer sent; all else, TLS and sockets on both sides
included, is the bot's share. The last line is JSON."""

import argparse
import json
import os
import re
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "lib"))
import fastcgi  # noqa: E402
import replies  # noqa: E402
import stack  # noqa: E402

LINE = re.compile(r"^\S+ (?:GET|POST) (\S+?)\?.* ([0-9.]+)ms \S+$")
WARM = 10
WORDING = replies.Wording()


def kind(reply):
    answer = WORDING.tell(replies.check(reply.body)) if reply.status == 200 else kakao.Answer()
    return "found" if answer.kind == "found" and answer.songs else f"{answer.kind} without songs"


def log_lines(path, start):
    """The calls logged from a byte on, (path, ms), and where the log ends."""
    with open(path, "rb") as f:
        f.seek(start)
        data = f.read()
    whole = data[: data.rfind(b"\n") + 1]
    calls = [(m[1], float(m[2])) for m in map(LINE.match, whole.decode("utf-8", "replace").splitlines()) if m]
    return [c for c in calls if not c[0].startswith("/_control")], start + len(whole)


def connections(pid, port):
    """Local ports of a process's connections to a port of this machine."""
    inodes = set()
    for fd in os.listdir(f"/proc/{pid}/fd"):
        try:
            inodes.add(os.readlink(f"/proc/{pid}/fd/{fd}"))
        except OSError:
            continue
    found = set()
    with open("/proc/net/tcp", encoding="ascii") as f:
        for fields in map(str.split, list(f)[1:]):
            if fields[2].endswith(f":{port:04X}") and f"socket:[{fields[9]}]" in inodes:
                found.add(fields[1])
    return found


def percentile(values, p):
    return sorted(values)[min(len(values) - 1, int(len(values) * p / 100))]


def names_of_misses(count):
    """Artists with songs whose Latin name Spotify shows as it is, so that one search finds them."""
    return [a.name for a in stack.CATALOGUE.by_popularity if a.tracks and not a.flags & {"ko", "tr", "deep"}
            and len(stack.CATALOGUE.by_name[a.name]) == 1 and re.fullmatch(r"[ -~]*[A-Za-z][ -~]*", a.name)
            and len(a.name) < 60][:count]


def plain_client(standin):
    """ms that a warm TLS connection of a plain client costs for two calls, over what Spotify took."""
    path = f"/v1/artists/{stack.CATALOGUE.by_popularity[0].id}"  # without a token: the least work
    took = []
    _, at = log_lines(standin.log, 0)
    for _ in range(30):
        began = time.monotonic()
        try:
            standin.call("GET", path)
        except OSError:
            took.append((time.monotonic() - began) * 1000)
    time.sleep(0.1)
    own = [ms for _, ms in log_lines(standin.log, at)[0]]
    return 2 * (percentile(took, 50) - percentile(own, 50)) if own else 0.0


class Run:
    def __init__(self, bot, standin):
        self.bot, self.standin, self.at = bot, standin, 0
        self.total, self.share, self.calls, self.ports, self.bad, self.plain = [], [], [], set(), 0, 0.0

    def miss(self, name, user, expected):
        reply = fastcgi.ask(self.bot.socket, name, user)
        self.ports |= connections(self.bot.process.pid, self.standin.port)
        until, calls = time.monotonic() + 1, []
        while time.monotonic() < until and len(calls) < expected:  # the stand-in logs a call when it is over
            more, self.at = log_lines(self.standin.log, self.at)
            calls += more
            time.sleep(0.002)
        said = kind(reply)
        if said != "found":
            self.bad += 1
            print(f"# {name}: {said}", file=sys.stderr)
            return
        self.total.append(reply.seconds * 1000)
        self.share.append(self.total[-1] - sum(ms for _, ms in calls))
        self.calls.append(len(calls))


def measure(folder, o):
    authority = stack.Authority(folder, "ca")
    standin = stack.Standin(folder, "standin", authority.issue("spotify"), authority.cert, o.mode, log=True)
    database = stack.Database(folder, stack.Server(folder), "artistbot")
    bot = stack.Responder(folder, "bot", database, standin, authority.cert, spotify_daily_calls=0,
                          spotify_hourly_searches_a_user=0)
    bot.migrate().start()
    standin.set(faults=[{"on": "any", "kind": "latency", "ms": o.latency}])
    names = names_of_misses(o.misses + WARM)
    for name in names[:WARM]:
        fastcgi.ask(bot.socket, name)
    time.sleep(0.2)
    run = Run(bot, standin)
    run.plain = plain_client(standin)
    _, run.at = log_lines(standin.log, 0)
    run.ports = connections(bot.process.pid, standin.port)
    warm = len(run.ports)
    expected = 2  # a search and a songs call
    for name in names[WARM:]:
        run.miss(name, "bench", expected)
    if bot.stop():
        raise OSError("the responder did not end well")
    return run, len(run.ports) - warm


def options():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--misses", type=int, default=115)
    p.add_argument("--latency", type=int, default=50, help="ms that each answer of Spotify takes at least (50)")
    p.add_argument("--mode", choices=("extended", "development"), default="extended", help="what kind of app it is")
    return p.parse_args()


def main():
    o = options()
    with stack.Folder("bench") as folder:
        run, opened = measure(folder, o)
    if not run.total:
        print("no miss was answered with an artist", file=sys.stderr)
        return 1
    calls = sum(run.calls)
    took = [t - s for t, s in zip(run.total, run.share)]
    figures = {"bench": "miss", "mode": o.mode, "latency_ms": o.latency, "misses": len(run.total), "bad": run.bad,
               "total_p50_ms": round(percentile(run.total, 50), 2), "spotify_p50_ms": round(percentile(took, 50), 2),
               "share_p50_ms": round(percentile(run.share, 50), 2), "share_p90_ms": round(percentile(run.share, 90), 2),
               "plain_client_ms": round(run.plain, 2), "share_p99_ms": round(percentile(run.share, 99), 2),
               "share_max_ms": round(max(run.share), 2),
               "calls_per_miss": round(calls / len(run.total), 3), "calls": calls, "connections_opened": opened}
    print(f"{len(run.total)} misses, {run.bad} bad, an answer of Spotify takes {o.latency} ms and more ({o.mode} app)")
    print(f"reply:        median {figures['total_p50_ms']} ms, of which Spotify took {figures['spotify_p50_ms']} ms")
    print(f"bot's share:  median {figures['share_p50_ms']} ms (target 3), 90 % {figures['share_p90_ms']} ms,"
          f" 99 % {figures['share_p99_ms']} ms, most {figures['share_max_ms']} ms")
    print(f"for comparison: two calls of a plain client on a warm connection cost {figures['plain_client_ms']} ms more"
          " than Spotify took")
    print(f"calls:        {figures['calls_per_miss']} for a miss (target 2)")
    print(f"connections:  {opened} opened for {calls} calls, after {WARM} misses to warm up")
    print(json.dumps(figures))
    return 1 if run.bad else 0


if __name__ == "__main__":
    sys.exit(main())

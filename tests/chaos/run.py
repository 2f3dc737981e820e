#!/usr/bin/env python3
"""Chaos: steady mixed traffic through nginx and lighttpd while faults strike MariaDB, the responders ($BUILD, default
build), the web servers, Spotify, descriptors and the clock. Every reply is held against Kakao's rules and timed.

Prints a line for each event: requests, those answered by the web server with sorry, with an old artist, with an apology,
the slowest, the time until all was as usual again, and artists that were shown from Spotify and are not in the
database 5 s after the fault ("lost"; what a killed process took along is counted apart). The last line is
"N requests, 0 invalid, 0 late, 0 not 200, 0 lost"; it exits with 0 if it is that and nothing leaked."""

import argparse
import os
import random
import re
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import events  # noqa: E402
import world  # noqa: E402
import fastcgi  # noqa: E402
import load  # noqa: E402
import stack  # noqa: E402

LATE_S = 5.0  # Kakao hangs up
RECOVERED_S = 2.0
SAVED_S = 5.0
SETTLE_S = 6.0  # from the healing to the next strike, at least
FORGOTTEN = 30  # artists that nobody has asked for yet, so to speak, at each strike
USUAL = ("found", "unknown", "several", "empty", "greeting", "help")


class Traffic:
    """Mostly known artists; names that nobody bears, talk, and bodies that are no message among them."""

    def __init__(self):
        self.names = [a.name for a in stack.CATALOGUE.artists.values() if 1 < len(world.fold(a.name)) < 100]
        self.random = random.Random(7)

    def __call__(self, i, turn):
        dice = self.random.random()
        if dice < 0.90:
            return self.random.choice(self.names)
        if dice < 0.93:
            return f"qzx {self.random.randrange(10 ** 9)} vw"
        if dice < 0.98:
            return "안녕"
        return b'{"userRequest": {"utterance": "cut'


def iso(at):
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(at)) + f".{int(at % 1 * 1000):03d}Z"


class Outcome:
    def __init__(self, event, samples):
        self.event, self.samples = event, samples
        self.count = load.count(samples)
        self.slowest = max((s.seconds for s in samples), default=0)
        self.recovered = self.lost = self.taken = self.stale = 0

    def number(self, *kinds):
        return sum(self.count.get(k, 0) for k in kinds)

    def apologies(self):
        return len(self.samples) - self.number(*USUAL, "sorry", "invalid", "unreadable") - sum(
            s.status != 200 for s in self.samples)

    def said(self):
        """The apologies by kind."""
        return " ".join(f"{k}={n}" for k, n in sorted(self.count.items())
                        if k not in USUAL + ("sorry", "unreadable"))

    def line(self):
        recovery = "" if self.event.name.startswith("(") else f"{self.recovered:6.1f}"
        return (f"{self.event.name:30}{len(self.samples):9}{self.number('sorry'):8}{self.stale:8}{self.apologies():10}"
                f"{self.slowest:9.2f}{recovery:>10}{self.lost:6}{self.taken:7}  {self.said()}")


HEADER = (f"{'event':30}{'requests':>9}{'sorry':>8}{'stale':>8}{'apology':>10}{'worst s':>9}{'usual in':>10}{'lost':>6}"
          f"{'killed':>7}")


class Chaos:
    def __init__(self, w, running):
        self.w, self.running, self.wrong, self.at = w, running, [], 0

    def since(self):
        """The samples that have come in."""
        samples = self.running.samples[self.at:]
        self.at += len(samples)
        return samples

    def shown_from_spotify(self, since):
        """({folded name: killed}, how many were old) of the answers in the logs."""
        shown, stale = {}, 0
        for pid, line in self.w.responders.lines(since):
            stale += " source=stale " in line
            if " outcome=found source=spotify " in line:
                match = re.search(r' name=("(?:[^"\\]|\\.)*"|\S+)', line)
                name = world.fold(match[1].strip('"')) if match else ""
                shown[name] = shown.get(name, True) and pid in self.w.responders.killed
        return shown, stale

    @staticmethod
    def titles(outcome, name):
        """Whom a name led to, folded; somebody else may have been meant by it."""
        return {name} | {world.fold(s.what) for s in outcome.samples
                         if s.kind == "found" and isinstance(s.name, str) and world.fold(s.name) == name}

    def strike(self, event):
        w = self.w
        # What a lookup found is handed out for three seconds more, without being written once more.
        lately, _ = self.shown_from_spotify(iso(time.time() - 4))
        names = [n for n in self.running.names.names if world.fold(n) not in lately]
        w.forget(random.sample(names, FORGOTTEN))
        began = iso(time.time())
        event.strike(w)
        time.sleep(event.hold)
        event.heal(w)
        healed = time.monotonic()
        time.sleep(SETTLE_S)
        outcome = Outcome(event, self.since())
        shown, outcome.stale = self.shown_from_spotify(began)
        time.sleep(max(0.0, healed + SAVED_S - time.monotonic()))
        known = w.known()
        missing = {name for name in shown if not self.titles(outcome, name) & known}
        outcome.taken = sum(shown[name] for name in missing)
        outcome.lost = len(missing) - outcome.taken
        if outcome.lost:
            self.wrong.append(f"{event.name}: lost {sorted(n for n in missing if not shown[n])[:5]}")
        unusual = [s.began + s.seconds for s in outcome.samples if s.kind not in USUAL + ("unreadable",)]
        outcome.recovered = max([0.0] + [t - healed for t in unusual])
        if outcome.recovered > RECOVERED_S and not event.slow:
            self.wrong.append(f"{event.name}: as usual only after {outcome.recovered:.1f} s")
        print(outcome.line(), flush=True)
        return outcome


def judge(chaos, outcomes, before, after):
    samples = [s for o in outcomes for s in o.samples] + chaos.since()
    invalid = [s for s in samples if s.kind == "invalid"]
    late = [s for s in samples if s.seconds > LATE_S]
    bad = [s for s in samples if s.status != 200]
    for title, some in (("invalid", invalid), ("late", late), ("not 200", bad)):
        for s in some[:5]:
            chaos.wrong.append(f"{title}: {s.name!r} at {s.url}: {s.status} {s.seconds:.2f} s {s.what}")
    connections = before[1] - before[3]  # a thread that has not yet asked the database has none
    for name, was, now, more in zip(("descriptors", "threads", "kilobytes", "connections to MariaDB"), before, after,
                                    (24 + connections, 0, 60000, connections)):
        print(f"{name}: {was}, at the end {now}")
        if now > was + more:
            chaos.wrong.append(f"{name}: {was} at first, {now} at the end")
    chaos.wrong += chaos.w.responders.bad
    for line in chaos.wrong:
        print("BAD", line)
    lost = sum(o.lost for o in outcomes)
    print(f"{len(samples)} requests, {len(invalid)} invalid, {len(late)} late, {len(bad)} not 200, {lost} lost")
    return 1 if chaos.wrong else 0


def weigh(w):
    connections = w.database.sql("SELECT COUNT(*) FROM information_schema.processlist WHERE user = 'artistbot'")
    return (*w.responders.weigh(), int(connections[0][0]))


def options():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--hours", type=float, default=0, help="how long; default: each event once")
    p.add_argument("--event", default="", help="only events whose name holds this text")
    p.add_argument("--threads", type=int, default=24)
    p.add_argument("--pause", type=float, default=0.04, help="seconds of each thread between two requests")
    return p.parse_args()


def run(o):
    with stack.Folder("chaos") as folder:
        w = world.World(folder)
        if not w.server.small:
            print("no filesystem may be mounted here: no full disk")
        if not w.faketime:
            print("libfaketime is not there: the clock stays as it is")
        traffic, outcomes, end = Traffic(), [], time.monotonic() + o.hours * 3600
        for name in traffic.names:  # most of them are known by then
            fastcgi.ask(w.responders.socket, name)
        with load.Load(w.urls(), traffic, o.threads, o.pause) as running:
            chaos = Chaos(w, running)
            time.sleep(5)  # what was just found is shown from Spotify still: see strike
            before = weigh(w)
            print(HEADER, flush=True)
            while True:
                todo = [e for e in events.all_events(w) if o.event in e.name]
                outcomes += [chaos.strike(e) for e in todo]
                if time.monotonic() >= end:
                    break
            after = weigh(w)
        return judge(chaos, outcomes, before, after)


def main():
    sys.stdout.reconfigure(encoding="utf-8", errors="replace", line_buffering=True)
    if lacking := world.missing():
        print(f"missing: {' '.join(lacking)}")
        return 1
    return run(options())


if __name__ == "__main__":
    sys.exit(main())

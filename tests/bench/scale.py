#!/usr/bin/env python3
"""What a channel of up to 50 million users costs: on paper, and by replaying a day against the cache of replies itself
(replay.c). Prints the tables of docs/scale.md. The assumptions are the options' defaults.

On paper: questions for a name come as a Poisson process. An entry lives a fixed time from when it was put, so of the
questions about a name that comes at rate r, 1 / (1 + r T) miss. Where memory is short an entry does not live that
long: T is then the time in which as many different names are missed as there is room for (Che's approximation)."""

import argparse
import math
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LIFE_S = 47  # until one who asks renews it, on average: src/skill/cache.c
ENTRY = 220  # bytes beside the reply: what was asked, names, bookkeeping
DAY = 86400
# The share of a day's messages that each hour has, midnight first: little at night, most in the evening.
HOURS = (3.5, 2, 1.2, 0.8, 0.6, 0.7, 1.2, 2.4, 3.6, 4, 4.3, 4.8, 5.6, 5.1, 4.9, 4.9, 5, 5.3, 5.9, 6.6, 7.4, 7.8, 7, 5.4)


class Names:
    """Zipf's law in steps: names of about the same rank are taken together."""

    def __init__(self, count, exponent):
        self.groups = []  # (how many, the share of each in what is asked)
        total, rank = 0, 1
        while rank <= count:
            width = min(max(1, rank // 50), count - rank + 1)
            weight = (rank + (width - 1) / 2) ** -exponent
            self.groups.append([width, weight])
            total += width * weight
            rank += width
        for g in self.groups:
            g[1] /= total

    def sum(self, f):
        return sum(n * f(p) for n, p in self.groups)


def hit_share(names, rate, room):
    """Of one process's cache with room for so many entries, at so many questions a second."""
    if room == 0:
        return 0.0

    def held(life):
        return names.sum(lambda p: 1 - 1 / (1 + rate * p * life))

    life = LIFE_S
    if held(life) > room:
        low, high = 0.0, float(LIFE_S)
        for _ in range(50):
            life = (low + high) / 2
            low, high = (life, high) if held(life) < room else (low, life)
    return names.sum(lambda p: p * (1 - 1 / (1 + rate * p * life)))


def refreshed_a_day(names, messages):
    """Artists that are fetched again: each at most once in 24 h, when it is asked for."""
    return names.sum(lambda p: messages * p / (1 + messages * p))


def replayed(o, exponent, cache_mb, processes, rates):
    command = [os.path.join(ROOT, os.environ.get("BUILD", "build"), "bench", "replay"), str(o.names), str(exponent),
               str(cache_mb << 20), str(o.reply), str(processes), *(f"{r:.2f}" for r in rates)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return [tuple(map(float, line.split())) for line in done.stdout.splitlines()]


def table(out, *heads):
    out += ["", "| " + " | ".join(heads) + " |", "|" + "--:|" * len(heads)]


def population(o, users):
    """(messages a day, rates of the hours, rate of the busiest minute)"""
    messages = users * o.messages
    rates = [messages * share / sum(HOURS) / 3600 for share in HOURS]
    return messages, rates, max(rates) * o.burst


def report(o):
    out, names = [], Names(o.names, o.exponent)
    room = (o.cache << 20) // (o.reply + ENTRY)
    out.append(f"{o.names:,} names are asked for, by Zipf's law with exponent {o.exponent}; {o.messages} messages a user a day; "
               f"the busiest minute has {o.burst} times its hour's rate. Replies have {o.reply} bytes: {room:,} fit into "
               f"{o.cache} MiB.")
    table(out, "users", "messages a day", "busiest minute, /s", "hits on paper", "hits replayed", "lookups /s", "artists fetched a day",
          "calls to Spotify a day", "CPU busy, cores")
    for users in o.users:
        messages, rates, peak = population(o, users)
        hits = hit_share(names, peak, room)
        replay = replayed(o, o.exponent, o.cache, 1, [peak])[0]
        fetched = refreshed_a_day(names, messages)
        cores = peak * (replay[0] * o.hot + (1 - replay[0]) * o.cold) / 1e6
        calls = fetched * o.calls + messages * o.unknown / o.again
        out.append(f"| {users:,} | {messages:,.0f} | {peak:,.0f} | {hits:.1%} | {replay[0]:.1%} | {replay[1]:,.0f} | {fetched:,.0f} | "
                   f"{calls:,.0f} | {cores:.2f} |")
    by_size(o, out)
    by_hour(o, out)
    return out


def by_size(o, out):
    users = o.users[-1]
    peak = population(o, users)[2]
    out += ["", f"By the size of the cache, {users:,} users, busiest minute; hits on paper / replayed:"]
    table(out, "MiB", *(f"exponent {e}" for e in o.exponents), f"{o.processes} processes, exponent {o.exponent}")
    for size in o.sizes:
        room, cells = (size << 20) // (o.reply + ENTRY), []
        for e, processes in [(e, 1) for e in o.exponents] + [(o.exponent, o.processes)]:
            paper = hit_share(Names(o.names, e), peak / processes, room)
            cells.append(f"{paper:.1%} / {replayed(o, e, size, processes, [peak])[0][0]:.1%}")
        out.append(f"| {size} | " + " | ".join(cells) + " |")


def by_hour(o, out):
    users = o.users[-1]
    _, rates, _ = population(o, users)
    lines = replayed(o, o.exponent, o.cache, 1, rates)
    out += ["", f"Over the day, {users:,} users, {o.cache} MiB, replayed:"]
    table(out, "hour", "messages /s", "hits", "lookups /s")
    for hour in range(0, 24, 3):
        out.append(f"| {hour} | {rates[hour]:,.0f} | {lines[hour][0]:.1%} | {lines[hour][1]:,.0f} |")
    misses = sum(3600 * line[1] for line in lines)
    out.append(f"\nIn all {misses:,.0f} lookups a day, {misses / (users * o.messages):.1%} of the messages.")


def numbers(kind):
    return lambda text: tuple(map(kind, text.replace("_", "").split(",")))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--users", type=numbers(int), default=(10_000, 1_000_000, 10_000_000, 50_000_000))
    p.add_argument("--messages", type=float, default=3, help="of a user, a day")
    p.add_argument("--names", type=int, default=200_000, help="that are asked for")
    p.add_argument("--exponent", type=float, default=1.0, help="of Zipf's law")
    p.add_argument("--exponents", type=numbers(float), default=(0.8, 1.0, 1.2))
    p.add_argument("--burst", type=float, default=2.0)
    p.add_argument("--reply", type=int, default=2000, help="bytes")
    p.add_argument("--cache", type=int, default=8, help="MiB")
    p.add_argument("--sizes", type=numbers(int), default=(1, 4, 8, 32, 128))
    p.add_argument("--processes", type=int, default=4)
    p.add_argument("--hot", type=float, default=100, help="CPU of a hit, microseconds, web server and all")
    p.add_argument("--cold", type=float, default=400, help="CPU of a lookup, likewise, with the database")
    p.add_argument("--calls", type=float, default=2, help="to Spotify for an artist that is fetched again")
    p.add_argument("--unknown", type=float, default=0.02, help="share of messages that name nobody")
    p.add_argument("--again", type=float, default=5, help="how often such a name is asked for while it is remembered")
    o = p.parse_args()
    print("\n".join(report(o)))
    return 0


if __name__ == "__main__":
    sys.exit(main())

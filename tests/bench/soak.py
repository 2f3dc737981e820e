#!/usr/bin/env python3
"""Full load for a long time: does the responder ($BUILD, default build) keep its size?

The catalogue, the settings and the web server (nginx, kept connections) are the benchmark's (bench.py). A minute is 40 s of
hot load and 20 s of cold; after each a line tells requests, errors, memory, descriptors and threads. The first third fills
the cache and is passed over: memory is flat where the last third's most is not above the second's by more than a MiB, and
descriptors and threads likewise. Exit codes: 0 flat and no error, 1 not so."""

import argparse
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "lib"))
import bench as benchmark  # noqa: E402
import measure  # noqa: E402
import stack  # noqa: E402

HOT_S, COLD_S = 40, 20
GROWTH = {"rss_mb": 1.0, "fds": 8, "threads": 0}  # what one third may have more than the one before


def size(pid):
    return {"rss_mb": measure.rss_mb([pid]), "fds": len(os.listdir(f"/proc/{pid}/fd")),
            "threads": len(os.listdir(f"/proc/{pid}/task"))}


def minute(bench, front):
    """(requests, errors) of one."""
    runs = [bench.names("hot").run(front.url(), benchmark.MAIN, HOT_S),
            bench.names("all").run(front.url(), benchmark.MAIN, COLD_S)]
    return sum(r["requests"] for r in runs), sum(r["errors"] for r in runs)


def most(sizes, key):
    return max(s[key] for s in sizes)


def grown(sizes):
    """What is not flat, in words."""
    third = max(1, len(sizes) // 3)
    before, after = sizes[-2 * third : -third], sizes[-third:]
    return [f"{key} grew from {most(before, key):.1f} to {most(after, key):.1f}" for key, limit in GROWTH.items()
            if before and most(after, key) > most(before, key) + limit]


def soak(bench, front, minutes):
    pid, sizes, total, errors = bench.hot.process.pid, [], 0, 0
    for n in range(1, minutes + 1):
        requests, bad = minute(bench, front)
        total, errors = total + requests, errors + bad
        sizes.append(size(pid))
        now = sizes[-1]
        print(f"minute {n}: {requests} requests, {bad} errors; {now['rss_mb']:.1f} MiB, {now['fds']} descriptors,"
              f" {now['threads']} threads", flush=True)
    wrong = grown(sizes) + ([f"{errors} errors"] if errors else [])
    for what in wrong:
        print(f"BAD: {what}")
    print(f"{total} requests, {errors} errors, rss_mb={sizes[0]['rss_mb']:.1f}..{most(sizes, 'rss_mb'):.1f},"
          f" at the end {sizes[-1]['rss_mb']:.1f}")
    return 1 if wrong else 0


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--minutes", type=int, default=60)
    p.add_argument("--artists", type=int, default=200_000)
    o = p.parse_args()
    with stack.Folder("soak") as folder:
        bench = benchmark.Bench(folder, o)
        bench.load()
        bench.hot.start()
        return soak(bench, bench.front("kept", bench.hot), o.minutes)


if __name__ == "__main__":
    sys.exit(main())

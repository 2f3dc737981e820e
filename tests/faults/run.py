#!/usr/bin/env python3
"""The fault matrix: what Spotify may do wrong x the step of a lookup x what is known of the artist. Runs each cell
against a responder ($BUILD, default build), a stand-in over TLS and a private MariaDB, prints a table, what is wrong
with the bad cells, and the cases that are no matrix. The last line counts both."""

import argparse
import os
import queue
import sys
import threading
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import cases  # noqa: E402
import lane  # noqa: E402
import matrix  # noqa: E402
import stack  # noqa: E402

LANES = 4  # cells mostly wait
RUN_S = 400  # of the matrix: what is not done by then is bad


def work(one, todo, done, stop):
    while time.monotonic() < stop:
        try:
            cell = todo.get_nowait()
        except queue.Empty:
            return
        try:
            done.append((cell, *one.run(cell)))
        except Exception as e:  # a cell that cannot be run is bad, the others go on
            one.responder.stop()
            done.append((cell, matrix.Seen(), [f"cannot be run: {type(e).__name__}: {e}"]))


def run_matrix(folder, server, certificate, ca, cells):
    todo, done, stop = queue.SimpleQueue(), [], time.monotonic() + RUN_S
    for cell in cells:
        todo.put(cell)
    lanes = [lane.Lane(folder, server, n, certificate, ca) for n in range(min(LANES, len(cells)))]
    threads = [threading.Thread(target=work, args=(one, todo, done, stop), daemon=True) for one in lanes]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    while not todo.empty():
        done.append((todo.get(), matrix.Seen(), ["not run: no time left"]))
    order = {id(c): n for n, c in enumerate(cells)}
    return sorted(done, key=lambda d: order[id(d[0])])


def in_short(seen, wrong):
    calls = "".join(f"{letter}{seen.calls[k]}" for k, letter in LETTERS.items() if seen.calls.get(k))
    return f"{'BAD ' if wrong else ''}{seen.kind or seen.status} {seen.seconds:.1f} {calls or '-'}"


LETTERS = {"token": "t", "search": "s", "artist": "a", "top-tracks": "p", "other": "o"}


def print_table(done):
    """A block for each step, a line for each fault, a column for each state: reply, its seconds, calls made."""
    by = {(c.fault.name, c.step, c.state): (seen, wrong) for c, seen, wrong in done}
    for step in matrix.STEPS:
        states = [s for s in matrix.STATES if any(k[1:] == (step, s) for k in by)]
        names = [f.name for f in matrix.FAULTS if any((f.name, step, s) in by for s in states)]
        if not names:
            continue
        print(f"\nfault at: {step}   (reply, seconds, calls: t token, s search, a artist, p top-tracks)")
        print(f"{'':40}" + "".join(f"{s:21}" for s in states))
        for name in names:
            shown = [in_short(*by[name, step, s]) if (name, step, s) in by else "" for s in states]
            print(f"{name:40}" + "".join(f"{text:20} " for text in shown).rstrip())


def options():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--fault", default="", help="only faults whose name holds this text")
    p.add_argument("--step", choices=matrix.STEPS)
    p.add_argument("--state", choices=matrix.STATES)
    p.add_argument("--only", choices=("matrix", "cases"))
    p.add_argument("--case", default="", help="only cases whose name holds this text")
    return p.parse_args()


def main():
    o = options()
    sys.stdout.reconfigure(encoding="utf-8", errors="replace", line_buffering=True)
    cells = [c for c in matrix.cells() if o.fault in c.fault.name and o.step in (None, c.step)
             and o.state in (None, c.state)] if o.only != "cases" else []
    done, failed, ran, began = [], [], 0, time.monotonic()
    with stack.Folder("faults") as folder:
        authority = stack.Authority(folder, "ca")
        if cells:
            server = stack.Server(folder)
            done = run_matrix(folder, server, authority.issue("spotify"), authority.cert, cells)
            print_table(done)
    bad = [(c, wrong) for c, _, wrong in done if wrong]
    if bad:
        print("\nbad cells:")
    for cell, wrong in bad:
        print(f"  {cell.name()}: {'; '.join(wrong)}")
    if o.only != "matrix":
        print("\ncases:")
        ran, failed = cases.run(o.case)
    print(f"\n{len(matrix.FAULTS)} faults, {len(done)} cells, {ran} cases, {time.monotonic() - began:.0f} s")
    print(f"{len(bad) + len(failed)} bad cells of {len(done) + ran}")
    return 1 if bad or failed else 0


if __name__ == "__main__":
    sys.exit(main())

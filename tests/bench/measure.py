"""Load and what it costs: wrk, and the counters of /proc."""

import json
import os
import re
import statistics
import subprocess
import time

import stack

HERE = os.path.dirname(os.path.abspath(__file__))
TICK = os.sysconf("SC_CLK_TCK")


def cpu_s(pids):
    return sum(stack.cpu_s(pid) for pid in pids)


def switches(pids):
    """Context switches of all threads so far."""
    total = 0
    for pid in pids:
        for task in os.listdir(f"/proc/{pid}/task"):
            try:
                with open(f"/proc/{pid}/task/{task}/status", encoding="ascii", errors="replace") as f:
                    total += sum(map(int, re.findall(r"ctxt_switches:\s*(\d+)", f.read())))
            except OSError:
                continue
    return total


def rss_mb(pids):
    total = 0
    for pid in pids:
        with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as f:
            total += int(re.search(r"VmRSS:\s*(\d+)", f.read())[1])
    return total / 1024


def statements(database):
    """Statements that the server has executed so far: each is a round trip."""
    return int(database.sql("SHOW GLOBAL STATUS LIKE 'Com_stmt_execute'")[0][1])


class Wrk:
    """What names are asked for, and how."""

    def __init__(self, names_file, distribution):
        self.names_file, self.distribution, self.seed = names_file, distribution, 0

    def run(self, url, connections, seconds):
        """wrk's figures, and its own CPU time."""
        self.seed += 1
        command = ["wrk", "-t", str(min(2, connections)), "-c", str(connections), "-d", f"{seconds}s", "--timeout", "8s",
                   "-s", os.path.join(HERE, "load.lua"), url, "--", self.names_file, self.distribution, str(self.seed)]
        before = os.times()
        done = subprocess.run(command, capture_output=True, check=True, text=True)
        after = os.times()
        found = re.search(r"^RESULT (.*)$", done.stdout, re.M)
        if not found:
            raise OSError(f"wrk said {done.stdout[-300:]} {done.stderr[-300:]}")
        figures = json.loads(found[1])
        figures["wrk_s"] = after.children_user + after.children_system - before.children_user - before.children_system
        return figures


def measure(front, wrk, connections, seconds, database):
    """One cell of the table. CPU times are in microseconds for a request."""
    groups = {"front": front.pids(), "app": front.program.pids() if front.program else [], "db": [database.server.pid()]}
    before, machine = {g: cpu_s(p) for g, p in groups.items()}, stack.machine_s()
    switched, asked = switches(groups["app"]), statements(database)
    figures = wrk.run(front.url(), connections, seconds)
    n = max(1, figures["requests"])
    cell = {g: (cpu_s(p) - before[g]) / n * 1e6 for g, p in groups.items()}
    cell["wrk"] = figures["wrk_s"] / n * 1e6
    cell["others"] = (stack.machine_s() - machine) / n * 1e6 - sum(cell.values())
    cell["others_cores"] = cell["others"] * n / figures["us"]
    cell["switches"] = (switches(groups["app"]) - switched) / n
    cell["statements"] = (statements(database) - asked) / n
    cell["rate"] = figures["requests"] / figures["us"] * 1e6
    return cell | {k: figures[k] for k in ("p50", "p99", "p999", "errors", "requests")}


def medians(cells):
    return {k: statistics.median(c[k] for c in cells) for k in cells[0]}


def syscalls(front, wrk, connections=16, seconds=3):
    """{name: how many for a request} of the program, by strace; it slows down what it watches, so only counts count."""
    out = os.path.join(front.dir, "strace")
    wrk.run(front.url(), connections, 1)
    tracer = subprocess.Popen(["strace", "-c", "-f", "-q", "-o", out, "-p", str(front.program.process.pid)],
                              stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        time.sleep(1)
        n = wrk.run(front.url(), connections, seconds)["requests"]
    finally:
        tracer.terminate()
        tracer.wait()
    counts = {}
    with open(out, encoding="ascii", errors="replace") as f:
        for fields in map(str.split, f):
            if len(fields) >= 5 and fields[3].isdigit() and fields[-1] != "total":
                counts[fields[-1]] = int(fields[3]) / n
    return counts

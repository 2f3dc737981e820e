#!/usr/bin/env python3
"""Adds up what gcov tells of the objects below a folder: cover.py BUILD LINES BRANCHES. Writes BUILD/summary, a line for
each source file, the least covered first, and fails where all of src/ is below so many percent."""

import json
import os
import subprocess
import sys


def counts(build):
    """{file: {line: (runs, [branches' runs])}}; a line that is compiled several times counts by its best."""
    files = {}
    notes = [os.path.join(d, f) for d, _, names in os.walk(build) for f in names if f.endswith(".gcda")]
    for start in range(0, len(notes), 40):
        out = subprocess.run(["gcov", "--json-format", "--stdout", "--branch-probabilities", *notes[start:start + 40]],
                             capture_output=True, check=True).stdout
        for text in out.splitlines():
            for one in json.loads(text)["files"]:
                name = os.path.relpath(one["file"])
                if name.startswith("src/"):
                    lines = files.setdefault(name, {})
                    for line in one["lines"]:
                        add(lines, line)
    return files


def add(lines, line):
    runs, branches = lines.get(line["line_number"], (0, []))
    new = [b["count"] for b in line["branches"] if not b.get("throw")]
    if len(new) == len(branches):
        new = [a + b for a, b in zip(new, branches)]
    elif len(branches) > len(new):
        new = branches
    lines[line["line_number"]] = (runs + line["count"], new)


def percent(part, whole):
    return 100.0 * part / whole if whole else 100.0


def main():
    build, least_lines, least_branches = sys.argv[1], float(sys.argv[2]), float(sys.argv[3])
    rows, total = [], [0, 0, 0, 0]
    for name, lines in counts(build).items():
        branches = [b for _, all_of in lines.values() for b in all_of]
        row = [sum(runs > 0 for runs, _ in lines.values()), len(lines), sum(b > 0 for b in branches), len(branches)]
        rows.append((percent(row[0], row[1]), name, row))
        total = [a + b for a, b in zip(total, row)]
    with open(os.path.join(build, "summary"), "w", encoding="utf-8") as f:
        for _, name, row in sorted(rows):
            print(f"{name:36}{percent(row[0], row[1]):6.1f} % of {row[1]:5} lines{percent(row[2], row[3]):7.1f} % of "
                  f"{row[3]:5} branches", file=f)
        lines, branches = percent(total[0], total[1]), percent(total[2], total[3])
        print(f"src/: {lines:.1f} % of {total[1]} lines, {branches:.1f} % of {total[3]} branches", file=f)
    if lines < least_lines or branches < least_branches:
        print(f"less than {least_lines:.0f} % of the lines or {least_branches:.0f} % of the branches")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

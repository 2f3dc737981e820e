#!/usr/bin/env python3
"""Asks for a known artist again and again: hits.py SOCKET NAME SECONDS. Prints replies a second, the 99th percentile
of their times in ms, and how many were not 200."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "lib"))
import fastcgi  # noqa: E402

path, name, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
times, bad = fastcgi.hammer(path, name, seconds)
took = sorted(t for _, t in times)
print(len(took) / seconds, took[int(len(took) * 0.99)] * 1000 if took else 0, bad)

#!/usr/bin/env python3
"""Restarts the responder under load, on a listening socket that outlives it, as systemd and spawn-fcgi hold one.

usage: restart.py HOW TIMES SOCKET RESPONDER CONFIGURATION NAME URL...

HOW is "beside" (the new one answers before the old one is told to end), "after" (the old one ends, then the new one
starts) or "kill" (the old one dies, then the new one starts). NAME is an artist that is stored. Prints a word for each
kind of reply with its number, and the slowest in milliseconds."""

import os
import signal
import socket
import subprocess
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "lib"))
import load  # noqa: E402

THREADS, PAUSE_S = 8, 0.005
BETWEEN_S = 0.6


class Responder:
    def __init__(self, program, configuration, listening, log):
        self.log = log
        at = os.fstat(log.fileno()).st_size
        self.process = subprocess.Popen([program, "--config", configuration], stdin=listening, stdout=log, stderr=log)
        end = time.monotonic() + 60
        while b"msg=ready" not in os.pread(log.fileno(), 1 << 20, at):
            if self.process.poll() is not None or time.monotonic() > end:
                raise OSError("the responder does not start")
            time.sleep(0.005)

    def end(self, how):
        self.process.send_signal(how)
        return self.process.wait(60)


def restart(how, old, start):
    """The new one."""
    if how == "beside":
        new = start()
        ended = old.end(signal.SIGTERM)
    else:
        ended = old.end(signal.SIGKILL if how == "kill" else signal.SIGTERM)
        new = start()
    if how != "kill" and ended != 0:
        raise OSError(f"exit code {ended}")
    return new


def main():
    how, times, path, program, configuration, name, *urls = sys.argv[1:]
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listening.bind(path)
    listening.listen(511)
    with open(path + ".log", "w+b") as log:
        def start():
            return Responder(program, configuration, listening, log)

        responder, took = start(), []
        with load.Load(urls, lambda *_: name, THREADS, PAUSE_S) as running:
            for _ in range(int(times)):
                time.sleep(BETWEEN_S)
                began = time.monotonic()
                responder = restart(how, responder, start)
                took.append(time.monotonic() - began)
            time.sleep(BETWEEN_S)
        ended = responder.end(signal.SIGTERM)
    slowest = max(s.seconds for s in running.samples)
    kinds = load.count(running.samples)
    print(" ".join(f"{k.replace(' ', '-')}={kinds[k]}" for k in sorted(kinds)), f"slowest={slowest * 1000:.0f}",
          f"restart={max(took) * 1000:.0f}", f"ended={ended}")
    for wrong in {s.what for s in running.samples if s.kind in ("invalid", "none")}:
        print(wrong)


if __name__ == "__main__":
    main()

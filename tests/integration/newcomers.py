#!/usr/bin/env python3
"""Asks while others keep the responder busy.

usage: newcomers.py SOCKET NAME [unknown]

Many connections ask for NAME, each again as soon as it is answered. Then as many others connect at the same time and
ask once, for NAME too, or each for a name that nobody knows. Prints how many of the first were answered from the first
answer to the others until the last of them ("between=N"); exit code 1 if one got no card, or, where nobody knows the
name, no text."""

import os
import selectors
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "lib"))
import fastcgi  # noqa: E402

BUSY, NEW = 100, 100
WARM, PATIENCE_S = 500, 60


class Crowd:
    def __init__(self, path, name):
        self.path, self.name, self.request = path, name, fastcgi.request(fastcgi.payload(name), keep=True)
        self.wanted = selectors.DefaultSelector()
        self.answered = {"busy": 0, "new": 0}

    def join(self, n, kind, name="{name}"):
        for i in range(n):
            s = fastcgi.connect(self.path)
            s.sendall(fastcgi.request(fastcgi.payload(name.format(name=self.name, i=i), user=f"user {i}"), keep=True))
            self.wanted.register(s, selectors.EVENT_READ, [kind, fastcgi.Reader(), b"Card" if "{name}" in name else b"simpleText"])

    def take(self, s, state):
        data = s.recv(65536)
        state[1].feed(data)
        if not data:
            raise OSError("a connection was closed")
        if not state[1].done:
            return
        status, body = state[1].answer()
        if status != 200 or state[2] not in body:
            raise OSError(f"no {state[2]}: {status} {body[:200]!r}")
        self.answered[state[0]] += 1
        if state[0] == "busy":
            state[1] = fastcgi.Reader()
            s.sendall(self.request)

    def until(self, kind, n):
        end = time.monotonic() + PATIENCE_S
        while self.answered[kind] < n:
            if time.monotonic() > end:
                raise OSError(f"{self.answered[kind]} of {n} after {PATIENCE_S} s")
            for key, _ in self.wanted.select(1):
                self.take(key.fileobj, key.data)

    def leave(self):
        for key in list(self.wanted.get_map().values()):
            key.fileobj.close()
        self.wanted.close()


def main():
    path, name = sys.argv[1:3]
    crowd = Crowd(path, name)
    try:
        crowd.join(BUSY, "busy")
        crowd.until("busy", WARM)
        crowd.join(NEW, "new", "Nobody Nr {i}" if sys.argv[3:] else "{name}")
        crowd.until("new", 1)
        before = crowd.answered["busy"]
        crowd.until("new", NEW)
        print(f"between={crowd.answered['busy'] - before}")
    except OSError as e:
        print(e)
        return 1
    finally:
        crowd.leave()
    return 0


if __name__ == "__main__":
    sys.exit(main())

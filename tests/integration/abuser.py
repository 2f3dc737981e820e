#!/usr/bin/env python3
"""Abuses the responder's socket, while others ask on connections of their own.

usage: abuser.py SOCKET HOW NAME

NAME is an artist that is stored. HOW:
  cut      requests that end after every possible number of bytes
  records  wrong versions, types, ids, lengths and roles; names and values that are announced too long, or are
  noise    whole requests with some bytes changed, and bytes of no meaning
  crowd    thousands of connections that say nothing, or half a header, and stay
  drip     senders of a byte now and then, in the header, in the params and in the body
  deaf     senders of one request after the other, who read no reply
Prints how many of the others' questions were answered ("found=N"), how many were not ("failed=N"), and the slowest in
milliseconds. Exit code 1: none was asked."""

import multiprocessing
import os
import random
import resource
import socket
import struct
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "lib"))
import fastcgi  # noqa: E402

CROWD, CROWD_S = 5000, 4
DRIPS, DRIP_S = 60, 5
DEAF, DEAF_S = 6, 6
NOISES = 1500
LEAST_S = 1
BEGIN, PARAMS, STDIN, GET_VALUES = fastcgi.BEGIN, fastcgi.PARAMS, fastcgi.STDIN, 9


def record(kind, content=b"", ident=1, version=1, length=None, padding=0):
    length = len(content) if length is None else length
    return fastcgi.HEADER.pack(version, kind, ident, length, padding) + content


def begin(role=1, ident=1):
    return record(BEGIN, struct.pack(">HB5x", role, 0), ident)


class Abuser:
    def __init__(self, path, name):
        self.path, self.whole = path, fastcgi.request(fastcgi.payload(name))
        self.kept = fastcgi.request(fastcgi.payload(name), keep=True)

    def send(self, data):
        """On a connection of its own, which is closed at once."""
        with fastcgi.connect(self.path) as s:
            try:
                s.sendall(data)
            except OSError:
                pass  # it was thrown out before the end

    def cut(self):
        for n in range(len(self.whole)):
            self.send(self.whole[:n])

    def records(self):
        end = record(PARAMS) + record(STDIN)
        for kind in range(256):
            self.send(record(kind, b"\0\1\0\0\0\0\0\0") + end)
            self.send(begin() + record(kind, b"\1\1AB") + end)
            self.send(begin() + record(kind, b"\1\1AB", ident=0) + end)
        for version in (0, 2, 255):
            self.send(record(BEGIN, b"\0\1\0\0\0\0\0\0", version=version) + end)
        for role in (0, 2, 3, 65535):
            self.send(begin(role) + end)
        for ident in (0, 2, 65535):
            self.send(begin() + record(PARAMS, b"\1\1AB", ident) + end)
            self.send(begin(1, ident) + end)
        self.send(begin() + begin() + end)
        # More values asked for than libfcgi has room to answer.
        values = record(GET_VALUES, b"\x0e\0FCGI_MAX_CONNS" * 30, 0)
        self.send(values + self.whole)
        self.send(begin() + values + end)
        self.send(begin() + record(PARAMS, b"\1\1AB") + values + end)
        self.send(record(GET_VALUES, b"\xff\xff\xff\xff\xff\xff\xff\xffAA", 0) + self.whole)
        for length in (b"\x80\0\0\0", b"\xff\xff\xff\xff", b"\x7f", b"\x80\1\0\0"):
            self.send(begin() + record(PARAMS, length + b"\1A") + end)
            self.send(begin() + record(PARAMS, b"\1" + length + b"A") + end)
            self.send(begin() + record(PARAMS, length * 2 + b"AA") + end)
        for much in (1, 20, 200):
            self.send(begin() + record(PARAMS, b"\x80\x0f\xff\xff\0" + b"N" * 60000) + record(PARAMS, b"N" * 65535) * much)
            self.send(begin() + record(PARAMS, b"\1\1AB" * 16000) * much + end)
        for body in (0, 1, 65535):
            self.send(begin() + record(PARAMS) + record(STDIN, b"{" * body, length=65535))

    def noise(self):
        dice = random.Random(7)
        for _ in range(NOISES):
            data = bytearray(self.whole)
            for _ in range(dice.randint(1, 6)):
                data[dice.choice((dice.randrange(40), dice.randrange(len(data))))] = dice.randrange(256)
            self.send(bytes(data))
            self.send(dice.randbytes(dice.randint(1, 400)))

    def crowd(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 16384), hard))
        held, until = [], time.monotonic() + CROWD_S
        try:
            while time.monotonic() < until:
                if len(held) >= CROWD:
                    time.sleep(0.01)
                    continue
                try:
                    s = fastcgi.connect(self.path, 0.1)
                except OSError:
                    continue  # no room for the time being
                held.append(s)
                if len(held) % 2:
                    s.sendall(self.whole[:5])
        finally:
            for s in held:
                s.close()

    def drip(self):
        drips = []
        for i in range(DRIPS):
            s = fastcgi.connect(self.path)
            at = (0, 20, len(self.whole) - 200)[i % 3]
            s.sendall(self.whole[:at])
            drips.append([s, at])
        until = time.monotonic() + DRIP_S
        while time.monotonic() < until:
            for d in drips:
                try:
                    d[0].send(self.whole[d[1]:d[1] + 1])
                    d[1] += 1
                except OSError:
                    d[0].close()
                    d[0] = fastcgi.connect(self.path)
                    d[1] = 0
            time.sleep(0.05)
        for s, _ in drips:
            s.close()


    def deaf(self):
        until = time.monotonic() + DEAF_S
        ears = []
        while time.monotonic() < until:
            while len(ears) < DEAF:
                ears.append(fastcgi.connect(self.path))
                ears[-1].setblocking(False)
            for s in ears[:]:
                try:
                    s.send(self.kept)
                except BlockingIOError:
                    pass
                except OSError:
                    s.close()
                    ears.remove(s)
        for s in ears:
            s.close()


class Others(multiprocessing.Process):
    """Ask, in a process of their own, as a web server does that keeps no connection."""

    def __init__(self, path, name):
        super().__init__()
        self.path, self.name, self.over = path, name, multiprocessing.Event()
        self.result, self.theirs = multiprocessing.Pipe(False)

    def run(self):
        found, failed, slowest = 0, 0, 0.0
        while not self.over.is_set():
            began = time.monotonic()
            reply = fastcgi.ask(self.path, self.name, timeout=20)
            slowest = max(slowest, time.monotonic() - began)
            good = reply.status == 200 and self.name.encode() in reply.body
            found, failed = found + good, failed + (not good)
            time.sleep(0.005)
        self.theirs.send((found, failed, slowest))


def main():
    path, how, name = sys.argv[1:]
    others, abuser = Others(path, name), Abuser(path, name)
    others.start()
    until = time.monotonic() + LEAST_S
    try:
        getattr(abuser, how)()
        while time.monotonic() < until:
            getattr(abuser, how)()
    finally:
        others.over.set()
        found, failed, slowest = others.result.recv()
        others.join()
    print(f"found={found} failed={failed} slowest={slowest * 1000:.0f}")
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())

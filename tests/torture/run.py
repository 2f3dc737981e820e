#!/usr/bin/env python3
"""Torture: every allocation on the way of a request, but libfcgi's own (and see fail.c), is made to fail, and so are accept, read,
write, connect, poll, open and their kin, one at a time, in a responder ($BUILD, best one with AddressSanitizer) with a
real MariaDB and the stand-in for Spotify over TLS.

After each failure the answer must be valid, or none at all (the web server then says sorry), the responder must live,
and the next question must be answered. At the end it must hold no more descriptors than before, and leave without a
leak. Prints a line for each scenario and kind, and a last line: "N failures, N bad"."""

import argparse
import json
import mmap
import os
import shutil
import struct
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "lib"))
import fastcgi  # noqa: E402
import kakao_check  # noqa: E402
import stack  # noqa: E402

PLACES = 16384
OFF, NTH, NEW_PLACE, WATCH = range(4)
MODE, KIND, ERROR, N, CALLS, FAILED, OWNER, SEEN, PLACES_FAILED, TELL = range(10)
OWNERS = ("artistbot", "libfcgi", "libmariadb", "libcurl", "TLS", "cJSON", "libc", "others")
KINDS = ("allocation", "accept", "read", "write", "connect", "poll", "open", "socket", "epoll")
ENOENT, EINTR, EIO, ENOMEM, ENFILE, EMFILE, EPIPE, ECONNRESET, ECONNREFUSED = 2, 4, 5, 12, 23, 24, 32, 104, 111
ERRORS = {"accept": (EMFILE, ENOMEM, EINTR), "read": (EIO, ECONNRESET, EINTR), "write": (EIO, EPIPE, EINTR, 0),
          "connect": (ECONNREFUSED, EIO), "poll": (EINTR, ENOMEM), "open": (EMFILE, ENOENT, EIO),
          "socket": (EMFILE, ENFILE), "epoll": (EINTR,)}
SETTLED_S = 0.004  # without a call: nothing goes on behind the reply any more


class Control:
    """What the preloaded library is told, and tells."""

    def __init__(self, folder):
        self.path = folder.at("fail")
        size = 8 * (10 + PLACES)
        with open(self.path, "wb") as f:
            f.truncate(size)
        with open(self.path, "r+b") as f:
            self.map = mmap.mmap(f.fileno(), size)

    def __getitem__(self, i):
        return struct.unpack_from("q", self.map, 8 * i)[0]

    def __setitem__(self, i, value):
        struct.pack_into("q", self.map, 8 * i, value)

    def arm(self, mode, kind, error, n=0):
        self[MODE] = OFF
        self[KIND], self[ERROR], self[N], self[CALLS], self[FAILED] = KINDS.index(kind), error, n, 0, 0
        self[MODE] = mode

    def forget_places(self):
        self[MODE] = OFF
        self[SEEN] = self[PLACES_FAILED] = 0
        self.map[8 * 10:] = bytes(8 * PLACES)

    def settle(self):
        calls, until = -1, time.monotonic() + 0.5
        while calls != self[CALLS] and time.monotonic() < until:
            calls = self[CALLS]
            time.sleep(SETTLED_S)


class Questions:
    """Payloads of one kind, a new one each time where it must be one that nobody has asked before."""

    def __init__(self, database, standin):
        self.database, self.standin, self.turn = database, standin, 0
        self.artists = [a for a in stack.CATALOGUE.artists.values() if a.name.isascii() and len(a.name) > 3]

    def known(self):
        return fastcgi.payload("The Beatles")

    def known_anew(self):
        """The database has closed its connections."""
        others = "SELECT id FROM information_schema.processlist WHERE id <> CONNECTION_ID() AND db = 'torture'"
        until = time.monotonic() + 1
        while (rows := self.database.sql(others)) and time.monotonic() < until:
            for (number,) in rows:
                try:
                    self.database.sql(f"KILL {number}")
                except OSError:
                    pass  # it has ended by itself
        return self.known()

    def songs(self):
        return self._tap({"artist": "The Beatles", "view": "songs"})

    def related(self):
        return self._tap({"artist": "The Beatles", "view": "related"})

    def phrase(self):
        return self._said("The Beatles 노래 추천해줘")

    def like(self):
        return self._said("The Beatels")

    def talk(self):
        return self._said("안녕")

    def broken(self):
        return b'{"userRequest": {"utterance": "x"'

    def nobody(self):
        self.turn += 1
        return fastcgi.payload(f"qzx wvk {self.turn}")

    def new(self):
        """An artist that is not in the database."""
        self.turn += 1
        if self.turn % len(self.artists) == 0:
            self.database.sql("DELETE FROM artists WHERE name <> 'The Beatles'; DELETE FROM names WHERE name_key <> 'thebeatles'")
        return fastcgi.payload(self.artists[self.turn % len(self.artists)].name)

    def new_anew(self):
        """The same, and Spotify closes its connection on the first call."""
        self.known_anew()
        self.standin.set(faults=[{"on": "any", "kind": "close", "times": 1}])
        return self.new()

    def _said(self, text):
        p = json.loads(fastcgi.payload(text))
        p["userRequest"]["utterance"] = text
        p["action"]["params"] = p["action"]["detailParams"] = {}
        return json.dumps(p).encode()

    def _tap(self, extra):
        p = json.loads(fastcgi.payload("x"))
        p["action"]["clientExtra"] = extra
        return json.dumps(p).encode()


class Responder(stack.Responder):
    """With the library preloaded. A sanitizer's own is to come behind it."""

    def prepare(self, control):
        self.environment = {
            "LD_PRELOAD": os.path.join(stack.build(), "torture", "fail.so"), "ARTISTBOT_FAIL": control.path,
            "ASAN_OPTIONS": "verify_asan_link_order=0:detect_leaks=1:allocator_may_return_null=1",
            "LSAN_OPTIONS": "print_suppressions=0:suppressions=" + os.path.join(
                os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "sanitizers", "torture.supp"),
            "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1"}
        return self

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))


def ask(path, body, timeout=8.0):
    """(status, body): status 0 and b"" where the connection ended without a word; what was cut off has status -1."""
    reader = fastcgi.Reader()
    try:
        s = fastcgi.connect(path)
    except OSError:
        return 0, b""
    s.settimeout(timeout)
    got = 0
    try:
        s.sendall(fastcgi.request(body))
        while not reader.done and (data := s.recv(65536)):
            got += len(data)
            reader.feed(data)
    except TimeoutError:
        return -2, b"no answer"
    except OSError:
        pass
    finally:
        s.close()
    return reader.answer() if reader.done else (-1 if got else 0, b"")


class Torture:
    def __init__(self, responder, control, database, standin):
        self.responder, self.control, self.questions = responder, control, Questions(database, standin)
        self.watched, self.usual, self.waits = None, 0, 0
        self.shots = self.bad = self.refused = 0
        self.owners = dict.fromkeys(OWNERS, 0)
        self.lines = []

    def judge(self, what, kind, status, body):
        wrong = None
        if self.responder.process.poll() is not None:
            wrong = f"the responder ended: {self.responder.said()[-3000:]}"
        elif status == 0:
            self.refused += 1
        elif status == -1 and kind == "write":
            self.refused += 1  # half of it was gone already
        elif status != 200:
            wrong = f"status {status} {body[:200]}"
        elif (breaches := kakao_check.breaches(body)):
            wrong = f"{breaches[0]} in {body[:300]}"
        if status == -2:
            self.responder.process.kill()
            self.responder.process.wait()
        if wrong:
            self.bad += 1
            print(f"BAD {what}: {wrong}", flush=True)
        return wrong is None

    def shot(self, name, mode, kind, error, n=0):
        """One question while a call fails. Did one?"""
        body = getattr(self.questions, name)()
        self.control.arm(mode, kind, error, n)
        status, reply = ask(self.responder.socket, body)
        if mode == NTH or not self.control[FAILED]:
            self.control.settle()
        self.control[MODE] = OFF
        fired = self.control[FAILED] > 0
        self.shots += fired
        if fired:
            self.owners[OWNERS[self.control[OWNER]]] += 1
        what = f"{name}, {kind} {n or 'new'} error {error}, in {OWNERS[self.control[OWNER]]}"
        if not self.judge(what, kind, status, reply) and self.responder.process.poll() is not None:
            self.responder.start()
        return fired

    def watch(self, name):
        """One question while nothing fails. How many calls it takes."""
        body = getattr(self.questions, name)()
        self.control.arm(WATCH, self.watched, 0)
        status, reply = ask(self.responder.socket, body)
        self.control.settle()
        self.control[MODE] = OFF
        if not self.judge(name, self.watched, status, reply) and self.responder.process.poll() is not None:
            self.responder.start()
        return self.control[CALLS]

    def until_usual(self, name):
        """A failure may have it leave the store or Spotify alone for a moment: that is waited for."""
        until = time.monotonic() + 3
        while self.watch(name) < self.usual and time.monotonic() < until:
            time.sleep(0.1)

    def each(self, name, times, shoot):
        """Shoots until twice nothing failed although all went its usual way. Returns how often something did."""
        idle = hits = self.waits = 0
        while idle < 2 and hits < times:
            if shoot(hits + 1):
                hits += 1
                idle = 0
            else:
                idle += self.control[CALLS] >= self.usual or self.waits > 20
                self.waits += 1
                self.until_usual(name)
        return hits

    def by_number(self, name, kind, error, most):
        """The first call fails, then the second, and so on, until all have."""
        return self.each(name, most, lambda n: self.shot(name, NTH, kind, error, n))

    def by_place(self, name, kind, error, most):
        """Each place fails once that has not yet."""
        return self.each(name, most, lambda n: self.shot(name, NEW_PLACE, kind, error))

    def recovers(self, name):
        """With nothing failing it answers as before; the store and Spotify may be left alone for a moment."""
        until = time.monotonic() + 8
        while True:
            status, reply = ask(self.responder.socket, self.questions.known())
            if status == 200 and b"The Beatles" in reply and b"Spotify" in reply:
                return
            if time.monotonic() > until:
                self.bad += 1
                print(f"BAD {name}: afterwards it answers {status} {reply.decode(errors='replace')[:160]}\n"
                      + self.responder.said()[-1500:], flush=True)
                return
            time.sleep(0.05)

    def scenario(self, name, kind, errors, most):
        began, numbered, placed = time.monotonic(), 0, 0
        self.watched = kind
        self.control.forget_places()
        self.usual = sorted(self.watch(name) for _ in range(5))[2] * 6 // 10
        for error in errors:
            numbered += self.by_number(name, kind, error, most)
            placed += self.by_place(name, kind, error, most)
        seen, failed = self.control[SEEN], self.control[PLACES_FAILED]
        self.recovers(name)
        print(f"{name:10} {kind:10} {numbered:5} failures by number, {placed:4} by place: "
              f"{failed:4} of {seen:4} places, {time.monotonic() - began:.0f} s", flush=True)


def run(o):
    with stack.Folder("torture") as folder:
        authority = stack.Authority(folder, "ca")
        server = stack.Server(folder)
        database = stack.Database(folder, server, "torture")
        standin = stack.Standin(folder, "standin", authority.issue("spotify"), authority.cert)
        control = Control(folder)
        control[TELL] = o.tell
        responder = Responder(folder, "responder", database, standin, authority.cert, spotify_daily_calls="0",
                              spotify_hourly_searches_a_user="0", server_workers="1", log_level="warn",
                              server_deadline_ms="2500", cache_refresh_wait_ms="100").migrate().prepare(control).start()
        torture = Torture(responder, control, database, standin)
        torture.recovers("at first")
        time.sleep(0.5)
        descriptors = responder.descriptors()
        for name in o.scenarios:
            torture.scenario(name, "allocation", (ENOMEM,), o.most)
        for kind, errors in ERRORS.items():
            for name in o.calls:
                torture.scenario(name, kind, errors[:o.errors], o.most)
        time.sleep(0.5)
        more = responder.descriptors() - descriptors
        if more > 12:
            torture.bad += 1
            print(f"BAD {more} descriptors more than before")
        code = responder.stop()
        said = responder.said()
        if o.log:
            shutil.copy(responder.log, o.log)
        if code != 0 or "Sanitizer" in said or "runtime error" in said:
            torture.bad += 1
            at = max(said.find("Sanitizer"), said.find("runtime error"), 0)
            print(f"BAD at the end: exit status {code}: {said[max(0, at - 200):at + 6000] if at else said[-1500:]}")
    owners = ", ".join(f"{n} in {name}" for name, n in torture.owners.items() if n)
    print(f"failures: {owners}; {torture.refused} answered by closing the connection")
    print(f"{torture.shots} failures, {torture.bad} bad")
    return 1 if torture.bad else 0


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--scenarios", type=str.split, help="those of the allocations",
                   default="known known_anew songs related phrase like talk broken nobody new new_anew".split())
    p.add_argument("--calls", type=str.split, default="known known_anew new new_anew".split(), help="those of the system calls")
    p.add_argument("--most", type=int, default=150, help="failures of a scenario by their number, and by their place")
    p.add_argument("--errors", type=int, default=9, help="how many of the errors of each system call")
    p.add_argument("--tell", action="store_true", help="have the stack of what fails written to the responder's log")
    p.add_argument("--log", help="keep the responder's log there")
    o = p.parse_args()
    sys.stdout.reconfigure(encoding="utf-8", errors="replace", line_buffering=True)
    return run(o)


if __name__ == "__main__":
    sys.exit(main())

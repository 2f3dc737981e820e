"""A FastCGI client for tests: one request, or many at once, straight to the responder's unix socket."""

import errno
import json
import os
import selectors
import socket
import struct
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BEGIN, END, PARAMS, STDIN, STDOUT, STDERR = 1, 3, 4, 5, 6, 7
HEADER = struct.Struct(">BBHHBx")
KEEP = 1

with open(os.path.join(ROOT, "scripts", "lib", "first-message.json"), encoding="utf-8") as f:
    FIRST = f.read()


def payload(name, user="tester"):
    """A skill request as Kakao sends it for a typed name."""
    p = json.loads(FIRST)
    p["userRequest"]["utterance"] = name
    p["userRequest"]["user"]["id"] = user
    p["action"]["params"] = {"artist_name": name}
    p["action"]["detailParams"] = {"artist_name": {"origin": name, "value": name, "groupName": ""}}
    return json.dumps(p, ensure_ascii=False).encode()


def _pair(name, value):
    out = b""
    for part in (name, value):
        out += bytes([len(part)]) if len(part) < 128 else struct.pack(">I", len(part) | 1 << 31)
    return out + name + value


def _record(kind, data):
    return HEADER.pack(1, kind, 1, len(data), 0) + data


def request(body, keep=False):
    """The bytes of one request."""
    params = {"REQUEST_METHOD": "POST", "SCRIPT_NAME": "/skill/artist", "CONTENT_TYPE": "application/json",
              "CONTENT_LENGTH": str(len(body)), "REQUEST_URI": "/skill/artist", "SERVER_PROTOCOL": "HTTP/1.1"}
    pairs = b"".join(_pair(k.encode(), v.encode()) for k, v in params.items())
    begin = _record(BEGIN, struct.pack(">HB5x", 1, KEEP if keep else 0))
    return b"".join([begin, _record(PARAMS, pairs), _record(PARAMS, b""), _record(STDIN, body), _record(STDIN, b"")])


class Reader:
    """Takes bytes as they come; done once the request has ended."""

    def __init__(self):
        self.rest, self.out, self.done = b"", b"", False

    def feed(self, data):
        data = self.rest + data
        at = 0
        while len(data) - at >= HEADER.size:
            _, kind, _, length, padding = HEADER.unpack_from(data, at)
            end = at + HEADER.size + length + padding
            if len(data) < end:
                break
            if kind == STDOUT:
                self.out += data[at + HEADER.size : at + HEADER.size + length]
            self.done |= kind == END
            at = end
        self.rest = data[at:]

    def answer(self):
        """(status, body); status 0: there was none."""
        head, separator, body = self.out.partition(b"\r\n\r\n")
        if not separator:
            return 0, b""
        for line in head.split(b"\r\n"):
            if line.lower().startswith(b"status:"):
                return int(line.split()[1]), body
        return 200, body


class Reply:
    def __init__(self, status=0, body=b"", seconds=0.0):
        self.status, self.body, self.seconds = status, body, seconds


def connect(path, patience=2.0):
    """A connection; a full backlog is waited for."""
    until = time.monotonic() + patience
    while True:
        s = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            s.connect(path)
            return s
        except OSError as e:
            s.close()
            if e.errno != errno.EAGAIN or time.monotonic() > until:
                raise
            time.sleep(0.002)


def ask(path, name, user="tester", timeout=8.0):
    """One question. A reply that does not come in time has status 0."""
    return ask_many([(path, name, user)], timeout)[0]


def ask_many(questions, timeout=8.0):
    """Questions (socket's path, name, user), all at once, each on a connection of its own: the replies in order."""
    replies = [Reply() for _ in questions]
    with selectors.DefaultSelector() as wanted:
        end = time.monotonic() + timeout
        for i, (path, name, user) in enumerate(questions):
            data, began = request(payload(name, user)), time.monotonic()
            try:
                s = connect(path, timeout)
                s.sendall(data)
            except OSError:
                continue
            s.setblocking(False)
            wanted.register(s, selectors.EVENT_READ, (i, began, Reader()))
        while wanted.get_map() and (left := end - time.monotonic()) > 0:
            for key, _ in wanted.select(left):
                _take(wanted, key, replies)
        for key in list(wanted.get_map().values()):
            i, began, _ = key.data
            replies[i].seconds = time.monotonic() - began
            key.fileobj.close()
    return replies


def _take(wanted, key, replies):
    i, began, reader = key.data
    try:
        data = key.fileobj.recv(65536)
    except BlockingIOError:
        return
    except OSError:
        data = b""
    reader.feed(data)
    if reader.done or not data:
        status, body = reader.answer() if reader.done else (0, b"")
        replies[i] = Reply(status, body, time.monotonic() - began)
        wanted.unregister(key.fileobj)
        key.fileobj.close()


def hammer(path, name, seconds, connections=4):
    """Asks the same again and again on kept connections; the times of the replies, (when, how long), and how many
    of them were not 200."""
    data = request(payload(name), keep=True)
    times, bad = [], 0
    with selectors.DefaultSelector() as wanted:
        for _ in range(connections):
            s = connect(path)
            state = [time.monotonic(), Reader()]
            s.sendall(data)
            wanted.register(s, selectors.EVENT_READ, state)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for key, _ in wanted.select(0.1):
                state = key.data
                state[1].feed(key.fileobj.recv(65536))
                if not state[1].done:
                    continue
                now = time.monotonic()
                times.append((now, now - state[0]))
                bad += state[1].answer()[0] != 200
                state[:] = [now, Reader()]
                key.fileobj.sendall(data)
        for key in list(wanted.get_map().values()):
            key.fileobj.close()
    return times, bad

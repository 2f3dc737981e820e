#!/usr/bin/env python3
"""What robust.bats does to a responder's socket: robust.py WHAT SOCKET ARGUMENT... Prints a line for each answer."""

import fcntl
import os
import resource
import signal
import socket
import struct
import subprocess
import sys
import termios
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "lib"))
import fastcgi  # noqa: E402
import load  # noqa: E402

NAME = "The Beatles"
JUDGE = load.Judge()


def request(body, length=None, **more):
    """The bytes of a request whose announced length may be another than its body's."""
    params = {"REQUEST_METHOD": "POST", "SCRIPT_NAME": "/skill/artist", "REMOTE_ADDR": "127.0.0.1"} | more
    if length is not None:
        params["CONTENT_LENGTH"] = str(length)
    pairs = b"".join(fastcgi._pair(k.encode(), v.encode()) for k, v in params.items())
    parts = [fastcgi._record(fastcgi.BEGIN, b"\0\1\0\0\0\0\0\0"), fastcgi._record(fastcgi.PARAMS, pairs),
             fastcgi._record(fastcgi.PARAMS, b""), fastcgi._record(fastcgi.STDIN, body),
             fastcgi._record(fastcgi.STDIN, b"")]
    return b"".join(parts)


def answer(s):
    """What comes, in words."""
    reader = fastcgi.Reader()
    s.settimeout(30)
    try:
        while not reader.done and (data := s.recv(65536)):
            reader.feed(data)
    except ConnectionError:
        pass
    status, body = reader.answer() if reader.done else (0, b"")
    return f"{status} {JUDGE.tell(body)[0]}" if status == 200 else str(status) if status else "closed"


def ask(path, data, whole=True):
    with fastcgi.connect(path) as s:
        s.sendall(data)
        if not whole:
            s.shutdown(socket.SHUT_WR)
        return answer(s)


def wait_until_read(s):
    """Until the other side has all that was sent: none of it is left in the socket."""
    until = time.monotonic() + 30
    while struct.unpack("i", fcntl.ioctl(s, termios.TIOCOUTQ, bytes(4)))[0]:
        if time.monotonic() > until:
            raise OSError("nobody reads")
        time.sleep(0.005)


def bodies(path):
    body = fastcgi.payload(NAME)
    print("shorter than announced:", ask(path, request(body[:-40], len(body))))
    print("cut off:", ask(path, request(body, len(body))[:-60], whole=False))
    print("longer than announced:", ask(path, request(body, len(body) - 40)))
    print("no length:", ask(path, request(body)))


def send_signal(path, pid):
    for name in ("HUP", "TERM"):
        data = request(fastcgi.payload(NAME), len(fastcgi.payload(NAME)))
        with fastcgi.connect(path) as s:
            s.sendall(data[:len(data) // 2])
            wait_until_read(s)
            os.kill(int(pid), getattr(signal, "SIG" + name))
            time.sleep(0.05)
            s.sendall(data[len(data) // 2:])
            print(f"{name}:", answer(s))


def crowd(path, n):
    """One that is connected already goes on being answered while n others take what descriptors there are."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    data = fastcgi.request(fastcgi.payload(NAME), keep=True)
    others, kept = [], set()
    with fastcgi.connect(path) as first:
        first.sendall(data)
        kept.add(answer(first))
        for _ in range(int(n)):
            others.append(fastcgi.connect(path))
        for _ in range(5):
            first.sendall(data)
            kept.add(answer(first))
            time.sleep(0.1)
    print("kept:", ", ".join(sorted(kept)))
    for s in others:
        s.close()
    print("afterwards:", ask(path, data))


def two(path, program, configuration):
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listening.bind(path)
    listening.listen(511)

    def start():
        log = open(f"{path}.{time.monotonic_ns()}", "w+b")
        process = subprocess.Popen([program, "--config", configuration], stdin=listening, stdout=log, stderr=log)
        while b"msg=ready" not in os.pread(log.fileno(), 1 << 16, 0):
            if process.poll() is not None:
                raise OSError("it does not start")
            time.sleep(0.002)
        return process

    first, second = start(), start()
    first.kill()
    first.wait()
    found = sum(ask(path, request(fastcgi.payload(NAME))) == "200 found" for _ in range(20))
    print(f"while one is dead: {found} of 20 found")
    second.kill()
    second.wait()
    began = time.monotonic()  # nobody is there; what comes waits in the backlog
    with fastcgi.connect(path) as s:
        s.sendall(request(fastcgi.payload(NAME)))
        first, second = start(), start()
        if answer(s) == "200 found":
            print(f"back after {(time.monotonic() - began) * 1000:.0f} ms")
    for process in (first, second):
        process.terminate()
    print("both ended:", first.wait(60), second.wait(60))


def early(path, program, configuration):
    """SIGHUP while it reads its configuration for the first time, which is a pipe for it to be waited for."""
    pipe = path + ".conf"
    os.mkfifo(pipe, 0o600)
    with open(configuration, "rb") as f:
        text = f.read()
    process = subprocess.Popen([program, "--config", pipe, "--socket", path], stdin=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    reads, until = 0, time.monotonic() + 30
    while reads < 2 and process.poll() is None and time.monotonic() < until:
        try:
            end = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:  # nobody reads it
            time.sleep(0.01)
            continue
        if reads == 0:
            process.send_signal(signal.SIGHUP)
        os.write(end, text)
        os.close(end)
        reads += 1
        time.sleep(0.1)
    print("read:", reads)
    process.terminate()
    print("ended:", process.wait(60))


def come_from(path, *addresses):
    for address in addresses:
        print(f"{address}:", ask(path, request(fastcgi.payload(NAME), REMOTE_ADDR=address)).split()[0])


def bring_key(path, *keys):
    for key in keys:
        print(f"{key}:", ask(path, request(fastcgi.payload(NAME), HTTP_X_SKILL_KEY=key)).split()[0])


WHAT = {"bodies": bodies, "signal": send_signal, "crowd": crowd, "two": two, "early": early, "from": come_from, "key": bring_key}

if __name__ == "__main__":
    WHAT[sys.argv[1]](*sys.argv[2:])

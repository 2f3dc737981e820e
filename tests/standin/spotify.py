#!/usr/bin/env python3
"""A stand-in for Spotify's two hosts on one loopback port. See README.md."""

import argparse
import collections
import os
import re
import select
import signal
import socket
import socketserver
import struct
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import faults
from api import Api, Request
from catalogue import Catalogue
from wire import Response, compress, head_bytes, json_response

MAX_BODY = 1 << 20
IDLE_SECONDS = 75
HOST_RE = re.compile(r"[0-9A-Za-z.\-]{1,255}(:[0-9]{1,5})?|\[[0-9A-Fa-f:]{2,45}\](:[0-9]{1,5})?")
MODES = ("development", "extended")


class Calls:
    """Calls counted by endpoint, and the last thousand; safe to share between threads."""

    def __init__(self, log=None):
        self._lock = threading.Lock()
        self._log = log
        self.reset()

    def reset(self):
        with self._lock:
            self._counts = collections.Counter()
            self._last = collections.deque(maxlen=1000)

    def begin(self, endpoint, request):
        call = {
            "time": time.time(),
            "endpoint": endpoint,
            "method": request.method,
            "path": request.path,
            "query": request.query,
            "accept_language": request.headers.get("Accept-Language"),
            "fault": None,
            "status": None,  # until it is answered
        }
        with self._lock:
            self._counts[endpoint] += 1
            self._last.append(call)
        return call

    def end(self, call):
        if self._log:
            stamp = time.strftime("%H:%M:%S", time.localtime(call["time"]))
            took = (time.time() - call["time"]) * 1000
            line = f"{stamp} {call['method']} {call['path']}?{call['query']} {call['status']}"
            self._log.write(f"{line} {took:.1f}ms {call['fault'] or '-'}\n".encode())

    def counts(self):
        with self._lock:
            return dict(self._counts)

    def last(self):
        with self._lock:
            return [dict(call) for call in self._last]


class App:
    """What all connections share."""

    def __init__(self, args, log):
        self.args = args
        self.api = Api(Catalogue(), args.mode, (args.client_id, args.client_secret), args.token_ttl)
        self.faults = faults.FaultList()
        self.calls = Calls(log)
        self._lock = threading.Lock()
        self.hanging = self.waiting = 0

    def count_hanging(self, step):
        with self._lock:
            self.hanging += step

    def count_waiting(self, step):
        with self._lock:
            self.waiting += step

    def control(self, request):
        if request.method == "GET" and request.path == "/_control":
            return json_response(self.state())
        if request.method == "GET" and request.path == "/_control/calls":
            return json_response({"calls": self.calls.last()})
        if request.method != "POST" or request.path != "/_control":
            return json_response({"error": "GET or POST /_control, GET /_control/calls"}, 404)
        try:
            self.change(faults.parse(request.body))
        except ValueError as error:
            return json_response({"error": str(error)}, 400)
        return json_response(self.state())

    def state(self):
        return {
            "mode": self.api.mode,
            "token_ttl": self.api.tokens.ttl,
            "calls": self.calls.counts(),
            "faults": self.faults.snapshot(),
            "hanging": self.hanging,
            "waiting": self.waiting,
        }

    def change(self, wish):
        """All of a control call or, where it makes no sense, nothing of it."""
        unknown = set(wish) - {"faults", "mode", "token_ttl", "reset", "expire_tokens", "release"}
        if unknown:
            raise ValueError(f"unknown key {sorted(unknown)}")
        ttl = wish.get("token_ttl", 1)
        if wish.get("mode", MODES[0]) not in MODES or not isinstance(ttl, int) or ttl < 0:
            raise ValueError(f"mode is one of {MODES}, token_ttl whole seconds")
        if not isinstance(wish.get("faults", []), list):
            raise ValueError("faults is a list")
        for fault in wish.get("faults", []):
            faults.check(fault)
        if wish.get("reset"):
            self.reset()
        if wish.get("release"):
            self.faults.release()
        if wish.get("expire_tokens"):
            self.api.tokens.expire_all()
        self.api.mode = wish.get("mode", self.api.mode)
        self.api.tokens.ttl = wish.get("token_ttl", self.api.tokens.ttl)
        if "faults" in wish:
            self.faults.replace(wish["faults"])

    def reset(self):
        """As it was at the start, save for the tokens, which stay good."""
        self.api.mode, self.api.tokens.ttl = self.args.mode, self.args.token_ttl
        self.faults.replace([])
        self.faults.release()
        self.calls.reset()


class Wire:
    """A client's connection as the faults see it."""

    def __init__(self, connection, released):
        self.connection = connection
        self.released = released  # the event of the moment the call began

    def send(self, data):
        self.connection.sendall(data)

    def wait(self, seconds):
        """False when the wait is over: released, or the client has gone."""
        return not self.released.wait(seconds) and not self.gone()

    def gone(self):
        poll = select.poll()
        poll.register(self.connection, select.POLLIN | select.POLLRDHUP)
        over = select.POLLRDHUP | select.POLLHUP | select.POLLERR
        return any(events & over for _, events in poll.poll(0))

    def drop(self, reset):
        if reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = IDLE_SECONDS

    def setup(self):
        if self.server.tls:
            self.request.settimeout(IDLE_SECONDS)
            self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        super().setup()

    def finish(self):
        super().finish()
        if self.server.tls:
            self.connection.close()

    def log_message(self, format, *args):
        pass

    def do_GET(self):
        body = self.read_body()
        if body is None:
            self.send(Response(413, b'{"error":"body"}'), close=True)
            return
        request = Request(self.command, self.path, self.headers, body, self.base())
        if request.path.startswith("/_control"):
            self.send(self.server.app.control(request))
            return
        self.serve(request)

    do_POST = do_PUT = do_DELETE = do_GET

    def read_body(self):
        """None where it is too long or of unknown length."""
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not re.fullmatch("[0-9]{1,9}", length):
            return None
        return self.rfile.read(int(length)) if int(length) <= MAX_BODY else None

    def base(self):
        """Where the client found us; pictures and paging links lead back there."""
        host = self.headers.get("Host", "")
        if not HOST_RE.fullmatch(host):
            host = "127.0.0.1:%d" % self.server.server_address[1]
        return ("https://" if self.server.tls else "http://") + host

    def serve(self, request):
        app = self.server.app
        endpoint = app.api.endpoint(request.path)
        released = app.faults.released
        call = app.calls.begin(endpoint, request)
        wait, fault = app.faults.take(endpoint)
        call["fault"] = fault["kind"] if fault else ("latency" if wait else None)
        if wait:
            app.count_waiting(1)
            released.wait(wait / 1000)
            app.count_waiting(-1)
        response = app.api.answer(request)
        try:
            if fault and fault["kind"] in faults.SENT:
                self.misbehave(fault, response, released)
                return
            if fault:
                response = faults.BENT[fault["kind"]](fault, endpoint, response)
            call["status"] = response.status  # before the client can ask for it
            self.send(response)
        finally:
            app.calls.end(call)

    def misbehave(self, fault, response, released):
        self.close_connection = True
        self.server.app.count_hanging(1)
        try:
            faults.SENT[fault["kind"]](Wire(self.connection, released), fault, response)
        finally:
            self.server.app.count_hanging(-1)

    def send(self, response, close=False):
        if accepts_gzip(self.headers.get("Accept-Encoding", "")):
            response = compress(response)
        self.close_connection = self.close_connection or close
        head = head_bytes(response, len(response.body), self.close_connection)
        self.connection.sendall(head + response.body)


def accepts_gzip(header):
    for part in header.split(","):
        name, _, rest = part.partition(";")
        if name.strip().lower() in ("gzip", "*"):
            return not re.fullmatch(r"\s*q=0(\.0*)?\s*", rest)
    return False


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 1024

    def __init__(self, port, app, tls):
        self.app, self.tls = app, tls
        super().__init__(("127.0.0.1", port), Handler)

    def server_bind(self):
        # HTTPServer would look its own name up, which may take seconds.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], OSError):  # a client that went away is no news
            super().handle_error(request, client_address)


def tls_context(args):
    if not args.tls_cert:
        return None
    import ssl  # here, as it costs 30 ms of the start

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(args.tls_cert, args.tls_key)
    return context


def write_atomically(path, text):
    new = f"{path}.{os.getpid()}.new"
    with open(new, "w", encoding="ascii") as file:
        file.write(text)
    os.replace(new, path)


def arguments(argv):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True, help="0 takes a free one")
    parser.add_argument("--port-file", help="gets the port's number as soon as calls are answered")
    parser.add_argument("--mode", choices=MODES, default=MODES[0])
    parser.add_argument("--log", help="a line for each call is appended to this file")
    parser.add_argument("--tls-cert", help="PEM file; speaks TLS then")
    parser.add_argument("--tls-key", help="PEM file")
    parser.add_argument("--client-id", default="standin")
    parser.add_argument("--client-secret", default="standin")
    parser.add_argument("--token-ttl", type=int, default=3600, help="seconds a token is good")
    return parser.parse_args(argv)


def main(argv=None):
    args = arguments(argv)
    # At once and from any state: no call, however slow, holds up the end.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: os._exit(0))
    threading.stack_size(512 * 1024)
    try:
        log = open(args.log, "ab", buffering=0) if args.log else None
        server = Server(args.port, App(args, log), tls_context(args))
        port = server.server_address[1]
        if args.port_file:
            write_atomically(args.port_file, f"{port}\n")
    except (OSError, OverflowError) as error:
        print(f"standin: port {args.port}: {error}", file=sys.stderr)
        return 1
    scheme = "https" if args.tls_cert else "http"
    print(f"standin: {scheme}://127.0.0.1:{port} ({args.mode} mode)", flush=True)
    server.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())

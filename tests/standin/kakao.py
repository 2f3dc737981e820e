#!/usr/bin/env python3
"""Stands in for the side of Kakao that takes callbacks: over TLS, in the recorded form of its results.

usage: kakao.py --cert FILE --key FILE --port-file FILE --log FILE

A POST to /v1/bots/BOT/callback/TOKEN is answered by what TOKEN begins with: ok (SUCCESS, once; then FAIL, as for a token
that is used up), fail, error, 400, 500, garbage, empty, huge, redirect (to ok), hang (never). Each is a line of the log:
TOKEN, Content-Type, and the body."""

import argparse
import http.server
import json
import os
import signal
import ssl
import sys
import threading
import time
import uuid

INVALID = "Invalid callback token. Check your callback token."


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    used, lock, log, never = set(), threading.Lock(), None, threading.Event()

    def log_message(self, *_):
        pass

    def do_POST(self):  # noqa: N802
        token = self.path.rpartition("/")[2]
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        with self.lock:
            first = token not in self.used
            self.used.add(token)
            with open(self.log, "ab") as log:
                log.write(f"{token} {self.headers.get('Content-Type')} ".encode() + body + b"\n")
        self.answer(token, first)

    def answer(self, token, first):
        if token.startswith("ok"):
            self.result(200, "SUCCESS" if first else "FAIL", "" if first else INVALID)
        elif token.startswith("fail"):
            self.result(200, "FAIL", INVALID)
        elif token.startswith("error"):
            self.result(200, "ERROR", "Internal server error occured. Please contact technical support. 501")
        elif token.startswith("400"):
            self.result(400, "FAIL", "Invalid json response from bot-skill.")
        elif token.startswith("500"):
            self.send(500, b"<html>\xff</html>")
        elif token.startswith("garbage"):
            self.send(200, b'{"status":["SUCCESS"],"message":3')
        elif token.startswith("empty"):
            self.send(200, b"")
        elif token.startswith("huge"):
            self.send(200, b'{"status":"SUCCESS","message":"' + b"x" * 100000 + b'"}')
        elif token.startswith("redirect"):
            self.send(302, b"", Location=self.path.replace(token, "ok" + token))
        else:
            self.never.wait()

    def result(self, status, what, message):
        told = {"taskId": str(uuid.uuid4()), "status": what, "message": message, "timestamp": int(time.time() * 1000)}
        self.send(status, json.dumps(told).encode())

    def send(self, status, body, **headers):
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": len(body), **headers}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass  # a client that left


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    options = argparse.ArgumentParser()
    for name in ("cert", "key", "port-file", "log"):
        options.add_argument(f"--{name}", required=True)
    o = options.parse_args()
    Handler.log = o.log
    server = Server(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(o.cert, o.key)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    with open(o.port_file + ".new", "w", encoding="ascii") as f:
        f.write(str(server.server_address[1]))
    os.rename(o.port_file + ".new", o.port_file)
    server.serve_forever()


if __name__ == "__main__":
    main()

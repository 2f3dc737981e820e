#!/usr/bin/env python3
"""The relay behind the chat page, for development only: it POSTs to skill servers that a browser may not ask itself, and
receives their callbacks. It listens on a unix socket that the web server of scripts/run passes /dev.json and /dev/ on to.

    GET  /dev.json            {"token", "standin"}: what the page is served by
    POST /dev/skill           {url, header, secret, body}: asks a skill; {status, body, ms} or {error, detail}
    POST /dev/callback        a new callbackUrl, good for one answer within a minute: {id, url}
    GET  /dev/answer/ID       waits for that answer: {body}, {expired: true}, {} after a while, or {refused}, what came and was
                              no JSON
    POST /dev/callback/ID     the skill's answer; replied to as Kakao does

All but the last want the token in X-Relay-Token, and Host and Origin to be ours: no other page, and no name that somebody
makes resolve to this machine, gets anything. Python's standard library only."""

import argparse
import contextlib
import hmac
import http.client
import json
import os
import re
import secrets
import signal
import socketserver
import sys
import threading
import time
import urllib.parse
import uuid
from http.server import BaseHTTPRequestHandler

MAX_BODY = 256 * 1024  # of what the page or a skill POSTs to us
MAX_REPLY = 1024 * 1024
SKILL_S = 9.0  # Kakao gives up after 5 s; the page wants to tell how late an answer was
CALLBACK_S = 60.0  # a callbackUrl of Kakao lives for a minute
WAIT_S = 20.0
MAX_CALLBACKS = 100
HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
SECRET = re.compile(r"[\x20-\x7e]{0,1000}")
# Those that describe the message itself are not for the page to set.
OURS = {"host", "content-length", "content-type", "transfer-encoding", "connection", "expect", "upgrade", "te", "trailer"}


class Refused(Exception):
    def __init__(self, status, detail):
        super().__init__(detail)
        self.status = status


class Callbacks:
    """Who waits for which answer; safe to share between threads."""

    def __init__(self):
        self._changed = threading.Condition()
        self._answers = {}  # id: [born, body or None, whether one came, what came and was no JSON]

    def new(self):
        ident = secrets.token_urlsafe(16)
        with self._changed:
            now = time.monotonic()
            for old in [i for i, a in self._answers.items() if now - a[0] > 2 * CALLBACK_S]:
                del self._answers[old]
            if len(self._answers) >= MAX_CALLBACKS:
                raise Refused(429, "too many callbacks are awaited")
            self._answers[ident] = [now, None, False, None]
        return ident

    def put(self, ident, body):
        """Whether the answer was wanted."""
        with self._changed:
            answer = self._answers.get(ident)
            if not answer or answer[2] or time.monotonic() - answer[0] > CALLBACK_S:
                return False
            answer[1:3] = [body, True]
            self._changed.notify_all()
            return True

    def refuse(self, ident, body):
        """What came was no JSON: whoever waits is told, and waits on."""
        with self._changed:
            answer = self._answers.get(ident)
            if answer and not answer[2] and time.monotonic() - answer[0] <= CALLBACK_S:
                answer[3] = body
                self._changed.notify_all()

    def wait(self, ident):
        with self._changed:
            answer = self._answers.get(ident)
            if not answer:
                return {"expired": True}
            left = answer[0] + CALLBACK_S - time.monotonic()
            self._changed.wait_for(lambda: answer[2] or answer[3] is not None, timeout=max(0, min(left, WAIT_S)))
            if answer[3] is not None:
                refused, answer[3] = answer[3], None
                return {"refused": refused}
            if answer[2]:
                del self._answers[ident]
                return {"body": answer[1]}
            return {"expired": True} if left <= WAIT_S else {}


def target(url):
    """The parts of a skill's URL."""
    if not isinstance(url, str) or len(url) > 2000 or not url.isascii() or any(c <= " " or c == "\x7f" for c in url):
        raise Refused(400, "no address")
    parts = urllib.parse.urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        raise Refused(400, "a wrong port") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise Refused(400, "only http:// and https:// addresses, without a password")
    path = (parts.path or "/") + ("?" + parts.query if parts.query else "")
    return parts.scheme, parts.hostname, port, path


def key_header(wanted):
    name, value = wanted.get("header") or "", wanted.get("secret") or ""
    if not name or not value:
        return {}
    if not isinstance(name, str) or not HEADER.fullmatch(name) or name.lower() in OURS:
        raise Refused(400, "not a header for a key")
    if not isinstance(value, str) or not SECRET.fullmatch(value):
        raise Refused(400, "not a value for a header")
    return {name: value}


def read_reply(connection, reply, end):
    """The body, within the time that is left and the size that is allowed."""
    data = b""
    while True:
        left = end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        if connection.sock:
            connection.sock.settimeout(left)
        piece = reply.read1(65536)
        if not piece:
            return data
        data += piece
        if len(data) > MAX_REPLY:
            return None


def ask(wanted):
    """POSTs to a skill; never follows a redirect, as the key is meant for the address that was given."""
    scheme, host, port, path = target(wanted.get("url"))
    body = wanted.get("body")
    if not isinstance(body, str):
        raise Refused(400, "no body")
    headers = {"Content-Type": "application/json", "User-Agent": "artistbot-relay", **key_header(wanted)}
    made = http.client.HTTPSConnection if scheme == "https" else http.client.HTTPConnection
    start = time.monotonic()
    connection = made(host, port, timeout=SKILL_S)
    try:
        connection.request("POST", path, body=body.encode("utf-8", "replace"), headers=headers)
        reply = connection.getresponse()
        data = read_reply(connection, reply, start + SKILL_S)
    except TimeoutError:
        return {"error": "timeout"}
    except (OSError, http.client.HTTPException, ValueError) as e:
        return {"error": "unreachable", "detail": (str(e) or type(e).__name__)[:200]}
    finally:
        connection.close()
    if data is None:
        return {"error": "large"}
    return {"status": reply.status, "body": data.decode("utf-8", "replace"), "ms": round((time.monotonic() - start) * 1000)}


def kakao(status, message):
    """What Kakao says to a POST on a callbackUrl."""
    return {"taskId": str(uuid.uuid4()), "status": status, "message": message, "timestamp": int(time.time())}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "artistbot-relay", ""
    timeout = 30

    def address_string(self):
        return "-"

    def log_message(self, format, *args):
        pass  # what people type does not belong into a log

    def log_error(self, format, *args):
        pass

    def read_body(self):
        length = self.headers.get("Content-Length", "")
        if not length.isascii() or not length.isdigit() or len(length) > 9:
            raise Refused(411, "no length")
        if int(length) > MAX_BODY:
            raise Refused(413, "too large")
        return self.rfile.read(int(length))

    def answer(self, status, value):
        data = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
        self.send_response(status)
        for name, text in (("Content-Type", "application/json; charset=utf-8"), ("Content-Length", str(len(data))),
                           ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"),
                           ("Cross-Origin-Resource-Policy", "same-origin")):
            self.send_header(name, text)
        if status >= 400:
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        self.wfile.write(data)

    def check_host(self):
        """A page whose name was made to resolve to this machine still says its own name here."""
        if self.headers.get("Host") not in self.server.hosts:
            raise Refused(403, "not this host")

    def check_origin(self):
        origin = self.headers.get("Origin")
        if origin is not None and origin != "http://" + self.headers["Host"]:
            raise Refused(403, "not this origin")
        if self.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
            raise Refused(403, "not this origin")

    def check_token(self):
        token = self.headers.get("X-Relay-Token", "")
        if not hmac.compare_digest(token.encode("latin-1", "replace"), self.server.token.encode()):
            raise Refused(403, "no token")

    def page_only(self):
        self.check_origin()
        self.check_token()

    def called_back(self, ident):
        body = self.read_body().decode("utf-8", "replace")
        try:
            json.loads(body)
        except ValueError:
            self.server.callbacks.refuse(ident, body)
            return kakao("FAIL", "Invalid json response from bot-skill.")
        if not self.server.callbacks.put(ident, body):
            return kakao("FAIL", "Invalid callback token. Check your callback token.")
        return kakao("SUCCESS", "")

    def get(self, path):
        if path == "/dev.json":
            self.check_origin()
            return {"token": self.server.token, "standin": self.server.standin}
        if path.startswith("/dev/answer/"):
            self.page_only()
            return self.server.callbacks.wait(path.removeprefix("/dev/answer/"))
        raise Refused(404, "nothing here")

    def post(self, path):
        if path == "/dev/skill":
            self.page_only()
            try:
                wanted = json.loads(self.read_body())
            except ValueError:
                raise Refused(400, "no JSON") from None
            if not isinstance(wanted, dict):
                raise Refused(400, "no object")
            return ask(wanted)
        if path == "/dev/callback":
            self.page_only()
            ident = self.server.callbacks.new()
            return {"id": ident, "url": f"{self.server.origin}/dev/callback/{ident}"}
        if path.startswith("/dev/callback/"):
            return self.called_back(path.removeprefix("/dev/callback/"))
        raise Refused(404, "nothing here")

    def serve(self, how):
        try:
            self.check_host()
            self.answer(200, how(self.path.partition("?")[0]))
        except Refused as e:
            self.answer(e.status, {"error": "relay", "detail": str(e)})
        except OSError:
            self.close_connection = True  # the other side left

    def do_GET(self):
        self.serve(self.get)

    def do_POST(self):
        self.serve(self.post)


class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, path, port, pictures):
        super().__init__(path, Handler)
        self.origin = f"http://127.0.0.1:{port}"
        self.hosts = {f"127.0.0.1:{port}", f"localhost:{port}"} | ({"127.0.0.1", "localhost"} if port == 80 else set())
        self.token = secrets.token_urlsafe(32)
        self.standin = {"pictures": pictures} if pictures else None
        self.callbacks = Callbacks()

    def handle_error(self, request, client_address):
        pass


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--socket", required=True, metavar="PATH", help="where to listen")
    p.add_argument("--port", required=True, type=int, help="the web server's port on 127.0.0.1")
    p.add_argument("--standin-pictures", default="", metavar="PATH", help="Spotify is stood in for; its pictures are below PATH")
    o = p.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with contextlib.suppress(FileNotFoundError):
        os.unlink(o.socket)
    with Server(o.socket, o.port, o.standin_pictures) as server:
        server.serve_forever(poll_interval=0.5)


if __name__ == "__main__":
    main()

"""What may go wrong with a call to Spotify, and how it is done to one response."""

import itertools
import json
import threading
import zlib
from dataclasses import dataclass

from wire import JSON, Response, account_error, api_error, head_bytes, json_response

ENDPOINTS = {
    "any", "search", "token", "artist", "artists", "top-tracks", "related-artists", "albums",
    "album", "album-tracks", "track", "image", "other",
}  # fmt: skip
OPTIONS = {
    "on", "kind", "times", "ms", "retry_after", "status", "bytes", "variant", "chunked", "rst",
    "body", "location",
}  # fmt: skip

PREMIUM = (
    "Calls to the Web API are closed to this application: the account that owns it needs an active "
    "Premium subscription. Renew it and then allow some hours to pass."
)
HTML = (
    "<!DOCTYPE html><html><head><title>{0}</title></head><body><h1>{0}</h1>"
    "<p>The server encountered a temporary error.</p></body></html>\n"
)


class FaultList:
    """The faults asked for, used up in order; safe to share between threads."""

    def __init__(self):
        self._lock = threading.Lock()
        self._faults = []
        self._turn = itertools.count()
        self.released = threading.Event()

    def replace(self, faults):
        checked = [check(fault) for fault in faults]
        with self._lock:
            self._faults = checked

    def snapshot(self):
        with self._lock:
            return [dict(fault) for fault in self._faults]

    def release(self):
        """Lets go of every call that hangs or waits now."""
        with self._lock:
            old, self.released = self.released, threading.Event()
        old.set()

    def take(self, endpoint):
        """(milliseconds to wait, fault or None) for one call; faults with times run out."""
        wait, chosen = 0, None
        with self._lock:
            for fault in list(self._faults):
                if not applies(fault["on"], endpoint):
                    continue
                if fault["kind"] == "latency":
                    wait += fault.get("ms", 1000)
                elif chosen is None:
                    chosen = dict(fault)
                else:
                    continue
                self._use(fault)
        if chosen is not None:
            chosen.setdefault("variant", next(self._turn))
        return wait, chosen

    def _use(self, fault):
        if fault["times"] == 0:
            return
        fault["times"] -= 1
        if fault["times"] == 0:
            self._faults.remove(fault)


def applies(where, endpoint):
    """"any" is every call but those for pictures."""
    names = where.split("|")
    return endpoint in names or ("any" in names and endpoint != "image")


def check(fault):
    """A copy with defaults; ValueError tells what is wrong with it."""
    if not isinstance(fault, dict) or set(fault) - OPTIONS:
        raise ValueError(f"a fault has only the keys {sorted(OPTIONS)}")
    fault = {"on": "any", "times": 0} | fault
    if fault.get("kind") not in {"latency", *BENT, *SENT}:
        raise ValueError(f"unknown kind {fault.get('kind')!r}")
    if not isinstance(fault["on"], str) or not ENDPOINTS.issuperset(fault["on"].split("|")):
        raise ValueError(f"unknown endpoint {fault['on']!r}")
    for key in ("times", "ms", "status", "bytes", "variant"):
        value = fault.get(key, 0)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise ValueError(f"{key} must be a whole number, not negative")
    return fault


# Faults that put another response in the place of the right one.


def error(status, message, reason=None):
    def bend(fault, endpoint, _response):
        code = fault.get("status", status)
        if endpoint == "token":
            return account_error(code, "server_error", message)
        return api_error(code, message, reason)

    return bend


def limited(message, reason, usual):
    def bend(fault, endpoint, _response):
        response = error(429, message, reason)(fault, endpoint, None)
        after = fault.get("retry_after", usual)
        if after is not None:
            response.headers.append(("Retry-After", after))
        return response

    return bend


def text(status, ctype, body):
    def bend(fault, _endpoint, _response):
        code = fault.get("status", status)
        filled = str(fault.get("body", body)).replace("{0}", str(code))
        return Response(code, filled.encode(), ctype)

    return bend


def redirect(fault, _endpoint, _response):
    location = fault.get("location", "http://127.0.0.1:9/elsewhere")
    return Response(302, b"", "text/plain", [("Location", location)])


def mapped(function):
    """A fault that rewrites the JSON of a good response."""

    def bend(fault, _endpoint, response):
        return json_response(function(response.data, fault["variant"]), response.status)

    return bend


def with_nulls(value, _variant=0):
    if isinstance(value, list):
        return [None] + [with_nulls(v) for v in value] + [None]
    if isinstance(value, dict):
        return {k: with_nulls(v) for k, v in value.items()}
    return value


def with_floats(value, _variant=0):
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, list):
        return [with_floats(v) for v in value]
    if isinstance(value, dict):
        return {k: with_floats(v) for k, v in value.items()}
    return value


def swap(value):
    """Scalars become scalars of another type."""
    if isinstance(value, dict):
        return {k: swap(v) for k, v in value.items()}
    if isinstance(value, list):
        return [swap(v) for v in value]
    if isinstance(value, str):
        return len(value)
    return {} if value is None else [] if isinstance(value, bool) else str(value)


def lists_to(value, make):
    if isinstance(value, dict):
        return {k: lists_to(v, make) for k, v in value.items()}
    return make(value) if isinstance(value, list) else value


def wrong_type(value, variant):
    """Eight ways to be JSON and still not what was asked for."""
    ways = [
        lambda: [],
        lambda: lists_to(value, lambda v: {str(i): e for i, e in enumerate(v)}),
        lambda: swap(value),
        lambda: lists_to(value, lambda v: [str(i) for i in range(len(v))]),
        lambda: None,
        lambda: "ok",
        lambda: lists_to(value, lambda v: "none"),
        lambda: {key: 42 for key in value} if isinstance(value, dict) else 42,
    ]
    return ways[variant % len(ways)]()


def garbage(fault, _endpoint, response):
    """What a JSON parser must refuse, with the right length and type."""
    body = response.body
    ways = [
        body[: len(body) * 2 // 3],
        b"\xff\xfe\x00" + body[:200],
        body[:-1] + b",}",
        b"[" * 100_000,
        body.replace(b":", b"=", 3),
        b'{"artists":{"items":[{"name":"\\ud800","id":"\x01"}]},,}',
    ]
    return Response(fault.get("status", 200), ways[fault["variant"] % len(ways)], JSON)


BENT = {
    "401": error(401, "The access token expired"),
    "403-json": error(403, "Forbidden"),
    "403-premium": text(403, "text/plain; charset=utf-8", PREMIUM),
    "404": error(404, "Resource not found"),
    "429": limited("API rate limit exceeded", None, "1"),
    "429-quota": limited("Too many requests", "QUOTA_EXCEEDED", "86400"),
    "500": error(500, "Internal server error"),
    "502": error(502, "Bad gateway."),
    "503": error(503, "Service unavailable"),
    "html": text(502, "text/html; charset=utf-8", HTML),
    "plain": text(503, "text/plain; charset=utf-8", "upstream connect error\n"),
    "empty": text(200, "", ""),
    "redirect": redirect,
    "wrong-type": mapped(wrong_type),
    "null-elements": mapped(with_nulls),
    "floats": mapped(with_floats),
    "garbage-json": garbage,
}


# Faults in how a response is sent. Each gets a wire with send(), wait() and drop(); after it the
# connection is closed.


def hang(wire, _fault, _response):
    while wire.wait(0.1):
        pass


def close(wire, fault, _response):
    wire.drop(fault.get("rst", False))


def cut(wire, _fault, response):
    half = response.body[: len(response.body) // 2]
    wire.send(head_bytes(response, len(response.body) + 1000, True) + half)


def slow_drip(wire, fault, response):
    data = head_bytes(response, len(response.body), True) + response.body
    size = max(1, fault.get("bytes", 1))
    for start in range(0, len(data), size):
        wire.send(data[start : start + size])
        if not wire.wait(fault.get("ms", 200) / 1000):
            return


def huge(wire, fault, response):
    """The right JSON and then blanks, without end as far as a client with a limit is concerned."""
    total = max(fault.get("bytes", 8 << 20), len(response.body))
    chunked = bool(fault.get("chunked"))
    wire.send(head_bytes(response, None if chunked else total, True))
    left, piece = total - len(response.body), response.body
    while piece:
        wire.send(b"%x\r\n%b\r\n" % (len(piece), piece) if chunked else piece)
        piece = b" " * min(65536, left)
        left -= len(piece)
    if chunked:
        wire.send(b"0\r\n\r\n")


def gzip_bomb(wire, fault, response):
    """The same, packed: a few kilobytes on the wire, 64 MiB and more when unpacked."""
    blank = b" " * (1 << 20)
    count = -(-fault.get("bytes", 64 << 20) // len(blank))
    crc, out = zlib.crc32(response.body), [b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"]
    out += [deflate(response.body)] + [deflate(blank)] * count
    for _ in range(count):
        crc = zlib.crc32(blank, crc)
    length = (len(response.body) + count * len(blank)) & 0xFFFFFFFF
    out += [b"\x03\x00", crc.to_bytes(4, "little"), length.to_bytes(4, "little")]
    data = b"".join(out)
    headers = response.headers + [("Content-Encoding", "gzip")]
    packed = Response(response.status, data, JSON, headers)
    wire.send(head_bytes(packed, len(data), True) + data)


def deflate(data):
    """A piece of a deflate stream that stands on its own, so that it can be repeated."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH)


SENT = {
    "hang": hang,
    "close": close,
    "cut": cut,
    "slow-drip": slow_drip,
    "huge": huge,
    "gzip-bomb": gzip_bomb,
}


def parse(text_):
    """The JSON object of a control call; ValueError where it is none."""
    value = json.loads(text_ or b"{}")
    if not isinstance(value, dict):
        raise ValueError("an object is expected")
    return value

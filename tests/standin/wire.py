"""A response as a value, and its bytes."""

import gzip
import http
import json
import time
from dataclasses import dataclass, field
from email.utils import formatdate

JSON = "application/json; charset=utf-8"


@dataclass
class Response:
    status: int = 200
    body: bytes = b""
    ctype: str = JSON
    headers: list = field(default_factory=list)  # (name, value)
    data: object = None  # what the body was made of, for faults that bend it


def json_response(data, status=200, max_age=0):
    cache = f"public, max-age={max_age}" if max_age else "private, max-age=0"
    return Response(status, dump(data), JSON, [("Cache-Control", cache)], data)


def dump(data):
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def api_error(status, message, reason=None):
    error = {"status": status, "message": message}
    if reason:
        error["reason"] = reason
    return json_response({"error": error}, status)


def account_error(status, error, description):
    return json_response({"error": error, "error_description": description}, status)


def compress(response):
    """Only JSON and text worth it; the caller knows the client takes gzip."""
    if len(response.body) < 256 or response.ctype.startswith("image/"):
        return response
    body = gzip.compress(response.body, compresslevel=1, mtime=0)
    headers = response.headers + [("Content-Encoding", "gzip")]
    return Response(response.status, body, response.ctype, headers, response.data)


def head_bytes(response, length, close):
    """Status line and headers; length None sends the body chunked."""
    try:
        phrase = http.HTTPStatus(response.status).phrase
    except ValueError:
        phrase = "Unknown"
    lines = [
        f"HTTP/1.1 {response.status} {phrase}",
        f"Date: {formatdate(time.time(), usegmt=True)}",
        "Server: standin",
        "Vary: Accept-Encoding",
    ]
    if response.ctype:
        lines.append(f"Content-Type: {response.ctype}")
    lines.append("Transfer-Encoding: chunked" if length is None else f"Content-Length: {length}")
    lines += [f"{name}: {clean(value)}" for name, value in response.headers]
    if close:
        lines.append("Connection: close")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")


def clean(value):
    """Garbage is welcome in a header's value, a second header is not."""
    return str(value).replace("\r", " ").replace("\n", " ")

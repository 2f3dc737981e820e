"""What scripts/ask and scripts/smoke share: a skill request, the three ways to send one, what a reply must be,
and how it reads as text. Python's standard library only."""

import http.client
import json
import os
import shutil
import subprocess
import sys
import time
import unicodedata
import urllib.parse

LIB = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(LIB))
PATH = "/skill/artist"
# Kakao waits 5 s; lighttpd gives up on a frozen responder after 5 s at the latest.
TIMEOUT_S = 8.0
MAX_REPLY = 1024 * 1024
KINDS = ("simpleText", "simpleImage", "textCard", "basicCard", "commerceCard", "listCard", "itemCard", "carousel")


class SkillError(Exception):
    """Why there is no usable answer, in words for a person."""


class Answer:
    def __init__(self, status, headers, body, seconds):
        self.status, self.headers, self.body, self.seconds = status, headers, body, seconds

    def json(self):
        try:
            return json.loads(self.body.decode("utf-8"))
        except ValueError as e:
            raise SkillError(f"the reply is not JSON ({e}): {self.body[:80]!r}") from None


def text_setup():
    """UTF-8 out, whatever the locale."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace", line_buffering=True)


def reader_gone():
    """The exit code when who reads our output has enough (head, less); Python's own flush then finds nothing to say."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 141


def argument(text):
    """A command line argument as UTF-8, whatever the locale."""
    return os.fsencode(text).decode("utf-8", "replace")


def first_message():
    with open(os.path.join(LIB, "first-message.json"), encoding="utf-8") as f:
        return json.load(f)


def payload(name):
    """A skill payload as Kakao sends it for a typed name."""
    p = first_message()
    p["userRequest"]["utterance"] = name
    p["action"]["params"] = {"artist_name": name}
    p["action"]["detailParams"] = {"artist_name": {"origin": name, "value": name, "groupName": ""}}
    return p


def key_header(key):
    """'Header: secret' as a header."""
    if not key:
        return {}
    name, separator, secret = key.partition(":")
    if not separator or not name.strip() or any(c in key for c in "\r\n"):
        raise SkillError("the key is not of the form 'Header: secret'")
    return {name.strip(): secret.strip()}


def encode(value):
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")


def running(name):
    """What scripts/run noted about the instance of this clone: url, socket, conf; else None."""
    try:
        with open(os.path.join(ROOT, "var", "run", name), encoding="utf-8") as f:
            return f.read().strip() or None
    except OSError:
        return None


class Http:
    """An installation behind a web server. url: with or without the skill's path."""

    def __init__(self, url):
        if "://" not in url:
            url = "http://" + url
        u = urllib.parse.urlsplit(url)
        if u.scheme not in ("http", "https") or not u.hostname:
            raise SkillError(f"{url} is not an http or https URL")
        try:
            self.port = u.port
        except ValueError:
            raise SkillError(f"{url} has a wrong port") from None
        self.name, self.tls, self.host = url, u.scheme == "https", u.hostname
        path = u.path.rstrip("/")
        self.path = urllib.parse.quote(path, safe="/%") if path else PATH

    def send(self, body, method="POST", path=None, headers=None):
        made = http.client.HTTPSConnection if self.tls else http.client.HTTPConnection
        connection = made(self.host, self.port, timeout=TIMEOUT_S)
        start = time.monotonic()
        try:
            connection.request(method, path or self.path, body=body,
                               headers={"Content-Type": "application/json", **(headers or {})})
            reply = connection.getresponse()
            data = reply.read(MAX_REPLY)
            return Answer(reply.status, {k.lower(): v for k, v in reply.getheaders()}, data,
                          time.monotonic() - start)
        except (OSError, http.client.HTTPException) as e:
            raise SkillError(f"{self.name} does not answer: {e or type(e).__name__}") from None
        finally:
            connection.close()


class Program:
    """A responder reached by running a program with the CGI variables and the body on its standard input."""

    def __init__(self, name, argv):
        self.name, self.argv, self.path = name, argv, PATH

    def send(self, body, method="POST", path=None, headers=None):
        env = {k: v for k, v in os.environ.items() if not k.startswith("HTTP_")}
        env.update(REQUEST_METHOD=method, SCRIPT_NAME=path or self.path, REMOTE_ADDR="127.0.0.1",
                   SERVER_PROTOCOL="HTTP/1.1", GATEWAY_INTERFACE="CGI/1.1",
                   CONTENT_TYPE="application/json", CONTENT_LENGTH=str(len(body or b"")))
        for key, value in (headers or {}).items():
            env["HTTP_" + key.upper().replace("-", "_")] = value
        start = time.monotonic()
        try:
            done = subprocess.run(self.argv, input=body or b"", env=env, timeout=TIMEOUT_S,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        except subprocess.TimeoutExpired:
            raise SkillError(f"{self.name}: no answer in {TIMEOUT_S:g} s") from None
        except OSError as e:
            raise SkillError(f"{self.name} cannot be run: {e}") from None
        seconds = time.monotonic() - start
        head, separator, data = done.stdout.replace(b"\r\n", b"\n", 64).partition(b"\n\n")
        if not separator:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise SkillError(f"{self.name}: no CGI answer, exit code {done.returncode}"
                             + (f": {said[-1]}" if said else ""))
        found = {}
        for line in head.decode("latin-1").split("\n"):
            key, _, value = line.partition(":")
            found[key.strip().lower()] = value.strip()
        status = found.get("status", "200").split()[0]
        return Answer(int(status) if status.isdigit() else 0, found, data, seconds)


def fastcgi(socket):
    program = shutil.which("cgi-fcgi", path=os.environ.get("PATH", "") + ":/usr/bin")
    if not program:
        raise SkillError("cgi-fcgi is missing; install the package libfcgi-bin")
    return Program("cgi-fcgi " + socket, [program, "-bind", "-connect", socket])


def cgi(program, config):
    return Program("CGI " + program, [os.path.abspath(program)] + (["--config", config] if config else []))


def outputs(reply):
    """The bubbles of a valid reply as [(kind, content)]; SkillError says what is wrong with an invalid one."""
    if not isinstance(reply, dict) or reply.get("version") != "2.0":
        raise SkillError('the reply has no "version": "2.0"')
    template = reply.get("template")
    found = template.get("outputs") if isinstance(template, dict) else None
    if not isinstance(found, list) or not 1 <= len(found) <= 3:
        raise SkillError("the reply has not 1 to 3 outputs")
    bubbles = []
    for o in found:
        if not isinstance(o, dict) or len(o) != 1:
            raise SkillError("an output has not exactly one bubble")
        kind, content = next(iter(o.items()))
        if kind not in KINDS or not isinstance(content, dict):
            raise SkillError(f"an output is of an unknown kind: {kind}")
        bubbles.append((kind, content))
    return bubbles


def cards(kind, content):
    """A bubble's cards, as [(kind, content)]: those of a carousel, or the bubble itself."""
    if kind != "carousel":
        return [(kind, content)]
    return [(content.get("type"), item) for item in content.get("items") or [] if isinstance(item, dict)]


def found_artist(bubbles):
    """The title of an artist's card, or of its songs: that is a card that links to somewhere. None: there is none."""
    for kind, content in (card for bubble in bubbles for card in cards(*bubble)):
        links = any(isinstance(b, dict) and b.get("action") == "webLink" for b in content.get("buttons") or [])
        if links and kind in ("basicCard", "textCard"):
            return content.get("title") or ""
        if links and kind == "listCard":
            return (content.get("header") or {}).get("title") or ""
    return None


def name_key(name):
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(c for c in folded if c.isalnum())


def check_first(bubbles):
    """Is this the card that the first message must get?"""
    title = found_artist(bubbles)
    if title is None:
        raise SkillError('the reply to "the beatles" has no artist\'s card')
    if name_key(title) not in ("thebeatles", "비틀즈"):
        raise SkillError(f'the reply to "the beatles" is the card of "{title}"')


def plain(text):
    """Without control characters, which could play tricks on a terminal."""
    return "".join(c if c == "\n" or unicodedata.category(c) != "Cc" else " " for c in str(text))


def _button(b):
    return f"[{b.get('label', '')}] {b.get('webLinkUrl') or b.get('messageText') or ''}".rstrip()


def _bubble(kind, content):
    if kind == "simpleText":
        return [content.get("text", "")]
    lines = []
    header = content.get("header")
    title = header.get("title") if isinstance(header, dict) else content.get("title")
    if title:
        lines += [title, "-" * min(40, max(4, len(title)))]
    if content.get("description"):
        lines.append(content["description"])
    for n, item in enumerate(content.get("items") or [], 1):
        lines.append(f"{n}. {item.get('title', '')}"
                     + (f" / {item['description']}" if item.get("description") else ""))
        web = (item.get("link") or {}).get("web")
        if web:
            lines.append("   " + web)
    picture = (content.get("thumbnail") or {}).get("imageUrl")
    if picture:
        lines.append("picture: " + picture)
    return lines + [_button(b) for b in content.get("buttons") or []]


def render(reply, bubbles):
    """The reply as people read it."""
    text = []
    for kind, content in bubbles:
        text.append(f"  .- {kind}")
        try:
            lines = [line for n, card in enumerate(cards(kind, content)) for line in ["----"] * (n > 0) + _bubble(*card)]
        except (AttributeError, TypeError, KeyError):
            lines = [json.dumps(content, ensure_ascii=False)]
        for line in plain("\n".join(map(str, lines))).split("\n"):
            text.append("  | " + line)
        text.append("  '-")
    quick = reply["template"].get("quickReplies")
    if isinstance(quick, list) and quick:
        text.append("  quick replies: " + plain(" ".join(
            f"[{q.get('label', '')}]" for q in quick if isinstance(q, dict))))
    return "\n".join(text)

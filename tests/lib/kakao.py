"""What a reply must be for Kakao to show it, and what it says. Written from Kakao's limits, not from the code under
test; the twin of tests/unit/kakao_check.h."""

import configparser
import json
import os
import re

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
REPLY_BYTES = 30 * 1024
URL_RE = re.compile(r"https?://(?![^/?#]*@)[^/?#\s]+(?:[!#$%&'()*+,\-./:;=?@_~0-9A-Za-z\[\]])*")


class Invalid(Exception):
    """What is wrong with a reply first."""


def need(condition, what):
    if not condition:
        raise Invalid(what)


def units(text):
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def banned(c, lines):
    n = ord(c)
    return ((n < 0x20 and not (lines and c == "\n")) or 0x7F <= n < 0xA0 or 0xD800 <= n < 0xE000
            or n in (0x2028, 0x2029, 0xFEFF, 0xFFFD) or 0x202A <= n <= 0x202E or 0x2066 <= n <= 0x2069
            or (n & 0xFFFE) == 0xFFFE)


def keys(o, name, allowed):
    need(isinstance(o, dict) and o, f"{name}: no object, or an empty one")
    need(set(o) <= set(allowed.split()), f"{name}: unknown field in {sorted(o)}")


def text(o, key, most, required=False, lines=False):
    if key not in o:
        need(not required, f"{key}: missing")
        return 0
    value = o[key]
    need(isinstance(value, str), f"{key}: not a string")
    need(value and value[0] > " " and value[-1] > " ", f"{key}: empty, or with blanks around it")
    bad = [c for c in value if banned(c, lines)]
    need(not bad, f"{key}: {bad[:1]!r} in it")
    need(units(value) <= most, f"{key}: {units(value)} units, at most {most}")
    return units(value)


def url(o, key, required=False):
    if text(o, key, 1000, required):
        need(URL_RE.fullmatch(o[key]), f"{key}: no safe http address: {o[key]}")
        need(not re.search(r"%(?![0-9A-Fa-f]{2})", o[key]), f"{key}: stray %: {o[key]}")


def link(o):
    if "link" in o:
        keys(o["link"], "link", "web")
        url(o["link"], "web", True)


def button(b, label):
    keys(b, "button", "label action webLinkUrl messageText")
    text(b, "label", label, True)
    others = {"webLink": {"webLinkUrl"}, "message": {"messageText"}, "share": set()}
    need(b.get("action") in others, f"button: action {b.get('action')}")
    need(set(b) - {"label", "action"} == others[b["action"]], f"button: {sorted(b)} with {b['action']}")
    url(b, "webLinkUrl")
    text(b, "messageText", 300)


def buttons(card):
    vertical = card.get("buttonLayout") == "vertical"
    if "buttons" not in card:
        need("buttonLayout" not in card, "buttonLayout without buttons")
        return
    n = len(card["buttons"])
    need(1 <= n <= (3 if vertical else 2), f"{n} buttons")
    for b in card["buttons"]:
        button(b, 8 if n > 1 and not vertical else 14)


def basic_card(card):
    keys(card, "basicCard", "title description thumbnail buttons buttonLayout")
    text(card, "title", 50)
    text(card, "description", 230, lines=True)
    thumbnail = card.get("thumbnail")
    keys(thumbnail, "thumbnail", "imageUrl altText link fixedRatio")
    url(thumbnail, "imageUrl", True)
    text(thumbnail, "altText", 50)
    need(isinstance(thumbnail.get("fixedRatio", False), bool), "fixedRatio: not a boolean")
    link(thumbnail)
    buttons(card)


def text_card(card):
    keys(card, "textCard", "title description buttons buttonLayout")
    n = text(card, "title", 50) + text(card, "description", 400, lines=True)
    need(1 <= n <= 400, f"textCard: {n} units")
    buttons(card)


def list_card(card):
    keys(card, "listCard", "header items buttons buttonLayout")
    keys(card.get("header"), "header", "title")
    text(card["header"], "title", 40, True)
    items = card.get("items")
    need(isinstance(items, list) and 1 <= len(items) <= 5, "listCard: no items, or too many")
    for item in items:
        keys(item, "item", "title description imageUrl link")
        text(item, "title", 40, True)
        text(item, "description", 40)
        url(item, "imageUrl")
        link(item)
    buttons(card)


def simple_text(o):
    keys(o, "simpleText", "text")
    text(o, "text", 1000, True, True)


BUBBLES = {"basicCard": basic_card, "textCard": text_card, "listCard": list_card, "simpleText": simple_text}


def check(body):
    """The reply as an object; Invalid if Kakao might not show it."""
    need(len(body) <= REPLY_BYTES, f"{len(body)} bytes")
    try:
        reply = json.loads(body.decode("utf-8"))
    except ValueError as e:
        raise Invalid(f"no JSON: {e}: {body[:80]!r}") from None
    keys(reply, "reply", "version template")
    need(reply.get("version") == "2.0", "version is not 2.0")
    template = reply.get("template")
    keys(template, "template", "outputs quickReplies")
    outputs = template.get("outputs")
    need(isinstance(outputs, list) and 1 <= len(outputs) <= 3, "not 1 to 3 outputs")
    for o in outputs:
        need(isinstance(o, dict) and len(o) == 1 and set(o) <= set(BUBBLES), f"an unknown output: {str(o)[:80]}")
        BUBBLES[next(iter(o))](next(iter(o.values())))
    quick = template.get("quickReplies", [{}])
    need(1 <= len(quick) <= 10, f"{len(quick)} quick replies")
    for q in quick if "quickReplies" in template else []:
        keys(q, "quick reply", "label action messageText")
        text(q, "label", 14, True)
        text(q, "messageText", 300, True)
        need(q.get("action") == "message", "quick reply: not a message")
    return reply


# --- what it says ---


def _wording():
    ini = configparser.RawConfigParser(delimiters="=", comment_prefixes=("#",), inline_comment_prefixes=None)
    ini.read(os.path.join(ROOT, "etc", "messages.ko.ini"), encoding="utf-8")
    return ini


def _pattern(template, **groups):
    out = re.escape(template.replace("\\n", "\n"))
    for name, group in groups.items():
        out = out.replace(re.escape("{" + name + "}"), group)
    return out


class Wording:
    """Tells by the texts of etc/messages.ko.ini what kind a reply is of."""

    UNITS = {"seconds": 1, "minutes": 60, "hours": 3600}

    def __init__(self):
        ini = _wording()
        self.none = ini["songs"]["none"]
        when = [f"(?P<{u}>{_pattern(ini['when'][u], n='[0-9]+')})" for u in self.UNITS]
        when.append(f"(?P<soon>{_pattern(ini['when']['soon'])})")
        self.said = {kind: re.compile(_pattern(said, when="(?:" + "|".join(when) + ")"))
                     for kind, said in ini["answer"].items() if kind != "again"}

    def tell(self, reply):
        """What a checked reply says, as an Answer."""
        outputs = reply["template"]["outputs"]
        answer = Answer()
        for o in outputs:
            kind, content = next(iter(o.items()))
            if kind in ("basicCard", "textCard"):
                answer.kind, answer.title = "found", content.get("title", "")
            elif kind == "listCard":
                answer.songs = [item["title"] for item in content["items"]]
            elif content["text"] == self.none:
                answer.says_none = True
            else:
                self._said(answer, content["text"])
        return answer

    def _said(self, answer, said):
        for kind, pattern in self.said.items():
            match = pattern.fullmatch(said)
            if not match:
                continue
            answer.kind = kind
            for unit, seconds in self.UNITS.items():
                if match.groupdict().get(unit):
                    answer.when = seconds * int(re.search("[0-9]+", match[unit])[0])
            return
        answer.kind = "apology"


class Answer:
    def __init__(self):
        self.kind = "nothing"  # found, unknown, late, busy, closed, limited, failed, …
        self.title = None
        self.songs = []
        self.says_none = False  # that there are no songs
        self.when = None  # seconds after which to ask again, where it says a number

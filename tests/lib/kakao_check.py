#!/usr/bin/env python3
"""Holds a reply against Kakao's limits, and shares no code with what made it.

usage: kakao_check.py <REPLY      a line for each breach; exit code 1 if there is one
       kakao_check.py --prove     breaks a good reply in every way it knows; each must be found

What is checked are the components the bot uses; any other is a breach. Lengths are UTF-16 code units, the strictest
reading of Kakao's "characters". Where Kakao gives no limit, ours is marked so."""

import copy
import json
import re
import sys

REPLY_BYTES = 30000
OUTPUTS, QUICK_REPLIES, LIST_ITEMS = 3, 10, 5
SIMPLE_TEXT, TITLE, BASIC_DESCRIPTION, TEXT_CARD = 1000, 50, 230, 400
LABEL, LABEL_BESIDE, ALT_TEXT = 14, 8, 50
BUTTONS_VERTICAL, BUTTONS_HORIZONTAL = 3, 2
LIST_TEXT, QUICK_LABEL, MESSAGE = 40, 14, 300  # ours

# Printable ASCII without blanks, quotes, backslash and the like; every % with its two digits; a host.
URL = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]+(/|[?#]|$)([A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*")


class Checker:
    def __init__(self):
        self.breaches = []

    def wrong(self, where, what):
        self.breaches.append(f"{where}: {what}")

    def fields(self, where, value, required, optional=""):
        """Is it an object with these fields and no others? Returns it, or an empty one."""
        if not isinstance(value, dict) or not value:
            self.wrong(where, "no object, or an empty one")
            return {}
        for name in required.split():
            if name not in value:
                self.wrong(where, f"no {name}")
        for name in value.keys() - set(required.split()) - set(optional.split()):
            self.wrong(where, f"unknown field {name}")
        return value

    def items(self, where, value, most):
        if not isinstance(value, list) or not 1 <= len(value) <= most:
            self.wrong(where, f"no list of 1 to {most}")
            return []
        return value

    def text(self, where, value, most, lines=False):
        """Returns its length."""
        if not isinstance(value, str) or not value.strip():
            self.wrong(where, "no text, or an empty one")
            return 0
        units = len(value.encode("utf-16-le", "surrogatepass")) // 2
        if units > most:
            self.wrong(where, f"{units} UTF-16 units, {most} at most")
        for c in value:
            if banned(ord(c)) and not (lines and c == "\n"):
                self.wrong(where, f"U+{ord(c):04X} in it")
        return units

    def url(self, where, value):
        if not isinstance(value, str) or not URL.fullmatch(value):
            self.wrong(where, f"no clean http(s) address: {value!r}")

    def link(self, where, value):
        for name, address in self.fields(where, value, "web", "pc mobile").items():
            self.url(f"{where}.{name}", address)

    def buttons(self, where, card, whole_picture=False):
        layout = card.get("buttonLayout")
        if layout not in (None, "vertical", "horizontal"):
            self.wrong(where, f"buttonLayout {layout!r}")
        if "buttons" not in card:
            return
        beside = layout == "horizontal" or (whole_picture and layout is None)
        most = BUTTONS_HORIZONTAL if beside else BUTTONS_VERTICAL
        buttons = self.items(f"{where}.buttons", card["buttons"], most)
        for i, button in enumerate(buttons):
            label = LABEL_BESIDE if beside and len(buttons) > 1 else LABEL
            self.button(f"{where}.buttons[{i}]", button, label)

    def button(self, where, button, label):
        self.fields(where, button, "label action", "webLinkUrl messageText")
        if not isinstance(button, dict):
            return
        self.text(f"{where}.label", button.get("label"), label)
        action = button.get("action")
        if action == "webLink":
            self.url(f"{where}.webLinkUrl", button.get("webLinkUrl"))
        elif action == "message":
            self.text(f"{where}.messageText", button.get("messageText"), MESSAGE)
        elif action != "share":
            self.wrong(where, f"action {action!r}")
        if "webLinkUrl" in button and action != "webLink" or "messageText" in button and action != "message":
            self.wrong(where, "a value that is not its action's")

    def thumbnail(self, where, value):
        """Returns whether the picture is shown whole."""
        value = self.fields(where, value, "imageUrl", "altText link fixedRatio")
        self.url(f"{where}.imageUrl", value.get("imageUrl"))
        if "altText" in value:
            self.text(f"{where}.altText", value["altText"], ALT_TEXT)
        if "link" in value:
            self.link(f"{where}.link", value["link"])
        if not isinstance(value.get("fixedRatio", False), bool):
            self.wrong(where, "fixedRatio is no boolean")
        return value.get("fixedRatio") is True

    def simple_text(self, where, bubble):
        self.text(f"{where}.text", self.fields(where, bubble, "text").get("text"), SIMPLE_TEXT, lines=True)

    def text_card(self, where, card):
        card = self.fields(where, card, "", "title description buttons buttonLayout")
        if "title" not in card and "description" not in card:
            self.wrong(where, "neither title nor description")
        units = self.text(f"{where}.title", card["title"], TITLE) if "title" in card else 0
        if "description" in card:
            units += self.text(f"{where}.description", card["description"], TEXT_CARD, lines=True)
        if units > TEXT_CARD:
            self.wrong(where, f"title and description have {units} UTF-16 units together, {TEXT_CARD} at most")
        self.buttons(where, card)

    def basic_card(self, where, card):
        card = self.fields(where, card, "thumbnail", "title description buttons buttonLayout forwardable")
        whole = self.thumbnail(f"{where}.thumbnail", card.get("thumbnail"))
        if "title" in card:
            self.text(f"{where}.title", card["title"], TITLE)
        if "description" in card:
            self.text(f"{where}.description", card["description"], BASIC_DESCRIPTION, lines=True)
        self.buttons(where, card, whole)

    def list_card(self, where, card):
        card = self.fields(where, card, "header items", "buttons buttonLayout forwardable")
        header = self.fields(f"{where}.header", card.get("header"), "title")
        self.text(f"{where}.header.title", header.get("title"), LIST_TEXT)
        for i, item in enumerate(self.items(f"{where}.items", card.get("items"), LIST_ITEMS)):
            here = f"{where}.items[{i}]"
            item = self.fields(here, item, "title", "description imageUrl link")
            self.text(f"{here}.title", item.get("title"), LIST_TEXT)
            if "description" in item:
                self.text(f"{here}.description", item["description"], LIST_TEXT)
            if "imageUrl" in item:
                self.url(f"{here}.imageUrl", item["imageUrl"])
            if "link" in item:
                self.link(f"{here}.link", item["link"])
        self.buttons(where, card)

    def quick_reply(self, where, reply):
        reply = self.fields(where, reply, "label action messageText")
        self.text(f"{where}.label", reply.get("label"), QUICK_LABEL)
        self.text(f"{where}.messageText", reply.get("messageText"), MESSAGE)
        if reply.get("action") != "message":
            self.wrong(where, f"action {reply.get('action')!r}")

    def reply(self, reply):
        kinds = {
            "simpleText": self.simple_text,
            "textCard": self.text_card,
            "basicCard": self.basic_card,
            "listCard": self.list_card,
        }
        reply = self.fields("reply", reply, "version template")
        if reply.get("version") != "2.0":
            self.wrong("version", 'is not the string "2.0"')
        template = self.fields("template", reply.get("template"), "outputs", "quickReplies")
        for i, output in enumerate(self.items("outputs", template.get("outputs"), OUTPUTS)):
            if not isinstance(output, dict) or len(output) != 1 or not kinds.keys() >= output.keys():
                self.wrong(f"outputs[{i}]", "not exactly one bubble of a known kind")
                continue
            kind, bubble = next(iter(output.items()))
            kinds[kind](f"outputs[{i}].{kind}", bubble)
        if "quickReplies" in template:
            for i, quick in enumerate(self.items("quickReplies", template["quickReplies"], QUICK_REPLIES)):
                self.quick_reply(f"quickReplies[{i}]", quick)


def banned(c):
    """Controls, what turns the direction of text around, U+FFFD, noncharacters, halves of surrogate pairs."""
    return (c < 0x20 or 0x7F <= c < 0xA0 or c in (0x2028, 0x2029, 0xFEFF, 0xFFFD) or 0x202A <= c <= 0x202E
            or 0x2066 <= c <= 0x2069 or c & 0xFFFE == 0xFFFE or 0xFDD0 <= c <= 0xFDEF or 0xD800 <= c <= 0xDFFF)


def once(pairs):
    """For json.loads: an object whose keys are all different."""
    if len({k for k, _ in pairs}) != len(pairs):
        raise ValueError("the same field twice in one object")
    return dict(pairs)


def constant(name):
    raise ValueError(f"{name} is not JSON")


def breaches(body):
    """All that is wrong with a reply's bytes."""
    checker = Checker()
    if len(body) > REPLY_BYTES:
        checker.wrong("reply", f"{len(body)} bytes, {REPLY_BYTES} at most")
    try:
        checker.reply(json.loads(body.decode("utf-8"), object_pairs_hook=once, parse_constant=constant))
    except ValueError as error:
        checker.wrong("reply", f"is no JSON: {error}")
    return checker.breaches


# --- the proof that it finds what it looks for ---

ADDRESS = "https://example.org/a%20b?c=d"
GOOD = {
    "version": "2.0",
    "template": {
        "outputs": [
            {"basicCard": {
                "title": "가" * TITLE,
                "description": "나\n" + "😀" * (BASIC_DESCRIPTION // 2 - 1),
                "thumbnail": {"imageUrl": ADDRESS, "altText": "다" * ALT_TEXT, "link": {"web": ADDRESS},
                              "fixedRatio": True},
                "buttons": [{"label": "라" * LABEL, "action": "webLink", "webLinkUrl": ADDRESS}],
            }},
            {"listCard": {
                "header": {"title": "마" * LIST_TEXT},
                "items": [{"title": "바", "description": "사" * LIST_TEXT, "imageUrl": ADDRESS,
                           "link": {"web": ADDRESS}}] * LIST_ITEMS,
                "buttons": [{"label": "아", "action": "message", "messageText": "자"}],
            }},
            {"textCard": {"title": "차" * TITLE, "description": "카" * (TEXT_CARD - TITLE),
                          "buttons": [{"label": "타", "action": "share"}] * 3, "buttonLayout": "vertical"}},
        ],
        "quickReplies": [{"label": "파" * QUICK_LABEL, "action": "message", "messageText": "하"}] * QUICK_REPLIES,
    },
}
GONE = object()
CARD, LIST, TEXT = "template.outputs.0.basicCard", "template.outputs.1.listCard", "template.outputs.2.textCard"
BUTTON, QUICK = CARD + ".buttons.0", "template.quickReplies.0"
BREAKS = [
    ("version", 2.0), ("version", "2"), ("version", GONE), ("template", GONE), ("template.outputs", []),
    ("template.outputs", [{"simpleText": {"text": "a"}}] * (OUTPUTS + 1)), ("useCallback", True),
    ("template.outputs.0", {"simpleText": {"text": "a"}, "textCard": {"title": "a"}}),
    ("template.outputs.0", {"simpleText": {"text": "a" * (SIMPLE_TEXT + 1)}}),
    ("template.outputs.0", {"simpleText": {"text": 1}}), ("template.outputs.0", {"simpleText": {"text": " "}}),
    ("template.outputs.0", {"carousel": {"items": []}}), ("template.outputs.0", {}),
    (CARD + ".title", "가" * (TITLE + 1)), (CARD + ".title", "😀" * (TITLE // 2 + 1)), (CARD + ".title", ""),
    (CARD + ".title", None), (CARD + ".title", "두\n줄"), (CARD + ".title", "\u202egnp"),
    (CARD + ".title", "\ud83d"), (CARD + ".title", "\ufffd"), (CARD + ".title", "a\x00"),
    (CARD + ".description", "가" * (BASIC_DESCRIPTION + 1)), (CARD + ".profile", {"nickname": "a"}),
    (CARD + ".thumbnail", GONE), (CARD + ".thumbnail.imageUrl", GONE), (CARD + ".thumbnail.imageUrl", ""),
    (CARD + ".thumbnail.imageUrl", "ftp://example.org/"), (CARD + ".thumbnail.imageUrl", "https://example.org/가"),
    (CARD + ".thumbnail.imageUrl", "https://example.org/a b"), (CARD + ".thumbnail.imageUrl", "https:///a"),
    (CARD + ".thumbnail.imageUrl", "https://example.org/%2"), (CARD + ".thumbnail.altText", "가" * (ALT_TEXT + 1)),
    (CARD + ".thumbnail.link", {}), (CARD + ".thumbnail.link.web", "javascript:alert(1)"),
    (CARD + ".thumbnail.fixedRatio", "true"), (CARD + ".buttons", []),
    (CARD + ".buttons", [{"label": "가", "action": "share"}] * 3),
    (CARD + ".buttons", [{"label": "가" * (LABEL_BESIDE + 1), "action": "share"}] * 2),
    (CARD + ".buttonLayout", "diagonal"), (BUTTON + ".label", "가" * (LABEL + 1)), (BUTTON + ".label", GONE),
    (BUTTON + ".webLinkUrl", GONE), (BUTTON + ".action", "message"), (BUTTON + ".action", "osLink"),
    (BUTTON + ".extra", None),
    (LIST + ".header", GONE), (LIST + ".header.title", "가" * (LIST_TEXT + 1)), (LIST + ".header.imageUrl", ADDRESS),
    (LIST + ".items", []), (LIST + ".items", [{"title": "a"}] * (LIST_ITEMS + 1)), (LIST + ".items.0.title", GONE),
    (LIST + ".items.0.title", "가" * (LIST_TEXT + 1)), (LIST + ".items.0.description", "가" * (LIST_TEXT + 1)),
    (LIST + ".items.0.imageUrl", "data:,"), (LIST + ".items.0.link.web", None),
    (LIST + ".buttons", [{"label": "가", "action": "share"}] * 4),
    (TEXT, {"buttons": [{"label": "a", "action": "share"}]}), (TEXT + ".description", "가" * (TEXT_CARD - TITLE + 1)),
    (TEXT + ".buttonLayout", "horizontal"), (TEXT + ".thumbnail", {"imageUrl": ADDRESS}),
    ("template.quickReplies", []), ("template.quickReplies", [GOOD["template"]["quickReplies"][0]] * 11),
    (QUICK + ".label", "가" * (QUICK_LABEL + 1)), (QUICK + ".messageText", GONE), (QUICK + ".action", "Message"),
]


def changed(path, value):
    reply = copy.deepcopy(GOOD)
    *way, last = [int(p) if p.isdigit() else p for p in path.split(".")]
    inner = reply
    for step in way:
        inner = inner[step]
    if value is GONE:
        del inner[last]
    else:
        inner[last] = value
    return json.dumps(reply).encode()


def prove():
    """What is not as it should be: a breach of the good reply, or one that was not found."""
    good = json.dumps(GOOD, ensure_ascii=False).encode()
    missed = [f"the good reply: {b}" for b in breaches(good)]
    missed += [f"not found: {path} = {value!r}" for path, value in BREAKS if not breaches(changed(path, value))]
    raw = [b"", b"{}", b"[]", good[:-1], good + b"}", good.replace(b"2.0", b"2\xff0"), good + b" " * REPLY_BYTES,
           good.replace(b"true", b"NaN"), good.replace(b'{"version"', b'{"version":"1.0","version"')]
    return missed + [f"not found: {body[:40]!r}" for body in raw if not breaches(body)]


def main():
    found = prove() if sys.argv[1:] == ["--prove"] else breaches(sys.stdin.buffer.read())
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Holds a reply against Kakao's limits, and shares no code with what made it.

usage: kakao_check.py <REPLY      a line for each breach; exit code 1 if there is one
       kakao_check.py --lines     the same for a reply on each line; stops at the first that has a breach
       kakao_check.py --prove     breaks good replies in every way it knows; each must be found

It is stricter than Kakao: a field that is not documented, a limit of ours, an empty text are breaches too. Lengths are
UTF-16 code units, the strictest reading of Kakao's "characters". Where Kakao gives no limit, ours is marked so."""

import json
import re
import sys

REPLY_BYTES = 30000
OUTPUTS, QUICK_REPLIES, LIST_ITEMS, CAROUSEL_LIST_ITEMS = 3, 10, 5, 4
CARDS = {"basicCard": 10, "commerceCard": 10, "itemCard": 10, "textCard": 10, "listCard": 5}  # of a carousel
SIMPLE_TEXT, TITLE, BASIC_DESCRIPTION, TEXT_CARD, CAROUSEL_TEXT = 1000, 50, 230, 400, 128
LABEL, LABEL_BESIDE, ALT_TEXT = 14, 8, 50
BUTTONS_VERTICAL, BUTTONS_HORIZONTAL = 3, 2
COMMERCE_TITLE, COMMERCE_DESCRIPTION = 30, 40
ITEM_LIST, CAROUSEL_ITEM_LIST, ITEM_TITLE, ITEM_AMOUNT, ITEM_PROFILE = 10, 5, 6, 14, 15
ITEM_TEXT, CAROUSEL_ITEM_TEXT, ITEM_TEXT_LINES = 200, 100, 12
LIST_TEXT, QUICK_LABEL, MESSAGE, SHORT = 40, 14, 300, 60  # ours

# Printable ASCII without blanks, quotes, backslash and the like; every % with its two digits; a host.
URL = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]+(/|[?#]|$)([A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*")


# Controls, what turns the direction of text around, U+FFFD, noncharacters, halves of surrogate pairs.
BANNED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffd"
                    + "".join(chr(p + 0xFFFE) + chr(p + 0xFFFF) for p in range(0, 0x110000, 0x10000)) + "\ud800-\udfff]")


class Checker:
    def __init__(self):
        self.breaches = []
        self.kinds = {"simpleText": self.simple_text, "simpleImage": self.simple_image, "textCard": self.text_card,
                      "basicCard": self.basic_card, "commerceCard": self.commerce_card, "listCard": self.list_card,
                      "itemCard": self.item_card, "carousel": self.carousel}

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

    def text(self, where, value, most, lines=1):
        """Returns its length; lines 0 are any number."""
        if not isinstance(value, str) or not value.strip():
            self.wrong(where, "no text, or an empty one")
            return 0
        units = len(value.encode("utf-16-le", "surrogatepass")) // 2
        if units > most:
            self.wrong(where, f"{units} UTF-16 units, {most} at most")
        if BANNED.search(value):
            self.wrong(where, f"U+{ord(BANNED.search(value)[0]):04X} in it")
        if lines and value.count("\n") >= lines:
            self.wrong(where, f"more than {lines} lines")
        return units

    def url(self, where, value):
        if not isinstance(value, str) or not URL.fullmatch(value):
            self.wrong(where, f"no clean http(s) address: {value!r}")

    def optional(self, where, object_, name, check, *more):
        """Checks a field if it is there."""
        return check(f"{where}.{name}", object_[name], *more) if name in object_ else None

    def link(self, where, value):
        for name, address in self.fields(where, value, "", "web pc mobile").items():
            self.url(f"{where}.{name}", address)

    def number(self, where, value):
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            self.wrong(where, f"no number: {value!r}")

    def members(self, where, value):
        if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
            self.wrong(where, "no object of texts")

    # --- what is tapped ---

    def tap(self, where, value, needed, actions, more=""):
        """A button, list item or quick reply: each action has its own field, and no other action's."""
        action = value.get("action")
        own = {"webLink": "webLinkUrl", "phone": "phoneNumber", "message": "messageText", "block": "blockId"}
        if action not in actions:
            self.wrong(where, f"action {action!r}")
        self.fields(where, value, f"{needed} action {own.get(action, '')}",
                    more + (" messageText extra" if action in ("message", "block") else ""))
        self.optional(where, value, "webLinkUrl", self.url)
        self.optional(where, value, "messageText", self.text, MESSAGE)
        self.optional(where, value, "blockId", self.pattern, r"[\w-]{1,64}")
        self.optional(where, value, "phoneNumber", self.pattern, r"\+?[0-9-]*[0-9][0-9-]*")
        self.optional(where, value, "extra", self.members)

    def pattern(self, where, value, pattern):
        if not isinstance(value, str) or not re.fullmatch(pattern, value, re.ASCII):
            self.wrong(where, f"{value!r}")

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
            here = f"{where}.buttons[{i}]"
            if not isinstance(button, dict):
                self.wrong(here, "no object")
                continue
            self.tap(here, button, "label", ("webLink", "message", "block", "phone", "share", "operator"))
            self.text(f"{here}.label", button.get("label"), LABEL_BESIDE if beside and len(buttons) > 1 else LABEL)

    # --- cards; each returns how its picture is shown: None without one ---

    def thumbnail(self, where, value):
        value = self.fields(where, value, "imageUrl", "altText link fixedRatio")
        self.url(f"{where}.imageUrl", value.get("imageUrl"))
        self.optional(where, value, "altText", self.text, ALT_TEXT)
        self.optional(where, value, "link", self.link)
        if not isinstance(value.get("fixedRatio", False), bool):
            self.wrong(where, "fixedRatio is no boolean")
        return value.get("fixedRatio") is True

    def simple_text(self, where, bubble, _):
        self.text(f"{where}.text", self.fields(where, bubble, "text").get("text"), SIMPLE_TEXT, 0)

    def simple_image(self, where, bubble, _):
        bubble = self.fields(where, bubble, "imageUrl", "altText")
        self.url(f"{where}.imageUrl", bubble.get("imageUrl"))
        self.optional(where, bubble, "altText", self.text, ALT_TEXT)

    def text_card(self, where, card, in_carousel):
        card = self.fields(where, card, "", "title description buttons buttonLayout")
        if "title" not in card and "description" not in card:
            self.wrong(where, "neither title nor description")
        units = self.optional(where, card, "title", self.text, TITLE) or 0
        most = CAROUSEL_TEXT if in_carousel else TEXT_CARD
        units += self.optional(where, card, "description", self.text, most, 0) or 0
        if units > TEXT_CARD:
            self.wrong(where, f"title and description have {units} UTF-16 units together, {TEXT_CARD} at most")
        self.buttons(where, card)

    def basic_card(self, where, card, in_carousel):
        card = self.fields(where, card, "thumbnail", "title description buttons buttonLayout forwardable")
        whole = self.thumbnail(f"{where}.thumbnail", card.get("thumbnail"))
        self.optional(where, card, "title", self.text, TITLE)
        self.optional(where, card, "description", self.text, BASIC_DESCRIPTION, 2 if in_carousel else 0)
        self.buttons(where, card, whole)
        return whole

    def commerce_card(self, where, card, _):
        card = self.fields(where, card, "price thumbnails",
                           "title description currency discount discountRate discountedPrice profile buttons "
                           "buttonLayout")
        whole = False
        for picture in self.items(f"{where}.thumbnails", card.get("thumbnails"), 1):
            whole = self.thumbnail(f"{where}.thumbnails[0]", picture)
        self.optional(where, card, "title", self.text, COMMERCE_TITLE)
        self.optional(where, card, "description", self.text, COMMERCE_DESCRIPTION)
        for name in ("price", "discount", "discountRate", "discountedPrice"):
            self.optional(where, card, name, self.number)
        if card.get("currency", "won") != "won" or ("discountRate" in card and "discountedPrice" not in card):
            self.wrong(where, "prices")
        if "profile" in card:
            profile = self.fields(f"{where}.profile", card["profile"], "nickname", "imageUrl")
            self.text(f"{where}.profile.nickname", profile.get("nickname"), SHORT)
            self.optional(f"{where}.profile", profile, "imageUrl", self.url)
        self.buttons(where, card, whole)
        return whole

    def list_card(self, where, card, in_carousel):
        card = self.fields(where, card, "header items", "buttons buttonLayout forwardable")
        header = self.fields(f"{where}.header", card.get("header"), "title")
        self.text(f"{where}.header.title", header.get("title"), LIST_TEXT)
        most = CAROUSEL_LIST_ITEMS if in_carousel else LIST_ITEMS
        for i, item in enumerate(self.items(f"{where}.items", card.get("items"), most)):
            self.list_item(f"{where}.items[{i}]", item)
        self.buttons(where, card)

    def list_item(self, where, item):
        if isinstance(item, dict) and "action" in item:
            self.tap(where, item, "title", ("message", "block"), "description imageUrl link")
        else:
            item = self.fields(where, item, "title", "description imageUrl link")
        self.text(f"{where}.title", item.get("title"), LIST_TEXT)
        self.optional(where, item, "description", self.text, LIST_TEXT)
        self.optional(where, item, "imageUrl", self.url)
        self.optional(where, item, "link", self.link)

    def item_card(self, where, card, in_carousel):
        card = self.fields(where, card, "itemList", "thumbnail head profile imageTitle itemListAlignment "
                           "itemListSummary title description buttons buttonLayout")
        self.item_parts(where, card, in_carousel)
        most = CAROUSEL_ITEM_LIST if in_carousel else ITEM_LIST
        for i, entry in enumerate(self.items(f"{where}.itemList", card.get("itemList"), most)):
            self.pair(f"{where}.itemList[{i}]", entry, SHORT, 2)
        if card.get("itemListAlignment", "left") not in ("left", "right"):
            self.wrong(where, "itemListAlignment")
        if self.optional(where, card, "itemListSummary", self.pair, ITEM_AMOUNT, 1):
            amount = card["itemListSummary"].get("description", "")
            if not re.search("[0-9]", amount) or re.search(r"\.[0-9]{3}", amount):
                self.wrong(where, f"an amount of {amount!r}")
        title, text = card.get("title", ""), card.get("description", "")
        if text and not title:
            self.wrong(where, "a description without a title")
        if title:
            self.text(f"{where}: title and description", title + text,
                      CAROUSEL_ITEM_TEXT if in_carousel else ITEM_TEXT, ITEM_TEXT_LINES - bool(text))
        self.buttons(where, card)

    def pair(self, where, value, most, lines):
        value = self.fields(where, value, "title description")
        self.text(f"{where}.title", value.get("title"), ITEM_TITLE)
        self.text(f"{where}.description", value.get("description"), most, lines)
        return True

    def item_parts(self, where, card, in_carousel):
        if "head" in card and "profile" in card:
            self.wrong(where, "head and profile")
        if "thumbnail" in card:
            picture = self.fields(f"{where}.thumbnail", card["thumbnail"], "imageUrl width height", "altText link")
            self.url(f"{where}.thumbnail.imageUrl", picture.get("imageUrl"))
            self.optional(f"{where}.thumbnail", picture, "altText", self.text, ALT_TEXT)
            self.optional(f"{where}.thumbnail", picture, "link", self.link)
            size = picture.get("width"), picture.get("height")
            if size != (800, 400) and (in_carousel or size != (800, 800)):
                self.wrong(where, f"a picture of {size}")
        for name, most, lines in (("head", SHORT, 1), ("profile", ITEM_PROFILE, 1), ("imageTitle", SHORT, 2)):
            if name in card:
                part = self.fields(f"{where}.{name}", card[name], "title",
                                   {"head": "", "profile": "imageUrl", "imageTitle": "description imageUrl"}[name])
                self.text(f"{where}.{name}.title", part.get("title"), most, lines)
                self.optional(f"{where}.{name}", part, "description", self.text, SHORT)
                self.optional(f"{where}.{name}", part, "imageUrl", self.url)

    def carousel(self, where, bubble, _):
        bubble = self.fields(where, bubble, "type items", "header")
        kind = bubble.get("type")
        if kind not in CARDS:
            self.wrong(where, f"type {kind!r}")
            return
        cards = self.items(f"{where}.items", bubble.get("items"), CARDS[kind])
        shown = {self.kinds[kind](f"{where}.items[{i}]", card, True) for i, card in enumerate(cards)}
        if len(shown) > 1:
            self.wrong(where, "pictures of different ratios")
        for part in ("thumbnail", "head", "profile", "imageTitle") if kind == "itemCard" else ():
            if len({part in card for card in cards if isinstance(card, dict)}) > 1:
                self.wrong(where, f"{part} in some cards only")
        if "header" in bubble:
            if kind in ("textCard", "listCard"):
                self.wrong(where, "a header that is not for this type")
            header = self.fields(f"{where}.header", bubble["header"], "title description thumbnail")
            self.text(f"{where}.header.title", header.get("title"), SHORT, 2)
            self.text(f"{where}.header.description", header.get("description"), SHORT, 3)
            picture = self.fields(f"{where}.header.thumbnail", header.get("thumbnail"), "imageUrl")
            self.url(f"{where}.header.thumbnail.imageUrl", picture.get("imageUrl"))

    # --- the whole ---

    def quick_reply(self, where, reply):
        if not isinstance(reply, dict):
            self.wrong(where, "no object")
            return
        self.tap(where, reply, "label", ("message", "block"))
        self.text(f"{where}.label", reply.get("label"), QUICK_LABEL)

    def context(self, where, value):
        for i, one in enumerate(self.items(f"{where}.values", self.fields(where, value, "values").get("values"), 99)):
            one = self.fields(f"{where}.values[{i}]", one, "name lifeSpan", "ttl params")
            self.text(f"{where}.values[{i}].name", one.get("name"), MESSAGE)
            self.number(f"{where}.values[{i}].lifeSpan", one.get("lifeSpan"))
            self.optional(f"{where}.values[{i}]", one, "ttl", self.number)
            self.optional(f"{where}.values[{i}]", one, "params", self.members)

    def template(self, where, template):
        template = self.fields(where, template, "outputs", "quickReplies")
        for i, output in enumerate(self.items("outputs", template.get("outputs"), OUTPUTS)):
            if not isinstance(output, dict) or len(output) != 1 or not self.kinds.keys() >= output.keys():
                self.wrong(f"outputs[{i}]", "not exactly one bubble of a known kind")
                continue
            kind, bubble = next(iter(output.items()))
            self.kinds[kind](f"outputs[{i}].{kind}", bubble, False)
        if "quickReplies" in template:
            for i, quick in enumerate(self.items("quickReplies", template["quickReplies"], QUICK_REPLIES)):
                self.quick_reply(f"quickReplies[{i}]", quick)

    def reply(self, reply):
        reply = self.fields("reply", reply, "version", "template context data useCallback")
        if reply.get("version") != "2.0":
            self.wrong("version", 'is not the string "2.0"')
        if reply.get("useCallback", True) is not True or ("useCallback" in reply) and "template" in reply:
            self.wrong("useCallback", "not true, or with a template")
        if not reply.keys() & {"template", "context", "data", "useCallback"}:
            self.wrong("reply", "says nothing")
        for name, check in (("template", self.template), ("context", self.context), ("data", self.members)):
            if name in reply:
                check(name, reply[name])


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
    ("template.quickReplies", []), (QUICK + ".extra", []), (LIST + ".items.0.action", "block"),
    ("template.quickReplies", [GOOD["template"]["quickReplies"][0]] * 11),
    (QUICK + ".label", "가" * (QUICK_LABEL + 1)), (QUICK + ".messageText", GONE), (QUICK + ".action", "Message"),
]

PICTURE = {"imageUrl": ADDRESS, "width": 800, "height": 400}
PAIR = {"title": "가" * ITEM_TITLE, "description": "나\n나"}
RECEIPT = {"thumbnail": PICTURE, "profile": {"title": "다" * ITEM_PROFILE, "imageUrl": ADDRESS},
           "imageTitle": {"title": "라", "description": "마", "imageUrl": ADDRESS},
           "itemList": [PAIR] * CAROUSEL_ITEM_LIST, "itemListAlignment": "right", "itemListSummary": {"title": "합계", "description": "₩ 12,345.50"},
           "title": "바" * 50, "description": "사" * 50}
OFFER = {"title": "가" * COMMERCE_TITLE, "description": "나" * COMMERCE_DESCRIPTION, "price": 9, "currency": "won",
         "discountRate": 5, "discountedPrice": 8, "thumbnails": [{"imageUrl": ADDRESS}], "profile": {"nickname": "다"}}
CALL = {"label": "라", "action": "block", "blockId": "a1", "messageText": "마", "extra": {"b": "c"}}
SHOWN = {"title": "바", "description": "사\n아", "thumbnail": {"imageUrl": ADDRESS, "fixedRatio": True},
         "buttons": [CALL]}
MORE = {
    "version": "2.0",
    "template": {
        "outputs": [
            {"carousel": {"type": "itemCard", "items": [RECEIPT] * CARDS["itemCard"]}},
            {"carousel": {"type": "commerceCard", "items": [OFFER] * 2, "header": {
                "title": "자\n차", "description": "카\n타\n파", "thumbnail": {"imageUrl": ADDRESS}}}},
            {"carousel": {"type": "basicCard", "items": [SHOWN] * CARDS["basicCard"]}},
        ],
        "quickReplies": [CALL],
    },
    "context": {"values": [{"name": "a", "lifeSpan": 0, "ttl": 1, "params": {"b": "c"}}]},
    "data": {"text": "하"},
}
ITEMS, OFFERS, SHOWS = (f"template.outputs.{i}.carousel" for i in range(3))
MORE_BREAKS = [
    (ITEMS + ".type", "simpleText"), (ITEMS + ".items", []), (ITEMS + ".items", [RECEIPT] * 11),
    (ITEMS + ".items.0.itemList", [PAIR] * (CAROUSEL_ITEM_LIST + 1)), (ITEMS + ".items.0.itemList.0.title", "가" * 7),
    (ITEMS + ".items.0.itemList.0.description", "1\n2\n3"), (ITEMS + ".items.0.head", {"title": "a"}),
    (ITEMS + ".items.0.profile", GONE), (ITEMS + ".items.0.profile.title", "가" * 16),
    (ITEMS + ".items.0.thumbnail.height", 800), (ITEMS + ".items.0.title", GONE), (ITEMS + ".items.0.title", "a" * 51),
    (ITEMS + ".items.0.description", "\n".join("123456789012")), (ITEMS + ".items.0.itemListAlignment", "middle"),
    (ITEMS + ".items.0.itemListSummary.description", "much"), (ITEMS + ".items.0.itemListSummary.description", "1.234"),
    (OFFERS + ".items.0.price", GONE), (OFFERS + ".items.0.price", "9"), (OFFERS + ".items.0.currency", "usd"),
    (OFFERS + ".items.0.discountedPrice", GONE), (OFFERS + ".items.0.thumbnails", []),
    (OFFERS + ".items.0.thumbnails", [{"imageUrl": ADDRESS}] * 2), (OFFERS + ".items.0.title", "가" * 31),
    (OFFERS + ".items.0.description", "가" * 41), (OFFERS + ".items.0.profile.nickname", GONE),
    (OFFERS + ".items.0.thumbnails.0.fixedRatio", True), (OFFERS + ".header.title", "1\n2\n3"),
    (OFFERS + ".header.description", GONE), (OFFERS + ".header.thumbnail", GONE),
    (OFFERS + ".header.thumbnail.fixedRatio", True), (SHOWS + ".items.0.thumbnail.fixedRatio", False),
    (SHOWS + ".items.0.description", "1\n2\n3"), (SHOWS + ".items.0", {"basicCard": SHOWN}),
    (SHOWS, {"type": "textCard", "items": [{"title": "a", "description": "가" * (CAROUSEL_TEXT + 1)}]}),
    (SHOWS, {"type": "textCard", "items": [{"title": "a"}], "header": {
        "title": "a", "description": "b", "thumbnail": {"imageUrl": ADDRESS}}}),
    (SHOWS, {"type": "listCard", "items": [{"header": {"title": "a"}, "items": [{"title": "b"}] * 5}]}),
    (SHOWS, {"type": "listCard", "items": [{"header": {"title": "a"}, "items": [{"title": "b"}]}] * 6}),
    ("template.quickReplies.0.blockId", GONE), ("template.quickReplies.0.blockId", "a b"),
    ("template.quickReplies.0.extra", {"b": 1}), ("template.quickReplies.0.action", "share"),
    ("template.quickReplies.0", {"label": "a", "action": "phone", "phoneNumber": "call"}),
    ("context.values.0.name", GONE), ("context.values.0.lifeSpan", "1"), ("context.values.0.params", {"a": 1}),
    ("data", []), ("useCallback", True), ("useCallback", False),
]


def changed(good, path, value):
    reply = json.loads(json.dumps(good))  # no parts in common
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
    missed = [f"a good reply: {b}" for reply in (GOOD, MORE) for b in breaches(json.dumps(reply).encode())]
    missed += [f"not found: {path} = {value!r}" for reply, breaks in ((GOOD, BREAKS), (MORE, MORE_BREAKS))
               for path, value in breaks if not breaches(changed(reply, path, value))]
    raw = [b"", b"{}", b"[]", good[:-1], good + b"}", good.replace(b"2.0", b"2\xff0"), good + b" " * REPLY_BYTES,
           good.replace(b"true", b"NaN"), good.replace(b'{"version"', b'{"version":"1.0","version"')]
    return missed + [f"not found: {body[:40]!r}" for body in raw if not breaches(body)]


def check_lines(lines):
    """What is wrong with the first bad reply, and how many were checked before."""
    n = 0
    for n, line in enumerate(lines, 1):
        found = breaches(line.rstrip(b"\n"))
        if found:
            return found + [line.decode("utf-8", "backslashreplace")]
    print(f"{n} replies checked", file=sys.stderr)
    return [] if n else ["no replies"]


def main():
    if sys.argv[1:] == ["--prove"]:
        found = prove()
    elif sys.argv[1:] == ["--lines"]:
        found = check_lines(sys.stdin.buffer)
    else:
        found = breaches(sys.stdin.buffer.read())
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

"""What a reply says, told by the texts of etc/messages.ko.ini; whether it is one is kakao_check's."""

import configparser
import json
import os
import re

import kakao_check

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Invalid(Exception):
    """What is wrong with a reply first."""


def check(body):
    """The reply as an object; Invalid if Kakao might not show it."""
    for breach in kakao_check.breaches(body):
        raise Invalid(breach)
    return json.loads(body)


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
                     for section in ("answer", "talk") for kind, said in ini[section].items() if kind != "again"}

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

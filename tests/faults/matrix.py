"""What can go wrong with Spotify, and what must then be true of the reply, the calls made and the rows kept. It
states the requirements; it knows nothing of how the program meets them.

A cell is a fault at one step of a lookup for an artist in one state:

  step     token; search (by name, or by id where the artist is known); songs (an app that may call top-tracks);
           tracks (an app that may not: songs by a search)
  artist   fresh: 1 h old; stale: 30 h; old: 80 h, too old to be shown; linked: a name leads to an id whose data were
           deleted; unknown: not there; nobody: not there, and Spotify has none of that name
"""

import dataclasses

STEPS = ("token", "search", "songs", "tracks")
STATES = ("fresh", "stale", "old", "linked", "unknown", "nobody")
# What a fault makes of a step.
OK, FAIL, CLOSED, EITHER, SLOW, OTHER_WAY = "ok", "fail", "closed", "either", "slow", "other way"


@dataclasses.dataclass
class Fault:
    name: str
    kind: dict  # for the stand-in; None: nothing
    effect: str = FAIL
    calls: tuple = (1, 1)  # of the step, at least and at most
    gate: tuple = None  # seconds that the fact "gate" has left, at least and at most
    when: tuple = None  # seconds that the reply says to wait, at least and at most; None: any
    token: dict = dataclasses.field(default_factory=dict)  # what differs where it hits this step
    search: dict = dataclasses.field(default_factory=dict)
    songs: dict = dataclasses.field(default_factory=dict)
    tracks: dict = dataclasses.field(default_factory=dict)
    nobody: str = None  # the effect on a search that finds nobody, where another one: an empty list is hard to bend

    def at(self, step, state):
        own = dict(getattr(self, step))
        if step == "search" and state == "nobody" and self.nobody:
            own["effect"] = self.nobody
        return dataclasses.replace(self, **own)


def _day(lo=82800, hi=86400):
    return {"gate": (lo - 60, hi), "when": (lo, hi)}


def _limited():
    """429s. One of up to a second may be waited out, once."""
    def gate(name, lo, hi, **kind):
        return Fault(name, {"kind": "429"} | kind, CLOSED, gate=(lo, hi), when=(1, hi))
    return [
        Fault("429, Retry-After 0", {"kind": "429", "retry_after": "0"}, CLOSED, calls=(1, 2)),
        Fault("429, Retry-After 0, once", {"kind": "429", "retry_after": "0", "times": 1}, EITHER, calls=(1, 2)),
        Fault("429, Retry-After 1", {"kind": "429", "retry_after": "1"}, CLOSED, calls=(1, 2)),
        Fault("429, Retry-After 1, once", {"kind": "429", "retry_after": "1", "times": 1}, EITHER, calls=(1, 2)),
        gate("429, Retry-After 30", 20, 30, retry_after="30"),
        Fault("429, Retry-After 86400", {"kind": "429", "retry_after": "86400"}, CLOSED, **_day()),
        Fault("429, Retry-After 99999999999999999999", {"kind": "429", "retry_after": "9" * 20}, CLOSED, **_day()),
        gate("429, no Retry-After", 1, 60, retry_after=None),
        gate("429, Retry-After garbage", 1, 60, retry_after="soon \xff;"),
        gate("429, Retry-After -5", 1, 60, retry_after="-5"),
        gate("429, Retry-After a date", 1, 3600, retry_after="Wed, 21 Oct 2026 07:28:00 GMT"),
        Fault("429 QUOTA_EXCEEDED, 86400", {"kind": "429-quota"}, CLOSED, **_day()),
        Fault("429 QUOTA_EXCEEDED, no Retry-After", {"kind": "429-quota", "retry_after": None}, CLOSED,
              gate=(61, 86400), when=(1, 86400), token={"gate": (1, 86400)}),
        gate("429, HTML", 1, 60, kind="html", status=429),
        gate("429, empty", 1, 60, kind="empty", status=429),
    ]


def _refused():
    wrong = {"effect": CLOSED, "when": (14 * 60, 15 * 60), "calls": (1, 1)}  # the credentials
    # An endpoint that is not for this app: songs come another way where there is one.
    endpoint = {"token": {"effect": FAIL}, "search": {"effect": CLOSED}, "songs": {"effect": OTHER_WAY}}
    gone = {"songs": {"effect": OTHER_WAY}}
    premium = {"calls": (1, 1), "when": (3000, 3600), "token": {"effect": EITHER, "when": None}}
    return [
        Fault("400", {"kind": "500", "status": 400}, token=wrong),
        Fault("400, plain text", {"kind": "plain", "status": 400}, token=wrong),
        Fault("401", {"kind": "401"}, calls=(2, 2), token=wrong),
        Fault("401, once", {"kind": "401", "times": 1}, OK, calls=(2, 2), token=wrong),
        Fault("401, empty", {"kind": "empty", "status": 401}, calls=(2, 2), token=wrong),
        Fault("403, JSON", {"kind": "403-json"}, **endpoint),
        Fault("403, Premium", {"kind": "403-premium"}, CLOSED, **premium),
        Fault("403, HTML", {"kind": "html", "status": 403}, EITHER),
        Fault("403, empty", {"kind": "empty", "status": 403}, EITHER),
        Fault("404", {"kind": "404"}, **gone),
        Fault("404, HTML", {"kind": "html", "status": 404}, **gone),
        Fault("405", {"kind": "500", "status": 405}),
        Fault("418, plain text", {"kind": "plain", "status": 418}),
    ]


def _outages():
    twice = {"calls": (1, 2)}
    return [
        Fault("500", {"kind": "500"}, **twice),
        Fault("500, once", {"kind": "500", "times": 1}, OK, calls=(1, 2), token={"effect": EITHER}),
        Fault("502", {"kind": "502"}, **twice),
        Fault("503", {"kind": "503"}, **twice),
        Fault("502, HTML", {"kind": "html"}, **twice),
        Fault("503, plain text", {"kind": "plain"}, **twice),
        Fault("500, empty", {"kind": "empty", "status": 500}, **twice),
        Fault("closed without an answer", {"kind": "close"}, **twice),
        Fault("closed without an answer, once", {"kind": "close", "times": 1}, OK, calls=(1, 2),
              token={"effect": EITHER}),
        Fault("reset", {"kind": "close", "rst": True}, **twice),
        Fault("cut off", {"kind": "cut"}, **twice),
        Fault("redirect", {"kind": "redirect", "location": "/v1/elsewhere"}),
    ]


def _bodies():
    same = {"token": {"effect": OK}}  # a token has no lists
    blank = {"kind": "plain", "status": 200}
    artist = {"search": {"effect": EITHER}}  # an artist's lists are of no matter
    return [
        Fault("200, empty", {"kind": "empty"}),
        Fault("200, HTML", {"kind": "html", "status": 200}),
        Fault("200, plain text", blank),
        Fault("200, the right JSON as text/plain", blank | {"body": "right"}, OK),
        Fault("200, an error in JSON", {"kind": "500", "status": 200}),
        Fault("204, empty", {"kind": "empty", "status": 204}),
        Fault("over 1 MiB", {"kind": "huge"}),
        Fault("over 1 MiB, chunked", {"kind": "huge", "chunked": True}),
        Fault("over 1 MiB, packed", {"kind": "gzip-bomb"}),
        Fault("nulls in every list", {"kind": "null-elements"}, OK, nobody=EITHER),
        Fault("floats for integers", {"kind": "floats"}, OK),
        Fault("type: a list", {"kind": "wrong-type", "variant": 0}),
        Fault("type: objects for lists", {"kind": "wrong-type", "variant": 1}, **same, **artist),
        Fault("type: numbers for texts", {"kind": "wrong-type", "variant": 2}, nobody=EITHER),
        Fault("type: texts in lists", {"kind": "wrong-type", "variant": 3}, **same, **artist),
        Fault("type: null", {"kind": "wrong-type", "variant": 4}),
        Fault("type: a text", {"kind": "wrong-type", "variant": 5}),
        Fault("type: texts for lists", {"kind": "wrong-type", "variant": 6}, **same, **artist),
        Fault("type: 42 for all", {"kind": "wrong-type", "variant": 7}),
        Fault("JSON: cut", {"kind": "garbage-json", "variant": 0}),
        Fault("JSON: bytes", {"kind": "garbage-json", "variant": 1}),
        Fault("JSON: a stray comma", {"kind": "garbage-json", "variant": 2}, EITHER),
        Fault("JSON: 100,000 deep", {"kind": "garbage-json", "variant": 3}),
        Fault("JSON: = for :", {"kind": "garbage-json", "variant": 4}),
        Fault("JSON: lone surrogate", {"kind": "garbage-json", "variant": 5}),
    ]


def _times():
    return [
        Fault("latency 900 ms", {"kind": "latency", "ms": 900}, SLOW),
        Fault("latency 2 s", {"kind": "latency", "ms": 2000}, SLOW),
        Fault("latency 3 s", {"kind": "latency", "ms": 3000}, SLOW, calls=(1, 2)),
        Fault("latency 2 s, every call", {"kind": "latency", "ms": 2000, "on": "any"}, SLOW),
        Fault("hangs", {"kind": "hang"}, calls=(1, 2)),
        Fault("hangs, once", {"kind": "hang", "times": 1}, EITHER, calls=(1, 2)),
        Fault("a byte each 200 ms", {"kind": "slow-drip"}, calls=(1, 2)),
    ]


FAULTS = [Fault("none", None, OK)] + _limited() + _refused() + _outages() + _bodies() + _times()


@dataclasses.dataclass
class Cell:
    fault: Fault
    step: str
    state: str

    def name(self):
        return f"{self.fault.name} | {self.step} | {self.state}"


def cells():
    """All that make sense: the search for tracks of an unknown artist cannot be told from that for the artist."""
    return [Cell(f, step, state) for f in FAULTS for step in STEPS for state in STATES if _sensible(step, state)]


def _sensible(step, state):
    if state == "nobody":
        return step in ("token", "search")
    if state == "linked":
        return step == "tracks"
    return not (step == "tracks" and state == "unknown")


def standin_faults(cell):
    """(mode, faults) for the stand-in."""
    where = {"token": "token", "search": "search|artist", "songs": "top-tracks", "tracks": "search"}[cell.step]
    mode = "development" if cell.step == "tracks" else "extended"
    return mode, [{"on": where} | cell.fault.kind] if cell.fault.kind else []


# --- judging ---


@dataclasses.dataclass
class Seen:
    """What became of a cell."""

    status: int = 0
    seconds: float = 0.0
    invalid: str = ""  # why Kakao might not show the reply
    kind: str = ""  # of the reply; "found" is parted into found (new songs), kept (those of the store), bare (none)
    when: int = None
    says_none: bool = False
    calls: dict = dataclasses.field(default_factory=dict)  # by endpoint
    facts: dict = dataclasses.field(default_factory=dict)
    unknown: list = dataclasses.field(default_factory=list)
    ages: tuple = (None, None)  # seconds of the artist's row, of its songs
    songs_stored: list = dataclasses.field(default_factory=list)
    later: tuple = None  # (kind, calls made) of a question for another unknown artist, after a closing fault
    exit: int = 0
    leaks: list = dataclasses.field(default_factory=list)


POLITE = {"failed", "late", "closed"}
FRESH_S = 120  # younger rows were written by this cell


def allowed(cell, effect):
    """The kinds of reply that are right."""
    if cell.state == "fresh":
        return {"kept"}
    if cell.state == "nobody":
        return {OK: {"unknown"}, SLOW: {"unknown", "late"}, CLOSED: {"closed"}, FAIL: POLITE,
                EITHER: POLITE | {"unknown"}, OTHER_WAY: POLITE}[effect]
    songs = cell.step in ("songs", "tracks")
    without = {"kept"} if cell.state == "stale" else {"bare"} if songs else {"closed"} if effect == CLOSED else POLITE
    found = {"found", "kept"} if cell.state == "stale" else {"found"}
    return {OK: found, OTHER_WAY: found, FAIL: without, CLOSED: without, EITHER: found | without,
            SLOW: found | {"bare", "late"}}[effect]


def limit_s(cell):
    return {"fresh": 0.5, "stale": 1.0}.get(cell.state, 4.5)


def judge(cell, seen):
    """What is wrong, as a list of sentences."""
    fault = cell.fault.at(cell.step, cell.state)
    wrong = []
    wrong += _reply(cell, fault, seen)
    wrong += _calls(cell, fault, seen)
    wrong += _rows(cell, fault, seen)
    if seen.later and seen.later != ("closed", 0):
        wrong.append(f"asked for another after it: {seen.later[0]}, {seen.later[1]} more calls")
    if seen.exit:
        wrong.append(f"the responder ended with {seen.exit}")
    if seen.leaks:
        wrong.append("a secret is in the log")
    return wrong


def _reply(cell, fault, seen):
    wrong = []
    if seen.status != 200:
        return [f"status {seen.status}"]
    if seen.invalid:
        wrong.append(f"not valid: {seen.invalid}")
    right = allowed(cell, fault.effect)
    if seen.kind not in right:
        wrong.append(f"reply {seen.kind}, not {' or '.join(sorted(right))}")
    if seen.says_none:
        wrong.append("says that there are no songs")
    if seen.seconds > limit_s(cell):
        wrong.append(f"after {seen.seconds:.2f} s")
    if seen.kind == "closed" and fault.when and seen.when is not None:
        if not fault.when[0] <= seen.when <= fault.when[1]:
            wrong.append(f"says to wait {seen.when} s, not {fault.when[0]} to {fault.when[1]}")
    return wrong


def _calls(cell, fault, seen):
    wrong = []
    n = seen.calls
    if cell.state == "fresh":
        return [f"calls: {n}"] if n else []
    made = sum(v for k, v in n.items() if k != "token")
    own = {"token": ("token",), "search": ("search", "artist"), "songs": ("top-tracks",), "tracks": ("search",)}
    step = sum(n.get(k, 0) for k in own[cell.step])
    lo, hi = fault.calls
    if cell.step == "search" and fault.kind and fault.kind["kind"] in ("404", "html") and cell.state in ("stale", "old"):
        hi += 1  # the id is gone: the name is looked for
    if cell.state == "nobody" and cell.step == "search" and fault.effect in (OK, EITHER, SLOW):
        hi += 1  # in the other language
    if not lo <= step <= hi:
        wrong.append(f"{step} calls of the step, not {lo} to {hi}")
    again = fault.kind and cell.step != "token" and (fault.kind["kind"] == "401" or fault.kind.get("status") == 401)
    if cell.step != "token" and n.get("token", 0) != (2 if again else 1):
        wrong.append(f"{n.get('token', 0)} token requests")
    if n.get("other"):
        wrong.append("followed a redirect")
    if seen.facts.get("calls", ("0", 0))[0] != str(made) and made:
        wrong.append(f"{made} calls made, {seen.facts.get('calls', ('no', 0))[0]} counted")
    return wrong


def _rows(cell, fault, seen):
    wrong = []
    clean = cell.state == "nobody" and fault.effect in (OK, EITHER, SLOW)
    if seen.unknown and not (clean and seen.kind in ("unknown", "late")):
        wrong.append("remembers an unknown name")
    if cell.state == "nobody" and fault.effect == OK and not seen.unknown:
        wrong.append("does not remember the unknown name")
    gate = seen.facts.get("gate")
    if fault.gate and cell.state != "fresh":
        if not gate:
            wrong.append("no fact gate")
        elif not fault.gate[0] <= gate[1] <= fault.gate[1]:
            wrong.append(f"the gate is closed for {gate[1]:.0f} s, not {fault.gate[0]} to {fault.gate[1]}")
    elif gate and gate[1] > 1:
        wrong.append(f"the gate is closed for {gate[1]:.0f} s")
    return wrong + _refusals(cell, fault, seen) + _artist(cell, fault, seen)


def _refusals(cell, fault, seen):
    """An endpoint that the app may not call is remembered for 24 h (search, without which nothing works: for less)."""
    refused = {k: v[1] for k, v in seen.facts.items() if k.startswith("refused ")}
    expected = set()
    if cell.state != "fresh":
        if fault.kind and fault.kind["kind"] == "403-json" and cell.step != "token":
            by_name = cell.step == "tracks" or cell.step == "search" and cell.state in ("unknown", "nobody")
            expected.add("refused top-tracks" if cell.step == "songs" else "refused search" if by_name
                         else "refused artist")
        if cell.step == "tracks":
            expected.add("refused top-tracks")
    if set(refused) != expected:
        return [f"facts {sorted(refused)}, not {sorted(expected)}"]
    short = [k for k, left in refused.items() if left < (300 if k == "refused search" else 23 * 3600)]
    return [f"{k} is soon forgotten" for k in short]


def _artist(cell, fault, seen):
    age, songs_age = seen.ages
    if cell.state in ("fresh", "nobody"):
        return []
    wrong = []
    fresh = age is not None and age < FRESH_S
    songs_fresh = songs_age is not None and songs_age < FRESH_S
    songs = cell.step in ("songs", "tracks")
    if fault.effect in (OK, SLOW, OTHER_WAY) and not (fresh and songs_fresh):
        wrong.append(f"not in the database: artist {age} s old, songs {songs_age} s")
    if fault.effect in (FAIL, CLOSED):
        if songs and not fresh:
            wrong.append("the artist is not in the database")
        if not songs and fresh:
            wrong.append("an artist came from nowhere")
        if songs_fresh:
            wrong.append(f"songs are in the database as fetched: {len(seen.songs_stored)}")
    if songs_fresh and not seen.songs_stored:
        wrong.append("remembers that there are no songs")
    return wrong

"""Kakao's part: many users at once, each with one question after the other, and a look at every answer."""
import collections
import http.client
import json
import random
import threading
import time

HANGS_UP_S = 5.0
THINK_S = 0.03
NEW = 0.03  # of the questions are for an artist that nobody asked for before


class Seen:
    """What was answered between two points of time."""

    def __init__(self):
        self.kinds, self.invalid, self.seconds = collections.Counter(), [], []


def kind_of(status, body, sorry):
    """found, text, sorry; ValueError: no valid reply."""
    if status != 200:
        raise ValueError(f"status {status}")
    reply = json.loads(body)
    outputs = reply["template"]["outputs"]
    if reply["version"] != "2.0" or not 1 <= len(outputs) <= 3 or any(len(output) != 1 for output in outputs):
        raise ValueError("no skill response")
    if reply == sorry:
        return "sorry", None
    first = outputs[0]
    card = first.get("basicCard") or first.get("textCard")
    return ("found", card["title"]) if card else ("text", None)


class Load:
    def __init__(self, address, names, sorry, users):
        self.address, self.sorry = address, sorry
        self.new, self.known = list(names), []
        self.lock, self.stopping = threading.Lock(), threading.Event()
        self.seen, self.bodies, self.titles = Seen(), {}, set()
        random.seed(1)
        random.shuffle(self.new)
        self.threads = [threading.Thread(target=self.user, args=(n,), daemon=True) for n in range(users)]

    def start(self):
        for thread in self.threads:
            thread.start()

    def stop(self):
        self.stopping.set()
        for thread in self.threads:
            thread.join()

    def take(self):
        """What was seen since the last time."""
        with self.lock:
            seen, self.seen = self.seen, Seen()
        return seen

    def choose(self):
        with self.lock:
            if self.new and (not self.known or random.random() < NEW):
                return self.new.pop()
            return random.choice(self.known)

    def note(self, name, began, status, body):
        seconds = time.monotonic() - began
        with self.lock:
            self.seen.seconds.append(seconds)
            try:
                kind, title = kind_of(status, body, self.sorry)
                if seconds > HANGS_UP_S:
                    raise ValueError(f"after {seconds:.1f} s")
            except (ValueError, KeyError, TypeError) as e:
                self.seen.kinds["invalid"] += 1
                self.seen.invalid.append(f"{name}: {e}")
                return
            self.seen.kinds[kind] += 1
            self.bodies.setdefault((kind, title), body)
            if kind == "found":
                self.titles.add(title)
                self.known.append(name)

    def user(self, number):
        connection = None
        while not self.stopping.is_set():
            name, began = self.choose(), time.monotonic()
            body = json.dumps({"userRequest": {"utterance": name, "user": {"id": f"user{number}", "type": "botUserKey"}},
                               "action": {"params": {}}})
            try:
                connection = connection or http.client.HTTPConnection(self.address, 80, timeout=HANGS_UP_S + 1)
                connection.request("POST", "/skill/artist", body.encode(), {"Content-Type": "application/json"})
                answer = connection.getresponse()
                self.note(name, began, answer.status, answer.read())
            except (OSError, http.client.HTTPException) as e:
                connection = None
                with self.lock:
                    self.seen.kinds["invalid"] += 1
                    self.seen.invalid.append(f"{name}: {type(e).__name__} {e} after {time.monotonic() - began:.1f} s")
            time.sleep(THINK_S)

"""Runs cells of the fault matrix, one after the other, on a stand-in, a database and responders of its own."""

import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "lib"))
import fastcgi  # noqa: E402
import matrix  # noqa: E402
import replies  # noqa: E402
import stack  # noqa: E402

ARTIST = "Radiohead"
ANOTHER = "Coldplay"  # asked for after a fault that closes
NOBODY = "zzzzqx"
AGES = {"fresh": 1, "stale": 30, "old": 80}
SETTLE_S = 11.0  # a lookup's life
QUIET_S = 0.4  # without any call, it is over
PAUSE_S = 1.6  # that a call may wait before it is made again

WORDING = replies.Wording()


def read(reply, seen):
    """Fills in what the reply is."""
    seen.status, seen.seconds = reply.status, reply.seconds
    if reply.status != 200:
        return
    try:
        checked = replies.check(reply.body)
    except replies.Invalid as e:
        seen.invalid = str(e)
        return
    answer = WORDING.tell(checked)
    seen.kind, seen.when, seen.says_none = answer.kind, answer.when, answer.says_none
    if answer.kind == "found":
        kept = [s for s in answer.songs if s.startswith("Kept ")]
        seen.kind = "kept" if kept else "found" if answer.songs else "bare"
        if answer.title != ARTIST:
            seen.kind = f"the card of {answer.title}"


class Lane:
    def __init__(self, folder, server, number, certificate, ca):
        self.artist = stack.CATALOGUE.by_name[ARTIST][0]
        self.standin = stack.Standin(folder, f"standin{number}", certificate, ca)
        self.database = stack.Database(folder, server, f"lane{number}")
        self.responder = stack.Responder(folder, f"bot{number}", self.database, self.standin, ca)
        self.responder.migrate()
        self.bodies = {}

    def run(self, cell):
        """A Seen, and the sentences of what is wrong."""
        seen = matrix.Seen()
        self.prepare(cell)
        self.responder.start()
        reply = fastcgi.ask(self.responder.socket, NOBODY if cell.state == "nobody" else ARTIST)
        read(reply, seen)
        self.settle(cell)
        self.look(seen)
        if cell.state != "fresh" and self.stays_closed(cell):
            seen.later = self.ask_another()
        said = os.path.getsize(self.responder.log)
        seen.exit = self.responder.stop()
        seen.leaks = self.responder.leaks() if said else []
        if not seen.leaks:
            os.truncate(self.responder.log, 0)
        return seen, matrix.judge(cell, seen)

    @staticmethod
    def stays_closed(cell):
        """An endpoint that is closed to the app closes no other; a second is over too soon to be looked at."""
        kind = cell.fault.kind
        if cell.fault.at(cell.step, cell.state).effect != matrix.CLOSED:
            return False
        return kind["kind"] != "403-json" and kind.get("retry_after") not in ("0", "1")

    def prepare(self, cell):
        self.database.empty()
        if cell.state in AGES:
            self.database.put_artist(self.artist, ARTIST, AGES[cell.state])
        elif cell.state == "linked":
            self.database.put_name(self.artist, ARTIST)
        mode, faults = matrix.standin_faults(cell)
        for fault in faults:
            if fault.get("body") == "right":
                fault["body"] = self.right_body(cell, mode)
        self.standin.set(reset=True, mode=mode, faults=faults)

    def right_body(self, cell, mode):
        """What the call of the step would have been answered."""
        search = "/v1/search?market=KR&limit=10&type="
        path = {
            "token": "/api/token",
            "search": f"/v1/artists/{self.artist.id}",
            "songs": f"/v1/artists/{self.artist.id}/top-tracks?market=KR",
            "tracks": f"{search}track&q=artist%3A%22{ARTIST}%22",
        }[cell.step]
        if cell.step == "search" and cell.state in ("unknown", "nobody"):
            path = f"{search}artist&q={NOBODY if cell.state == 'nobody' else ARTIST}"
        self.standin.set(reset=True, mode=mode)
        return self.standin.right_body(path)

    def settle(self, cell):
        """Until the lookup has ended and what it brought is written: its calls are counted last of all."""
        if cell.state == "fresh":
            return
        until, quiet = time.monotonic() + SETTLE_S, None
        patience = PAUSE_S if cell.state == "stale" and cell.step == "token" else QUIET_S
        while (now := time.monotonic()) < until:
            state = self.standin.state()
            made = sum(n for endpoint, n in state["calls"].items() if endpoint != "token")
            if made and self.database.calls() >= made:
                return
            busy = state["hanging"] or any(
                c["status"] is None and c["fault"] == "latency" for c in self.standin.calls())
            if busy or not quiet or quiet[0] != state["calls"]:
                quiet = (state["calls"], now)
            if not made and now - quiet[1] > patience:
                return
            time.sleep(0.03)

    def look(self, seen):
        seen.calls = self.standin.counts()
        seen.facts = self.database.facts()
        seen.unknown = self.database.unknown()
        seen.ages = self.database.artist_ages(self.artist)
        seen.songs_stored = [row[0] for row in self.database.sql(
            f"SELECT name FROM top_tracks WHERE artist_id = '{self.artist.id}'")]

    def ask_another(self):
        before = sum(self.standin.counts().values())
        other = matrix.Seen()
        read(fastcgi.ask(self.responder.socket, ANOTHER), other)
        time.sleep(0.05)
        return other.kind or other.invalid or other.status, sum(self.standin.counts().values()) - before

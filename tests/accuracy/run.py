#!/usr/bin/env python3
"""How well the finder knows who was meant: make accuracy PAIRS=… CATALOGUE=… (see README.md here).

Takes a catalogue of artists (CSV: id, name, popularity) into the names of a scratch database, then asks the real finder
(finder.c), with Spotify off, for the Hangul of each pair (CSV: hangul, latin, foreign, spotify_id, spotify_popularity),
for every name of the catalogue, for slips of the finger in names, and the whole bot for sentences that name nobody.
The last five lines are for machines."""

import argparse
import collections
import csv
import os
import random
import subprocess
import sys
import time

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "lib")]
import report  # noqa: E402
import stack  # noqa: E402
import typos  # noqa: E402

SEED = 20240229
MOST_SLIPPED = 500  # names of each script that slips are made in
SHORTEST_SLIPPED = 4  # letters: of fewer, one slip leaves another name
MEMORY = "/dev/shm"  # a file system where loading does not wait for a disk
POOL = "SET GLOBAL innodb_buffer_pool_size = 1 << 29; SET GLOBAL innodb_flush_log_at_trx_commit = 0"

Question = collections.namedtuple("Question", "group how text name targets popularity")


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def number(text):
    return int(text) if (text or "").strip().isdigit() else None


class Tool:
    """The program that asks the finder."""

    def __init__(self, config):
        self.command = [os.path.join(stack.build(), "accuracy", "finder"), config]

    def run(self, job, lines):
        told = "".join(line.replace("\n", " ") + "\n" for line in lines)
        done = subprocess.run(self.command + [job], input=told, stdout=subprocess.PIPE, text=True, check=True,
                              env=stack.clean_environment())
        return done.stdout.split("\n")[:-1]

    def all_keys(self, names):
        """Of each its name key, and those of the names that it holds."""
        return [line.split("\t") for line in self.run("keys", names)]

    def keys(self, names):
        return [keys[0] for keys in self.all_keys(names)]

    def load(self, artists):
        self.run("load", (f"{a['id']}\t{a['popularity']}\t{a['name']}" for a in artists))

    def ask(self, questions):
        return [report.Answer.read(line)
                for line in self.run("ask", (f"{q.how}\t{q.text}\t{q.name}" for q in questions))]


class Kept(stack.Server):
    """A server whose data stay."""

    def __init__(self, folder, path):
        self.dir = os.path.abspath(path)
        os.makedirs(self.dir, 0o700, exist_ok=True)
        folder.ends.append(self.stop)
        self.start()


class Catalogue:
    def __init__(self, artists, tool):
        self.artists = [{"id": a["id"], "name": a["name"].replace("\t", " "), "popularity": a.get("popularity") or ""}
                        for a in artists]
        self.by_id, self.key, self.by_key, self.bearers = {}, {}, collections.defaultdict(set), collections.defaultdict(set)
        for a, keys in zip(self.artists, tool.all_keys(a["name"] for a in self.artists)):
            self.by_id[a["id"]], self.key[a["id"]] = a, keys[0]
            self.by_key[keys[0]].add(a["id"])
            for key in keys:  # The Animals are Animals, too
                self.bearers[key].add(a["id"])

    def recombined(self, n):
        """As many artists more as to make n: each with the words of two names."""
        chance = random.Random(SEED)
        words = [a["name"].split() for a in self.artists]
        for i in range(n - len(self.artists)):
            one, other = chance.choice(words), chance.choice(words)
            name = " ".join(one[:(len(one) + 1) // 2] + other[len(other) // 2:])
            yield {"id": f"made{i:018d}", "name": name, "popularity": chance.choice(self.artists)["popularity"]}


def pair_questions(pairs, catalogue, tool):
    """One for each pair; whose artist is not in the catalogue names nobody."""
    for p, key in zip(pairs, tool.keys(p["latin"] for p in pairs)):
        artist = (p.get("spotify_id") or "").strip()
        targets = ({artist} & catalogue.by_id.keys()) if artist else catalogue.by_key.get(key, set())
        known = [catalogue.by_id[t] for t in targets]
        name = max(known, key=lambda a: number(a["popularity"]) or 0)["name"] if known else ""
        popularity = number(p.get("spotify_popularity"))
        group = "absent" if not targets else "foreign" if p["foreign"].strip() == "1" else "korean"
        yield Question(group, "name", p["hangul"].replace("\t", " "), name, targets, popularity)


def exact_questions(catalogue):
    """Every name of the catalogue, as it is written: any artist with that very key is right, if by a shorter name."""
    for a in catalogue.artists:
        key = catalogue.key[a["id"]]
        if key:
            yield Question("exact", "name", a["name"], a["name"], catalogue.bearers[key], number(a["popularity"]))


def slip_questions(group, found, catalogue, tool):
    """Slips in texts that lead to an artist; a slip that makes another artist's name is none."""
    found = {q.text: q for q in found if typos.length(q.text) >= SHORTEST_SLIPPED}
    chosen = random.Random(SEED).sample(sorted(found), min(MOST_SLIPPED, len(found)))
    slips = list(typos.slips(chosen, SEED))
    for (text, _, slipped), key in zip(slips, tool.keys(s[2] for s in slips)):
        if key not in catalogue.by_key:
            q = found[text]
            yield Question(group, "name", slipped, q.name, q.targets, q.popularity)


def sentence_questions():
    with open(os.path.join(HERE, "sentences.txt"), encoding="utf-8") as f:
        for line in f:
            yield Question("sentences", "said", line.strip(), "", set(), None)


def measure(o, tool, catalogue):
    """(question, answer) of all that is asked."""
    def ask(questions):
        questions = list(questions)
        return list(zip(questions, tool.ask(questions)))

    asked = ask(pair_questions(rows(o.pairs), catalogue, tool))
    if not o.quick:
        asked += ask(exact_questions(catalogue))
    asked += ask(sentence_questions())
    # Names as the catalogue writes them, in either script, and Hangul that is understood without a slip.
    own = {q.name: q._replace(text=q.name) for q, _ in asked if q.group in ("foreign", "korean")}
    own.update({a["name"]: Question("", "name", a["name"], a["name"], catalogue.by_key[catalogue.key[a["id"]]],
                                    number(a["popularity"]))
                for a in catalogue.artists if any("가" <= c <= "힣" for c in a["name"])})
    heard = [q for q, a in asked if q.group in ("foreign", "korean") and a.rank(q.targets) == 1]
    asked += ask(slip_questions("typo latin", [q for t, q in own.items() if t.isascii()], catalogue, tool))
    asked += ask(slip_questions("typo hangul", [q for t, q in own.items() if not t.isascii()] + heard, catalogue, tool))
    return asked


def load(o, tool, database, catalogue):
    began = time.monotonic()
    tool.load(catalogue.artists)
    if o.artists:
        tool.load(catalogue.recombined(o.artists))
    count = database.sql("SELECT COUNT(*) FROM searchable_artists")[0][0]
    print(f"{count} artists taken in, in {time.monotonic() - began:.0f} s", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--pairs", required=True)
    parser.add_argument("--catalogue", required=True)
    parser.add_argument("--failures", action="store_true", help="show the worst hundred failures, by cause")
    parser.add_argument("--artists", type=int, help="make the catalogue as large as that, by recombining its names")
    parser.add_argument("--quick", action="store_true", help="leave out the catalogue's own names")
    parser.add_argument("--keep", metavar="FOLDER", help="keep the database there, and use it if it is there")
    o = parser.parse_args()
    with stack.Folder("accuracy", MEMORY if os.access(MEMORY, os.W_OK) else "/tmp") as folder:
        kept = bool(o.keep) and os.path.exists(o.keep)
        database = stack.Database(folder, Kept(folder, o.keep) if o.keep else stack.Server(folder), "artistbot")
        database.sql(POOL)
        config = folder.at("conf")
        stack.write_config(config, {"database_socket": database.server.socket, "database_user": "root",
                                    "database_name": database.name, "log_level": "error"})
        stack.ctl("--config", config, "migrate")
        tool = Tool(config)
        catalogue = Catalogue(rows(o.catalogue), tool)
        if not kept:
            load(o, tool, database, catalogue)
        names = {a["id"]: a["name"] for a in catalogue.artists}
        report.show(measure(o, tool, catalogue), names, o.failures)


if __name__ == "__main__":
    main()

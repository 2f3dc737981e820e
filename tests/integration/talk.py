#!/usr/bin/env python3
"""Talks to the bot as Kakao does and says in a word what came back. Every reply is held against Kakao's limits.

usage: talk.py id     NAME [N]                  the id of an artist of the stand-in's catalogue, or of its Nth namesake
       talk.py names  N                         names that the first search finds, a line each
       talk.py ask    WHERE NAME...             a message for each name, a line for each reply
       talk.py each   WHERE NAME...             the same, all at once
       talk.py with   WHERE [PATH=JSON]...      the first message, changed at each path; "PATH=" takes it out
       talk.py body   WHERE NAME [PATH=JSON]... the reply to a name as it is, with the message changed at each path
       talk.py say    WHERE FILE...             bodies as they are
       talk.py show   WHERE NAME                every field of the reply, a line each
       talk.py crowd  WHERE N NAME              N people ask for one name at once
       talk.py kept   WHERE CONNECTIONS N NAME  N messages on each of so many connections, all open at once
       talk.py beside WHERE STANDIN HIT N       asks for HIT, which is stored, while N others wait for Spotify
       talk.py flock  WHERE STANDIN N NAME      N people ask for one name that Spotify has to tell
       talk.py full   WHERE STANDIN N NAME...   all but the first N are asked for while those wait for Spotify
       talk.py faults WHERE STANDIN FAULT...    another artist each time while the stand-in's search has this fault

For beside, flock and full the stand-in has a fault of latency, which is taken away, with all its others, when enough wait.
--within MS before WHERE: a reply that takes longer is wrong. WHERE is a URL, the path of a FastCGI socket, or
cgi:CONFIGURATION, which runs the responder of $build.

A word is "found NAME", the artist's first name in the stand-in's catalogue; "says KEY", a key of [answer] or [talk] in
etc/messages.ko.ini; "sorry", www/sorry.json; or "status N". Exit code 1: a reply was wrong, and how is said."""

import json
import os
import re
import sys
import time
import urllib.parse

sys.modules["ssl"] = None  # nothing here speaks TLS, and it takes long to load
import http.client  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [os.path.join(ROOT, *at) for at in (("tests", "lib"), ("scripts", "lib"), ("tests", "standin"))]
import kakao_check  # noqa: E402
import skill  # noqa: E402
import catalogue  # noqa: E402

ARTIST = "https://open.spotify.com/artist/"
# How long an answer may take is for --within to say.
skill.TIMEOUT_S = 30


class Wrong(Exception):
    """What is wrong with a reply."""


def said():
    """[(pattern, key)] of the wording's [answer] and [talk]."""
    words, section = [], ""
    with open(os.path.join(ROOT, "etc", "messages.ko.ini"), encoding="utf-8") as file:
        for line in map(str.strip, file):
            if line.startswith("["):
                section = line
            elif section in ("[answer]", "[talk]") and not line.startswith(("#", ";")) and "=" in line:
                key, _, text = (part.strip() for part in line.partition("="))
                pattern = re.sub(r"\\{[^{}]+\\}", "[^{}]+", re.escape(text.replace("\\n", "\n")))
                words.append((re.compile(pattern), key))
    return words


def sorry():
    with open(os.path.join(ROOT, "www", "sorry.json"), "rb") as file:
        return json.load(file)


def artists():
    """{id: artist} of the stand-in's catalogue, without the songs and the search that take it so long to load."""
    found, seen = {}, {}
    with open(catalogue.TSV, encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file if not line.startswith("# ")][1:]
    for row in rows:
        artist = catalogue.Artist(row, seen.get(row[0], 0))
        seen[row[0]] = seen.get(row[0], 0) + 1
        found[artist.id] = artist
    return found


ARTISTS, SAID, SORRY = artists(), said(), sorry()


def where(text):
    if text.startswith("http:"):
        return skill.Http(text)
    if text.startswith("cgi:"):
        return skill.cgi(os.path.join(os.environ["build"], "artistbot.fcgi"), text[4:])
    return skill.fastcgi(text)


def word(answer, within=None):
    """What an answer comes to; Wrong if it may not be."""
    if within is not None and answer.seconds * 1000 > within:
        raise Wrong(f"took {answer.seconds * 1000:.0f} ms, {within} at most")
    if answer.headers.get("content-type") != "application/json; charset=utf-8":
        raise Wrong(f"Content-Type {answer.headers.get('content-type')}")
    if answer.status != 200:
        answer.json()
        return f"status {answer.status}"
    found = kakao_check.breaches(answer.body)
    if found:
        raise Wrong("; ".join(found) + f" in {answer.body[:2000]!r}")
    reply = answer.json()
    if reply == SORRY:
        return "sorry"
    kind, bubble = next(iter(reply["template"]["outputs"][0].items()))
    if kind == "simpleText":
        for pattern, key in SAID:
            if pattern.fullmatch(bubble["text"]):
                return f"says {key}"
        raise Wrong(f"says what is not in the wording: {bubble['text']}")
    return f"found {artist_of(bubble)}"


def artist_of(card):
    links = [b["webLinkUrl"] for b in card.get("buttons", []) if b["action"] == "webLink"]
    ident = links[0][len(ARTIST):] if links and links[0].startswith(ARTIST) else None
    if ident not in ARTISTS:
        raise Wrong(f"the card links to nobody in the catalogue: {links}")
    return ARTISTS[ident].name


def flat(value, path=""):
    """Lines "path value" of all that is in it."""
    if isinstance(value, (dict, list)):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from flat(inner, f"{path}.{key}" if path else str(key))
    else:
        yield f"{path} {value if isinstance(value, str) else json.dumps(value)}".replace("\n", "\\n")


def changed(edits):
    """The first message with values at other paths."""
    message = skill.first_message()
    for edit in edits:
        path, _, text = edit.partition("=")
        *way, last = path.split(".")
        inner = message
        for step in way:
            inner = inner[step]
        if text:
            inner[last] = json.loads(text)
        else:
            inner.pop(last, None)
    return skill.encode(message)


def message(name):
    return skill.encode(skill.payload(skill.argument(name)))


def at_once(n, function):
    from concurrent.futures import ThreadPoolExecutor  # here, as it takes longer to load than most of the others to run

    with ThreadPoolExecutor(n) as pool:
        return list(pool.map(function, range(n)))


def tell(words):
    """How often each word was said."""
    return ", ".join(f"{words.count(w)} {w}" for w in sorted(set(words)))


def each(bot, within, *names):
    return at_once(len(names), lambda i: word(bot.send(message(names[i])), within))


def crowd(bot, within, n, name):
    body = message(name)
    # Looked at when all are there: that takes longer than all the rest, and would be in the measured time of others.
    return [tell([word(answer, within) for answer in at_once(int(n), lambda _: bot.send(body))])]


def kept(bot, within, connections, n, name):
    body, url = message(name), urllib.parse.urlsplit(bot.name)

    def talk(_):
        connection = http.client.HTTPConnection(url.hostname, url.port, timeout=skill.TIMEOUT_S)
        answers, local = [], None
        for _ in range(int(n)):
            began = time.monotonic()
            connection.request("POST", bot.path, body, {"Content-Type": "application/json"})
            local = local or connection.sock.getsockname()
            if connection.sock.getsockname() != local:
                raise Wrong("the web server did not keep the connection")
            reply = connection.getresponse()
            headers = {k.lower(): v for k, v in reply.getheaders()}
            answers.append(skill.Answer(reply.status, headers, reply.read(), time.monotonic() - began))
        connection.close()
        return answers

    return [tell([word(answer, within) for answers in at_once(int(connections), talk) for answer in answers])]


def strangers(n, but="The Beatles"):
    """Names that the first search finds: of artists that are shown in Latin letters, and have no namesake."""
    names = [a.name for a in ARTISTS.values() if not a.flags and a.name.isascii() and a.name != but]
    return [name for name in names if names.count(name) == 1][:n]


def parked(bot):
    """How many wait for Spotify there."""
    url = urllib.parse.urlsplit(bot.name)
    connection = http.client.HTTPConnection(url.hostname, url.port, timeout=skill.TIMEOUT_S)
    connection.request("GET", "/status.json")
    waiting = json.loads(connection.getresponse().read())["parked"]["now"]
    connection.close()
    return waiting


def control(standin, wish):
    url = urllib.parse.urlsplit(standin)
    connection = http.client.HTTPConnection(url.hostname, url.port, timeout=skill.TIMEOUT_S)
    connection.request("POST", "/_control", json.dumps(wish))
    if connection.getresponse().status != 200:
        raise Wrong(f"the stand-in does not take {wish}")
    connection.close()


def held(bot, standin, names, least, act=lambda: None):
    """The answers to all the names, and what act returns, which runs when that many of them wait."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(len(names)) as pool:
        asked = [pool.submit(bot.send, message(name)) for name in names]
        until = time.monotonic() + skill.TIMEOUT_S
        while parked(bot) < least:
            if time.monotonic() > until:
                raise Wrong("they do not wait")
            time.sleep(0.01)
        done = act()
        control(standin, {"release": True, "faults": []})
        return [answer.result() for answer in asked], done


def beside(bot, within, standin, hit, n):
    """within is for the hits alone."""
    body, others = message(hit), strangers(int(n), hit)
    answers, hits = held(bot, standin, others, len(others) // 2, lambda: [bot.send(body) for _ in range(10)])
    for answer in hits:
        if (found := word(answer, within)) != f"found {hit}":
            raise Wrong(f"{hit}: {found}")
    # Who was told that it takes a little longer finds it now.
    said = [word(answer) for answer in answers]
    said = [word(bot.send(message(name))) if it == "says late" else it for name, it in zip(others, said)]
    return [f"{sum(it == f'found {name}' for name, it in zip(others, said))} found"]


def flock(bot, within, standin, n, name):
    answers, _ = held(bot, standin, [name] * int(n), int(n) // 2)
    return [tell([word(answer, within) for answer in answers])]


def full(bot, within, standin, n, *names):
    first, others = names[:int(n)], names[int(n):]
    answers, more = held(bot, standin, first, len(first), lambda: [bot.send(message(name)) for name in others])
    return [word(answer, within) for answer in answers + more]


def faults(bot, within, standin, *kinds):
    """A line for each fault: what is said where the search fails in this way, each time for another artist."""
    for kind, name in zip(kinds, strangers(len(kinds))):
        control(standin, {"faults": [{"on": "search"} | json.loads(kind)]})
        for said in send_all(bot, within, [(kind, message(name))]):
            yield "found who was meant" if said == f"found {name}" else said


def send_all(bot, within, bodies):
    """bodies: pairs of what to call it and itself."""
    for name, body in bodies:
        try:
            yield word(bot.send(body), within)
        except (Wrong, skill.SkillError) as error:
            raise Wrong(f"{name!r}: {error}") from None


def ask(bot, within, *names):
    return send_all(bot, within, ((name, message(name)) for name in names))


def say(bot, within, *files):
    def read(path):
        with open(path, "rb") as file:
            return file.read()

    return send_all(bot, within, ((path, read(path)) for path in files))


def run(command, bot, within, arguments):
    if command == "with":
        return [word(bot.send(changed(arguments)), within)]
    if command == "body":
        said = ["action.params={}", "action.detailParams={}", "userRequest.utterance=" + json.dumps(arguments[0])]
        answer = bot.send(changed([*said, *arguments[1:]]))
        if kakao_check.breaches(answer.body):
            raise Wrong(f"{kakao_check.breaches(answer.body)} in {answer.body!r}")
        return [answer.body.decode()]
    if command == "show":
        answer = bot.send(message(*arguments))
        word(answer, within)
        return list(flat(answer.json()))
    commands = {"ask": ask, "say": say, "each": each, "crowd": crowd, "kept": kept, "beside": beside, "flock": flock, "full": full,
                "faults": faults}
    return commands[command](bot, within, *arguments)


def main():
    skill.text_setup()
    command, *rest = sys.argv[1:]
    within = None
    if command == "id":
        namesakes = [a.id for a in ARTISTS.values() if a.name.startswith(rest[0])]
        print(namesakes[int(rest[1]) if len(rest) > 1 else 0])
        return 0
    if command == "names":
        print("\n".join(strangers(int(rest[0]))))
        return 0
    if rest[0] == "--within":
        within, rest = int(rest[1]), rest[2:]
    try:
        for line in run(command, where(rest[0]), within, rest[1:]):
            print(line)
    except (Wrong, skill.SkillError) as error:
        print(f"wrong: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

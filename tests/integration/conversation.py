#!/usr/bin/env python3
"""Talks to the bot as a user of KakaoTalk does, by typing and by tapping.

usage: conversation.py body URL WORDS            the reply, laid out; addresses of the stand-in become http://standin
       conversation.py tap  URL WORDS LABEL...   says the words, then taps what has that label in the reply, and so on;
                                                 tells what each reply shows, a line each
       conversation.py plain URL WORDS LABEL...  the same in a bot that hands on no extra: a tap is but a message

WORDS beginning with { are a clientExtra that comes with an utterance nobody would say. A label may be "text@title": the
button of that card. Environment: standin, its address."""

import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(os.path.dirname(os.path.dirname(HERE)), *at) for at in (("tests", "lib"), ("scripts", "lib"))]
import kakao_check  # noqa: E402
import skill  # noqa: E402

USER = {"id": "a" * 66, "type": "botUserKey", "properties": {}}


def send(url, utterance, extra=None, **more):
    body = {"userRequest": {"utterance": utterance, "user": USER, **more}, "action": {"clientExtra": extra or {}}}
    answer = skill.Http(url).send(skill.encode(body))
    wrong = kakao_check.breaches(answer.body)
    if answer.status != 200 or wrong:
        raise SystemExit(f"wrong: {answer.status} {wrong} {answer.body[:1000]!r}")
    return answer.json()


def begin(url, words):
    return send(url, "발화 내용", json.loads(words)) if words.startswith("{") else send(url, words)


def cards(reply):
    for output in reply["template"]["outputs"]:
        kind, content = next(iter(output.items()))
        if kind == "carousel":
            for card in content["items"]:
                yield content["type"], card
        else:
            yield kind, content


def title(card):
    return card.get("title") or card.get("header", {}).get("title") or card.get("text", "")


def taps(reply):
    """(label, title of the card or "", what is tapped)."""
    for quick in reply["template"].get("quickReplies", []):
        yield quick["label"], "", quick
    for _, card in cards(reply):
        for button in card.get("buttons", []):
            yield button["label"], title(card), button


def tap(url, reply, label, plain):
    text, _, card = label.partition("@")
    for name, on, what in taps(reply):
        if name == text and on == card and what["action"] in ("message", "block"):
            return send(url, what.get("messageText") or name, None if plain else what.get("extra"))
    raise SystemExit(f"wrong: no {label} among {[(name, on) for name, on, _ in taps(reply)]}")


def summary(reply):
    shown = [f"{kind} {title(card)}".replace("\n", " ") for kind, card in cards(reply)]
    return " | ".join(shown)


def laid_out(reply):
    text = json.dumps(reply, ensure_ascii=False, indent=1)
    return re.sub(re.escape(os.environ.get("standin", "http://none")), "http://standin", text)


def main():
    skill.text_setup()
    command, url, words, *labels = [skill.argument(a) for a in sys.argv[1:]]
    reply = begin(url, words)
    if command == "body":
        print(laid_out(reply))
        return
    print(summary(reply))
    for label in labels:
        reply = tap(url, reply, label, command == "plain")
        print(summary(reply))


if __name__ == "__main__":
    main()

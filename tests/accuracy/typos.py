"""Slips of the finger: one edit of each kind in a name, on the keys that type it.

Latin letters are keys; Hangul is taken apart into the letters of the usual keyboard (두벌식) and put together again as an
input method does it, so that a slip may move a consonant into the next syllable or leave a letter alone."""

import random

FIRST = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWEL = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
LAST = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
PAIRS = {"ㅘ": "ㅗㅏ", "ㅙ": "ㅗㅐ", "ㅚ": "ㅗㅣ", "ㅝ": "ㅜㅓ", "ㅞ": "ㅜㅔ", "ㅟ": "ㅜㅣ", "ㅢ": "ㅡㅣ", "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ",
         "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ", "ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ"}
JOINED = {pair: one for one, pair in PAIRS.items()}
# Rows of the keyboard: who slips hits a neighbour.
HANGUL_ROWS = ("ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔ", "ㅁㄴㅇㄹㅎㅗㅓㅏㅣ", "ㅋㅌㅊㅍㅠㅜㅡ")
LATIN_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
KINDS = ("insert", "delete", "replace", "swap", "double")


def keys_of(text):
    """The keys that type it; what is not Hangul is a key as it is."""
    keys = []
    for c in text:
        at = ord(c) - 0xAC00
        if not 0 <= at < 11172:
            keys.append(c)
            continue
        for letter in (FIRST[at // 588], VOWEL[at // 28 % 21], LAST[at % 28].strip()):
            keys.extend(PAIRS.get(letter, letter))
    return keys


def _syllable(first, vowel, last):
    if first and vowel:
        return chr(0xAC00 + FIRST.index(first) * 588 + VOWEL.index(vowel) * 28 + LAST.index(last or " "))
    return first + vowel + last


def text_of(keys):
    """What an input method makes of keys."""
    out, first, vowel, last = [], "", "", ""
    for key in keys + [""]:
        if key and key in VOWEL:
            if last:  # the last consonant begins the next syllable
                pair = PAIRS.get(last, " " + last)
                out.append(_syllable(first, vowel, pair[0].strip()))
                first, vowel, last = pair[1], key, ""
            elif vowel and vowel + key in JOINED:
                vowel = JOINED[vowel + key]
            elif vowel:
                out.append(_syllable(first, vowel, ""))
                first, vowel = "", key
            else:
                vowel = key
        elif key and key in FIRST:
            if first and vowel and not last and key in LAST:
                last = key
            elif last and last + key in JOINED:
                last = JOINED[last + key]
            else:
                out.append(_syllable(first, vowel, last))
                first, vowel, last = key, "", ""
        else:
            out.append(_syllable(first, vowel, last) + key)
            first, vowel, last = "", "", ""
    return "".join(out)


def _letters(keys):
    """Where there are letters that a finger may slip on."""
    return [i for i, key in enumerate(keys) if key in FIRST or key in VOWEL or (key.isascii() and key.isalpha())]


def _neighbour(key, chance):
    small = key.lower()
    for row in HANGUL_ROWS + LATIN_ROWS:
        if small in row:
            at = row.index(small)
            return chance.choice([row[i] for i in (at - 1, at + 1) if 0 <= i < len(row)])
    return chance.choice("ㅏㅓ" if key in VOWEL else "ㄱㄴ")  # those that need shift


def slip(name, kind, chance):
    """The name with one slip of that kind; None where there is no room for it."""
    keys = keys_of(name)
    places = _letters(keys)
    if kind == "swap":
        places = [i for i in places if i + 1 in places and keys[i].lower() != keys[i + 1].lower()]
    if not places:
        return None
    i = chance.choice(places)
    if kind == "insert":
        keys.insert(i + 1, _neighbour(keys[i], chance))
    elif kind == "delete":
        del keys[i]
    elif kind == "replace":
        keys[i] = _neighbour(keys[i], chance)
    elif kind == "swap":
        keys[i], keys[i + 1] = keys[i + 1], keys[i]
    else:
        keys.insert(i, keys[i])
    return text_of(keys)


def slips(names, seed):
    """(name, kind, text) for one slip of each kind in each name."""
    chance = random.Random(seed)
    for name in names:
        for kind in KINDS:
            text = slip(name, kind, chance)
            if text and text != name:
                yield name, kind, text


def length(name):
    """Letters of a name, as keys."""
    return len(_letters(keys_of(name)))

"""English words as Koreans write them, by the rules for loanwords (외래어 표기법, 영어의 표기) from their pronunciation.

The pronunciations are those of the CMU Pronouncing Dictionary (Carnegie Mellon University, BSD-2-Clause), either its own
file cmudict (WORD  P R O N …) or the copy in the npm package cmu-pronouncing-dictionary ("word": "P R O N …")."""

import re

VOWELS = {"AA": "a", "AE": "e", "AH": "v", "AO": "o", "AW": "au", "AY": "ai", "EH": "e", "ER": "v", "EY": "ei", "IH": "i",
          "IY": "i", "OW": "o", "OY": "oi", "UH": "u", "UW": "u"}
SHORT = {"AA", "AE", "AH", "EH", "IH", "UH"}
CONSONANTS = {"B": "b", "D": "d", "G": "g", "V": "b", "Z": "j", "P": "p", "T": "t", "K": "k", "CH": "c", "JH": "j",
              "TH": "s", "DH": "d", "F": "p", "S": "s", "ZH": "j", "HH": "h"}
UNSTRESSED = {"a": "a", "e": "e", "o": "o", "i": "i", "u": "v", "y": "i"}  # written as it is spelt


def dictionary(path):
    """{word: sounds}; of several pronunciations the first."""
    words = {}
    with open(path, encoding="latin-1") as f:
        for line in f:
            m = re.match(r'\s*"?([A-Za-z]+)"?:?\s+"?([A-Z0-9 ]+?)"?,?\s*$', line)
            if m:
                words.setdefault(m.group(1).lower(), m.group(2).split())
    return words


def _vowel_letters(word, sounds):
    """How each vowel is spelt; None where letters and sounds do not agree in number."""
    groups = re.findall(r"[aeiouy]+", word)
    n = sum(s[-1].isdigit() for s in sounds)
    if len(groups) == n + 1 and word.endswith("e"):
        groups = groups[:-1]
    return groups if len(groups) == n else None


def _vowel(sound, letters, following, last, before_vowel):
    base = sound.rstrip("012")
    s = VOWELS[base]
    if base == "AA" and letters.startswith("o"):
        s = "o"
    if base == "AH" and sound.endswith("0") and letters:
        s = UNSTRESSED.get(letters[0], "v") if len(letters) == 1 else "v"
        if (letters[0] == "e" and following in ("N", "L", "M")) or (
                letters[0] == "a" and following in ("N", "L", "M") and last):
            s = "v"
    if following == "R" and not before_vowel:
        s = {"EH": "ev", "IH": "iv", "IY": "iv", "UH": "uv", "AO": "o"}.get(base, s)
    return s


def _liquid(base, before, following):
    vowel = following in VOWELS
    if base == "R":
        return "r" if vowel else "r_" if before not in VOWELS else ""
    if before is None:
        return "r"
    if vowel:
        return "Lr"
    return "L" if before in VOWELS else "_L" if before != "L" else ""


def _consonant(base, before, following):
    vowel = following in VOWELS
    if base in ("R", "L"):
        return _liquid(base, before, following)
    if base in ("M", "N"):
        return base.lower() if vowel else base
    if base in ("NG", "W", "Y"):
        return {"NG": "Q", "W": "w", "Y": "y"}[base]
    if base == "SH":
        return "sy" if vowel else "si" if following is None else "syu"
    c = CONSONANTS[base]
    if vowel or following in ("Y", "W"):
        return c
    if base in ("CH", "JH", "ZH"):
        return c + "i"
    if base in ("P", "T", "K") and before in SHORT and following not in ("L", "R", "M", "N"):
        return base
    return c + "_"


def written(word, sounds):
    """The sounds that the Hangul of an English word has."""
    letters, out, turn = _vowel_letters(word, sounds), "", 0
    bases = [s.rstrip("012") for s in sounds]
    for i, (sound, base) in enumerate(zip(sounds, bases)):
        following = bases[i + 1] if i + 1 < len(bases) else None
        if base in VOWELS:
            before_vowel = i + 2 < len(bases) and bases[i + 2] in VOWELS
            out += _vowel(sound, letters[turn] if letters else "", following, i + 2 >= len(bases), before_vowel)
            turn += 1
        else:
            out += _consonant(base, bases[i - 1] if i else None, following)
    for wrong, right in (("syi", "si"), ("yi", "i"), ("wu", "u"), ("wo", "wv")):
        out = out.replace(wrong, right)
    return out

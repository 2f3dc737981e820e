#!/usr/bin/env python3
"""Makes src/names/units_learned.c: how pieces of Latin spelling are heard, with the cost of each way (names/units.h).

  learn.py --pairs PAIRS.csv... [--catalogue CATALOGUE.csv --dictionary CMUDICT] >src/names/units_learned.c

Pairs (columns hangul and latin) are aligned letter by letter, by expectation maximisation over pieces of one or two
letters that stand for up to three sounds; pieces of up to five letters that the alignments hold together are then kept
where they are heard otherwise than their parts would be. English words of the catalogue's names count for a quarter,
with what the rules make of their pronunciation (english.py). What does not align well is left out: a pair may be two
names of one artist. Nothing of a name is left in the result but pieces of spelling that several names have in common.

--half 0 or 1 learns from one half of the pairs, told by a hash of the Latin name, so that the other half can measure;
--print-half writes the pairs of the half as CSV instead. Takes two minutes for 2,300 pairs and 18,000 words."""

import argparse
import collections
import csv
import hashlib
import math
import re
import sys

sys.dont_write_bytecode = True
import english  # noqa: E402
import sounds  # noqa: E402

MAX_LETTERS, MAX_SOUNDS = 2, 3  # of a piece while aligning
PIECE_LETTERS, PIECE_SOUNDS, PIECE_PARTS = 5, 6, 6  # of a piece that is counted
KEPT_LETTERS, KEPT_SOUNDS = 4, 5  # of a piece that is kept, without blanks
LONGEST = 40  # letters of a name to learn from
PAIR_PENALTY = 0.3  # a piece of two letters must be worth it
ROUNDS = 8
NOISE = 5.6  # an alignment whose pieces are less likely than this, each, is of two different names
WORD_WEIGHT = 0.25
LEAST_COUNT, LEAST_SHARE, DISCOUNT, DISCOUNT_ONE, GAIN = 2.0, 0.004, 0.6, 0.3, 0.5
SCALE, MAX_COST = 16, 255

SOUND_VOWELS, LETTER_VOWELS = set("aevou_i"), set("aeiouy")
# What a letter most often stands for: where the alignment begins.
USUAL = {"b": "bBpP", "c": "kKsSTGg", "d": "dDtTj", "f": "pP", "g": "gKjk", "h": "h", "j": "jhyc", "k": "kKgG", "l": "Lr",
         "m": "Mm", "n": "NnQ", "p": "pPB", "q": "k", "r": "rL", "s": "sSTj", "t": "tTdsDc", "v": "b", "w": "wbu",
         "x": "KskS", "y": "yi", "z": "jscS"}


def first_weight(letters, heard):
    vowels, letter_vowels = sum(c in SOUND_VOWELS for c in heard), sum(c in LETTER_VOWELS for c in letters)
    consonants, letter_consonants = len(heard) - vowels, len(letters) - letter_vowels
    p = 0.02 ** len(letters) if not heard else 0.3 ** abs(len(letters) - len(heard))
    if heard:
        if not letter_consonants and consonants > heard.count("y") + heard.count("w"):
            p *= 0.01
        if letter_consonants and not consonants:
            p *= 0.05
        if letter_vowels and not vowels:
            p *= 0.1
        if letter_consonants > 1 and not consonants:
            p *= 0.05
        if len(letters) == 2:
            p *= 0.05
    for c in letters:
        if c in USUAL and not any(s in USUAL[c] for s in heard):
            p *= 0.03
    return p


def steps(latin, heard, i, j):
    """Pieces that may come next: (letters, sounds)."""
    for letters in range(1, MAX_LETTERS + 1):
        if i + letters > len(latin) or latin[i + letters - 1] == " ":
            return
        for n in range(min(MAX_SOUNDS, len(heard) - j) + 1):
            yield latin[i:i + letters], heard[j:j + n]


def count(latin, heard, weight_of, weight, counts):
    """Adds the expected number of each piece in all alignments of one pair."""
    reach = [[0.0] * (len(heard) + 1) for _ in range(len(latin) + 1)]
    reach[0][0] = 1.0
    edges = []
    for i, letter in enumerate(latin):
        for j in range(len(heard) + 1):
            if not reach[i][j]:
                continue
            if letter == " ":
                reach[i + 1][j] += reach[i][j]
                edges.append((i, j, i + 1, j, None, 1.0))
                continue
            for piece in steps(latin, heard, i, j):
                w = weight_of(piece)
                if w > 0:
                    to = (i + len(piece[0]), j + len(piece[1]))
                    reach[to[0]][to[1]] += reach[i][j] * w
                    edges.append((i, j, *to, piece, w))
    total = reach[len(latin)][len(heard)]
    if total <= 0:
        return
    back = collections.defaultdict(float, {(len(latin), len(heard)): 1.0})
    for i, j, to_i, to_j, piece, w in reversed(edges):
        share = w * back[to_i, to_j]
        back[i, j] += share
        if piece and share:
            counts[piece] += weight * reach[i][j] * share / total


def maximise(data):
    """{piece: probability}"""
    known = None
    for _ in range(ROUNDS):
        counts = collections.Counter()
        for latin, heard, weight in data:
            count(latin, heard, (lambda p: known.get(p, 0.0)) if known else (lambda p: first_weight(*p)), weight, counts)
        total = sum(counts.values())
        known = {p: c / total * (PAIR_PENALTY if len(p[0]) == 2 else 1) for p, c in counts.items() if c >= 0.05}
    return known


def align(latin, heard, known):
    """The likeliest alignment, as pieces; None if there is none, or a bad one."""
    best = {(0, 0): (0.0, None)}
    for i, letter in enumerate(latin):
        for j in range(len(heard) + 1):
            if (i, j) not in best:
                continue
            pieces = [(" ", "")] if letter == " " else steps(latin, heard, i, j)
            for piece in pieces:
                p = 1.0 if piece == (" ", "") else known.get(piece, 0.0)
                to = (i + len(piece[0]), j + len(piece[1]))
                if p > 0 and (to not in best or best[to][0] < best[i, j][0] + math.log(p)):
                    best[to] = (best[i, j][0] + math.log(p), (i, j, piece))
    at, pieces = (len(latin), len(heard)), []
    if at not in best:
        return None
    likely = best[at][0]
    while best[at][1]:
        i, j, piece = best[at][1]
        pieces.append(piece)
        at = (i, j)
    return pieces[::-1], -likely / len(pieces)


def count_pieces(data, known):
    """How often each longer piece is heard in each way, and how often there is one."""
    ways, pieces = collections.Counter(), collections.Counter()
    for latin, heard, weight in data:
        found = align(latin, heard, known)
        if not found or (found[1] > NOISE and weight >= 1):
            continue
        for a in range(len(found[0])):
            letters = said = ""
            for part in found[0][a:a + PIECE_PARTS]:
                letters, said = letters + part[0], said + part[1]
                if len(letters) > PIECE_LETTERS or len(said) > PIECE_SOUNDS:
                    break
                ways[letters, said] += weight
                pieces[letters] += weight
    return ways, pieces


def composed(kept, letters, said):
    """The cost of hearing it so, made of what is kept."""
    best = [[math.inf] * (len(said) + 1) for _ in range(len(letters) + 1)]
    best[0][0] = 0.0
    for i in range(len(letters)):
        for j in range(len(said) + 1):
            for n in range(1, len(letters) - i + 1):
                for part, cost in kept.get(letters[i:i + n], {}).items():
                    if best[i][j] < math.inf and said.startswith(part, j):
                        to = best[i + n]
                        to[j + len(part)] = min(to[j + len(part)], best[i][j] + cost)
    return best[-1][-1]


def keep(ways, pieces):
    """{letters: {sounds: cost}} of what is worth a line of its own."""
    by = collections.defaultdict(list)
    for (letters, said), n in ways.items():
        by[letters].append((said, n))
    kept = collections.defaultdict(dict, {" ": {"": 0.0}})
    for letters in sorted(by, key=lambda l: (len(l), l)):
        bare = letters.strip()
        if not bare or len(bare) > KEPT_LETTERS or " " in bare or "  " in letters:
            continue
        one = len(letters) == 1
        for said, n in by[letters]:
            share = (n - (DISCOUNT_ONE if one else DISCOUNT)) / (pieces[letters] + 0.5)
            if len(said) > KEPT_SOUNDS or n < (1.0 if one else LEAST_COUNT) or share <= LEAST_SHARE:
                continue
            cost = -math.log(share)
            if one or cost < composed(kept, letters, said) - GAIN:
                kept[letters][said] = cost
    return kept


def half_of(latin):
    return hashlib.md5(latin.encode()).digest()[0] & 1


def read_pairs(paths, half):
    for path in paths:
        with open(path, encoding="utf-8-sig", newline="") as f:
            for row in csv.DictReader(f):
                if half is None or half_of(row["latin"]) == half:
                    yield row


def examples(o):
    """(spelling, sounds, weight)"""
    for row in read_pairs(o.pairs, o.half):
        heard, latin = sounds.heard(row["hangul"]), sounds.spelt(row["latin"])
        if heard and re.search("[a-z]", latin) and not re.search("[0-9]", latin) and len(latin) <= LONGEST:
            yield latin, heard, 1.0
            if latin.startswith(" the "):
                yield latin[4:], heard, 1.0
    if not o.dictionary:
        return
    pronounced = english.dictionary(o.dictionary)
    with open(o.catalogue, encoding="utf-8-sig", newline="") as f:
        words = {w: None for row in csv.DictReader(f) for w in sounds.spelt(row["name"]).split()}
    for word in words:
        if len(word) > 2 and word in pronounced:
            yield f" {word} ", english.written(word, pronounced[word]), WORD_WEIGHT


def print_units(kept):
    units = sorted((letters, said, min(MAX_COST, round(cost * SCALE)))
                   for letters, ways in kept.items() for said, cost in ways.items())
    print("/* Readings that were learned: made by tests/accuracy/learn/learn.py, which tells from what; not to be\n"
          " * changed by hand. */\n#include \"names/units.h\"\n\nconst struct unit units_learned[] = {")
    for letters, said, cost in units:
        print(f'    {{"{letters}", "{said}", {cost}}},')
    print('    {"", "", 0},\n};')


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--pairs", nargs="+", required=True)
    parser.add_argument("--catalogue", help="whose words are looked up in the dictionary")
    parser.add_argument("--dictionary", help="the CMU Pronouncing Dictionary")
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--print-half", action="store_true")
    o = parser.parse_args()
    if bool(o.dictionary) != bool(o.catalogue):
        parser.error("--dictionary and --catalogue belong together")
    if o.print_half:
        rows = list(read_pairs(o.pairs, o.half))
        out = csv.DictWriter(sys.stdout, rows[0].keys())
        out.writeheader()
        out.writerows(rows)
        return
    data = list(examples(o))
    known = maximise(data)
    print_units(keep(*count_pieces(data, known)))


if __name__ == "__main__":
    main()

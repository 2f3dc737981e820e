"""What the finder's answers come to: figures, what each stage contributes, and the failures by their cause."""

import collections
import os
import statistics

LAST = ("nobody", "typo", "korean", "foreign50", "foreign")  # the lines for machines, in this order
POPULAR = 50
WORST = 100

CAUSES = {
    "namesake": "somebody else bears the very name that was typed",
    "unlike": "the name does not sound like that by any rule: another name, a title, a reading of Chinese letters",
    "not looked at": "the name is near enough, but was not among those that were looked at",
    "nobody": "the right artist came first, but too far from what was typed to be named",
    "behind": "another artist came first",
}


class Answer(collections.namedtuple("Answer", "verdict how stage ms cost nobody ids")):
    @classmethod
    def read(cls, line):
        verdict, how, stage, us, cost, nobody, ids = line.split("\t")
        return cls(verdict, how, stage, int(us) / 1000, int(cost), int(nobody), ids.split(",") if ids else [])

    @property
    def named(self):
        """Was it answered with an artist, without a question?"""
        return self.verdict in ("exact", "one")

    def rank(self, targets):
        """The place of the first that is right among those that were named; None where none is."""
        if self.verdict == "nobody":
            return None
        return next((i + 1 for i, found in enumerate(self.ids) if found in targets), None)


def groups_of(question):
    """The lines that a question counts for."""
    yield question.group
    if question.group == "foreign" and (question.popularity or 0) >= POPULAR:
        yield "foreign50"
    if question.group.startswith("typo "):
        yield "typo"
    if question.group in ("sentences", "absent"):
        yield "nobody"


def percentile(sorted_values, share):
    return sorted_values[min(len(sorted_values) - 1, int(share * len(sorted_values)))] if sorted_values else 0.0


def line(name, asked):
    """Shares of all that were asked. For nobody a place is not to be had: right is what was answered with neither an
    artist nor a question."""
    n = max(len(asked), 1)
    times = sorted(a.ms for _, a in asked)
    if name in ("nobody", "sentences", "absent"):
        tops = [sum(a.verdict == "nobody" for _, a in asked) / n] * 3
        wrong = sum(a.named for _, a in asked)
    else:
        ranks = [a.rank(q.targets) or 1000 for q, a in asked]
        tops = [sum(r <= most for r in ranks) / n for most in (1, 3, 10)]
        wrong = sum(a.named and a.ids[0] not in q.targets for q, a in asked)
    return (f"{name}: top1={tops[0]:.3f} top3={tops[1]:.3f} top10={tops[2]:.3f} wrong={wrong / n:.3f} n={len(asked)}"
            f" median_ms={statistics.median(times) if times else 0.0:.1f} p99_ms={percentile(times, 0.99):.1f}")


# --- what each stage contributes ---


def stages(group, asked):
    """Of those whose artist came first: by which stage, and how far had to be searched."""
    right = [a for q, a in asked if a.rank(q.targets) == 1]
    by = collections.Counter("exact" if a.verdict == "exact" else f"{a.how}, {a.stage}" for a in right)
    told = ", ".join(f"{stage} {n / max(len(asked), 1):.3f}" for stage, n in by.most_common())
    return f"  {group}: {told}"


# --- failures ---


def cause(question, answer):
    if answer.verdict == "exact":
        return "namesake"
    if answer.cost > answer.nobody:
        return "unlike"
    if answer.verdict == "nobody":
        return "nobody"
    return "behind" if set(answer.ids) & question.targets else "not looked at"


def failures(asked, names):
    missed = [(q, a) for q, a in asked if q.group in ("foreign", "korean") and a.rank(q.targets) != 1]
    missed.sort(key=lambda qa: -(qa[0].popularity or 0))
    by = collections.defaultdict(list)
    for q, a in missed:
        by[cause(q, a)].append((q, a))
    print(f"\n{len(missed)} pairs whose artist did not come first, by cause; of these the best known {WORST}:")
    worst = {id(q) for q, _ in missed[:WORST]}
    for name, what in CAUSES.items():
        print(f"\n{name}: {len(by[name])} ({what})")
        for q, a in by[name]:
            if id(q) in worst:
                print(f"  {q.text} = {q.name} ({q.popularity or '-'}): {a.verdict}"
                      f" {names.get(a.ids[0], '') if a.ids else ''} {a.how}, place {a.rank(q.targets) or '-'},"
                      f" cost {a.cost} of {a.nobody}")
    print("\nsentences and absent artists answered with an artist:")
    for q, a in asked:
        if q.group in ("sentences", "absent") and a.named:
            print(f"  {q.text}: {a.verdict} {names.get(a.ids[0], '')} {a.how}")
    print("\nslips, the first hundred that are not mended:")
    slips = [(q, a) for q, a in asked if q.group.startswith("typo") and a.rank(q.targets) != 1]
    for q, a in slips[:WORST]:
        print(f"  {q.group} {q.text} = {q.name}: {a.verdict} {names.get(a.ids[0], '') if a.ids else ''} {a.how},"
              f" cost {a.cost} of {a.nobody}")


def show(asked, names, with_failures):
    """names: of artists, by id."""
    by = collections.defaultdict(list)
    for q, a in asked:
        for group in groups_of(q):
            by[group].append((q, a))
    if with_failures:
        failures(asked, names)
    print("\nwhat found those that came first: how they are like what was typed, and how far was searched")
    for group in ("exact", "typo", "korean", "foreign50", "foreign"):
        print(stages(group, by[group]))
    print()
    for group in ("exact", "sentences", "absent", "typo latin", "typo hangul") + LAST:
        print(line(group, by[group]))

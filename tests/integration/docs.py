"""What docs.bats asks of the documents. Run from the project's root: docs.py CHECK ARGUMENTS."""
import glob
import json
import os
import re
import shlex
import sys
import urllib.request

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import outside  # noqa: E402

FENCE = re.compile(r"^```(\S*)\n(.*?)^```$", re.M | re.S)
errors = []


def wrong(where, what):
    errors.append(f"{where}: {what}")


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def blocks(path, *languages):
    """(language, text) of each block."""
    return [(name, text) for name, text in FENCE.findall(read(path)) if name in languages]


def check_scripts(directory, *paths):
    """Writes a script for each document that has commands: all its blocks of shell and SQL, one after the other. A path of the
    system is one below $place, and the skill's address that of the responder at hand."""
    for path in paths:
        script = ""
        for language, text in blocks(path, "sh", "sql"):
            script += text if language == "sh" else f"mariadb --user=root --batch artistbot <<'END'\n{text}END\n"
        script = re.sub(r"(?<=[ =>])/(?=(?:etc|usr|var)/)", os.environ["place"] + "/", script)
        script = script.replace("https://bot.example.org/", os.environ["nginx"] + "/")
        if script:
            with open(f"{directory}/{path.replace('/', '-')}", "w", encoding="utf-8") as out:
                out.write(script)


def check_commands(*paths):
    """The commands that stand in the middle of a text, and that none hides where it is not run."""
    n = 0
    for path in paths:
        for language, _ in FENCE.findall(read(path)):
            if language not in ("sh", "sql"):
                wrong(path, f"what is a block of {language or 'nothing'}?")
        text = FENCE.sub("", read(path))
        for line in re.findall(r"^(?:    |\t)(.*)$", text, re.M):
            if re.search(r"\b(artistbot(ctl|-setup|\.fcgi)|scripts/|make |systemctl |SELECT |DELETE )", line):
                wrong(f"{path}: {line}", "this belongs into a block")
        for command in re.findall(r"`([^`]+)`", text.replace("\n", " ")):
            program, *words = command.split(" ")
            if re.search(r"\b(FROM|DROP [A-Z]+|UPDATE) [a-z]", command):
                wrong(f"{path}: {command}", "this belongs into a block of SQL")
            elif program in outside.PROGRAMS and words or re.fullmatch(r"scripts/\w+", program):
                n += 1
                try:
                    outside.check(program, shlex.split(" ".join(words)))
                except (outside.Wrong, ValueError) as error:
                    wrong(f"{path}: {command}", error)
    if n < 30:
        wrong("documents", f"only {n} commands")


def check_links(*paths):
    for path in paths:
        base = path.rsplit("/", 1)[0] + "/" if "/" in path else ""
        text = read(path)
        for link in re.findall(r"\]\(([^)#:]+)\)", text) + re.findall(r'src="([^":]+)"', text):
            if not glob.glob(base + link):
                wrong(path, f"no {link}")
        for name in re.findall(r"(?<![/\w.])((?:docs|etc|src|tests|scripts|www)/[\w./-]*\w)", text):
            if "NNNN" not in name and not glob.glob(name + "*"):
                wrong(path, f"no {name}")


def check_same(one, other):
    def shape(path):
        text = read(path)
        bare = FENCE.sub("", text)
        return {
            "headings": [len(marks) for marks in re.findall(r"^(#+) ", bare, re.M)],
            "steps": re.findall(r"^\*\*(\d)\.", bare, re.M),
            "blocks": blocks(path, "sh", "sql"),
            "links": sorted(link for link in re.findall(r"\]\(([^)]+)\)", text) if "README" not in link),
            "addresses": sorted(set(re.findall(r"<(https?://[^>]+)>", text))),
            "pictures": re.findall(r'src="([^"]+)"', text),
            "labels": re.findall(r"\[ (.*?) \]", bare),
            "names": sorted(set(re.findall(r"`(--[a-z-]+|\[[a-z]+\][^`]*|/[^`]*|@[^`]*|[a-z]+_[a-z_]+)`", bare))),
        }

    first, second = shape(one), shape(other)
    for label in first["labels"]:
        if not re.search(rf"^\w+ = {re.escape(label)}$", read("etc/messages.ko.ini"), re.M):
            wrong(one, f"no button says {label}")
    for key, value in first.items():
        if value != second[key]:
            wrong(key, f"{one} has {value}\n    {other} has {second[key]}")


def check_listed(path, metrics):
    text = read(path)
    words = set(re.findall(r"[a-z_]+", text))
    families = set(re.findall(r"^# HELP artistbot_(\w+)", read(metrics), re.M))
    if len(families) < 40:
        wrong(metrics, f"only {len(families)} metrics")
    for family in sorted(families - words):
        wrong(path, f"no word of the metric {family}")
    sources = "".join(read(source) for source in glob.glob("src/**/*.c", recursive=True))
    lines = set(re.findall(r'log_(?:event|begin)\((?:&l, )?LOG_[A-Z]+,\s*"([^"%]+)"', sources))
    if len(lines) < 20:
        wrong("src", f"only {len(lines)} lines of the log")
    for line in sorted(lines):
        if f"`{line}`" not in text:
            wrong(path, f"no word of the log line {line}")


def check_utterances(url, path):
    for utterance in read(path).split("\n")[:-1]:
        body = {"userRequest": {"utterance": utterance, "user": {"id": "docs", "type": "botUserKey"}}, "action": {"params": {}}}
        header, _, secret = os.environ["ARTISTBOT_ASK_KEY"].partition(": ")
        request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json", header: secret})
        with urllib.request.urlopen(request, timeout=60) as answer:
            reply = json.load(answer)
        outputs = reply["template"]["outputs"]
        related = "비슷한 아티스트" in outputs[0].get("simpleText", {}).get("text", "")
        shown = {"basicCard", "listCard", "carousel", "itemCard"} & {kind for output in outputs for kind in output}
        if not (related if re.search("비슷한|같은", utterance) else shown):
            wrong(utterance, json.dumps(reply["template"]["outputs"], ensure_ascii=False)[:300])


globals()[f"check_{sys.argv[1]}"](*sys.argv[2:])
print("\n".join(errors))
sys.exit(1 if errors else 0)

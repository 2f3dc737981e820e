"""What docs.bats asks of the documents. Run from the project's root: docs.py CHECK ARGUMENTS."""
import glob
import json
import re
import shlex
import subprocess
import sys
import urllib.request

FENCE = re.compile(r"^```(\S*)([^\n]*)\n(.*?)^```$", re.M | re.S)
# Programs of the system that documents may tell of; nothing of ours to hold them against.
FOREIGN = {"apt-get", "certbot", "curl", "install", "journalctl", "mariadb", "nginx", "sed", "man"}
errors = []


def wrong(where, what):
    errors.append(f"{where}: {what}")


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def blocks(path):
    """(mark, text) of each block of shell commands."""
    return [(mark.strip(), text) for name, mark, text in FENCE.findall(read(path)) if name == "sh"]


def inline(path):
    """Commands in `backticks` outside of blocks, and in indented examples."""
    return re.findall(r"`((?:artistbotctl|make|scripts/\w+|systemctl) [^`]*)`", FENCE.sub("", read(path)).replace("\n", " "))


class Programs:
    """What there is to be called."""

    def __init__(self, ctl):
        self.ctl = ctl
        self.helps = {}
        listed = subprocess.run([ctl, "--lang", "en", "--help"], capture_output=True, text=True, check=True).stdout
        self.commands = re.findall(r"^  ([a-z-]+(?: [a-z-]+)?)(?:  .*)?$", listed, re.M)
        makefile = read("Makefile")
        self.targets = set(re.findall(r"^([a-z-]+):", makefile, re.M))
        self.variables = set(re.findall(r"^([A-Z]+) *[?:]?=", makefile, re.M)) | {"WERROR", "V", "SANITIZE", "DESTDIR", "PAIRS", "CATALOGUE", "MORE"}
        self.units = {path.rsplit("/", 1)[1] for path in glob.glob("etc/systemd/artistbot*")}

    def help_of(self, *command):
        if command not in self.helps:
            run = subprocess.run([*command, "--help"], capture_output=True, text=True, check=False)
            self.helps[command] = run.stdout if run.returncode == 0 else ""
        return self.helps[command]

    def options(self, where, text, words):
        for word in words:
            name = word.split("=")[0]
            if name.startswith("--") and name != "--help" and not re.search(re.escape(name) + r"\b", text):
                wrong(where, f"no option {name}")

    def artistbotctl(self, where, words):
        bare = [word for word in words if not word.startswith("-")]
        for command in sorted(self.commands, key=len, reverse=True):
            if bare[: command.count(" ") + 1] == command.split(" "):
                return self.options(where, self.help_of(self.ctl, *command.split(" ")), words)
        return wrong(where, f"artistbotctl has no command {' '.join(bare[:2])}")

    def make(self, where, words):
        for word in words:
            if "=" in word and word.split("=")[0] not in self.variables:
                wrong(where, f"make has no variable {word}")
            elif "=" not in word and word not in self.targets:
                wrong(where, f"make has no target {word}")

    def systemctl(self, where, words):
        for unit in words[1:]:
            if unit.startswith("artistbot") and unit not in self.units and unit + ".service" not in self.units:
                wrong(where, f"no unit {unit}")

    def check(self, where, line):
        words = shlex.split(line, comments=True)
        if not words:
            return
        for i, word in enumerate(words):
            if word in ("|", "&&", ";"):
                self.check(where, shlex.join(words[i + 1 :]))
                words = words[:i]
                break
        words = [word for word in words if not word.startswith((">", "<"))]
        program, rest = words[0], words[1:]
        if program in ("artistbotctl", "make", "systemctl"):
            getattr(self, program)(where, rest)
        elif program.startswith("scripts/"):
            self.options(where, self.help_of(program) if any(w.startswith("--") for w in rest) else "", rest)
            if program not in glob.glob("scripts/*"):
                wrong(where, f"no {program}")
        elif program == "artistbot-setup":
            self.options(where, self.help_of("scripts/setup"), rest)
        elif program not in FOREIGN:
            wrong(where, f"{program}: what is that?")


def check_commands(ctl, *paths):
    programs, n = Programs(ctl), 0
    for path in paths:
        for line in [line for _, text in blocks(path) for line in text.splitlines()] + inline(path):
            programs.check(f"{path}: {line}", line)
            n += 1
    if n < 30:
        wrong("documents", f"only {n} commands")


def check_blocks(directory, *paths):
    n = 0
    for path in paths:
        for mark, text in blocks(path):
            if mark == "test":
                n += 1
                with open(f"{directory}/block-{n:02}", "w", encoding="utf-8") as out:
                    out.write(text)


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
            "blocks": blocks(path),
            "links": sorted(link for link in re.findall(r"\]\(([^)]+)\)", text) if "README" not in link),
            "addresses": sorted(set(re.findall(r"<(https?://[^>]+)>", text))),
            "pictures": re.findall(r'src="([^"]+)"', text),
            "names": sorted(set(re.findall(r"`(--[a-z-]+|\[[a-z]+\][^`]*|/[^`]*|@[^`]*|[a-z]+_[a-z_]+)`", bare))),
        }

    first, second = shape(one), shape(other)
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
        request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            reply = json.load(answer)
        outputs = reply["template"]["outputs"]
        related = "비슷한 아티스트" in outputs[0].get("simpleText", {}).get("text", "")
        shown = {"basicCard", "listCard", "carousel", "itemCard"} & {kind for output in outputs for kind in output}
        if not (related if re.search("비슷한|같은", utterance) else shown):
            wrong(utterance, json.dumps(reply["template"]["outputs"], ensure_ascii=False)[:300])


globals()[f"check_{sys.argv[1]}"](*sys.argv[2:])
print("\n".join(errors))
sys.exit(1 if errors else 0)

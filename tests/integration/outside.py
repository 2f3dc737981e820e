"""What documents tell people to type, and a test cannot do: it needs root, the network, or half an hour.

outside.py PROGRAM ARGUMENT... takes the place of such a program while docs.bats runs the documents: it ends with 0 if the program
would take these arguments, which are words that it knows, about packages, units, names and files that there are; and it does
what later commands need (ACTIONS). docs.py holds the commands in the middle of a text against the same functions. $root is the
project, $place what `make install` brought, $clone what `git clone` brings."""
import functools
import glob
import os
import re
import shutil
import subprocess
import sys

ROOT = os.environ["root"]
PLACE = os.environ["place"]
CTL = f"{PLACE}/usr/bin/artistbotctl"
# Packages of Debian that are no concern of scripts/deps, and its units.
PACKAGES = {"git", "mariadb-server", "certbot", "python3-certbot-nginx"}
UNITS = {"nginx", "mariadb"}


class Wrong(Exception):
    """The program would not take that."""


def need(condition, what):
    if not condition:
        raise Wrong(what)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


@functools.cache
def help_of(*command):
    run = subprocess.run([*command, "--help"], capture_output=True, text=True, check=False)
    need(run.returncode == 0, f"{' '.join(command)} --help fails")
    return run.stdout


def split(words, options, valued=()):
    """The words that are no options. options are those that there are; what follows one of the valued is its value."""
    rest, words = [], list(words)
    while words:
        word = words.pop(0)
        if word in valued:
            need(words, f"{word} wants a value")
            rest.append((word, words.pop(0)))
        elif word.startswith("-"):
            need(word.split("=")[0] in options, f"no option {word}")
        else:
            rest.append((None, word))
    return rest


# --- The system's ---


def apt_get(words):
    verb, *packages = [word for _, word in split(words, {"--no-install-recommends", "-y"})]
    listed = " ".join(re.findall(r"^readonly [A-Z]+=\(([^)]*)\)", read(f"{ROOT}/scripts/deps"), re.M)).split()
    need(verb in ("install", "update") and (verb == "install") == bool(packages), f"apt-get {verb}?")
    for package in packages:
        is_there = os.path.isfile(package) if package.startswith("./") else package in PACKAGES | set(listed)
        need(is_there, f"no package {package}")


def unit_file(name):
    for path in (f"{ROOT}/etc/systemd/{name}", f"{ROOT}/etc/systemd/{name}.service"):
        if name.startswith("artistbot") and os.path.isfile(path):
            return read(path)
    need(name in UNITS, f"no unit {name}")
    return "[Install]\nExecReload="


def systemctl(words):
    rest = [word for _, word in split(words, {"--now", "--failed"})]
    if "--failed" in words:
        return need(not rest, "systemctl --failed takes no units here")
    verb, *units = rest
    need(verb in ("enable", "start", "stop", "restart", "reload", "status", "edit") and units, f"systemctl {verb}?")
    for unit in units:
        text = unit_file(unit)
        need(verb != "enable" or "[Install]" in text, f"{unit} cannot be enabled")
        need(verb != "reload" or "ExecReload=" in text, f"{unit} cannot be reloaded")


def certbot(words):
    given = split(words, {"--nginx"}, {"-d"})
    need("--nginx" in words and given and all(option == "-d" for option, _ in given), "certbot wants --nginx and -d NAME")
    return [name for _, name in given]


def journalctl(words):
    for option, value in split(words, {"-f"}, {"-u", "--since"}):
        need(option, f"{value}?")
        need(option != "-u" or unit_file(value), value)
        need(option != "--since" or value in ("today", "yesterday"), f"since {value}?")


def git(words):
    need(len(words) == 3 and words[0] == "clone", "git clone ADDRESS FOLDER")


def man(words):
    for word in words:
        need(glob.glob(f"{PLACE}/usr/share/man/man?/{word}.?"), f"no page {word}")


# --- Ours ---


def make(words):
    makefile = read(f"{ROOT}/Makefile")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.M))
    variables = set(re.findall(r"^([A-Z]+) *[?:]?=|\$\(([A-Z]+)\)|\$\(if \$\(([A-Z]+)\)", makefile, re.M))
    for word in words:
        name, is_variable, _ = word.partition("=")
        need(any(name in found for found in variables) if is_variable else name in targets, f"make has no {word}")


def script(name, words):
    """One of scripts/: all that it is given is in its usage, but for names of artists."""
    need(os.access(f"{ROOT}/scripts/{name}", os.X_OK), f"no scripts/{name}")
    usage = re.search(r"^usage: .*?(?:\n\n|\Z)", help_of(f"{ROOT}/scripts/{name}"), re.M | re.S)[0] if words else ""
    for word in words:
        if name not in ("ask", "smoke") or word.startswith("-"):
            need(re.search(rf"(?<![\w-]){re.escape(word.split('=')[0])}(?![\w-])", usage), f"scripts/{name} does not know {word}")


def artistbotctl(words):
    bare = [word for word in words if not word.startswith("-")]
    commands = re.findall(r"^  ([a-z-]+(?: [a-z-]+)?)(?:  .*)?$", help_of(CTL, "--lang", "en"), re.M)
    for command in sorted(commands, key=len, reverse=True):
        if bare[: command.count(" ") + 1] == command.split(" "):
            known = set(re.findall(r"--[a-z-]+", help_of(CTL, *command.split(" "))))
            for word in words:
                need(not word.startswith("--") or word.split("=")[0] in known, f"no option {word}")
            return
    raise Wrong(f"artistbotctl has no command {' '.join(bare[:2])}")


def artistbot_setup(words):
    split(words, set(re.findall(r"--[a-z-]+", help_of(f"{ROOT}/scripts/setup"))))


PROGRAMS = {"apt-get": apt_get, "systemctl": systemctl, "certbot": certbot, "journalctl": journalctl, "git": git, "man": man,
            "make": make, "artistbotctl": artistbotctl, "artistbot-setup": artistbot_setup}


def check(program, words):
    """Raises Wrong if there is no such program, or if it does not take these words."""
    words = [word for word in words if word != "--help"]
    if program.startswith("scripts/"):
        return script(program.split("/")[1], words)
    need(program in PROGRAMS, f"{program}: what is that?")
    return PROGRAMS[program](words)


# --- What is done of it ---


def clone(words):
    shutil.copytree(os.environ["clone"], words[2], symlinks=True)


def made(words):
    if words == ["help"]:
        subprocess.run(["/usr/bin/make", "-C", ROOT, "help"], check=True)
    if words == ["deb"]:
        version = re.search('ARTISTBOT_VERSION "(.*)"', read(f"{ROOT}/src/base/version.h"))[1]
        os.makedirs("build/deb", exist_ok=True)
        with open(f"build/deb/artistbot_{version}_any.deb", "w", encoding="utf-8"):
            pass


def nginx(words):
    """Does it take what the document has put into its folder? On a socket instead of port 80, which is root's."""
    if words != ["restart", "nginx"]:
        return
    work = f"{PLACE}/nginx-try"
    os.makedirs(work, exist_ok=True)
    sites = [read(site) for site in glob.glob(f"{PLACE}/etc/nginx/conf.d/*.conf")]
    need(sites and all("listen 80;" in site for site in sites), "nginx has no site on port 80")
    text = "".join(sites).replace("listen 80;", f"listen unix:{work}/80;").replace("/etc/nginx/", f"{PLACE}/etc/nginx/")
    with open(f"{work}/nginx.conf", "w", encoding="utf-8") as out:
        out.write(f"pid {work}/pid;\nevents {{ }}\nhttp {{\n" + text.replace("/var/log/nginx", work) + "}\n")
    subprocess.run(["nginx", "-t", "-q", "-e", f"{work}/log", "-p", work, "-c", f"{work}/nginx.conf"], check=True)


def certificate(words):
    sites = "".join(read(site) for site in glob.glob(f"{PLACE}/etc/nginx/conf.d/*.conf"))
    for name in certbot(words):
        need(re.search(rf"server_name [^;]*\b{re.escape(name)}\b", sites), f"nginx has no server {name}")


ACTIONS = {"git": clone, "make": made, "systemctl": nginx, "certbot": certificate}

if __name__ == "__main__":
    try:
        check(sys.argv[1], sys.argv[2:])
        ACTIONS.get(sys.argv[1], lambda words: None)(sys.argv[2:])
    except (Wrong, ValueError, subprocess.CalledProcessError) as error:
        sys.exit(f"{' '.join(sys.argv[1:])}: {error}")

"""Hosts for the cluster's test: network namespaces on one bridge, each with programs of its own. All of it lives in a network
and a process namespace that end with the test (tests/cluster/check), so nothing of this machine is touched."""
import os
import subprocess
import time

BRIDGE = "10.77.0.1"
NOWHERE = "02:00:00:00:00:99"


def ip(*arguments, check=True):
    subprocess.run(["ip", *arguments], check=check, capture_output=True)


def make_bridge():
    ip("link", "set", "lo", "up")
    ip("link", "add", "br0", "type", "bridge")
    ip("address", "add", BRIDGE + "/24", "dev", "br0")
    ip("link", "set", "br0", "up")


def until(what, seconds, condition):
    """Waits for a condition; an exception is no."""
    end, last = time.monotonic() + seconds, None
    while time.monotonic() < end:
        try:
            if condition():
                return
        except Exception as e:  # not yet
            last = e
        time.sleep(0.05)
    raise TimeoutError(f"{what}: not within {seconds} s ({last})")


class Host:
    def __init__(self, work, name, number):
        self.name, self.address = name, f"10.77.0.{number}"
        self.folder = os.path.join(work, name)
        self.programs = {}
        os.makedirs(self.folder)
        ip("netns", "add", name)
        ip("link", "add", "v-" + name, "type", "veth", "peer", "name", "eth0", "netns", name)
        ip("link", "set", "v-" + name, "master", "br0", "up")
        self.ip("address", "add", self.address + "/24", "dev", "eth0")
        self.ip("link", "set", "eth0", "up")
        self.ip("link", "set", "lo", "up")

    def ip(self, *arguments, check=True):
        ip("-n", self.name, *arguments, check=check)

    def path(self, name):
        return os.path.join(self.folder, name)

    def start(self, name, command, **environment):
        with open(self.path(name + ".log"), "ab") as log:
            self.programs[name] = subprocess.Popen(
                ["ip", "netns", "exec", self.name, *command], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env={**os.environ, **environment})

    def run(self, *command):
        return subprocess.run(["ip", "netns", "exec", self.name, *command], check=True, capture_output=True, text=True).stdout

    def kill(self, name):
        """As a crash would."""
        self.programs[name].kill()
        self.programs.pop(name).wait()

    def alive(self):
        return all(program.poll() is None for program in self.programs.values())

    def cut(self):
        """What is sent to it or by it vanishes without a word."""
        ip("link", "set", "v-" + self.name, "nomaster")

    def join(self):
        ip("link", "set", "v-" + self.name, "master", "br0")

    def lose(self, other):
        """What is sent to the other one vanishes."""
        self.ip("neighbour", "replace", other.address, "lladdr", NOWHERE, "nud", "permanent", "dev", "eth0")

    def find(self, other):
        self.ip("neighbour", "delete", other.address, "dev", "eth0", check=False)

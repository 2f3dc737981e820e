"""What strikes. Each event strikes a world, and heals it again."""

import os
import resource
import signal
import time


class Event:
    """hold: seconds between the strike and the healing. slow: what follows from it lasts longer than the fault by
    design (a gate that is closed, a token that is refused), so the time of recovery is told but not judged."""

    def __init__(self, name, strike=None, heal=None, hold=4.0, slow=False):
        self.name, self.hold, self.slow = name, hold, slow
        self.strike, self.heal = strike or (lambda w: None), heal or (lambda w: None)


# --- the database ---


def start_database(w):
    while not w.server.ended():
        time.sleep(0.02)
    w.server.start()
    w.wait_for_database()


def fill_disk(w):
    with open(os.path.join(w.server.dir, "filler"), "wb", buffering=0) as f:
        try:
            while True:
                f.write(bytes(1 << 16))
        except OSError:
            pass


def free_disk(w):
    os.unlink(os.path.join(w.server.dir, "filler"))


def take_connections(w):
    """All there are, those of the responders too."""
    w.database.sql("SET GLOBAL max_connections = 10")
    for (number,) in w.database.sql("SELECT id FROM information_schema.processlist WHERE user = 'artistbot'"):
        try:
            w.database.sql(f"KILL {number}")
        except OSError:
            pass  # it has ended by itself
    for _ in range(14):
        w.client("SELECT SLEEP(60)")


def give_connections(w):
    w.end_clients()
    w.database.sql("SET GLOBAL max_connections = 100")


def lock_tables(w):
    tables = [row[0] for row in w.database.sql("SHOW TABLES")]
    w.client("LOCK TABLES " + ", ".join(f"{t} WRITE" for t in tables) + "; SELECT SLEEP(60)")


def unlock_tables(w):
    """A server that sleeps looks only every five seconds whether its client is there still: it is told."""
    for (number,) in w.database.sql("SELECT id FROM information_schema.processlist WHERE info LIKE 'SELECT SLEEP%'"):
        w.database.sql(f"KILL {number}")
    w.end_clients()


# --- the responders ---


def each(number, between=0.0):
    def strike(w):
        for pid in w.responders.pids():
            w.responders.signal(pid, number)
            time.sleep(between)
    return strike


def kill_one(w):
    w.responders.signal(w.responders.pids()[0], signal.SIGKILL)


def few_descriptors(w):
    for pid in w.responders.pids():
        have = len(os.listdir(f"/proc/{pid}/fd"))
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (have + 2, resource.prlimit(pid, resource.RLIMIT_NOFILE)[1]))


def many_descriptors(w):
    for pid in w.responders.pids():
        hard = resource.prlimit(pid, resource.RLIMIT_NOFILE)[1]
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (min(hard, 16384), hard))


# --- the clock ---


def set_clock(w, offset):
    with open(w.folder.at("clock"), "w", encoding="ascii") as f:
        f.write(offset)


def move_clock(w):
    set_clock(w, "+0")
    w.responders.renew(LD_PRELOAD=w.faketime, FAKETIME_TIMESTAMP_FILE=w.folder.at("clock"), FAKETIME_NO_CACHE="1",
                       FAKETIME_DONT_FAKE_MONOTONIC="1", DONT_FAKE_MONOTONIC="1")
    for offset in ("+3600", "-3600", "+40d", "+0"):
        set_clock(w, offset)
        time.sleep(2)


# --- the web servers ---


def reload_web(w):
    nginx, lighttpd = w.fronts
    nginx.process.send_signal(signal.SIGHUP)
    lighttpd.process.send_signal(signal.SIGUSR1)


# --- Spotify ---


def spotify(kind, hold=4.0, slow=False, **options):
    def strike(w):
        w.standin.set(faults=[{"on": "any", "kind": kind} | options])

    def heal(w):
        w.standin.set(reset=True)
        if slow:  # what it has learned of Spotify is forgotten
            w.database.sql("DELETE FROM spotify_state")
            w.responders.renew()

    return Event(f"Spotify: {kind}", strike, heal, hold, slow)


def all_events(w):
    """In the order in which they strike."""
    events = [
        Event("(calm)", hold=8),
        Event("MariaDB: SIGTERM", lambda w: w.server.signal(signal.SIGTERM), start_database),
        Event("MariaDB: SIGKILL", lambda w: w.server.signal(signal.SIGKILL), start_database),
        Event("MariaDB: SIGSTOP", lambda w: w.server.signal(signal.SIGSTOP),
              lambda w: w.server.signal(signal.SIGCONT), hold=6),
        Event("MariaDB: read-only", lambda w: w.database.sql("SET GLOBAL read_only = 1"),
              lambda w: w.database.sql("SET GLOBAL read_only = 0")),
        Event("MariaDB: max_connections", take_connections, give_connections),
        Event("MariaDB: tables locked", lock_tables, unlock_tables, hold=6),
        Event("responders: SIGTERM in turn", each(signal.SIGTERM, 1.0)),
        Event("responders: SIGTERM at once", each(signal.SIGTERM)),
        Event("responders: one SIGKILL", kill_one),
        Event("responders: all SIGKILL", each(signal.SIGKILL)),
        Event("responders: few descriptors", few_descriptors, many_descriptors),
        Event("web servers: reloaded", reload_web),
        spotify("latency", ms=2500),
        spotify("hang", hold=6),
        spotify("500"),
        spotify("html"),
        spotify("empty"),
        spotify("cut"),
        spotify("close"),
        spotify("slow-drip"),
        spotify("huge"),
        spotify("gzip-bomb"),
        spotify("wrong-type"),
        spotify("garbage-json"),
        spotify("redirect"),
        spotify("429", slow=True, retry_after="1"),
        spotify("401", slow=True),
        spotify("403-premium", slow=True),
    ]
    if w.server.small:
        events.insert(5, Event("MariaDB: disk full", fill_disk, free_disk))
    if w.faketime:
        events.append(Event("clock forward and back", move_clock, lambda w: w.responders.renew(), hold=0.5, slow=True))
    events.append(Event("(calm again)", hold=15))
    return events

"""What chaos is made in: MariaDB on a small filesystem, the stand-in for Spotify, two responders that share a socket and
come back when they die, nginx and lighttpd with the project's files."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
for near in ("lib", "bench"):
    sys.path.insert(0, os.path.join(os.path.dirname(HERE), near))
import fronts  # noqa: E402
import stack  # noqa: E402

SMALL_MB = 320  # the filesystem of the database
BACK_S = 0.1  # RestartSec of the unit
FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"
RIGHTS = "SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX"  # as the README has them


class SmallServer(stack.Server):
    """On a filesystem of its own, so that its disk can be full, where we may mount one."""

    def __init__(self, folder):
        self.dir, self.socket = folder.at("db"), None
        os.mkdir(self.dir, 0o700)
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SMALL_MB}m,mode=700", "none", self.dir],
                                 capture_output=True, check=False)
        self.small = mounted.returncode == 0
        if self.small:
            folder.ends.append(lambda: subprocess.run(["umount", "-l", self.dir], check=True))
        folder.ends.append(self.stop)
        self.start()

    def signal(self, number):
        os.kill(self.pid(), number)

    def ended(self):
        try:
            os.kill(self.pid(), 0)
        except OSError:
            return True
        return False


class Responders:
    """As systemd would hold them: the socket outlives them, and who ends is started again."""

    def __init__(self, folder, responder, n):
        self.folder, self.config, self.n, self.stopping = folder, responder.config, n, False
        self.socket = responder.socket
        self.name = "artistbot"
        self.listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.listening.bind(self.socket)
        self.listening.listen(511)
        self.running, self.logs, self.killed, self.turn, self.bad = {}, {}, set(), 0, []
        self.environment, self.lock = {}, threading.RLock()
        for _ in range(n):
            self._start()
        self.thread = threading.Thread(target=self._watch, daemon=True)
        self.thread.start()
        folder.ends.append(self.stop)

    def _start(self):
        self.turn += 1
        path = self.folder.at(f"responder-{self.turn}.log")
        with open(path, "wb") as log:
            process = subprocess.Popen([os.path.join(stack.build(), "artistbot.fcgi"), "--config", self.config],
                                       stdin=self.listening, stdout=log, stderr=log,
                                       env=stack.clean_environment(**self.environment))
        self.running[process.pid] = process
        self.logs[process.pid] = path

    def _watch(self):
        while not self.stopping:
            with self.lock:
                for pid, process in list(self.running.items()):
                    code = process.poll()
                    if code is not None:
                        del self.running[pid]
                        if code not in (0, -signal.SIGKILL):
                            self.bad.append(f"a responder ended with {code}: {self.tail(pid)}")
                        threading.Timer(BACK_S, self._again).start()
            time.sleep(0.01)

    def _again(self):
        with self.lock:
            if not self.stopping:
                self._start()

    def tail(self, pid):
        with open(self.logs[pid], encoding="utf-8", errors="replace") as f:
            return f.read()[-2000:]

    def pids(self):
        with self.lock:
            return list(self.running)

    def signal(self, pid, number):
        if number == signal.SIGKILL:
            self.killed.add(pid)
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            pass

    def renew(self, **environment):
        """New ones, one after the other, with another environment."""
        self.environment = environment
        for pid in self.pids():
            self.signal(pid, signal.SIGTERM)
            stack.wait_for(lambda p=pid: p not in self.pids(), 15, "the end of a responder")
            stack.wait_for(lambda: len(self.pids()) == self.n, 5, "a new responder")
            time.sleep(0.3)

    def stop(self):
        self.stopping = True
        self.thread.join()
        with self.lock:
            for process in self.running.values():
                code = stack.end(process, 15)
                if code:
                    self.bad.append(f"at the end a responder left with {code}")
            self.running = {}

    def lines(self, since):
        """(pid, line) of the requests in the logs that were written since then (an ISO time)."""
        for pid, path in list(self.logs.items()):
            with open(path, encoding="utf-8", errors="replace") as f:
                for line in f:
                    if "msg=request" in line or 'msg="slow request"' in line:
                        if line[5:29] >= since:
                            yield pid, line

    def weigh(self):
        """What the processes that run hold: (descriptors, threads, kilobytes)."""
        fds = threads = kilobytes = 0
        for pid in self.pids():
            fds += len(os.listdir(f"/proc/{pid}/fd"))
            threads += len(os.listdir(f"/proc/{pid}/task"))
            with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as f:
                kilobytes += int(re.search(r"VmRSS:\s+(\d+)", f.read())[1])
        return fds, threads, kilobytes


class World:
    def __init__(self, folder):
        authority = stack.Authority(folder, "ca")
        self.folder, self.server = folder, SmallServer(folder)
        self.database = stack.Database(folder, self.server, "chaos")
        self.standin = stack.Standin(folder, "standin", authority.issue("spotify"), authority.cert)
        responder = stack.Responder(folder, "responder", self.database, self.standin, authority.cert,
                                    spotify_daily_calls="0", spotify_hourly_searches_a_user="0", log_names="yes",
                                    database_user="artistbot", log_slow_ms="0")
        self.database.sql("CREATE USER artistbot@localhost")
        self.database.sql(f"GRANT {RIGHTS} ON chaos.* TO artistbot@localhost")
        responder.migrate()
        self.responders = Responders(folder, responder, 2)
        self.fronts = [fronts.Front(folder, kind, self.responders) for kind in ("kept", "lighttpd")]
        self.faketime = FAKETIME if os.path.exists(FAKETIME) else None
        self.helpers = []

    def urls(self):
        return [f"http://127.0.0.1:{front.port}" for front in self.fronts]

    def wait_for_database(self, seconds=30):
        def answers():
            try:
                self.database.disconnect()
                return self.database.sql("SELECT 1") == [["1"]]
            except (OSError, ValueError):
                return False
        stack.wait_for(answers, seconds, "the database")

    def client(self, statement):
        """A client of its own that keeps what it has until it is ended."""
        self.helpers.append(subprocess.Popen(
            ["mariadb", "--no-defaults", "-uroot", "-S", self.server.socket, "chaos", "-e", statement],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))

    def end_clients(self):
        for helper in self.helpers:
            helper.kill()
            helper.wait()
        self.helpers = []

    def known(self):
        """Names, folded, under which artists are in the database with their data, and what they are called."""
        rows = self.database.sql("SELECT n.name FROM names n JOIN artists a ON a.id = n.artist_id"
                                 " UNION SELECT name FROM artists")
        return {fold(row[0]) for row in rows}

    def forget(self, names):
        """Artists that the next who asks for them has to wait for."""
        for name in names:
            quoted = name.replace("'", "''")
            try:
                self.database.sql(f"DELETE FROM artists WHERE id IN (SELECT artist_id FROM names WHERE name = '{quoted}')")
            except OSError:
                pass  # somebody wrote it just then


def fold(name):
    return "".join(c for c in name.casefold() if c.isalnum())


def missing():
    return [p for p in ("nginx", "lighttpd", "mariadbd") if not shutil.which(
        p, path=os.environ["PATH"] + ":/usr/sbin:/sbin")]

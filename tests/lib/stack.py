"""A whole installation for a test: a private MariaDB, the stand-in for Spotify over TLS with certificates made on the
fly, and responders. All of it lives in one folder and ends with the test, however that ends."""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
STANDIN = os.path.join(ROOT, "tests", "standin")
sys.path.insert(0, STANDIN)
from catalogue import Catalogue  # noqa: E402

CATALOGUE = Catalogue()
SECRET = "the-secret-of-the-tests"  # must never be in a log
TABLES = ("artists", "artist_genres", "top_tracks", "song_credits", "related_artists", "names", "name_sounds",
          "searchable_artists", "choices", "unknown_names", "uses", "spotify_state")


def build():
    """Where the programs are: $BUILD, as for make."""
    return os.path.join(ROOT, os.environ.get("BUILD", "build"))


def clean_environment(**more):
    """Without settings of whoever runs the tests, and with a proxy that must not be used."""
    own = ("ARTISTBOT_", "SPOTIFY_", "LISTEN_")
    env = {k: v for k, v in os.environ.items() if not k.startswith(own) and not k.lower().endswith("_proxy")}
    proxy = {"http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9", "ALL_PROXY": "http://127.0.0.1:9"}
    return env | proxy | more


class Folder:
    """A folder with processes that end with it."""

    def __init__(self, name, where="/tmp"):
        self.path = tempfile.mkdtemp(prefix=f"artistbot-{name}-", dir=where)
        self.ends = []

    def __enter__(self):
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: sys.exit(130))
        return self

    def __exit__(self, *_):
        for end in reversed(self.ends):
            try:
                end()
            except (OSError, subprocess.SubprocessError) as e:
                print(f"# while ending: {e}", file=sys.stderr)
        shutil.rmtree(self.path, ignore_errors=True)

    def at(self, *names):
        return os.path.join(self.path, *names)


# --- certificates ---


class Authority:
    """A certificate authority and what it signs, made with openssl."""

    def __init__(self, folder, name):
        self.dir = folder.at(name)
        os.makedirs(os.path.join(self.dir, "new"))
        self.cert, self.key = self._at("ca.pem"), self._at("ca.key")
        openssl("req", "-x509", *EC, "-nodes", "-subj", f"/CN=test {name}", "-days", "2", "-keyout", self.key,
                "-out", self.cert, "-addext", "keyUsage=critical,keyCertSign")
        open(self._at("index"), "w").close()
        with open(self._at("conf"), "w", encoding="ascii") as f:
            f.write(CA_CONF.format(dir=self.dir))

    def _at(self, name):
        return os.path.join(self.dir, name)

    def issue(self, name, san="IP:127.0.0.1,DNS:localhost", start="20250101000000Z", end="20991231000000Z"):
        """(certificate, key) of a server."""
        key, asked, cert, ext = (self._at(f"{name}.{kind}") for kind in ("key", "csr", "pem", "ext"))
        with open(ext, "w", encoding="ascii") as f:
            f.write(f"subjectAltName={san}\nbasicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\n")
        openssl("req", *EC, "-new", "-nodes", "-subj", f"/CN={name}", "-keyout", key, "-out", asked)
        openssl("ca", "-config", self._at("conf"), "-batch", "-notext", "-in", asked, "-out", cert,
                "-extfile", ext, "-startdate", start, "-enddate", end)
        return cert, key


EC = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1")
CA_CONF = """[ca]
default_ca = own
[own]
dir = {dir}
database = $dir/index
new_certs_dir = $dir/new
rand_serial = yes
certificate = $dir/ca.pem
private_key = $dir/ca.key
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
"""


def openssl(*args):
    done = subprocess.run(["openssl", *args], capture_output=True, check=False)
    if done.returncode:
        raise OSError(f"openssl {args[0]}: {done.stderr.decode(errors='replace')[-500:]}")


# --- the database ---


class Server:
    """A private MariaDB."""

    def __init__(self, folder):
        self.dir = folder.at("db")
        self.socket = None
        os.mkdir(self.dir, 0o700)
        folder.ends.append(self.stop)
        self.start()

    def _run(self, what):
        script = os.path.join(ROOT, "scripts", "lib", "mariadb.sh")
        # The server inherits the streams: a file, as a pipe would be read until it ends.
        with open(self.dir + ".log", "ab") as log, open(self.dir + ".out", "wb") as out:
            subprocess.run([script, what, self.dir], stdin=subprocess.DEVNULL, stdout=out, stderr=log, check=True)
        with open(self.dir + ".out", encoding="utf-8") as f:
            return f.read().strip()

    def start(self):
        self.socket = self._run("start")

    def stop(self):
        self._run("stop")

    def pid(self):
        with open(os.path.join(self.dir, "pid"), encoding="ascii") as f:
            return int(f.read())


class Database:
    """One database of the server, and a client that stays connected."""

    def __init__(self, folder, server, name):
        self.folder, self.server, self.name, self.turn = folder, server, name, 0
        self.client = None
        folder.ends.append(self.disconnect)
        subprocess.run(["mariadb", "--no-defaults", "-uroot", "-S", server.socket, "-e",
                        f"CREATE DATABASE IF NOT EXISTS {name}"],
                       check=True)

    def disconnect(self):
        if self.client:
            self.client.kill()
            self.client.wait()
            self.client.stdin.close()
            self.client.stdout.close()
        self.client = None

    def sql(self, statement):
        """The rows, as lists of texts."""
        if not self.client:
            self.client = subprocess.Popen(
                ["mariadb", "--no-defaults", "-uroot", "-S", self.server.socket, "-N", "-B", "-n", "--force",
                 "--default-character-set=utf8mb4", self.name],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.turn += 1
        mark = f"end of {self.turn}"
        self.client.stdin.write(f"{statement};\nSELECT '{mark}';\n".encode())
        self.client.stdin.flush()
        rows = []
        for line in self.client.stdout:
            line = line.decode().rstrip("\n")
            if line == mark:
                return rows
            if line.startswith("ERROR"):
                raise OSError(f"{line} in {statement[:200]}")
            rows.append(line.split("\t"))
        raise OSError(f"the database's client ended in {statement[:200]}")

    def empty(self):
        self.sql(";".join(f"DELETE FROM {t}" for t in TABLES))

    def put_artist(self, artist, name, hours, songs=5):
        """An artist of the catalogue as fetched so many hours ago, with songs named "Kept 1" and so on."""
        age = f"UTC_TIMESTAMP() - INTERVAL {int(hours * 60)} MINUTE"
        self.put_name(artist, name)
        self.sql("INSERT INTO artists (id, name, image_url, url, fetched_at, songs_fetched_at, used_at) VALUES"
                 f" ('{artist.id}', '{name}', 'https://i.example/{artist.id}',"
                 f" 'https://open.spotify.com/artist/{artist.id}', {age}, {age}, UTC_TIMESTAMP())")
        for n in range(1, songs + 1):
            self.sql(f"INSERT INTO top_tracks VALUES ('{artist.id}', {n}, 'kept{n}', 'Kept {n}', 'Kept', NULL,"
                     f" 'https://open.spotify.com/track/kept{n}')")

    def put_name(self, artist, name):
        self.sql("INSERT INTO names VALUES"
                 f" ('{name.lower()}', '{artist.id}', '{name}', 'typed', 10, UTC_TIMESTAMP())")

    def facts(self):
        """{name: (value, seconds left)}"""
        rows = self.sql("SELECT name, value, TIMESTAMPDIFF(MICROSECOND, UTC_TIMESTAMP(3), until_time) / 1e6"
                        " FROM spotify_state")
        return {name: (value, float(left)) for name, value, left in rows}

    def calls(self):
        """Calls counted today."""
        value = self.facts().get("calls", ("0", 0))[0]
        return int(value or 0)

    def unknown(self):
        return [row[0] for row in self.sql("SELECT name_key FROM unknown_names")]

    def artist_ages(self, artist):
        """(seconds since the artist was fetched, since its songs were); None where there is none."""
        rows = self.sql("SELECT TIMESTAMPDIFF(SECOND, fetched_at, UTC_TIMESTAMP()),"
                        " TIMESTAMPDIFF(SECOND, songs_fetched_at, UTC_TIMESTAMP()) FROM artists"
                        f" WHERE id = '{artist.id}'")
        return tuple(None if v == "NULL" else int(v) for v in rows[0]) if rows else (None, None)


# --- the stand-in ---


class Standin:
    """The stand-in over TLS."""

    def __init__(self, folder, name, certificate, ca, mode="extended", nice=0, log=False):
        port_file = folder.at(f"{name}.port")
        self.log = folder.at(f"{name}.calls")
        self.context = ssl.create_default_context(cafile=ca)
        self.context.check_hostname = False
        self.context.verify_mode = ssl.CERT_NONE
        command = [sys.executable, "-B", os.path.join(STANDIN, "spotify.py"), "--port", "0", "--port-file", port_file,
                   "--mode", mode, "--tls-cert", certificate[0], "--tls-key", certificate[1],
                   "--client-id", "tests", "--client-secret", SECRET] + (["--log", self.log] if log else [])
        with open(folder.at(f"{name}.log"), "ab") as out:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                                            preexec_fn=lambda: os.nice(nice))
        folder.ends.append(self.stop)
        wait_for(lambda: os.path.exists(port_file), 20, "the stand-in")
        with open(port_file, encoding="ascii") as f:
            self.port = int(f.read())
        self.url = f"https://127.0.0.1:{self.port}"
        self.connection = None
        self.lock = threading.Lock()

    def stop(self):
        if self.connection:
            self.connection.close()
        end(self.process)

    def call(self, method, path, wish=None, headers=None):
        with self.lock:
            for last in (False, True):
                try:
                    if not self.connection:
                        self.connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=10,
                                                                      context=self.context)
                    body = wish if wish is None or isinstance(wish, bytes) else json.dumps(wish).encode()
                    self.connection.request(method, path, body, headers or {})
                    answer = self.connection.getresponse()
                    data = answer.read()
                    break
                except (http.client.HTTPException, OSError):
                    self.connection = None
                    if last:
                        raise
        if answer.status != 200:
            raise OSError(f"the stand-in: {answer.status} {data[:200]}")
        return json.loads(data)

    def set(self, **wish):
        return self.call("POST", "/_control", wish)

    def state(self):
        return self.call("GET", "/_control")

    def counts(self):
        return self.state()["calls"]

    def calls(self):
        return self.call("GET", "/_control/calls")["calls"]

    def right_body(self, path):
        """What an API path answers when all is well, or the token's URL."""
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        token = self.call("POST", "/api/token", b"grant_type=client_credentials&client_id=tests&client_secret="
                          + SECRET.encode(), form)
        if path == "/api/token":
            return json.dumps(token)
        headers = {"Authorization": "Bearer " + token["access_token"], "Accept-Language": "ko"}
        return json.dumps(self.call("GET", path, headers=headers))


# --- the responder ---


class Responder:
    """artistbot.fcgi with a configuration of its own; settings are section_key=value."""

    def __init__(self, folder, name, database, standin, ca, **settings):
        self.folder, self.name = folder, name
        self.socket, self.config = folder.at(f"{name}.sock"), folder.at(f"{name}.conf")
        self.log = folder.at(f"{name}.err")
        self.process, self.environment = None, {}
        folder.ends.append(self.stop)
        preset = {"server_socket_mode": "0600", "database_socket": database.server.socket, "database_user": "root",
                  "database_name": database.name, "spotify_client_id": "tests", "spotify_client_secret": SECRET,
                  "cache_reply_bytes": "0",  # tests change the database behind its back
                  "spotify_api_url": standin.url, "spotify_accounts_url": standin.url, "spotify_ca_file": ca}
        write_config(self.config, preset | settings)

    def migrate(self):
        ctl("--config", self.config, "migrate")
        return self

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [os.path.join(build(), "artistbot.fcgi"), "--config", self.config, "--socket", self.socket],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=clean_environment(**self.environment))
        wait_for(self._answers, 10, "the responder")
        return self

    def _answers(self):
        if self.process.poll() is not None:
            raise OSError(f"the responder ended: {self.said()[-500:]}")
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as s:
            return s.connect_ex(self.socket) == 0

    def stop(self):
        """Ends it; its exit status, None if it did not run."""
        process, self.process = self.process, None
        return end(process) if process else None

    def restart(self):
        self.stop()
        return self.start()

    def said(self):
        with open(self.log, encoding="utf-8", errors="replace") as f:
            return f.read()

    def leaks(self):
        """What of the secrets is in the log."""
        return re.findall(re.escape(SECRET) + r"|[Bb]earer \S+|[Bb]asic [A-Za-z0-9+/=]{8,}", self.said())


def write_config(path, settings):
    sections = {}
    for key, value in settings.items():
        section, _, name = key.partition("_")
        sections.setdefault(section, []).append(f"{name} = {value}\n")
    with open(path, "w", encoding="utf-8") as f:
        os.fchmod(f.fileno(), 0o600)
        for section, lines in sections.items():
            f.write(f"[{section}]\n{''.join(lines)}")


def ctl(*args, check=True):
    done = subprocess.run([os.path.join(build(), "artistbotctl"), *args], stdin=subprocess.DEVNULL,
                          capture_output=True, env=clean_environment(), timeout=60, check=False)
    if check and done.returncode:
        raise OSError(f"artistbotctl {args}: {done.stderr.decode(errors='replace')}")
    return done


def end(process, seconds=8):
    """Told to end, then made to; the exit status."""
    process.terminate()
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def cpu_s(pid):
    """Seconds of CPU that a process has used."""
    with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as f:
        fields = f.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def machine_s():
    """Seconds of CPU that all of the machine has used."""
    with open("/proc/stat", encoding="ascii") as f:
        fields = list(map(int, f.readline().split()[1:9]))
    return (sum(fields) - fields[3] - fields[4]) / os.sysconf("SC_CLK_TCK")


def wait_for(condition, seconds, what):
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            raise OSError(f"{what} did not come up in {seconds} s")
        time.sleep(0.005)

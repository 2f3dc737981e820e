"""What is measured: a web server each with the project's own configuration, and behind it a program."""

import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "lib"))
import stack  # noqa: E402

PATH = "/skill/artist"
NGINX = """{user}daemon off;
worker_processes {workers};
pid {dir}/pid;
error_log {dir}/error.log warn;
worker_rlimit_nofile 8192;
events {{ worker_connections 4096; }}
http {{
    client_body_temp_path {dir}/body;
    proxy_temp_path {dir}/proxy;
    fastcgi_temp_path {dir}/fastcgi;
    uwsgi_temp_path {dir}/uwsgi;
    scgi_temp_path {dir}/scgi;
    keepalive_requests 100000000;
    {inner}
}}
"""
LIGHTTPD = """server.bind = "127.0.0.1"
server.port = {port}
server.document-root = "{root}/www"
server.errorlog = "{dir}/error.log"
server.upload-dirs = ( "{dir}" )
server.max-keep-alive-requests = 100000000
server.max-fds = 8192
server.modules = ( "mod_accesslog" )
accesslog.filename = "{dir}/access.log"
var.artistbot_socket = "{socket}"
var.artistbot_lua = "{root}/etc/lighttpd/sorry.lua"
var.artistbot_sorry = "{root}/www/sorry.json"
include "{root}/etc/lighttpd/artistbot.conf"
"""


def read(*names):
    with open(os.path.join(stack.ROOT, *names), encoding="utf-8") as f:
        return f.read()


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def put(text, what, by):
    """The text with what replaced, which must be there."""
    if what not in text:
        raise OSError(f"the web server's configuration has no {what!r} any more")
    return text.replace(what, by)


class Program:
    """A program behind the web servers; log is the file that its standard error goes to."""

    def __init__(self, folder, name, command):
        self.name, self.command, self.log = name, command, folder.at(f"{name}.err")
        self.socket = folder.at(f"{name}.sock")
        self.process = None
        folder.ends.append(self.stop)

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                            env=stack.clean_environment())
        stack.wait_for(self._answers, 20, self.name)
        return self

    def _answers(self):
        if self.process.poll() is not None:
            raise OSError(f"{self.name} ended: {self.said()}")
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as s:
            return s.connect_ex(self.socket) == 0

    def said(self):
        with open(self.log, encoding="utf-8", errors="replace") as f:
            return f.read()[-500:]

    def pids(self):
        return [self.process.pid]

    def stop(self):
        process, self.process = self.process, None
        if process:
            process.kill()  # libfcgi's usual loop does not end when told to
            process.wait()


class Front:
    """A web server of its own for a program: nginx with connections that are kept or not, lighttpd, or nginx that
    answers by itself (kind "return", program None)."""

    def __init__(self, folder, kind, program, fixed=""):
        self.kind, self.program, self.port = kind, program, free_port()
        self.name = f"{program.name if program else 'nginx'} {kind}"
        self.dir = folder.at(self.name.replace(" ", "-"))
        os.mkdir(self.dir)
        config = os.path.join(self.dir, "conf")
        with open(config, "w", encoding="utf-8") as f:
            f.write(self._lighttpd() if kind == "lighttpd" else self._nginx(fixed))
        if kind == "lighttpd":
            command = ["lighttpd", "-D", "-f", config]
        else:
            command = ["nginx", "-e", os.path.join(self.dir, "error.log"), "-p", self.dir, "-c", config]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                        env=os.environ | {"PATH": os.environ["PATH"] + ":/usr/sbin:/sbin"})
        folder.ends.append(lambda: stack.end(self.process))
        stack.wait_for(self._answers, 10, self.name)

    def _lighttpd(self):
        return LIGHTTPD.format(port=self.port, root=stack.ROOT, dir=self.dir, socket=self.program.socket)

    def _nginx(self, fixed):
        if self.kind == "return":
            site = f"""access_log off; default_type application/json;
                server {{ listen 127.0.0.1:{self.port} backlog=4096; return 200 '{fixed}'; }}"""
        else:
            site = self._site()
        user = "user root;\n" if os.getuid() == 0 else ""
        return NGINX.format(user=user, workers=os.cpu_count(), dir=self.dir, inner=site)

    def _site(self):
        """The project's site with its places replaced."""
        skill = os.path.join(self.dir, "skill.conf")
        text = read("etc", "nginx", "skill.conf")
        if self.kind == "once":
            text = put(text, "fastcgi_keep_conn on;", "fastcgi_keep_conn off;")
        with open(skill, "w", encoding="utf-8") as f:
            f.write(text)
        site = read("etc", "nginx", "artistbot.conf")
        site = put(site, "unix:/run/artistbot/artistbot.sock", f"unix:{self.program.socket}")
        site = put(site, "listen 127.0.0.1:8080;", f"listen 127.0.0.1:{self.port} backlog=4096;")
        site = put(site, "/usr/share/artistbot/www", os.path.join(stack.ROOT, "www"))
        site = put(site, "/var/log/nginx/artistbot.log", os.path.join(self.dir, "access.log"))
        site = put(site, "/etc/nginx/snippets/artistbot-skill.conf", skill)
        if self.kind == "once":
            site = re.sub(r"(?m)^\s*keepalive.*;$", "", site)
        return site

    def _answers(self):
        if self.process.poll() is not None:
            with open(os.path.join(self.dir, "error.log"), encoding="utf-8", errors="replace") as f:
                raise OSError(f"{self.name} ended: {f.read()[-500:]}")
        with socket.socket() as s:
            return s.connect_ex(("127.0.0.1", self.port)) == 0

    def url(self):
        return f"http://127.0.0.1:{self.port}{PATH}"

    def pids(self):
        children = f"/proc/{self.process.pid}/task/{self.process.pid}/children"
        with open(children, encoding="ascii") as f:
            return [self.process.pid, *map(int, f.read().split())]

    def ask(self, bodies):
        """The replies' bodies, one after the other on one connection."""
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        for body in bodies:
            c.request("POST", PATH, body, {"Content-Type": "application/json"})
            answer = c.getresponse()
            data = answer.read()
            if answer.status != 200:
                raise OSError(f"{self.name}: {answer.status} {data[:200]}")
            yield data
        c.close()


def card_of(body):
    """What a reply shows: (title, titles of the songs)."""
    outputs = json.loads(body)["template"]["outputs"]
    songs = [o["listCard"]["items"] for o in outputs if "listCard" in o]
    title = next((o[k]["title"] for o in outputs for k in ("basicCard", "textCard") if k in o), None)
    return title, [item["title"] for items in songs for item in items]


def compiled(name):
    """One of the C programs here, built by make."""
    path = os.path.join(stack.build(), "bench", name)
    if not os.path.exists(path):
        raise OSError(f"{path} is not there: make bench builds it")
    return path


def missing():
    return [p for p in ("wrk", "nginx", "lighttpd", "mariadbd")
            if not shutil.which(p, path=os.environ["PATH"] + ":/usr/sbin:/sbin")]

"""A steady load on web servers: messages as Kakao sends them, every reply held against Kakao's limits and timed."""

import http.client
import json
import os
import threading
import time
import urllib.parse

import fastcgi
import kakao_check
import replies

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TIMEOUT_S = 12
with open(os.path.join(ROOT, "www", "sorry.json"), "rb") as file:
    SORRY = json.load(file)


class Sample:
    """One message and what came of it. kind: a word of replies.Wording, "sorry", "invalid" or "none"; what: the
    words of it, or what is wrong."""

    __slots__ = ("began", "seconds", "status", "kind", "what", "url", "name")

    def __init__(self, url, name, began):
        self.url, self.name, self.began = url, name, began
        self.seconds, self.status, self.kind, self.what = 0.0, 0, "none", ""


class Judge:
    """Tells what a body is; the same body is looked at once."""

    def __init__(self):
        self.wording, self.known = replies.Wording(), {}

    def tell(self, body):
        if body not in self.known:
            if len(self.known) > 5000:
                self.known.clear()
            self.known[body] = self._look(body)
        return self.known[body]

    def _look(self, body):
        for breach in kakao_check.breaches(body):
            return "invalid", breach
        reply = json.loads(body)
        if reply == SORRY:
            return "sorry", ""
        answer = self.wording.tell(reply)
        return answer.kind, answer.title or ""


class Load:
    """Threads that ask one of names(i) each, on connections that the web server keeps, as fast as pause_s allows."""

    def __init__(self, urls, names, threads, pause_s=0.0):
        self.urls, self.names, self.pause_s = urls, names, pause_s
        self.samples, self.stopping, self.judge = [], False, Judge()
        self.threads = [threading.Thread(target=self._run, args=(i,), daemon=True) for i in range(threads)]

    def __enter__(self):
        for t in self.threads:
            t.start()
        return self

    def __exit__(self, *_):
        self.stopping = True
        for t in self.threads:
            t.join(TIMEOUT_S + 5)

    def _run(self, i):
        url, connection, turn = self.urls[i % len(self.urls)], None, 0
        while not self.stopping:
            name = self.names(i, turn)
            turn += 1
            body = name if isinstance(name, bytes) else fastcgi.payload(name, f"user{i}")
            sample = Sample(url, name, time.monotonic())
            connection = self._ask(connection, sample, body)
            self.samples.append(sample)
            if self.pause_s:
                time.sleep(self.pause_s)
        if connection:
            connection.close()

    def _ask(self, connection, sample, body):
        kept = connection is not None
        try:
            if not connection:
                at = urllib.parse.urlsplit(sample.url)
                connection = http.client.HTTPConnection(at.hostname, at.port, timeout=TIMEOUT_S)
            connection.request("POST", "/skill/artist", body, {"Content-Type": "application/json"})
            reply = connection.getresponse()
            data = reply.read()
        except (OSError, http.client.HTTPException) as e:
            connection.close()
            # The web server closed the kept connection, as it may at any time; Kakao would connect anew.
            closed = (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError)
            if kept and isinstance(e, closed):
                return self._ask(None, sample, body)
            sample.seconds, sample.what = time.monotonic() - sample.began, f"{type(e).__name__}: {e}"
            return None
        sample.seconds, sample.status = time.monotonic() - sample.began, reply.status
        if reply.status == 200:
            sample.kind, sample.what = self.judge.tell(data)
        else:
            sample.what = data[:80].decode(errors="replace")
        if reply.will_close:
            connection.close()
            return None
        return connection


def count(samples):
    """{kind: how many}"""
    kinds = {}
    for s in samples:
        kind = s.kind if s.status == 200 else f"status {s.status}"
        kinds[kind] = kinds.get(kind, 0) + 1
    return kinds

"""The endpoints of Spotify's accounts host and its Web API: from a request to a Response."""

import base64
import itertools
import re
import secrets
import threading
import time
from urllib.parse import parse_qsl

import bodies
import pictures
from catalogue import ID_RE, digest
from wire import Response, account_error, api_error, json_response

TYPES = {"album", "artist", "playlist", "track", "show", "episode", "audiobook"}
MAX_QUERY = 250
MAX_TOKENS = 1000
DAY = 86400

# What a development app of 2026 is refused, whatever the id.
REMOVED = re.compile(
    r"/v1/(recommendations.*|audio-features.*|audio-analysis.*|browse/.*|markets|albums|tracks)"
)


class Tokens:
    """Tokens that were issued and until when they are good; safe to share between threads."""

    def __init__(self, ttl):
        self.ttl = ttl
        self._until = {}
        self._lock = threading.Lock()

    def issue(self):
        token = "BQ" + secrets.token_urlsafe(72)
        with self._lock:
            while len(self._until) >= MAX_TOKENS:
                del self._until[next(iter(self._until))]
            self._until[token] = time.monotonic() + self.ttl
        return token

    def expire_all(self):
        with self._lock:
            self._until = {token: 0.0 for token in self._until}

    def state(self, token):
        with self._lock:
            until = self._until.get(token)
        if until is None:
            return "unknown"
        return "good" if time.monotonic() < until else "expired"


class Request:
    """method, path and headers as received; query and form decoded, the last of doubles wins."""

    def __init__(self, method, target, headers, body, base):
        self.method, self.headers, self.body, self.base = method, headers, body, base
        raw = target.encode("latin-1", "replace").decode("utf-8", "replace")
        self.path, _, self.query = raw.partition("?")
        self.args = self.decode(self.query)

    @staticmethod
    def decode(text):
        try:
            pairs = parse_qsl(text, keep_blank_values=True, errors="replace", max_num_fields=64)
            return dict(pairs)
        except ValueError:
            return {}

    def form(self):
        return self.decode(self.body.decode("utf-8", "replace"))


class Api:
    def __init__(self, catalogue, mode="development", client=("standin", "standin"), ttl=3600):
        self.catalogue = catalogue
        self.mode = mode
        self.client = client
        self.tokens = Tokens(ttl)
        self._turn = itertools.count()
        single = "([^/]*)"
        self.routes = [
            ("search", re.compile("/v1/search"), self.search),
            ("artist", re.compile(f"/v1/artists/{single}"), self.artist),
            ("top-tracks", re.compile(f"/v1/artists/{single}/top-tracks"), self.top_tracks),
            ("related-artists", re.compile(f"/v1/artists/{single}/related-artists"), self.related),
            ("albums", re.compile(f"/v1/artists/{single}/albums"), self.albums),
            ("artists", re.compile("/v1/artists"), self.artists),
            ("album", re.compile(f"/v1/albums/{single}"), self.album),
            ("album-tracks", re.compile(f"/v1/albums/{single}/tracks"), self.album_tracks),
            ("track", re.compile(f"/v1/tracks/{single}"), self.track),
        ]

    def extended(self):
        return self.mode == "extended"

    def endpoint(self, path):
        """The name calls are counted and faults are set by."""
        if path == "/api/token":
            return "token"
        if path.startswith("/images/"):
            return "image"
        return next((name for name, pattern, _ in self.routes if pattern.fullmatch(path)), "other")

    def answer(self, request):
        endpoint = self.endpoint(request.path)
        if endpoint == "token":
            return self.token(request)
        if endpoint == "image":
            return self.image(request)
        if not request.path.startswith("/v1/"):
            return api_error(404, "Not Found")
        refused = self.authorise(request)
        if refused:
            return refused
        if request.method != "GET":
            return api_error(405, "Method not allowed")
        for _, pattern, function in self.routes:
            match = pattern.fullmatch(request.path)
            if match:
                return function(request, self.context(request), *match.groups())
        return self.other(request)

    def context(self, request):
        locale = request.args.get("locale", request.headers.get("Accept-Language", "")).strip()
        market = request.args.get("market", "")
        return bodies.Context(request.base, prefers_korean(locale), self.extended(), locale, market)

    def reply(self, data, max_age):
        return json_response(bodies.vary(data, next(self._turn)), 200, max_age)

    # accounts host

    def token(self, request):
        if request.method != "POST":
            return account_error(405, "method_not_allowed", "POST only")
        form = request.form()
        ident, secret = basic(request.headers.get("Authorization", ""))
        if ident is None:
            ident, secret = form.get("client_id", ""), form.get("client_secret", "")
        if not form.get("grant_type"):
            return account_error(400, "unsupported_grant_type", "grant_type parameter is missing")
        if form["grant_type"] != "client_credentials":
            return account_error(400, "unsupported_grant_type", "not client_credentials")
        if ident != self.client[0]:
            return account_error(400, "invalid_client", "Invalid client")
        if secret != self.client[1]:
            return account_error(400, "invalid_client", "Invalid client secret")
        body = {"access_token": self.tokens.issue(), "token_type": "Bearer"}
        return json_response(body | {"expires_in": self.tokens.ttl})

    # API host

    def authorise(self, request):
        """None, or why this call may not be made."""
        header = request.headers.get("Authorization")
        if header is None:
            return api_error(401, "No token provided")
        scheme, _, token = header.strip().partition(" ")
        if scheme.lower() != "bearer":
            return api_error(400, "Only valid bearer authentication supported")
        state = self.tokens.state(token.strip())
        if state == "good":
            return None
        expired = state == "expired"
        return api_error(401, "The access token expired" if expired else "Invalid access token")

    def other(self, request):
        if request.path == "/v1/me" or request.path.startswith("/v1/me/"):
            return api_error(401, "Valid user authentication required")
        if not self.extended() and REMOVED.fullmatch(request.path):
            return forbidden()
        return api_error(404, "Not Found")

    def limits(self, request, top=50, usual=20):
        """(limit, offset), or the error response."""
        if not self.extended():
            top, usual = 10, 5
        limit, offset = request.args.get("limit", str(usual)), request.args.get("offset", "0")
        if not re.fullmatch(r"[0-9]{1,4}", limit) or int(limit) > top:
            return api_error(400, "Invalid limit")
        if not re.fullmatch(r"[0-9]{1,4}", offset) or int(offset) > 1000:
            return api_error(400, "Invalid offset")
        return int(limit), int(offset)

    def search(self, request, ctx):
        query = request.args.get("q", request.args.get("query", ""))
        if not query.strip():
            return api_error(400, "No search query")
        if len(query) > MAX_QUERY:
            return api_error(400, f"Query exceeds maximum length of {MAX_QUERY} characters")
        kinds = list(filter(None, request.args.get("type", "").split(",")))
        if not kinds:
            return api_error(400, "Missing parameter type")
        if not TYPES.issuperset(kinds):
            return api_error(400, "Bad search type field")
        if ctx.market and not re.fullmatch("[A-Za-z]{2}", ctx.market):
            return api_error(400, "Invalid market code")
        limits = self.limits(request)
        if isinstance(limits, Response):
            return limits
        found = {f"{kind}s": self.search_page(kind, query, limits, request, ctx) for kind in kinds}
        return self.reply(found, 7200)

    def search_page(self, kind, query, limits, request, ctx):
        limit, offset = limits
        find, show = {
            "artist": (self.catalogue.find_artists, bodies.artist_full),
            "track": (self.catalogue.find_tracks, bodies.track_full),
        }.get(kind, (lambda *_: (), None))
        hits = find(query, limit == 1)
        items = [show(hit, ctx) for hit in hits[offset : offset + limit]]
        total = len(hits) + digest("total", query) % 800 if hits else 0
        echo = {"query": query, "type": request.args["type"]}
        if ctx.market:
            echo["market"] = ctx.market
        return bodies.page(items, total, limit, offset, "/v1/search", echo, ctx)

    def lookup(self, table, ident):
        """(object, None) or (None, error response)."""
        if not ID_RE.fullmatch(ident):
            return None, api_error(400, "Invalid base62 id")
        if ident not in table:
            return None, api_error(404, "Resource not found")
        return table[ident], None

    def artist(self, _request, ctx, ident):
        artist, error = self.lookup(self.catalogue.artists, ident)
        return error or self.reply(bodies.artist_full(artist, ctx), DAY)

    def artists(self, request, ctx):
        if not self.extended():
            return forbidden()
        idents = list(filter(None, request.args.get("ids", "").split(",")))
        if not idents or not all(map(ID_RE.fullmatch, idents)):
            return api_error(400, "Invalid base62 id" if idents else "Missing required field: ids")
        if len(idents) > 50:
            return api_error(400, "Too many ids requested")
        known = [self.catalogue.artists.get(ident) for ident in idents]
        return self.reply({"artists": [a and bodies.artist_full(a, ctx) for a in known]}, DAY)

    def top_tracks(self, _request, ctx, ident):
        if not self.extended():
            return forbidden()
        artist, error = self.lookup(self.catalogue.artists, ident)
        if error:
            return error
        best = sorted(artist.tracks, key=lambda t: (-t.popularity, t.id))[:10]
        return self.reply({"tracks": [bodies.track_full(track, ctx) for track in best]}, DAY)

    def related(self, _request, ctx, ident):
        if not self.extended():
            return forbidden()
        artist, error = self.lookup(self.catalogue.artists, ident)
        if error:
            return error
        genres = set(artist.genres)
        others = [a for a in self.catalogue.by_popularity if a is not artist]
        alike = [a for a in others if genres & set(a.genres)]
        near = list(dict.fromkeys(artist.related + alike))[:20]
        return self.reply({"artists": [bodies.artist_full(a, ctx) for a in near]}, DAY)

    def albums(self, request, ctx, ident):
        artist, error = self.lookup(self.catalogue.artists, ident)
        limits = self.limits(request)
        if error or isinstance(limits, Response):
            return error or limits
        groups = request.args.get("include_groups", "album,single").split(",")
        shown = [bodies.album_short(album, ctx) for album in artist.albums]
        shown = [album for album in shown if album["album_type"] in groups]
        shown.sort(key=lambda album: album["release_date"], reverse=True)
        if ctx.extended:
            shown = [album | {"album_group": album["album_type"]} for album in shown]
        limit, offset = limits
        path = f"/v1/artists/{ident}/albums"
        echo = {"include_groups": ",".join(groups)}
        items = shown[offset : offset + limit]
        return self.reply(bodies.page(items, len(shown), limit, offset, path, echo, ctx), DAY)

    def album(self, _request, ctx, ident):
        album, error = self.lookup(self.catalogue.albums, ident)
        return error or self.reply(bodies.album_full(album, ctx), DAY)

    def album_tracks(self, request, ctx, ident):
        album, error = self.lookup(self.catalogue.albums, ident)
        limits = self.limits(request)
        if error or isinstance(limits, Response):
            return error or limits
        limit, offset = limits
        items = [bodies.track_short(t, ctx) for t in album.tracks[offset : offset + limit]]
        path = f"/v1/albums/{ident}/tracks"
        return self.reply(bodies.page(items, len(album.tracks), limit, offset, path, {}, ctx), DAY)

    def track(self, _request, ctx, ident):
        track, error = self.lookup(self.catalogue.tracks, ident)
        return error or self.reply(bodies.track_full(track, ctx, single=True), 7200)

    def image(self, request):
        """/images/{artist or album id}[/size]"""
        match = re.fullmatch(r"/images/([0-9A-Za-z]{22})(?:/(640|300|64))?", request.path)
        known = match and (match[1] in self.catalogue.artists or match[1] in self.catalogue.albums)
        if not known:
            return Response(404, b"not found\n", "text/plain")
        body = pictures.png(match[1], int(match[2] or 640))
        return Response(200, body, "image/png", [("Cache-Control", f"public, max-age={DAY}")])


def forbidden():
    """The one line an endpoint gives that was taken from development apps."""
    response = api_error(403, "Forbidden")
    response.body = b'{"error": {"status": 403, "message": "Forbidden" } }'
    return response


def basic(header):
    """(id, secret) of a Basic Authorization header, (None, None) where there is none."""
    scheme, _, text = header.partition(" ")
    if scheme.lower() != "basic":
        return None, None
    try:
        ident, _, secret = base64.b64decode(text.strip(), validate=True).decode().partition(":")
    except ValueError:
        return "", ""
    return ident, secret


def prefers_korean(header):
    """Whether the best-rated language of an Accept-Language value is Korean."""
    best, language = 0.0, ""
    for part in header.split(","):
        name, _, rest = part.partition(";")
        match = re.fullmatch(r"\s*q=([01](?:\.[0-9]{0,3})?)\s*", rest)
        quality = float(match[1]) if match else 1.0
        if quality > best:
            best, language = quality, name.strip().lower()
    return re.split("[-_]", language)[0] == "ko"

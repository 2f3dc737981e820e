"""Artists, albums and tracks, read from catalogue.tsv, and the fuzzy search over them."""

import functools
import hashlib
import os
import re
import unicodedata

BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
ID_RE = re.compile(r"[0-9A-Za-z]{22}")
TSV = os.path.join(os.path.dirname(os.path.abspath(__file__)), "catalogue.tsv")
MAX_GRAMS = 64  # of a query; bounds the work one search can cause
WEAK = 0.35  # relevance below this is no hit


def digest(*parts):
    """A stable number for these strings: everything invented here follows from it."""
    text = "\x00".join(parts).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.sha256(text).digest()[:16], "big")


def make_id(*parts):
    number = digest("id", *parts)
    out = []
    for _ in range(22):
        number, rest = divmod(number, 62)
        out.append(BASE62[rest])
    return "".join(reversed(out))


@functools.lru_cache(16384)
def fold(text):
    """What two spellings of one name have in common: no case, accents, blanks, punctuation."""
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if unicodedata.category(c) != "Mn")
    text = unicodedata.normalize("NFC", text).casefold()
    return "".join(c for c in text if c.isalnum()) or "".join(text.split())


@functools.lru_cache(16384)
def words(text):
    parts = re.split(r"[\W_]+", unicodedata.normalize("NFC", text))
    return frozenset(fold(part) for part in parts if part)


def grams(folded):
    padded = f"^{folded}$"
    return {padded[i : i + 2] for i in range(min(len(padded) - 1, MAX_GRAMS))}


class Artist:
    def __init__(self, row, ordinal):
        name, self.hangul, flags, aliases, genres, popularity, kilo, related, albums = row
        self.name = name
        self.id = make_id("artist", name, str(ordinal))
        self.flags = set(filter(None, flags.split(",")))
        self.aliases = list(filter(None, aliases.split(";")))
        self.genres = list(filter(None, genres.split(",")))
        self.popularity = int(popularity)
        self.followers = int(kilo) * 1000 + digest("followers", self.id) % 1000
        self.related_names = list(filter(None, related.split(";")))
        self.albums_text = albums
        self.albums = []
        self.tracks = []  # its own, then those it is a guest on

    def shown_name(self, korean):
        if korean and self.hangul and self.flags & {"ko", "tr"}:
            return self.hangul
        return self.name

    def spellings(self):
        return [s for s in (self.name, self.hangul, *self.aliases) if s]

    def picture(self):
        """How its images are sent: "normal", "empty", "null", "absent" or "nosize"."""
        return next((f[4:] for f in self.flags if f.startswith("pic=")), "normal")


class Album:
    def __init__(self, artist, year, name):
        self.artist = artist
        self.name = name
        self.year = year
        self.id = make_id("album", artist.id, year, name)
        self.tracks = []

    def release(self):
        """(date, precision). Only the year is a fact; month and day are invented."""
        number = digest("date", self.id)
        if number % 5 == 0:
            return self.year, "year"
        return f"{self.year}-{number // 5 % 12 + 1:02}-{number // 60 % 28 + 1:02}", "day"


class Track:
    def __init__(self, album, number, name, artists, popularity, source=None):
        self.album = album
        self.number = number
        self.name = name
        self.artists = artists
        self.popularity = max(0, popularity)
        self.id = make_id("track", album.id, str(number), name)
        self.isrc = source.isrc if source else f"KRZZ{digest('isrc', self.id) % 10**8:08}"
        self.duration_ms = 120_000 + digest("duration", (source or self).id) % 150_000
        self._known = None

    def known(self):
        """The words of its title and of all its artists' names."""
        if self._known is None:
            texts = [self.name, *(s for artist in self.artists for s in artist.spellings())]
            self._known = set().union(*map(words, texts))
        return self._known


class Index:
    """Texts by their two-letter pieces; one payload may have several texts."""

    def __init__(self):
        self.entries = []
        self.postings = {}

    def add(self, text, payload):
        number = len(self.entries)
        folded = fold(text)
        pieces = grams(folded)
        self.entries.append((folded, words(text), len(pieces), payload))
        for piece in pieces:
            self.postings.setdefault(piece, []).append(number)

    def match(self, query):
        """{payload: relevance 0..1} of all that resembles the query."""
        folded, asked, pieces = fold(query), words(query), grams(fold(query))
        shared = {}
        for piece in pieces:
            for number in self.postings.get(piece, ()):
                shared[number] = shared.get(number, 0) + 1
        found = {}
        for number, count in shared.items():
            text, known, size, payload = self.entries[number]
            if 4 * count < min(len(pieces), size):  # most have one piece in common by chance
                continue
            score = relevance(folded, asked, text, known, 2 * count / (len(pieces) + size))
            if score > max(WEAK, found.get(payload, 0)):
                found[payload] = score
        return found


def relevance(query, asked, text, known, dice):
    if query == text:
        return 1.0
    share = min(len(query), len(text)) / max(len(query), len(text), 1)
    score = 0.7 * dice
    if text.startswith(query) or query.startswith(text):
        score = max(score, 0.5 + 0.4 * share)
    elif query in text or text in query:
        score = max(score, 0.4 + 0.4 * share)
    if asked & known:
        score = max(score, 0.4 + 0.3 * len(asked & known) / max(len(asked), len(known)))
    return score


FILTER_RE = re.compile(
    r"\b(artist|album|track|year|genre|isrc|upc|tag):\s*(\"[^\"]*\"?|.*?(?=\s+\w+:|$))", re.I
)


def parse_query(query):
    """(plain text, {filter: value}) of a search query."""
    filters = {m[1].lower(): m[2].strip('" ') for m in FILTER_RE.finditer(query)}
    return " ".join(FILTER_RE.sub(" ", query).split()), filters


class Catalogue:
    def __init__(self, path=TSV):
        self.artists, self.albums, self.tracks = {}, {}, {}
        self.by_name = {}
        self._read(path)
        for artist in self.artists.values():
            self._fill(artist)
        self.by_popularity = sorted(self.artists.values(), key=lambda a: (-a.popularity, a.id))
        self._index()
        self.find_artists = functools.lru_cache(2048)(self._find_artists)
        self.find_tracks = functools.lru_cache(2048)(self._find_tracks)

    def _read(self, path):
        with open(path, encoding="utf-8") as file:
            rows = [line.rstrip("\n").split("\t") for line in file if not line.startswith("# ")]
        for row in rows[1:]:
            if len(row) != 9:
                raise ValueError(f"{path}: {row[0]}: {len(row)} columns, 9 expected")
            same = self.by_name.setdefault(row[0], [])
            artist = Artist(row, len(same))
            same.append(artist)
            self.artists[artist.id] = artist

    def _fill(self, artist):
        """Albums and tracks of one artist: "year album>song>song;…", guests after "@"."""
        artist.related = [self.by_name[name][0] for name in artist.related_names]
        rank = 0
        for text in filter(None, artist.albums_text.split(";")):
            title, *songs = text.split(">")
            album = Album(artist, title[:4], title[5:])
            artist.albums.append(album)
            self.albums[album.id] = album
            for number, song in enumerate(songs, 1):
                name, *guests = song.split("@")
                people = [artist] + [self.by_name[guest][0] for guest in guests]
                track = Track(album, number, name, people, artist.popularity - 2 * rank)
                rank += 1
                self._add(track)
        if artist.tracks:
            self._add_variant(artist)

    def _add(self, track):
        self.tracks[track.id] = track
        track.album.tracks.append(track)
        for artist in track.artists:
            artist.tracks.append(track)

    def _add_variant(self, artist):
        """Doubles as Spotify has them: a live version, or the same recording once more."""
        first = artist.albums[0].tracks[0]
        kind = digest("variant", artist.id) % 3
        if kind == 2:
            return
        album = Album(artist, first.album.year, f"{first.album.name} (Deluxe)" if kind else "Live")
        artist.albums.append(album)
        self.albums[album.id] = album
        name = first.name if kind else f"{first.name} - Live"
        source = first if kind else None
        self._add(Track(album, 1, name, first.artists, first.popularity - 1, source))

    def _index(self):
        self.spellings, self.canonical, self.titles = Index(), Index(), Index()
        for artist in self.artists.values():
            self.canonical.add(artist.name, artist)
            for text in artist.spellings():
                self.spellings.add(text, artist)
        for track in self.tracks.values():
            self.titles.add(track.name, track)

    def _find_artists(self, query, limit_one=False):
        """Artists for a query in the order Spotify might give: never a proof of identity."""
        plain, filters = parse_query(query)
        if "zzzz" in fold(query):
            return ()
        name = filters.get("artist")
        found = self.canonical.match(name) if name else {}
        if name and not found:
            return ()
        if plain:
            for artist, score in self.spellings.match(plain).items():
                found[artist] = max(score, found.get(artist, 0))
        if "genre" in filters:
            found.update({a: 0.5 for a in self.by_popularity if filters["genre"] in a.genres})
        ranked = sorted(found, key=lambda a: (-(0.75 * found[a] + a.popularity / 400), a.id))
        ranked = self._shuffle(fold(query), ranked + self._padding(query, found), found)
        if limit_one and digest("one", query) % 2:
            ranked = ranked[1:] + ranked[:1]
        return tuple(ranked)

    def _padding(self, query, found):
        """Artists that have nothing to do with the query."""
        number = digest("pad", query)
        count = 14 + number % 20 if found else (3 if number % 3 == 0 else 8 + number % 23)
        step = 1 + number % 7
        others = [a for a in self.by_popularity if a not in found and "deep" not in a.flags]
        return others[number % 11 :: step][:count]

    @staticmethod
    def _shuffle(folded, ranked, found):
        """One exact name in four is not the first; one flagged "deep" is on the second page."""
        first = ranked[0] if ranked else None
        if first is None or found.get(first) != 1.0:
            return ranked
        if "deep" in first.flags:
            place = 11
        else:
            place = 1 + digest("place", folded) % 4 if digest("demote", folded) % 4 == 0 else 0
        rest = ranked[1:]
        return rest[:place] + [first] + rest[place:]

    def _find_tracks(self, query, _limit_one=False):
        plain, filters = parse_query(query)
        if "zzzz" in fold(query):
            return ()
        pool = None
        if "artist" in filters:
            pool = self._by_artist(self.canonical.match(filters["artist"]))
        for title in filter(None, (filters.get("track"), plain)):
            hits = self._by_text(title)
            pool = hits if pool is None else {t: hits[t] + pool[t] for t in pool if t in hits}
        pool = self._narrow(pool or {}, filters)
        ranked = sorted(pool, key=lambda t: (-(0.8 * pool[t] + t.popularity / 500), t.id))
        if ranked and "artist" not in filters:
            ranked += [a.tracks[0] for a in self._padding(query, pool) if a.tracks][:6]
        return tuple(dict.fromkeys(ranked))

    @staticmethod
    def _by_artist(found):
        pool = {}
        for artist, score in found.items():
            for track in artist.tracks:
                pool[track] = max(score, pool.get(track, 0))
        return pool

    def _by_text(self, text):
        pool = self.titles.match(text)
        for track, score in self._by_artist(self.spellings.match(text)).items():
            pool[track] = max(0.85 * score, pool.get(track, 0))
        asked = words(text)
        for track in pool if len(asked) > 1 else ():
            if asked <= track.known():
                pool[track] = 0.95
        return pool

    @staticmethod
    def _narrow(pool, filters):
        if "album" in filters:
            wanted = fold(filters["album"])
            pool = {t: s for t, s in pool.items() if wanted in fold(t.album.name)}
        if "year" in filters:
            low, _, high = filters["year"].partition("-")
            pool = {t: s for t, s in pool.items() if low <= t.album.year <= (high or low)}
        if "isrc" in filters:
            pool = {t: s for t, s in pool.items() if t.isrc == filters["isrc"].upper()}
        return pool

"""A made-up catalogue for the benchmarks: artist number n is the same in every run, and names are told apart by what
the skill makes of them (their keys). Loaded straight into the skill's schema, and into the naive program's."""

import os
import subprocess

# Half of the names are Latin, half are Hangul, each made of pieces like the digits of a number.
LATIN = [a + b for a in "b br d dr f g gr h j k kl l m n p r s st t v".split() for b in "a e i o u an en il on ar".split()]
HANGUL = [chr(0xAC00 + (initial * 21 + vowel) * 28) for initial in range(19) for vowel in (0, 1, 4, 5, 8, 13, 14, 18, 19, 20)]
STRIDE = 7_368_787  # a prime: neighbours in rank are no neighbours in the index
SPACE = 6_000_000  # names of each script, fewer than either has combinations
GENRES = ("k-pop", "indie rock", "발라드", "hip hop", "r&b", "트로트", "jazz", "electronic", "folk", "city pop", "ost", "punk")
SONGS = 5

ARTISTS, NAMES = "artists", "names"  # what the tables of both schemas are filled from
NAIVE_SCHEMA = """
CREATE TABLE artists (id VARCHAR(22) NOT NULL PRIMARY KEY, name VARCHAR(255) NOT NULL, name_key VARCHAR(255) NOT NULL,
    url VARCHAR(255) NOT NULL, image_url VARCHAR(255) NOT NULL, popularity INT NOT NULL, followers BIGINT NOT NULL,
    KEY name_key (name_key)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE TABLE genres (artist_id VARCHAR(22) NOT NULL, pos INT NOT NULL, genre VARCHAR(64) NOT NULL,
    PRIMARY KEY (artist_id, pos)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE TABLE songs (artist_id VARCHAR(22) NOT NULL, pos INT NOT NULL, name VARCHAR(255) NOT NULL,
    album VARCHAR(255) NOT NULL, url VARCHAR(255) NOT NULL, image_url VARCHAR(255) NOT NULL,
    PRIMARY KEY (artist_id, pos)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"""


def name(n):
    """The name of artist n; no two have the same key."""
    script, n = n % 2, n // 2 * STRIDE % SPACE
    pieces, base = (LATIN, len(LATIN)) if script == 0 else (HANGUL, len(HANGUL))
    low, n = n % base, n // base
    middle, high = n % base, n // base
    if script == 0:
        return f"{pieces[high]}{pieces[middle]} {pieces[low]}x".title()
    return f"{pieces[high]}{pieces[middle]} {pieces[low]}"


def artist_id(n):
    """22 characters, in no order."""
    return f"{n * 2654435761 % 2**32:08x}bench{n:09d}"


def song(n, rank):
    """(id, name, album, picture, address)"""
    sid = f"s{rank}{n * 40503 % 2**32:08x}{n:012d}"
    title = f"{name(n + 7 * rank)} 노래 {rank}" if rank % 2 else f"Song {rank} of {name(n)}"
    return (sid, title, f"Album {rank // 2 + 1}", f"https://i.example/{sid}ab67616d00001e02", f"https://open.spotify.com/track/{sid}")


def card(n):
    """What the store packs of an artist's genres and songs (src/store/card.c), so that loading need not."""
    def text(s):
        s = s.encode()
        return len(s).to_bytes(2, "big") + s + b"\0"
    songs = b"".join(b"".join(map(text, song(n, rank))) for rank in range(1, SONGS + 1))
    return b"\1\3" + b"".join(map(text, genres(n))) + bytes([SONGS]) + songs + b"\0"


def escaped(packed):
    """Bytes for a tab-separated file. They are UTF-8 as long as no text has more than 127 bytes, which none has."""
    for what, by in ((b"\\", b"\\\\"), (b"\0", b"\\0"), (b"\t", b"\\t"), (b"\n", b"\\n")):
        packed = packed.replace(what, by)
    return packed.decode()


def genres(n):
    return [GENRES[(n + rank * rank) % len(GENRES)] for rank in (1, 2, 3)]


class Files:
    """The tables as tab-separated files, made where the server may read them (its own temporary folder)."""

    def __init__(self, folder, artists, names_each=1):
        self.folder, self.artists, self.names_each = folder, artists, names_each

    def at(self, table):
        return os.path.join(self.folder, table + ".tsv")

    def _write(self, table, rows):
        with open(self.at(table), "w", encoding="utf-8") as f:
            for row in rows:
                f.write("\t".join(map(str, row)) + "\n")

    def write(self):
        """In the order of the primary keys, which is what makes loading quick."""
        order = sorted(range(self.artists), key=artist_id)
        ids = {n: artist_id(n) for n in order}
        self._write("artists", ((ids[n], name(n), key(name(n)), f"https://open.spotify.com/artist/{ids[n]}",
                                 f"https://i.example/{ids[n]}ab6761610000e5eb", n % 101, n * 7919 % 9_000_000,
                                 escaped(card(n))) for n in order))
        self._write("genres", ((ids[n], rank, genre) for n in order for rank, genre in enumerate(genres(n), 1)))
        self._write("songs", ((ids[n], rank, *song(n, rank)) for n in order for rank in range(1, SONGS + 1)))
        total = self.artists * self.names_each
        self._write("names", ((key(name(n)), ids[n % self.artists], name(n)) for n in range(total)))
        subprocess.run(["sort", "-o", self.at("names"), self.at("names")], check=True, env=os.environ | {"LC_ALL": "C"})

    def remove(self):
        for table in ("artists", "genres", "songs", "names"):
            os.remove(self.at(table))

    def load(self, database):
        """Into the skill's schema, which must be there; all of it fresh."""
        now = "UTC_TIMESTAMP()"
        self._load(database, "artists", "artists", "id, name, @key, url, image_url, popularity, followers, card",
                   f"fetched_at = {now}, songs_fetched_at = {now}, used_at = {now}, card_of = {now}")
        self._load(database, "genres", "artist_genres", "artist_id, `rank`, genre")
        self._load(database, "songs", "top_tracks", "artist_id, `rank`, track_id, name, album_name, image_url, url")
        self._load(database, "names", "names", "name_key, artist_id, name",
                   f"source = 'spotify', weight = 1000, created_at = {now}")
        database.sql("ANALYZE TABLE artists, artist_genres, top_tracks, names")

    def load_naive(self, database):
        database.sql(NAIVE_SCHEMA)
        self._load(database, "artists", "artists", "id, name, name_key, url, image_url, popularity, followers, @card")
        self._load(database, "genres", "genres", "artist_id, pos, genre")
        self._load(database, "songs", "songs", "artist_id, pos, @id, name, album, image_url, url")
        database.sql("ANALYZE TABLE artists, genres, songs")

    def _load(self, database, table, into, columns, more=""):
        database.sql("SET SESSION unique_checks = 0, foreign_key_checks = 0")
        database.sql(f"LOAD DATA INFILE '{self.at(table)}' INTO TABLE {into} CHARACTER SET utf8mb4 ({columns})"
                     + (f" SET {more}" if more else ""))


def key(text):
    """The skill's name key, for names as they are made here: letters only, in lower case."""
    return text.replace(" ", "").lower()

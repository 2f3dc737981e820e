#!/usr/bin/env python3
"""Tests of the stand-in itself: python3 tests/standin/test_standin.py"""

import base64
import gzip
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import zlib
from urllib.parse import quote, urlencode

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True

from api import prefers_korean  # noqa: E402
from catalogue import Catalogue, fold, parse_query  # noqa: E402

ARTIST_KEYS = {"external_urls", "href", "id", "name", "type", "uri"}
CATALOGUE = Catalogue()
PATIENCE_S = 60  # a busy machine takes long; nothing here is about how fast anything is


def artist_id(name, ordinal=0):
    return CATALOGUE.by_name[name][ordinal].id


class Standin:
    """The program, started on a free port."""

    def __init__(self, *options):
        self.folder = tempfile.TemporaryDirectory()
        port_file = os.path.join(self.folder.name, "port")
        until = time.monotonic() + PATIENCE_S
        command = [sys.executable, "-B", os.path.join(HERE, "spotify.py"), "--port", "0"]
        command += ["--port-file", port_file, *options]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE)
        while not os.path.exists(port_file):
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError("the stand-in does not start")
            time.sleep(0.005)
        with open(port_file, encoding="ascii") as file:
            self.port = int(file.read())

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE_S)
        self.process.stdout.close()
        self.folder.cleanup()


class Reply:
    def __init__(self, response):
        self.status, self.headers, self.body = response.status, response.headers, response.read()

    def json(self):
        return json.loads(self.body)


class Base(unittest.TestCase):
    options = ()

    @classmethod
    def setUpClass(cls):
        cls.standin = Standin(*cls.options)
        cls.port = cls.standin.port

    @classmethod
    def tearDownClass(cls):
        cls.standin.stop()

    def setUp(self):
        self.control(reset=True)
        self.token = self.new_token()
        self.control(reset=True)

    def call(self, method, path, body=None, headers=None, timeout=PATIENCE_S):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body, headers or {})
            return Reply(connection.getresponse())
        finally:
            connection.close()

    def control(self, status=200, **wish):
        reply = self.call("POST", "/_control", json.dumps(wish))
        self.assertEqual(reply.status, status, reply.body)
        return reply.json()

    def fault(self, kind, on="any", **more):
        self.control(faults=[{"on": on, "kind": kind, **more}])

    def state(self):
        return self.call("GET", "/_control").json()

    def new_token(self):
        reply = self.ask_token()
        self.assertEqual(reply.status, 200, reply.body)
        return reply.json()["access_token"]

    def ask_token(self, ident="standin", secret="standin", body="grant_type=client_credentials"):
        basic = base64.b64encode(f"{ident}:{secret}".encode()).decode()
        form = "application/x-www-form-urlencoded"
        headers = {"Authorization": f"Basic {basic}", "Content-Type": form}
        return self.call("POST", "/api/token", body, headers)

    def get(self, path, language=None, token=None, timeout=5, **headers):
        headers["Authorization"] = f"Bearer {token or self.token}"
        if language:
            headers["Accept-Language"] = language
        return self.call("GET", path, None, headers, timeout)

    def search(self, query, kind="artist", limit=10, language=None, **more):
        pairs = {"q": query, "type": kind, "limit": limit, **more}
        reply = self.get("/v1/search?" + urlencode(pairs), language)
        self.assertEqual(reply.status, 200, reply.body)
        return reply.json()[kind + "s"]

    def wait_for(self, condition):
        until = time.monotonic() + PATIENCE_S
        while not condition():
            self.assertLess(time.monotonic(), until, "waited in vain")
            time.sleep(0.02)

    def assert_error(self, reply, status, message):
        self.assertEqual(reply.status, status, reply.body)
        self.assertEqual(reply.json(), {"error": {"status": status, "message": message}})


class TestCatalogue(unittest.TestCase):
    def test_is_large_enough(self):
        artists = CATALOGUE.artists.values()
        self.assertGreaterEqual(sum("ko" in a.flags or "ko-latin" in a.flags for a in artists), 100)
        self.assertGreaterEqual(sum(not a.flags for a in artists), 80)

    def test_most_have_at_least_three_songs(self):
        for artist in CATALOGUE.artists.values():
            if artist.name != "Silent Upload":
                self.assertGreaterEqual(len(artist.tracks), 3, artist.name)

    def test_ids_look_like_spotifys(self):
        for table in (CATALOGUE.artists, CATALOGUE.albums, CATALOGUE.tracks):
            for ident in table:
                self.assertRegex(ident, "^[0-9A-Za-z]{22}$")

    def test_odd_artists_are_there(self):
        for name in ("!!!", "AC/DC", "P!nk", "(G)I-DLE", "Silent Upload", "Girls' Generation"):
            self.assertIn(name, CATALOGUE.by_name)
        self.assertEqual(len(CATALOGUE.by_name["LEA"]), 2)
        self.assertEqual(len(CATALOGUE.by_name["Nirvana"]), 2)
        self.assertTrue(any(len(name) > 200 for name in CATALOGUE.by_name))
        self.assertTrue(any('"' in name and "\\" in name for name in CATALOGUE.by_name))
        self.assertTrue(any("🎸" in name and "ש" in name for name in CATALOGUE.by_name))

    def test_rows_are_sound(self):
        for artist in CATALOGUE.artists.values():
            self.assertLessEqual(len(artist.genres), 4)
            self.assertIn(artist.popularity, range(101))
            self.assertNotIn(artist, artist.related)
            for album in artist.albums:
                self.assertRegex(album.year, "^(19|20)[0-9]{2}$")
                self.assertTrue(album.name)
                self.assertTrue(album.tracks)

    def test_fold(self):
        for one, other in (("The  Beatles\n", "thebeatles"), ("AC/DC", "ac dc"), ("Beyonce\u0301", "BEYONCÉ"),
                           ("\u110b\u1161\u110b\u1175\u110b\u1172", " 아 이 유")):  # fmt: skip
            self.assertEqual(fold(one), fold(other))
        self.assertEqual(fold("!!!"), "!!!")

    def test_query_filters(self):
        self.assertEqual(parse_query('artist:"The Beatles"'), ("", {"artist": "The Beatles"}))
        self.assertEqual(parse_query("love artist:IU track:Good Day"),
                         ("love", {"artist": "IU", "track": "Good Day"}))  # fmt: skip

    def test_language(self):
        for header in ("ko", "ko-KR", "ko_KR", "en;q=0.5, ko", "ko-KR,ko;q=0.9,en-US;q=0.8"):
            self.assertTrue(prefers_korean(header), header)
        for header in ("", "en", "en, ko", "ko;q=0.3,en;q=0.9", "kok", ";;,q=,ko;q=x1"[:8]):
            self.assertFalse(prefers_korean(header), header)


class TestToken(Base):
    def test_ok(self):
        body = self.ask_token().json()
        self.assertEqual(set(body), {"access_token", "token_type", "expires_in"})
        self.assertEqual((body["token_type"], body["expires_in"]), ("Bearer", 3600))
        self.assertIn(len(body["access_token"]), range(86, 149))

    def test_id_and_secret_in_the_form(self):
        form = "grant_type=client_credentials&client_id=standin&client_secret=standin"
        self.assertEqual(self.call("POST", "/api/token", form).status, 200)

    def test_errors_are_flat_and_400(self):
        cases = [
            (self.ask_token(ident="x"), "invalid_client", "Invalid client"),
            (self.ask_token(secret="x"), "invalid_client", "Invalid client secret"),
            (self.ask_token(body=""), "unsupported_grant_type", "grant_type parameter is missing"),
        ]
        for reply, error, description in cases:
            self.assertEqual(reply.status, 400)
            self.assertEqual(reply.json(), {"error": error, "error_description": description})

    def test_expires(self):
        self.control(token_ttl=4)
        token = self.new_token()
        path = "/v1/artists/" + artist_id("IU")
        self.assertEqual(self.get(path, token=token).status, 200)
        time.sleep(4.1)
        self.assert_error(self.get(path, token=token), 401, "The access token expired")

    def test_expire_tokens(self):
        self.control(expire_tokens=True)
        self.assert_error(self.get("/v1/artists/x"), 401, "The access token expired")

    def test_refused(self):
        path = "/v1/search?q=x&type=artist"
        self.assert_error(self.call("GET", path), 401, "No token provided")
        self.assert_error(self.get(path, token="fake"), 401, "Invalid access token")
        reply = self.call("GET", path, headers={"Authorization": "Basic x"})
        self.assert_error(reply, 400, "Only valid bearer authentication supported")
        self.assert_error(self.get("/v1/me"), 401, "Valid user authentication required")


class TestSearch(Base):
    def names(self, query, **more):
        return [item["name"] for item in self.search(query, **more)["items"]]

    def test_both_scripts_find_the_artist(self):
        pairs = [
            ("the beatles", "The Beatles"), ("비틀즈", "The Beatles"), ("AC/DC", "AC/DC"),
            ("Girls' Generation", "Girls' Generation"), ("소녀시대", "Girls' Generation"),
            ("(여자)아이들", "(G)I-DLE"), ("Beyonce\u0301", "Beyoncé"), ("P!nk", "P!nk"), ("핑크", "P!nk"),
            ("아이유", "IU"), ("비", "RAIN"), ("콜드플레이", "Coldplay"), ("임영웅", "Lim Young Woong"),
            ("!!!", "!!!"), ("米津玄師", "Kenshi Yonezu"), ("요네즈켄시", "Kenshi Yonezu"), ("LEA", "LEA"),
            ("장기하", "장기하와 얼굴들"), ("coldpaly", "Coldplay"), ("𝐈𝐔", "IU"),
        ]  # fmt: skip
        for query, name in pairs:
            self.assertIn(name, self.names(query), query)

    def test_language_of_names(self):
        for query, korean, latin in (("IU", "아이유", "IU"), ("Pitbull", "핏불", "Pitbull"),
                                     ("Coldplay", "Coldplay", "Coldplay")):  # fmt: skip
            self.assertIn(korean, self.names(query, language="ko-KR,ko;q=0.9,en;q=0.5"))
            self.assertIn(korean, self.names(query, locale="ko_KR"))
            self.assertIn(latin, self.names(query, language="en"))
            self.assertIn(latin, self.names(query))

    def test_development_artist_has_fewer_keys(self):
        for item in self.search("BTS")["items"]:
            self.assertLessEqual(ARTIST_KEYS, set(item))
            self.assertLessEqual(set(item), ARTIST_KEYS | {"images", "genres"})
            self.assertEqual(item["external_urls"]["spotify"], "https://open.spotify.com/artist/" + item["id"])

    def test_genres_absent_null_or_empty(self):
        kinds = set()
        for artist in CATALOGUE.by_popularity[:60]:
            body = self.get("/v1/artists/" + artist.id).json()
            kinds.add(repr(body["genres"]) if "genres" in body and not body["genres"] else "genres" in body)
        self.assertEqual(kinds, {False, True, "None", "[]"})

    def test_paging(self):
        first, second = self.search("love", "track"), self.search("love", "track", offset=10)
        self.assertEqual(len(first["items"]), 10)
        self.assertEqual((first["offset"], second["offset"], second["limit"]), (0, 10, 10))
        self.assertFalse({t["id"] for t in first["items"]} & {t["id"] for t in second["items"]})
        self.assertIsNone(first["previous"])
        self.assertIn("offset=10", first["next"])
        self.assertIn("query=love&type=track", first["href"])
        self.assertNotIn("locale", first["href"])
        self.assertIn("locale=ko", self.search("love", "track", language="ko")["href"])

    def test_limits(self):
        path = "/v1/search?q=x&type=artist"
        self.assertEqual(len(self.get(path).json()["artists"]["items"]), 5)
        self.assertEqual(self.search("x", limit=0)["items"], [])
        for bad in ("11", "-1", "x", ""):
            self.assert_error(self.get(path + "&limit=" + bad), 400, "Invalid limit")
        self.assert_error(self.get(path + "&offset=1001"), 400, "Invalid offset")

    def test_bad_queries(self):
        self.assert_error(self.get("/v1/search?type=artist"), 400, "No search query")
        self.assert_error(self.get("/v1/search?type=artist&q="), 400, "No search query")
        self.assert_error(self.get("/v1/search?q=x"), 400, "Missing parameter type")
        self.assertEqual(self.get("/v1/search?type=artist&q=" + "x" * 60000).status, 400)

    def test_decoding(self):
        for query in ("AC%2FDC", "ac%2Fdc", "Guns+N%27+Roses", "%EC%95%84%EC%9D%B4%EC%9C%A0", "%ff%fe%00x", "a%22%5C"):
            self.assertEqual(self.get(f"/v1/search?type=artist&limit=10&q={query}").status, 200)
        self.assertIn("Guns N' Roses", self.names("Guns N' Roses"))

    def test_nonsense_has_hits_or_none(self):
        self.assertTrue(self.search("qwxkjvhqpz")["items"])
        empty = self.search("zzzzqwx")
        self.assertEqual((empty["items"], empty["total"], empty["next"]), ([], 0, None))

    def test_exact_name_is_not_always_first(self):
        places = [self.names(a.name).index(a.name) for a in CATALOGUE.by_popularity[:60]]
        self.assertGreater(places.count(0), 30)
        self.assertGreater(len(places) - places.count(0), 5)

    def test_one_is_on_the_second_page(self):
        self.assertNotIn("Cash Cash", self.names("Cash Cash"))
        self.assertIn("Cash Cash", self.names("Cash Cash", offset=10))

    def test_artist_filter_knows_one_script(self):
        self.assertIn("IU", self.names('artist:"IU"'))
        self.assertEqual(self.search('artist:"아이유"')["total"], 0)
        self.assertEqual(self.search('artist:"아이유"', "track", language="ko")["total"], 0)
        self.assertTrue(self.search("아이유", "track")["items"])

    def test_songs_of_an_artist(self):
        wanted = artist_id("The Beatles")
        items = self.search('artist:"The Beatles"', "track", market="KR")["items"]
        mine = [t for t in items if wanted in [a["id"] for a in t["artists"]]]
        self.assertGreaterEqual(len(mine), 5)
        self.assertEqual(mine[0]["name"], "Here Comes The Sun")
        self.assertTrue(all(t["is_playable"] and t["album"]["images"] for t in items))
        self.assertFalse({"popularity", "available_markets"} & set(items[0]) | set(items[0]["album"]) & {"available_markets"})

    def test_track_filter(self):
        items = self.search("artist:IU track:Palette", "track")["items"]
        self.assertEqual([t["name"] for t in items], ["Palette"])
        self.assertEqual([a["name"] for a in items[0]["artists"]], ["IU", "G-DRAGON"])

    def test_both_types_at_once(self):
        reply = self.get("/v1/search?q=IU&type=artist,track").json()
        self.assertEqual(set(reply), {"artists", "tracks"})

    def test_key_order_varies(self):
        orders = {tuple(self.search("IU")) for _ in range(6)}
        self.assertEqual(len(orders), 3)


class TestEndpoints(Base):
    def test_unknown_and_malformed_ids(self):
        for path in ("/v1/artists/{}", "/v1/albums/{}", "/v1/tracks/{}", "/v1/artists/{}/albums", "/v1/albums/{}/tracks"):
            self.assert_error(self.get(path.format("a")), 400, "Invalid base62 id")
            self.assert_error(self.get(path.format("0" * 22)), 404, "Resource not found")

    def test_what_development_apps_may_not_call(self):
        ident = artist_id("IU")
        for path in (f"artists/{ident}/top-tracks", f"artists/{ident}/related-artists", f"artists?ids={ident}",
                     "albums?ids=" + ident, "tracks?ids=" + ident, "recommendations", "browse/new-releases"):  # fmt: skip
            self.assert_error(self.get("/v1/" + path), 403, "Forbidden")

    def test_odd_pictures(self):
        for name, expected in (("No Picture Yet", []), ("Faceless Choir", None)):
            self.assertEqual(self.get("/v1/artists/" + artist_id(name)).json()["images"], expected)
        self.assertNotIn("images", self.get("/v1/artists/" + artist_id("Missing Frame")).json())
        image = self.get("/v1/artists/" + artist_id("Unmeasured")).json()["images"][0]
        self.assertIsNone(image["width"])

    def test_pictures_are_png_at_this_host(self):
        images = self.get("/v1/artists/" + artist_id("IU"), Host="localhost:1234").json()["images"]
        self.assertEqual([i["width"] for i in images], [640, 300, 64])
        for image in images:
            self.assertTrue(image["url"].startswith("http://localhost:1234/images/"), image["url"])
            reply = self.call("GET", image["url"][len("http://localhost:1234") :])
            self.assertEqual((reply.status, reply.headers["Content-Type"]), (200, "image/png"))
            self.check_png(reply.body, image["width"])
        self.assertEqual(self.call("GET", "/images/" + "0" * 22).status, 404)

    def check_png(self, data, size):
        self.assertEqual(data[:8], b"\x89PNG\r\n\x1a\n")
        self.assertEqual(int.from_bytes(data[16:20], "big"), size)
        start = data.index(b"IDAT")
        length = int.from_bytes(data[start - 4 : start], "big")
        self.assertEqual(len(zlib.decompress(data[start + 4 : start + 4 + length])), size * (size + 1))

    def test_bad_host_header_is_not_echoed(self):
        images = self.get("/v1/artists/" + artist_id("IU"), Host='x"/../<b>').json()["images"]
        self.assertTrue(images[0]["url"].startswith(f"http://127.0.0.1:{self.port}/"))

    def test_albums(self):
        page = self.get(f"/v1/artists/{artist_id('IU')}/albums?limit=2").json()
        self.assertEqual(len(page["items"]), 2)
        self.assertGreater(page["total"], 2)
        ident = page["items"][0]["id"]
        album = self.get("/v1/albums/" + ident).json()
        self.assertLessEqual({"copyrights", "external_ids", "genres", "tracks", "release_date"}, set(album))
        self.assertFalse({"popularity", "label", "available_markets", "album_group"} & set(album))
        tracks = self.get(f"/v1/albums/{ident}/tracks").json()["items"]
        self.assertEqual(tracks, [dict(t) for t in album["tracks"]["items"]])
        self.assertNotIn("external_ids", tracks[0])
        track = self.get("/v1/tracks/" + tracks[0]["id"]).json()
        self.assertIn("isrc", track["external_ids"])
        self.assertNotIn("preview_url", track)

    def test_gzip_only_when_asked(self):
        plain = self.get("/v1/search?q=IU&type=artist")
        packed = self.get("/v1/search?q=IU&type=artist", **{"Accept-Encoding": "deflate, gzip"})
        self.assertIsNone(plain.headers["Content-Encoding"])
        self.assertEqual(packed.headers["Content-Encoding"], "gzip")
        self.assertEqual(json.loads(gzip.decompress(packed.body)), plain.json())

    def test_keep_alive(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        headers = {"Authorization": "Bearer " + self.token}
        for _ in range(3):
            connection.request("GET", "/v1/search?q=IU&type=artist", headers=headers)
            self.assertEqual(connection.getresponse().read()[:1], b"{")
            local = connection.sock.getsockname()
        self.assertEqual(connection.sock.getsockname(), local)
        connection.close()

    def test_oversized_body(self):
        headers = {"Content-Length": str(1 << 30)}
        self.assertEqual(self.call("POST", "/api/token", b"", headers).status, 413)


class TestExtended(Base):
    options = ("--mode", "extended")

    def test_artist_has_all_keys(self):
        body = self.get("/v1/artists/" + artist_id("IU")).json()
        self.assertEqual(set(body), ARTIST_KEYS | {"images", "genres", "followers", "popularity"})
        self.assertEqual(set(body["followers"]), {"href", "total"})

    def test_top_tracks(self):
        body = self.get(f"/v1/artists/{artist_id('BTS')}/top-tracks?market=KR").json()
        order = [t["popularity"] for t in body["tracks"]]
        self.assertEqual(order, sorted(order, reverse=True))
        self.assertLessEqual(len(order), 10)
        self.assertEqual(self.get(f"/v1/artists/{artist_id('Silent Upload')}/top-tracks").json(), {"tracks": []})

    def test_related_artists(self):
        body = self.get(f"/v1/artists/{artist_id('IU')}/related-artists", "ko").json()["artists"]
        self.assertEqual(len(body), 20)
        self.assertEqual(body[0]["name"], "태연")

    def test_several_artists_with_null(self):
        ids = artist_id("IU") + "," + "0" * 22
        body = self.get("/v1/artists?ids=" + ids).json()["artists"]
        self.assertEqual((body[0]["name"], body[1]), ("IU", None))

    def test_limits(self):
        self.assertEqual(self.search("love", "track", limit=50)["limit"], 50)
        self.assert_error(self.get("/v1/search?q=x&type=artist&limit=51"), 400, "Invalid limit")
        self.assertEqual(self.get("/v1/search?q=love&type=track").json()["tracks"]["limit"], 20)

    def test_mode_can_be_changed(self):
        self.control(mode="development")
        self.assertNotIn("popularity", self.get("/v1/artists/" + artist_id("IU")).json())
        self.control(reset=True)
        self.assertIn("popularity", self.get("/v1/artists/" + artist_id("IU")).json())


class TestControl(Base):
    def test_counts_and_calls(self):
        self.search("아이유", language="ko")
        self.get("/v1/artists/x")
        self.ask_token()
        self.assertEqual(self.state()["calls"], {"search": 1, "artist": 1, "token": 1})
        first = self.call("GET", "/_control/calls").json()["calls"][0]
        self.assertEqual((first["method"], first["path"], first["status"]), ("GET", "/v1/search", 200))
        self.assertEqual(first["accept_language"], "ko")
        self.assertIn("q=" + quote("아이유"), first["query"])

    def test_last_thousand_calls_are_kept(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        for _ in range(1010):
            connection.request("GET", "/v1/x")
            connection.getresponse().read()
        connection.close()
        self.assertEqual(len(self.call("GET", "/_control/calls").json()["calls"]), 1000)
        self.assertEqual(self.state()["calls"], {"other": 1010})

    def test_mistakes_are_told_and_change_nothing(self):
        self.fault("500")
        for wish in ({"fault": []}, {"mode": "x"}, {"token_ttl": "1"}, {"faults": {}}, {"faults": [{"kind": "x"}]},
                     {"reset": True, "faults": [{"kind": "500", "on": "x"}]}, {"faults": [{"kind": "500", "time": 1}]},
                     {"faults": [{"kind": "500", "times": -1}]}):  # fmt: skip
            self.assertIn("error", self.control(status=400, **wish))
        self.assertEqual(len(self.state()["faults"]), 1)
        self.assertEqual(self.call("POST", "/_control", "nonsense").status, 400)
        self.assertEqual(self.call("POST", "/_control", "[]").status, 400)

    def test_times_run_out(self):
        self.fault("500", times=2)
        statuses = [self.get("/v1/artists/" + artist_id("IU")).status for _ in range(3)]
        self.assertEqual(statuses, [500, 500, 200])
        self.assertEqual(self.state()["faults"], [])

    def test_only_where_asked(self):
        self.fault("503", on="search|token")
        self.assertEqual(self.get("/v1/artists/" + artist_id("IU")).status, 200)
        self.assertEqual(self.get("/v1/search?q=x&type=artist").status, 503)
        self.assertEqual(self.ask_token().json()["error"], "server_error")


class TestFaults(Base):
    path = "/v1/search?q=IU&type=artist&limit=10"

    def test_errors(self):
        for kind in ("401", "403-json", "404", "429", "429-quota", "500", "502", "503"):
            self.fault(kind, times=1)
            reply = self.get(self.path)
            self.assertEqual(reply.status, int(kind[:3]))
            self.assertEqual(reply.json()["error"]["status"], int(kind[:3]))

    def test_premium_text(self):
        self.fault("403-premium")
        reply = self.get(self.path)
        self.assertEqual((reply.status, len(reply.body)), (403, 159))
        self.assertTrue(reply.headers["Content-Type"].startswith("text/plain"))

    def test_retry_after(self):
        for wish, expected in (({}, "1"), ({"retry_after": "5"}, "5"), ({"retry_after": None}, None),
                               ({"retry_after": "soon\r\nX-Evil: 1"}, "soon  X-Evil: 1")):  # fmt: skip
            self.fault("429", times=1, **wish)
            self.assertEqual(self.get(self.path).headers["Retry-After"], expected)
        self.fault("429-quota", times=1)
        reply = self.get(self.path)
        self.assertEqual(reply.headers["Retry-After"], "86400")
        self.assertEqual(reply.json()["error"]["reason"], "QUOTA_EXCEEDED")

    def test_not_json(self):
        for kind, status, start in (("html", 502, b"<!DOCTYPE"), ("plain", 503, b"upstream"), ("empty", 200, b""),
                                    ("redirect", 302, b"")):  # fmt: skip
            self.fault(kind, times=1)
            reply = self.get(self.path)
            self.assertEqual(reply.status, status)
            self.assertTrue(reply.body.startswith(start))
        self.fault("html", status=404)
        self.assertEqual(self.get(self.path).status, 404)

    def test_garbage_json(self):
        for variant in range(6):
            self.fault("garbage-json", times=1, variant=variant)
            body = self.get(self.path).body
            with self.assertRaises((ValueError, RecursionError), msg=variant):
                json.loads(body)

    def test_wrong_type(self):
        right, seen = self.get(self.path).json(), set()
        for variant in range(8):
            self.fault("wrong-type", times=1, variant=variant)
            seen.add(self.get(self.path).body)
        self.assertEqual(len(seen), 8)
        self.assertNotIn(json.dumps(right).encode(), seen)

    def test_null_elements_and_floats(self):
        self.fault("null-elements", times=1)
        items = self.get(self.path).json()["artists"]["items"]
        self.assertIsNone(items[0])
        self.assertIsNone(items[1]["images"][0])
        self.fault("floats", times=1)
        self.assertIn(b'"width":640.0', self.get(self.path).body)

    def test_latency(self):
        self.control(faults=[{"kind": "latency", "ms": 300, "times": 1}, {"kind": "500", "times": 1}])
        started = time.monotonic()
        self.assertEqual(self.get(self.path).status, 500)
        self.assertGreater(time.monotonic() - started, 0.29)
        self.assertEqual(self.get(self.path).status, 200)

    def test_cut(self):
        self.fault("cut", times=1)
        with self.assertRaises(http.client.IncompleteRead):
            self.get(self.path)

    def test_close(self):
        self.fault("close", times=1)
        with self.assertRaises((http.client.RemoteDisconnected, ConnectionError)):
            self.get(self.path)
        self.fault("close", times=1, rst=True)
        with self.assertRaises(ConnectionResetError):
            self.get(self.path)

    def test_huge(self):
        for chunked in (False, True):
            self.fault("huge", times=1, bytes=3 << 20, chunked=chunked)
            reply = self.get(self.path)
            self.assertEqual(len(reply.body), 3 << 20)
            self.assertIn("artists", reply.json())

    def test_gzip_bomb(self):
        self.fault("gzip-bomb", times=1, bytes=16 << 20)
        reply = self.get(self.path)
        self.assertLess(len(reply.body), 100_000)
        self.assertGreaterEqual(len(gzip.decompress(reply.body)), 16 << 20)

    def test_hang_until_released(self):
        self.fault("hang", times=1)
        done = []
        thread = threading.Thread(target=self.expect_drop, args=(done,))
        thread.start()
        self.wait_for(lambda: self.state()["hanging"] == 1)
        self.assertEqual(self.get(self.path).status, 200)
        self.control(release=True)
        thread.join(PATIENCE_S)
        self.assertEqual(done, [True])

    def expect_drop(self, done):
        try:
            self.get(self.path)
            done.append("an answer")
        except TimeoutError:
            done.append("a timeout")
        except (http.client.RemoteDisconnected, ConnectionError):  # not a timeout of ours
            done.append(True)

    def test_hang_ends_when_the_client_leaves(self):
        self.fault("hang", times=1)
        with self.assertRaises(TimeoutError):
            self.get(self.path, timeout=0.3)
        self.wait_for(lambda: self.state()["hanging"] == 0)

    def test_slow_drip(self):
        self.fault("slow-drip", times=1, ms=5, bytes=100)
        started = time.monotonic()
        self.assertIn("artists", self.get(self.path).json())
        self.assertGreater(time.monotonic() - started, 0.1)


class TestProcess(Base):
    def test_stops_whoever_is_connected(self):
        standin = Standin()
        with socket.create_connection(("127.0.0.1", standin.port)):
            standin.stop()
        self.assertEqual(standin.process.returncode, 0)

    def test_taken_port_is_told(self):
        command = [sys.executable, "-B", os.path.join(HERE, "spotify.py"), "--port", str(self.port)]
        result = subprocess.run(command, capture_output=True, timeout=PATIENCE_S, check=False)
        self.assertEqual(result.returncode, 1)
        self.assertIn(b"in use", result.stderr)

    def test_loopback_only(self):
        with open("/proc/net/tcp", encoding="ascii") as file:
            mine = [line for line in file if re.search(f":{self.port:04X} 00000000:0000 0A", line)]
        self.assertEqual(len(mine), 1)
        self.assertIn("0100007F:", mine[0])

    def test_many_connections(self):
        sockets = [socket.create_connection(("127.0.0.1", self.port), PATIENCE_S) for _ in range(500)]
        ask = f"GET {TestFaults.path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.token}\r\n\r\n"
        for each in sockets:
            each.sendall(ask.encode())
        for each in sockets:
            self.assertTrue(each.recv(100).startswith(b"HTTP/1.1 200 OK"))
            each.close()

    def test_a_search_costs_few_of_the_cheapest_calls(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)

        def took(path):
            started = time.monotonic()
            connection.request("GET", path, headers={"Authorization": f"Bearer {self.token}"})
            connection.getresponse().read()
            return time.monotonic() - started

        # In turn, so that a busy machine is busy for both.
        cheapest, searches = [], []
        for artist in CATALOGUE.by_popularity[:200]:
            cheapest.append(took("/v1/x"))
            searches.append(took("/v1/search?" + urlencode({"q": artist.name, "type": "artist", "limit": 10})))
        connection.close()
        self.assertLess(sorted(searches)[100], 15 * sorted(cheapest)[100], "medians of 200")

    def test_log(self):
        with tempfile.TemporaryDirectory() as folder:
            log = os.path.join(folder, "log")
            standin = Standin("--log", log)
            connection = http.client.HTTPConnection("127.0.0.1", standin.port)
            connection.request("GET", "/v1/me")
            connection.getresponse().read()
            connection.close()
            self.wait_for(lambda: os.path.getsize(log))
            standin.stop()
            with open(log, encoding="utf-8") as file:
                self.assertIn("GET /v1/me? 401", file.read())


if __name__ == "__main__":
    unittest.main()

"""Spotify's objects, made from the catalogue: which keys there are, and in which order."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from catalogue import digest

SIZES = (640, 300, 64)
MARKETS = (
    "AD AE AG AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CG CH "
    "CI CL CM CO CR CV CW CY CZ DE DJ DK DM DO DZ EC EE EG ES FI FJ FM FR GA GB GD GE GH GM GN GQ "
    "GR GT GW GY HK HN HR HT HU ID IE IL IN IQ IS IT JM JO JP KE KG KH KI KM KN KR KW KZ LA LB LC "
    "LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML MN MO MR MT MU MV MW MX MY MZ NA NE NG NI NL "
    "NO NP NR NZ OM PA PE PG PH PK PL PS PT PW PY QA RO RS RW SA SB SC SE SG SI SK SL SM SN SR ST "
    "SV SZ TD TG TH TJ TL TN TO TR TT TV TW TZ UA UG US UY UZ VC VE VN VU WS XK ZA ZM ZW"
).split()


@dataclass
class Context:
    """What of a request its body depends on."""

    base: str  # "http://host:port" the client came to
    korean: bool = False
    extended: bool = False
    locale: str = ""  # as the client sent it; echoed in paging links
    market: str = ""


def named(kind, ident, name, ctx):
    return {
        "external_urls": {"spotify": f"https://open.spotify.com/{kind}/{ident}"},
        "href": f"{ctx.base}/v1/{kind}s/{ident}",
        "id": ident,
        "name": name,
        "type": kind,
        "uri": f"spotify:{kind}:{ident}",
    }


def images(ident, ctx, measured=True):
    return [
        {
            "height": size if measured else None,
            "url": f"{ctx.base}/images/{ident}" + ("" if size == SIZES[0] else f"/{size}"),
            "width": size if measured else None,
        }
        for size in SIZES
    ]


def artist_short(artist, ctx):
    return named("artist", artist.id, artist.shown_name(ctx.korean), ctx)


def artist_full(artist, ctx):
    body = artist_short(artist, ctx)
    picture = artist.picture()
    if picture != "absent":
        pictures = {"empty": [], "null": None}
        body["images"] = pictures.get(picture, images(artist.id, ctx, picture != "nosize"))
    if ctx.extended:
        body["followers"] = {"href": None, "total": artist.followers}
        body["genres"] = artist.genres
        body["popularity"] = artist.popularity
        return body
    kind = digest("dev genres 24", artist.id) % 8  # of a development app: absent, null, [] or there
    if kind != 0:
        body["genres"] = None if kind == 1 else [] if kind == 2 else artist.genres
    return body


def album_short(album, ctx):
    body = named("album", album.id, album.name, ctx)
    date, precision = album.release()
    body |= {
        "album_type": "single" if len(album.tracks) == 1 else "album",
        "artists": [artist_short(album.artist, ctx)],
        "images": images(album.id, ctx),
        "release_date": date,
        "release_date_precision": precision,
        "total_tracks": len(album.tracks),
    }
    if ctx.extended and not ctx.market:
        body["available_markets"] = MARKETS
    return body


def album_full(album, ctx):
    body = album_short(album, ctx)
    tracks = [track_short(track, ctx) for track in album.tracks]
    body |= {
        "copyrights": [{"text": f"{album.year} {album.artist.name}", "type": "C"}],
        "external_ids": {"upc": f"{digest('upc', album.id) % 10**12:012}"},
        "genres": [],
        "tracks": page(tracks, len(tracks), 50, 0, f"/v1/albums/{album.id}/tracks", {}, ctx),
    }
    if ctx.extended:
        body["label"] = "Standin Records"
        body["popularity"] = max((t.popularity for t in album.tracks), default=0)
    return body


def track_short(track, ctx):
    body = named("track", track.id, track.name, ctx)
    body |= {
        "artists": [artist_short(artist, ctx) for artist in track.artists],
        "disc_number": 1,
        "duration_ms": track.duration_ms,
        "explicit": False,
        "is_local": False,
        "preview_url": None,
        "track_number": track.number,
    }
    if ctx.market:
        body["is_playable"] = True
    elif ctx.extended:
        body["available_markets"] = MARKETS
    return body


def track_full(track, ctx, single=False):
    body = track_short(track, ctx)
    body["album"] = album_short(track.album, ctx)
    body["external_ids"] = {"isrc": track.isrc}
    if ctx.extended:
        body["popularity"] = track.popularity
    elif single:
        del body["preview_url"]  # null in a search, not there at all in /tracks/{id}
    return body


def page(items, total, limit, offset, path, query, ctx):
    """A paging object; href, next and previous echo the query."""

    def link(start):
        pairs = query | ({"locale": ctx.locale} if ctx.locale else {})
        pairs |= {"offset": start, "limit": limit}
        return f"{ctx.base}{path}?{urlencode(pairs, quote_via=quote)}"

    return {
        "href": link(offset),
        "items": items,
        "limit": limit,
        "next": link(offset + limit) if limit and offset + limit < total else None,
        "offset": offset,
        "previous": link(max(0, offset - limit)) if offset else None,
        "total": total,
    }


def vary(value, turn):
    """The same body with another order of keys: as it is, items last, or all reversed."""
    if turn % 3 == 0:
        return value
    if turn % 3 == 1:
        return items_last(value)
    return reverse(value)


def items_last(value):
    if not isinstance(value, dict):
        return value
    if "items" in value:
        return {k: v for k, v in value.items() if k != "items"} | {"items": value["items"]}
    return {k: items_last(v) for k, v in value.items()}


def reverse(value):
    if isinstance(value, dict):
        return {k: reverse(value[k]) for k in reversed(value)}
    if isinstance(value, list):
        return [reverse(v) for v in value]
    return value

"""Square pictures drawn from an id: a mirrored pattern in two colours on a background, as PNG."""

import colorsys
import functools
import struct
import zlib

from catalogue import digest

CELLS = 8  # across, a margin of one on each side included


@functools.lru_cache(512)
def png(ident, size):
    number = digest("picture", ident)
    grid = cells(number)
    rows = bytearray()
    for y in range(CELLS):
        top, bottom = y * size // CELLS, (y + 1) * size // CELLS
        line = bytearray()
        for x in range(CELLS):
            width = (x + 1) * size // CELLS - x * size // CELLS
            line += bytes([grid[y][x]]) * width
        rows += b"\x00" + line
        rows += (b"\x02" + bytes(size)) * (bottom - top - 1)  # filter 2: the same as above
    header = struct.pack(">IIBBBBB", size, size, 8, 3, 0, 0, 0)
    parts = [chunk(b"IHDR", header), chunk(b"PLTE", palette(number))]
    parts += [chunk(b"IDAT", zlib.compress(bytes(rows), 6)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def cells(number):
    """0 background, 1 and 2 the two colours; left and right are mirrored."""
    grid = [[0] * CELLS for _ in range(CELLS)]
    for y in range(1, CELLS - 1):
        for x in range(1, CELLS // 2):
            number, value = divmod(number, 4)
            grid[y][x] = grid[y][CELLS - 1 - x] = min(value, 2)
    return grid


def palette(number):
    hue = number % 360 / 360
    shades = [(hue, 0.30, 0.22), (hue, 0.65, 0.90), ((hue + 0.12) % 1, 0.45, 0.98)]
    return b"".join(bytes(int(c * 255) for c in colorsys.hsv_to_rgb(*shade)) for shade in shades)


def chunk(kind, data):
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

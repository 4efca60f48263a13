"""Strips PNG, GIF, WebP, AVIF and TIFF files down to the bytes that their pixels need."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from gan_core.pictures import tiff
from gan_core.pictures.bare import Bare, orientation_of

_NEEDED = {b"IHDR", b"PLTE", b"tRNS", b"IDAT"}
LARGEST_PROFILE = 8 << 20  # bytes


def png(data: bytes) -> Bare:
    """A PNG whose last chunk may be cut short: its pixels may be whole all the same."""
    kept, orientation, profile, moves, ended = [data[:8]], 1, None, False, False
    for name, body in _chunks(data, 8, ">"):
        if name == b"eXIf":
            orientation = orientation_of(body)
        elif name == b"iCCP":
            profile = _unpacked(body.partition(b"\0")[2][1:])
        elif name == b"acTL":
            moves = body[:4] > b"\0\0\0\1"
        elif name in _NEEDED:
            kept.append(_chunk(name, body))
        ended = ended or name == b"IEND"
        if ended:
            break
    return Bare("PNG", b"".join([*kept, _chunk(b"IEND", b"")]), orientation, profile, moves, ended=ended)


def webp(data: bytes) -> Bare:
    """A WebP as far as it says that it reaches (RFC 9649); Pillow tells its profile."""
    data = data[: 8 + int.from_bytes(data[4:8], "little")]
    orientation, moves = 1, False
    for name, body in _chunks(data, 12, "<"):
        if name == b"EXIF":
            orientation = orientation_of(body)
        moves = moves or name == b"ANIM"
    return Bare("WEBP", data, orientation, moves=moves)


def gif(data: bytes) -> Bare:
    """A GIF's first picture without what is said about it in words (GIF89a, sections 18 to 27)."""

    def table(flags: int) -> int:
        return 3 << (flags & 7) + 1 if flags & 0x80 else 0

    at = 13 + table(data[10])
    kept, control, moves = [data[:at]], b"", False
    while data[at : at + 1] in (b"\x21", b"\x2c"):
        start = at
        is_picture = data[at] == 0x2C
        at = _after_blocks(data, at + 11 + table(data[at + 9]) if is_picture else at + 2)
        if is_picture and len(kept) > 1:
            moves = True
            break
        if is_picture:
            kept += [control, data[start:at]]
        elif data[start + 1] == 0xF9:
            control = data[start:at]
    return Bare("GIF", b"".join([*kept, b";"]), moves=moves)


def avif(data: bytes) -> Bare:
    """An AVIF file in which nothing is called Exif: its own boxes say how it is turned, and Pillow then tells that."""
    for start, end, name in _boxes(data):
        if name == b"meta":
            return Bare("AVIF", data[:start] + data[start:end].replace(b"Exif", b"none") + data[end:])
    return Bare("AVIF", data)


def tif(data: bytes) -> Bare:
    """A TIFF file's first page."""
    first = tiff.directory(data)
    profile = first.bytes_of(tiff.PROFILE)
    return Bare("TIFF", first.without_the_rest(), first.value(tiff.ORIENTATION) or 1, profile)


def _chunks(data: bytes, at: int, order: str) -> Iterator[tuple[bytes, bytes]]:
    """(name, body) of a PNG's chunks, or in the other byte order of a RIFF file's."""
    png = order == ">"
    while at + 8 <= len(data):
        first, second = data[at : at + 4], data[at + 4 : at + 8]
        length = struct.unpack(order + "I", first if png else second)[0]
        yield (second if png else first), data[at + 8 : at + 8 + length]
        at += 8 + length + (4 if png else length % 2)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _unpacked(data: bytes) -> bytes | None:
    try:
        return zlib.decompressobj().decompress(data, LARGEST_PROFILE)
    except zlib.error:
        return None


def _after_blocks(data: bytes, at: int) -> int:
    """Where a row of a GIF's blocks ends; each begins with its length, the last one's is 0."""
    while at < len(data) and data[at]:
        at += data[at] + 1
    return at + 1


def _boxes(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(start, end, name) of the outermost boxes of an ISO base media file."""
    at = 0
    while at + 8 <= len(data):
        length = int.from_bytes(data[at : at + 4])
        length = int.from_bytes(data[at + 8 : at + 16]) if length == 1 else length or len(data) - at
        yield at, at + length, data[at + 4 : at + 8]
        at += max(length, 8)

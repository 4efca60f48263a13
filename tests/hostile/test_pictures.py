"""Small files that would cost a server gigabytes or hours: refused, or what costs that is never looked at."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zlib

import pytest
from PIL import Image

from gan_core.base.errors import GanError
from gan_core.photos.files import read_photo
from gan_core.pictures import tiff
from gan_core.pictures.decoding import Wanted, decode
from gan_core.pictures.jpeg import MOST_SCANS

ENTRIES, VALUE = 300, 1 << 20  # of a directory whose entries all point to the same bytes
BOUND = 32 << 20  # bytes


def picture(fmt: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise((64, 48), 90).convert("RGB").save(buffer, fmt, **options)
    return buffer.getvalue()


def exif(value: int = VALUE) -> bytes:
    """A directory of which Pillow makes `ENTRIES` times as much."""
    start = 8 + 2 + 12 * ENTRIES + 4
    entries = b"".join(struct.pack("<HHII", 0x9000 + i, 7, value, start) for i in range(ENTRIES))
    return b"II*\0" + struct.pack("<IH", 8, ENTRIES) + entries + bytes(4) + bytes(value)


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(name: bytes, data: bytes) -> bytes:
    plain = picture("PNG")
    return plain[:33] + chunk(name, data) + plain[33:]


def jpeg(junk: bytes = b"") -> bytes:
    """Pillow joins what several segments hold; `junk` lies between them."""
    plain, whole = picture("JPEG"), exif()
    pieces = [whole[at : at + 65_000] for at in range(0, len(whole), 65_000)]
    segments = [b"\xff\xe1" + struct.pack(">H", len(piece) + 8) + b"Exif\0\0" + piece for piece in pieces]
    return plain[:2] + junk.join(segments) + plain[20:]  # without the JFIF segment, which tells a resolution


def profile() -> bytes:
    """Nearly all that Pillow takes of a text."""
    whole = b"Exif\0\0" + exif(450_000)
    return b"Raw profile type exif\0\0" + zlib.compress(f"\nexif\n{len(whole)}\n{whole.hex()}".encode())


@pytest.mark.parametrize(
    "data",
    [png(b"eXIf", exif()), png(b"zTXt", profile()), picture("WEBP", exif=exif()), jpeg(), jpeg(b"\0\0"), jpeg(b"\xff")],
    ids=["PNG", "PNG's text", "WebP", "JPEG", "JPEG with junk", "JPEG with padding"],
)
def test_exif_that_points_a_thousand_times_to_the_same(data: bytes) -> None:
    assert len(data) < 3 << 20
    tracemalloc.start()
    try:
        assert decode(data, Wanted()).size == (64, 48)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < BOUND


def test_scans_without_an_end() -> None:
    plain = picture("JPEG", progressive=True)
    last = plain.rindex(b"\xff\xda")
    with pytest.raises(GanError) as fault:
        read_photo(plain[:-2] + MOST_SCANS * plain[last:-2] + plain[-2:])
    assert fault.value.code == "photo_cut_off"
    assert read_photo(plain).size == (64, 48)


def test_comments_without_an_end() -> None:
    plain = picture("GIF")
    first = plain.index(b"\x2c", 13 + 3 * 2 ** ((plain[10] & 7) + 1))
    assert read_photo(plain[:first] + 100_000 * b"\x21\xfe\x01a\0" + plain[first:]).size == (64, 48)


def test_values_without_an_end_in_a_tiff() -> None:
    """A directory whose entries all point to the same megabyte; of those that pixels hang on, the sum is asked."""
    plain = picture("TIFF")
    found = tiff.directory(plain)
    for tag, code in ((0x9000, None), (0x111, "photo_cut_off")):
        rows = [entry.raw for entry in found.entries] + ENTRIES * [struct.pack("<HHII", tag, 7, 9000, 0)]
        data = bytearray(plain + struct.pack("<H", len(rows)) + b"".join(rows) + bytes(4))
        data[4:8] = struct.pack("<I", len(plain))
        if code is None:
            assert read_photo(bytes(data)).size == (64, 48)
        else:
            with pytest.raises(GanError) as fault:
                read_photo(bytes(data))
            assert fault.value.code == code

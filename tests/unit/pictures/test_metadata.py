"""Of what a file says beside its pixels its orientation is heeded and nothing else, however odd the rest is."""

from __future__ import annotations

import io
import itertools
import struct

import numpy as np
import pytest
from PIL import Image, ImageOps

from gan_core.data import unpaired
from gan_core.pictures.bare import orientation_of
from gan_core.pictures.decoding import Wanted, decode
from gan_core.pictures.tiff import SIZES

ORIENTATION, EXIF, GPS = 0x0112, 0x8769, 0x8825
TAGS = (0x100, 0x10F, 0x11A, 0x11B, 0x128, 0x13B, 0x213, 0x4746, 0x9C9C, 0x9101)
EXIF_TAGS, GPS_TAGS = (0x829A, 0x9204, 0x9286, 0xA005, 0xA217), (0, 1, 2, 5, 6, 0x0D, 0x11)
COUNTS = (0, 1, 2, 3, 7, 1000, 0xFFFFFFFF)
Entry = tuple[int, int, int, bytes]  # tag, type, count, value


def encoded(fmt: str = "JPEG", **options: object) -> bytes:
    """40 x 16: white on the left, black on the right."""
    image, buffer = Image.new("RGB", (40, 16), "black"), io.BytesIO()
    image.paste("white", (0, 0, 20, 16))
    image.save(buffer, fmt, **options)
    return buffer.getvalue()


def directory(entries: list[Entry], start: int, order: str) -> bytes:
    at, rows, values = start + 2 + 12 * len(entries) + 4, b"", b""
    for tag, kind, count, value in sorted(entries):
        inline = len(value) <= 4
        rows += struct.pack(order + "HHI", tag, kind, count)
        rows += value.ljust(4, b"\0") if inline else struct.pack(order + "I", at + len(values))
        values += b"" if inline else value
    return struct.pack(order + "H", len(entries)) + rows + bytes(4) + values


def exif(odd: Entry, below: int | None = None, order: str = "<", turned: int = 6) -> bytes:
    """Exif that says how the camera was turned, with one odd entry beside it, or in the directory under `below`."""
    first = [(ORIENTATION, 3, 1, struct.pack(order + "H", turned))]
    if below is None:
        body = directory([*first, odd], 8, order)
    else:
        length = len(directory([*first, (below, 4, 1, bytes(4))], 8, order))
        pointer = (below, 4, 1, struct.pack(order + "I", 8 + length))
        body = directory([*first, pointer], 8, order) + directory([odd], 8 + length, order)
    return (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8) + body


def jpeg(tiff: bytes, prefix: bytes = b"Exif\0\0") -> bytes:
    plain, body = encoded(), prefix + tiff
    return plain[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + plain[2:]


def is_upright(image: np.ndarray) -> bool:
    """Is the left of the stored picture on top?"""
    return image.shape == (40, 16, 3) and image[:15].min() > 200 and image[25:].max() < 50


def odd_entries() -> list[tuple[Entry, int | None, str]]:
    places = [(tag, None) for tag in TAGS] + [(tag, EXIF) for tag in EXIF_TAGS] + [(tag, GPS) for tag in GPS_TAGS]
    kinds = [0, *range(1, 14), 129]
    return [
        ((tag, kind, count, b"\xff" * min(SIZES.get(kind, 4) * count, 40)), below, order)
        for (tag, below), kind, count, order in itertools.product(places, kinds, COUNTS, "<>")
    ]


def test_no_odd_value_decides_over_pixels() -> None:
    """Types by counts by tags by byte orders: 4,620 of them."""
    odd = odd_entries()
    wrong = [case for case in odd if not is_upright(np.asarray(decode(jpeg(exif(*case)), Wanted()).image))]
    assert (len(odd), wrong) == (4620, [])


def test_training_reads_what_visitors_bring() -> None:
    for case in odd_entries()[::97]:
        assert is_upright(unpaired.read(jpeg(exif(*case))))


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", 1),
        (b"Exif\0\0", 1),
        (b"II*\0\xff\xff\xff\xff", 1),
        (b"II*\0\x08\0\0\0\xff\xff", 1),
        (exif((0x13B, 2, 2, b"a\0"))[:24], 6),
        (b"Exif\0\0Exif\0\0" + exif((0x13B, 2, 2, b"a\0")), 6),
        (exif((0x13B, 2, 2, b"a\0"), turned=9), 1),
        (exif((0x13B, 2, 2, b"a\0"), order=">", turned=3), 3),
    ],
)
def test_an_orientation_is_found_or_the_picture_is_upright(data: bytes, told: int) -> None:
    assert orientation_of(data) == told


@pytest.mark.parametrize("turned", range(1, 9))
@pytest.mark.parametrize("fmt", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_every_format_is_turned_as_its_camera_was(fmt: str, turned: int) -> None:
    stored, buffer = Image.new("RGB", (24, 16), "black"), io.BytesIO()
    stored.paste("red", (0, 0, 12, 8))
    stored.paste("lime", (12, 0, 24, 8))
    stored.getexif()[ORIENTATION] = turned
    upright = np.asarray(ImageOps.exif_transpose(stored)).astype(int)
    stored.save(buffer, fmt, exif=Image.Exif.tobytes(stored.getexif()))
    found = np.asarray(decode(buffer.getvalue(), Wanted()).image).astype(int)
    assert found.shape == upright.shape and np.abs(found - upright).mean() < 25

"""What lies behind a picture or beside its pixels does not count, and an end without its mark is an end."""

from __future__ import annotations

import io
import struct
from typing import Any

import numpy as np
import pytest
from PIL import Image

from demo_ui.page import i18n
from gan_core.base.errors import GanError
from gan_core.pictures import limits
from gan_core.pictures.decoding import Wanted, decode

RNG = np.random.default_rng(0)
NOISE = Image.fromarray(RNG.integers(0, 256, (96, 128, 3), np.uint8))
SMOOTH = NOISE.resize((8, 6)).resize((128, 96), Image.Resampling.BICUBIC)
FILM = RNG.integers(0, 256, 3_000_000, np.uint8).tobytes()  # a coded film looks like this, marks of all kinds in it
FORMATS = ["JPEG", "PNG", "WEBP", "GIF", "AVIF", "BMP", "TIFF"]


def encoded(image: Image.Image, fmt: str = "JPEG", **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, fmt, **options)
    return buffer.getvalue()


def pixels(data: bytes, wanted: Wanted = Wanted()) -> np.ndarray:  # noqa: B008
    return np.asarray(decode(data, wanted).image).astype(int)


def test_every_format_that_is_promised_is_read() -> None:
    assert list(limits.FORMATS) == FORMATS
    for fmt in FORMATS:
        assert np.abs(pixels(encoded(SMOOTH, fmt)) - np.asarray(SMOOTH)).mean() < 10


@pytest.mark.parametrize("fmt", FORMATS)
def test_what_lies_behind_a_picture_does_not_count(fmt: str) -> None:
    plain = encoded(NOISE, fmt)
    film = struct.pack(">I", len(FILM) + 8) + b"mpvd" + FILM  # where phones put it in AVIF; the others mind nothing
    np.testing.assert_array_equal(pixels(plain + film), pixels(plain))


@pytest.mark.parametrize("progressive", [False, True])
def test_a_second_picture_and_its_table_do_not_count(progressive: bool) -> None:
    """Portraits and photographs of high dynamic range hold several; a table of them lies in the first one."""
    plain = encoded(NOISE, progressive=progressive)
    table = b"MPF\0MM\0*" + bytes(40)
    with_table = plain[:2] + b"\xff\xe2" + struct.pack(">H", len(table) + 2) + table + plain[2:]
    found = decode(with_table + encoded(SMOOTH) + FILM, Wanted())
    assert not found.moves
    np.testing.assert_array_equal(np.asarray(found.image), pixels(plain))


@pytest.mark.parametrize("image", [NOISE, SMOOTH, SMOOTH.convert("L"), SMOOTH.resize((33, 47))])
@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_blocks": 3}])
def test_a_jpeg_may_lack_the_mark_of_its_end_and_no_more(image: Image.Image, options: dict[str, Any]) -> None:
    plain = encoded(image, **options)
    np.testing.assert_array_equal(pixels(plain[:-2]), pixels(plain))
    np.testing.assert_array_equal(pixels(plain[:-1]), pixels(plain))
    for missing in (len(plain) // 2, len(plain) // 8, 40):
        with pytest.raises(GanError) as fault:
            decode(plain[:-missing], Wanted())
        assert fault.value.code == "photo_cut_off"


def test_a_png_may_lack_its_last_chunk_and_no_more() -> None:
    plain = encoded(NOISE, "PNG")
    for missing in (12, 16):  # the last chunk, and the checksum before it
        np.testing.assert_array_equal(pixels(plain[:-missing]), pixels(plain))
    with pytest.raises(GanError) as fault:
        decode(plain[: len(plain) // 2], Wanted())
    assert fault.value.code == "photo_cut_off"


def test_a_damaged_chunk_beside_the_pixels_does_not_count() -> None:
    plain = encoded(NOISE, "PNG")
    chunk = struct.pack(">I", 4) + b"tEXt" + b"a\0b\xff" + b"\0\0\0\0"  # its checksum is wrong
    np.testing.assert_array_equal(pixels(plain[:33] + chunk + plain[33:]), pixels(plain))


def jpeg_head(width: int, height: int, frame: int = 0xC0, components: int = 3, scanned: int = 3) -> bytes:
    rows = b"".join(bytes([i, 0x11, 0]) for i in range(1, components + 1))
    body = struct.pack(">BHHB", 8, height, width, components) + rows
    scan = bytes([scanned]) + b"".join(bytes([i, 0]) for i in range(1, scanned + 1)) + b"\0?\0"
    return (
        b"\xff\xd8\xff" + bytes([frame]) + struct.pack(">H", len(body) + 2) + body
        + b"\xff\xda" + struct.pack(">H", len(scan) + 2) + scan + b"\0\xff\xd9"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (jpeg_head(12_000, 9_000), "photo_cut_off"),  # within the limit: it goes on, and finds no pixels
        (jpeg_head(12_100, 10_000), "photo_too_large"),
        (jpeg_head(12_000, 9_000, frame=0xC2), "photo_too_large"),  # progressive
        (jpeg_head(12_000, 9_000, scanned=1), "photo_too_large"),  # baseline in several scans is held whole, too
        (jpeg_head(9_200, 6_900, frame=0xC2), "photo_cut_off"),
        (encoded(Image.new("1", (9_000, 9_000)), "PNG"), "photo_too_large"),
        (jpeg_head(1, 1), "photo_too_small"),
        (jpeg_head(1, 5000), "photo_too_small"),
    ],
)
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_sides_are_limited_by_what_has_to_be_held(data: bytes, code: str) -> None:
    with pytest.raises(GanError) as fault:
        decode(data, Wanted(long=64))
    assert fault.value.code == code
    if code == "photo_too_large":
        assert all(str(fault.value.details[name]) in str(fault.value) for name in ("millions", "whole", "megabytes"))


def test_the_limits_that_the_page_is_told_are_these() -> None:
    told = limits.for_page()
    assert (told["pixels"], told["whole"], told["bytes"]) == (120_000_000, 64_000_000, 64 << 20)
    assert told["accept"].split(",") == [f"image/{fmt.lower()}" for fmt in FORMATS if fmt not in limits.UNSEEN]


@pytest.mark.parametrize(("code", "taken"), [("photo_unreadable", ()), ("photo_unreadable_here", limits.UNSEEN)])
def test_the_sentences_name_what_is_taken_and_nothing_else(code: str, taken: tuple[str, ...]) -> None:
    names = [shown for name, (shown, _) in limits.FORMATS.items() if name not in taken]
    for lang in i18n.LANGUAGES:
        said = i18n.table(lang)[f"error.{code}"]
        assert [shown for shown, _ in limits.FORMATS.values() if shown in said] == names


def test_halves_keep_what_is_theirs() -> None:
    """No pixel of one side is mixed into the other, and both are of one size."""
    sheet = Image.new("RGB", (1202, 600), "red")
    sheet.paste("blue", (601, 0, 1202, 600))
    found = decode(encoded(sheet, "PNG"), Wanted(short=286, halves=True))
    left, right = np.split(np.asarray(found.image), 2, axis=1)
    assert found.size == (1202, 600) and left.shape == right.shape == (286, 286, 3)
    assert (left == (255, 0, 0)).all() and (right == (0, 0, 255)).all()

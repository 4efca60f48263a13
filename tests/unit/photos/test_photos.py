"""Visitors' files: what is decoded, what is refused and in which words, and the sizes that the networks take."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image, ImageFile

from gan_core.base.errors import GanError
from gan_core.photos.files import LARGEST, SEEN, padded, read_photo, resized, seen
from gan_core.pictures.decoding import Wanted, decode

RNG = np.random.default_rng(0)
RED = (200, 40, 40)


def picture(width: int = 40, height: int = 24) -> Image.Image:
    return Image.fromarray(RNG.integers(0, 256, (height, width, 3), np.uint8))


def encoded(image: Image.Image, fmt: str = "PNG", **options) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, fmt, **options)
    return buffer.getvalue()


def bomb(side: int) -> bytes:
    """A PNG file of a few hundred bytes whose header promises side x side black pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    body = zlib.compress(bytes(20_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


JPEG, PROGRESSIVE = encoded(picture(200, 150), "JPEG"), encoded(picture(200, 150), "JPEG", progressive=True)


@pytest.mark.parametrize(
    ("data", "code", "said"),
    [
        (b"", "photo_empty", "0 bytes"),
        (b"hello", "photo_unreadable", "JPEG, PNG, WebP"),
        (bytes(5000), "photo_unreadable", "no picture"),
        (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', "photo_format", "SVG"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200), "photo_heic", "HEIC"),
        (b"\0\0\0\x1cftypavif\0\0\0\0mif1avif" + bytes(200), "photo_cut_off", "AVIF file"),
        (JPEG[: len(JPEG) // 2], "photo_cut_off", "JPEG file is cut off"),
        (PROGRESSIVE[: len(PROGRESSIVE) // 2], "photo_cut_off", "JPEG file is cut off"),
        (JPEG[:40], "photo_cut_off", "JPEG file is cut off"),
        (encoded(picture(90, 90))[:5000], "photo_cut_off", "PNG file is cut off"),
        (encoded(picture(90, 90), "WEBP", lossless=True)[:5000], "photo_cut_off", "WebP file is cut off"),
        (encoded(picture(90, 90), "GIF")[:2000], "photo_cut_off", "GIF file is cut off"),
        (encoded(picture(), "PPM"), "photo_unreadable", "JPEG, PNG, WebP"),
        (encoded(picture(7, 90)), "photo_too_small", "7 x 90"),
    ],
)
def test_what_cannot_be_read_is_explained(data, code, said):
    with pytest.raises(GanError, match=said) as fault:
        read_photo(data)
    assert fault.value.code == code


@pytest.mark.parametrize("side", [50_000, 12_000, 8_100])
def test_a_bomb_is_refused_by_its_header(side, monkeypatch):
    data = bomb(side)
    assert len(data) < 20_500
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", None)  # as in the process of its own: our limits hold
    monkeypatch.setattr(ImageFile.ImageFile, "load", None)  # whoever goes on to decode falls over
    with pytest.raises(GanError, match="64 million") as fault:
        decode(data, Wanted())
    assert fault.value.code == "photo_too_large"


def grey16() -> Image.Image:
    return Image.fromarray(np.full((16, 16), 200 << 8, np.uint16))


@pytest.mark.parametrize(
    ("data", "colour"),
    [
        (encoded(Image.new("RGB", (16, 16), RED), "JPEG"), RED),
        (encoded(Image.new("RGB", (16, 16), RED), "WEBP", lossless=True), RED),
        (encoded(Image.new("RGB", (16, 16), RED).convert("CMYK"), "JPEG"), RED),
        (encoded(Image.new("RGB", (16, 16), RED), "GIF"), RED),
        (encoded(Image.new("RGB", (16, 16), RED), "AVIF"), RED),
        (encoded(Image.new("RGB", (16, 16), RED), "BMP"), RED),
        (encoded(Image.new("RGB", (16, 16), RED), "TIFF", compression="tiff_lzw"), RED),
        (encoded(Image.new("RGB", (16, 16), RED).convert("CMYK"), "TIFF"), RED),
        (encoded(grey16(), "TIFF"), (200, 200, 200)),
        (encoded(grey16(), "PNG", transparency=200 << 8), (255, 255, 255)),
        (encoded(grey16(), "PNG", transparency=100), (200, 200, 200)),
        (encoded(grey16()), (200, 200, 200)),
        (encoded(Image.new("L", (16, 16), 77)), (77, 77, 77)),
        (encoded(Image.new("1", (16, 16), 1)), (255, 255, 255)),
        (encoded(Image.new("LA", (16, 16), (0, 0))), (255, 255, 255)),
        (encoded(Image.new("RGBA", (16, 16), (*RED, 0))), (255, 255, 255)),
        (encoded(Image.new("P", (16, 16)), transparency=0), (255, 255, 255)),
        (encoded(Image.new("P", (16, 16)), transparency=b"\x80"), (127, 127, 127)),
    ],
)
def test_every_kind_of_picture_becomes_rgb_on_white(data, colour):
    photo = read_photo(data)
    assert (photo.image.shape, photo.image.dtype, photo.notes) == ((16, 16, 3), np.uint8, ())
    np.testing.assert_allclose(photo.image.reshape(-1, 3).mean(0), colour, atol=4)


@pytest.mark.parametrize("fmt", ["GIF", "PNG", "WEBP"])
def test_of_a_film_the_first_frame_is_taken_and_that_is_noted(fmt):
    frames = [Image.new("RGB", (16, 16), RED), Image.new("RGB", (16, 16), "blue")]
    photo = read_photo(encoded(frames[0], fmt, save_all=True, append_images=frames[1:]))
    assert photo.notes == ("first_frame",)
    np.testing.assert_allclose(photo.image.reshape(-1, 3).mean(0), RED, atol=6)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P"])
def test_photographs_come_upright(mode):
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: rotate by 90 degrees clockwise
    image = Image.new("RGB", (40, 16), "black")
    image.paste("white", (0, 0, 20, 16))
    photo = read_photo(encoded(image.convert(mode), "PNG", exif=exif))
    assert photo.image.shape == (40, 16, 3)
    assert photo.image[:15].min() > 200 and photo.image[25:].max() < 50  # its left is now on top


@pytest.mark.parametrize(("size", "shape"), [((3000, 2000), (683, 1024)), ((1500, 1100), (751, 1024))])
def test_large_photographs_are_scaled_and_that_is_noted(size, shape):
    photo = read_photo(encoded(Image.new("L", size)))
    assert photo.size == size and photo.notes == ("scaled",)
    assert max(photo.image.shape) == LARGEST
    np.testing.assert_allclose(photo.image.shape[:2], shape, atol=1)


def test_a_file_on_disk_is_read_and_a_missing_one_explained(tmp_path):
    (tmp_path / "a.png").write_bytes(encoded(picture()))
    assert read_photo(tmp_path / "a.png").image.shape == (24, 40, 3)
    for path in (tmp_path / "none.png", tmp_path):
        with pytest.raises(GanError) as fault:
            read_photo(path)
        assert fault.value.code == "photo_unreadable"


@pytest.mark.parametrize("shape", [(8, 8), (100, 37), (513, 512), (1024, 683), (1, 1024)])
def test_what_the_networks_see_fits_them_and_comes_back(shape):
    image = RNG.integers(0, 256, (*shape, 3), np.uint8)
    small = seen(image)
    assert max(small.shape[:2]) <= SEEN
    assert (small is image) == (max(shape) <= SEEN)
    grown = padded(small)
    assert all(side % 4 == 0 and side >= 16 for side in grown.shape[:2])
    np.testing.assert_array_equal(grown[: small.shape[0], : small.shape[1]], small)
    assert resized(small, shape).shape == image.shape


def test_edges_are_mirrored_not_barred():
    ramp = np.arange(18, dtype=np.uint8)[None, :, None].repeat(16, 0).repeat(3, 2)
    np.testing.assert_array_equal(padded(ramp)[0, 16:, 0], [16, 17, 16, 15])

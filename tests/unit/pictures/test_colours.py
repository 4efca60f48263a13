"""Colours come as sRGB, by whatever profile a file explains them."""

from __future__ import annotations

import io
import struct

import numpy as np
import pytest
from PIL import Image, ImageCms

from gan_core.pictures.decoding import Wanted, decode

SPACES = {  # x and y of red, green, blue and white, and the exponent
    "display-p3": ((0.68, 0.32), (0.265, 0.69), (0.15, 0.06), (0.3127, 0.329), 2.2),
    "adobe-rgb": ((0.64, 0.33), (0.21, 0.71), (0.15, 0.06), (0.3127, 0.329), 2.19921875),
    "prophoto": ((0.7347, 0.2653), (0.1596, 0.8404), (0.0366, 0.0001), (0.3457, 0.3585), 1.8),
    "swapped": ((0.30, 0.60), (0.64, 0.33), (0.15, 0.06), (0.3127, 0.329), 2.2),
}
BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
D50 = np.array([0.96422, 1, 0.82521])
SCENE = Image.fromarray(
    np.stack(np.meshgrid(np.linspace(100, 180, 64), np.linspace(100, 180, 48)), -1).astype(np.uint8)[..., [0, 1, 0]]
)


def number(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def profile(name: str) -> bytes:
    """A profile of three primaries and an exponent (ICC.1:2001-04)."""
    *corners, gamma = SPACES[name]
    red, green, blue, white = (np.array([x / y, 1, (1 - x - y) / y]) for x, y in corners)
    m = np.stack([red, green, blue], 1)
    m = m * np.linalg.solve(m, white)
    m = np.linalg.inv(BRADFORD) @ np.diag((BRADFORD @ D50) / (BRADFORD @ white)) @ BRADFORD @ m

    def xyz(values: np.ndarray) -> bytes:
        return b"XYZ \0\0\0\0" + b"".join(map(number, values))

    words = name.encode() + b"\0"
    told = b"desc\0\0\0\0" + struct.pack(">I", len(words)) + words + bytes(78)
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256)) + bytes(2)
    tags = {b"desc": told + bytes(-len(told) % 4), b"wtpt": xyz(D50), b"cprt": b"text\0\0\0\0none\0\0\0\0"}
    for i, letter in enumerate("rgb"):
        tags |= {f"{letter}XYZ".encode(): xyz(m[:, i]), f"{letter}TRC".encode(): curve}
    table, data = b"", b""
    for tag, value in tags.items():
        table += tag + struct.pack(">II", 132 + 12 * len(tags) + len(data), len(value))
        data += value
    head = struct.pack(">I4sI", 132 + 12 * len(tags) + len(data), bytes(4), 0x02100000) + b"mntrRGB XYZ "
    head += bytes(12) + b"acsp" + bytes(28) + b"".join(map(number, D50)) + bytes(48)
    return head + struct.pack(">I", len(tags)) + table + data


def encoded(image: Image.Image, fmt: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, fmt, **options)
    return buffer.getvalue()


def pixels(data: bytes) -> np.ndarray:
    return np.asarray(decode(data, Wanted()).image).astype(int)


FORMATS = [
    ("PNG", {}),
    ("JPEG", {"quality": 100, "subsampling": 0}),
    ("WEBP", {"lossless": True}),
    ("AVIF", {"quality": 100, "subsampling": "4:4:4"}),
    ("TIFF", {}),
]


@pytest.mark.parametrize("space", SPACES)
@pytest.mark.parametrize(("fmt", "options"), FORMATS, ids=lambda value: value if isinstance(value, str) else "")
def test_whatever_the_primaries_the_picture_looks_the_same(space: str, fmt: str, options: dict[str, object]) -> None:
    told = profile(space)
    there = ImageCms.profileToProfile(
        SCENE, ImageCms.createProfile("sRGB"), io.BytesIO(told), ImageCms.Intent.RELATIVE_COLORIMETRIC
    )
    assert there is not None
    found = np.abs(pixels(encoded(there, fmt, icc_profile=told, **options)) - np.asarray(SCENE))
    del there.info["icc_profile"]
    untold = np.abs(pixels(encoded(there, fmt, **options)) - np.asarray(SCENE))
    most = 2 if fmt in ("PNG", "WEBP", "TIFF") else 8  # a coder that loses something loses it in another space
    assert found.max() <= most and found.mean() < 1.5 < untold.mean()


@pytest.mark.parametrize("told", [b"", b"no profile", bytes(3000), profile("display-p3")[:300]])
@pytest.mark.parametrize("fmt", ["PNG", "JPEG", "WEBP", "TIFF"])
def test_a_broken_profile_is_no_profile(fmt: str, told: bytes) -> None:
    np.testing.assert_array_equal(pixels(encoded(SCENE, fmt, icc_profile=told)), pixels(encoded(SCENE, fmt)))


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_a_profile_of_other_colours_is_no_profile(mode: str) -> None:
    image = SCENE.convert(mode)
    told = encoded(image, "JPEG", icc_profile=profile("swapped"))
    np.testing.assert_array_equal(pixels(told), pixels(encoded(image, "JPEG")))


@pytest.mark.parametrize("mode", ["RGBA", "P"])
def test_transparency_and_palettes_keep_their_colours(mode: str) -> None:
    told = profile("swapped")
    image = SCENE.quantize(200) if mode == "P" else SCENE.copy()
    if mode == "RGBA":
        image.putalpha(Image.linear_gradient("L").resize(SCENE.size))
    found, plain = pixels(encoded(image, "PNG", icc_profile=told)), pixels(encoded(SCENE, "PNG", icc_profile=told))
    if mode == "P":
        assert np.abs(found - plain).mean() < 6
    else:
        alpha = np.asarray(image)[..., 3:] / 255
        np.testing.assert_allclose(found, plain * alpha + 255 * (1 - alpha), atol=2)

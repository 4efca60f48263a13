"""Visitors' photographs: decoded safely, upright, in RGB, and brought to the sizes that the networks take."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageOps

from gan_core.base.errors import GanError
from gan_core.base.files import read_file
from gan_core.base.images import open_picture
from gan_core.photos.structure import check_structure, drop_large_exif
from gan_core.pictures import limits
from gan_core.pictures.limits import MOST_BYTES

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
LARGEST = 1024  # long side of what is kept of a photograph
SEEN = 512  # long side of what the networks see
STRIDE, LEAST_SEEN = 4, 16  # the networks take sides that are multiples of 4, from 16

_SIGNATURES = {b"\xff\xd8\xff": "JPEG", b"\x89PNG": "PNG", b"GIF8": "GIF", b"RIFF": "WebP"}
_OTHERS = {b"avif": "AVIF", b"heic": "HEIC", b"heix": "HEIC", b"hevc": "HEIC", b"mif1": "HEIC", b"msf1": "HEIC"}
_decoding = threading.Lock()  # one at a time, so that memory is bounded however many visitors there are


class Photo(NamedTuple):
    """A photograph as it is shown: uint8 (h, w, 3), upright, at most `LARGEST` on the long side, no metadata.

    `size` is (width, height) of the file before scaling. `notes` says what was done to it, in this order:
    "first_frame" (it moves; only its first frame was taken), "scaled" (it was larger than `LARGEST`).
    """

    image: np.ndarray
    size: tuple[int, int]
    notes: tuple[str, ...]


def read_photo(source: Path | bytes) -> Photo:
    """Decode a JPEG, PNG, WebP or GIF file of any colour mode; 16 bits become 8, transparency becomes white.

    Its size is read from the header and limited before a pixel is decoded.

    Raises:
        GanError: 'photo_empty' (0 bytes), 'photo_format' (SVG, HEIC, AVIF), 'photo_unreadable' (no image, or
            no file), 'photo_cut_off' (begins well, then breaks off or is damaged), 'photo_too_large',
            'photo_too_small'.
    """
    data = source if isinstance(source, bytes) else _file(source)
    if not data:
        raise GanError("photo_empty")
    if len(data) > MOST_BYTES:
        raise limits.too_large()
    with _explained(data):
        check_structure(data)
    with _decoding, _explained(data), open_picture(data, FORMATS, check_size) as image:
        size = image.size
        moves = image.format != "MPO" and getattr(image, "is_animated", False)  # MPO: a JPEG with a thumbnail
        scale = min(1.0, LARGEST / max(size))
        found = np.asarray(upright(image, scale))
    notes = [note for note, holds in (("first_frame", moves), ("scaled", scale < 1)) if holds]
    return Photo(found, size, tuple(notes))


def check_size(size: tuple[int, int]) -> None:
    """Raises GanError('photo_too_large' or 'photo_too_small') on a width and height that are not worked on."""
    limits.check_size(*size, whole=True)


def upright(image: Image.Image, scale: float) -> Image.Image:
    """An opened image as 8-bit RGB on white, scaled by `scale` <= 1, turned as its EXIF orientation says."""
    width, height = (max(1, round(side * scale)) for side in image.size)
    if image.mode.startswith("I"):  # 16 bits
        image = Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    elif image.has_transparency_data:
        image = image.convert("RGBA")
    elif image.mode not in ("L", "RGB", "CMYK"):
        image = image.convert("RGB")  # a palette cannot be scaled
    image.thumbnail((width, height), Image.Resampling.BICUBIC)
    drop_large_exif(image)
    image = ImageOps.exif_transpose(image)
    if image.mode == "RGBA":
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return image.convert("RGB")


def seen(image: np.ndarray, longest: int = SEEN) -> np.ndarray:
    """What the networks see of uint8 (h, w, 3): the same, at most `longest` on the long side."""
    scale = longest / max(image.shape[:2])
    return image if scale >= 1 else resized(image, tuple(max(1, round(side * scale)) for side in image.shape[:2]))


def padded(image: np.ndarray, stride: int = STRIDE, least: int = LEAST_SEEN) -> np.ndarray:
    """(h, w, 3) with its right and lower edge mirrored until both sides are multiples of `stride`, from `least`.

    Constant bars would disturb the statistics of instance norm. `result[:h, :w]` is the image again.
    """
    grown = [max(-(-side // stride) * stride, least) for side in image.shape[:2]]
    edges = [(0, to - side) for to, side in zip(grown, image.shape[:2], strict=True)]
    return np.pad(image, (*edges, (0, 0)), mode="reflect")


def resized(image: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """uint8 (h, w, 3) at another (h, w), such as a translation brought back to its photograph's size."""
    height, width = shape[:2]
    if image.shape[:2] == (height, width):
        return image
    return np.asarray(Image.fromarray(image).resize((width, height), Image.Resampling.LANCZOS))


def _file(path: Path) -> bytes:
    try:
        return read_file(path, MOST_BYTES)
    except ValueError as error:
        if path.is_file():
            raise limits.too_large() from error
        raise GanError("photo_unreadable") from error
    except OSError as error:
        raise GanError("photo_unreadable") from error


@contextmanager
def _explained(data: bytes) -> Iterator[None]:
    """Whatever Pillow may throw at a strange file, in words."""
    try:
        yield
    except GanError:
        raise
    except Image.DecompressionBombError:
        raise limits.too_large() from None
    except Exception as fault:
        begins = next((name for mark, name in _SIGNATURES.items() if data.startswith(mark)), None)
        if begins:
            raise GanError("photo_cut_off", format=begins) from fault
        other = _OTHERS.get(data[8:12]) if data[4:8] == b"ftyp" else None
        if other == "HEIC":
            raise GanError("photo_heic") from fault
        if other or b"<svg" in data[:2048].lower():
            raise GanError("photo_format", format=other or "SVG") from fault
        raise GanError("photo_unreadable") from fault

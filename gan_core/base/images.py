"""Images as numpy arrays, and their encodings: PNG bytes, data URLs."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import BinaryIO

import numpy as np
from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo

from gan_core import __version__


def to_uint8(x: np.ndarray) -> np.ndarray:
    """Network range to picture range: float in [-1, 1] -> uint8 in 0..255, same shape; clips beyond.

    Raises:
        ValueError: a value is NaN or infinite.
    """
    x = np.asarray(x, np.float32)
    if not np.isfinite(x).all():
        raise ValueError("a picture must not hold NaN or infinite values")
    return np.rint(np.clip(x, -1.0, 1.0) * 127.5 + 127.5).astype(np.uint8)


def to_float(images: np.ndarray) -> np.ndarray:
    """Picture range to network range: uint8 -> float32 in [-1, 1], same shape. `to_uint8` undoes it."""
    return images.astype(np.float32) / np.float32(127.5) - np.float32(1.0)


def grid(images: np.ndarray, columns: int, gap: int = 0) -> np.ndarray:
    """Tiles in reading order, `gap` black pixels between them; the last row is filled up with black.

    Args:
        images: uint8 (n, h, w) or (n, h, w, c), n >= 1.

    Returns:
        uint8 (rows * (h + gap) - gap, columns * (w + gap) - gap[, c])
    """
    n, h, w, *channels = images.shape
    rows = -(-n // columns)
    sheet = np.zeros((rows * columns, h + gap, w + gap, *channels), np.uint8)
    sheet[:n, :h, :w] = images
    sheet = sheet.reshape(rows, columns, h + gap, w + gap, *channels).swapaxes(1, 2)
    sheet = sheet.reshape(rows * (h + gap), columns * (w + gap), *channels)
    return sheet[: sheet.shape[0] - gap, : sheet.shape[1] - gap]


@contextmanager
def open_picture(
    data: bytes | BinaryIO, formats: Sequence[str], check: Callable[[tuple[int, int]], None]
) -> Iterator[Image.Image]:
    """A picture whose bytes are anybody's, not decoded yet.

    Args:
        formats: Pillow's names of those that are tried, and no others: some start other programs, such as EPS.
        check: sees (width, height) before a pixel is decoded, and raises on what is too large.

    Raises:
        OSError, ...: what Pillow raises, here or while it is decoded, on what it cannot read.
    """
    source = io.BytesIO(data) if isinstance(data, bytes) else data
    with Image.open(source, formats=list(formats)) as image:
        check(image.size)
        yield image


def png_bytes(array: np.ndarray, text: Mapping[str, str] | None = None) -> bytes:
    """A PNG file of uint8 (h, w), (h, w, 1), (h, w, 3) or (h, w, 4: transparency), with `text` as its metadata."""
    info = PngInfo()
    for key, value in (text or {}).items():
        info.add_itxt(key, value)
    return _encoded(array, "PNG", pnginfo=info)


ENDINGS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}  # what a picture may be saved as


def picture_bytes(array: np.ndarray, suffix: str, text: Mapping[str, str]) -> bytes:
    """A picture file, of the kind that its ending (a key of `ENDINGS`) says, with `text` as its metadata.

    PNG loses nothing; JPEG and WebP are of a quality that the eye does not tell from it.

    Args:
        text: 'Description' and 'Software', which all three kinds keep.
    """
    kind = ENDINGS[suffix.lower()]
    if kind == "PNG":
        return png_bytes(array, text)
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription], exif[ExifTags.Base.Software] = text["Description"], text["Software"]
    options = {"quality": 95, "subsampling": 0} if kind == "JPEG" else {"quality": 95}
    return _encoded(array, kind, exif=exif, **options)


def data_url(array: np.ndarray, fmt: str = "PNG") -> str:
    """`array` (as in `png_bytes`) as a URL that a browser shows without a further request.

    Args:
        fmt: "PNG" or "WEBP", which lose nothing, or "JPEG" for photographs.
    """
    options = {"PNG": {"compress_level": 1}, "WEBP": {"lossless": True}, "JPEG": {"quality": 90, "subsampling": 0}}[fmt]
    return picture_url(_encoded(array, fmt, **options), fmt)


def picture_url(data: bytes, fmt: str) -> str:
    """An encoded picture as a URL; `fmt` as in "png"."""
    return f"data:image/{fmt.lower()};base64,{base64.b64encode(data).decode('ascii')}"


def _encoded(array: np.ndarray, fmt: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(array[..., 0] if array.shape[2:] == (1,) else array).save(buffer, fmt, **options)
    return buffer.getvalue()


def mark_made_by_model(model: str, **facts: object) -> dict[str, str]:
    """Metadata for a saved picture which says that no person drew it.

    Args:
        model: the checkpoint that made it, such as "best".
        facts: what it takes to make it again, such as seed=7.
    """
    how = "".join(f", {name} {value}" for name, value in facts.items())
    made = f"Made by a model: a generative adversarial network ({model}{how})."
    return {
        "Software": f"GAN Theatre {__version__}",
        "Description": f"{made} No person drew it, no camera took it.",
    }

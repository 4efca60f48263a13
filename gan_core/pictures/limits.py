"""The upload limit and every other limit on images from outside: formats, bytes, pixels. One place for page and API.

A baseline JPEG is brought down while it is decoded, row by row. All else has to be held whole, a progressive JPEG in
coefficients; so there is a lower limit for that.
"""

from __future__ import annotations

from typing import Any

from gan_core.base.errors import GanError

# By Pillow's names, with those that people know and that a browser's file dialogue asks by.
FORMATS = {
    "JPEG": ("JPEG", "image/jpeg"),
    "PNG": ("PNG", "image/png"),
    "WEBP": ("WebP", "image/webp"),
    "GIF": ("GIF", "image/gif"),
    "AVIF": ("AVIF", "image/avif"),
    "BMP": ("BMP", "image/bmp"),
    "TIFF": ("TIFF", "image/tiff"),
}
UNSEEN = ("TIFF",)  # hardly any browser shows it, so the page, which hands on what its browser reads, does not offer it
MOST_BYTES = 64 * 2**20
BODY, LARGE_BODY = 12 * 2**20, 96 * 2**20  # bytes of a request; and of one that is let in alone
PICTURE_BODY = MOST_BYTES + 2**20  # of a form with a picture
MOST_HELD = 512.0  # megabytes of all that visitors sent, on the disk and in memory, unless the operator says another
MOST_PIXELS = 120_000_000  # of a baseline JPEG
MOST_WHOLE = 64_000_000  # pixels of a progressive JPEG, and of every other format
LEAST_SIDE = 8  # pixels
DRAWING_SIDES, DRAWING_URL = (16, 1024), 400_000  # of what is drawn in the page: pixels; characters


def check_size(size: tuple[int, int], whole: bool = True) -> None:
    """Raises GanError('photo_too_large' or 'photo_too_small') on a width and height that are not worked on.

    Args:
        whole: the picture has to be held whole: it is no baseline JPEG.
    """
    width, height = size
    if width * height > (MOST_WHOLE if whole else MOST_PIXELS):
        raise too_large()
    if min(width, height) < LEAST_SIDE:
        raise GanError("photo_too_small", width=width, height=height, least=LEAST_SIDE)


def too_large() -> GanError:
    """The one sentence about all limits."""
    return GanError(
        "photo_too_large",
        millions=MOST_PIXELS // 1_000_000,
        whole=MOST_WHOLE // 1_000_000,
        megabytes=MOST_BYTES >> 20,
    )


def for_page() -> dict[str, Any]:
    """The same for scripts: "accept" (what a file dialogue offers), "bytes", "pixels", "whole" and "side"."""
    return {
        "accept": ",".join(kind for name, kind in FORMATS.values() if name not in UNSEEN),
        "bytes": MOST_BYTES,
        "pixels": MOST_PIXELS,
        "whole": MOST_WHOLE,
        "side": LEAST_SIDE,
    }

"""What Pillow would spend hours or many gigabytes on, found in a file's own marks before Pillow sees it.

Pillow copies every value that an Exif directory points to, and thousands of entries may point to the same megabytes; it
joins a GIF's comments one by one, and decodes each scan of a progressive JPEG over the whole picture.
"""

from __future__ import annotations

from PIL import Image
from PIL.JpegImagePlugin import MARKER

LARGEST_EXIF = 1 << 16  # bytes: what one segment of a JPEG can hold, which is all that the standard allows
MOST_SCANS = 100  # of a JPEG; encoders write about ten
MOST_COMMENTS = 1000  # of a GIF, and what looks like one in its pixels: one in 65,536 bytes does
_EXIF, _APP1, _SCAN, _STUFFED = b"Exif\0\0", 0xFFE1, 0xFFDA, 0xFF00


def check_structure(data: bytes) -> None:
    """Raises ValueError on a JPEG or GIF that would take far more memory or time than its pixels do."""
    if data.startswith(b"GIF8") and data.count(b"\x21\xfe") > MOST_COMMENTS:
        raise ValueError("more comments than any program writes")
    if data.startswith(b"\xff\xd8"):
        if data.count(b"\xff\xda") > MOST_SCANS:
            raise ValueError("more scans than any program writes")
        if _exif_bytes(data) > LARGEST_EXIF:
            raise ValueError("more Exif than a segment can hold")


def drop_large_exif(image: Image.Image) -> None:
    """Forget the Exif of an opened PNG or WebP that is larger than any camera's, before it is taken apart."""
    for name in ("exif", "Raw profile type exif"):
        if len(image.info.get(name) or b"") > LARGEST_EXIF:
            del image.info[name]


def _exif_bytes(data: bytes) -> int:
    """The bytes of all Exif segments before a JPEG's first scan, which Pillow joins; read as Pillow reads them."""
    found, at = 0, 2
    while (at := data.find(b"\xff", at)) != -1 and at + 4 <= len(data):
        mark = int.from_bytes(data[at : at + 2])
        if mark == 0xFFFF:  # padding
            at += 1
        elif mark == _STUFFED or mark in MARKER and MARKER[mark][2] is None:  # no segment
            at += 2
        elif mark == _SCAN or mark not in MARKER:  # the pixels, or what Pillow refuses
            break
        else:
            length = int.from_bytes(data[at + 2 : at + 4])
            found += length if mark == _APP1 and data.startswith(_EXIF, at + 4) else 0
            at += 2 + length
    return found

"""Decodes untrusted image bytes to pixels: upright, in sRGB, downscaled. Pillow alone: no numpy.

gan_core.pictures.process runs this in a process of its own.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from typing import NamedTuple

from PIL import (  # isort: skip
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from gan_core.base.errors import GanError
from gan_core.pictures import containers, jpeg, limits
from gan_core.pictures.bare import Bare, orientation_of
from gan_core.pictures.colours import to_srgb
from gan_core.pictures.paper import paper_for

_PLUGINS = (  # opening a picture imports nothing any more: a process that decodes may open no file by then
    *(AvifImagePlugin, BmpImagePlugin, GifImagePlugin, JpegImagePlugin),
    *(PngImagePlugin, TiffImagePlugin, WebPImagePlugin),
)
_FORMATS: dict[bytes, tuple[str, Callable[[bytes], Bare]]] = {
    b"\xff\xd8\xff": ("JPEG", jpeg.bare),
    b"\x89PNG": ("PNG", containers.png),
    b"GIF8": ("GIF", containers.gif),
    b"RIFF": ("WebP", containers.webp),
    b"BM": ("BMP", lambda data: Bare("BMP", data)),
    **dict.fromkeys((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"), ("TIFF", containers.tif)),
}
_HEIC = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}
_AVIF = {b"avif", b"avis"}
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ON_THEIR_SIDE = (5, 6, 7, 8)
_GAP = 2  # a picture is brought down cheaply to twice what is wanted, and with care from there
# Bits that no picture needs which is whole; one that breaks off where it was to begin anew waits for a mark first.
_ANEW = b"".join(b"\x55" * 64 + bytes([0xFF, 0xD0 + i]) for i in range(8))
_TAILS = (jpeg.END, b"\x55" * 4096 + jpeg.END, 2 * _ANEW + b"\x55" * 64 + jpeg.END)


def calm() -> None:
    """What a process of its own can do without: warnings of Pillow's, and threads, which take addresses."""
    Image.MAX_IMAGE_PIXELS = None  # our own limits hold
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    warnings.simplefilter("ignore")
    Image.preinit()


class Wanted(NamedTuple):
    """How a picture is wanted: its `long` or `short` side at most so many pixels, or as it is; `halves`: its left and
    its right half are pictures of their own, and laid side by side again. Only one of this `format` (Pillow's name)
    and of `exact` this width and height, where they are named."""

    long: int | None = None
    short: int | None = None
    halves: bool = False
    format: str | None = None
    exact: tuple[int, int] | None = None

    def scale(self, width: int, height: int) -> float:
        """What the sides are multiplied by, at most 1."""
        wanted = ((self.long, max(width, height)), (self.short, min(width, height)))
        return min([1.0, *(most / side for most, side in wanted if most)])


class Decoded(NamedTuple):
    """RGB pixels; the file's width and height, upright, before it was scaled; is it the first of several pictures?"""

    image: Image.Image
    size: tuple[int, int]
    moves: bool


def decode(data: bytes, wanted: Wanted, told: Callable[[tuple[int, int]], object] = lambda size: None) -> Decoded:
    """Decode a file of one of `limits.FORMATS`; its size is read from its head and limited before a pixel is decoded.

    Args:
        told: called with that size, (width, height).

    Raises:
        GanError: as `gan_core.photos.files.read_photo`, except those of the sandbox process.
        MemoryError: it needs more memory than there is.
    """
    if not data:
        raise GanError("photo_empty")
    if len(data) > limits.MOST_BYTES:
        raise limits.too_large()
    try:
        return _decoded(_bare(data), wanted, told)
    except (GanError, MemoryError):
        raise
    except Exception as fault:  # Pillow tells a broken file in many ways
        raise _explained(data) from fault


def _bare(data: bytes) -> Bare:
    known = _known(data)
    if known is None:
        raise ValueError("no known format")
    return known[1](data)


def _known(data: bytes) -> tuple[str, Callable[[bytes], Bare]] | None:
    """A format's name and what finds its own bytes, by the first bytes of a file."""
    if data[4:8] == b"ftyp":
        return ("AVIF", containers.avif) if _AVIF & _brands(data) else None
    return next((known for mark, known in _FORMATS.items() if data.startswith(mark)), None)


def _decoded(bare: Bare, wanted: Wanted, told: Callable[[tuple[int, int]], object]) -> Decoded:
    with Image.open(io.BytesIO(bare.data), formats=[bare.format]) as image:
        size = image.size
        limits.check_size(size, bare.whole)
        if wanted.exact not in (None, size) or wanted.format not in (None, bare.format):
            raise ValueError("it is not what it should be")
        told(size)
        if not bare.ended and bare.format == "JPEG" and _is_cut_off(bare.data):
            raise ValueError("it breaks off")
        moves = bare.moves or (bare.format == "AVIF" and getattr(image, "is_animated", False))
        profile = bare.profile or image.info.get("icc_profile")
        turned = bare.orientation
        if bare.format == "AVIF":
            turned = orientation_of(image.info.get("exif", b""))
        turn = _TURNS.get(turned)
        found = _halves(image, wanted, turn) if wanted.halves else _turned(_smaller(image, wanted.scale(*size)), turn)
        found.load()
    upright = (size[1], size[0]) if turned in _ON_THEIR_SIDE else size
    return Decoded(_on_paper(found, profile), upright, moves)


def _turned(image: Image.Image, turn: Image.Transpose | None) -> Image.Image:
    return image if turn is None else image.transpose(turn)


def _smaller(image: Image.Image, scale: float) -> Image.Image:
    """An opened image in a mode that can be scaled, scaled by `scale` <= 1: L, RGB, RGBA or CMYK."""
    width, height = (max(1, round(side * scale)) for side in image.size)
    if image.mode.startswith("I"):
        image = _in_8_bits(image)
    elif image.has_transparency_data and image.mode != "RGBA":
        image = image.convert("RGBA")
    elif image.mode not in ("L", "RGB", "RGBA", "CMYK"):
        image = image.convert("RGB")  # a palette cannot be scaled
    image.thumbnail((width, height), Image.Resampling.BICUBIC, reducing_gap=_GAP)
    return image


def _in_8_bits(image: Image.Image) -> Image.Image:
    """Of 16; with one grey that stands for transparency, if the file names one."""
    grey = image.convert("I")
    found, clear = grey.point([level >> 8 for level in range(1 << 16)], "L"), image.info.get("transparency")
    if not isinstance(clear, int):
        return found
    alpha = grey.point([255 * (level != clear) for level in range(1 << 16)], "L")
    return Image.merge("RGBA", (found, found, found, alpha))


def _halves(image: Image.Image, wanted: Wanted, turn: Image.Transpose | None) -> Image.Image:
    """Rounding a whole would leave halves of unequal size, and scaling it would mix them where they touch."""
    scale = min([1.0, *(most / (min(image.size) // 2) for most in (wanted.short,) if most)])
    image.draft(None, (round(_GAP * scale * image.width), round(_GAP * scale * image.height)))
    whole = _turned(_smaller(image, 1.0), turn)
    width, height = whole.width // 2, whole.height
    halves = [whole.crop((i * width, 0, (i + 1) * width, height)) for i in (0, 1)]
    left, right = (_smaller(half, wanted.scale(*half.size)) for half in halves)
    sheet = Image.new(left.mode, (2 * left.width, left.height))
    sheet.paste(left)
    sheet.paste(right, (left.width, 0))
    return sheet


def _on_paper(image: Image.Image, profile: bytes | None) -> Image.Image:
    """8-bit sRGB; what is transparent shows paper."""
    if image.mode != "RGBA":
        return to_srgb(image, profile).convert("RGB")
    colours = to_srgb(image.convert("RGB"), profile)
    alpha = image.getchannel("A")
    paper = Image.new("RGB", image.size, paper_for(colours, alpha))
    paper.paste(colours, mask=alpha)
    return paper


def _is_cut_off(data: bytes) -> bool:
    """Does a JPEG that has no mark of its end lack more than that? Then what is written behind it changes pixels."""
    found = set()
    for tail in _TAILS:
        with Image.open(io.BytesIO(data.removesuffix(jpeg.END) + tail), formats=["JPEG"]) as image:
            found.add(hash(image.tobytes()))
    return len(found) > 1


def _brands(data: bytes) -> set[bytes]:
    head = data[8 : min(int.from_bytes(data[:4]), 256)]
    return {head[at : at + 4] for at in range(0, len(head), 4) if at != 4}


def _explained(data: bytes) -> GanError:
    """Why it cannot be read, as far as its first bytes tell."""
    if known := _known(data):
        return GanError("photo_cut_off", format=known[0])
    if data[4:8] == b"ftyp" and _HEIC & _brands(data):
        return GanError("photo_heic")
    if b"<svg" in data[:2048].lower():
        return GanError("photo_format", format="SVG")
    return GanError("photo_unreadable")

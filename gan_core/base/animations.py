"""Films to take away: grey pictures as an endless WebP or GIF, or as an MP4."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping, Sequence
from fractions import Fraction
from importlib.util import find_spec

import numpy as np
from PIL import ExifTags, Image

from gan_core.base.errors import GanError

FORMATS = ("webp", "gif", "mp4")
SCALE, WIDEST = 10, 1792  # a line of sixteen digits is enlarged four times
ROUNDS_OF_MP4 = 3  # a gallery plays it once, and a loop of a second is over before it is seen


def formats() -> list[str]:
    """Those of `FORMATS` that can be written here: MP4 needs PyAV."""
    return [fmt for fmt in FORMATS if fmt != "mp4" or find_spec("av")]


def enlarged(frames: np.ndarray) -> np.ndarray:
    """Frames, uint8 (n, h, w), crisp and as large as `WIDEST` allows, `SCALE` times at most."""
    scale = min(SCALE, WIDEST // frames.shape[2])
    return frames.repeat(scale, axis=1).repeat(scale, axis=2)


def film_url(data: bytes) -> str:
    """An MP4 as a URL."""
    return f"data:video/mp4;base64,{base64.b64encode(data).decode('ascii')}"


def film_bytes(frames: np.ndarray, fmt: str, times: Sequence[int], mark: Mapping[str, str]) -> bytes:
    """The film as a file that says how it was made.

    Args:
        frames: uint8 (n, h, w); for "mp4" both sides are even.
        fmt: one of `FORMATS`; "webp" loses nothing.
        times: ms of each frame.
        mark: 'Software' and 'Description'.

    Raises:
        GanError: 'film_unwritable' (there is no PyAV).
    """
    if fmt == "mp4":
        return _mp4(frames, times, mark)
    pictures = [Image.fromarray(frame) for frame in frames]
    buffer = io.BytesIO()
    options = {"duration": list(times), "loop": 0, **_marked(fmt, mark)}
    pictures[0].save(buffer, fmt, save_all=True, append_images=pictures[1:], **options)
    return buffer.getvalue()


def _marked(fmt: str, mark: Mapping[str, str]) -> dict[str, object]:
    """Where each format keeps words: GIF in a comment, WebP in its EXIF block."""
    if fmt == "gif":
        return {"comment": f"{mark['Software']}. {mark['Description']}".encode()}
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription], exif[ExifTags.Base.Software] = mark["Description"], mark["Software"]
    return {"lossless": True, "exif": exif.tobytes()}


def _mp4(frames: np.ndarray, times: Sequence[int], mark: Mapping[str, str]) -> bytes:
    """H.264 in MP4, which phones play: the film `ROUNDS_OF_MP4` times."""
    try:
        import av
    except ImportError as fault:
        raise GanError("film_unwritable", format="mp4") from fault
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp4") as film:
        film.metadata.update({"comment": mark["Description"], "encoder": mark["Software"]})
        stream = film.add_stream("libx264", rate=1000, options={"crf": "16", "preset": "fast"})
        stream.height, stream.width, stream.pix_fmt = *frames.shape[1:], "yuv420p"
        stream.codec_context.time_base = stream.time_base = Fraction(1, 1000)
        at = 0
        for frame, ms in [*zip(frames, times, strict=True)] * ROUNDS_OF_MP4:
            picture = av.VideoFrame.from_ndarray(frame, format="gray").reformat(format="yuv420p")
            picture.pts, picture.time_base = at, Fraction(1, 1000)
            film.mux(stream.encode(picture))
            at += ms
        film.mux(stream.encode(None))
    return buffer.getvalue()

"""Make photographs of neither horses nor zebras: `python -m tools.build_neither OUT GCOMPRIS.deb TUXPAINT.deb`.

The packages are gcompris-qt-data and tuxpaint-stamps-default (apt-get download); dpkg-deb unpacks them. The guard
learns from what this writes (`train photo-classifier --neither OUT`); nothing of it ships. Photographs are taken as
they are, cut-out ones are put before a piece of one of the photographs.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter, ImageOps

from gan_core.base.errors import GanError
from gan_core.base.images import open_picture
from gan_core.pictures.limits import FORMATS, check_size
from tools import qt_resources

ARCHIVES, STAMPS = "usr/share/gcompris-qt/rcc", "usr/share/tuxpaint/stamps"
SUFFIXES = (".jpg", ".jpeg", ".webp", ".png")
OURS = ("horse", "zebra", "donkey", "equines")  # parts of names that must not be here
SMALLEST, LARGEST = 160, 400  # sides, in pixels
COLOURS = 5000  # of 128x128 pixels; drawings have fewer
CUT_OUT_COLOURS = 1500  # a stamp fills only a part of its picture
SIDE = 256  # of a cut-out's picture


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, help="folder for the pictures")
    parser.add_argument("gcompris", type=Path, help="gcompris-qt-data_VERSION_all.deb")
    parser.add_argument("tuxpaint", type=Path, help="tuxpaint-stamps-default_VERSION_all.deb")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for package in (arguments.gcompris, arguments.tuxpaint):
            subprocess.run(["dpkg-deb", "-x", package, folder], check=True)
        grounds = list(photographs(Path(folder) / ARCHIVES))
        stamps = [standing(stamp, grounds, i) for i, stamp in enumerate(cut_outs(Path(folder) / STAMPS))]
    for i, picture in enumerate(grounds + stamps):
        picture.save(arguments.out / f"{i:04d}.jpg", quality=92)
    print(f"{len(grounds)} photographs, {len(stamps)} cut-outs")


def photographs(folder: Path) -> Iterator[Image.Image]:
    """The opaque pictures of all archives that have as many colours as photographs do."""
    for path in sorted(folder.glob("*.rcc")):
        try:
            files = qt_resources.read_all(path.read_bytes())
        except ValueError:  # an archive of another kind
            continue
        for name in sorted(files):
            if name.endswith(SUFFIXES) and not any(ours in name for ours in OURS):
                image = opened(files[name])
                if image and min(image.size) >= SMALLEST and _opaque(image) and colours(image) >= COLOURS:
                    image.thumbnail((LARGEST, LARGEST), Image.Resampling.LANCZOS)
                    yield image.convert("RGB")


def cut_outs(folder: Path) -> Iterator[Image.Image]:
    """The stamps that are photographs: RGBA, cropped to what can be seen."""
    for path in sorted(folder.rglob("*.png")):
        name = str(path.relative_to(folder))
        if "mirror" in path.name or "cartoon" in name or any(ours in name for ours in OURS):
            continue
        image = opened(path.read_bytes())
        box = image and image.getchannel("A").getbbox()
        if image and box and not _opaque(image) and colours(image) >= CUT_OUT_COLOURS:
            yield image.crop(box)


def opened(data: bytes) -> Image.Image | None:
    """A picture as RGBA; None if the theatre would refuse it, such as a button of a few pixels."""
    with suppress(GanError), open_picture(data, tuple(FORMATS), check_size) as picture:
        return picture.convert("RGBA")


def standing(stamp: Image.Image, grounds: list[Image.Image], seed: int) -> Image.Image:
    """The cut-out at a drawn size and place before a drawn, blurred piece of a photograph."""
    rng = np.random.default_rng(seed)
    ground = ImageOps.fit(grounds[int(rng.integers(len(grounds)))], (2 * SIDE, 2 * SIDE))
    x, y = rng.integers(0, SIDE, 2)
    picture = ground.crop((x, y, x + SIDE, y + SIDE)).filter(ImageFilter.GaussianBlur(rng.uniform(0, 3)))
    longest = int(SIDE * rng.uniform(0.6, 1))
    thing = ImageOps.contain(stamp, (longest, longest), Image.Resampling.LANCZOS)
    left, top = (int(rng.integers(0, SIDE - side + 1)) for side in thing.size)
    picture.paste(thing, (left, top), thing)
    return picture


def colours(image: Image.Image) -> int:
    """How many colours the picture shows at 128x128 where it is opaque."""
    pixels = np.asarray(image.resize((128, 128))).reshape(-1, 4)
    return len(np.unique(pixels[pixels[:, 3] > 200][:, :3], axis=0))


def _opaque(image: Image.Image) -> bool:
    return int(np.asarray(image.getchannel("A")).min()) >= 250


if __name__ == "__main__":
    main()

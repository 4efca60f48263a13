"""Make assets/examples and assets/photographs from two Debian packages.

    python -m tools.build_examples GCOMPRIS.deb TUXPAINT.deb

The packages are gcompris-qt-data and tuxpaint-stamps-default (apt-get download); dpkg-deb unpacks them.
Most are photographs, made smaller: horses, and views to be painted or coloured, one of which never had colours. One is
a painting, by van Gogh and not by Monet. Two are photographs of one animal that were cut out for children to stamp
with; they get a background, and it is painted here: no camera has seen that grass. What the Play room colours comes
with credits.json, out of the archives' own READMEs: all of it is in the public domain.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

from gan_core.base.images import open_picture
from gan_core.pictures.limits import FORMATS, check_size
from tools import qt_resources

ASSETS = Path(__file__).resolve().parent.parent / "assets"
OUT, PLAYED = ASSETS / "examples", ASSETS / "photographs"
LONGEST, QUALITY = 1024, 85
MONUMENTS = "explore_monuments/resource"
PICTURES = {  # name: (archive, path in the archive)
    "horse-nokota": ("explore_farm_animals", "explore_farm_animals/resource/animals/horse.webp"),
    "horse-zaniskari": ("erase", "erase/resource/horse.webp"),
    "painting-langlois-bridge": ("details", "details/resource/image/VincentVanGoghBridge_background.webp"),
    "photo-canyon": ("explore_monuments", f"{MONUMENTS}/usa/canyondeChelly.webp"),
    "photo-castle-clinton": ("explore_monuments", f"{MONUMENTS}/usa/castleClinton.webp"),
    "photo-chenonceau": ("explore_monuments", f"{MONUMENTS}/france/chateaudeChenonceau.webp"),
    "photo-mont-saint-michel": ("explore_monuments", f"{MONUMENTS}/france/montStMichel.webp"),
}
CROPPED = {"painting-langlois-bridge": (0, 0, 664, 494)}  # the file has a white margin on the right and below
# To be coloured in the Play room, by archive.
TO_COLOUR = {
    "explore_monuments": "bentPyramid greatPyramidOfGiza meidumPyramid redPyramid arlesAmphitheater chateaudeChambord "
    "citedeCarcassonne palaisdesPapes pontduGard reimsCathedral rocamadour berlinCathedral brandenburgGate "
    "neuschwansteinCastle schwerinPalace trierImperialBaths ajantaCave goldenTemple hawaMahal konarkSunTemple "
    "mysorePalace rangGhar victoriaMemorial fortSumter mountRushmore navajo colosseum greatWallofChina machuPicchu "
    "petra",
    "explore_world_animals": "bison giraffe hedgehog moose",
    "explore_farm_animals": "cow sheep",
}
SHOWN = (512, 384)  # of the Play room's frame
FREE = ("CC0-1.0", "Public Domain")
CREDIT = re.compile(r"Copyright: (.+)\nLicense: (.+)\nSource: (.+)\nFiles:\n(?:.*/)?(\w+)[.]webp")
ARCHIVES = "usr/share/gcompris-qt/rcc"
STAMPS = "usr/share/tuxpaint/stamps/animals/mammals/equines"
CUT_OUTS = {"horse-stamp": "horse.png", "zebra-stamp": "zebra.png"}
SIZE = (576, 432)  # of a painted background
# A stamp is 200 pixels wide. A zebra that fills the frame loses its stripes less well than one further off.
ENLARGED = {"horse-stamp": 2.4, "zebra-stamp": 1.7}
HORIZON = 0.42  # of the height
# Far and near, as RGB.
SKY = ((142, 176, 214), (222, 228, 228))
GRASS = ((176, 168, 116), (112, 118, 58))


def pictures_of(root: Path) -> dict[str, Image.Image]:
    """The photographs and the painting, at most LONGEST pixels long."""
    made = {}
    for name, (archive, path) in PICTURES.items():
        files = qt_resources.read_all((root / ARCHIVES / f"{archive}.rcc").read_bytes())
        with open_picture(files[f"/gcompris/src/activities/{path}"], tuple(FORMATS), check_size) as picture:
            image = picture.convert("RGB").crop(CROPPED.get(name))
        image.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
        made[name] = image
    return made


def to_colour(root: Path) -> tuple[dict[str, Image.Image], dict[str, dict[str, str]]]:
    """Photographs that fit into the Play room's frame, and who made each on what terms; raises ValueError where one is
    not free."""
    made, makers = {}, {}
    for archive, names in TO_COLOUR.items():
        files = qt_resources.read_all((root / ARCHIVES / f"{archive}.rcc").read_bytes())
        readme = next(text.decode() for path, text in files.items() if path.endswith("README"))
        told = {name: (by, terms, source) for by, terms, source, name in CREDIT.findall(readme)}
        for name in names.split():
            by, terms, source = told[name]
            if terms not in FREE:
                raise ValueError(f"{name}: {terms}")
            data = next(data for path, data in files.items() if path.endswith(f"/{name}.webp"))
            with open_picture(data, tuple(FORMATS), check_size) as picture:
                made[name] = picture.convert("RGB")
            made[name].thumbnail(SHOWN, Image.Resampling.LANCZOS)
            makers[name] = {"by": by, "terms": terms, "source": source}
    return made, makers


def meadow(seed: int) -> Image.Image:
    """A painted sky over painted grass that grows coarser as it comes nearer."""
    width, height = SIZE
    rng = np.random.default_rng(seed)
    horizon = int(height * HORIZON)
    picture = np.concatenate([_fade(SKY, horizon), _fade(GRASS, height - horizon)])
    picture[horizon:] += _blades(rng, height - horizon)[..., None] * [30, 28, 16]
    soft = Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.8))
    grain = rng.normal(0, 3, (height, width, 1))
    return Image.fromarray(np.clip(np.asarray(soft) + grain, 0, 255).astype(np.uint8))


def _fade(colours: tuple[tuple[int, ...], tuple[int, ...]], rows: int) -> np.ndarray:
    """float (rows, width, 3) from the first colour above to the second below."""
    far, near = np.array(colours, float)
    steps = np.linspace(0, 1, rows)[:, None]
    return np.repeat((far * (1 - steps) + near * steps)[:, None], SIZE[0], axis=1)


def _blades(rng: np.random.Generator, rows: int) -> np.ndarray:
    """Noise, float (rows, width), fine at the top and coarse at the bottom, about -1 to 1."""
    width = SIZE[0]
    near = np.linspace(0, 1, rows)[:, None]
    layers = []
    for scale in (2, 7):
        noise = rng.normal(0, 1, (rows // scale + 1, width // scale + 1)).astype(np.float32)
        enlarged = Image.fromarray(noise).resize((width, rows), Image.Resampling.BICUBIC)
        layers.append(np.asarray(enlarged))
    return layers[0] * (1 - 0.6 * near) * 0.5 + layers[1] * near * 0.6


def standing(stamp: Image.Image, background: Image.Image, enlarged: float) -> Image.Image:
    """The cut-out animal, `enlarged` times, on the background, with a soft shadow under its feet."""
    width, height = SIZE
    animal = stamp.convert("RGBA").resize(
        (round(stamp.width * enlarged), round(stamp.height * enlarged)), Image.Resampling.LANCZOS
    )
    left, top = (width - animal.width) // 2, height - animal.height - height // 16
    shadow = Image.new("L", SIZE)
    flat = animal.getchannel("A").resize((animal.width, height // 12))
    shadow.paste(flat.point(lambda level: level * 0.45), (left, top + animal.height - height // 20))
    picture = Image.composite(
        Image.new("RGB", SIZE, (38, 40, 20)), background, shadow.filter(ImageFilter.GaussianBlur(7))
    )
    picture.paste(animal, (left, top), animal)
    return picture


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gcompris", type=Path, help="gcompris-qt-data_VERSION_all.deb")
    parser.add_argument("tuxpaint", type=Path, help="tuxpaint-stamps-default_VERSION_all.deb")
    arguments = parser.parse_args()
    (OUT / "stamps").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for package in (arguments.gcompris, arguments.tuxpaint):
            subprocess.run(["dpkg-deb", "-x", package, folder], check=True)
        pictures = pictures_of(Path(folder))
        coloured, makers = to_colour(Path(folder))
        for seed, (name, file) in enumerate(CUT_OUTS.items()):
            (OUT / "stamps" / file).write_bytes((Path(folder) / STAMPS / file).read_bytes())
            with open_picture((OUT / "stamps" / file).read_bytes(), tuple(FORMATS), check_size) as stamp:
                pictures[name] = standing(stamp, meadow(seed), ENLARGED[name])
    PLAYED.mkdir(exist_ok=True)
    for out, made in ((OUT, pictures), (PLAYED, coloured)):
        for name, picture in made.items():
            picture.save(out / f"{name}.jpg", quality=QUALITY, optimize=True)
            print(f"{name}.jpg {picture.width}x{picture.height}")
    (PLAYED / "credits.json").write_text(json.dumps(makers, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""The ink of drawings as people have them lies where the lines are, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from demo_ui.settings import AppSettings
from gan_core.base.errors import GanError
from gan_core.photos.drawing import squared
from gan_core.photos.ink import even_ink, ink_of

HORSE = [(60, 190), (48, 150), (66, 128), (96, 140), (300, 146), (340, 150), (372, 240), (362, 300), (346, 300)]
HORSE += [(344, 236), (322, 214), (318, 300), (300, 300), (298, 216), (180, 216), (178, 300), (160, 300), (156, 214)]
HORSE += [(140, 206), (136, 300), (118, 300), (114, 200), (96, 176), (70, 196), (60, 190)]
Colour = str | tuple[int, ...]
TABLE, RULES = (105, 74, 50), (120, 150, 220)


def lines(paper: Colour = "white", ink: Colour = "black", wide: int = 6, times: int = 1) -> Image.Image:
    image = Image.new("RGB", (420, 340), paper)
    ImageDraw.Draw(image).line(HORSE, ink, wide, joint="curve")
    return image.resize((times * image.width, times * image.height))


def in_shadow(sheet: Image.Image) -> Image.Image:
    """Lit from one side, with grain."""
    height, width = sheet.height, sheet.width
    shade = 0.35 + 0.6 * np.linspace(0, 1, width)[None] * np.linspace(0.6, 1, height)[:, None]
    pixels = np.asarray(sheet) * shade[..., None] + np.random.default_rng(0).normal(0, 6, (height, width, 3))
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def by_lamp(sheet: Image.Image) -> Image.Image:
    """A shadow that daylight comes into from one side, a lamp from the other."""
    warm = np.linspace(0, 1, sheet.width)[None, :, None] * np.array([8, 0, -16])
    return Image.fromarray(np.clip(np.asarray(in_shadow(sheet)) + warm, 0, 255).astype(np.uint8))


def lined() -> Image.Image:
    sheet = np.asarray(lines(wide=4, times=2)).copy()
    sheet[::30] = RULES
    sheet[:, 100:102] = (230, 80, 80)
    return in_shadow(Image.fromarray(sheet))


def on_table() -> Image.Image:
    table = Image.new("RGB", (1200, 950), TABLE)
    table.paste(in_shadow(lines(wide=4, times=2)), (180, 135))
    return table


def stained() -> Image.Image:
    sheet = lines(wide=4, times=2)
    for x in range(40, 800, 150):
        ImageDraw.Draw(sheet).ellipse((x, 30, x + 6, 36), fill=(60, 50, 40))
    return in_shadow(sheet)


DRAWINGS: dict[str, Callable[[], Image.Image]] = {
    "white on black": lambda: lines("black", "white"),
    "pencil": lambda: lines((252, 248, 240), (150, 150, 160), 3),
    "blue pen": lambda: lines("white", (30, 60, 200), 5),
    "in shadow": lambda: in_shadow(lines(wide=4, times=2)),
    "blue pen, by a lamp": lambda: by_lamp(lines("white", (30, 60, 200), 6, times=2)),
    "chalk in shadow": lambda: in_shadow(lines((60, 70, 60), (240, 240, 235), 5, times=2)),
    "lined paper": lined,
    "on a table": on_table,
    "stains": stained,
    "thin pencil, out of focus": lambda: in_shadow(
        lines((252, 248, 240), (150, 150, 160), 3, times=2).filter(ImageFilter.GaussianBlur(2))
    ),
}


def framed(ink: np.ndarray) -> np.ndarray:
    """What is inked, cut to its box and brought to one size: bool (128, 256)."""
    inked = np.argwhere(ink > 127)
    (top, left), (bottom, right) = inked.min(axis=0), inked.max(axis=0) + 1
    small = Image.fromarray(ink[top:bottom, left:right]).resize((256, 128), Image.Resampling.BILINEAR)
    return np.asarray(small) > 90


def near(mask: np.ndarray) -> np.ndarray:
    return np.asarray(Image.fromarray(mask.astype(np.uint8) * 255).filter(ImageFilter.MaxFilter(9))) > 0


@pytest.mark.parametrize("kind", DRAWINGS)
def test_however_it_was_drawn_the_ink_lies_where_the_lines_are(kind: str) -> None:
    wanted, found = framed(ink_of(np.asarray(lines()))), framed(ink_of(np.asarray(DRAWINGS[kind]())))
    assert near(wanted)[found].mean() > 0.99  # nothing else is ink
    assert near(found)[wanted].mean() > 0.97  # no line is missing


def test_black_on_white_stays_as_it_is() -> None:
    sheet = np.asarray(lines())
    np.testing.assert_array_equal(ink_of(sheet), 255 - sheet[..., 0])
    np.testing.assert_array_equal(even_ink(sheet), 255 - sheet[..., 0])
    silhouette = lines()
    ImageDraw.Draw(silhouette).polygon(HORSE, "black")
    ImageDraw.Draw(silhouette).rectangle((20, 20, 400, 120), "black")
    np.testing.assert_array_equal(ink_of(np.asarray(silhouette)), 255 - np.asarray(silhouette)[..., 0])


def test_a_small_drawing_is_brought_nearer() -> None:
    found = squared(ink_of(np.asarray(on_table())), 256)
    columns = np.flatnonzero((found > 127).any(axis=0))
    assert 0.7 * 256 < columns[-1] - columns[0] < 0.9 * 256


# But a zebra's: its stripes are strokes.
PHOTOGRAPHS = sorted(
    path.name for path in (AppSettings().assets / "examples").glob("*.jpg") if "zebra" not in path.name
)


def test_a_meadow_under_a_sky_is_no_paper() -> None:
    meadow = in_shadow(lines((90, 130, 60), (70, 40, 20), 5, times=2))
    ImageDraw.Draw(meadow).rectangle((0, 0, 840, 330), (150, 180, 220))
    ImageDraw.Draw(meadow).line([(2 * x, 2 * y) for x, y in HORSE], (70, 40, 20), 5)
    with pytest.raises(GanError) as fault:
        ink_of(np.asarray(meadow))
    assert fault.value.code == "drawing_unclear"


@pytest.mark.parametrize("kind", ["an empty sheet", *PHOTOGRAPHS])
def test_where_there_is_no_drawing_that_is_said(kind: str) -> None:
    if kind in PHOTOGRAPHS:
        picture = Image.open(AppSettings().assets / "examples" / kind).convert("RGB")
    else:
        picture = in_shadow(Image.new("RGB", (840, 680), "white"))
    with pytest.raises(GanError) as fault:
        ink_of(np.asarray(picture))
    assert fault.value.code == "drawing_unclear"

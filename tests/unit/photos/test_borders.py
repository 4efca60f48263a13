"""Plain borders are found and set aside, by the page as by the server, and ordinary photographs have none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from demo_ui.settings import AppSettings
from gan_core.photos.borders import Box, framed, inside
from gan_core.photos.files import read_photo
from tests.web import in_node

EXAMPLES = sorted((AppSettings().assets / "examples").glob("*.jpg"))
BROWN, NIGHT, PAPER = (96, 42, 30), (12, 12, 14), (250, 250, 250)


def photograph(width: int = 150, height: int = 100) -> Image.Image:
    """A landscape: sky that brightens, meadow, a brown block."""
    rng = np.random.default_rng(5)
    pixels = np.zeros((height, width, 3), np.float32)
    pixels[: height // 2] = np.linspace(90, 160, height // 2)[:, None, None] + (0, 40, 90)
    pixels[height // 2 :] = (80, 140, 60)
    pixels[height // 3 : 2 * height // 3, width // 4 : width // 2] = (120, 80, 50)
    return Image.fromarray(np.clip(pixels + rng.normal(0, 12, pixels.shape), 0, 255).astype(np.uint8))


def mounted(colour: tuple[int, int, int], wide: int = 50) -> Image.Image:
    return ImageOps.expand(photograph(), wide, colour)


def screenshot() -> Image.Image:
    """A phone's: a clock above, a bar below."""
    screen, shown = Image.new("RGB", (150, 320)), photograph()
    screen.paste(shown, (0, 110))
    draw = ImageDraw.Draw(screen)
    draw.text((10, 8), "9:41", fill="white")
    draw.rectangle((50, 312, 100, 314), fill="white")
    return screen


def letterboxed() -> Image.Image:
    film = ImageOps.expand(photograph(), (0, 25), NIGHT)
    return ImageOps.expand(film, 30, PAPER)


BORDERED: dict[str, tuple[Callable[[], Image.Image], Box]] = {
    "a brown mount": (lambda: mounted(BROWN), Box(50, 150, 50, 200)),
    "a dark mount": (lambda: mounted(NIGHT), Box(50, 150, 50, 200)),
    "white paper": (lambda: mounted(PAPER), Box(50, 150, 50, 200)),
    "a letterbox": (lambda: ImageOps.expand(photograph(), (0, 30), NIGHT), Box(30, 130, 0, 150)),
    "bars at the sides": (lambda: ImageOps.expand(photograph(), (30, 0), NIGHT), Box(0, 100, 30, 180)),
    "a letterbox in a mount": (letterboxed, Box(55, 155, 30, 180)),
    "a phone's screenshot": (screenshot, Box(110, 210, 0, 150)),
}


def on_paper() -> Image.Image:
    """An animal cut out, on white: that is no border."""
    paper = Image.new("RGB", (200, 160), "white")
    draw = ImageDraw.Draw(paper)
    draw.ellipse((60, 60, 140, 110), fill=BROWN)
    for leg in (70, 90, 110, 130):
        draw.line((leg, 100, leg, 140), fill=BROWN, width=5)
    return paper


PLAIN: dict[str, Callable[[], Image.Image]] = {
    "no border": photograph,
    "a narrow one": lambda: mounted(NIGHT, 3),
    "a bar on one side": lambda: ImageOps.expand(photograph(), (0, 40, 0, 0), NIGHT),
    "two colours": lambda: ImageOps.expand(ImageOps.expand(photograph(), (0, 40, 0, 0), NIGHT), (0, 0, 0, 40), PAPER),
    "an animal on white": on_paper,
    "one colour": lambda: Image.new("RGB", (80, 60), BROWN),
    "a stamp": lambda: Image.new("RGB", (9, 8), BROWN),
}


@pytest.mark.parametrize("kind", BORDERED)
def test_what_lies_inside_is_found_to_the_pixel(kind: str) -> None:
    make, box = BORDERED[kind]
    assert inside(np.asarray(make())) == box


@pytest.mark.parametrize("kind", BORDERED)
def test_after_jpeg_it_is_found_within_a_pixel(kind: str, tmp_path: Any) -> None:
    make, box = BORDERED[kind]
    make().save(tmp_path / "photo.jpg", quality=80)
    found = inside(np.asarray(Image.open(tmp_path / "photo.jpg")))
    assert found and np.abs(np.subtract(found, box)).max() <= 1


@pytest.mark.parametrize("kind", PLAIN)
def test_other_pictures_have_no_border(kind: str) -> None:
    assert inside(np.asarray(PLAIN[kind]())) is None


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_have_none(path: Any) -> None:
    assert inside(read_photo(path).image) is None


def test_the_border_comes_back_as_it_was() -> None:
    image = np.asarray(mounted(BROWN))
    frame = framed(image)
    np.testing.assert_array_equal(frame.picture, np.asarray(photograph()))
    np.testing.assert_array_equal(frame.around(frame.picture), image)
    other = frame.around(255 - frame.picture)
    border = np.ones(image.shape[:2], bool)
    border[50:150, 50:200] = False
    np.testing.assert_array_equal(other[border], image[border])
    np.testing.assert_array_equal(other[50:150, 50:200], 255 - frame.picture)
    small = frame.around(frame.picture[::2, ::2])
    assert small.shape == (100, 125, 3) and (small[25:75, 25:100] == frame.picture[::2, ::2]).all()
    assert frame.mask(np.ones((10, 15), np.float32)).sum() == 100 * 150
    assert frame.shares == [0.2, 0.25, 0.8, 0.75]


def test_without_a_border_all_stays_as_it_is() -> None:
    image = np.asarray(photograph())
    frame = framed(image)
    assert frame.picture is image and frame.shares is None
    assert frame.around(image) is image and frame.mask(image) is image


FRAMED = """return given.map(([data, width, height]) => {
    const frame = borders.framed({ data: Uint8Array.from(data), width, height }), { box, picture } = frame;
    const half = resized(picture, Math.ceil(picture.width / 2), Math.ceil(picture.height / 2), "box");
    const small = borders.around(frame, half), whole = borders.around(frame, picture);
    const places = box && [box.top, box.bottom, box.left, box.right];
    return [places, [small.height, small.width], Array.from(whole.data)];
});"""


def test_the_page_finds_the_same() -> None:
    pictures = [np.asarray(make()) for make in (*(make for make, _ in BORDERED.values()), *PLAIN.values())]
    rng = np.random.default_rng(2)
    for image in list(pictures):  # as scans and JPEG leave them
        noisy = image + rng.normal(0, 6, image.shape)
        pictures.append(np.clip(noisy, 0, 255).astype(np.uint8))
    modules = {"nets/resize.mjs": "resized", "photos/borders.mjs": "borders"}
    given = [[image.ravel().tolist(), *image.shape[1::-1]] for image in pictures]
    found = in_node(modules, FRAMED, given=given)
    for image, (box, size, whole) in zip(pictures, found, strict=True):
        frame = framed(image)
        assert (frame.box and list(frame.box)) == box
        assert whole == image.ravel().tolist()
        height, width = frame.picture.shape[:2]
        assert list(frame.around(np.zeros((-(-height // 2), -(-width // 2), 3), np.uint8)).shape[:2]) == size

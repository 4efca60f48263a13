"""Lightness and chroma: that nothing is lost, and that lightness stays whatever colours are laid over it."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageOps

from demo_ui.settings import AppSettings
from gan_core.base.colour import chroma_at, colours_of, grey, is_grey, laid_over, planes
from gan_core.measures.colourfulness import colourfulness

RNG = np.random.default_rng(0)


def test_every_colour_comes_back_exactly():
    steps = np.array([*range(0, 256, 5), 1, 254], np.uint8)
    colours = np.stack(np.meshgrid(steps, steps, steps), -1).reshape(-1, 1, 3)
    np.testing.assert_array_equal(laid_over(*planes(colours)), colours)


def test_known_colours_have_the_values_of_jpeg():
    red, white, grey_ = (np.array([[x]], np.uint8) for x in ((255, 0, 0), (255, 255, 255), (77, 77, 77)))
    lightness, chroma = planes(red)
    np.testing.assert_allclose(lightness * 127.5 + 127.5, [[[76.245]]], atol=1e-3)
    np.testing.assert_allclose(chroma * 127.5 + 128, [[[84.972, 255.5]]], atol=1e-3)
    for picture in (white, grey_):
        np.testing.assert_allclose(planes(picture)[1], 0, atol=1e-6)


def test_no_chroma_changes_the_lightness():
    lightness = RNG.uniform(-1, 1, (64, 64, 1)).astype(np.float32)
    chroma = RNG.uniform(-1, 1, (64, 64, 2)).astype(np.float32)
    found = planes(laid_over(lightness, chroma))[0]
    assert np.abs(found - lightness).max() < 1.01 / 255  # half a level of 8 bits, on a scale of two


def test_a_colour_out_of_reach_keeps_its_hue():
    lightness, chroma = np.array([[[0.8]]], np.float32), np.array([[[0.9, -0.3]]], np.float32)
    found = planes(laid_over(lightness, chroma))[1][0, 0]
    assert 0 < np.linalg.norm(found) < np.linalg.norm(chroma)
    assert found[1] / found[0] == pytest.approx(-1 / 3, abs=0.03)


def test_grey_is_the_lightness_and_is_known_as_grey():
    picture = RNG.integers(0, 256, (16, 16, 3), np.uint8)
    without = grey(picture)
    assert (np.ptp(without.astype(int), axis=-1) <= 1).all()
    assert is_grey(without) and not is_grey(picture)
    np.testing.assert_allclose(planes(without)[0], planes(picture)[0], atol=1.01 / 255)


def test_chroma_is_left_alone_at_its_own_size_and_even_colours_stay_even():
    chroma = RNG.uniform(-0.5, 0.5, (8, 6, 2)).astype(np.float32)
    assert chroma_at(chroma, np.zeros((8, 6, 1), np.float32)) is chroma
    lightness = RNG.uniform(-1, 1, (80, 61, 1)).astype(np.float32)
    flat = chroma_at(np.full((8, 6, 2), 0.25, np.float32), lightness)
    assert flat.shape == (80, 61, 2)
    np.testing.assert_allclose(flat, 0.25, atol=1e-5)


@pytest.mark.parametrize("at", [505, 512, 517])  # on and beside the grid of the small one
def test_colours_end_where_things_end(at):
    """Two halves of an edge at 1024 pixels, their colours known at a 16th of it, as a network with eyes gives them."""
    lightness, truth = np.full((64, 1024, 1), -0.2, np.float32), np.zeros((64, 1024, 2), np.float32)
    lightness[:, at:], truth[:, at:] = 0.2, (0.2, -0.1)

    def smaller(x: np.ndarray, times: int) -> np.ndarray:
        height, width, channels = x.shape
        return x.reshape(height // times, times, width // times, times, channels).mean((1, 3))

    seen = chroma_at(smaller(truth, 16), smaller(lightness, 4))
    off = np.abs(chroma_at(seen, lightness) - truth)[32].max(-1) / 0.2
    assert (off > 0.25).sum() <= 2  # pixels
    assert off.max() < 0.5


def test_grain_does_not_become_colour():
    """A grey sky beside a green meadow in a grainy scan: each stays one colour."""
    lightness, chroma = np.full((256, 256, 1), 0.4, np.float32), np.zeros((64, 64, 2), np.float32)
    lightness[128:], chroma[32:] = -0.2, (-0.15, -0.1)
    grainy = lightness + 0.08 * RNG.standard_normal(lightness.shape).astype(np.float32)
    found = chroma_at(chroma, grainy)
    for part, colour in ((found[:118], (0, 0)), (found[138:], (-0.15, -0.1))):
        assert np.abs(part - np.asarray(colour)).max() < 0.02


def test_colourfulness_has_its_known_values():
    assert colourfulness(np.full((8, 8, 3), 90, np.uint8)) == 0
    red = np.zeros((4, 4, 3), np.uint8)
    red[..., 0] = 200
    assert colourfulness(red) == pytest.approx(0.3 * np.hypot(200, 100))
    half = red.copy()
    half[:2] = 0
    assert colourfulness(half) == pytest.approx(np.hypot(100, 50) + 0.3 * np.hypot(100, 50))


EXAMPLES = sorted((AppSettings().assets / "examples").glob("*.jpg"))
TONES = {
    "sepia": ((28, 18, 8), (250, 236, 205), (150, 116, 78)),
    "yellowed": ((20, 18, 16), (246, 240, 226), (140, 136, 128)),
    "blueprint": ((10, 20, 60), (235, 245, 255), (70, 110, 170)),
    "two tones": ((20, 20, 60), (255, 240, 200), (128, 128, 128)),
}


def printed(tones: tuple[tuple[int, int, int], ...]) -> Image.Image:
    black, white, mid = tones
    return ImageOps.colorize(Image.open(EXAMPLES[0]).convert("L"), black, white, mid=mid)


@pytest.mark.parametrize(("tone", "quality"), [*((tone, 95) for tone in TONES), ("sepia", 50), ("yellowed", 50)])
def test_a_tint_is_told_from_colours_also_after_jpeg_and_under_a_stamped_date(tone, quality, tmp_path):
    photograph = printed(TONES[tone])
    photograph.paste((255, 120, 20), (0, 0, photograph.width // 5, photograph.height // 15))
    photograph.save(tmp_path / "print.jpg", quality=quality)
    assert colours_of(np.asarray(Image.open(tmp_path / "print.jpg"))) == "toned"


def test_grey_stays_grey_under_a_stamped_date():
    photograph = Image.open(EXAMPLES[0]).convert("L").convert("RGB")
    assert colours_of(np.asarray(photograph)) == "grey"
    photograph.paste((255, 120, 20), (0, 0, photograph.width // 4, photograph.height // 10))
    assert not is_grey(np.asarray(photograph)) and colours_of(np.asarray(photograph)) == "grey"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_photographs_in_colour_are_no_tints(path):
    grey_already = path.stem == "photo-castle-clinton"
    assert colours_of(np.asarray(Image.open(path).convert("RGB"))) == ("grey" if grey_already else "coloured")


def test_a_coloured_wall_tells_no_tone():
    assert colours_of(np.full((60, 90, 3), (150, 95, 50), np.uint8)) == "coloured"

"""Digits centred as MNIST's: size, place, and what is no digit."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from gan_core.base.errors import GanError
from gan_core.data import digits
from gan_core.digits.centring import BOX, SIDE, centred


def written(*lines: tuple[int, ...], size: tuple[int, int] = (300, 200), width: int = 18) -> np.ndarray:
    """Ink (h, w) of lines of a pen, each a polygon's corners."""
    paper = Image.new("L", size)
    for line in lines:
        ImageDraw.Draw(paper).line(line, 255, width, "curve")
    return np.asarray(paper)


def box_of(picture: np.ndarray) -> tuple[int, int]:
    rows, columns = (np.flatnonzero(picture.any(axis)) for axis in (1, 0))
    return int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1


def mass_of(picture: np.ndarray) -> np.ndarray:
    """Row and column of the centre of mass."""
    ink = picture / picture.sum()
    return np.array([ink.sum(1) @ np.arange(SIDE), ink.sum(0) @ np.arange(SIDE)])


def test_the_longer_side_is_20_pixels_and_the_shape_stays() -> None:
    tall = centred(written((40, 30, 100, 30, 60, 170)))
    wide = centred(written((30, 90, 270, 90, 260, 120)))
    assert tall.dtype == np.uint8 and tall.shape == wide.shape == (SIDE, SIDE)
    assert box_of(tall)[0] == box_of(wide)[1] == BOX
    assert box_of(tall)[1] == pytest.approx(20 * 78 / 158, abs=1.6)


def test_the_centre_of_mass_is_in_the_middle_wherever_it_was_written() -> None:
    seven = (20, 20, 80, 20, 40, 120)
    here, there = (centred(written(tuple(v + by for v in seven))) for by in (0, 60))
    assert np.array_equal(here, there)
    assert np.abs(mass_of(here) - SIDE / 2).max() <= 0.51


def test_real_digits_stay_what_they_are_and_come_back_from_large_paper() -> None:
    reals = digits.load().test[:200]
    same = np.stack([centred(real) for real in reals])
    assert np.abs(same.astype(float) - reals).mean() / 255 < 0.01
    papers = [np.pad(real.repeat(9, 0).repeat(9, 1), ((10, 90), (70, 0))) for real in reals]
    back = np.stack([centred(paper) for paper in papers])
    assert np.abs(back.astype(float) - reals).mean() / 255 < 0.03


@pytest.mark.parametrize(
    ("ink", "code", "words"),
    [
        (np.zeros((40, 40), np.uint8), "digit_empty", "nothing stands out"),
        (np.full((40, 40), 9, np.uint8), "digit_empty", "nothing stands out"),
        (written((150, 100, 150, 101), width=20), "digit_dot", "of 300 pixels"),
        (np.full((64, 64), 255, np.uint8), "digit_full", "patch"),
    ],
)
def test_what_is_no_digit_is_told(ink: np.ndarray, code: str, words: str) -> None:
    with pytest.raises(GanError, match=words) as fault:
        centred(ink)
    assert fault.value.code == code


def test_a_digit_of_one_straight_stroke_is_none_of_these() -> None:
    assert centred(written((150, 20, 150, 180))).mean() > 5
    assert centred(written((20, 100, 280, 100))).any()

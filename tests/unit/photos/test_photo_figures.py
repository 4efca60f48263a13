"""Figures of photographs: differences, the outer tenth, checkerboards."""

from __future__ import annotations

import numpy as np
import pytest

from gan_core.photos.figures import difference, outer_mean, power_at_period
from gan_core.photos.imagenet_evaluator import linear_probe

RNG = np.random.default_rng(3)


def test_difference_counts_from_zero_to_one():
    black, white = np.zeros((4, 6, 3), np.uint8), np.full((4, 6, 3), 255, np.uint8)
    np.testing.assert_array_equal(difference(black, white), np.ones((4, 6)))
    one = black.copy()
    one[1, 2, 0] = 255  # one colour of three
    assert difference(one, black)[1, 2] == pytest.approx(1 / 3) and difference(one, black).sum() == pytest.approx(1 / 3)


def test_the_outer_tenth_is_a_frame():
    values = np.zeros((100, 200))
    values[10:90, 20:180] = 1
    assert outer_mean(values) == 0
    assert outer_mean(1 - values) == 1
    assert outer_mean(np.ones((3, 3))) == 1


def striped(period: int, height: int = 128, width: int = 96) -> np.ndarray:
    stripes = 127 + 50 * np.cos(2 * np.pi * np.arange(width) / period)
    return np.broadcast_to(stripes[None, :, None], (height, width, 3)).astype(np.uint8)


@pytest.mark.parametrize("period", [2, 4])
def test_power_is_found_at_its_period_and_not_elsewhere(period):
    plain = RNG.integers(100, 150, (128, 96, 3), np.uint8)
    assert power_at_period([striped(period)], period) > 100 * power_at_period([striped(8)], period)
    assert power_at_period([striped(6 - period)], period) < 0.01 * power_at_period([striped(period)], period)
    assert power_at_period([plain], period) < power_at_period([striped(period)], period)


def test_a_checkerboard_is_found_and_edges_of_a_picture_are_not():
    board = np.indices((64, 64)).sum(0) % 2 * 40 + 100
    halves = np.repeat(np.linspace(0, 255, 64)[None], 64, 0)
    shown = [np.repeat(x[..., None], 3, 2).astype(np.uint8) for x in (board, halves)]
    assert power_at_period(shown[:1], 2) > 1000 * power_at_period(shown[1:], 2)


def test_a_linear_probe_tells_domains_apart_by_what_they_differ_in():
    rng = np.random.default_rng(0)
    a, b, new = (rng.normal(size=(n, 200)) for n in (60, 120, 400))  # more features than pictures of each
    b[:, :20] += 1.0
    is_b = linear_probe(a, b)
    assert is_b(new).mean() < 0.1
    new[:, :20] += 1.0
    assert is_b(new).mean() > 0.9

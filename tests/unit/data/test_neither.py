"""Pictures of neither: a function of seed and photographs, of every kind, with no animal left in them."""

from __future__ import annotations

import numpy as np
import pytest

from gan_core.data import neither

RNG = np.random.default_rng(5)
PHOTOGRAPHS = [RNG.integers(0, 256, (90, 70, 3), np.uint8) for _ in range(3)]


def test_pictures_are_a_function_of_the_seed():
    count = len(neither.KINDS)
    first, again, other = (neither.pictures(PHOTOGRAPHS, count, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert all((x != y).any() for x, y in zip(first, other, strict=True))
    np.testing.assert_array_equal(first[:4], neither.pictures(PHOTOGRAPHS, 4, 1))


@pytest.mark.parametrize("kind", list(dict.fromkeys(neither.KINDS)), ids=lambda kind: kind.__name__)
def test_every_kind_is_a_picture(kind):
    for seed in range(4):
        found = kind(np.random.default_rng(seed), neither.square(PHOTOGRAPHS[0], neither.SIDE))
        assert (found.shape, found.dtype) == ((neither.SIDE, neither.SIDE, 3), np.uint8)
        assert found.std() > 0


def test_scrambling_keeps_colours_and_shuffling_keeps_pixels():
    ramp = np.repeat(np.linspace(60, 200, neither.SIDE)[None], neither.SIDE, 0)
    photograph = np.stack([ramp, ramp * 0.8, ramp * 0.5], -1).astype(np.uint8)
    rng = np.random.default_rng(0)
    np.testing.assert_allclose(neither.scrambled(rng, photograph).mean((0, 1)), photograph.mean((0, 1)), atol=8)
    shuffled = neither.shuffled(rng, photograph)
    np.testing.assert_array_equal(np.sort(shuffled.ravel()), np.sort(photograph.ravel()))
    assert (shuffled != photograph).any()


def test_the_background_is_the_corner_that_is_least_like_the_middle():
    photograph = np.full((neither.SIDE, neither.SIDE, 3), 100, np.uint8)
    photograph[-20:, :20] = (0, 0, 255)
    found = neither.background(np.random.default_rng(0), photograph)
    assert found[-10, 10, 2] > 200

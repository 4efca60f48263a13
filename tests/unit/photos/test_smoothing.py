"""What is finer than a brush goes, edges stay, whatever the size."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gan_core.base.errors import GanError
from gan_core.photos.smoothing import smoothed, smoothing_of

RNG = np.random.default_rng(3)
SHARE = 0.004


@pytest.mark.parametrize("level", [0, 1, 127, 255])
def test_what_is_flat_stays_as_it_is(level):
    image = np.full((60, 500, 3), level, np.uint8)
    np.testing.assert_array_equal(smoothed(image, SHARE), image)


@pytest.mark.parametrize("size", [128, 512, 1024])
def test_an_edge_stays_where_it_is_to_a_pixel(size):
    image = np.full((size, 40, 3), 30, np.uint8)
    image[size // 2 :] = (200, 90, 240)
    made = smoothed(image, SHARE)
    away = np.arange(size) - size // 2
    same = (away < -1) | (away > 0)
    np.testing.assert_array_equal(made[same], image[same])


@pytest.mark.parametrize("side", [64, 256, 512])
def test_fine_grain_goes_and_what_is_broad_stays(side):
    broad = np.repeat(np.linspace(60, 190, side)[None, :, None], 3, axis=2).repeat(side, axis=0)
    grain = RNG.normal(0, 20, (side, side, 1))
    made = smoothed(np.clip(np.rint(broad + grain), 0, 255).astype(np.uint8), SHARE)
    left = made.astype(float) - broad
    assert left.std() < 0.5 * grain.std() and abs(left.mean()) < 1


@pytest.mark.parametrize("shape", [(1, 1), (1, 700), (900, 2), (3, 5), (33, 1024)])
def test_any_size_comes_back_at_its_size_and_always_alike(shape):
    image = RNG.integers(0, 256, (*shape, 3), np.uint8)
    made = smoothed(image, SHARE)
    assert (made.shape, made.dtype) == (image.shape, np.uint8)
    np.testing.assert_array_equal(made, smoothed(image.copy(), SHARE))
    assert (made.max(initial=0) <= image.max()) and (made.min(initial=255) >= image.min())


def test_sums_that_run_over_are_still_exact():
    """White alone, so broad that the running sums of squares pass 2**32."""
    image = np.full((1600, 1600, 3), 255, np.uint8)
    np.testing.assert_array_equal(smoothed(image, 0.02), image)


def test_a_checkpoint_says_which_direction_and_how_broadly():
    assert smoothing_of({}, Path("x")) == {}
    assert smoothing_of({"smoothing": {"ab": SHARE}}, Path("x")) == {"ab": SHARE}
    for wrong in ({"ac": SHARE}, {"ab": 0.0}, {"ab": 1.0}, {"ab": True}, {"ab": "much"}, ["ab"], None):
        with pytest.raises(GanError) as fault:
            smoothing_of({"smoothing": wrong}, Path("x"))
        assert fault.value.code == "checkpoint_mismatch"

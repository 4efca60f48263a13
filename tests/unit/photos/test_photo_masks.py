"""What a mask is good for, on small pictures: strength, laying over, cutting out."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from gan_core.base.errors import GanError
from gan_core.photos.files import resized
from gan_core.photos.masks import covered, cut_out, enlarged, strengthened

RNG = np.random.default_rng(0)
PHOTOGRAPH = RNG.integers(0, 256, (40, 60, 3), np.uint8)
TRANSLATED = RNG.integers(0, 256, (40, 60, 3), np.uint8)


def test_strength_goes_from_the_photograph_to_the_translation_and_beyond():
    np.testing.assert_array_equal(strengthened(PHOTOGRAPH, TRANSLATED, 0), PHOTOGRAPH)
    np.testing.assert_array_equal(strengthened(PHOTOGRAPH, TRANSLATED, 1), TRANSLATED)
    changes = [np.abs(strengthened(PHOTOGRAPH, TRANSLATED, s) - PHOTOGRAPH.astype(int)).mean() for s in (0.5, 1, 1.5)]
    assert changes[0] == pytest.approx(changes[1] / 2, rel=0.02)
    assert changes[1] < changes[2]
    for wrong in (-0.1, 2.1, float("nan")):
        with pytest.raises(GanError, match="strength"):
            strengthened(PHOTOGRAPH, TRANSLATED, wrong)


def test_a_photograph_stays_as_sharp_as_it_is_where_nothing_changes():
    small = resized(PHOTOGRAPH, (20, 30))
    untouched = covered(PHOTOGRAPH, small, small, np.zeros((20, 30), np.float32))
    np.testing.assert_array_equal(untouched, PHOTOGRAPH)
    red = np.zeros_like(small)
    red[..., 0] = 200
    np.testing.assert_array_equal(
        covered(PHOTOGRAPH, small, red, np.ones((20, 30), np.float32)), np.broadcast_to([200, 0, 0], PHOTOGRAPH.shape)
    )


def test_half_a_mask_changes_half_of_a_photograph():
    small = resized(PHOTOGRAPH, (20, 30))
    mask, made = np.zeros((20, 30), np.float32), small.copy()
    mask[:, 15:], made[:, 15:] = 1, 0
    found = covered(PHOTOGRAPH, small, made, mask)
    assert np.abs(found[:, :22].astype(int) - PHOTOGRAPH[:, :22]).mean() < 4
    assert found[:, 38:].mean() < 4


def test_a_cut_out_has_the_size_of_its_picture_and_is_clear_where_the_mask_is_black():
    mask = np.zeros((20, 30), np.float32)
    mask[5:15, 8:22] = 1
    with Image.open(io.BytesIO(cut_out(PHOTOGRAPH, mask, {"Description": "a cut-out"}))) as image:
        assert image.info["Description"] == "a cut-out"
        assert (image.format, image.mode, image.size) == ("PNG", "RGBA", (60, 40))
        found = np.asarray(image)
    np.testing.assert_array_equal(found[..., :3], PHOTOGRAPH)
    assert found[20, 30, 3] == 255 and found[0, 0, 3] == 0


def test_stripes_in_a_mask_leave_no_holes_in_a_cut_out():
    mask = np.zeros((256, 256), np.float32)
    mask[64:192, 64:192] = np.tile([1, 1, 1, 0, 0, 0], 22)[:128]
    with Image.open(io.BytesIO(cut_out(np.zeros((256, 256, 3), np.uint8), mask))) as image:
        alpha = np.asarray(image)[..., 3]
    assert alpha[72:184, 72:184].min() > 128 and alpha[:50].max() == 0


def test_a_mask_is_enlarged_within_its_range():
    found = enlarged(RNG.random((7, 9)).astype(np.float32), (31, 20))
    assert found.shape == (31, 20) and 0 <= found.min() <= found.max() <= 1

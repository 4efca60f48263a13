import base64
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PIL import Image

from gan_core.base.images import data_url, grid, mark_made_by_model, png_bytes, to_float, to_uint8

pictures = hnp.arrays(np.uint8, hnp.array_shapes(min_dims=2, max_dims=2, max_side=9))


@given(pictures)
def test_float_and_back_is_the_same_picture(picture):
    floats = to_float(picture)
    assert floats.dtype == np.float32 and floats.min() >= -1 and floats.max() <= 1
    assert np.array_equal(to_uint8(floats), picture)


def test_ends_of_the_range_and_beyond():
    assert to_uint8(np.array([-9.0, -1.0, 0.0, 1.0, 9.0])).tolist() == [0, 0, 128, 255, 255]


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_picture_that_is_not_finite_is_refused(value):
    with pytest.raises(ValueError, match="NaN or infinite"):
        to_uint8(np.array([0.0, value]))


@given(n=st.integers(1, 9), columns=st.integers(1, 5), gap=st.integers(0, 3), colour=st.booleans())
def test_every_tile_lies_where_reading_order_puts_it(n, columns, gap, colour):
    h, w = 3, 4
    tiles = np.random.default_rng(n).integers(1, 256, (n, h, w, *([3] if colour else [])), np.uint8)
    sheet = grid(tiles, columns, gap)
    rows = -(-n // columns)
    assert sheet.shape[:2] == (rows * (h + gap) - gap, columns * (w + gap) - gap)
    for i, tile in enumerate(tiles):
        top, left = i // columns * (h + gap), i % columns * (w + gap)
        assert np.array_equal(sheet[top : top + h, left : left + w], tile)
    assert (sheet > 0).sum() == tiles.size  # whatever is no tile is black


@given(pictures)
def test_png_keeps_every_pixel(picture):
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(png_bytes(picture)))), picture)


@pytest.mark.parametrize("fmt", ["PNG", "WEBP"])
def test_data_url_keeps_every_pixel(fmt):
    picture = np.random.default_rng(0).integers(0, 256, (28, 28, 1), np.uint8)
    head, body = data_url(picture, fmt).split(",")
    assert head == f"data:image/{fmt.lower()};base64"
    shown = Image.open(io.BytesIO(base64.b64decode(body))).convert("L")
    assert np.array_equal(np.asarray(shown), picture[..., 0])


def test_a_marked_picture_says_that_a_model_made_it():
    png = png_bytes(np.zeros((2, 2, 3), np.uint8), mark_made_by_model("best", seed=7))
    text = getattr(Image.open(io.BytesIO(png)), "text", {})
    assert "GAN Theatre" in text["Software"]
    assert "Made by a model" in text["Description"] and "best, seed 7" in text["Description"]

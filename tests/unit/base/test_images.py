import base64
import errno
import io
import os
import stat

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PIL import Image

from gan_core.base.errors import GanError
from gan_core.base.images import (
    data_url,
    grid,
    mark_made_by_model,
    png_bytes,
    to_float,
    to_uint8,
    write_atomically,
    write_together,
)

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
    with pytest.raises(ValueError):
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


def test_a_file_is_replaced_whole_and_nothing_is_left_beside_it(tmp_path):
    path = tmp_path / "a.png"
    path.write_bytes(b"old")
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new" and os.listdir(tmp_path) == ["a.png"]


@pytest.mark.parametrize("failing", ["write", "fsync"])
def test_a_full_disk_changes_nothing(tmp_path, monkeypatch, failing):
    first, second = tmp_path / "a", tmp_path / "b"
    first.write_bytes(b"old")

    class FullFile(io.FileIO):
        def write(self, data):
            super().write(data[:1])
            raise OSError(errno.ENOSPC, "No space left on device")

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    if failing == "write":
        monkeypatch.setattr("builtins.open", lambda path, mode: FullFile(path, mode.replace("b", "")))
    else:
        monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(GanError) as caught:
        write_together({first: b"new", second: b"new"})
    assert caught.value.code == "disk_full"
    monkeypatch.undo()
    assert first.read_bytes() == b"old" and os.listdir(tmp_path) == ["a"]


def test_places_that_cannot_be_written_are_named(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    for path in [tmp_path / "none" / "a.png", tmp_path / "file" / "a.png", tmp_path / "folder"]:
        with pytest.raises(GanError) as caught:
            write_atomically(path, b"x")
        assert caught.value.code == "path_unwritable" and str(path) in str(caught.value)


def test_a_device_is_not_replaced_by_a_file(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(GanError):
        write_atomically(pipe, b"x")
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    write_atomically(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink() and (tmp_path / "real").read_bytes() == b"new"

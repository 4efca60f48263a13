"""Digits that ship, and files that are no digits."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import pytest

from gan_core.base.errors import GanError
from gan_core.data import digits

SHA256 = {
    "train": "2f7182bf021ffc5c1f62db987487f14d899b5c639f421a80f3095affc09a7db2",
    "train_labels": "2f345bad07338ec537641465e169cc4b7288a44244f251211c7f842641e7d927",
    "test": "6d87418db22cc8025d05968bec9bd5c3932904b23485740db143a061a2c9d161",
    "test_labels": "ddeff807876a9661a1110d45c266c86239a3a1b7d37da0c3716a7a683c852ff5",
}


def good() -> dict[str, Any]:
    images, labels = np.eye(28, dtype=np.uint8)[None].repeat(4, 0) * 200, np.arange(4, dtype=np.uint8)
    return {"x_train": images, "y_train": labels, "x_test": images, "y_test": labels}


def test_what_ships_is_mnist():
    shipped = digits.load()
    assert shipped.train_labels[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    for name, expected in SHA256.items():
        assert hashlib.sha256(getattr(shipped, name).tobytes()).hexdigest() == expected, name


def test_an_archive_of_a_persons_own_is_read(tmp_path):
    np.savez(tmp_path / "own.npz", **good())
    assert digits.load(tmp_path / "own.npz").train.shape == (4, 28, 28)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(GanError) as fault:
        digits.load(tmp_path / "none.npz")
    assert fault.value.code == "data_missing"
    assert "none.npz" in str(fault.value)


@pytest.mark.parametrize(
    "change",
    [
        {"x_train": np.full((4, 28, 28), -300, np.int64)},
        {"x_train": np.zeros((4, 32, 32), np.uint8)},
        {"x_test": np.zeros((0, 28, 28), np.uint8), "y_test": np.zeros(0, np.uint8)},
        {"y_train": np.zeros(3, np.uint8)},
        {"y_test": np.full(4, -1, np.int8)},
        {"x_train": np.array([{"a": 1}], object)},
    ],
)
def test_arrays_that_are_no_digits_are_refused(tmp_path, change):
    np.savez(tmp_path / "odd.npz", **(good() | change))
    with pytest.raises(GanError) as fault:
        digits.load(tmp_path / "odd.npz")
    assert fault.value.code == "data_wrong"


@pytest.mark.parametrize("data", [b"", b"no archive at all", None])
def test_a_cut_off_archive_is_refused(tmp_path, data):
    path = tmp_path / "cut.npz"
    np.savez(path, **good())
    path.write_bytes(path.read_bytes()[:900] if data is None else data)
    with pytest.raises(GanError) as fault:
        digits.load(path)
    assert fault.value.code == "data_wrong"

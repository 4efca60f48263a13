"""The nearest of many pictures."""

from __future__ import annotations

import numpy as np
import pytest

from gan_core.measures.neighbours import BATCH, Neighbours


def pictures(seed: int, n: int, side: int = 5) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (n, side, side)).astype(np.uint8)


def test_the_nearest_is_nearest_by_definition_however_many_are_asked_for() -> None:
    reals, images = pictures(0, 80), pictures(1, BATCH + 200)
    apart = np.linalg.norm((images[:, None].astype(int) - reals[None]).reshape(len(images), 80, -1), axis=2)
    rows, distances = Neighbours(reals).of(images)
    assert np.array_equal(rows, apart.argmin(1)) and distances == pytest.approx(apart.min(1))
    (row,), (distance,) = Neighbours(reals).of(images[3:4])
    assert (row, distance) == (rows[3], distances[3])


def test_among_themselves_none_is_its_own_neighbour() -> None:
    reals = pictures(2, BATCH + 200)
    apart = np.linalg.norm((reals[:, None].astype(int) - reals[None]).reshape(len(reals), len(reals), -1), axis=2)
    np.fill_diagonal(apart, np.inf)
    assert Neighbours(reals).apart() == pytest.approx(apart.min(1))
    assert Neighbours(reals).apart(9) == pytest.approx(apart.min(1)[:9])
    assert not Neighbours(np.concatenate([reals, reals])).apart().any()


def test_distances_of_whole_numbers_are_exact() -> None:
    """However far apart: a tie must be one."""
    reals = pictures(3, 40, 28)
    images = 255 - reals[::-1]
    one, other = Neighbours(reals).of(images)[1], Neighbours(reals[::-1].copy()).of(images)[1]
    assert np.array_equal(one, other)

"""Distances with known answers."""

from __future__ import annotations

import numpy as np
import pytest

from gan_core.measures import quality


def test_frechet_distance_of_two_normals_is_the_closed_form():
    rng = np.random.default_rng(0)
    a = rng.normal(0, [1, 2], (200_000, 2))
    b = rng.normal([3, 0], [2, 2], (200_000, 2))
    assert quality.frechet_distance(a, b) == pytest.approx(9 + 1, rel=0.02)  # |shift|^2 + (1 - 2)^2 + 0


def test_frechet_distance_is_symmetric_and_nothing_to_itself():
    rng = np.random.default_rng(1)
    a, b = rng.normal(size=(300, 5)), rng.normal(size=(300, 5)) @ rng.normal(size=(5, 5))
    assert quality.frechet_distance(a, b) == pytest.approx(quality.frechet_distance(b, a))
    assert quality.frechet_distance(a, a) == pytest.approx(0, abs=1e-9)


def test_frechet_distance_bears_features_that_never_fire():
    rng = np.random.default_rng(2)
    a = np.pad(rng.normal(size=(100, 3)), ((0, 0), (0, 2)))
    assert quality.frechet_distance(a, a + 1) == pytest.approx(5)


def test_class_shares_count_the_likeliest_class():
    shares = quality.class_shares(np.array([[0.6, 0.4, 0.0], [0.2, 0.5, 0.3], [0.9, 0.1, 0.0], [0.4, 0.3, 0.3]]))
    assert shares.tolist() == [0.75, 0.25, 0.0]


def test_spread_is_half_the_mean_squared_distance_of_two_images():
    images = np.random.default_rng(0).integers(0, 256, (6, 28, 28)).astype(np.uint8)
    pairs = [np.sum((a / 255 - b / 255) ** 2) for a in images for b in images]
    assert quality.spread(images) == pytest.approx(np.mean(pairs) / 2)
    assert quality.spread(images[:1].repeat(9, axis=0)) == pytest.approx(0, abs=1e-20)


def test_the_deviation_of_a_class_is_that_of_its_own_pictures():
    images = np.array([[[0, 10]], [[20, 10]], [[7, 7]], [[7, 7]]], np.uint8)
    assert quality.deviation(images, np.array([0, 0, 1, 1])) == pytest.approx([5, 0])


def test_the_share_that_is_the_class_asked_for_is_told_by_class():
    probabilities = np.array([[0.9, 0.1], [0.2, 0.8], [0.3, 0.7], [0.4, 0.6]])
    assert quality.shares_right(probabilities, np.array([0, 0, 1, 1])) == pytest.approx([0.5, 1])

"""A generator of blobs that nobody told of classes, asked for one."""

from __future__ import annotations

import numpy as np

from gan_core.training.sorting import asking_kernel, sorted_by_neighbours

LATENT = 6


def draw(z):
    """A bright left half where z[0] is above 0, else a bright right half; z[1] says how bright."""
    images = np.zeros((len(z), 28, 28), np.uint8)
    level = np.clip(180 + 20 * z[:, 1], 0, 255).astype(np.uint8)
    for image, left, bright in zip(images, z[:, 0] > 0, level, strict=True):
        image[:, slice(0, 14) if left else slice(14, 28)] = bright
    return images


REALS = draw(np.array([[1, 0], [-1, 0]]))


def test_latents_are_sorted_by_what_they_draw():
    z, labels = sorted_by_neighbours(draw, REALS, np.array([0, 1]), LATENT, count=200)
    assert z.shape == (200, LATENT) and np.array_equal(labels == 0, z[:, 0] > 0)


def test_a_class_that_is_asked_for_is_drawn_and_the_rest_of_z_is_left_alone():
    z, labels = sorted_by_neighbours(draw, REALS, np.array([0, 1]), LATENT, count=2000)
    kernel = asking_kernel(np.eye(LATENT, dtype=np.float32), z, labels, 2)
    fresh = np.random.default_rng(1).standard_normal((500, LATENT)).astype(np.float32)
    before = np.mean(fresh[:, 0] > 0)
    for digit, sign in ((0, 1), (1, -1)):
        taken = np.concatenate([fresh, np.eye(2, dtype=np.float32)[[digit] * 500]], 1) @ kernel
        assert np.mean(sign * taken[:, 0] > 0) > 0.85 > before + 0.2
        assert np.abs(taken[:, 1:] - fresh[:, 1:]).max() < 0.3


def test_a_class_that_is_never_drawn_has_a_kernel_too():
    z = np.ones((4, LATENT), np.float32)
    kernel = asking_kernel(np.eye(LATENT, dtype=np.float32), z, np.array([0, 0, 1, 1]), 3)
    assert kernel.shape == (LATENT + 3, LATENT) and np.isfinite(kernel).all()

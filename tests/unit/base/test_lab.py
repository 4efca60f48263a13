"""CIE Lab: known colours, the way back, and the cells among which colours are guessed."""

from __future__ import annotations

import numpy as np
import pytest

from gan_core.base.lab import CELL, cells, from_lab, nearest_cell, to_lab


@pytest.mark.parametrize(
    ("rgb", "lab"),  # of sRGB under D65
    [
        ((1, 1, 1), (100, 0, 0)),
        ((0, 0, 0), (0, 0, 0)),
        ((1, 0, 0), (53.24, 80.09, 67.20)),
        ((0, 0, 1), (32.30, 79.19, -107.86)),
    ],
)
def test_known_colours(rgb, lab):
    np.testing.assert_allclose(to_lab(np.array([rgb], float))[0], lab, atol=0.02)


def test_lab_leads_back():
    rgb = np.random.default_rng(0).uniform(0, 1, (500, 3))
    np.testing.assert_allclose(from_lab(to_lab(rgb)), rgb, atol=1e-4)


def test_every_colour_has_a_cell_near_it():
    ab = to_lab(np.random.default_rng(0).uniform(0, 1, (5000, 3)))[:, 1:]
    off = np.abs(cells()[nearest_cell(ab)] - ab).max(-1)
    assert (off <= CELL / 2 + 0.5).mean() > 0.98  # at the rim of all colours it is the nearest that is left
    assert off.max() < 2 * CELL
    assert len(np.unique(nearest_cell(cells()))) == len(cells())

"""Pairs for drawings: what is cut out, what is drawn of it, and on which side of the held-back tenth it falls."""

from __future__ import annotations

import hashlib
import io

import numpy as np
import pytest
from PIL import Image

from gan_core.data.marks import HELD_BACK
from gan_core.photos.drawing import PAPER
from gan_core.recipes.pix2pix import DARKER
from tools.build_drawings import CHOSEN, SIDE, pairs_of
from tools.cutting import blurred, components, largest, refined
from tools.posing import posed
from tools.sketching import Style, inner_lines, outline, sketched, thinned

RNG = np.random.default_rng(3)


def beast(side: int = 120) -> tuple[np.ndarray, np.ndarray]:
    """A brown body on four legs before noisy green, and where it is: uint8 (side, side, 3), bool (side, side)."""
    where = np.zeros((side, side), bool)
    where[side // 4 : side * 5 // 8, side // 6 : side * 5 // 6] = True
    for leg in (0.2, 0.32, 0.65, 0.76):
        where[side // 2 : side * 7 // 8, int(leg * side) : int(leg * side) + side // 20] = True
    picture = np.where(where[..., None], (140, 90, 50), (70, 130, 60)) + RNG.normal(0, 8, (side, side, 3))
    return np.clip(picture, 0, 255).astype(np.uint8), where


def whole(solid: np.ndarray) -> bool:
    part = largest(solid, solid)
    return part is not None and part.whole


def test_a_rough_mask_is_drawn_to_the_edge_of_what_it_means():
    photograph, where = beast()
    rough = 0.8 * blurred(where, 5) * (np.sin(np.arange(120)) > -0.5)  # blurred, and striped
    alpha = refined(photograph, rough)
    assert (alpha[where] > 0.5).mean() > 0.97 and (alpha[~where] > 0.5).mean() < 0.03
    part = largest(alpha, rough)
    assert part is not None and part.whole and part.cut == 0 and part.alone > 0.95
    assert np.abs(np.subtract(part.box, (20, 30, 100, 105))).max() <= 2


def test_what_the_edge_cuts_and_what_is_one_of_many_is_not_whole():
    herd = np.zeros((100, 100))
    herd[20:80, 10:40] = herd[20:80, 50:90] = 1
    assert not whole(herd)
    cut = np.zeros((100, 100))
    cut[40:, 20:80] = 1
    assert not whole(cut)
    assert largest(np.zeros((50, 50)), cut) is None


def test_components_follow_every_turn():
    spiral = np.zeros((9, 9), bool)
    spiral[0, :] = spiral[:, 8] = spiral[8, :] = spiral[2:, 0] = spiral[2, :7] = True
    spiral[5, 5] = True
    labels = components(spiral)
    assert len(np.unique(labels[spiral])) == 2 and (labels[~spiral] == 0).all() and labels[5, 5] != labels[0, 0]


@pytest.mark.parametrize("deviation", [0.7, 3.0, 12.0])
def test_a_gaussian_is_as_wide_as_it_says(deviation):
    step = np.repeat(np.arange(121)[None] >= 60, 121, 0)
    found = blurred(step, deviation)[60]
    assert abs((found * (1 - found)).sum() / deviation - 1 / np.sqrt(np.pi)) < 0.08
    assert np.allclose(blurred(np.full((40, 60), 3.0), deviation), 3.0)


def test_thin_legs_become_sticks():
    _, where = beast()
    plain = Style(2.6, simpler=0.6, wobble=0, gaps=0, longest=2, inner=0, sticks=0, trunk="outline", head=False)
    light = np.zeros(where.shape)
    whole, sticks = (sketched(light, where * 1.0, style, RNG) for style in (plain, plain._replace(sticks=0.5)))
    inked = [int((row > 128).sum()) for row in (whole[95], sticks[95])]
    assert inked[1] < 0.7 * inked[0] and inked[1] >= 8  # one line a leg
    assert len(np.unique(components(sticks > 60)[sticks > 60])) == 1  # they hang on the body


def test_middle_lines_are_thin_and_lines_inside_are_where_lightness_changes():
    bar = np.zeros((40, 60), bool)
    bar[15:24, 10:50] = True
    line = thinned(bar)
    assert line.sum(0).max() == 1 and line[:, 15:45].sum() == 30
    assert outline(bar).sum() == 2 * (9 + 40) - 4
    light = np.repeat(np.where(np.arange(60) < 30, 0.2, 0.8)[None], 60, 0)
    ys, xs = np.nonzero(inner_lines(light, np.ones((60, 60))))
    assert len(ys) and np.abs(xs - 29.5).max() <= 1.5


def test_pairs_of_one_photograph_differ_and_fall_on_one_side():
    photograph, where = beast()
    part = largest(where * 1.0, where * 1.0)
    assert part is not None
    for data in (b"photograph", b"photograph 2", b"photograph 13"):
        made = list(pairs_of(photograph, part, data, 3))
        assert made == list(pairs_of(photograph, part, data, 3)) and len(set(made)) == 3
        held = {int(hashlib.sha256(file).hexdigest(), 16) % HELD_BACK == 0 for file in (data, *(y for _, y in made))}
        assert len(held) == 1
    drawing, painting = (np.asarray(Image.open(io.BytesIO(file))) for file in made[0])
    assert drawing.shape == painting.shape == (SIDE, SIDE, 3)
    animal = (painting != PAPER).any(2)
    assert 0.05 < animal.mean() < 0.7 and (drawing == 255).all(2).mean() > 0.5
    assert np.abs(drawing.min((0, 1)) - DARKER * painting[animal].mean(0)).max() < 20  # the ink says the coat


def test_most_horses_get_another_coat():
    photograph, where = beast()
    part = largest(where * 1.0, where * 1.0)
    assert part is not None
    made = pairs_of(photograph, part, b"photograph", 6)
    assert len({tuple(np.asarray(Image.open(io.BytesIO(file))).min((0, 1))) for file, _ in made}) > 3


def test_a_pose_has_four_legs_that_sticks_stand_for():
    apart = []
    for seed in range(6):
        shape = posed(120, np.random.default_rng(seed))
        assert 0.05 < (shape > 0.5).mean() < 0.5 and len(np.unique(components(shape > 0.5))) == 2
        style = Style(2, simpler=0.6, wobble=0, gaps=0, longest=2, inner=0, sticks=0.6, trunk="line", head=False)
        lines = sketched(shape, shape, style, RNG) > 127
        low = np.flatnonzero(lines.any(1)).max() - 12
        apart.append(int((np.diff(lines[low].astype(int)) == 1).sum()))
    assert max(apart) == 4


def test_the_photographs_that_were_chosen_are_named_once():
    names = CHOSEN.read_text(encoding="utf-8").split()
    assert len(names) == len(set(names)) > 100

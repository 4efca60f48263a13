"""A tiny untrained network that makes animals of drawings."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from gan_core.base.errors import GanError
from gan_core.photos.drawing import COATS, PAPER, PLAIN, DrawingEngine, Painted, ink_of_coat, inked, squared
from gan_core.store.checkpoints import Registry
from tests.tiny import tiny_colour_registry, tiny_drawing_registry
from tools.newcomers import NEWCOMERS, drawing_of

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    return DrawingEngine(tiny_drawing_registry(tmp_path_factory.mktemp("checkpoints")))


def picture_of(painted: Painted | None) -> np.ndarray:
    assert painted is not None  # without a session nothing is sent away
    return painted.picture


def drawing(height: int = 80, width: int = 80) -> np.ndarray:
    lines = np.zeros((height, width), np.uint8)
    lines[height // 4, width // 4 : -width // 4] = lines[height // 4 :, width // 2] = 255
    return lines


def test_a_drawing_of_any_shape_becomes_a_square(engine):
    for shape in ((80, 80), (200, 100), (16, 1024)):
        found = engine.paint(drawing(*shape))
        assert (found.picture.shape, found.picture.dtype) == ((32, 32, 3), np.uint8)
    np.testing.assert_array_equal(engine.paint(drawing()).picture, engine.paint(drawing()).picture)


def test_an_empty_sheet_stays_paper(engine):
    assert (engine.paint(np.zeros((50, 70), np.uint8)).picture == PAPER).all()


@pytest.mark.parametrize("wrong", [(15, 80), (80, 1025), (80, 80, 3), (0, 0)])
def test_drawings_of_other_sizes_are_refused(engine, wrong):
    with pytest.raises(GanError) as fault:
        engine.paint(np.zeros(wrong, np.uint8))
    assert fault.value.code == "drawing_size"


def test_a_network_that_colours_is_told(tmp_path):
    registry = tiny_colour_registry(tmp_path, "drawing2horse")
    with pytest.raises(GanError, match=r"draws no pictures|colours and draws"):
        DrawingEngine(registry)


def test_a_drawing_lies_in_the_middle_of_its_square():
    found = squared(np.full((20, 40), 255, np.uint8), 40)
    assert (found[10:30] == 255).all() and not found[:10].any() and not found[30:].any()
    assert {tuple(pixel) for pixel in inked(found, PLAIN).reshape(-1, 3)} == {(255, 255, 255), PLAIN}


def test_the_ink_says_the_coat_and_its_lines_count_alike_in_any(tmp_path):
    engine = DrawingEngine(tiny_drawing_registry(tmp_path, ink=True))
    painted = {coat: picture_of(engine.paint(drawing(), coat)) for coat in engine.coats}
    assert set(painted) == set(COATS) and len({picture.tobytes() for picture in painted.values()}) == len(COATS)
    full, faint = (
        picture_of(engine.paint(drawing(32, 32) // part)) for part in (1, 2)
    )  # a pen that leaves half the ink
    np.testing.assert_array_equal(faint, full)
    with pytest.raises(GanError) as fault:
        engine.paint(drawing(), "green")
    assert fault.value.code == "option_unknown" and "chestnut" in str(fault.value)


def test_a_network_that_learned_without_the_inks_colour_paints_one_coat(engine):
    assert engine.coats == ()
    np.testing.assert_array_equal(engine.paint(drawing(), "white").picture, engine.paint(drawing(), "black").picture)


def test_ink_is_seen_on_white_and_the_thinnest_line_says_its_colour_clearly():
    faint = np.zeros((20, 20), np.uint8)
    faint[10] = 90
    for coat in COATS.values():
        ink = ink_of_coat(coat)
        assert max(ink) < 200 and tuple(inked(faint, ink).min((0, 1))) == ink


TRUNK = np.s_[68:78, 60:85]  # of what is painted after the second newcomer's drawing
SHINS = 118  # the row through them


def test_the_shipped_network_follows_the_ink_and_gives_each_stick_a_leg():
    engine, sticks = DrawingEngine(Registry()), drawing_of(NEWCOMERS[1])
    painted = [picture_of(engine.paint(sticks, coat)).astype(int) for coat in ("black", "grey", "white")]
    levels = [*(picture[TRUNK].mean() for picture in painted), np.mean(PAPER)]  # a white coat is seen on paper, too
    assert all(darker + 15 < lighter for darker, lighter in pairwise(levels))
    legs = np.abs(painted[0][SHINS] - PAPER).max(-1) > 60
    assert (np.diff(legs.astype(int)) == 1).sum() == 4


def test_ten_of_twenty_newcomers_draw_stick_figures_all_of_them_on_the_paper():
    assert len({newcomer.name for newcomer in NEWCOMERS}) == len(NEWCOMERS) == 20
    assert sum(newcomer.stick for newcomer in NEWCOMERS) == 10
    assert all(0.002 < drawing_of(newcomer).mean() / 255 < 0.3 for newcomer in NEWCOMERS)

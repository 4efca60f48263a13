"""A tiny untrained network that makes animals of drawings."""

from __future__ import annotations

import numpy as np
import pytest

from gan_core.base.errors import GanError
from gan_core.photos.drawing import PAPER, DrawingEngine, inked, squared
from tests.tiny import tiny_colour_registry, tiny_drawing_registry

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    return DrawingEngine(tiny_drawing_registry(tmp_path_factory.mktemp("checkpoints")))


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
    assert {tuple(pixel) for pixel in inked(found, "zebra").reshape(-1, 3)} == {(255, 255, 255), (0, 0, 255)}

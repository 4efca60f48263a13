"""Three tiny untrained networks that were to learn colours, beside one another."""

from __future__ import annotations

import numpy as np
import pytest

from gan_core.base.colour import grey
from gan_core.base.errors import GanError
from gan_core.measures.colourfulness import colourfulness
from gan_core.photos.pairing_experiment import PAIRINGS, PairingExperiment
from tests.tiny import tiny_colour_registry, tiny_pairing_registry

pytestmark = pytest.mark.slow

RNG = np.random.default_rng(1)


@pytest.fixture(scope="module")
def registry(tmp_path_factory):
    return tiny_pairing_registry(tmp_path_factory.mktemp("checkpoints"))


@pytest.fixture(scope="module")
def engine(registry) -> PairingExperiment:
    return PairingExperiment(registry)


def test_all_three_are_given_the_same_grey_picture_and_colours_make_no_difference(engine):
    image = RNG.integers(0, 256, (61, 90, 3), np.uint8)
    found, blind = engine.answers(image), engine.answers(grey(image))
    assert list(found.pictures) == list(PAIRINGS)
    for name, picture in found.pictures.items():
        assert picture.shape == image.shape and picture.dtype == np.uint8
        np.testing.assert_array_equal(picture, blind.pictures[name])
        assert found.figures[f"colourful_{name}"] == pytest.approx(colourfulness(picture))
        assert found.figures[f"l1_{name}"] == pytest.approx(
            np.abs(image.astype(float) - picture).mean() / 255, abs=1e-4
        )
    assert found.truth is not None and blind.truth is None and "l1_pairs" not in blind.figures
    np.testing.assert_array_equal(found.input, grey(image))


def test_large_photographs_are_made_small(engine):
    found = engine.answers(np.zeros((300, 1000, 3), np.uint8))
    assert found.input.shape == (58, 192, 3)


def test_checkpoints_that_draw_no_pictures_are_explained(registry, tmp_path):
    wrong = tiny_pairing_registry(tmp_path)
    tiny_colour_registry(tmp_path, PAIRINGS["shuffled"])
    with pytest.raises(GanError) as fault:
        PairingExperiment(wrong)
    assert fault.value.code == "checkpoint_mismatch"

"""The museum's recipes as data, and what was recorded of them."""

from __future__ import annotations

import json

import pytest

from gan_core.errors import GanError
from gan_core.museum import MUSEUM, exhibit
from gan_core.presets import dcgan_recipe_from_json, recipe_to_json
from gan_core.training.schedule import snapshot_steps

DIGITS = 10_000  # what ships


@pytest.mark.parametrize("id", MUSEUM)
def test_an_exhibits_recipe_survives_json(id: str) -> None:
    written = json.loads(json.dumps(recipe_to_json(MUSEUM[id].recipe)))
    assert dcgan_recipe_from_json(written) == MUSEUM[id].recipe


@pytest.mark.parametrize("id", MUSEUM)
def test_an_exhibit_is_measured_often_enough_to_be_watched_and_seldom_enough_to_be_cheap(id: str) -> None:
    """A step sees each image three times, forward and back, a measurement once; the rest is for Frechet distance."""
    what = MUSEUM[id]
    rows = what.recipe.batch * what.recipe.d_steps
    digits = DIGITS // 2 if what.forger else DIGITS
    due = list(snapshot_steps(what.interval, round(what.recipe.epochs * (digits // rows)), what.growth))
    assert 40 <= len(due) <= 80
    assert what.n <= 0.07 * 3 * rows * what.interval


def test_an_unknown_exhibit_names_the_known_ones() -> None:
    with pytest.raises(GanError, match="d-asleep"):
        exhibit("d-awake")

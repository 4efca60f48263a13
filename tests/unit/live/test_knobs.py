"""What a visitor may turn."""

from __future__ import annotations

import math

import pytest

from gan_core.base.errors import GanError
from gan_core.live.knobs import RANGES, Knobs
from gan_core.recipes.dcgan import DCGAN_PRESETS


@pytest.mark.parametrize("preset", DCGAN_PRESETS)
def test_untouched_knobs_are_the_preset(preset: str) -> None:
    recipe, own = Knobs.of(preset).checked().recipe(), DCGAN_PRESETS[preset]
    assert (recipe.spec, recipe.batch, recipe.g_rate) == (own.spec, own.batch, own.g_rate)
    assert not recipe.rate_decay  # a live run has no last epoch


def test_knobs_reach_the_recipe() -> None:
    values = {"g_rate": 0.01, "d_rate": 0.02, "d_steps": 3, "batch": 16, "dropout": 0.5, "real_label": 0.9}
    recipe = Knobs.from_json({"preset": "classic", "seed": 7, **values}).recipe()
    assert {**{n: getattr(recipe, n) for n in values if n != "dropout"}, "dropout": recipe.spec.d_dropout} == values


@pytest.mark.parametrize("name", RANGES)
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, -1, 1e9, None, "much", True, [1]])
def test_absurd_values_are_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(GanError, match=name):
        Knobs.from_json({name: value})


@pytest.mark.parametrize("values", [None, [], {"speed": 1}, {"preset": 3}])
def test_what_is_no_knobs(values: object) -> None:
    with pytest.raises(GanError) as fault:
        Knobs.from_json(values)
    assert fault.value.code == "knobs_wrong"


def test_whole_numbers_may_come_as_floats_from_a_page() -> None:
    knobs = Knobs.from_json({"batch": 64.0, "d_steps": 2.0})
    assert (knobs.batch, knobs.d_steps) == (64, 2)
    assert isinstance(knobs.batch, int)


def test_a_seed_out_of_range_and_an_unknown_preset() -> None:
    for values, code in (({"seed": -1}, "seed_wrong"), ({"preset": "fast"}, "preset_unknown")):
        with pytest.raises(GanError) as fault:
            Knobs.from_json(values)
        assert fault.value.code == code


def test_knobs_survive_json() -> None:
    knobs = Knobs.of("best", seed=5)
    assert Knobs.from_json(knobs.to_json()) == knobs

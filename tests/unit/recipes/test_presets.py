"""Recipes as data."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from gan_core.base.errors import GanError
from gan_core.recipes import dcgan as presets


@pytest.mark.parametrize("name", presets.DCGAN_PRESETS)
def test_a_recipe_survives_json(name):
    recipe = presets.dcgan_preset(name)
    written = json.loads(json.dumps(presets.recipe_to_json(recipe)))
    assert presets.dcgan_recipe_from_json(written) == recipe


@pytest.mark.parametrize("conditioning", presets.CONDITIONINGS)
def test_a_recipe_that_is_asked_for_classes_survives_json(conditioning):
    recipe = presets.conditional(presets.BEST, conditioning)
    written = json.loads(json.dumps(presets.recipe_to_json(recipe)))
    assert presets.dcgan_recipe_from_json(written) == recipe
    assert (recipe.spec.inputs, presets.BEST.spec.inputs) == (110, 100)


def test_classes_need_a_recipe_whose_d_has_one_step():
    with pytest.raises(GanError, match="d_steps"):
        presets.conditional(replace(presets.BEST, d_steps=2))


def test_classic_is_the_lessons():
    recipe = presets.dcgan_preset("classic")
    assert (recipe.batch, recipe.epochs, recipe.g_rate, recipe.d_rate, recipe.beta1) == (256, 50, 1e-4, 1e-4, 0.9)
    assert (recipe.spec.latent, recipe.spec.g_filters, recipe.spec.d_filters) == (100, (256, 128, 64), (64, 128))


def test_an_unknown_preset_names_the_known_ones():
    with pytest.raises(GanError, match="classic"):
        presets.dcgan_preset("clasic")

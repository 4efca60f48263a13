"""Pix2Pix's recipes as data."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from gan_core.base.errors import GanError
from gan_core.recipes.dcgan import recipe_to_json
from gan_core.recipes.pix2pix import (
    PIX2PIX_PRESETS,
    Pix2PixRecipe,
    Pix2PixSpec,
    for_pictures,
    pix2pix_preset,
    pix2pix_recipe_from_json,
)


@pytest.mark.parametrize("name", PIX2PIX_PRESETS)
def test_a_recipe_survives_json(name):
    preset = pix2pix_preset(name)
    for recipe in (preset, preset if preset.spec.eyes else for_pictures(preset)):
        assert pix2pix_recipe_from_json(json.loads(json.dumps(recipe_to_json(recipe)))) == recipe


def test_the_reference_is_the_papers():
    recipe = pix2pix_preset("reference")
    assert (recipe.batch, recipe.l1, recipe.g_rate, recipe.d_rate, recipe.beta1) == (1, 100, 2e-4, 2e-4, 0.5)
    assert (recipe.spec.stride, recipe.spec.filters[0], recipe.spec.dropout, recipe.crop) == (256, 64, 3, 256)


def test_l1_alone_is_compact_without_what_judges():
    compact = pix2pix_preset("compact")
    assert pix2pix_preset("l1") == replace(compact, adversarial=0.0, features=None)


def test_an_unknown_preset_names_the_known_ones():
    with pytest.raises(GanError, match="reference"):
        pix2pix_preset("referense")


@pytest.mark.parametrize(
    "wrong",
    [
        {"spec": {"inputs": 3, "outputs": 2}},
        {"spec": {"filters": [4]}},
        {"spec": {"inputs": 3, "outputs": 3, "eyes": {}}},
        {"spec": {"eyes": {"widths": [4, 4]}}, "classes": {}},
        {"spec": {"eyes": {}}},
        {"spec": {"filters": [4, 0]}},
        {"spec": {"upsampling": "none"}},
        {"spec": {"filters": [4, 4, 4]}, "crop": 12},
        {"crop": 0},
        {"batch": 0},
        {"scales": [128]},
    ],
)
def test_recipes_that_cannot_be_trained_are_refused(wrong):
    with pytest.raises(ValueError, match=r" (must be|have|has|colours|needs) "):
        pix2pix_recipe_from_json({**recipe_to_json(Pix2PixRecipe()), **wrong, "spec": wrong.get("spec", {})})


def test_colouring_is_known_by_its_channels():
    assert Pix2PixSpec().colours and not Pix2PixSpec(inputs=3, outputs=3).colours

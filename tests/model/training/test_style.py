"""Discriminators that see no places, and the loss of colours that change in patches. Tiny random networks only."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from gan_core.recipes.cyclegan import FeaturesRecipe
from tests.tiny_features import tiny_features

pytestmark = pytest.mark.slow

RECIPE = FeaturesRecipe(channels=4, filters=4, depths=(1, 1, 1, 1), weight=0.0, style=1.0, style_memory=4, rate=0.01)
RNG = np.random.default_rng(0)
STILL = np.zeros((1, 4), np.float32)


def picture(brightness: float) -> Any:
    from keras import ops

    return ops.convert_to_tensor(brightness + RNG.uniform(-0.2, 0.2, (1, 32, 32, 3)), "float32")


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    from gan_core.models.imagenet import ImageNetClassifier

    return ImageNetClassifier(tiny_features(tmp_path_factory.mktemp("features") / "tiny.npz"))


def judge(network, recipe: FeaturesRecipe = RECIPE):
    import keras

    from gan_core.training.projected import ProjectedDiscriminators

    keras.utils.set_random_seed(0)
    return ProjectedDiscriminators(recipe, network, "b")


def test_colours_may_change_everywhere_but_not_in_patches():
    from gan_core.models.losses import uneven_colours

    x = RNG.uniform(-0.5, 0.5, (1, 32, 32, 3)).astype(np.float32)
    assert float(uneven_colours(x, x + np.array([0.3, -0.1, 0.0], np.float32))) == pytest.approx(0, abs=1e-6)
    grain = 0.2 * (np.indices((32, 32)).sum(0)[None, ..., None] % 2) * np.array([1.0, 0.0, -1.0])
    assert float(uneven_colours(x, (x + grain).astype(np.float32))) == pytest.approx(0, abs=1e-5)
    patch = x.copy()
    patch[:, :16, :16] += np.array([0.3, 0.0, -0.3], np.float32)
    assert float(uneven_colours(x, patch)) == pytest.approx(0.3 * (2 / 3) * (1 / 4 * 3 / 4 + 3 / 4 * 1 / 4), abs=1e-6)


def test_what_is_pooled_knows_no_places():
    from gan_core.models.projected import pooled

    maps = [RNG.normal(0, 1, (2, side, side, 3)).astype(np.float32) for side in (8, 4)]
    known = np.asarray(pooled(maps))
    means = np.concatenate([x.mean((1, 2)) for x in maps], 1)
    spreads = np.concatenate([x.std((1, 2)) for x in maps], 1)
    np.testing.assert_allclose(known, np.concatenate([means, spreads], 1), atol=1e-3)
    np.testing.assert_allclose(known, np.asarray(pooled([x[:, ::-1] for x in maps])), atol=1e-5)


def test_it_is_silent_until_it_has_seen_enough_and_then_tells_fakes_from_real_ones(network):
    judged = judge(network)
    bright, dark = picture(0.5), picture(-0.5)
    said = []
    for _ in range(60):
        said.append(float(judged.generator_loss([dark], STILL)))
        found, _ = judged.gradients([picture(0.5)], [picture(-0.5)], STILL)
        judged.apply(found)
    assert not any(said[: RECIPE.style_memory]) and any(said[RECIPE.style_memory :])
    assert float(judged.generator_loss([bright], STILL)) < float(judged.generator_loss([dark], STILL)) - 0.5


def test_its_memory_is_part_of_what_is_saved(network):
    first, second = judge(network), judge(network)
    for _ in range(5):
        first.apply(first.gradients([picture(0.5)], [picture(-0.5)], STILL)[0])
    for mine, its in zip(second.variables, first.variables, strict=True):
        mine.assign(its)
    x = picture(0.1)
    assert float(second.generator_loss([x], STILL)) == float(first.generator_loss([x], STILL)) != 0
    plain = judge(network, replace(RECIPE, style=0.0))
    assert len(plain.variables) < len(first.variables)

"""Generators that add what they draw to the photograph. Tiny random networks only."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gan_core.data.unpaired import Photographs
from gan_core.recipes.cyclegan import CycleGANRecipe, CycleGANSpec
from gan_core.recipes.dcgan import recipe_to_json
from gan_core.store.checkpoints import Registry

pytestmark = pytest.mark.slow

SPEC = CycleGANSpec(filters=4, blocks=1, upsampling="resize", low_pass=True, residual=True, d_filters=(4, 4))
RECIPE = CycleGANRecipe(spec=SPEC, epochs=1, pool=0, average=0.9, crop=32, scales=(32,), view=32)
RNG = np.random.default_rng(0)


def photographs() -> Photographs:
    return Photographs(list(RNG.integers(0, 256, (4, 40, 48, 3), np.uint8)), [], skipped=0, duplicates=0)


def test_nothing_drawn_leaves_the_photograph_black_and_white_included():
    from gan_core.models.cyclegan import build_generator, with_residual

    generator = build_generator(SPEC)
    x = RNG.uniform(-1, 1, (1, 32, 32, 3)).astype(np.float32)
    x[0, 0, :2] = [[-1, -1, -1], [1, 1, 1]]
    assert np.abs(np.asarray(generator(x)) - x).max() > 1e-3
    generator.set_weights(with_residual(generator.get_weights()))
    np.testing.assert_allclose(np.asarray(generator(x)), x, atol=1e-5)


def test_whatever_is_drawn_stays_a_picture():
    from gan_core.models.cyclegan import build_generator

    generator = build_generator(SPEC)
    generator.set_weights([40 * w for w in generator.get_weights()])
    made = np.asarray(generator(RNG.uniform(-1, 1, (1, 32, 32, 3)).astype(np.float32)))
    assert made.min() >= -1 and made.max() <= 1 and np.ptp(made) > 1.5


@pytest.mark.parametrize("masked", [True, False])
def test_a_run_may_start_from_another_kind_of_generator_as_the_photograph_itself(tmp_path, masked):
    from gan_core.training.cyclegan_session import CycleGANSession

    other = replace(RECIPE, spec=replace(SPEC, masked=masked, residual=False))
    domains = (photographs(), photographs())
    registry, before = Registry(tmp_path), CycleGANSession(other, domains, seed=3)
    registry.save("old", before.networks(), {"kind": "cyclegan", "recipe": recipe_to_json(other)})
    run = CycleGANSession(RECIPE, domains, seed=4)
    run.start_from("old", registry)
    x = RNG.uniform(-1, 1, (1, 32, 32, 3)).astype(np.float32)
    for generator in (run.trainer.g_ab, *run.trainer.averages):
        np.testing.assert_allclose(np.asarray(generator(x)), x, atol=1e-5)
    for mine, its in zip(run.trainer.g_ab.get_weights()[:-2], before.trainer.g_ab.get_weights()[:-2], strict=True):
        np.testing.assert_allclose(mine, its, atol=1e-3)  # float16
    registry.save("new", run.networks(), {"kind": "cyclegan", "recipe": recipe_to_json(RECIPE)})
    again = CycleGANSession(RECIPE, domains, seed=5)
    again.start_from("new", registry)  # of the same kind: taken as it is
    np.testing.assert_allclose(np.asarray(again.trainer.g_ab(x)), x, atol=1e-5)


def test_a_generator_is_masked_or_residual():
    with pytest.raises(ValueError, match="not both"):
        replace(SPEC, masked=True)

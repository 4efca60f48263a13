"""The training of an encoder: its generator stays, the same seed gives the same weights, and it learns."""

from __future__ import annotations

import numpy as np
import pytest

from gan_core.digits.projection import Projector, l1
from gan_core.training.encoder import EncoderRecipe, digest_of, train_encoder
from tests.tiny import REALS, add_tiny_encoder, tiny_registry

pytestmark = pytest.mark.slow
RECIPE = EncoderRecipe(batch=16, epochs=4)


def trained(folder, seed=0):
    registry = tiny_registry(folder)
    train_encoder(REALS, registry, "best", RECIPE, seed)
    return registry


def test_it_learns_and_leaves_the_generator_alone(tmp_path):
    registry = trained(tmp_path / "a")
    spec, projector = registry.spec("best-encoder"), Projector(registry)
    assert spec["generator_sha256"] == digest_of(registry, "best") == digest_of(tiny_registry(tmp_path / "b"), "best")
    assert spec["training"]["steps"] == 15 and spec["training"]["digits"] == len(REALS)
    add_tiny_encoder(registry, "untrained")
    z = np.random.default_rng(1).standard_normal((40, 100)).astype(np.float32)
    drawn = projector.draw(z)
    taught, untaught = (
        l1(one.draw(one.propose(drawn)), drawn).mean() for one in (projector, Projector(registry, "untrained"))
    )
    assert taught < untaught


def test_a_seed_gives_the_same_weights(tmp_path):
    first, again = (trained(tmp_path / name, 1).load("best-encoder")["encoder"] for name in ("a", "b"))
    assert all(map(np.array_equal, first, again))

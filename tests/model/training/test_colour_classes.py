"""A generator that says how likely colours are: its eyes, its shares, one step, runs that go on. Tiny specs only."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from gan_core.base.colour import TO_PLANES, planes
from gan_core.base.errors import GanError
from gan_core.base.lab import cells, from_lab, to_lab
from gan_core.data.aged import aged
from gan_core.data.pairs import Pairs
from gan_core.data.unpaired import Photographs
from gan_core.models.imagenet import ImageNetClassifier
from gan_core.photos.eyes import load_eyes
from gan_core.recipes.dcgan import recipe_to_json
from gan_core.recipes.pix2pix import CLASSES, EyesSpec, Pix2PixRecipe, Pix2PixSpec, pix2pix_recipe_from_json
from gan_core.store.checkpoints import Registry
from tests.tiny import TINY_CELLS, TINY_CLASSES, TINY_EYES, add_tiny_eyes
from tests.tiny_features import tiny_features

pytestmark = pytest.mark.slow

RNG = np.random.default_rng(0)


@pytest.fixture(scope="module")
def eyes(tmp_path_factory):
    registry = Registry(tmp_path_factory.mktemp("checkpoints"))
    add_tiny_eyes(registry)
    return load_eyes(registry, TINY_EYES)


def session(eyes, recipe: Pix2PixRecipe = TINY_CLASSES, **options):
    from gan_core.training.pix2pix_session import Pix2PixSession

    images = list(np.random.default_rng(2).integers(0, 256, (6, 40, 44, 3), np.uint8))
    photographs = Photographs(images[2:], images[:2], skipped=0, duplicates=0)
    return Pix2PixSession(recipe, Pairs(photographs), seed=3, eyes=eyes, **options)


def state_of(run) -> list[np.ndarray]:
    return [np.asarray(v).copy() for v in run.trainer.variables]


def test_eyes_see_what_the_network_sees_that_they_were_made_of(tmp_path):
    from gan_core.models.eyes import build_eyes, weights_of

    network = ImageNetClassifier(tiny_features(tmp_path / "tiny.npz"))
    eyes = build_eyes(TINY_EYES)
    eyes.set_weights(weights_of(TINY_EYES, network.body()))
    assert not eyes.trainable_variables
    lightness = RNG.uniform(-1, 1, (2, 64, 96, 1)).astype(np.float32)
    expected = network.features(lightness.repeat(3, -1))
    for found, other, step in zip(eyes(lightness), expected, (4, 8, 16, 32), strict=True):
        assert found.shape[1:3] == (64 // step, 96 // step)
        np.testing.assert_allclose(found, other, rtol=1e-4, atol=1e-4)
    with pytest.raises(ValueError, match="not those of the eyes"):
        weights_of(EyesSpec(), network.body())


def test_what_ships_weighs_what_it_may():
    from gan_core.models.colour_classes import build_decoder
    from gan_core.models.eyes import build_eyes

    assert CLASSES.spec.eyes is not None
    assert 2 * build_eyes(CLASSES.spec.eyes).count_params() < 7e6  # bytes, in half precision
    assert build_decoder(CLASSES.spec).count_params() < 0.8e6


def test_checkpoints_that_are_no_eyes_are_explained(tmp_path):
    registry = Registry(tmp_path)
    add_tiny_eyes(registry, replace(TINY_EYES, stem=6))
    with pytest.raises(GanError) as fault:
        load_eyes(registry, TINY_EYES)
    assert fault.value.code == "checkpoint_mismatch"
    registry.save("tiny-eyes", {}, {"kind": "dcgan"})
    with pytest.raises(GanError, match="dcgan"):
        load_eyes(registry, TINY_EYES)


def test_a_true_colour_is_shared_by_the_cells_around_it_and_comes_back():
    from gan_core.models.colour_classes import annealed, encoded

    ab = np.array([[0, 0], [3, -4], [40, 28]], np.float32)
    shares = np.asarray(encoded(ab, TINY_CELLS))
    np.testing.assert_allclose(shares.sum(-1), 1, rtol=1e-5)
    assert ((shares > 0).sum(-1) <= TINY_CELLS.neighbours).all()
    nearest = cells()[shares.argmax(-1)]
    np.testing.assert_array_equal(nearest, [[0, 0], [0, 0], [40, 30]])
    np.testing.assert_allclose(annealed(np.log(shares + 1e-9), 1.0), ab, atol=1.5)


def test_the_cooler_the_nearer_to_the_likeliest():
    from gan_core.models.colour_classes import annealed

    logits = np.where(np.arange(len(cells())) == 7, 2.0, 0.0).astype(np.float32)[None]
    away = [np.linalg.norm(np.asarray(annealed(logits, t))[0] - cells()[7]) for t in (2.0, 1.0, 0.38, 0.1)]
    assert away == sorted(away, reverse=True) and away[-1] < 0.01


def test_lab_becomes_chroma_at_its_lightness():
    from gan_core.models.colour import chroma_of

    lightness, ab = RNG.uniform(-0.8, 0.8, (50, 1)), RNG.uniform(-30, 30, (50, 2))
    level = to_lab(lightness.repeat(3, -1) / 2 + 0.5)[:, :1]
    expected = (2 * from_lab(np.concatenate([level, ab], -1)) - 1) @ TO_PLANES
    found = np.asarray(chroma_of(lightness.astype(np.float32), ab.astype(np.float32)))
    np.testing.assert_allclose(found, expected[:, 1:], atol=2e-3)


def test_rare_colours_count_more_and_all_together_as_much():
    from gan_core.models.colour_classes import rarity

    counts = np.array([900.0, 90, 10, 0])
    found = rarity(counts, TINY_CELLS)
    assert list(found) == sorted(found)
    assert (counts / counts.sum() * found).sum() == pytest.approx(1)


def test_doubling_is_bilinear():
    import tensorflow as tf

    from gan_core.models.layers import doubled

    x = RNG.uniform(-1, 1, (2, 3, 5, 2)).astype(np.float32)
    np.testing.assert_allclose(doubled(x), tf.image.resize(x, (6, 10)), atol=1e-6)


def test_a_step_moves_the_decoder_and_the_discriminator_and_nothing_else(eyes):
    run = session(eyes)
    before, seen = run.networks(), [w.copy() for w in eyes.get_weights()]
    assert set(run.advance()) == {"d_loss", "g_loss", "classes"}
    for name, weights in run.networks().items():
        assert any((old != new).any() for old, new in zip(before[name], weights, strict=True)), name
    for old, new in zip(seen, eyes.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


def test_one_photograph_can_be_learned_by_heart(eyes):
    run = session(eyes, replace(TINY_CLASSES, g_rate=3e-2, average=0.0))
    picture = np.zeros((2, 32, 32, 3), np.uint8)
    picture[:, :16], picture[:, 16:] = (60, 110, 200), (40, 140, 50)  # sky, meadow
    x, y = planes(picture)
    losses = [run.trainer.step(x, y, x)["classes"] for _ in range(60)]
    assert losses[-1] < 0.5 * losses[0]


def test_a_resumed_run_goes_on_exactly(eyes, tmp_path):
    straight = session(eyes)
    for _ in range(2):
        straight.advance()
    straight.save(tmp_path / "state.npz")
    straight.advance()
    second = session(eyes)
    second.restore(tmp_path / "state.npz")
    second.advance()
    for expected, found in zip(state_of(straight), state_of(second), strict=True):
        np.testing.assert_array_equal(expected, found)


def test_a_run_leaves_a_record(eyes, tmp_path):
    from gan_core.training.loop import train

    shown = list(RNG.integers(0, 256, (2, 40, 40, 3), np.uint8))
    assert train("tiny", session(eyes, replace(TINY_CLASSES, epochs=1), pictures=shown), tmp_path) == 0
    run = json.loads((tmp_path / "record" / "run.json").read_text())
    assert pix2pix_recipe_from_json(run["recipe"]) == replace(TINY_CLASSES, epochs=1)


def test_recipes_come_back_and_those_that_fit_nothing_are_refused():
    assert pix2pix_recipe_from_json(json.loads(json.dumps(recipe_to_json(CLASSES)))) == CLASSES
    for wrong in ({"classes": None}, {"spec": Pix2PixSpec(filters=(8, 8))}):
        with pytest.raises(ValueError, match="eyes"):
            replace(CLASSES, **wrong)


def test_old_photographs_are_grainy_and_stay_in_range():
    lightness = RNG.uniform(-1, 1, (64, 8, 8, 1)).astype(np.float32)
    found = aged(lightness, np.random.default_rng(0))
    assert found.dtype == np.float32 and np.abs(found).max() <= 1
    away = np.abs(found - lightness).mean((1, 2, 3))
    assert away.min() < 0.1 < away.max() < 0.4

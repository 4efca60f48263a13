"""A DCGAN that is asked for a class: how it begins, goes on, and what its losses ask of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gan_core.base.errors import GanError
from gan_core.data.digits import Digits
from gan_core.recipes.dcgan import CONDITIONINGS, DCGANRecipe, conditional, recipe_to_json
from gan_core.store.checkpoints import Registry
from tests.tiny import REALS, TINY, tiny_registry

pytestmark = pytest.mark.slow

LABELS = (np.arange(len(REALS)) % 10).astype(np.uint8)
DATA = Digits(REALS, LABELS, REALS, LABELS)
PLAIN = DCGANRecipe(spec=TINY, batch=8, epochs=4, average=0.9, r1=0.05, r1_every=2)
RECIPE = conditional(PLAIN)


def session(recipe: DCGANRecipe = RECIPE, data: Digits = DATA):
    from gan_core.training.conditional_session import ConditionalSession

    return ConditionalSession(recipe, data, 3, n=20)


def state_of(run) -> list[np.ndarray]:
    return [np.asarray(v).copy() for v in run.trainer.variables]


@pytest.mark.parametrize("conditioning", CONDITIONINGS)
def test_a_resumed_run_goes_on_exactly(tmp_path, give_back, conditioning):
    recipe = conditional(PLAIN, conditioning)
    straight = session(recipe)
    for _ in range(2):
        straight.advance()
    straight.save(tmp_path / "state.npz")
    for _ in range(3):
        straight.advance()
    state = state_of(straight)
    give_back()
    second = session(recipe)
    second.restore(tmp_path / "state.npz")
    for _ in range(3):
        second.advance()
    for expected, found in zip(state, state_of(second), strict=True):
        np.testing.assert_array_equal(expected, found)


def test_it_begins_with_the_checkpoint_sorted_by_class(tmp_path):
    registry = tiny_registry(tmp_path)
    run = session()
    run.start_from("best", registry)
    first, *others = run.networks()["generator"]
    plain = registry.load("best")["generator"]
    assert first.shape == (110, plain[0].shape[1])
    assert run.origin == {"started_from": "best", "epochs_before": 0.0, "steps_before": 0}
    for found, expected in zip(others, plain[1:], strict=True):
        np.testing.assert_array_equal(found, expected)


def test_it_begins_with_one_that_has_classes_as_that_is(tmp_path):
    registry, run = Registry(tmp_path), session()
    registry.save("asked", run.networks(), {"kind": "dcgan", "recipe": recipe_to_json(RECIPE)})
    run.trainer.ema_generator.set_weights([w * 0 for w in run.trainer.ema_generator.get_weights()])
    run.start_from("asked", registry)
    for found, expected in zip(run.networks()["generator"], registry.load("asked")["generator"], strict=True):
        np.testing.assert_array_equal(found, expected)


def test_other_networks_do_not_fit(tmp_path):
    registry = Registry(tmp_path)
    run = session()
    wide = run.networks()
    wide["generator"][0] = np.zeros((200, 392))
    registry.save("wide", wide, {"kind": "dcgan"})
    with pytest.raises(GanError) as caught:
        run.start_from("wide", registry)
    assert caught.value.code == "checkpoint_mismatch"


def test_digits_without_labels_are_refused():
    with pytest.raises(GanError) as caught:
        session(data=Digits(REALS, np.zeros(0, np.uint8), REALS, np.zeros(0, np.uint8)))
    assert caught.value.code == "digits_labels"


def test_fakes_of_a_step_have_the_classes_of_its_reals_and_each_hand_writes_two(monkeypatch):
    run = session()
    seen = []
    monkeypatch.setattr(run.trainer, "step", lambda real, z: seen.append((real, z)) or {"d_loss": 0.0, "g_loss": 0.0})
    run.advance()
    [(real, z)] = seen
    rows = [int(np.where((REALS == np.rint((x[..., 0] + 1) * 127.5)).all((1, 2)))[0][0]) for x in real]
    np.testing.assert_array_equal(z[:, TINY.latent :].argmax(1), LABELS[rows])
    np.testing.assert_array_equal(z[:4, : TINY.latent], z[4:, : TINY.latent])


def test_the_hand_in_training_is_the_hand_that_is_measured():
    from gan_core.base.images import to_float
    from gan_core.digits.strokes import slant, weight
    from gan_core.training.hand import Hand

    rng = np.random.default_rng(0)
    images = np.zeros((40, 28, 28), np.uint8)
    for image in images:
        for y in range(6, 22):
            x = int(14 + (y - 14) * rng.uniform(-0.5, 0.5))
            image[y, x : x + rng.integers(1, 5)] = 255
    labels = np.arange(40) % 2
    found = np.asarray(Hand(images, labels, 2).of(to_float(images)[..., None], np.eye(2, dtype=np.float32)[labels]))
    for k in range(2):
        for i, statistic in enumerate((slant, weight)):
            real = statistic(images[labels == k])
            np.testing.assert_allclose(found[labels == k, i], (real - real.mean()) / real.std(), atol=0.05)


def test_what_the_class_asks_moves_d_apart():
    """After some steps on two classes that differ in brightness, D's scores tell them apart."""
    bright = np.repeat(np.array([40, 215], np.uint8), 15)[:, None, None] * np.ones((1, 28, 28), np.uint8)
    labels = np.repeat(np.array([0, 1], np.uint8), 15)
    run = session(replace(RECIPE, hand=0.0, d_rate=5e-3), Digits(bright, labels, bright, labels))
    for _ in range(30):
        run.advance()
    images = bright[[0, -1]].astype(np.float32)[..., None] / 127.5 - 1
    scores = np.asarray(run.trainer.discriminator(images, training=False))[:, 1:3]
    assert scores.argmax(1).tolist() == [0, 1]

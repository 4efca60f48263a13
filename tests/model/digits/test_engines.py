import json
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from gan_core.base.errors import GanError
from gan_core.base.images import to_float, to_uint8
from gan_core.digits.engine import BATCH, DigitEngine
from gan_core.digits.latent import latents
from gan_core.store.checkpoints import Registry
from tests.tiny import REALS, SPEC, STEPS, tiny_networks, tiny_registry

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def registry(tmp_path_factory):
    return tiny_registry(tmp_path_factory.mktemp("checkpoints"), "tiny")


@pytest.fixture(scope="module")
def engine(registry):
    return DigitEngine(registry, "tiny", REALS)


def test_what_is_shown_is_what_the_networks_say(engine, registry):
    z = latents(7, 3)
    for step in (None, *STEPS):
        models = tiny_networks(0)
        for name, weights in registry.load("tiny", step).items():
            models[name].set_weights(weights)
        images, logits = engine.draw(z, step)
        expected = to_uint8(models["generator"](z, training=False))[..., 0]
        assert images.dtype == np.uint8 and logits.dtype == np.float32
        assert np.abs(images.astype(int) - expected).max() <= 1  # a float on the edge may round either way
        judged = models["discriminator"](to_float(images)[..., None], training=False)
        assert np.allclose(logits, judged[:, 0], atol=1e-4)


def test_the_verdict_on_a_drawing_is_the_one_drawn_with_it(engine):
    images, logits = engine.draw(latents(1, 16), 5)
    assert np.array_equal(engine.images(latents(1, 16), 5), images)
    assert np.allclose(engine.verdict(images, 5), logits, atol=1e-5)
    assert not np.allclose(engine.verdict(images, 40), logits, atol=1e-2)


def test_a_digit_does_not_depend_on_the_company_it_is_drawn_in(engine):
    many = engine.images(latents(3, BATCH + 9))
    assert len(many) == BATCH + 9
    assert np.array_equal(engine.images(latents(3, 16)), many[:16])
    assert np.array_equal(engine.images(latents(3, 1)[0])[0], many[0])


def test_threads_get_what_they_asked_for(engine):
    steps = [None, *STEPS]
    alone = [engine.draw(latents(i, 1), steps[i % 3]) for i in range(24)]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda i: engine.draw(latents(i, 1), steps[i % 3], session=i), range(24)))
    for one, other in zip(alone, together, strict=True):
        assert np.array_equal(one.images, other.images) and np.allclose(one.logits, other.logits, atol=1e-4)


def test_those_who_wait_are_drawn_in_one_call_and_get_what_they_would_have_got_alone(engine, monkeypatch):
    alone, sizes = [engine.draw(latents(i, 1)) for i in range(11)], []
    draw = engine._shape.draw
    counted = engine._shape._replace(draw=lambda g, d, z: sizes.append(len(z)) or draw(g, d, z))
    monkeypatch.setattr(engine, "_shape", counted)
    with ThreadPoolExecutor(11) as pool:
        with engine._lock.hold():
            asked = [pool.submit(engine.draw, latents(i, 1), None, f"visitor {i}") for i in range(11)]
            with engine._lock._condition:
                assert engine._lock._condition.wait_for(lambda: len(engine._lock._newest) == 12, 30)
        drawn = [future.result(30) for future in asked]
    assert sizes == [16]  # eleven, filled up: of another number a digit may be another one
    for one, other in zip(alone, drawn, strict=True):
        assert np.array_equal(one.images, other.images) and np.allclose(one.logits, other.logits, atol=1e-4)


def test_neighbours_come_from_the_given_digits(engine):
    index, image, distance = engine.nearest(REALS[4])
    assert (index, distance) == (4, 0) and np.array_equal(image, REALS[4])
    assert engine.typical.percentiles[0] > 0 and engine.typical.n == 30


def test_other_weights_are_taken_over_without_touching_the_engine(engine, registry):
    z, before = latents(7, 3), engine.draw(latents(7, 3))
    taken = engine.taken_over(SPEC, registry.load("tiny", 5))
    assert np.array_equal(taken.images(z), engine.images(z, 5))
    assert np.allclose(taken.draw(z).logits, engine.draw(z, 5).logits, atol=1e-5)
    assert np.array_equal(engine.draw(z).images, before.images) and taken.snapshots == []
    dropping = json.loads(json.dumps(SPEC))
    dropping["recipe"]["spec"]["d_dropout"] = 0.9
    assert np.array_equal(engine.taken_over(dropping, registry.load("tiny", 5)).images(z), taken.images(z))
    with pytest.raises(GanError) as caught:
        engine.taken_over(SPEC, {"generator": registry.load("tiny")["generator"]})
    assert caught.value.code == "checkpoint_mismatch"


@pytest.mark.parametrize(
    ("z", "code"),
    [
        (np.zeros((0, 100)), "list_wrong"),
        (np.zeros((1, 99)), "list_wrong"),
        (np.zeros((1, 1, 100)), "list_wrong"),
        (np.full(100, np.nan), "number_wrong"),
        (np.full(100, -np.inf), "number_wrong"),
        (np.full(100, 1e30), "number_wrong"),
    ],
)
def test_no_latent_vector(engine, z, code):
    with pytest.raises(GanError) as caught:
        engine.draw(z)
    assert caught.value.code == code


def test_no_such_snapshot(engine):
    with pytest.raises(GanError, match=r"tiny@41.*tiny@5, tiny@40"):
        engine.draw(latents(1, 1), 41)


def rewritten(registry, folder, networks=None, spec=SPEC):
    other = Registry(folder)
    other.save("tiny", networks or registry.load("tiny"), spec)
    return other


def test_weights_of_another_network(registry, tmp_path):
    weights = registry.load("tiny")
    for bad in (
        {**weights, "generator": weights["generator"][:-1]},
        {**weights, "generator": [w.T for w in weights["generator"]]},
        {"generator": weights["generator"]},
    ):
        with pytest.raises(GanError) as caught:
            DigitEngine(rewritten(registry, tmp_path, bad), "tiny", REALS)
        assert caught.value.code == "checkpoint_mismatch"


@pytest.mark.parametrize("recipe", [{}, {"spec": {"colour": 3}}, {"spec": {}, "epochs": 1, "speed": 2}, 7, None])
def test_a_spec_that_is_no_recipe(registry, tmp_path, recipe):
    spec = json.loads(json.dumps({**SPEC, "recipe": recipe}))
    with pytest.raises(GanError) as caught:
        DigitEngine(rewritten(registry, tmp_path, spec=spec), "tiny", REALS)
    assert caught.value.code == "checkpoint_mismatch"

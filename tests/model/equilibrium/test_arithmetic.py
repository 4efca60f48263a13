"""The arithmetic of the browser against Keras's, on the same numbers; and where D comes to in the end."""

from __future__ import annotations

import itertools
from math import log
from typing import Any

import numpy as np
import pytest

from tests.lab import HOLD, ask, denied

pytestmark = pytest.mark.slow

HIDDEN, BATCH, STEPS, RATES, MOMENTUM = [8, 6], 128, 3, {"rateD": 2e-3, "rateG": 1e-3}, 0.5

# The session's own steps, fed from outside: its reals, its noise, its first parameters.
PLAY = """
const session = new Session(SHAPES[shape], { ...PRESETS.balanced, ...rates, game, hidden, momentum, settle: 0 });
let given = 0;
session.real = { dimension, draw: (_, x) => (x.set(reals[given++]), x) };
let noise = 0;
session.random = { between: () => z[noise++] };
session.d.parameters.set(d); session.g.parameters.set(g);
const losses = [];
for (let i = 0; i < steps; i += 1) losses.push([session.learnD(), session.learnG()]);
return { losses, d: session.d.parameters, g: session.g.parameters };
"""


def numbers(dimension: int) -> dict[str, Any]:
    """Weights, reals and noise; `z` is drawn anew for D and for G at every step."""
    rng = np.random.default_rng(dimension)

    def count(sizes: list[int]) -> int:
        return sum((a + 1) * b for a, b in itertools.pairwise(sizes))

    return {
        "d": rng.normal(0, 0.5, count([dimension, *HIDDEN, 1])).astype(np.float32).tolist(),
        "g": rng.normal(0, 0.5, count([dimension, *HIDDEN, dimension])).astype(np.float32).tolist(),
        "reals": rng.normal(0.5, 1, (STEPS, BATCH * dimension)).astype(np.float32).tolist(),
        "z": rng.uniform(-1, 1, 2 * STEPS * BATCH * dimension).astype(np.float32).tolist(),
    }


def perceptron(sizes: list[int], flat: list[float], activation: str = "leaky") -> Any:
    """The same network in Keras, with the same parameters."""
    import keras

    layers = [keras.Input((sizes[0],))]
    for i, outputs in enumerate(sizes[1:]):
        layers.append(keras.layers.Dense(outputs))
        if i < len(sizes) - 2:
            smooth = activation == "tanh"
            layers.append(keras.layers.Activation("tanh") if smooth else keras.layers.LeakyReLU(0.2))
    model = keras.Sequential(layers)
    values, start = [], 0
    for weight in model.get_weights():
        values.append(np.array(flat[start : start + weight.size], np.float32).reshape(weight.shape))
        start += weight.size
    model.set_weights(values)
    return model


def played_by_keras(given: dict[str, Any], dimension: int, game: str) -> tuple[list[tuple[float, float]], Any, Any]:
    import keras
    import tensorflow as tf

    from gan_core.models import losses

    d_loss = losses.least_squares_discriminator_loss if game == "leastsquares" else losses.discriminator_loss
    g_loss = {
        "nonsaturating": losses.generator_loss,
        "minimax": losses.saturating_generator_loss,
        "leastsquares": losses.least_squares_generator_loss,
    }[game]
    d = perceptron([dimension, *HIDDEN, 1], given["d"])
    g = perceptron([dimension, *HIDDEN, dimension], given["g"], "tanh" if dimension == 1 else "leaky")
    climb_d = keras.optimizers.Adam(RATES["rateD"], beta_1=MOMENTUM)
    climb_g = keras.optimizers.Adam(RATES["rateG"], beta_1=MOMENTUM)
    noise = iter(np.array(given["z"], np.float32).reshape(2 * STEPS, BATCH, dimension))
    found = []
    for reals in np.array(given["reals"], np.float32).reshape(STEPS, BATCH, dimension):
        with tf.GradientTape() as tape:
            loss_d = d_loss(d(reals), d(g(next(noise))))
        climb_d.apply_gradients(zip(tape.gradient(loss_d, d.trainable_variables), d.trainable_variables, strict=True))
        with tf.GradientTape() as tape:
            loss_g = g_loss(d(g(next(noise))))
        climb_g.apply_gradients(zip(tape.gradient(loss_g, g.trainable_variables), g.trainable_variables, strict=True))
        found.append((float(loss_d), float(loss_g)))
    return found, d, g


def flat(model: Any) -> np.ndarray:
    return np.concatenate([weight.ravel() for weight in model.get_weights()])


@pytest.mark.parametrize("game", ["nonsaturating", "minimax", "leastsquares"])
@pytest.mark.parametrize("dimension", [1, 2])
def test_three_steps_of_d_and_g_are_those_of_keras(dimension: int, game: str) -> None:
    given = numbers(dimension)
    ours = ask(
        PLAY,
        shape="one" if dimension == 1 else "ring",
        dimension=dimension,
        game=game,
        hidden=HIDDEN,
        momentum=MOMENTUM,
        rates=RATES,
        steps=STEPS,
        **given,
    )
    losses, d, g = played_by_keras(given, dimension, game)
    assert np.array(ours["losses"]) == pytest.approx(np.array(losses), rel=1e-4, abs=1e-5)
    assert np.abs(np.array(ours["d"]) - given["d"]).max() > RATES["rateD"]  # it did learn
    assert np.array(ours["d"]) == pytest.approx(flat(d), abs=2e-5)
    assert np.array(ours["g"]) == pytest.approx(flat(g), abs=2e-5)


# D alone against a G that stays: `real` and `fake` are densities that are known exactly.
CONVERGE = """
const session = new Session(SHAPES[real], { ...PRESETS.perfect, seed: 1, rateD: 5e-3, settle: 300 });
session.g = new Forger(SHAPES[fake]);
for (let i = 0; i < steps; i += 1) { session.learnD(); session.step += 1; }
const p = heldByReal(SHAPES[real]), q = heldByReal(SHAPES[fake]);
const belief = [...session.d.forward(places(1), p.length)].map((s) => GAMES.nonsaturating.belief(s));
return { p, q, belief, value: new Measures(session).take().value };
"""


def test_with_q_equal_to_p_d_comes_to_one_half_and_v_to_minus_log_4() -> None:
    found = ask(CONVERGE, real="uneven", fake="uneven", steps=3000)
    p, belief = np.array(found["p"]), np.array(found["belief"])
    off = np.abs(belief - 0.5)
    assert np.sum(p * off) < 0.02  # where reals are
    assert off[p > 0.05 * p.max()].max() < 0.05  # everywhere that there is anything to see
    assert found["value"] == pytest.approx(-log(4), abs=0.01)


def test_with_q_fixed_d_comes_to_p_over_p_plus_q() -> None:
    found = ask(CONVERGE, real="two", fake="one", steps=3000)
    p, q, belief = (np.array(found[name]) for name in ("p", "q", "belief"))
    there = p + q > 0
    best = np.full_like(p, 0.5)
    best[there] = p[there] / (p + q)[there]
    assert np.sum((p + q) / 2 * np.abs(belief - best)) < 0.03
    assert np.corrcoef(belief[p + q > 1e-3], best[p + q > 1e-3])[0, 1] > 0.99


NAMES = {
    "balanced": "nearly",
    "strong": "strong",
    "collapse": "collapse",
    "oscillation": "circles",
    "perfect": "equilibrium",
}


@pytest.mark.parametrize(("preset", "state"), NAMES.items())
def test_a_preset_shows_within_900_steps_what_its_name_says(preset: str, state: str) -> None:
    """And nothing that it says on the way is denied by the figures beside it."""
    found = ask(HOLD, preset=preset, seed=1, steps=900, often=10)
    said, looks = found["said"], found["looks"]
    assert said.count(state) >= 0.3 * len(said)
    assert state in said[:60]
    wrong = [one for i, one in enumerate(said) if denied(one, looks[: i + 1], found["floor"])]
    assert wrong == []

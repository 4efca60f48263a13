"""The small GAN that browsers train: its densities, estimators, way back and answers. Known truths, asked of Node."""

from __future__ import annotations

from math import log

import numpy as np
import pytest

from gan_core.measures import equilibrium
from tests import theory
from tests.lab import CHANCE, LOOKED, ask

SHAPES = ["one", "two", "uneven", "three", "ring", "grid", "spiral", "moons"]
OPEN = "const session = new Session(SHAPES[shape], { ...PRESETS.balanced, ...(settings ?? {}) });"


@pytest.mark.parametrize("shape", SHAPES)
def test_a_density_holds_all_of_its_probability_and_is_what_is_drawn(shape: str) -> None:
    found = ask(
        """const real = SHAPES[shape], n = 20000;
        const sample = real.draw(new Random(3), new Float32Array(n * real.dimension));
        const drawn = histogram(sample, real.dimension, real.dimension === 1 ? 181 : 32);
        return { held: heldByReal(real), drawn };""",
        shape=shape,
    )
    held, drawn = np.array(found["held"]), np.array(found["drawn"])
    assert held.sum() == pytest.approx(1, abs=0.02)
    # the sample's own noise, and in two dimensions the lens through which the density is seen
    assert theory.total_variation(held, drawn) < (0.06 if held.size == 181 else 0.2)


def test_the_estimators_are_those_of_the_core() -> None:
    p, q = np.random.default_rng(1).dirichlet(np.ones(50), size=2)
    found = ask(
        "return [jensenShannon(p, q), totalVariation(p, q), optimal(p, q).accuracy, optimal(p, q).best];",
        p=p.tolist(),
        q=q.tolist(),
    )
    assert found[0] == pytest.approx(theory.jensen_shannon(p, q))
    assert found[1] == pytest.approx(theory.total_variation(p, q))
    assert found[2] == pytest.approx(theory.best_accuracy(p, q))
    known = np.array([np.nan if d is None else d for d in found[3]])
    there = ~np.isnan(known)
    assert known[there] == pytest.approx(theory.optimal_discriminator(p, q)[there], abs=1e-6)


def test_auc_and_what_chance_allows_are_those_of_the_core() -> None:
    rng = np.random.default_rng(2)
    real, fake = rng.normal(0.4, 1, 300).round(1), rng.normal(0, 1, 300).round(1)  # with ties
    found = ask(
        "return [auc(real, fake), accuracyBand(n), balancedBand(n), aucBand(n), MEASURED, LOOKS, Z_LOOKS, BANDS];",
        real=real.tolist(),
        fake=fake.tolist(),
        n=700,
    )
    assert found[0] == pytest.approx(equilibrium.auc(real, fake))
    bands = [band(700) for band in (equilibrium.accuracy_band, equilibrium.balanced_band, equilibrium.auc_band)]
    assert found[1:4] == pytest.approx(bands)
    assert found[4:6] == [1000, LOOKED]
    assert found[6] == pytest.approx(equilibrium.deviations(LOOKED), abs=1e-3)
    assert found[7] == pytest.approx(CHANCE, abs=1e-5)


def test_a_belief_of_one_half_is_a_toss_of_a_coin() -> None:
    """A D that says 0.5 of everything is right half of the time on either kind, not always on one of them."""
    found = ask(
        """const session = new Session(SHAPES.one, PRESETS.perfect);
        session.d.parameters.fill(0);
        const { accuracyReal, accuracyFake, auc } = new Measures(session).take();
        return [accuracyReal, accuracyFake, auc];"""
    )
    assert found == [0.5, 0.5, 0.5]


@pytest.mark.parametrize("activation", ["LEAKY", "TANH"])
def test_the_slopes_of_an_activation_are_its_own(activation: str) -> None:
    xs, step = np.linspace(-2.05, 2.05, 42).tolist(), 1e-3
    numeric, exact = ask(
        f"const {{ bend, unbend }} = {activation};"
        """const bent = (shift) => {
            const values = Float64Array.from(xs, (x) => x + shift);
            bend(values, 0, values.length);
            return values;
        };
        const up = bent(step), down = bent(-step), pull = new Float64Array(xs.length).fill(1);
        unbend(pull, bent(0), 0, xs.length);
        return [[...up].map((value, i) => (value - down[i]) / (2 * step)), pull];""",
        xs=xs,
        step=step,
    )
    assert exact == pytest.approx(numeric, abs=1e-5)


def test_the_change_of_variables_gives_a_perfect_g_the_real_density() -> None:
    p, q = ask("const real = SHAPES.uneven; return [heldByReal(real), heldByG(new Forger(real), 1)];")
    assert theory.total_variation(np.array(p), np.array(q)) < 0.01
    assert sum(q) == pytest.approx(1, abs=0.01)


def test_a_straight_g_is_carried_over_exactly() -> None:
    """x = 2 z + 1 makes of noise in [-1, 1] a box over [-1, 3], of height 1/4."""
    q = np.array(ask("const g = new Network([1, 1]); g.parameters.set([2, 1]); return heldByG(g, 1);"))
    x = 4.5 * ((2 * np.arange(181) + 1) / 181 - 1)
    assert q[(x > -0.95) & (x < 2.95)] == pytest.approx(9 / 181 / 4, abs=1e-5)
    assert q[(x < -1.05) | (x > 3.05)] == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("shape", ["one", "two", "uneven", "three"])
def test_a_perfect_g_reads_as_the_floor(shape: str) -> None:
    """The same estimator on two real samples: fakes of a perfect G stand no higher and no lower."""
    found = ask(
        """return [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => {
            const measures = new Measures(new Session(SHAPES[shape], { ...PRESETS.perfect, seed }));
            return [measures.take().divergence, measures.floor];
        });""",
        shape=shape,
    )
    divergence, floor = np.array(found).T
    assert 0.8 < divergence.mean() / floor.mean() < 1.25
    assert 0 < floor.mean() < 0.02


def test_no_fake_in_common_reads_log_2() -> None:
    assert ask("return jensenShannon([1, 0], [0, 1]);") == pytest.approx(log(2))


@pytest.mark.parametrize("shape", ["uneven", "grid"])
def test_a_step_taken_back_and_again_is_the_same_step(shape: str) -> None:
    found = ask(
        OPEN
        + """const state = () => [...session.d.parameters, ...session.g.parameters, session.random.state, session.step];
        for (let i = 0; i < 3; i += 1) session.forward();
        const before = state(); session.forward(); session.forward(); const after = state();
        session.back(); session.back(); const back = state();
        session.forward(); session.forward(); const again = state();
        while (session.back());
        return { before, back, after, again, empty: session.step };""",
        shape=shape,
        settings={},
    )
    assert found["back"] == found["before"] != found["after"]
    assert found["again"] == found["after"]
    assert found["empty"] == 0


def test_a_step_of_one_leaves_the_other_alone() -> None:
    changed = ask(
        OPEN
        + """const d = session.d.parameters.slice(), g = session.g.parameters.slice();
        const same = (a, b) => a.every((value, i) => value === b[i]);
        session.learnD(); const afterD = [same(d, session.d.parameters), same(g, session.g.parameters)];
        const d2 = session.d.parameters.slice(); session.learnG();
        return [...afterD, same(d2, session.d.parameters), same(g, session.g.parameters)];""",
        shape="two",
        settings={},
    )
    assert changed == [False, True, True, False]


@pytest.mark.parametrize("game", ["nonsaturating", "minimax", "leastsquares"])
def test_the_slopes_are_those_of_the_losses(game: str) -> None:
    """Each loss, taken twice very near: its difference is its slope."""
    scores, step = np.linspace(-6, 6, 49).tolist(), 1e-5
    found = ask(
        """return ["real", "fake", "generator"].map((who) => scores.map((s) => {
            const { loss, slope } = GAMES[game][who];
            return [(loss(s + step) - loss(s - step)) / (2 * step), slope(s)];
        }));""",
        game=game,
        scores=scores,
        step=step,
    )
    for pairs in found:
        numeric, exact = np.array(pairs).T
        assert numeric == pytest.approx(exact, abs=1e-6)


@pytest.mark.parametrize(
    ("strokes", "bells"),
    [
        ([], None),
        ([[]], None),
        ([[["x", None]]], None),
        ([[[0, 0]]], 1),
        ([[[0, 0], [0.6, 0]]], 11),
        ([[[-1.5, y / 50] for y in range(50)], [[1.5, y / 50] for y in range(50)]] * 9, 240),
    ],
)
def test_what_is_drawn_is_a_distribution_or_none(strokes: list[list[list[object]]], bells: int | None) -> None:
    assert ask("return drawn(strokes)?.bells.length ?? null;", strokes=strokes) == bells


@pytest.mark.parametrize(
    ("wish", "fault"),
    [
        ({"do": "open", "shape": "drawn", "strokes": []}, "empty"),
        ({"do": "open", "shape": "drawn"}, "empty"),
        ({"do": "open", "shape": "cube"}, "shape"),
        ({"do": "advance", "steps": 1}, "unopened"),
    ],
)
def test_nonsense_is_answered_with_its_name(wish: dict[str, object], fault: str) -> None:
    assert ask("return new Lab().answer({ settings: PRESETS.balanced, ...wish });", wish=wish) == {"fault": fault}


def test_a_request_that_cannot_be_met_leaves_the_game_as_it_was() -> None:
    step = ask(
        """const lab = new Lab();
        lab.answer({ do: "open", shape: "one", settings: PRESETS.balanced });
        lab.answer({ do: "advance", steps: 2 });
        lab.answer({ do: "open", shape: "drawn", strokes: [], settings: PRESETS.balanced });
        return lab.answer({ do: "look" }).now.step;"""
    )
    assert step == 2

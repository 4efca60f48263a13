"""The small GAN that browsers train: its densities, estimators, way back and answers. Known truths, asked of Node."""

from __future__ import annotations

from math import log

import numpy as np
import pytest

from gan_core.measures import equilibrium
from tests.lab import ask

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
    assert equilibrium.total_variation(held, drawn) < (0.06 if held.size == 181 else 0.2)


def test_the_estimators_are_those_of_the_core() -> None:
    p, q = np.random.default_rng(1).dirichlet(np.ones(50), size=2)
    found = ask(
        "return [jensenShannon(p, q), totalVariation(p, q), optimal(p, q).accuracy, optimal(p, q).best];",
        p=p.tolist(),
        q=q.tolist(),
    )
    assert found[0] == pytest.approx(equilibrium.jensen_shannon(p, q))
    assert found[1] == pytest.approx(equilibrium.total_variation(p, q))
    assert found[2] == pytest.approx(equilibrium.best_accuracy(p, q))
    known = np.array([np.nan if d is None else d for d in found[3]])
    there = ~np.isnan(known)
    assert known[there] == pytest.approx(equilibrium.optimal_discriminator(p, q)[there], abs=1e-6)


def test_the_change_of_variables_gives_a_perfect_g_the_real_density() -> None:
    p, q = ask("const real = SHAPES.uneven; return [heldByReal(real), heldByG(new Forger(real), 1)];")
    assert equilibrium.total_variation(np.array(p), np.array(q)) < 0.01
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


def test_a_wish_that_cannot_be_met_leaves_the_game_as_it_was() -> None:
    step = ask(
        """const lab = new Lab();
        lab.answer({ do: "open", shape: "one", settings: PRESETS.balanced });
        lab.answer({ do: "advance", steps: 2 });
        lab.answer({ do: "open", shape: "drawn", strokes: [], settings: PRESETS.balanced });
        return lab.answer({ do: "look" }).now.step;"""
    )
    assert step == 2


MOMENT = {"step": 100, "accuracyReal": 0.5, "accuracyFake": 0.5, "divergence": 0.012, "covered": 1.0, "bells": 9}


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({}, "equilibrium"),
        ({"step": 3}, "early"),
        ({"accuracyReal": 1.0, "accuracyFake": 0.96, "divergence": 0.6}, "strong"),
        ({"divergence": 0.3}, "asleep"),  # 0.5 alone is no success
        ({"accuracyReal": 1.0, "accuracyFake": 0.0, "divergence": 0.3}, "asleep"),
        ({"accuracyReal": 0.8, "accuracyFake": 0.7, "divergence": 0.3}, "apart"),
        ({"accuracyReal": 0.8, "accuracyFake": 0.7}, "nearly"),
        ({"accuracyReal": 0.6, "accuracyFake": 0.1, "divergence": 0.3}, "behind"),
        ({"divergence": 0.6, "covered": 0.11}, "collapse"),
    ],
)
def test_a_moment_has_its_name(changed: dict[str, float], state: str) -> None:
    assert ask("return diagnose([moment], 0.011);", moment={**MOMENT, **changed}) == state


def test_needles_that_change_sides_run_in_circles() -> None:
    leans = [(1.0, 0.0), (0.0, 1.0)] * 3
    trace = [{**MOMENT, "divergence": 0.4, "accuracyReal": r, "accuracyFake": f} for r, f in leans]
    assert ask("return diagnose(trace, 0.011);", trace=trace) == "circles"

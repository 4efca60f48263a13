"""G, and D, played by hand: a hand makes a distribution, V has its floor, and both games stay as they were left."""

from __future__ import annotations

from math import log

import numpy as np
import pytest

from tests.lab import ask

FLOOR = -2 * log(2)
LAB = """const lab = new Lab(), settings = { ...PRESETS.balanced, ...PLANE };
lab.answer({ do: "open", shape, settings });
"""
# What would deny the sentences: the best D's V beside them, as it is written, and how often a hand has moved.
CLAIMS = {
    "begin": lambda moves, best: moves == 0,
    "there": lambda moves, best: moves > 0 and best < -1.37,  # "not even the best D can tell"
    "near": lambda moves, best: moves > 0 and -1.38 < best < -1.28,
    "apart": lambda moves, best: moves > 0 and best > -1.29,  # "the best D would still catch you"
}


@pytest.mark.parametrize("shape", ["one", "two", "uneven", "three"])
def test_a_hand_that_draws_p_itself_reaches_the_floor_and_no_hand_gets_below(shape: str) -> None:
    found = ask(
        LAB
        + """const real = SHAPES[shape], step = 9 / (KNOTS - 1);
        const held = (curve) => lab.answer({ do: "look", hands: { curve } }).now;
        const begun = lab.answer({ do: "sit", on: true, hands: {} }).now.bestValue;
        const perfect = held(Float32Array.from({ length: KNOTS }, (_, i) => real.density([i * step - 4.5])));
        const random = new Random(5), values = [];
        for (let game = 0; game < 20; game += 1) {
          let curve = firstCurve();
          for (let i = 0; i < 12; i += 1) curve = pushed(curve, random.between(-5, 5), random.between(-0.2, 2));
          const now = held(curve), sum = now.q.reduce((all, share) => all + share, 0);
          values.push([now.bestValue, now.exactValue, sum, Math.min(...curve)]);
        }
        return { begun, perfect: [perfect.bestValue, perfect.accuracy], values };""",
        shape=shape,
    )
    best, exact, sums, lowest = np.array(found["values"]).T
    assert found["begun"] > FLOOR + 0.3
    assert FLOOR - 1e-9 <= found["perfect"][0] < FLOOR + 0.01 and found["perfect"][1] < 0.52
    assert (best >= FLOOR - 1e-9).all() and (best <= 1e-9).all() and (exact <= best + 1e-6).all()
    assert sums == pytest.approx(1, abs=2e-3) and (lowest > 0).all()


def test_a_curve_gives_way_where_it_is_pushed_and_keeps_its_area() -> None:
    before, after, area = ask(
        """const before = firstCurve(), after = pushed(before, 2, 0.6), step = 9 / (KNOTS - 1);
        return [heightAt(before, 2), heightAt(after, 2), step * after.reduce((sum, height) => sum + height, 0)];"""
    )
    assert before < 0.01 < 0.3 < after < 0.6 and area == pytest.approx(1, abs=0.01)
    assert ask("return [heightAt(firstCurve(), -9), heightAt(firstCurve(), 4.5) > 0, firstBelief()[3]];") == [
        0,
        True,
        0.5,
    ]


def test_points_that_lie_as_the_real_bells_do_reach_the_floor() -> None:
    """Nine clusters, two points on each."""
    apart, together, still = ask(
        LAB
        + """const begun = lab.answer({ do: "sit", on: true, hands: {} }).now;
        let points = firstPoints();
        const { bells } = SHAPES.grid;
        for (let k = 0; k < POINTS; k += 1) points = moved(points, k, bells[k >> 1].at);
        const now = lab.answer({ do: "look", hands: { points } }).now;
        return [begun.bestValue, now.bestValue, [now.fakes.length, now.fakes[0] - points[0], "warped" in now]];""",
        shape="grid",
    )
    assert apart > -0.9 and FLOOR - 1e-9 <= together < FLOOR + 0.02
    assert still == [36, pytest.approx(0, abs=0.05), False]


def test_d_learns_beside_a_hand_and_the_networks_wait() -> None:
    found = ask(
        LAB
        + """lab.answer({ do: "advance", steps: 3 });
        const before = lab.own.session, kept = [...before.g.parameters, ...before.d.parameters];
        const sat = lab.answer({ do: "sit", on: true, hands: {} }).now;
        const learned = lab.answer({ do: "advance", steps: 60 }).now;
        const up = lab.answer({ do: "sit", on: false }).now;
        const same = kept.every((value, i) => value === [...before.g.parameters, ...before.d.parameters][i]);
        const again = lab.answer({ do: "sit", on: true, hands: {} }).now;
        return { same, steps: [sat.step, learned.step, up.step, again.step], g: learned.stepsG, past: learned.past,
                 values: [sat.exactValue, learned.exactValue, learned.bestValue] };""",
        shape="uneven",
    )
    assert found["same"] and found["steps"] == [0, 60, 3, 60] and found["g"] == found["past"] == 0
    first, learned, best = found["values"]
    assert first < learned <= best  # D climbs towards the best one


@pytest.mark.parametrize("game", ["nonsaturating", "minimax", "leastsquares"])
def test_a_second_hand_draws_d(game: str) -> None:
    """The D of theorem 1 by hand reaches the best V; its slopes are the arrows; the network beside it rests."""
    found = ask(
        """const lab = new Lab();
        lab.answer({ do: "open", shape: "one", settings: { ...PRESETS.balanced, game } });
        const hands = { curve: firstCurve(), belief: firstBelief() };
        const flat = lab.answer({ do: "sit", on: true, hands }).now, step = 9 / (KNOTS - 1);
        const p = (x) => SHAPES.one.density([x]);
        hands.belief = hands.belief.map((_, i) => {
          const x = i * step - 4.5, q = heightAt(hands.curve, x);
          return p(x) / (p(x) + q);
        });
        const drawn = lab.answer({ do: "advance", steps: 5, hands }).now;
        const back = lab.answer({ do: "look", hands: { ...hands, belief: null } }).now;
        return { flat: [flat.exactValue, flat.arrows.every((push) => push === 0), flat.measures.accuracyReal],
                 drawn: [drawn.exactValue, drawn.bestValue, drawn.arrows.some((push) => push > 0)],
                 learned: [drawn.stepsD, back.stepsD], bent: believed(firstBelief(), 0, 3)[45] };""",
        game=game,
    )
    assert found["flat"] == [pytest.approx(FLOOR, abs=1e-3), True, 0.5]
    value, best, pushes = found["drawn"]
    assert best - 0.05 < value <= best and pushes
    assert found["learned"] == [0, 0] and found["bent"] == 1


def test_what_is_said_of_a_hand_is_not_denied_by_its_v() -> None:
    made = [(moves, FLOOR + above) for moves in (0, 1, 9) for above in np.linspace(0, 1.38, 200).tolist()]
    code = "return made.map(([moves, best]) => Object.keys(BY_HAND).find((name) => BY_HAND[name]({ moves, best })));"
    said = ask(code, made=made)
    assert all(CLAIMS[name](moves, best) for name, (moves, best) in zip(said, made, strict=True))
    assert set(said) == CLAIMS.keys()


def test_a_change_of_settings_reaches_both_games_and_nobody_sits_down_without_one() -> None:
    assert ask("return new Lab().answer({ do: 'sit', on: true });") == {"fault": "unopened"}
    rates = ask(
        LAB
        + """lab.answer({ do: "sit", on: true, hands: {} });
        lab.answer({ do: "set", settings: { rateD: 0.005 } });
        return [lab.own, lab.byHand].map(({ session }) => [session.settings.rateD, Boolean(session.settings.hand)]);""",
        shape="two",
    )
    assert rates == [[0.005, False], [0.005, True]]

"""The browser's modules of the Equilibrium room, run in Node: what a test asks of them is a piece of JavaScript."""

from __future__ import annotations

from typing import Any

from gan_core.measures import equilibrium
from tests.web import in_node

NAMES = {
    "distributions": "Bells, SHAPES, drawn, heldByG, heldByReal, optimal, places",
    "games": "GAMES, PLANE, PRESETS, charge",
    "measures": "BANDS, LOOKS, MEASURED, Measures, STATES, UNSURE, Z_LOOKS, accuracyBand, auc, aucBand, balancedBand, "
    "covered, diagnose, histogram, jensenShannon, totalVariation",
    "network": "Adam, LEAKY, Network, TANH",
    "random": "Random",
    "session": "BATCH, Lab, Session, View",
    "stand_ins": "Forger, BY_HAND, KNOTS, POINTS, believed, bestValue, firstBelief, firstCurve, firstPoints, heightAt, "
    "moved, pushed, valueUnder",
}


def ask(code: str, **data: Any) -> Any:
    """What `code` returns, as JSON; it sees every name of `NAMES` and the values of `data`."""
    return in_node({f"rooms/equilibrium/lab/{file}.mjs": names for file, names in NAMES.items()}, code, **data)


# A preset at its training, looked at every `often` steps: what is said, and the figures beside it.
HOLD = """
const settings = { ...PRESETS[preset], seed }, session = new Session(SHAPES[settings.shape], settings);
const view = new View(session), { floor } = view.fixed();
session.keep = () => {};
const trace = [], said = [];
for (let i = 1; i <= steps; i += 1) {
  session.forward();
  if (i % often) continue;
  const { step, measures, accuracy } = view.now();
  trace.push({ step, ...measures, best: accuracy });
  said.push(diagnose(trace, floor));
}
return { said, looks: trace, floor };
"""
LOOKED = 10  # looks in a row that "in its band" counts
CHANCE = {
    "needle": equilibrium.accuracy_band(1000, LOOKED),
    "mean": equilibrium.balanced_band(1000, LOOKED),
    "auc": equilibrium.auc_band(1000, LOOKED),
}


def denied(state: str, looks: list[dict[str, Any]], floor: float) -> bool:
    """Whether the last of `looks` denies what is said of it: the sentences read in Python, apart from the rules."""
    look = looks[-1]
    right, slack = _right(look), 1e-9
    low, high = sorted((look["accuracyReal"], look["accuracyFake"]))
    guessing = look["best"] <= 0.5 + CHANCE["mean"] + slack
    at_chance = abs(right - 0.5) <= CHANCE["mean"] + slack and abs(look["auc"] - 0.5) <= CHANCE["auc"] + slack
    held = len(looks) >= LOOKED and all(map(_in_the_middle, looks[-LOOKED:]))
    leans = [(one["accuracyReal"] - one["accuracyFake"]) / 2 for one in looks if one["step"] > look["step"] - 400]
    stands = {
        "early": look["step"] < 15,
        "strong": low >= 0.95 and look["push"] < 0.25,
        "pushed": low >= 0.95 and look["push"] >= 0.25,
        "equilibrium": held and guessing and at_chance and 0.45 < low and high < 0.55,
        "unsettled": guessing and not held,
        "nearly": look["divergence"] <= 4 * floor and not guessing,
        "collapse": look["covered"] < 0.5,
        "circles": max(leans) >= 0.25 and min(leans) <= -0.25 and not guessing,
        "apart": right > 0.5 + CHANCE["mean"] and not guessing,
        "leaning": look["auc"] > 0.5 + CHANCE["auc"] and right <= 0.5 + CHANCE["mean"] + slack,
        "behind": right < 0.5 - CHANCE["mean"] and not guessing,
        "turned": look["auc"] < 0.5 - CHANCE["auc"] and not guessing,
        "asleep": at_chance and not guessing,
    }
    return not stands[state]


def _right(look: dict[str, Any]) -> float:
    return (look["accuracyReal"] + look["accuracyFake"]) / 2


def _in_the_middle(look: dict[str, Any]) -> bool:
    figures = {"needle": [look["accuracyReal"], look["accuracyFake"]], "mean": [_right(look)], "auc": [look["auc"]]}
    near = (abs(value - 0.5) <= CHANCE[name] for name, values in figures.items() for value in values)
    return look["best"] <= 0.5 + CHANCE["mean"] and all(near)

"""The game "Why 0.5 lies": its recorded cases, and how a case of it goes. Python reads the sentences apart from the
game's own rules."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from demo_ui.page import i18n
from gan_core.measures.equilibrium import accuracy_band, auc_band, balanced_band, measure
from tests.web import in_node

FOLDER = Path(__file__).resolve().parents[3] / "assets" / "puzzle"
CASES = json.loads((FOLDER / "cases.json").read_text("utf-8"))
RULES = {
    "games/puzzle_rules.mjs": "CAUSES, COINS, FEW, LOOKS, WHY, accuse, buy, deal, explain, isOver, isWon, knows, shown"
}
CAUSES = ("equilibrium", "real", "asleep", "threshold", "few")
SEEDS = range(20)

# Who knows what 0.5 may mean, and nothing else of the case than its looks show.
DETECTIVE = """
const detective = (game) => {
  const ask = (look) => (game = buy(game, look), shown(game)), accused = (cause) => accuse(game, cause);
  const { mean, meanBand } = ask("more");
  if (mean > 0.5 + 1.5 * meanBand) return accused("few");
  const { real, fake } = ask("needles");
  if (Math.abs(real - fake) > 0.5) return accused(ask("auc").auc > 0.8 ? "threshold" : "real");
  return accused(ask("referee").referee > 0.8 ? "asleep" : "equilibrium");
};
"""

# What each sentence claims of the figures that it names and of those that stand beside it.
CLAIMS: dict[str, Callable[[Mapping[str, Any]], bool]] = {
    "equilibrium": lambda f: abs(f["auc"] - 0.5) <= auc_band(400) and abs(f["referee"] - 0.5) <= balanced_band(1000),
    "real": lambda f: f["real"] >= 0.9 and f["fake"] <= 0.1 and abs(f["mean"] - 0.5) <= 0.05,
    "asleep": lambda f: 0.35 <= f["real"] <= 0.65 and 0.35 <= f["fake"] <= 0.65 and f["referee"] >= 0.9,
    "threshold_real": lambda f: f["auc"] >= 0.9 and f["fake"] <= 0.1 and f["real"] >= 0.9,
    "threshold_fake": lambda f: f["auc"] >= 0.9 and f["real"] <= 0.1 and f["fake"] >= 0.9,
    "few": lambda f: f["mean"] > 0.5 + balanced_band(400),
}


def figures(case: Mapping[str, Any]) -> dict[str, float]:
    """A case's figures by the core's own measures."""
    found = measure(np.array(case["reals"]), np.array(case["fakes"]))
    return {
        "real": found.accuracy_real,
        "fake": found.accuracy_fake,
        "mean": found.balanced,
        "auc": found.auc,
        "referee": case["referee"],
    }


def test_every_cause_was_recorded_more_than_once_and_shows_itself() -> None:
    assert Counter(case["cause"] for case in CASES).keys() == set(CAUSES)
    assert min(Counter(case["cause"] for case in CASES).values()) >= 2
    for case in CASES:
        assert len(case["reals"]) == len(case["fakes"]) == 400
        assert 0 not in case["reals"] + case["fakes"]  # a threshold that no rounding moved
        assert abs(case["control"] - 0.5) <= 2 * balanced_band(case["n_referee"])  # the referee is fit to judge
        found = figures(case)
        assert any(claims(found) for name, claims in CLAIMS.items() if name.split("_")[0] == case["cause"])
        if case["cause"] != "few":
            assert abs(found["mean"] - 0.5) <= 0.05  # it stays there over all pictures


def test_what_the_page_fetches_is_small_and_whole() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 300_000
    with Image.open(FOLDER / "fakes.webp") as sheet:
        assert sheet.size == (112 * len(CASES), 112)
        frames = np.split(np.asarray(sheet.convert("L")), len(CASES), axis=1)
    assert all(frame.max() > 64 for frame in frames)


@pytest.mark.parametrize("cause", CAUSES)
def test_a_case_begins_alike_ends_can_be_won_and_lost_and_tells_why(cause: str) -> None:
    played = in_node(
        RULES,
        DETECTIVE
        + """return seeds.map((seed) => {
            const begun = deal(cases, seed, cause), solved = detective(begun);
            const others = CAUSES.filter((one) => one !== cause).map((one) => accuse(begun, one));
            return {
              begun: shown(begun), coins: solved.coins, solved: isWon(solved), over: [begun, solved].map(isOver),
              lost: others.map((game) => isOver(game) && !isWon(game)), told: explain(solved),
              same: others.every((game) => explain(game).name === explain(solved).name),
              again: deal(cases, seed, cause).reals.join() === begun.reals.join(),
              shut: accuse(others[0], cause) === others[0] && buy(solved, "auc") === solved,
            };
        });""",
        cases=CASES,
        seeds=list(SEEDS),
        cause=cause,
    )
    for one in played:
        assert one["begun"] == {"mean": 0.5, "n": 8, "meanBand": pytest.approx(balanced_band(8))}
        assert one["over"] == [False, True] and one["solved"] and one["coins"] >= 0
        assert one["lost"] == [True] * 4
        assert one["same"] and one["again"] and one["shut"]
        told = one["told"]
        assert CLAIMS[told["name"]](told["figures"]) and told["name"].split("_")[0] == cause
        for table in (i18n.table("en"), i18n.table("ko")):
            assert f"puzzle.why_{told['name']}" in table
    assert len({str(one["told"]["figures"]) for one in played}) > 1  # another seed, another case


def test_all_causes_come_up() -> None:
    dealt = in_node(
        RULES, "return seeds.map((seed) => deal(cases, seed).recorded.cause);", cases=CASES, seeds=list(range(100))
    )
    assert min(Counter(dealt).values()) >= 8 and len(set(dealt)) == 5


def test_no_sentence_stands_that_its_figures_deny() -> None:
    shares = (0.0, 0.1, 0.34, 0.5, 0.66, 0.9, 1.0)
    made = [
        {"cause": cause, "real": real, "fake": fake, "mean": (real + fake) / 2, "auc": auc, "referee": referee}
        for cause, real, fake, auc, referee in product(CAUSES, shares, shares, shares, (0.45, 0.52, 0.6, 0.95))
    ]
    bands = {"meanBand": balanced_band(400), "aucBand": auc_band(400), "refereeBand": balanced_band(1000)}
    code = "return made.map((one) => Object.keys(WHY).filter((name) => WHY[name]({ ...one, ...bands })));"
    said = in_node(RULES, code, made=made, bands=bands)
    for names, one in zip(said, made, strict=True):
        assert all(CLAIMS[name](one) for name in names), (names, one)
    assert {name for names in said for name in names} == CLAIMS.keys()


def test_a_look_costs_a_coin_once_and_shows_no_more_than_it_says() -> None:
    found = in_node(
        RULES,
        """const game = deal(cases, 3, "few"), once = buy(game, "needles"), poor = ["auc", "more"].reduce(buy, once);
        return {
          coins: [game, once, buy(once, "needles"), poor, buy(poor, "referee")].map(({ coins }) => coins),
          keys: [game, once, poor].map((one) => Object.keys(shown(one)).sort()),
          n: [game, once, poor].map((one) => shown(one).n),
          referee: knows(buy(poor, "referee"), "referee"),
          bands: shown(poor),
        };""",
        cases=CASES,
    )
    assert found["coins"] == [3, 2, 2, 0, 0] and not found["referee"]
    always = ["mean", "meanBand", "n"]
    assert found["keys"][0] == always
    assert found["keys"][1] == sorted([*always, "real", "fake", "needleBand"])
    assert found["keys"][2] == sorted([*found["keys"][1], "auc", "aucBand"])
    assert found["n"] == [8, 8, 400]
    assert found["bands"]["needleBand"] == pytest.approx(accuracy_band(400), abs=1e-6)
    assert found["bands"]["aucBand"] == pytest.approx(auc_band(400), abs=1e-6)

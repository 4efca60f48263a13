"""No sentence of the Translate room stands where its figures deny it, and the page's rules are the server's."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

import pytest

from demo_ui.page.i18n import table
from demo_ui.translate.rules import BACK, BELIEF, CYCLE, HAPPENED, L1, Table, first
from tests.web import in_node

SHARES = (
    0,
    1e-9,
    0.0004,
    0.0005,
    0.002,
    0.0049,
    0.005,
    0.0099,
    0.01,
    0.0166,
    0.02,
    0.044,
    0.05,
    0.052,
    0.1,
    0.15,
    0.3,
    0.6,
    1,
)
SCORES = [level / 20 for level in range(21)]
LIKE = ("became", "target", "source", "neither", "unknown")


def points(**axes: Any) -> list[dict[str, Any]]:
    """Every combination of what the axes hold."""
    return [dict(zip(axes, values, strict=True)) for values in itertools.product(*axes.values())]


WAYS = points(change=SHARES, cycle_l1=SHARES)
GRIDS: dict[str, tuple[Table, list[dict[str, Any]]]] = {
    **{f"happened {way}": (rules, points(change=SHARES, like=LIKE)) for way, rules in HAPPENED.items()},
    **{f"belief {about}": (rules, points(score=SCORES)) for about, rules in BELIEF.items()},
    "back": (BACK, WAYS),
    "l1": (L1, points(**{name: [0, 0.5, 8, 8.8, 9, 10, 11, 11.5, 40] for name in ("with", "without")})),
    "cycle": (CYCLE, points(times=[0, 0.1, 0.8, 1 / 1.2, 0.9, 1, 1.1, 1.2, 1.3, 40])),
}
IN_PAGE = [grid for grid in GRIDS if grid not in ("cycle", "l1")]  # those networks are on the server only


@pytest.mark.parametrize("grid", GRIDS)
def test_for_any_figures_one_sentence_stands_and_each_stands_somewhere(grid: str) -> None:
    rules, figures = GRIDS[grid]
    standing = [[key for key, stands in rules.items() if stands(f)] for f in figures]
    assert [len(keys) for keys in standing] == [1] * len(figures)
    assert {keys[0] for keys in standing} == set(rules)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_sentence_has_its_words(language: str) -> None:
    assert {key for rules, _ in GRIDS.values() for key in rules} <= set(table(language))


@pytest.mark.parametrize("grid", IN_PAGE)
def test_the_page_says_what_the_server_says(grid: str) -> None:
    rules, figures = GRIDS[grid]
    place, _, about = grid.partition(" ")
    assert in_page(place, about, figures) == [first(rules, f) for f in figures]


def in_page(place: str, about: str, figures: list[dict[str, Any]]) -> list[str]:
    rules = {"photos/rules.mjs": "RULES, firstOf"}
    code = "return figures.map((one) => firstOf(RULES[place](about), one));"
    return in_node(rules, code, figures=figures, place=place, about=about)


# What sentences promise, in figures, whatever the thresholds are.
PROMISES: Mapping[str, Any] = {
    "translate.happened.nothing": lambda f: round(100 * f["change"], 1) <= 0.1,
    "translate.happened.hardly": lambda f: 0.0005 <= f["change"] and round(100 * f["change"], 1) <= 1.0,
    "translate.happened.ab_became": lambda f: f["change"] >= 0.01 and f["like"] == "became",
    "translate.happened.ba_became": lambda f: f["change"] >= 0.01 and f["like"] == "became",
    "translate.back.little": lambda f: f["change"] < 0.01 and f["cycle_l1"] < 0.01,
    "translate.back.found": lambda f: f["cycle_l1"] < 0.5 * f["change"] and f["cycle_l1"] <= 0.05,
    "translate.back.nearly": lambda f: 0 < f["cycle_l1"] < 0.75 * f["change"],
    "translate.back.lost": lambda f: 0.5 * f["change"] < f["cycle_l1"] <= f["change"],
    "translate.back.farther": lambda f: f["cycle_l1"] > f["change"],
}


@pytest.mark.parametrize("key", PROMISES)
def test_no_sentence_says_what_its_figures_deny(key: str) -> None:
    grids = [GRIDS["back"]] if ".back." in key else [GRIDS["happened ab"], GRIDS["happened ba"]]
    said = [f for rules, figures in grids for f in figures if first(rules, f) == key]
    assert said and all(PROMISES[key](f) for f in said)


def test_a_way_back_off_by_most_of_what_was_changed_does_not_find_the_original() -> None:
    assert first(BACK, {"change": 0.052, "cycle_l1": 0.044}) == "translate.back.lost"

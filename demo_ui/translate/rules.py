"""Rules that decide which sentence may stand beside which metrics.

Each table holds the sentences of one place by their keys, each with the condition under which it may stand; for any
metrics one of them applies. The browser side has the same rules, and a test holds the two equal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Figures = Mapping[str, Any]
Table = Mapping[str, Callable[[Figures], bool]]

NOTHING = 0.0005  # share of the picture, which is shown as 0.0 %
LITTLE = 0.005  # of the picture, changed or off: less is hardly seen
HARDLY = 0.01  # of the picture: whoever changed less has made no other animal of it, whatever it passes for
FOUND, LOST = 1 / 3, 2 / 3  # how far off the way back is, of what was changed
OFF = 0.05  # of the picture: farther off it is not the photograph again, whatever was changed
BELIEVED, DOUBTED = 0.6, 0.4  # mean of a patch map; 1 is what D was trained to say to real photographs
MUCH, MORE = 1.2, 1.1  # times as far off, times as colourful


def _changed(f: Figures) -> bool:
    return f["change"] >= HARDLY


def _happened(way: str) -> Table:
    """`change`, and what the guard takes the translation for: `like` is "target" or, where the photograph was taken for
    the source, "became"; "source", "neither", "unknown"."""
    return {
        "translate.happened.nothing": lambda f: f["change"] < NOTHING,
        "translate.happened.hardly": lambda f: NOTHING <= f["change"] < HARDLY,
        f"translate.happened.{way}_became": lambda f: _changed(f) and f["like"] == "became",
        f"translate.happened.{way}_passes": lambda f: _changed(f) and f["like"] == "target",
        f"translate.happened.{way}_fails": lambda f: _changed(f) and f["like"] == "source",
        f"translate.happened.{way}_neither": lambda f: _changed(f) and f["like"] == "neither",
        f"translate.happened.{way}_done": lambda f: _changed(f) and f["like"] == "unknown",
    }


def _belief(about: str) -> Table:
    """`score`: the mean of D's patch map."""
    return {
        f"translate.belief.{about}_believed": lambda f: f["score"] >= BELIEVED,
        f"translate.belief.{about}_torn": lambda f: DOUBTED < f["score"] < BELIEVED,
        f"translate.belief.{about}_doubted": lambda f: f["score"] <= DOUBTED,
    }


def _little(f: Figures) -> bool:
    return f["change"] < LITTLE and f["cycle_l1"] < LITTLE


def _again(f: Figures) -> bool:
    return _off(f) <= FOUND and f["cycle_l1"] <= OFF


def _off(f: Figures) -> float:
    """How far off the way back is, of what the translation changed."""
    return f["cycle_l1"] / max(f["change"], 1e-9)


HAPPENED = {way: _happened(way) for way in ("ab", "ba")}
BELIEF = {about: _belief(about) for about in ("ab", "ba", "colours")}

# `change`: what the translation changed; `cycle_l1`: how far from the photograph the way back ends.
BACK: Table = {
    "translate.back.little": _little,
    "translate.back.found": lambda f: not _little(f) and _again(f),
    "translate.back.nearly": lambda f: not _little(f) and not _again(f) and _off(f) <= LOST,
    "translate.back.lost": lambda f: not _little(f) and LOST < _off(f) <= 1,
    "translate.back.farther": lambda f: not _little(f) and _off(f) > 1,
}

# `times`: how much farther off the way back is without the cycle loss.
CYCLE: Table = {
    "translate.cycle.dearer": lambda f: f["times"] >= MUCH,
    "translate.cycle.alike": lambda f: 1 / MUCH < f["times"] < MUCH,
    "translate.cycle.closer": lambda f: f["times"] <= 1 / MUCH,
}

# `with` and `without` D: how colourful.
L1: Table = {
    "translate.l1.duller": lambda f: f["with"] > MORE * f["without"],
    "translate.l1.alike": lambda f: f["with"] <= MORE * f["without"] and f["without"] <= MORE * f["with"],
    "translate.l1.brighter": lambda f: f["without"] > MORE * f["with"] and f["with"] <= MORE * f["without"],
}


def first(table: Table, figures: Figures) -> str:
    """The key of the sentence that may stand beside these figures."""
    return next(key for key, stands in table.items() if stands(figures))

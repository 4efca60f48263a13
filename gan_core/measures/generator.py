"""The generator's quality at a step: its last Frechet distance to real digits, and for how long that stays valid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

GOOD_TIMES = 6.0  # what ships as good: at most so many times the Frechet distance of real from real,
GOOD_SHARE = 0.05  # with at least this share of samples in every class
FEW_SHARE, FEW_CLASSES = 0.02, 3  # collapsed: so many classes, or more, with hardly a sample
ALIKE = 0.25  # less of real digits' spread than this, whatever it is that is drawn again and again,
BEGUN = 100  # once so many steps are done: the grey of the first weights is alike in every run that ships
# What is further from real digits than those of one class alone are (827 to 1307) is no digit, and its class says
# nothing; nor does it where the classifier is seldom sure.
FAR, SURE = 1400.0, 0.5
HOLDS = 2.0  # until so many times the steps at which it was measured; G learns fast at first


class Quality(StrEnum):
    """What is known of G."""

    GOOD = "good"
    BAD = "bad"
    UNEVEN = "uneven"  # near real digits, but a class is seldom drawn
    COLLAPSED = "collapsed"
    ALIKE = "alike"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Known:
    """What was found, when, and whether at the very step that is shown. `times`: Frechet distance by its floor."""

    quality: Quality = Quality.UNKNOWN
    step: int = 0
    epoch: float = 0.0
    times: float | None = None
    now: bool = False

    def to_json(self) -> dict[str, Any] | None:
        """{'epoch', 'times', 'now'}; None where nothing is known."""
        if self.quality is Quality.UNKNOWN:
            return None
        return {"epoch": self.epoch, "times": self.times, "now": self.now}


def known_after(before: Known, snapshot: Mapping[str, Any], floor: float | None) -> Known:
    """What is known at `snapshot`: what was measured at it, or else what was known before, if that still holds."""
    if snapshot.get("frechet") is not None:
        times = snapshot["frechet"] / floor if floor else None
        return Known(generator_quality(snapshot, floor), snapshot["step"], snapshot["epoch"], times, True)
    if snapshot["step"] > HOLDS * before.step:
        return Known()
    return Known(before.quality, before.step, before.epoch, before.times)


def generator_quality(metrics: Mapping[str, Any], floor: float | None) -> Quality:
    """What a snapshot's 'frechet', 'classes' (shares), 'confident' and 'variety' say of G at its 'step', beside the
    distance of real from real."""
    distance, shares = metrics.get("frechet"), metrics.get("classes")
    if metrics.get("variety", 1.0) < ALIKE:
        return Quality.ALIKE if metrics["step"] >= BEGUN else Quality.UNKNOWN
    digits = metrics.get("confident", 1.0) >= SURE and (distance or 0.0) <= FAR
    if shares and digits and sum(s < FEW_SHARE for s in shares) >= FEW_CLASSES:
        return Quality.COLLAPSED
    if distance is None or not floor:
        return Quality.UNKNOWN
    if distance > GOOD_TIMES * floor:
        return Quality.BAD
    return Quality.GOOD if not shares or min(shares) >= GOOD_SHARE else Quality.UNEVEN

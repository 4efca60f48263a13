"""Target values of the metrics for the networks that ship, and how to read a metric from a checkpoint's record.

The model cards and README.md set these aims beside what was measured, misses included.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Aim:
    """What a figure was to reach; both ends belong to it, and one may be open (None)."""

    low: float | None = None
    high: float | None = None

    def met(self, value: float) -> bool:
        """Whether `value` reaches it."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)

    def words(self, form: str = "{:g}") -> str:
        """The aim in words, its numbers in `form`."""
        if self.low is None:
            return f"{form} or less".format(self.high)
        return (
            f"{form} or more".format(self.low) if self.high is None else f"{form} to {form}".format(self.low, self.high)
        )


def at_most(high: float) -> Aim:
    """An error, a distance, a time."""
    return Aim(high=high)


def at_least(low: float) -> Aim:
    """A share."""
    return Aim(low=low)


# By checkpoint and figure: a path through `figures` of spec.json, `a / b` for what one is of another.
AIMS: Mapping[str, Mapping[str, Aim]] = {
    "best": {"frechet_ratio": at_most(2.5)},
    "any-digit": {
        "class_right": at_least(0.985),
        "frechet_ratio": at_most(2.5),
        "spread_least": at_least(0.85),
        "spread_most": at_most(1.1),
        "hand.slant": at_least(0.6),
        "hand.weight": at_least(0.6),
    },
    "memoriser": {"nearer.memoriser.value": at_least(0.95)},
    "best-encoder": {
        "l1_encoder": at_most(0.12),
        "l1": at_most(0.06),
        "class_right": at_least(0.95),
        "cpu_ms": at_most(2000),  # a second of two cores
    },
    "horse2zebra": {
        "horse-to-zebra.foreign_called_target": at_least(0.90),
        "zebra-to-horse.foreign_called_target": at_least(0.79),
        "horse-to-zebra.both_of_passed": at_least(0.90),
        "zebra-to-horse.both_of_passed": at_least(0.90),
        "horse-to-zebra.cycle_l1": at_most(0.03),
        "zebra-to-horse.cycle_l1": at_most(0.06),
        "horse-to-zebra.outer_change": at_most(0.012),
        "zebra-to-horse.outer_change": at_most(0.012),
        "horse-to-zebra.neither_change": at_most(0.015),
        "zebra-to-horse.neither_change": at_most(0.015),
        "horse-to-zebra.power_at_2px": at_most(1.5),
        "zebra-to-horse.power_at_2px": at_most(1.5),
        "horse-to-zebra.power_at_4px": at_most(1.5),
        "zebra-to-horse.power_at_4px": at_most(1.5),
    },
    "photo2monet": {
        "photo-to-monet.probe_called_target": at_least(0.95),
        "photo-to-monet.foreign_frechet / photo-to-monet.foreign_frechet_before": at_most(0.55),
        "monet-to-photo.foreign_frechet / monet-to-photo.foreign_frechet_before": at_most(0.65),
        "photo-to-monet.cycle_l1": at_most(0.08),
        "monet-to-photo.cycle_l1": at_most(0.08),
    },
    "grey2colour": {
        "colourfulness": Aim(0.85, 1.1),
        "lab_error_ratio_grey": at_most(0.95),
        "frechet_above_floor_ratio_grey": at_most(0.1),
        "ms": at_most(60),
    },
}


def value(figures: Mapping[str, Any], path: str) -> float:
    """The figure at `path`, as `AIMS` names it. Raises KeyError where it was not measured."""
    part, _, whole = path.partition(" / ")
    if whole:
        return value(figures, part) / value(figures, whole)
    found: Any = figures
    for name in part.split("."):
        found = found[name]
    return float(found)

"""The domains and directions of a CycleGAN, in code ("ab", "ba") and in words ("horse-to-zebra")."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gan_core.base.errors import GanError

DIRECTIONS = ("ab", "ba")
DOMAINS = ("horse", "zebra")
TAKEN_FOR = {"painting": "monet"}  # a painting of another hand is given to the networks as if it were one


def back(direction: str) -> str:
    """The opposite direction; raises GanError('option_unknown')."""
    if direction not in DIRECTIONS:
        raise GanError("option_unknown", name="direction", value=direction, known=", ".join(DIRECTIONS))
    return direction[::-1]


def domains(spec: Mapping[str, Any]) -> tuple[str, str]:
    """What A and B show, as a checkpoint's spec.json says."""
    a, b = spec.get("training", {}).get("domains", DOMAINS)
    return a, b


def direction_names(spec: Mapping[str, Any]) -> dict[str, str]:
    """{"horse-to-zebra": "ab", "zebra-to-horse": "ba"}, in the words of a checkpoint's own domains."""
    a, b = domains(spec)
    return {f"{a}-to-{b}": "ab", f"{b}-to-{a}": "ba"}


def way_of(example: str, pair: tuple[str, str]) -> str | None:
    """The direction in which the example of this name is translated; None where it shows neither of `pair`.

    A name begins with what is to be seen, such as "horse-" or "painting-".
    """
    shows = example.partition("-")[0]
    return dict(zip(pair, DIRECTIONS, strict=True)).get(TAKEN_FOR.get(shows, shows))


def by_direction(spec: Mapping[str, Any], name: str, most: float, path: Path) -> dict[str, float]:
    """A number above 0, at most `most`, that spec.json may give either direction: {"ab": 0.004}; {} without any.

    `path` is the checkpoint's folder, for the error. Raises GanError('checkpoint_mismatch').
    """
    found = spec.get(name, {})
    if not isinstance(found, dict) or not all(
        way in DIRECTIONS and type(number) is float and 0 < number <= most for way, number in found.items()
    ):
        raise GanError("checkpoint_mismatch", path=path, reason=f"its {name} is {str(found)[:40]!r}")
    return found

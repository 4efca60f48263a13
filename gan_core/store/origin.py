"""Where a checkpoint came from, as its spec.json says: what it began with, and how long it was trained in all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ORIGIN = ("started_from", "epochs_before", "steps_before")


def origin_of(id: str, spec: Mapping[str, Any]) -> dict[str, Any]:
    """What is told under `ORIGIN` of a run that begins with the weights of checkpoint `id`."""
    return dict(zip(ORIGIN, (id, epochs_in_all(spec), steps_in_all(spec)), strict=True))


def epochs_in_all(spec: Mapping[str, Any]) -> float:
    """For how many epochs a checkpoint was trained, with those before a warm restart; 0 if its spec.json is silent."""
    training = spec.get("training", {})
    return float(training.get("epochs", 0)) + float(training.get("epochs_before", 0))


def steps_in_all(spec: Mapping[str, Any]) -> int:
    """For how many steps it was trained, counted as `epochs_in_all` counts epochs."""
    training = spec.get("training", {})
    return int(training.get("steps", 0)) + int(training.get("steps_before", 0))


def began_with(spec: Mapping[str, Any]) -> str | None:
    """The checkpoint whose weights a training began with; None if it began with noise."""
    return spec.get("training", {}).get("started_from")

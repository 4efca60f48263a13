"""Serializes for the page: a finished round, the discriminator at every epoch, the nearest real digits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from gan_core.base.errors import GanError
from gan_core.base.images import data_url, grid
from gan_core.digits.engine import DigitEngine
from gan_core.play.finding import Finding
from gan_core.play.rounds import Round
from gan_core.store.replay import load_run

Measured = list[dict[str, Any]]  # of one snapshot each: step, epoch, the shares of reals and fakes told rightly, n
SEPARATE = 3  # of either sort, before anything is said of what tells them apart
FIGURES = {"step": "step", "epoch": "epoch", "real": "accuracy_real", "fake": "accuracy_fake"}


def measured_over_epochs(folder: Path) -> Measured:
    """The discriminator's two accuracies over a recorded run, on held-out digits; empty if there is none."""
    try:
        snapshots = load_run(folder).snapshots
    except (GanError, OSError):  # the Training room tells of runs that cannot be read
        return []
    return [
        {**{name: one[figure] for name, figure in FIGURES.items()}, "n": min(one["n_real"], one["n_fake"])}
        for one in snapshots
    ]


def measured_at(measured: Measured, step: int | None) -> tuple[float, int] | None:
    """The balanced accuracy at a step (None: the last one) and over how many pictures; None if it is not known."""
    found = [one for one in measured if one["step"] == step] if step is not None else measured[-1:]
    return ((found[0]["real"] + found[0]["fake"]) / 2, 2 * found[0]["n"]) if found else None


def result_answer(played: Round, finding: Finding, measured: tuple[float, int] | None) -> dict[str, Any]:
    """The tallies of both, and what they say."""
    return {
        "you": played.you.to_json(),
        "machine": played.machine.to_json(),
        "finding": {"code": finding.code.value, "low": finding.low, "high": finding.high},
        "measured": measured and {"share": measured[0], "n": measured[1]},
    }


def nearest_of(engine: DigitEngine, played: Round) -> dict[str, Any]:
    """The nearest real digit of each fake of a finished round, in their order, as one sheet; with the distances, and
    what is usual."""
    found = [engine.nearest(picture) for picture in played.fakes]
    typical = engine.typical
    distances = np.array([one.distance for one in found])
    return {
        "sheet": data_url(grid(np.stack([one.image for one in found]), len(found))),
        "distances": distances.tolist(),
        "cue": cue(distances, np.array(played.said)[played.deck.fake]),
        "typical": {"distance": typical.percentiles[50], "n": typical.n},
    }


def cue(distances: np.ndarray, said_fake: np.ndarray) -> dict[str, Any] | None:
    """Did the distance from real digits give fakes away? None unless some were recognised and some were not.

    "apart" only if every recognised fake lies further out than every other one, at least `SEPARATE` of
    either: by chance that happens once in 20 times or less (1 / binomial(6, 3)). Anything weaker says nothing.
    """
    found, missed = distances[said_fake], distances[~said_fake]
    if not found.size or not missed.size:
        return None
    return {
        "found": float(found.mean()),
        "missed": float(missed.mean()),
        "n_found": found.size,
        "n_missed": missed.size,
        "apart": bool(min(found.size, missed.size) >= SEPARATE and found.min() > missed.max()),
    }

"""No sentence states what the figures beside it deny: rules and conditions, over what ships and what may come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pytest

from demo_ui.page.i18n import table
from gan_core.base.paths import RUNS
from gan_core.measures.diagnosis import Finding, bands, diagnose, diagnose_run, referee_finding
from gan_core.measures.equilibrium import reference
from gan_core.measures.generator import Known, generator_quality
from gan_core.store.replay import Run, load_runs
from tests.sentences import CONDITIONS, OF_RUNS, REFEREE, Figures

KINDS = ("training", "photographs", "colours")
PARTS = ("state", "why", "lean", "generator")
SHIPPED, _ = load_runs(RUNS)
EVEN = [0.1] * 10
OF_G: list[dict[str, Any]] = [
    {"frechet": 5.0, "classes": EVEN, "confident": 0.9, "variety": 1.0},
    {"frechet": 90.0, "classes": EVEN, "confident": 0.9, "variety": 1.0},
    {"frechet": 5.0, "classes": [0.03, 0.17, *EVEN[2:]], "confident": 0.9, "variety": 1.0},
    {"frechet": 90.0, "classes": [0.0] * 3 + [0.1] * 3 + [0.2, 0.2, 0.2, 0.1], "confident": 0.9, "variety": 1.0},
    {"frechet": 900.0, "classes": EVEN, "confident": 0.2, "variety": 0.1},
]
FLOOR = 2.0


def beside(snapshot: Mapping[str, Any], looks: int, measured: Mapping[str, Any] | None, floor: float | None) -> Figures:
    """What stands on screen beside the words about `snapshot`."""
    times = measured["frechet"] / floor if measured and floor else None
    return Figures(
        step=snapshot["step"],
        real=snapshot["accuracy_real"],
        fake=snapshot["accuracy_fake"],
        balanced=snapshot["balanced"],
        auc=snapshot["auc"],
        band=bands(snapshot, looks),
        measured={**measured, "times": times} if measured else None,
        now=measured is not None and measured["step"] == snapshot["step"],
    )


def keys(says: Mapping[str, str | None]) -> list[str]:
    """The sentences that the page shows."""
    reason = [f"why.{says['state']}"]
    return reason + [f"{part}.{name}" for part, name in says.items() if name is not None]


def denied(said: list[str], figures: Figures) -> list[str]:
    """Those among them that may not stand beside these figures."""
    return [key for key in said if not CONDITIONS[key](figures)]


@pytest.mark.parametrize("run", SHIPPED, ids=lambda run: run.id)
def test_no_recorded_snapshot_denies_what_is_said_of_it(run: Run) -> None:
    measured, floor = None, run.facts["reference"].get("frechet_floor")
    for snapshot, found in zip(run.snapshots, diagnose_run(run.snapshots, run.facts["reference"]), strict=True):
        measured = snapshot if snapshot.get("frechet") is not None else measured
        assert denied(keys(found.says()), beside(snapshot, len(run.snapshots), measured, floor)) == [], snapshot["step"]


def looked_at() -> Iterator[tuple[dict[str, Any], int]]:
    """Accuracies and AUC on a grid, as far as they can occur together, with every n and number of looks that ships.

    D says real above its threshold: all pairs of a real called real and a fake called fake are ranked rightly, and
    all pairs of two that are both called wrongly the other way round.
    """
    counts = {(min(s["n_real"], s["n_fake"]), len(run.snapshots)) for run in SHIPPED for s in run.snapshots}
    grid = np.round(np.linspace(0, 1, 21), 2).tolist()
    for n, looks in sorted(counts | {(500, 400), (500, 1)}):
        for real in grid:
            for fake in grid:
                for auc in grid:
                    if real * fake <= auc <= 1 - (1 - real) * (1 - fake):
                        needles = {"accuracy_real": real, "accuracy_fake": fake, "balanced": (real + fake) / 2}
                        yield {**needles, "auc": auc, "n_real": n, "n_fake": n, "epoch": 9.0}, looks


def test_no_figures_deny_what_is_said_of_them() -> None:
    """Each with hard labels or smoothed ones, and with one thing or another known of G, or nothing."""
    said = set()
    hard, smoothed = reference(), reference(0.9)
    known = [(metrics, generator_quality({"step": 900, **metrics}, FLOOR)) for metrics in OF_G]
    for i, (snapshot, looks) in enumerate(looked_at()):
        step = 3 if i % 97 == 0 else 900
        metrics, quality = known[i % len(known)]
        at = step if i % 3 else 450
        of_g = None if i % 7 == 0 else {**metrics, "step": at}
        what = Known() if of_g is None else Known(quality, at, 4.0, metrics["frechet"] / FLOOR, at == step)
        found = keys(diagnose({"step": step, **snapshot}, hard if i % 2 else smoothed, what, looks).says())
        assert denied(found, beside({"step": step, **snapshot}, looks, of_g, FLOOR)) == [], (snapshot, looks)
        said |= {*found}
    assert said == {*CONDITIONS} - {"why.too_early_warm"}  # which the page says where a run went on from another


def test_every_sentence_about_figures_has_its_condition_and_every_condition_its_sentence() -> None:
    for language in ("en", "ko"):
        split = [key.split(".", 1) for key in table(language)]
        about = {rest for kind, rest in split if kind in KINDS and rest.split(".")[0] in PARTS}
        assert about == {*CONDITIONS}
        assert {f"training.{key}" for key in CONDITIONS} <= table(language).keys()
        assert OF_RUNS.keys() <= table(language).keys()


def test_a_referees_figures_do_not_deny_its_verdict() -> None:
    grid = np.round(np.linspace(0, 1, 41), 3).tolist()
    said = set()
    for n in (250, 1000):
        for fresh in grid:
            for own in grid:
                for auc in (0.0, 0.5, 1.0):
                    referee = {"balanced": fresh, "auc": fresh, "n_real": n, "n_fake": n}
                    accused = {"balanced": own, "auc": auc, "n_real": n, "n_fake": n}
                    finding, band = referee_finding(referee, accused), bands(referee)
                    own_in = abs(own - 0.5) <= band.balanced and abs(auc - 0.5) <= band.auc
                    assert REFEREE[f"referee.{finding}"](fresh, own, fresh <= 0.5 + band.balanced, own_in)
                    said.add(finding)
    assert said == {*Finding}


@pytest.mark.parametrize("key", OF_RUNS)
def test_what_is_said_of_a_run_is_true_of_it(key: str) -> None:
    (run,) = (run for run in SHIPPED if run.id in key.split("."))
    assert OF_RUNS[key](run.snapshots)

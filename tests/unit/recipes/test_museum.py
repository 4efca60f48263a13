"""The museum's recipes as data, and what was recorded of them."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from gan_core.base.errors import GanError
from gan_core.commands.publish import RUNS
from gan_core.measures.diagnosis import Diagnosis, Quality, State, diagnose_run
from gan_core.measures.equilibrium import accuracy_band, auc_band
from gan_core.recipes.dcgan import dcgan_recipe_from_json, recipe_to_json
from gan_core.recipes.museum import MUSEUM, SEED, exhibit
from gan_core.store.replay import load_run
from gan_core.training.schedule import snapshot_steps

DIGITS = 10_000  # what ships


@pytest.mark.parametrize("id", MUSEUM)
def test_an_exhibits_recipe_survives_json(id: str) -> None:
    written = json.loads(json.dumps(recipe_to_json(MUSEUM[id].recipe)))
    assert dcgan_recipe_from_json(written) == MUSEUM[id].recipe


@pytest.mark.parametrize("id", MUSEUM)
def test_an_exhibit_is_measured_often_enough_to_be_watched_and_seldom_enough_to_be_cheap(id: str) -> None:
    """A step sees each image three times, forward and back, a measurement once; the rest is for Frechet distance."""
    what = MUSEUM[id]
    rows = what.recipe.batch * what.recipe.d_steps
    digits = DIGITS // 2 if what.forger else DIGITS
    due = list(snapshot_steps(what.interval, round(what.recipe.epochs * (digits // rows)), what.growth))
    assert 40 <= len(due) <= 80
    assert what.n <= 0.07 * 3 * rows * what.interval


def test_an_unknown_exhibit_names_the_known_ones() -> None:
    with pytest.raises(GanError, match="d-asleep"):
        exhibit("d-awake")


def recorded(id: str) -> tuple[list[dict[str, Any]], list[Diagnosis]]:
    """Second half of what ships: snapshots and what is diagnosed."""
    run = load_run(RUNS / id)
    half = len(run.snapshots) // 2
    return run.snapshots[half:], diagnose_run(run.snapshots, run.facts["reference"])[half:]


def series(rows: list[dict[str, Any]], name: str) -> np.ndarray:
    return np.array([row[name] for row in rows])


@pytest.mark.parametrize("id", MUSEUM)
def test_what_ships_was_made_by_this_recipe_and_is_small(id: str) -> None:
    facts = load_run(RUNS / id).facts
    assert (facts["id"], facts["seed"]) == (id, SEED)
    assert dcgan_recipe_from_json(facts["recipe"]) == MUSEUM[id].recipe
    assert sum(path.stat().st_size for path in (RUNS / id).iterdir()) < 400_000


def test_the_perfect_forger_settles_inside_the_bands() -> None:
    rows, found = recorded("perfect-forger")
    assert {d.generator for d in found} <= {Quality.GOOD, Quality.UNKNOWN}
    assert {d.state for d in found} == {State.CANNOT_TELL}  # the bands count the looks
    rows = rows[len(rows) // 3 :]  # the last third: the rate falls
    n = rows[0]["n_real"]
    for name, band in (("accuracy_real", accuracy_band(n)), ("accuracy_fake", accuracy_band(n)), ("auc", auc_band(n))):
        assert np.mean(np.abs(series(rows, name) - 0.5) <= band) >= 0.85, name
    assert abs(rows[-1]["referee"]["auc"] - 0.5) < 2 * auc_band(rows[-1]["referee"]["n"])


def test_a_d_too_strong_wins_and_g_gets_nowhere() -> None:
    rows, found = recorded("d-too-strong")
    assert {d.state for d in found} == {State.D_WINS}
    assert {d.generator for d in found} <= {Quality.BAD, Quality.UNKNOWN}
    assert series(rows, "g_loss").min() > 10
    assert series(rows, "mean_fake").max() < 1e-3


def test_a_collapsed_generator_draws_one_picture() -> None:
    rows, found = recorded("mode-collapse")
    assert {d.generator for d in found} <= {Quality.ALIKE, Quality.UNKNOWN}
    assert rows[-1]["variety"] < 0.05


def test_a_sleeping_d_reads_a_half_and_a_referee_does_not() -> None:
    rows, found = recorded("d-asleep")
    assert np.abs(series(rows, "mean_real") - 0.5).max() < 0.02
    assert np.abs(series(rows, "mean_fake") - 0.5).max() < 0.02
    assert np.abs(np.median(series(rows, "auc")) - 0.5) < 0.1
    asked = [row["referee"] for row in load_run(RUNS / "d-asleep").snapshots if row.get("referee")]
    assert len(asked) >= 3
    assert min(referee["balanced"] for referee in asked) > 0.9
    assert {d.generator for d in found} <= {Quality.BAD, Quality.UNKNOWN}


def test_an_oscillation_goes_over_and_back() -> None:
    rows, _ = recorded("oscillation")
    fooled, sees = series(rows, "auc") < 0.4, series(rows, "auc") > 0.6
    side = [bool(s) for f, s in zip(fooled, sees, strict=True) if f or s]
    assert np.count_nonzero(np.diff(np.array(side, int))) >= 6

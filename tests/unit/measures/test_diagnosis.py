"""Scores with known answers, read in words: an average of 0.5 is never enough to be called success."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gan_core.measures.diagnosis import Diagnosis, Finding, Lean, State, diagnose, diagnose_run, referee_finding
from gan_core.measures.equilibrium import measure, reference
from gan_core.measures.generator import Quality, generator_quality

N = 2000
EVEN = [0.1] * 10


def read(real: tuple[float, float], fake: tuple[float, float], step: int = 5000, **kw: Any) -> Diagnosis:
    """The diagnosis of logits drawn from two normals, each (mean, deviation)."""
    rng = np.random.default_rng(1)
    found = measure(rng.normal(*real, N), rng.normal(*fake, N))
    return diagnose({"step": step, **found.to_json()}, **kw)


@pytest.mark.parametrize(
    ("real", "fake", "state", "lean"),
    [
        ((2, 1), (-1, 1), State.TELLS_APART, Lean.NONE),
        ((6, 1), (-6, 1), State.D_WINS, Lean.NONE),
        ((0.1, 1), (-0.1, 1), State.TELLS_A_LITTLE, Lean.NONE),
        ((1.3, 1), (1.1, 1), State.TELLS_A_LITTLE, Lean.APART),  # 0.90 and 0.14 at AUC 0.56: not "nearly balanced"
        ((0, 1), (1, 1), State.WRONG_WAY, Lean.NONE),
        ((0, 1), (0, 1), State.CANNOT_TELL, Lean.NONE),
        ((9, 1), (9, 1), State.SAYS_REAL, Lean.REAL),
        ((-9, 1), (-9, 1), State.SAYS_FAKE, Lean.FAKE),
        ((0.84, 1), (0.84, 1), State.CANNOT_TELL, Lean.APART),  # 0.8 on real, 0.2 on fake: knows nothing
        ((12, 1), (9, 1), State.RANKS_ONLY, Lean.REAL),  # 1.0 and 0.0 at AUC 0.98: a shifted threshold
        ((-9, 1), (-12, 1), State.RANKS_ONLY, Lean.FAKE),
        ((9, 1), (10, 1), State.WRONG_WAY, Lean.REAL),  # what it calls real it ranks the wrong way round
    ],
)
def test_synthetic_scores(real: tuple[float, float], fake: tuple[float, float], state: State, lean: Lean) -> None:
    found = read(real, fake)
    assert (found.state, found.lean) == (state, lean)


@pytest.mark.parametrize(("away", "lean"), [(0.09, Lean.NONE), (0.11, Lean.APART)])
def test_needles_lean_once_they_are_a_fifth_apart(away: float, lean: Lean) -> None:
    assert diagnose(figures(0.5 + away, 0.5 - away, 0.5, 2000)).lean is lean


def figures(real: float, fake: float, auc: float, n: int, step: int = 900) -> dict[str, Any]:
    """A snapshot's."""
    needles = {"accuracy_real": real, "accuracy_fake": fake, "balanced": (real + fake) / 2}
    return {"step": step, "epoch": 1.0, **needles, "auc": auc, "n_real": n, "n_fake": n}


@pytest.mark.parametrize(
    ("real", "fake", "auc", "state"),
    [
        (0.53, 0.52, 0.54, State.NEARLY),
        (0.19, 0.99, 0.592, State.TELLS_A_LITTLE),
        (1.00, 0.00, 0.597, State.RANKS_ONLY),
        (0.06, 1.00, 0.560, State.TELLS_A_LITTLE),
        (0.81, 0.00, 0.100, State.WRONG_WAY),
        (0.75, 0.75, 0.500, State.THRESHOLD_TELLS),
        (0.25, 0.35, 0.500, State.THRESHOLD_ERRS),
    ],
)
def test_nearly_balanced_asks_both_needles(real: float, fake: float, auc: float, state: State) -> None:
    assert diagnose(figures(real, fake, auc, 2000), looks=40).state is state


def test_bands_count_the_looks() -> None:
    """One look of a run of 46 lies outside the band for one look, as the perfect forger's does: that is chance."""
    look = figures(0.47, 0.458, 0.458, 500)
    assert diagnose(look).state is State.WRONG_WAY
    assert diagnose(look, looks=46).state is State.CANNOT_TELL
    assert diagnose(figures(0.3, 0.3, 0.3, 500), looks=46).state is State.WRONG_WAY
    looks = [{**look, "step": 100 + i} for i in range(46)]
    assert {found.state for found in diagnose_run(looks, reference())} == {State.CANNOT_TELL}


def test_a_band_that_lets_nearly_everything_in_is_no_balance() -> None:
    assert diagnose(figures(0.4, 0.6, 0.7, 12), looks=20).state is State.TOO_FEW
    assert diagnose(figures(0.6, 0.9, 0.95, 12), looks=20).state is State.TELLS_APART


def test_constant_scores_say_one_thing_to_everything() -> None:
    for logit, state in ((3.0, State.SAYS_REAL), (-3.0, State.SAYS_FAKE)):
        found = measure(np.full(N, logit), np.full(N, logit))
        assert found.balanced == 0.5
        assert diagnose({"step": 900, **found.to_json()}).state is state


def test_an_untrained_discriminator_is_not_read() -> None:
    assert read((0, 1), (0, 1), step=0).state is State.TOO_EARLY
    assert read((6, 1), (-6, 1), step=3).state is State.TOO_EARLY


def test_a_threshold_may_tell_what_the_order_does_not() -> None:
    """Half of the reals below every fake, half above: AUC 0.5, and yet 0.75 of the answers are right."""
    found = measure(np.repeat([-2.0, 2.0], N // 2), np.full(N, -1.0))
    assert (found.auc, found.balanced) == (0.5, 0.75)
    assert diagnose({"step": 900, **found.to_json()}).state is State.THRESHOLD_TELLS


def test_the_band_is_that_of_the_smaller_n() -> None:
    """The same AUC of 0.53 is chance among 100 and knowledge among 10,000."""
    look = figures(0.52, 0.52, 0.53, 10_000)
    assert diagnose({**look, "n_fake": 500}).state is State.CANNOT_TELL
    assert diagnose({**look, "n_fake": 10_000}).state is State.TELLS_A_LITTLE


def test_an_auc_up_to_0_6_is_a_little_knowledge() -> None:
    states = [diagnose(figures(0.7, 0.7, auc, 10_000)).state for auc in (0.6, 0.61)]
    assert states == [State.TELLS_A_LITTLE, State.TELLS_APART]


def test_the_first_twenty_steps_are_too_early() -> None:
    states = [diagnose(figures(0.7, 0.7, 0.8, 500, step=step)).state for step in (19, 20)]
    assert states == [State.TOO_EARLY, State.TELLS_APART]


def test_with_smoothed_labels_the_needles_belong_at_the_ends() -> None:
    assert read((-0.2, 0.01), (-0.2, 0.01)).state is State.SAYS_FAKE
    smoothed = read((-0.2, 0.01), (-0.2, 0.01), references=reference(0.9))
    assert (smoothed.state, smoothed.lean) == (State.CANNOT_TELL, Lean.RECIPE)
    assert read((9, 1), (9, 1), references=reference(0.9)).state is State.SAYS_REAL


@pytest.mark.parametrize(
    ("metrics", "floor", "quality"),
    [
        ({"frechet": 10.0, "classes": EVEN, "confident": 0.9}, 2.0, Quality.GOOD),
        ({"frechet": 13.0, "classes": EVEN, "confident": 0.9}, 2.0, Quality.BAD),
        ({"frechet": 10.0, "classes": [0.02, 0.18, *EVEN[2:]], "confident": 0.9}, 2.0, Quality.UNEVEN),
        ({"frechet": 300.0, "classes": [1.0, *[0.0] * 9], "confident": 0.9}, 2.0, Quality.COLLAPSED),
        ({"frechet": 10.0, "classes": [*[0.0] * 3, *[1 / 7] * 7], "confident": 0.9}, 2.0, Quality.COLLAPSED),
        ({"frechet": 10.0, "classes": [*[0.0] * 2, *[1 / 8] * 8], "confident": 0.9}, 2.0, Quality.UNEVEN),
        ({"frechet": 1500.0, "classes": [1.0, *[0.0] * 9], "confident": 0.2}, 2.0, Quality.BAD),  # no digits at all
        ({"frechet": 900.0, "classes": [1.0, *[0.0] * 9], "confident": 0.2, "variety": 0.1}, 2.0, Quality.ALIKE),
        ({"frechet": 900.0, "variety": 0.1, "step": 60}, 2.0, Quality.UNKNOWN),  # the first grey
        ({"frechet": 10.0, "classes": EVEN, "confident": 0.9, "variety": 0.8}, 2.0, Quality.GOOD),
        ({"frechet": 3100.0, "classes": [1.0, *[0.0] * 9], "confident": 1.0, "variety": 0.5}, 2.0, Quality.BAD),
        ({"frechet": None}, 2.0, Quality.UNKNOWN),
        ({"frechet": 3.0, "classes": EVEN, "confident": 0.9}, None, Quality.UNKNOWN),
    ],
)
def test_what_is_known_of_the_generator(metrics: dict[str, Any], floor: float | None, quality: Quality) -> None:
    assert generator_quality({"step": 900, **metrics}, floor) is quality


def test_what_is_known_of_the_generator_holds_for_a_while_and_is_told_as_what_it_is() -> None:
    even, measured = figures(0.5, 0.5, 0.5, N), {"classes": EVEN, "confident": 1.0}
    distances = {100: 90.0, 150: None, 200: None, 250: None, 300: 5.0, 400: None}
    rows = [
        {**even, "step": step, "epoch": step / 100, "frechet": distance, **(measured if distance else {})}
        for step, distance in distances.items()
    ]
    found = diagnose_run(rows, {**reference(), "frechet_floor": 2.0})
    assert [d.generator for d in found] == ["bad", "bad", "bad", "unknown", "good", "good"]
    assert [d.says()["state"] for d in found] == [
        f"cannot_tell_{name}" for name in ("bad", "unknown", "unknown", "unknown", "good", "unknown")
    ]
    before = ["bad_before"] * 2
    assert [d.says()["generator"] for d in found] == [None, *before, None, None, "good_before"]
    assert found[2].told(rows[2], 1)["measured"] == {"epoch": 1.0, "times": 45.0, "now": False}


@pytest.mark.parametrize(
    ("fresh", "own", "auc", "finding"),
    [
        (0.93, 0.51, 0.50, Finding.ASLEEP),
        (0.93, 0.51, 0.90, Finding.SEES),  # a shifted threshold is no sleep
        (0.93, 0.80, 0.85, Finding.SEES),
        (0.60, 0.70, 0.77, Finding.UNDECIDED),
        (0.60, 0.30, 0.20, Finding.UNDECIDED),  # it knows much, the other way round
        (0.51, 0.50, 0.50, Finding.BLIND),
        (0.49, 0.51, 0.50, Finding.BLIND),  # there is nothing to catch up with
    ],
)
def test_a_referee_that_sees_less_decides_nothing(fresh: float, own: float, auc: float, finding: Finding) -> None:
    counts = {"n_real": 1000, "n_fake": 1000}
    assert (
        referee_finding({"balanced": fresh, "auc": fresh, **counts}, {"balanced": own, "auc": auc, **counts}) is finding
    )

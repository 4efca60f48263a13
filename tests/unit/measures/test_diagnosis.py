"""Scores with known answers, read in words: an average of 0.5 is never enough to be called success."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gan_core.measures.diagnosis import Diagnosis, Lean, Quality, State, diagnose, diagnose_run, generator_quality
from gan_core.measures.equilibrium import measure, reference

N = 2000
EVEN = [0.1] * 10


def read(
    real: tuple[float, float],
    fake: tuple[float, float],
    step: int = 5000,
    quality: Quality = Quality.UNKNOWN,
    **kw: Any,
) -> Diagnosis:
    """The diagnosis of logits drawn from two normals, each (mean, deviation)."""
    rng = np.random.default_rng(1)
    found = measure(rng.normal(*real, N), rng.normal(*fake, N))
    return diagnose({"step": step, **found.to_json()}, quality=quality, **kw)


@pytest.mark.parametrize(
    ("real", "fake", "state", "lean"),
    [
        ((2, 1), (-1, 1), State.TELLS_APART, Lean.NONE),
        ((6, 1), (-6, 1), State.D_WINS, Lean.NONE),
        ((0.2, 1), (0, 1), State.TELLS_A_LITTLE, Lean.NONE),
        ((0, 1), (1, 1), State.WRONG_WAY, Lean.NONE),
        ((0, 1), (0, 1), State.CANNOT_TELL, Lean.NONE),
        ((9, 1), (9, 1), State.SAYS_REAL, Lean.REAL),
        ((-9, 1), (-9, 1), State.SAYS_FAKE, Lean.FAKE),
        ((0.84, 1), (0.84, 1), State.CANNOT_TELL, Lean.APART),  # 0.8 on real, 0.2 on fake: knows nothing
        ((12, 1), (9, 1), State.TELLS_APART, Lean.REAL),  # 1.0 and 0.0 at AUC 0.98: a shifted threshold
        ((-9, 1), (-12, 1), State.TELLS_APART, Lean.FAKE),
    ],
)
def test_synthetic_scores(real: tuple[float, float], fake: tuple[float, float], state: State, lean: Lean) -> None:
    assert read(real, fake) == Diagnosis(state, lean, Quality.UNKNOWN)


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
    assert diagnose({"step": 900, **found.to_json()}).state is State.TELLS_A_LITTLE


def test_the_band_is_that_of_the_smaller_n() -> None:
    """The same AUC of 0.53 is chance among 100 and knowledge among 10,000."""
    figures = {"step": 900, "accuracy_real": 0.52, "accuracy_fake": 0.52, "balanced": 0.52, "auc": 0.53}
    assert diagnose({**figures, "n_real": 10_000, "n_fake": 100}).state is State.CANNOT_TELL
    assert diagnose({**figures, "n_real": 10_000, "n_fake": 10_000}).state is State.TELLS_A_LITTLE


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
        ({"frechet": 10.0, "classes": [0.02, 0.18, *EVEN[2:]], "confident": 0.9}, 2.0, Quality.BAD),
        ({"frechet": 300.0, "classes": [1.0, *[0.0] * 9], "confident": 0.9}, 2.0, Quality.COLLAPSED),
        ({"frechet": 1500.0, "classes": [1.0, *[0.0] * 9], "confident": 0.2}, 2.0, Quality.BAD),  # no digits at all
        ({"frechet": 900.0, "classes": [1.0, *[0.0] * 9], "confident": 0.2, "variety": 0.1}, 2.0, Quality.COLLAPSED),
        ({"frechet": 900.0, "variety": 0.1, "step": 60}, 2.0, Quality.UNKNOWN),  # the first grey
        ({"frechet": 10.0, "classes": EVEN, "confident": 0.9, "variety": 0.8}, 2.0, Quality.GOOD),
        ({"frechet": 3100.0, "classes": [1.0, *[0.0] * 9], "confident": 1.0, "variety": 0.5}, 2.0, Quality.BAD),
        ({"frechet": None}, 2.0, Quality.UNKNOWN),
        ({"frechet": 3.0, "classes": EVEN, "confident": 0.9}, None, Quality.UNKNOWN),
    ],
)
def test_what_is_known_of_the_generator(metrics: dict[str, Any], floor: float | None, quality: Quality) -> None:
    assert generator_quality({"step": 900, **metrics}, floor) is quality


def test_what_is_known_of_the_generator_holds_until_it_is_measured_again() -> None:
    even = {"step": 900, "accuracy_real": 0.5, "accuracy_fake": 0.5, "balanced": 0.5, "auc": 0.5}
    rows = [
        {**even, "n_real": N, "n_fake": N, "classes": EVEN, "confident": 1.0, "frechet": frechet}
        for frechet in (None, 90.0, None, 5.0, None)
    ]
    found = diagnose_run(rows, {**reference(), "frechet_floor": 2.0})
    assert [d.generator for d in found] == ["unknown", "bad", "bad", "good", "good"]
    assert {d.state for d in found} == {State.CANNOT_TELL}


def test_every_diagnosis_has_words() -> None:
    """Whatever is diagnosed, the page has a headline and a reason for it in its tables."""
    from demo_ui.page.i18n import table

    for state in State:
        names = [f"{state}_{q}" for q in Quality] if state is State.CANNOT_TELL else [state]
        for name in names:
            assert {f"training.state.{name}", f"training.why.{name}"} <= table("en").keys()
    assert {f"training.lean.{lean}" for lean in Lean if lean is not Lean.NONE} <= table("en").keys()
    assert {f"training.generator.{q}" for q in Quality if q is not Quality.UNKNOWN} <= table("en").keys()

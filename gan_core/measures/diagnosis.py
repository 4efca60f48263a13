"""What a snapshot's figures mean, as codes that the page puts into words.

Chance fixes only the sum of D's two accuracies: 0.8 on real with 0.2 on fake knows as little as 0.5 and 0.5,
and 1.0 with 0.0 at AUC 0.95 is a shifted threshold, not blindness. So AUC is asked first, then where the two
needles stand, then what is known of G. An average of 0.5 alone is never called success.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from gan_core.measures.equilibrium import auc_band, balanced_band, reference

EARLY_STEPS = 20  # before so many steps D's opinion is that of its first weights
WINS = 0.95  # both accuracies at least this
LITTLE = 0.6  # an AUC up to this is hardly better than a coin
EVERYTHING = 0.9  # the share of all images that are called the same
APART = 0.2  # needles on both sides of 0.5 and further apart than this: a leaning threshold
GOOD_TIMES = 6.0  # what ships as good: at most so many times the Frechet distance of real from real,
GOOD_SHARE = 0.05  # with at least this share of samples in every class
FEW_SHARE, FEW_CLASSES = 0.02, 3  # collapsed: so many classes, or more, with hardly a sample
ALIKE = 0.25  # collapsed, too: less of real digits' spread than this, whatever it is that is drawn again and again,
BEGUN = 100  # once so many steps are done: the grey of the first weights is alike in every run that ships
# What is further from real digits than those of one class alone are (827 to 1307) is no digit, and its class says
# nothing; nor does it where the classifier is seldom sure.
FAR, SURE = 1400.0, 0.5


class State(StrEnum):
    """What D can tell."""

    TOO_EARLY = "too_early"
    TELLS_APART = "tells_apart"
    TELLS_A_LITTLE = "tells_a_little"
    D_WINS = "d_wins"
    WRONG_WAY = "wrong_way"  # AUC below its band: fakes look more real than reals do
    SAYS_REAL = "says_real_to_everything"
    SAYS_FAKE = "says_fake_to_everything"
    CANNOT_TELL = "cannot_tell"


class Quality(StrEnum):
    """What is known of G."""

    GOOD = "good"
    BAD = "bad"
    COLLAPSED = "collapsed"
    UNKNOWN = "unknown"


class Lean(StrEnum):
    """Where D's threshold stands, apart from what it can tell."""

    NONE = "none"
    REAL = "real"  # calls nearly everything real
    FAKE = "fake"
    APART = "apart"  # one needle high, one low
    RECIPE = "recipe"  # at an end, where this recipe's equilibrium lies (label smoothing)


@dataclass(frozen=True)
class Diagnosis:
    """One snapshot in codes."""

    state: State
    lean: Lean
    generator: Quality

    def to_json(self) -> dict[str, str]:
        """{'state', 'lean', 'generator'} as plain strings."""
        return {"state": str(self.state), "lean": str(self.lean), "generator": str(self.generator)}


def diagnose(
    snapshot: Mapping[str, Any], references: Mapping[str, Any] | None = None, quality: Quality = Quality.UNKNOWN
) -> Diagnosis:
    """Read one snapshot.

    Args:
        snapshot: 'step' and the fields of `equilibrium.Measurement`.
        references: the recipe's reference lines as in run.json; None: hard labels.
        quality: what is known of G at this step, see `generator_quality`.
    """
    called_real = (snapshot["accuracy_real"] + 1 - snapshot["accuracy_fake"]) / 2
    state = _state(snapshot)
    lean = _lean(snapshot, called_real, _at_equilibrium(references or reference()))
    if state is State.CANNOT_TELL and lean in (Lean.REAL, Lean.FAKE):
        state = State.SAYS_REAL if lean is Lean.REAL else State.SAYS_FAKE
    return Diagnosis(state, lean, quality)


def _state(snapshot: Mapping[str, Any]) -> State:
    n = min(snapshot["n_real"], snapshot["n_fake"])
    auc, balanced = snapshot["auc"], snapshot["balanced"]
    if snapshot["step"] < EARLY_STEPS:
        return State.TOO_EARLY
    if auc < 0.5 - auc_band(n):
        return State.WRONG_WAY
    # scores may overlap so that only the threshold tells, not their order
    if auc <= 0.5 + auc_band(n) and balanced <= 0.5 + balanced_band(n):
        return State.CANNOT_TELL
    if min(snapshot["accuracy_real"], snapshot["accuracy_fake"]) >= WINS:
        return State.D_WINS
    return State.TELLS_A_LITTLE if auc <= LITTLE else State.TELLS_APART


def _lean(snapshot: Mapping[str, Any], called_real: float, expected: float) -> Lean:
    if EVERYTHING > called_real > 1 - EVERYTHING:
        low, high = sorted((snapshot["accuracy_real"], snapshot["accuracy_fake"]))
        apart = low < 0.5 < high and high - low > APART
        return Lean.APART if apart else Lean.NONE
    if abs(called_real - expected) <= 1 - EVERYTHING:
        return Lean.RECIPE
    return Lean.REAL if called_real >= EVERYTHING else Lean.FAKE


def _at_equilibrium(references: Mapping[str, Any]) -> float:
    """The share of images that D calls real where this recipe's fakes are distributed as reals."""
    middle = references.get("accuracy", 0.5)
    return (references.get("accuracy_real", middle) + 1 - references.get("accuracy_fake", middle)) / 2


def generator_quality(metrics: Mapping[str, Any], floor: float | None) -> Quality:
    """What a snapshot's 'frechet', 'classes' (shares), 'confident' and 'variety' say of G at its 'step', beside the
    distance of real from real."""
    distance, shares = metrics.get("frechet"), metrics.get("classes")
    if metrics.get("variety", 1.0) < ALIKE:
        return Quality.COLLAPSED if metrics["step"] >= BEGUN else Quality.UNKNOWN
    digits = metrics.get("confident", 1.0) >= SURE and (distance or 0.0) <= FAR
    if shares and digits and sum(s < FEW_SHARE for s in shares) >= FEW_CLASSES:
        return Quality.COLLAPSED
    if distance is None or not floor:
        return Quality.UNKNOWN
    covered = not shares or min(shares) >= GOOD_SHARE
    return Quality.GOOD if distance <= GOOD_TIMES * floor and covered else Quality.BAD


def diagnose_run(snapshots: Sequence[Mapping[str, Any]], references: Mapping[str, Any]) -> list[Diagnosis]:
    """Every snapshot of a run; what is known of G holds from its measurement to the next one."""
    found, quality = [], Quality.UNKNOWN
    for snapshot in snapshots:
        if snapshot.get("frechet") is not None:
            quality = generator_quality(snapshot, references.get("frechet_floor"))
        found.append(diagnose(snapshot, references, quality))
    return found

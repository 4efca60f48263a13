"""Diagnosis of a snapshot's metrics, as codes that the page puts into words: one table of rules, `RULES`.

Chance fixes only the sum of D's two accuracies: 0.8 on real with 0.2 on fake knows as little as 0.5 and 0.5,
and 1.0 with 0.0 at AUC 0.95 is a shifted threshold, not blindness. So four metrics are checked, each against its
band: AUC first, then the balanced accuracy, then both accuracies; then the quality of G. An average of 0.5 alone is
never called success. A run is looked at many times, so its bands count the looks (`equilibrium.deviations`).

What the sentence for each code claims about the metrics is stated in tests/sentences.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from gan_core.measures.equilibrium import accuracy_band, auc_band, balanced_band, reference
from gan_core.measures.generator import Known, Quality, known_after

EARLY_STEPS = 20  # before so many steps D's opinion is that of its first weights
WINS = 0.95  # both accuracies at least this
LITTLE = 0.6  # an AUC up to this is hardly better than a coin
EVERYTHING = 0.9  # the share of all images that are called the same
APART = 0.2  # needles on both sides of 0.5 and further apart than this: a leaning threshold
WIDE = 0.1  # where chance alone moves a figure further than this, to be inside its band says nothing


class State(StrEnum):
    """What D can tell."""

    TOO_EARLY = "too_early"
    WRONG_WAY = "wrong_way"  # AUC below its band: fakes look more real than reals do
    D_WINS = "d_wins"
    NEARLY = "nearly_balanced"
    RANKS_ONLY = "ranks_only"  # AUC above its band, and yet no more than half of the answers are right
    TELLS_A_LITTLE = "tells_a_little"
    TELLS_APART = "tells_apart"
    THRESHOLD_TELLS = "threshold_tells"  # scores may overlap so that only the threshold tells, not their order
    THRESHOLD_ERRS = "threshold_errs"
    TOO_FEW = "too_few"
    SAYS_REAL = "says_real_to_everything"
    SAYS_FAKE = "says_fake_to_everything"
    CANNOT_TELL = "cannot_tell"


class Lean(StrEnum):
    """Where D's threshold stands, apart from what it can tell."""

    NONE = "none"
    REAL = "real"  # calls nearly everything real
    FAKE = "fake"
    APART = "apart"  # one needle high, one low
    RECIPE = "recipe"  # at an end, where this recipe's equilibrium lies (label smoothing)


class Bands(NamedTuple):
    """Half widths around 0.5 of what chance allows in any of a run's looks, 95%."""

    accuracy: float
    balanced: float
    auc: float


def bands(snapshot: Mapping[str, Any], looks: int = 1) -> Bands:
    """The bands of a snapshot, by the smaller of its 'n_real' and 'n_fake'."""
    n = min(snapshot["n_real"], snapshot["n_fake"])
    return Bands(accuracy_band(n, looks), balanced_band(n, looks), auc_band(n, looks))


@dataclass(frozen=True)
class Reading:
    """A snapshot's figures beside their bands and beside the recipe's equilibrium. -1, 0, 1: below, inside, above."""

    step: int
    real: float
    fake: float
    auc: float
    balanced_side: int
    half_right: bool  # the balanced accuracy is no better than a coin's
    auc_side: int
    both_in: bool  # each needle lies where it belongs at equilibrium, as far as chance allows
    lean: Lean
    wide: bool

    @classmethod
    def of(cls, snapshot: Mapping[str, Any], references: Mapping[str, Any], looks: int) -> Reading:
        """Read a snapshot; the arguments are those of `diagnose`."""
        allowed = bands(snapshot, looks)
        real, fake, balanced, auc = (snapshot[name] for name in ("accuracy_real", "accuracy_fake", "balanced", "auc"))
        middle = references.get("accuracy", 0.5)
        home_real, home_fake = references.get("accuracy_real", middle), references.get("accuracy_fake", middle)
        off = max(abs(real - home_real), abs(fake - home_fake))
        lean = _lean(real, fake, (home_real + 1 - home_fake) / 2, allowed.accuracy)
        return cls(
            step=snapshot["step"],
            real=real,
            fake=fake,
            auc=auc,
            balanced_side=_side(balanced, allowed.balanced),
            half_right=balanced <= 0.5 + min(allowed.balanced, WIDE),
            auc_side=_side(auc, allowed.auc),
            both_in=off <= allowed.accuracy and lean is not Lean.APART,
            lean=lean,
            wide=allowed.auc > WIDE,
        )


# The first that holds. Up to TELLS_APART AUC is outside its band, from THRESHOLD_TELLS on inside.
RULES: tuple[tuple[State, Callable[[Reading], bool]], ...] = (
    (State.TOO_EARLY, lambda r: r.step < EARLY_STEPS),
    (State.WRONG_WAY, lambda r: r.auc_side < 0),
    (State.D_WINS, lambda r: r.auc_side > 0 and min(r.real, r.fake) >= WINS),
    (State.NEARLY, lambda r: r.auc_side > 0 and r.auc <= LITTLE and r.both_in),
    (State.RANKS_ONLY, lambda r: r.auc_side > 0 and r.half_right),
    (State.TELLS_A_LITTLE, lambda r: r.auc_side > 0 and r.auc <= LITTLE),
    (State.TELLS_APART, lambda r: r.auc_side > 0),
    (State.THRESHOLD_TELLS, lambda r: r.balanced_side > 0),
    (State.THRESHOLD_ERRS, lambda r: r.balanced_side < 0),
    (State.TOO_FEW, lambda r: r.wide),
    (State.SAYS_REAL, lambda r: r.lean is Lean.REAL),
    (State.SAYS_FAKE, lambda r: r.lean is Lean.FAKE),
    (State.CANNOT_TELL, lambda r: True),
)
SAY_IT_THEMSELVES = (State.TOO_EARLY, State.TOO_FEW, State.SAYS_REAL, State.SAYS_FAKE)  # where D's threshold stands


@dataclass(frozen=True)
class Diagnosis:
    """One snapshot in codes."""

    state: State
    lean: Lean
    known: Known
    ranks: bool  # AUC lies above its band

    @property
    def generator(self) -> Quality:
        """What is known of G."""
        return self.known.quality

    def says(self) -> dict[str, str | None]:
        """The last parts of the keys of what is said, by their place: 'state' (with its reason), 'lean', 'generator'.

        None: nothing is said there.
        """
        blind, unknown = self.state is State.CANNOT_TELL, self.generator is Quality.UNKNOWN
        now = blind and self.known.now
        silent = self.lean is Lean.NONE or self.state in SAY_IT_THEMSELVES
        untold = self.ranks and self.state is not State.RANKS_ONLY  # whose headline says that it ranks them
        ranks = "_ranks" if untold and self.lean in (Lean.REAL, Lean.FAKE) else ""
        unsaid = now or unknown or self.state is State.TOO_EARLY
        return {
            "state": f"{self.state}_{self.generator if now else Quality.UNKNOWN}" if blind else str(self.state),
            "lean": None if silent else f"{self.lean}{ranks}",
            "generator": None if unsaid else f"{self.generator}{'' if self.known.now else '_before'}",
        }

    def told(self, snapshot: Mapping[str, Any], looks: int) -> dict[str, Any]:
        """What the page gets of `snapshot` besides its figures, all plain.

        'measured': see `Known.to_json`; 'says': see `says`; 'bands' by name, with 'looks'.
        """
        told_bands = {**bands(snapshot, looks)._asdict(), "looks": looks}
        return {"measured": self.known.to_json(), "says": self.says(), "bands": told_bands}


def diagnose(
    snapshot: Mapping[str, Any],
    references: Mapping[str, Any] | None = None,
    known: Known | None = None,
    looks: int = 1,
) -> Diagnosis:
    """Read one snapshot.

    Args:
        snapshot: 'step' and the fields of `equilibrium.Measurement`.
        references: the recipe's reference lines as in run.json; None: hard labels.
        known: the last known quality of G at this step, see `known_after`; None: unknown.
        looks: how many snapshots of the run are looked at.
    """
    read = Reading.of(snapshot, references or reference(), looks)
    state = next(state for state, holds in RULES if holds(read))
    return Diagnosis(state, read.lean, known or Known(), read.auc_side > 0)


def diagnose_run(snapshots: Sequence[Mapping[str, Any]], references: Mapping[str, Any]) -> list[Diagnosis]:
    """Diagnose every snapshot of a run, each as one of many looks; G's quality stays valid for a while."""
    found, known = [], Known()
    for snapshot in snapshots:
        known = known_after(known, snapshot, references.get("frechet_floor"))
        found.append(diagnose(snapshot, references, known, len(snapshots)))
    return found


class Finding(StrEnum):
    """What a referee's figures say beside those of the run's own D."""

    UNDECIDED = "undecided"  # the accused knows more than the referee
    ASLEEP = "asleep"
    SEES = "sees"
    BLIND = "blind"


def referee_finding(referee: Mapping[str, Any], own: Mapping[str, Any]) -> Finding:
    """Compare the balanced accuracies and AUCs of a referee and of the run's own D, on the same images."""
    if not no_worse(referee, own):
        return Finding.UNDECIDED
    if referee["balanced"] <= 0.5 + bands(referee).balanced:
        return Finding.BLIND
    return Finding.ASLEEP if _blind(own) else Finding.SEES


def no_worse(referee: Mapping[str, Any], own: Mapping[str, Any]) -> bool:
    """Is the referee right at least as often as D is, or as D would be that says the opposite?

    There is nothing to catch up with where D tells no more than chance allows.
    """
    return _blind(own) or referee["balanced"] >= max(own["balanced"], 1 - own["balanced"])


def _blind(figures: Mapping[str, Any]) -> bool:
    """Do balanced accuracy and AUC lie in their bands?"""
    allowed = bands(figures)
    return _side(figures["balanced"], allowed.balanced) == _side(figures["auc"], allowed.auc) == 0


def _side(value: float, half: float) -> int:
    return (value > 0.5 + half) - (value < 0.5 - half)


def _lean(real: float, fake: float, expected: float, half: float) -> Lean:
    called_real = (real + 1 - fake) / 2
    if EVERYTHING > called_real > 1 - EVERYTHING:
        low, high = sorted((real, fake))
        apart = low < 0.5 < high and high - low > APART and max(high - 0.5, 0.5 - low) > half
        return Lean.APART if apart else Lean.NONE
    if abs(called_real - expected) <= 1 - EVERYTHING:
        return Lean.RECIPE
    return Lean.REAL if called_real >= EVERYTHING else Lean.FAKE

"""When a sentence of the Training room may be shown: beside the last part of its key, the metrics that it claims.

The rules in diagnosis.py choose the sentences; this says, on its own, what would make each of them untrue. A test holds
the two together over every snapshot that ships and over figures made for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gan_core.measures.diagnosis import Bands, bands
from gan_core.measures.generator import GOOD_SHARE, GOOD_TIMES


@dataclass(frozen=True)
class Figures:
    """What stands on screen beside a sentence: D's figures and bands, and G's when it was `measured` last."""

    step: int
    real: float
    fake: float
    balanced: float
    auc: float
    band: Bands
    measured: Mapping[str, Any] | None = None  # that snapshot, with 'times'; None: there is no such measurement
    now: bool = False  # it is the one that is shown

    @property
    def called_real(self) -> float:
        """The share of all images that D calls real."""
        return (self.real + 1 - self.fake) / 2

    @property
    def blind(self) -> bool:
        """AUC and the balanced accuracy lie within what chance allows."""
        return self.inside("auc") and self.inside("balanced")

    def inside(self, name: str) -> bool:
        """Does a figure lie within what chance allows?"""
        return abs(getattr(self, name) - 0.5) <= getattr(self.band, name)


Condition = Callable[[Figures], bool]


def _of_g(holds: Callable[[Mapping[str, Any]], bool]) -> Condition:
    return lambda f: f.measured is not None and holds(f.measured)


def _times(most: float = np.inf, least: float = 0.0) -> Condition:
    return _of_g(lambda m: m["times"] is not None and least < m["times"] <= most)


def _all(*conditions: Condition) -> Condition:
    return lambda f: all(holds(f) for holds in conditions)


_GOOD = _all(_times(most=GOOD_TIMES), _of_g(lambda m: min(m.get("classes") or [1]) >= GOOD_SHARE))
_BAD = _times(least=GOOD_TIMES)
_UNEVEN = _all(_times(most=GOOD_TIMES), _of_g(lambda m: min(m["classes"]) < GOOD_SHARE))
_COLLAPSED = _of_g(lambda m: sum(share < 0.02 for share in m["classes"]) >= 3)
_ALIKE = _of_g(lambda m: m["variety"] < 0.25)
_KNOWN = {"good": _GOOD, "bad": _BAD, "uneven": _UNEVEN, "collapsed": _COLLAPSED, "alike": _ALIKE}


def _blind(f: Figures) -> bool:
    return f.blind


def _now(f: Figures) -> bool:
    return f.now


def _before(f: Figures) -> bool:
    return not f.now


def _ranks(f: Figures) -> bool:
    return f.auc > 0.5 + f.band.auc


def _often_right(f: Figures) -> bool:
    """More often than chance allows, or, of few pictures, by so much that chance is no excuse for saying otherwise."""
    return f.balanced > 0.5 + min(f.band.balanced, 0.1)


def _wrong_way(f: Figures) -> bool:
    return f.auc < 0.5 - f.band.auc and round(100 * f.auc) < 50


def _all_real(f: Figures) -> bool:
    return f.called_real >= 0.9


def _all_fake(f: Figures) -> bool:
    return f.called_real <= 0.1


def _leans(f: Figures) -> bool:
    low, high = sorted((f.real, f.fake))
    return low < 0.5 < high and max(0.5 - low, high - 0.5) > f.band.accuracy


def _at_an_end(f: Figures) -> bool:
    """Only a recipe with smoothed labels says this: D calls all the same."""
    return _all_real(f) or _all_fake(f)


def _near_balance(f: Figures) -> bool:
    """With smoothed labels the needles' home is an end, which `lean.recipe` says beside it."""
    home = max(abs(f.real - 0.5), abs(f.fake - 0.5)) <= f.band.accuracy or _at_an_end(f)
    return home and 0.5 + f.band.auc < f.auc <= 0.6


_STATES: dict[str, Condition] = {
    "too_early": lambda f: f.step < 20,
    "wrong_way": _wrong_way,
    "d_wins": _all(_ranks, lambda f: min(f.real, f.fake) >= 0.95),
    "nearly_balanced": _near_balance,
    "ranks_only": _all(_ranks, lambda f: f.balanced <= 0.5 + f.band.balanced),
    "tells_a_little": _all(_ranks, lambda f: f.auc <= 0.6 and _often_right(f)),
    "tells_apart": _all(_ranks, lambda f: f.auc > 0.6 and _often_right(f)),
    "threshold_tells": lambda f: f.inside("auc") and f.balanced > 0.5 + f.band.balanced,
    "threshold_errs": lambda f: f.inside("auc") and f.balanced < 0.5 - f.band.balanced,
    "too_few": _all(_blind, lambda f: f.band.auc > 0.1),
    "says_real_to_everything": _all(_blind, _all_real),
    "says_fake_to_everything": _all(_blind, _all_fake),
    "cannot_tell_unknown": _blind,
    **{f"cannot_tell_{name}": _all(_blind, _now, holds) for name, holds in _KNOWN.items()},
}
CONDITIONS: dict[str, Condition] = {
    **{f"state.{name}": holds for name, holds in _STATES.items()},
    **{f"why.{name}": holds for name, holds in _STATES.items()},
    "why.too_early_warm": _STATES["too_early"],
    "lean.real": _all_real,
    "lean.fake": _all_fake,
    "lean.real_ranks": _all(_all_real, _ranks),
    "lean.fake_ranks": _all(_all_fake, _ranks),
    "lean.apart": _leans,
    "lean.recipe": _at_an_end,
    **{f"generator.{name}": _all(_now, holds) for name, holds in _KNOWN.items()},
    **{f"generator.{name}_before": _all(_before, holds) for name, holds in _KNOWN.items()},
}

# What the referee's sentences claim of its balanced accuracy, of D's, and of whether chance allows these.
REFEREE: dict[str, Callable[[float, float, bool, bool], bool]] = {
    "referee.undecided": lambda fresh, own, fresh_in, own_in: not own_in and fresh < max(own, 1 - own),
    "referee.asleep": lambda fresh, own, fresh_in, own_in: own_in and not fresh_in,
    "referee.sees": lambda fresh, own, fresh_in, own_in: not own_in and not fresh_in and fresh >= own,
    "referee.blind": lambda fresh, own, fresh_in, own_in: fresh_in and (own_in or fresh >= own),
}

Rows = Sequence[Mapping[str, Any]]


def _column(rows: Rows, name: str) -> np.ndarray:
    return np.array([row[name] for row in rows], float)


def _settles(rows: Rows, looks: int) -> bool:
    """After half of the steps both needles and AUC lie in their bands."""
    late = [row for row in rows if row["step"] > rows[-1]["step"] / 2]
    inside = [
        max(abs(row["accuracy_real"] - 0.5), abs(row["accuracy_fake"] - 0.5)) <= bands(row, looks).accuracy
        and abs(row["auc"] - 0.5) <= bands(row, looks).auc
        for row in late
    ]
    return all(inside)


def _asleep(rows: Rows) -> bool:
    """From epoch 2 on: mean answers at 0.50, AUC from 0.45 to 0.65, a needle on either side; and a referee who sees."""
    late = [row for row in rows if row["epoch"] >= 2]
    means = np.concatenate([_column(late, "mean_real"), _column(late, "mean_fake")])
    auc, needle = _column(late, "auc"), _column(late, "accuracy_real")
    judged = [row["referee"]["balanced"] for row in rows if row.get("referee")]
    still = np.abs(means - 0.5).max() <= 0.02 and 0.45 <= auc.min() and auc.max() <= 0.65
    return bool(still and needle.min() < 0.2 and needle.max() > 0.8 and min(judged) > 0.9)


def _too_strong(rows: Rows) -> bool:
    late = [row for row in rows if row["step"] > rows[-1]["step"] / 10]
    needles = np.concatenate([_column(late, name) for name in ("accuracy_real", "accuracy_fake", "auc")])
    d, g = _column(rows, "d_loss"), _column(rows, "g_loss")
    far = [row["frechet"] for row in late if row.get("frechet") is not None]
    return bool(needles.min() > 0.9 and d[-1] < 0.1 and g[-1] > 2 * g[0] and far[-1] > 100)


def _one_picture(rows: Rows) -> bool:
    return all(row["variety"] < 0.25 for row in rows if row["step"] >= 100 and row.get("variety") is not None)


def _swings(rows: Rows) -> bool:
    """AUC goes over from below 0.4 to above 0.6, or back, six times and to the end."""
    side = [row["auc"] > 0.5 for row in rows if abs(row["auc"] - 0.5) > 0.1]
    over = [i for i in range(1, len(side)) if side[i] != side[i - 1]]
    return len(over) >= 6 and over[-1] > 0.8 * len(side)


def _seldom_won(rows: Rows) -> bool:
    """After the first epoch D never wins."""
    return all(min(row["accuracy_real"], row["accuracy_fake"]) < 0.95 for row in rows if row["epoch"] > 1)


def _lasts(epochs: int) -> Callable[[Rows], bool]:
    return lambda rows: round(rows[-1]["epoch"]) == epochs


def became(before: Sequence[float], after: Sequence[float], told: Sequence[int]) -> bool:
    """ "5 became 6", of two readings of a classifier: it is sure of both, and they are not the same."""
    of, to = told
    return of != to and before[of] == max(before) >= 0.9 and after[to] == max(after) >= 0.9


# What is said of a run as a whole, of all its snapshots: what to look for in an exhibit, as the quiz explains it too,
# or what a run is about.
OF_RUNS: dict[str, Callable[[Rows], bool]] = {
    "museum.perfect-forger.look": lambda rows: _settles(rows, len(rows)),
    "museum.d-too-strong.look": _too_strong,
    "museum.mode-collapse.look": _one_picture,
    "museum.d-asleep.look": _asleep,
    "museum.oscillation.look": _swings,
    "training.about.best": _seldom_won,
    "training.about.classic": _lasts(50),
    "training.about.horse2zebra-from-noise": _lasts(24),
}

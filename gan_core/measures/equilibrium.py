"""The discriminator's metrics: accuracy on real and fake, balanced accuracy, AUC; and what they say of equilibrium.

An average accuracy of 0.5 alone is not success: 1.0 on real with 0.0 on fake averages 0.5 too. So the
accuracies stay apart, and AUC, which no shift of the threshold changes, stands beside them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from math import log, sqrt
from statistics import NormalDist

import numpy as np

CONFIDENCE = 0.95


def reference(real_label: float = 1.0) -> dict[str, float]:
    """Where a recipe stands when fakes are distributed as reals: its reference lines.

    With hard labels D* = 1/2: losses 2 log 2 and log 2 (Goodfellow et al. 2014, theorem 1). With one-sided
    label smoothing s, D* = s p / (p + q) = s / 2 (Salimans et al. 2016, section 3.4): D says fake to
    everything, so the accuracies are 0 on real and 1 on fake. The balanced accuracy and AUC stay at 0.5.
    The losses here are the displayed ones, against hard labels.
    """
    d = real_label / 2
    says_real = {True: 0.5, False: 0.0}[real_label == 1.0]
    return {
        "accuracy": 0.5,
        "accuracy_real": says_real,
        "accuracy_fake": 1.0 - says_real,
        "auc": 0.5,
        "probability": d,
        "d_loss": -log(d) - log(1 - d),
        "g_loss": -log(d),
    }


@dataclass(frozen=True)
class Measurement:
    """D measured with dropout off on `n_real` held-out reals and `n_fake` fresh fakes.

    Accuracies, means (of the probability 'real') and AUC lie in [0, 1]; losses are in nats.
    """

    accuracy_real: float
    accuracy_fake: float
    balanced: float
    auc: float
    mean_real: float
    mean_fake: float
    d_loss: float
    g_loss: float
    n_real: int
    n_fake: int

    def to_json(self) -> dict[str, float | int]:
        """A plain dict, floats rounded to 5 digits."""
        return {k: v if isinstance(v, int) else round(v, 5) for k, v in asdict(self).items()}


def measure(real_logits: np.ndarray, fake_logits: np.ndarray) -> Measurement:
    """Summarise D's logits, (n,) or (n, 1), on reals and on fakes. D says real where the logit is > 0."""
    real = np.asarray(real_logits, np.float64).ravel()
    fake = np.asarray(fake_logits, np.float64).ravel()
    accuracy_real, accuracy_fake = float(np.mean(real > 0)), float(np.mean(fake <= 0))
    return Measurement(
        accuracy_real=accuracy_real,
        accuracy_fake=accuracy_fake,
        balanced=(accuracy_real + accuracy_fake) / 2,
        auc=auc(real, fake),
        mean_real=float(np.mean(_sigmoid(real))),
        mean_fake=float(np.mean(_sigmoid(fake))),
        d_loss=float(np.mean(np.logaddexp(0, -real)) + np.mean(np.logaddexp(0, fake))),
        g_loss=float(np.mean(np.logaddexp(0, -fake))),
        n_real=real.size,
        n_fake=fake.size,
    )


def auc(real: np.ndarray, fake: np.ndarray) -> float:
    """P(score of a real > score of a fake), ties counted half (Mann-Whitney U / (n m))."""
    order = np.sort(np.asarray(fake).ravel())
    real = np.asarray(real).ravel()
    below, up_to = np.searchsorted(order, real, "left"), np.searchsorted(order, real, "right")
    return float(np.mean(below + up_to) / (2 * order.size))


@cache
def deviations(looks: int = 1) -> float:
    """How many standard deviations a band reaches so that chance leaves it in none of `looks` looks, 95% of the time.

    z = Phi^-1(1 - 0.05 / (2 looks)): 1.96 for one look, 3.27 for 47, 3.84 for 400. A band for one look is left by
    one look in twenty with nothing to see, so whoever steps through a run of 47 finds two or three outside it. The
    looks need not be independent (Bonferroni 1936), and they are not: the reals are the same in each.
    """
    return NormalDist().inv_cdf(1 - (1 - CONFIDENCE) / (2 * looks))


def accuracy_band(n: int, looks: int = 1) -> float:
    """Half width of what chance allows one accuracy over n independent images, 95%: z sqrt(0.25 / n)."""
    return deviations(looks) * sqrt(0.25 / n)


def balanced_band(n: int, looks: int = 1) -> float:
    """The same for the mean of two accuracies, each over n images: z sqrt(0.25 / 2n)."""
    return deviations(looks) * sqrt(0.25 / (2 * n))


def auc_band(n: int, looks: int = 1) -> float:
    """The same for AUC over n reals and n fakes: z / sqrt(6 n) (variance (2n + 1) / (12 n^2))."""
    return deviations(looks) / sqrt(6 * n)


def wilson(right: float, n: int) -> tuple[float, float]:
    """Where a share lies of which `right` of `n` were seen, 95% (Wilson 1927): also near 0 and 1 within them."""
    z2 = deviations() ** 2
    middle, half = right + z2 / 2, sqrt(z2 * (right * (n - right) / n + z2 / 4))
    return (middle - half) / (n + z2), (middle + half) / (n + z2)


def _sigmoid(logits: np.ndarray) -> np.ndarray:
    return np.exp(-np.logaddexp(0, -logits))

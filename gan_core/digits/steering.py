"""Finds the directions in latent space (GAN steerability) that become sliders.

GANSpace (Harkonen et al. 2020, arXiv:2004.02546) takes the principal components of an early layer's
activations and has a person look what each does. On digits the first ones mostly turn a digit into
another one. So the directions are aimed here, each at one statistic of the strokes, in the same space:

1. Draw many digits; regress each statistic, within each class of digit, on z by least squares: the
   gradients g_1 .. g_m, in standard deviations of the statistic.
2. M: how much a step in z changes the activations after the generator's first block, so that |dz|^2 becomes
   dz' M dz (linear fit; the eigenvectors of M are GANSpace's components, carried over to z).
   C: the same for the classifier's ten probabilities (finite differences).
3. Direction j moves statistic j the most for the least change of activations, of class, and of the other
   statistics: it solves (M + C + penalty * sum over k != j of g_k g_k') d = g_j.
4. How far each slider goes is measured: as far as moves its statistic by EFFECT of its standard
   deviations from end to end, over many digits. Those that cannot are left out, the others are
   ordered by effect times the share of digits that stay the same digit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gan_core.digits.directions import FRAMES, Directions
from gan_core.digits.latent import latents, move
from gan_core.digits.strokes import STATISTICS

EFFECT, LEAST_EFFECT = 3.0, 1.0  # standard deviations from end to end: aimed at, and enough for a slider
FURTHEST = 12.0  # |z| is about 10: twice 50 degrees
PENALTY, RIDGE = 20.0, 0.05  # M and C have mean eigenvalue 1, gradients at most length 1
STEP = 1.5  # of the finite differences: far enough for 8-bit pictures


@dataclass(frozen=True)
class Network:
    """What is looked at: three functions and the length of z.

    One that is asked for classes is asked for them in turn, by row: rows are looked at in the same places throughout.

    Args:
        images: z float32 (n, latent) -> uint8 (n, 28, 28).
        first_block: z -> activations after the generator's first block, (n, features).
        classify: uint8 (n, 28, 28) -> probabilities (n, classes).
    """

    images: Callable[[np.ndarray], np.ndarray]
    first_block: Callable[[np.ndarray], np.ndarray]
    classify: Callable[[np.ndarray], np.ndarray]
    latent: int


@dataclass(frozen=True)
class Effort:
    """How many digits each step looks at."""

    regression: int = 8000
    activations: int = 4000
    differences: int = 60
    measuring: int = 300


def find_directions(network: Network, seed: int = 0, effort: Effort = Effort()) -> Directions:
    """The sliders of a network; the same for the same network, seed and effort."""
    z = latents(seed, effort.regression, network.latent)
    images = network.images(z)
    statistics = _statistics(images)
    scale = np.maximum(statistics.std(0), 1e-9)
    gradients = _gradients(z, statistics / scale, network.classify(images).argmax(1))
    change = _activation_change(network, z[: effort.activations]) + _class_change(network, z[: effort.differences])
    vectors = aim(gradients, change)
    # measured on digits that the regression has not seen
    return _measured(network, vectors, scale, latents(seed + 1, effort.measuring, network.latent))


def aim(gradients: np.ndarray, change: np.ndarray) -> np.ndarray:
    """Step 3: directions (m, latent), unit length, for gradients (m, latent) and the metric M + C (latent, latent)."""
    vectors = []
    for j, gradient in enumerate(gradients):
        others = np.delete(gradients, j, axis=0)
        cost = change + RIDGE * np.eye(len(change)) + PENALTY * others.T @ others
        vectors.append(np.linalg.solve(cost, gradient))
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (np.array(vectors) / np.maximum(length, 1e-30)).astype(np.float32)


def _statistics(images: np.ndarray) -> np.ndarray:
    return np.stack([statistic(images) for statistic in STATISTICS.values()], axis=1)


def _gradients(z: np.ndarray, statistics: np.ndarray, classes: np.ndarray) -> np.ndarray:
    within = statistics.copy()
    for label in np.unique(classes):
        within[classes == label] -= statistics[classes == label].mean(0)
    return np.linalg.lstsq(z.astype(np.float64), within, rcond=None)[0].T


def _activation_change(network: Network, z: np.ndarray) -> np.ndarray:
    """M with mean eigenvalue 1. For standard normal z the least-squares slopes are the mean of z * activations."""
    slopes = 0.0
    for part in np.array_split(z, -(-len(z) // 500)):
        slopes = slopes + part.T @ network.first_block(part)
    return _unit_mean(np.asarray(slopes, np.float64))


def _class_change(network: Network, z: np.ndarray) -> np.ndarray:
    """C with mean eigenvalue 1, the mean over `z` of J J' with J the slopes of the probabilities."""
    steps = STEP * np.eye(network.latent, dtype=np.float32)
    slopes = []
    for point in z:
        ahead, behind = np.split(network.classify(network.images(np.concatenate([point + steps, point - steps]))), 2)
        slopes.append((ahead - behind) / (2 * STEP))
    return _unit_mean(np.concatenate(slopes, axis=1).astype(np.float64))


def _unit_mean(slopes: np.ndarray) -> np.ndarray:
    metric = slopes @ slopes.T
    return metric * (len(metric) / max(np.trace(metric), 1e-30))


def _measured(network: Network, vectors: np.ndarray, scale: np.ndarray, z: np.ndarray) -> Directions:
    """Step 4."""
    classes = network.classify(network.images(z)).argmax(1)
    rows = []
    for j, (name, statistic) in enumerate(STATISTICS.items()):
        far = _reach(network, vectors[j], lambda images, f=statistic, s=scale[j]: f(images) / s, z[:100])
        low, high = (network.images(move(z, vectors[j : j + 1], np.array([end]))) for end in (-far, far))
        effect = float((statistic(high) - statistic(low)).mean() / scale[j])
        kept = float(np.mean([network.classify(ends).argmax(1) == classes for ends in (low, high)]))
        if effect >= LEAST_EFFECT:
            rows.append((effect * kept, name, vectors[j], (-far, far), effect, kept))
    if not rows:
        return Directions.none(network.latent)
    rows.sort(key=lambda row: -row[0])
    _, names, chosen, ranges, effects, kept = zip(*rows, strict=True)
    chosen, ranges, effects, kept = (np.array(part, np.float32) for part in (chosen, ranges, effects, kept))
    films = _filmstrips(network, chosen, ranges, z[:16], classes[:16])
    return Directions(list(names), chosen, ranges, effects, kept, films, len(z))


def _reach(network: Network, vector: np.ndarray, statistic: Callable[..., np.ndarray], z: np.ndarray) -> float:
    """The amount at which both ends are EFFECT apart, by bisection; FURTHEST if they never are."""
    low, high = 0.0, FURTHEST
    for _ in range(7):
        far = (low + high) / 2
        ends = [statistic(network.images(move(z, vector[None], np.array([end])))) for end in (-far, far)]
        low, high = (far, high) if (ends[1] - ends[0]).mean() < EFFECT else (low, far)
    return float(round(high, 1))


def _filmstrips(
    network: Network, vectors: np.ndarray, ranges: np.ndarray, z: np.ndarray, classes: np.ndarray
) -> np.ndarray:
    """uint8 (k, FRAMES, 28, 28), all of one digit: the one of `z` that stays itself at the most ends."""

    def moved(z: np.ndarray, vector: np.ndarray, amount: float) -> np.ndarray:
        return network.images(move(z, vector[None], np.array([amount])))

    ends = [moved(z, vector, end) for vector, pair in zip(vectors, ranges, strict=True) for end in pair]
    stays = np.sum([network.classify(images).argmax(1) == classes for images in ends], axis=0)
    upto = z[: stays.argmax() + 1]
    amounts = np.linspace(ranges[:, 0], ranges[:, 1], FRAMES, axis=1)
    return np.stack([[moved(upto, v, amount)[-1] for amount in row] for v, row in zip(vectors, amounts, strict=True)])

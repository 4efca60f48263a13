"""The referee: a fresh small D that learns for a few seconds to tell one set of images from real digits.

D's accuracy of 0.5 means that G is perfect or that D is asleep. A referee that was never part of the game tells which,
and the same referee trained on real digits against other real digits tells what it reads where there is nothing to see.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from gan_core.base.images import to_float
from gan_core.data.digits import Digits
from gan_core.measures.equilibrium import Measurement
from gan_core.recipes.dcgan import DCGANRecipe, DCGANSpec
from gan_core.training.discriminator import DiscriminatorTrainer
from gan_core.training.measuring import Probe

RECIPE = DCGANRecipe(spec=DCGANSpec(d_filters=(32, 64), d_kernel=4, d_dropout=0.3), batch=64, d_rate=1e-3, beta1=0.5)
STEPS = 150
TRAIN, HELD_OUT = 2500, 1000  # images of each kind to learn from, and to be measured on

Images = np.ndarray  # uint8 (n, 28, 28)
Draw = Callable[[int], Images]


class Sets(NamedTuple):
    """Images that no two uses share: to learn from and held out, of each kind."""

    reals: Images
    fakes: Images
    held_out_reals: Images
    held_out_fakes: Images


@dataclass(frozen=True)
class Verdict:
    """What the referee found on `sets`, and the control: other real digits in the place of fakes."""

    referee: Measurement
    control: Measurement
    steps: int
    n_train: int
    sets: Sets

    def to_json(self) -> dict[str, Any]:
        """The figures as plain dicts, without the images."""
        figures = {"referee": self.referee.to_json(), "control": self.control.to_json()}
        return {**figures, "steps": self.steps, "n_train": self.n_train}


def ask_referee(digits: Digits, draw: Draw, seed: int = 0, steps: int = STEPS) -> Generator[float, None, Verdict]:
    """Train referee and control, yielding the share done (0 to 1) after each step; returns the Verdict.

    Reals to learn from are training digits, reals to be measured on test digits; each kind is split in two halves
    without a digit in common, the second of which are the control's "fakes".

    Args:
        digits: at least two of each kind.
        draw: n -> n fresh fakes, uint8 (n, 28, 28): rounded to 8 bits, or D would win on the exact background.
        steps: updates of each of the two.
    """
    rng = np.random.default_rng([seed, 2026])
    learn, other = _halves(digits.train, TRAIN, rng)
    held_out, other_held_out = _halves(digits.test, HELD_OUT, rng)
    fakes = draw(len(learn) + len(held_out))
    sets = Sets(learn, fakes[: len(learn)], held_out, fakes[len(learn) :])
    found = []
    for i, images in enumerate((sets, Sets(learn, other, held_out, other_held_out))):
        for done in (pupil := _Pupil(seed)).learn(images, steps):
            yield (i + done) / 2
        found.append(pupil.measure(images))
    return Verdict(*found, steps=steps, n_train=len(learn), sets=sets)


def _halves(images: Images, most: int, rng: np.random.Generator) -> tuple[Images, Images]:
    n = min(most, len(images) // 2)
    order = rng.permutation(len(images))
    return images[order[:n]], images[order[n : 2 * n]]


class _Pupil:
    """A D that has seen nothing yet."""

    def __init__(self, seed: int) -> None:
        self._trainer = DiscriminatorTrainer(RECIPE, seed)
        self._rng = np.random.default_rng([seed, 7])

    def learn(self, sets: Sets, steps: int) -> Generator[float, None, None]:
        """Update `steps` times; yields the share done."""
        for step in range(steps):
            rows = (x[self._rng.integers(len(x), size=RECIPE.batch)] for x in (sets.reals, sets.fakes))
            self._trainer.step(*(to_float(x)[..., None] for x in rows))
            yield (step + 1) / steps

    def measure(self, sets: Sets) -> Measurement:
        """Dropout off, on the images held out."""
        return Probe(None, self._trainer.discriminator).compare(sets.held_out_reals, sets.held_out_fakes)

"""The referee: a small discriminator trained from scratch for a few seconds to tell a set of images from real digits.

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
from gan_core.measures.diagnosis import Finding, no_worse, referee_finding
from gan_core.measures.equilibrium import Measurement
from gan_core.recipes.dcgan import DCGANRecipe, DCGANSpec
from gan_core.training.discriminator import DiscriminatorTrainer
from gan_core.training.measuring import Probe

# Small and in small batches: what there is to see it sees in fewer seconds than one of twice the filters
RECIPE = DCGANRecipe(spec=DCGANSpec(d_filters=(16, 32), d_kernel=4, d_dropout=0.0), batch=32, d_rate=2e-3, beta1=0.5)
STEPS = 150  # updates before it is first asked whether it has caught up with the run's own D,
ROUND, MOST = 75, 450  # then after each of so many more, up to so many: the rest is left undecided
TRAIN, HELD_OUT = 2500, 1000  # images of each kind to learn from, and to be measured on

Images = np.ndarray  # uint8 (n, 28, 28)
Draw = Callable[[int], Images]
Look = Callable[[Images, Images], Measurement]


class Sets(NamedTuple):
    """Images that no two uses share: to learn from and held out, of each kind."""

    reals: Images
    fakes: Images
    held_out_reals: Images
    held_out_fakes: Images


@dataclass(frozen=True)
class Verdict:
    """What the referee found on `sets`; the control: other real digits in the place of fakes; the run's own D."""

    referee: Measurement
    control: Measurement
    own: Measurement
    steps: int
    n_train: int

    @property
    def finding(self) -> Finding:
        """What the three say together."""
        return referee_finding(self.referee.to_json(), self.own.to_json())

    def to_json(self) -> dict[str, Any]:
        """The figures as plain dicts, and 'finding'."""
        figures = {name: getattr(self, name).to_json() for name in ("referee", "control", "own")}
        return {**figures, "steps": self.steps, "n_train": self.n_train, "finding": str(self.finding)}


def ask_referee(
    digits: Digits, draw: Draw, own: Look, seed: int = 0, steps: int = STEPS, most: int = MOST
) -> Generator[float, None, Verdict]:
    """Train referee and control, yielding the share done (0 to 1) after each step; returns the Verdict.

    The referee learns until it is no worse than the accused on the images that both are measured on, or for `most`
    steps: an arbiter that sees less than the accused decides nothing. The control learns for as long.

    Reals to learn from are training digits, reals to be measured on test digits; each kind is split in two halves
    without a digit in common, the second of which are the control's "fakes".

    Args:
        digits: at least two of each kind.
        draw: n -> n fresh fakes, uint8 (n, 28, 28): rounded to 8 bits, or D would win on the exact background.
        own: reals and fakes, uint8 (n, 28, 28) each -> the run's own D measured on them.
        steps, most: updates of each of the two, at least and at most.
    """
    rng = np.random.default_rng([seed, 2026])
    learn, other = _halves(digits.train, TRAIN, rng)
    held_out, other_held_out = _halves(digits.test, HELD_OUT, rng)
    fakes = draw(len(learn) + len(held_out))
    sets = Sets(learn, fakes[: len(learn)], held_out, fakes[len(learn) :])
    accused = own(sets.held_out_reals, sets.held_out_fakes)
    pupil, done, wanted = _Pupil(seed), 0, steps
    while True:
        for share in pupil.learn(sets, wanted - done):
            yield (done + share * (wanted - done)) / (2 * most)
        done, found = wanted, pupil.measure(sets)
        if done >= most or no_worse(found.to_json(), accused.to_json()):
            break
        wanted = min(most, done + ROUND)
    control, before = _Pupil(seed), done / (2 * most)
    against = Sets(learn, other, held_out, other_held_out)
    for share in control.learn(against, done):
        yield before + share * (1 - before)
    return Verdict(found, control.measure(against), accused, steps=done, n_train=len(learn))


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

"""The perfect forger: other real digits in place of fakes, and a D that is honestly trained to tell them apart.

There is nothing to tell, so what D reads on digits that it never saw is the true 0.5: the control for every other run.
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from gan_core.base.images import to_float
from gan_core.data.digits import Digits
from gan_core.measures.equilibrium import reference
from gan_core.recipes.dcgan import DCGANRecipe, dcgan_recipe_from_json
from gan_core.store.replay import TILES
from gan_core.training.discriminator import DiscriminatorTrainer
from gan_core.training.measuring import Probe, QualityMeter
from gan_core.training.resumable import ResumableSession, Snapshot

SPLIT, REALS, FORGERIES, MEASURED = range(4)  # streams of randomness


class ForgerSession(ResumableSession):
    """One run against the perfect forger.

    Half of the training digits are the reals, half the forgeries; so are the test digits that D is measured on. No
    digit is in two of the four sets. A frame shows the first forgeries of its measurement.

    Args:
        recipe: D's network and how it is trained.
        digits: training digits to learn from, test digits held out.
        seed: fixes the halves, the first weights, the order of the digits and which of them are measured.
        meter: measures the forgeries' Frechet distance when a snapshot is asked for it.
        n: how many held-out reals and how many held-out forgeries D is measured on.
    """

    kind = "forger"
    shown: ClassVar = {"real": "accuracy_real", "fake": "accuracy_fake", "auc": "auc"}
    recipe: DCGANRecipe
    trainer: DiscriminatorTrainer
    recipe_from_json = staticmethod(dcgan_recipe_from_json)

    def __init__(
        self, recipe: DCGANRecipe, digits: Digits, seed: int = 0, meter: QualityMeter | None = None, n: int = 2000
    ) -> None:
        super().__init__(
            recipe, DiscriminatorTrainer(recipe, seed), max(1, len(digits.train) // 2 // recipe.batch), seed
        )
        self.meter, self._n = meter, n
        self.digits, self.forgeries = halves(digits, self.random(SPLIT))
        self._probe = Probe(None, self.trainer.discriminator)

    def train_step(self) -> dict[str, float]:
        """Update D once: 'd_loss'."""
        reals, forgeries = self._batch(REALS, self.digits), self._batch(FORGERIES, self.forgeries)
        return self.trainer.step(reals, forgeries)

    def snapshot(self, *, quality: bool = False) -> Snapshot:
        """Measure D on held-out reals and held-out forgeries, drawn for this step; with `quality`, Frechet distance."""
        rng = self.random(MEASURED, self.step)
        reals, fakes = (part.test[rng.permutation(len(part.test))] for part in (self.digits, self.forgeries))
        metrics: dict[str, Any] = self._probe.compare(reals[: self._n], fakes[: self._n]).to_json()
        frame = fakes[:TILES]
        metrics["tile_logits"] = [round(float(v), 3) for v in self._probe.logits(frame)]
        metrics |= self.meter.measure(fakes[: self.meter.n]) if quality and self.meter else {"frechet": None}
        return Snapshot(self.step, round(self.epoch, 4), frame, metrics)

    def fakes(self, count: int) -> np.ndarray:
        """Forgeries, uint8 (at most `count`, 28, 28): none of them is in `digits`, and D has learned from none."""
        return self.forgeries.test[:count]

    def take(self, networks: dict[str, list[np.ndarray]]) -> None:
        """Let what `networks` gave judge again."""
        self.trainer.discriminator.set_weights(networks["discriminator"])

    def networks(self) -> dict[str, list[np.ndarray]]:
        """A copy of D's weights: {'discriminator': [...]}."""
        return {"discriminator": self.trainer.discriminator.get_weights()}

    def facts(self) -> dict[str, Any]:
        """How many digits, the reference lines of the recipe, and what the Frechet distance was taken on."""
        data = {"train": len(self.digits.train), "held_out": len(self.digits.test)}
        forged = {"forgeries": len(self.forgeries.train), "held_out_forgeries": len(self.forgeries.test)}
        floor = self.meter.floor if self.meter else None
        return {
            "data": {**data, **forged, "steps_per_epoch": self.steps_per_epoch},
            "reference": {**reference(self.recipe.real_label), "frechet_floor": floor},
            "frechet_n": self.meter.n if self.meter else None,
        }

    def _batch(self, stream: int, digits: Digits) -> np.ndarray:
        """What D sees of `digits` in this step. Each epoch has its own order."""
        epoch, at = divmod(self.step, self.steps_per_epoch)
        order = self.random(stream, epoch).permutation(len(digits.train))
        return to_float(digits.train[order[at * self.recipe.batch : (at + 1) * self.recipe.batch]])[..., None]


def halves(digits: Digits, rng: np.random.Generator) -> tuple[Digits, Digits]:
    """Two Digits without a digit in common, each with half of the training digits and half of the test digits."""

    def half(train: np.ndarray, test: np.ndarray) -> Digits:
        return Digits(digits.train[train], digits.train_labels[train], digits.test[test], digits.test_labels[test])

    orders = [rng.permutation(len(images)) for images in (digits.train, digits.test)]
    return half(*(order[0::2] for order in orders)), half(*(order[1::2] for order in orders))

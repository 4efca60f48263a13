"""The training run of a DCGAN that is asked for a class."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from gan_core.data.digits import Digits
from gan_core.digits.latent import asked, in_turn
from gan_core.measures.quality import deviation, shares_right
from gan_core.recipes.dcgan import DCGANRecipe
from gan_core.store.checkpoints import Registry
from gan_core.training.conditional import ConditionalTrainer
from gan_core.training.hand import Hand
from gan_core.training.measuring import QualityMeter
from gan_core.training.session import NOISE, DCGANSession
from gan_core.training.sorting import SORTED, asking_kernel, sorted_by_neighbours


class ConditionalSession(DCGANSession):
    """One run of a class-conditional DCGAN, on digits that all have labels; the fakes that are measured have each
    class equally often, in turn."""

    shown: ClassVar[Mapping[str, str]] = {**DCGANSession.shown, "right": "class_right", "spread": "least_spread"}

    @staticmethod
    def _new_trainer(recipe: DCGANRecipe, digits: Digits, seed: int) -> ConditionalTrainer:
        digits.check_classes()
        return ConditionalTrainer(recipe, seed, Hand(digits.train, digits.train_labels, recipe.spec.classes))

    def start_from(self, id: str, registry: Registry) -> None:
        """Begin with a checkpoint's weights and new optimizers; one without classes is asked for them from then on.

        Raises:
            GanError: as `DCGANSession.start_from`.
        """
        super().start_from(id, registry)
        spec, generator = self.recipe.spec, self.trainer.generator
        if registry.spec(id).get("recipe", {}).get("spec", {}).get("classes"):
            return
        reals = slice(SORTED)  # as many as ship
        z, labels = sorted_by_neighbours(
            lambda z: self._probe.images(asked(z, 0, spec.classes)),
            self.digits.train[reals],
            self.digits.train_labels[reals],
            spec.latent,
        )
        kernel, *others = generator.get_weights()
        generator.set_weights([asking_kernel(kernel[: spec.latent], z, labels, spec.classes), *others])
        self.trainer.start_averages()

    def train_step(self) -> dict[str, float]:
        labels = self.digits.train_labels[self._chosen()]
        z = super()._latents(NOISE, self._rows, self.step)
        if self.recipe.hand:
            half = self._rows // 2
            z[half : 2 * half] = z[:half]  # each z in two classes
        return self.trainer.step(self._batch(), asked(z, labels, self.recipe.spec.classes))

    def _latents(self, stream: int, count: int, index: int = 0) -> np.ndarray:
        return in_turn(super()._latents(stream, count, index), self.recipe.spec.classes)

    def _quality(self, fakes: np.ndarray, meter: QualityMeter | None) -> dict[str, Any]:
        if meter is None:
            return {**super()._quality(fakes, None), "class_right": None, "least_spread": None}
        labels = np.arange(len(fakes)) % self.recipe.spec.classes
        right = shares_right(meter.probabilities(fakes), labels)
        spreads = deviation(fakes, labels) / deviation(self.digits.train, self.digits.train_labels)
        return {
            **super()._quality(fakes, meter),
            "class_right": round(float(right.mean()), 4),
            "spreads": [round(float(s), 3) for s in spreads],
            "least_spread": round(float(spreads.min()), 3),
        }

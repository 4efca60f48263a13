"""Trains a discriminator without a generator: one set of images takes the place of the fakes."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from keras import ops

from gan_core.models import losses
from gan_core.models.dcgan import build_discriminator
from gan_core.models.gradients import compiled, gradients
from gan_core.recipes.dcgan import DCGANRecipe

Tensor = Any


class DiscriminatorTrainer:
    """D, its optimizer, and the step that moves it; what the recipe says of G and of penalties is not used."""

    def __init__(self, recipe: DCGANRecipe, seed: int = 0) -> None:
        keras.utils.set_random_seed(seed)
        self.recipe = recipe
        self.discriminator = build_discriminator(recipe.spec, recipe.precision)
        self.optimizer = keras.optimizers.Adam(recipe.d_rate, beta_1=recipe.beta1)
        self.optimizer.build(self.discriminator.trainable_variables)
        self._step = compiled(self._raw_step)

    @property
    def variables(self) -> list[keras.Variable]:
        """Everything that a step changes, in a fixed order."""
        return [*self.discriminator.variables, *self.optimizer.variables]

    def set_rates(self, fraction: float) -> None:
        """Scale the learning rate to `fraction` of the recipe's."""
        self.optimizer.learning_rate = self.recipe.d_rate * fraction

    def step(self, real: np.ndarray, fake: np.ndarray) -> dict[str, float]:
        """One update on float32 (n, 28, 28, 1) in [-1, 1] each; returns 'd_loss' as it was, dropout on."""
        return {"d_loss": float(self._step(ops.convert_to_tensor(real), ops.convert_to_tensor(fake)))}

    def _raw_step(self, real: Tensor, fake: Tensor) -> Tensor:
        def compute() -> tuple[tuple[Tensor], Tensor]:
            real_logits, fake_logits = (self.discriminator(x, training=True) for x in (real, fake))
            loss = losses.discriminator_loss(real_logits, fake_logits, self.recipe.real_label)
            return (loss,), loss

        variables = self.discriminator.trainable_variables
        (slopes,), loss = gradients(compute, (variables,))
        self.optimizer.apply(slopes, variables)
        return loss

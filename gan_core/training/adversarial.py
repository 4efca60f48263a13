"""What all trainers share: two sides with an optimizer each, learning rates, averaged generators, the whole state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras

from gan_core.training.averaging import follow
from gan_core.training.projected import ProjectedDiscriminators

Tensor = Any


class AdversarialTrainer:
    """Generators against discriminators.

    Args:
        recipe: what to train and how; asked here for `g_rate`, `d_rate`, `beta1` and `average`.
        generators, discriminators: the networks of either side.
        averages: untrained copies of the generators, which follow them if the recipe averages; none: they do not.
        projected: discriminators on features, which have an optimizer of their own.
        g_optimizer: None: Adam, as for the discriminators.
    """

    def __init__(
        self,
        recipe: Any,
        generators: Sequence[keras.Model],
        discriminators: Sequence[keras.Model],
        averages: Sequence[keras.Model] = (),
        projected: ProjectedDiscriminators | None = None,
        g_optimizer: keras.optimizers.Optimizer | None = None,
    ) -> None:
        self.recipe, self.projected = recipe, projected
        self.generators, self.discriminators, self.averages = list(generators), list(discriminators), list(averages)
        self.start_averages()
        self._g_variables = [v for g in self.generators for v in g.trainable_variables]
        self._d_variables = [v for d in self.discriminators for v in d.trainable_variables]
        self.g_optimizer = g_optimizer or keras.optimizers.Adam(recipe.g_rate, beta_1=recipe.beta1)
        self.d_optimizer = keras.optimizers.Adam(recipe.d_rate, beta_1=recipe.beta1)
        self.g_optimizer.build(self._g_variables)
        self.d_optimizer.build(self._d_variables)

    @property
    def generator(self) -> keras.Model:
        """The first generator, or the only one."""
        return self.generators[0]

    @property
    def discriminator(self) -> keras.Model:
        """The first discriminator, or the only one."""
        return self.discriminators[0]

    @property
    def ema_generators(self) -> list[keras.Model]:
        """The generators that are shown and measured: those with averaged weights (EMA), if there are such."""
        return self.averages or self.generators

    @property
    def ema_generator(self) -> keras.Model:
        """The first of `ema_generators`, or the only one."""
        return self.ema_generators[0]

    @property
    def variables(self) -> list[keras.Variable]:
        """Everything that a step changes, in a fixed order: saved states are read back in it."""
        parts: list[Any] = [*self.generators, *self.discriminators, *self.averages, self.g_optimizer, self.d_optimizer]
        parts += [self.projected] if self.projected else []
        return [v for part in parts for v in part.variables]

    def start_averages(self) -> None:
        """Let the averaged weights be the generators' own, as before the first step."""
        for average, generator in zip(self.averages, self.generators, strict=False):
            average.set_weights(generator.get_weights())

    def set_rates(self, fraction: float) -> None:
        """Scale all learning rates to `fraction` of the recipe's."""
        self.g_optimizer.learning_rate = self.recipe.g_rate * fraction
        self.d_optimizer.learning_rate = self.recipe.d_rate * fraction
        if self.projected:
            self.projected.set_rate(fraction)

    def _apply(self, g_gradients: Sequence[Tensor], d_gradients: Sequence[Tensor], *heads: Sequence[Tensor]) -> None:
        """Move both sides, and the discriminators on features, along their gradients; the averages follow."""
        self.g_optimizer.apply(g_gradients, self._g_variables)
        self.d_optimizer.apply(d_gradients, self._d_variables)
        if self.projected:
            self.projected.apply(list(heads[0]))
        for average, generator in zip(self.averages, self.generators, strict=False):
            if generator.trainable:
                follow(average, generator, self.recipe.average, self.g_optimizer.iterations)

"""One CycleGAN in training: four networks, two optimizers, two pools, and the step that moves them."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from keras import ops

from gan_core.models import losses
from gan_core.models.cyclegan import build_discriminator, build_generator
from gan_core.models.gradients import compiled, gradients
from gan_core.recipes.cyclegan import CycleGANRecipe
from gan_core.training.averaging import follow
from gan_core.training.pool import Exchange, ImagePool

Tensor = Any
LOSSES = ("d_loss", "g_loss", "cycle", "identity")


class CycleGANTrainer:
    """G_AB, G_BA, D_A, D_B and, if the recipe averages, a copy of each generator that follows it.

    `step` updates the generators on one forward pass for all their losses, then the discriminators on
    photographs and pooled translations. What is random comes in from outside, so that `variables` is the
    whole state.
    """

    def __init__(self, recipe: CycleGANRecipe, seed: int = 0) -> None:
        keras.utils.set_random_seed(seed)
        self.recipe = recipe
        spec, precision = recipe.spec, recipe.precision
        self.g_ab, self.g_ba = (build_generator(spec, f"generator_{way}", precision) for way in ("ab", "ba"))
        self.d_a, self.d_b = (build_discriminator(spec, f"discriminator_{domain}", precision) for domain in "ab")
        self.averages = [build_generator(spec, g.name) for g in (self.g_ab, self.g_ba)] if recipe.average else []
        self.start_averages()
        self._g_variables = self.g_ab.trainable_variables + self.g_ba.trainable_variables
        self._d_variables = self.d_a.trainable_variables + self.d_b.trainable_variables
        self.g_optimizer = keras.optimizers.Adam(recipe.g_rate, beta_1=recipe.beta1)
        self.d_optimizer = keras.optimizers.Adam(recipe.d_rate, beta_1=recipe.beta1)
        self.g_optimizer.build(self._g_variables)
        self.d_optimizer.build(self._d_variables)
        self.pools = [ImagePool(recipe.pool, recipe.crop) for _ in "ab"] if recipe.pool else []
        self._step = compiled(self._raw_step)

    @property
    def players(self) -> list[keras.Model]:
        """The generators A -> B and B -> A that visitors see and that are measured: averaged, if there are such."""
        return self.averages or [self.g_ab, self.g_ba]

    @property
    def discriminators(self) -> list[keras.Model]:
        """D_A and D_B."""
        return [self.d_a, self.d_b]

    @property
    def variables(self) -> list[keras.Variable]:
        """Everything that a step changes, in a fixed order."""
        parts = [self.g_ab, self.g_ba, *self.discriminators, *self.averages, self.g_optimizer, self.d_optimizer]
        return [v for part in parts for v in part.variables] + [pool.images for pool in self.pools]

    def start_averages(self) -> None:
        """Let the averaged weights be the generators' own, as before the first step."""
        for average, generator in zip(self.averages, (self.g_ab, self.g_ba), strict=False):
            average.set_weights(generator.get_weights())

    def set_rates(self, fraction: float) -> None:
        """Scale both learning rates to `fraction` of the recipe's."""
        self.g_optimizer.learning_rate = self.recipe.g_rate * fraction
        self.d_optimizer.learning_rate = self.recipe.d_rate * fraction

    def step(
        self, a: np.ndarray, b: np.ndarray, exchanges: tuple[Exchange, Exchange] | None = None
    ) -> dict[str, float]:
        """One update of all networks.

        Args:
            a, b: photographs of the two domains, float32 (n, crop, crop, 3) in [-1, 1].
            exchanges: what the translations into A and into B do with their pools; None without pools.

        Returns:
            The losses as they were during the step, unweighted, each the mean of both directions:
            'd_loss', 'g_loss' (adversarial), 'cycle' (L1 in units of [-1, 1]) and, if there is one, 'identity'.
        """
        plans = [[ops.convert_to_tensor(part) for part in exchange] for exchange in exchanges or ()]
        found = self._step(ops.convert_to_tensor(a), ops.convert_to_tensor(b), plans)
        return {name: float(ops.convert_to_numpy(loss)) for name, loss in zip(LOSSES, found, strict=False)}

    def _raw_step(self, a: Tensor, b: Tensor, plans: list[list[Tensor]]) -> list[Tensor]:
        (g_gradients,), (fakes, g_terms) = gradients(lambda: self._generators(a, b), (self._g_variables,))
        if self.pools:
            fakes = [pool.exchange(x, *plan) for pool, x, plan in zip(self.pools, fakes, plans, strict=True)]
        fakes = [ops.stop_gradient(x) for x in fakes]
        (d_gradients,), d_loss = gradients(lambda: self._discriminators((a, b), fakes), (self._d_variables,))
        self.g_optimizer.apply(g_gradients, self._g_variables)
        self.d_optimizer.apply(d_gradients, self._d_variables)
        for average, generator in zip(self.averages, (self.g_ab, self.g_ba), strict=False):
            follow(average, generator, self.recipe.average, self.g_optimizer.iterations)
        return [d_loss / 2, *g_terms]

    def _generators(self, a: Tensor, b: Tensor) -> tuple[tuple[Tensor], Any]:
        """Equation 3 of Zhu et al. 2017 and the identity loss; and the translations into A and into B."""
        fake_b, fake_a = self.g_ab(a), self.g_ba(b)
        identity = [self._identity(a, b)] if self.recipe.identity else []
        adversarial = sum(
            losses.least_squares_generator_loss(d(fake)) / 2 for d, fake in ((self.d_a, fake_a), (self.d_b, fake_b))
        )
        cycle = losses.absolute_difference(a, self.g_ba(fake_b)) + losses.absolute_difference(b, self.g_ab(fake_a))
        if not self.recipe.cycle:
            cycle = ops.stop_gradient(cycle)  # still told, but no time is spent on gradients of nothing
        terms = [adversarial, cycle / 2, *identity]
        weights = (1.0, self.recipe.cycle, self.recipe.cycle * self.recipe.identity)
        total = 2 * sum(weight * term for weight, term in zip(weights, terms, strict=False))
        return (total,), ([fake_a, fake_b], terms)

    def _identity(self, a: Tensor, b: Tensor) -> Tensor:
        """How far each generator changes what is in its target domain already (section 5.2 of the paper)."""
        side = self.recipe.identity_side or self.recipe.crop
        a, b = a[:, :side, :side], b[:, :side, :side]  # crops are flipped at random, so any corner is as good
        return (losses.absolute_difference(a, self.g_ba(a)) + losses.absolute_difference(b, self.g_ab(b))) / 2

    def _discriminators(self, reals: tuple[Tensor, Tensor], fakes: list[Tensor]) -> tuple[tuple[Tensor], Tensor]:
        """Both discriminators' losses, added up."""
        loss = 0.0
        for d, real, fake in zip(self.discriminators, reals, fakes, strict=True):
            scores = d(ops.concatenate([real, fake]))
            n = real.shape[0]
            loss += losses.least_squares_discriminator_loss(scores[:n], scores[n:])
        return (loss,), loss

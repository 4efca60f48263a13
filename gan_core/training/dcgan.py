"""The DCGAN's training step: both networks, their losses and their optimizers."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from keras import ops

from gan_core.base.ranks import own_share
from gan_core.models import losses
from gan_core.models.dcgan import build_discriminator, build_generator
from gan_core.models.gradients import compiled, gradients, input_gradient
from gan_core.recipes.dcgan import DCGANRecipe
from gan_core.training.adversarial import AdversarialTrainer
from gan_core.training.averaging import follow

Tensor = Any


class DCGANTrainer(AdversarialTrainer):
    """G, D and, if the recipe averages, `G_average`; `step` updates both networks at once.

    As in the lesson, one forward pass serves both losses: D and G are moved by the same fakes.
    Randomness comes in from outside (the latents) or is a Keras variable (dropout's seed), so that
    `variables` is the whole state.
    """

    recipe: DCGANRecipe

    def __init__(self, recipe: DCGANRecipe, seed: int = 0) -> None:
        keras.utils.set_random_seed(seed)
        super().__init__(
            recipe,
            [build_generator(recipe.spec, recipe.precision)],
            [build_discriminator(recipe.spec, recipe.precision)],
            [build_generator(recipe.spec)] if recipe.average else [],
        )
        self._g_loss = losses.saturating_generator_loss if recipe.saturating else losses.generator_loss
        self._step, self._d_step = compiled(self._raw_step), compiled(self._raw_d_step)

    @property
    def averaged(self) -> keras.Model | None:
        """The generator with averaged weights (EMA), if there is one."""
        return self.averages[0] if self.averages else None

    def step(self, real: np.ndarray, z: np.ndarray) -> dict[str, float]:
        """One update of G and `d_steps` of D: all but the last on rows of their own, the last together with G's.

        Args:
            real: float32 (d_steps * n, 28, 28, 1) in [-1, 1]; all ranks' rows, of which each takes its own.
            z: float32 (d_steps * n, latent), standard normal, likewise.

        Returns:
            The losses as they were during the last update, dropout on: 'd_loss', 'g_loss'.
        """
        rows = [[own_share(part) for part in np.array_split(x, self.recipe.d_steps)] for x in (real, z)]
        *alone, together = [tuple(map(ops.convert_to_tensor, pair)) for pair in zip(*rows, strict=True)]
        for pair in alone:
            self._d_step(*pair, self._penalty_due)
        d_loss, g_loss = self._step(*together, self._penalty_due)
        return {"d_loss": float(ops.convert_to_numpy(d_loss)), "g_loss": float(ops.convert_to_numpy(g_loss))}

    @property
    def _penalty_due(self) -> bool:
        return self.recipe.r1 > 0 and int(self.d_optimizer.iterations) % self.recipe.r1_every == 0

    def _raw_step(self, real: Tensor, z: Tensor, with_penalty: bool) -> tuple[Tensor, Tensor]:
        def compute() -> tuple[tuple[Tensor, Tensor], tuple[Tensor, Tensor]]:
            fake = self.generator(z, training=True)
            d_loss, fake_logits = self._d_loss(real, fake)
            g_loss = self._g_loss(fake_logits)
            penalty = self._r1(real) if with_penalty else 0.0
            return (d_loss + penalty, g_loss), (d_loss, g_loss)

        d_variables = self.discriminator.trainable_variables
        g_variables = self.generator.trainable_variables
        (d_gradients, g_gradients), shown = gradients(compute, (d_variables, g_variables))
        self.d_optimizer.apply(d_gradients, d_variables)
        self.g_optimizer.apply(g_gradients, g_variables)
        if self.averaged is not None:
            follow(self.averaged, self.generator, self.recipe.average, self.g_optimizer.iterations)
        return shown

    def _raw_d_step(self, real: Tensor, z: Tensor, with_penalty: bool) -> None:
        fake = ops.stop_gradient(self.generator(z, training=True))

        def compute() -> tuple[tuple[Tensor], None]:
            return (self._d_loss(real, fake)[0] + (self._r1(real) if with_penalty else 0.0),), None

        (d_gradients,), _ = gradients(compute, (self._d_variables,))
        self.d_optimizer.apply(d_gradients, self._d_variables)

    def _d_loss(self, real: Tensor, fake: Tensor) -> tuple[Tensor, Tensor]:
        """D's loss, dropout on, and its logits on the fakes."""
        real_logits = self.discriminator(real, training=True)
        fake_logits = self.discriminator(fake, training=True)
        return losses.discriminator_loss(real_logits, fake_logits, self.recipe.real_label), fake_logits

    def _r1(self, real: Tensor) -> Tensor:
        """r1 / 2 * E |grad D(x)|^2 on real images (Mescheder et al. 2018, equation 9), for the steps left out too."""
        slope = input_gradient(lambda x: self.discriminator(x, training=True), real)
        return self.recipe.r1_every * self.recipe.r1 / 2 * ops.mean(ops.sum(ops.square(slope), axis=(1, 2, 3)))

"""A DCGAN that is asked for a class: what differs in its step."""

from __future__ import annotations

from typing import Any

import numpy as np
from keras import ops

from gan_core.base.ranks import own_share
from gan_core.models import losses
from gan_core.models.gradients import gradients, input_gradient
from gan_core.recipes.dcgan import PROJECTION, DCGANRecipe
from gan_core.training.averaging import follow
from gan_core.training.dcgan import DCGANTrainer
from gan_core.training.hand import Hand

Tensor = Any


class ConditionalTrainer(DCGANTrainer):
    """G is told the class behind z, D is asked about it; rows of fakes have the classes of the reals beside them.

    Args:
        hand: what slants and weights of the classes' real digits are like.
    """

    def __init__(self, recipe: DCGANRecipe, seed: int = 0, hand: Hand | None = None) -> None:
        super().__init__(recipe, seed)
        self._hand = hand if recipe.hand else None
        self._projected = recipe.conditioning == PROJECTION

    def step(self, real: np.ndarray, z: np.ndarray) -> dict[str, float]:
        """One update of both networks, as `DCGANTrainer.step`; behind z (n, inputs) is the class of `real`'s row."""
        rows = [ops.convert_to_tensor(own_share(x)) for x in (real, z)]
        d_loss, g_loss = self._step(*rows, self._penalty_due)
        return {"d_loss": float(ops.convert_to_numpy(d_loss)), "g_loss": float(ops.convert_to_numpy(g_loss))}

    def _raw_step(self, real: Tensor, z: Tensor, with_penalty: bool) -> tuple[Tensor, Tensor]:
        classes = z[:, self.recipe.spec.latent :]

        def compute() -> tuple[tuple[Tensor, Tensor], tuple[Tensor, Tensor]]:
            fake = self.generator(z, training=True)
            real_logits, real_scores = self._judged(real, classes)
            fake_logits, fake_scores = self._judged(fake, classes)
            d_loss = losses.discriminator_loss(real_logits, fake_logits, self.recipe.real_label)
            g_loss = self._g_loss(fake_logits)
            d_total, g_total = d_loss, g_loss
            if not self._projected:
                d_total = d_total + losses.cross_entropy(classes, real_scores)
                g_total = g_total + self.recipe.class_weight * losses.cross_entropy(classes, fake_scores)
            if self._hand:
                g_total = g_total + self.recipe.hand * self._hand.difference(fake, classes)
            if with_penalty:
                d_total = d_total + self._conditional_r1(real, classes)
            return (d_total, g_total), (d_loss, g_loss)

        d_variables = self.discriminator.trainable_variables
        g_variables = self.generator.trainable_variables
        (d_gradients, g_gradients), shown = gradients(compute, (d_variables, g_variables))
        self.d_optimizer.apply(d_gradients, d_variables)
        self.g_optimizer.apply(g_gradients, g_variables)
        if self.averaged is not None:
            follow(self.averaged, self.generator, self.recipe.average, self.g_optimizer.iterations)
        return shown

    def _judged(self, images: Tensor, classes: Tensor) -> tuple[Tensor, Tensor]:
        """D's logits (n, 1) and its scores of the classes (n, k)."""
        found = self.discriminator(images, training=True)
        logits, scores = found[:, :1], found[:, 1:]
        if self._projected:
            logits = logits + ops.sum(scores * classes, axis=1, keepdims=True)
        return logits, scores

    def _conditional_r1(self, real: Tensor, classes: Tensor) -> Tensor:
        slope = input_gradient(lambda x: self._judged(x, classes)[0], real)
        return self.recipe.r1_every * self.recipe.r1 / 2 * ops.mean(ops.sum(ops.square(slope), axis=(1, 2, 3)))

"""The Pix2Pix training step: adversarial and L1 losses, projected discriminators, and the optimizers."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from keras import ops

from gan_core.models import losses
from gan_core.models.collectives import mean_gradients
from gan_core.models.colour import rgb
from gan_core.models.gradients import compiled, own_gradients
from gan_core.models.imagenet import ImageNetClassifier
from gan_core.models.pix2pix import build_discriminator, build_generator, together
from gan_core.recipes.pix2pix import Pix2PixRecipe
from gan_core.training.adversarial import AdversarialTrainer
from gan_core.training.projected import DRAWS, ProjectedDiscriminators

Tensor = Any


class Pix2PixTrainer(AdversarialTrainer):
    """G, D and, if the recipe averages, a copy of G that follows it. `variables` is the whole state.

    Args:
        recipe: what to train and how.
        seed: of the first weights and of dropout.
        network: what the recipe's discriminators on features look through; they are left out without it.
    """

    recipe: Pix2PixRecipe

    def __init__(self, recipe: Pix2PixRecipe, seed: int = 0, network: ImageNetClassifier | None = None) -> None:
        keras.utils.set_random_seed(seed)
        spec = recipe.spec
        super().__init__(
            recipe,
            [build_generator(spec, precision=recipe.precision)],
            [build_discriminator(spec, precision=recipe.precision)],
            [build_generator(spec)] if recipe.average else [],
            ProjectedDiscriminators(recipe.features, network, "b") if recipe.features and network else None,
        )
        self._step = compiled(self._raw_step)

    def ema_output(self, inputs: Tensor) -> Tensor:
        """Output of `ema_generator` for inputs (n, h, w, inputs), at their size."""
        return self.ema_generator(inputs, training=False)

    def step(self, inputs: np.ndarray, targets: np.ndarray, draws: np.ndarray | None = None) -> dict[str, float]:
        """One update of all networks.

        Args:
            inputs, targets: float32 (n, crop, crop, inputs) and (n, crop, crop, outputs) in [-1, 1]: this rank's own.
            draws: (1, `DRAWS`) numbers in [-1, 1]: how pictures are disturbed before their features are looked at.

        Returns:
            The losses as they were during the step, unweighted: 'd_loss', 'g_loss' (adversarial), 'l1' (in units of
            [-1, 1]) and, if there are discriminators on features, theirs as 'features'.
        """
        draws = np.zeros((1, DRAWS)) if draws is None else draws
        found = self._step(*(ops.convert_to_tensor(x, "float32") for x in (inputs, targets, draws)))
        return {name: float(ops.convert_to_numpy(loss)) for name, loss in found.items()}

    def _raw_step(self, inputs: Tensor, targets: Tensor, draws: Tensor) -> dict[str, Tensor]:
        def compute() -> Any:
            return self._generator_loss(inputs, targets, draws)

        (g_gradients,), (fakes, terms) = own_gradients(compute, (self._g_variables,))
        fakes = ops.stop_gradient(fakes)
        (d_gradients,), d_loss = own_gradients(
            lambda: self._discriminator_loss(inputs, targets, fakes), (self._d_variables,)
        )
        found = [g_gradients, d_gradients]
        if self.projected:
            pictures = [self._pictures(inputs, targets)], [self._pictures(inputs, fakes)]
            heads_gradients, terms["features"] = self.projected.gradients(*pictures, draws)
            found.append(heads_gradients)
        self._apply(*mean_gradients(found))
        return {"d_loss": d_loss, **terms}

    def _generator_loss(self, inputs: Tensor, targets: Tensor, draws: Tensor) -> tuple[tuple[Tensor], Any]:
        """Equation 4 of Isola et al. 2017; and what the generator made."""
        fakes = self.generator(inputs, training=True)
        scores = self.discriminator(together(self.recipe.spec, inputs, fakes))
        terms = {
            "g_loss": losses.least_squares_generator_loss(scores),
            "l1": losses.absolute_difference(targets, fakes),
        }
        if not self.recipe.adversarial:
            terms["g_loss"] = ops.stop_gradient(terms["g_loss"])  # still told, but no time is spent on its gradients
        total = self.recipe.adversarial * terms["g_loss"] + self.recipe.l1 * terms["l1"]
        if self.projected:
            pictures = [self._pictures(inputs, fakes)]
            total += self.projected.generator_loss(pictures, draws)
        return (total,), (fakes, terms)

    def _discriminator_loss(self, inputs: Tensor, targets: Tensor, fakes: Tensor) -> tuple[tuple[Tensor], Tensor]:
        spec = self.recipe.spec
        pairs = [together(spec, inputs, outputs) for outputs in (targets, fakes)]
        scores = self.discriminator(ops.concatenate(pairs))
        n = inputs.shape[0]
        loss = losses.least_squares_discriminator_loss(scores[:n], scores[n:])
        return (loss,), loss

    def _pictures(self, inputs: Tensor, outputs: Tensor) -> Tensor:
        """Outputs as RGB, as the frozen network reads them."""
        return rgb(inputs, outputs) if self.recipe.spec.colours else outputs

"""Trains discriminators on frozen features: their losses, their optimizer, and their inputs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
from keras import ops

from gan_core.models import losses
from gan_core.models.gradients import own_gradients
from gan_core.models.imagenet import ImageNetClassifier
from gan_core.models.projected import MixedFeatures, build_heads
from gan_core.recipes.cyclegan import FeaturesRecipe

BETA2 = 0.99
DRAWS = 4  # numbers that decide what is done to a picture before it is looked at
Tensor = Any


class ProjectedDiscriminators:
    """For each domain, a small discriminator on every level of a frozen network's features."""

    def __init__(self, recipe: FeaturesRecipe, network: ImageNetClassifier, domains: str = "ab") -> None:
        self.recipe = recipe
        self._mixed = MixedFeatures(network, recipe)
        self._heads = [build_heads(recipe, f"features_{domain}") for domain in domains]
        self._trained = [v for heads in self._heads for head in heads for v in head.trainable_variables]
        self.optimizer = keras.optimizers.Adam(recipe.rate, beta_1=recipe.beta1, beta_2=BETA2)
        self.optimizer.build(self._trained)

    @property
    def variables(self) -> list[keras.Variable]:
        """Everything that an update changes, in a fixed order."""
        own = [v for heads in self._heads for head in heads for v in head.variables]
        return own + self.optimizer.variables

    def set_rate(self, fraction: float) -> None:
        """Scale the learning rate to `fraction` of the recipe's."""
        self.optimizer.learning_rate = self.recipe.rate * fraction

    def generator_loss(self, fakes: list[Tensor], draws: Tensor) -> Tensor:
        """The hinge terms of fakes of each domain, summed over levels and averaged over domains."""
        return sum(
            losses.hinge_generator_loss(scores)
            for domain, (fake, draw) in enumerate(zip(fakes, [draws[i] for i in range(len(fakes))], strict=True))
            for scores in self._scores(domain, fake, draw, training=False)
        ) / len(fakes)

    def gradients(self, reals: Sequence[Tensor], fakes: list[Tensor], draws: Tensor) -> tuple[list[Tensor], Tensor]:
        """What would move all heads (see `apply`), and their mean loss.

        Args:
            reals, fakes: images (n, h, w, 3) in [-1, 1] of each domain.
            draws: (domains, `DRAWS`) in [-1, 1]: real and fake of a domain are disturbed alike.
        """

        def compute() -> Any:
            loss = 0.0
            for domain, (real, fake) in enumerate(zip(reals, fakes, strict=True)):
                n = real.shape[0]
                for scores in self._scores(domain, ops.concatenate([real, fake]), draws[domain], training=True):
                    loss = loss + losses.hinge_discriminator_loss(scores[:n], scores[n:])
            return (loss,), loss

        (found,), loss = own_gradients(compute, (self._trained,))
        return found, loss / (len(self._heads) * len(self.recipe.depths))

    def apply(self, found: list[Tensor]) -> None:
        """One step of all heads along their `gradients`."""
        self.optimizer.apply(found, self._trained)

    def _scores(self, domain: int, images: Tensor, draw: Tensor, *, training: bool) -> list[Tensor]:
        levels = self._mixed(self._brought_up(disturbed(images, draw, self.recipe)))
        return [head(x, training=training) for head, x in zip(self._heads[domain], levels, strict=True)]

    def _brought_up(self, images: Tensor) -> Tensor:
        """The size that the recipe's frozen network is to look at: nearer to what it was trained on."""
        if (side := self.recipe.side) is None:
            return images
        return ops.image.resize(images, (side, side), interpolation="bilinear")


def disturbed(images: Tensor, draw: Tensor, recipe: FeaturesRecipe) -> Tensor:
    """Images lighter or darker, of stronger or weaker colours, and moved (Zhao et al. 2020, arXiv:2006.10738).

    Differentiable; `draw`, (`DRAWS`,) in [-1, 1], says how much of what the recipe allows. What moves in is grey.
    """
    x = images + recipe.brightness * draw[0]
    grey = ops.mean(x, axis=3, keepdims=True)
    x = (x - grey) * (1.0 + recipe.saturation * draw[1]) + grey
    height, width = x.shape[1:3]
    margin = int(np.ceil(recipe.shift * max(height, width)))
    x = ops.pad(x, ((0, 0), (margin, margin), (margin, margin), (0, 0)))
    by = ops.cast(draw[2:4] * float(margin), "int32")
    return ops.slice(x, (0, margin + by[0], margin + by[1], 0), tuple(images.shape))

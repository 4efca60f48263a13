"""Trains discriminators on frozen features: their losses, their optimizer, and their inputs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
from keras import ops

from gan_core.models import losses
from gan_core.models.collectives import all_rows
from gan_core.models.gradients import own_gradients
from gan_core.models.imagenet import ImageNetClassifier
from gan_core.models.projected import MixedFeatures, build_heads, build_style_head, pooled
from gan_core.recipes.cyclegan import FeaturesRecipe

BETA2 = 0.99
SCALE, LENGTH = 0.02, 4.0  # smallest spread that features are divided by; of the vector that a real picture gives
DRAWS = 4  # numbers that decide what is done to a picture before it is looked at
Tensor = Any


class ProjectedDiscriminators:
    """For each domain, a small discriminator on every level of a frozen network's features and, if the recipe wants
    it, one that sees no places (see `StyleDiscriminator`)."""

    def __init__(self, recipe: FeaturesRecipe, network: ImageNetClassifier, domains: str = "ab") -> None:
        self.recipe, self._network = recipe, network
        self._mixed = MixedFeatures(network.channels, recipe)
        self._heads = [build_heads(recipe, f"features_{domain}") for domain in domains]
        self._styles = [StyleDiscriminator(recipe, network, domain) for domain in domains] if recipe.style else []
        networks = [head for heads in self._heads for head in heads] + [style.head for style in self._styles]
        self._trained = [v for network in networks for v in network.trainable_variables]
        self._all = [v for network in networks for v in network.variables]
        self.optimizer = keras.optimizers.Adam(recipe.rate, beta_1=recipe.beta1, beta_2=BETA2)
        self.optimizer.build(self._trained)

    @property
    def variables(self) -> list[keras.Variable]:
        """Everything that an update changes, in a fixed order."""
        return self._all + self.optimizer.variables + [style.memory for style in self._styles]

    def set_rate(self, fraction: float) -> None:
        """Scale the learning rate to `fraction` of the recipe's."""
        self.optimizer.learning_rate = self.recipe.rate * fraction

    def generator_loss(self, fakes: list[Tensor], draws: Tensor) -> Tensor:
        """The hinge terms of fakes of each domain as the recipe weighs them, summed over levels and averaged over
        domains."""
        loss = 0.0
        for domain, (fake, draw) in enumerate(zip(fakes, [draws[i] for i in range(len(fakes))], strict=True)):
            features = self._features(fake, draw)
            scores = self._scores(domain, features, training=False)
            loss = loss + self.recipe.weight * sum(map(losses.hinge_generator_loss, scores))
            if self._styles:
                loss = loss + self.recipe.style * self._styles[domain].generator_loss(pooled(features))
        return loss / len(fakes)

    def gradients(self, reals: Sequence[Tensor], fakes: list[Tensor], draws: Tensor) -> tuple[list[Tensor], Tensor]:
        """What would move all heads (see `apply`), and their mean loss.

        Args:
            reals, fakes: images (n, h, w, 3) in [-1, 1] of each domain.
            draws: (domains, `DRAWS`) in [-1, 1]: real and fake of a domain are disturbed alike.
        """

        def compute() -> Any:
            loss, style = 0.0, 0.0
            for domain, (real, fake) in enumerate(zip(reals, fakes, strict=True)):
                n = real.shape[0]
                features = self._features(ops.concatenate([real, fake]), draws[domain])
                for scores in self._scores(domain, features, training=True):
                    loss = loss + losses.hinge_discriminator_loss(scores[:n], scores[n:])
                if self._styles:
                    known = pooled(features)
                    style = style + self._styles[domain].loss(known[:n], known[n:])
            return (loss + style,), loss

        (found,), loss = own_gradients(compute, (self._trained,))
        return found, loss / (len(self._heads) * len(self.recipe.depths))

    def apply(self, found: list[Tensor]) -> None:
        """One step of all heads along their `gradients`."""
        self.optimizer.apply(found, self._trained)

    def _features(self, images: Tensor, draw: Tensor) -> list[Tensor]:
        return self._network.features(self._brought_up(disturbed(images, draw, self.recipe)))

    def _scores(self, domain: int, features: list[Tensor], *, training: bool) -> list[Tensor]:
        levels = self._mixed(features)
        return [head(x, training=training) for head, x in zip(self._heads[domain], levels, strict=True)]

    def _brought_up(self, images: Tensor) -> Tensor:
        """The size that the recipe's frozen network is to look at: nearer to what it was trained on."""
        if (side := self.recipe.side) is None:
            return images
        return ops.image.resize(images, (side, side), interpolation="bilinear")


class StyleDiscriminator:
    """Tells a domain from its fakes by means and spreads of features over a whole picture, which is what a stranger's
    probe looks at: patches that are each like a painting's may add up to none.

    One picture of each kind a step says little of a distribution, so it learns from the last ones that it saw, whose
    `pooled` features are kept; what it sees is scaled by the mean and the spread of the real ones.
    """

    def __init__(self, recipe: FeaturesRecipe, network: ImageNetClassifier, domain: str) -> None:
        size = 2 * sum(network.channels)
        self.head = build_style_head(recipe, size, f"style_{domain}")
        self.memory = keras.Variable(np.zeros((2, recipe.style_memory, size), np.float32), trainable=False)

    def generator_loss(self, known: Tensor) -> Tensor:
        """The hinge term of fakes' `pooled` features (n, size); 0 until the memory is full."""
        real = self.memory.value[0]
        full = ops.cast(ops.any(real[0] != 0.0), "float32")
        return full * losses.hinge_generator_loss(self.head(_scaled(known, real), training=False))

    def loss(self, real: Tensor, fake: Tensor) -> Tensor:
        """The hinge loss over the memory, which these (n, size) go into and the oldest leave."""
        new = ops.stack([all_rows(ops.stop_gradient(x)) for x in (real, fake)])
        memory = ops.concatenate([self.memory.value[:, new.shape[1] :], new], axis=1)
        self.memory.assign(memory)
        held = ops.cast(ops.any(memory[0] != 0.0, axis=1), "float32")
        held = held[:, None] / ops.sum(held)
        scores = self.head(_scaled(ops.concatenate([memory[0], memory[1]]), memory[0]), training=True)
        real_scores, fake_scores = ops.split(scores, 2)
        return ops.sum(held * ops.relu(1.0 - real_scores)) + ops.sum(held * ops.relu(1.0 + fake_scores))


def _scaled(known: Tensor, real: Tensor) -> Tensor:
    """`pooled` features less the mean of the real ones in units of their spread, its length about 4."""
    spread = ops.std(real, axis=0) + SCALE
    return (known - ops.mean(real, axis=0)) / spread * (LENGTH / np.sqrt(known.shape[1]))


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

"""The training step of colourisation by classes: one generator behind a frozen encoder, and a discriminator."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from keras import ops

from gan_core.base.colour import QUARTER, TO_RGB
from gan_core.base.lab import to_lab
from gan_core.models import losses
from gan_core.models.colour_classes import build_decoder, chroma_at_quarter, encoded, enlarged
from gan_core.models.gradients import compiled, gradients
from gan_core.models.pix2pix import build_discriminator, together
from gan_core.recipes.pix2pix import Pix2PixRecipe
from gan_core.training.adversarial import AdversarialTrainer

Tensor = Any


class ColourClassesTrainer(AdversarialTrainer):
    """G (a decoder behind frozen eyes), D and a copy of G that follows it. `variables` is the whole state.

    Args:
        recipe: with classes.
        eyes: lightness -> feature maps, as `models.eyes.build_eyes` gives them, with their weights.
        rarity: what each cell's pixels count, float32 (cells,).
        seed: of the first weights.
    """

    recipe: Pix2PixRecipe

    def __init__(self, recipe: Pix2PixRecipe, eyes: keras.Model, rarity: np.ndarray, seed: int = 0) -> None:
        assert recipe.classes is not None
        keras.utils.set_random_seed(seed)
        self._classes, self._eyes = recipe.classes, eyes
        self._rarity = rarity.astype(np.float32)
        spec = recipe.spec
        super().__init__(
            recipe,
            [build_decoder(spec, precision=recipe.precision)],
            [build_discriminator(spec, precision=recipe.precision)],
            [build_decoder(spec)] if recipe.average else [],
            g_optimizer=keras.optimizers.AdamW(recipe.g_rate, recipe.classes.weight_decay),
        )
        self._step = compiled(self._raw_step)

    def ema_output(self, inputs: Tensor) -> Tensor:
        """Output of `ema_generator` for lightness (n, h, w, 1): chroma (n, h, w, 2)."""
        logits = self.ema_generator(self._eyes(inputs), training=False)
        return enlarged(chroma_at_quarter(logits, inputs, self._classes.temperature))

    def step(self, inputs: np.ndarray, targets: np.ndarray, aged: np.ndarray) -> dict[str, float]:
        """One update of both networks.

        Args:
            inputs, targets: lightness (n, crop, crop, 1) and chroma (n, crop, crop, 2), float32 in [-1, 1].
            aged: the lightness as the generator is given it.

        Returns:
            The losses as they were during the step, unweighted: 'd_loss', 'g_loss' (what an adversarial term would be),
            'classes' (cross entropy, a pixel of average colour counting 1).
        """
        given = (inputs, targets, aged, true_ab(inputs, targets))
        found = self._step(*(ops.convert_to_tensor(x, "float32") for x in given))
        return {name: float(ops.convert_to_numpy(loss)) for name, loss in found.items()}

    def _raw_step(self, inputs: Tensor, targets: Tensor, aged: Tensor, ab: Tensor) -> dict[str, Tensor]:
        maps = [ops.stop_gradient(x) for x in self._eyes(aged)]
        shares = encoded(ab, self._classes)
        counts = ops.matmul(shares, ops.convert_to_tensor(self._rarity)[:, None])[..., 0]

        def compute() -> Any:
            logits = self.generator(maps, training=True)
            loss = ops.mean(counts * ops.categorical_crossentropy(shares, logits, from_logits=True))
            return (loss,), (logits, loss)

        (g_gradients,), (logits, loss) = gradients(compute, (self._g_variables,))
        seen = slice(0, self._classes.judged)
        logits = ops.stop_gradient(logits[seen])
        fakes = enlarged(chroma_at_quarter(logits, inputs[seen], self._classes.temperature))
        (d_gradients,), (d_loss, g_loss) = gradients(
            lambda: self._discriminator_loss(inputs[seen], targets[seen], fakes), (self._d_variables,)
        )
        self._apply(g_gradients, d_gradients)
        return {"d_loss": d_loss, "g_loss": g_loss, "classes": loss}

    def _discriminator_loss(self, inputs: Tensor, targets: Tensor, fakes: Tensor) -> tuple[tuple[Tensor], Any]:
        spec = self.recipe.spec
        scores = self.discriminator(ops.concatenate([together(spec, inputs, x) for x in (targets, fakes)]))
        n = inputs.shape[0]
        loss = losses.least_squares_discriminator_loss(scores[:n], scores[n:])
        return (loss,), (loss, losses.least_squares_generator_loss(scores[n:]))


def true_ab(lightness: np.ndarray, chroma: np.ndarray) -> np.ndarray:
    """a and b of pictures at a quarter of their size: float32 (n, h/4, w/4, 2)."""
    n, height, width, _ = lightness.shape
    rgb = np.concatenate([lightness, chroma], -1) @ TO_RGB / 2 + 0.5
    rows, columns = height // QUARTER, width // QUARTER
    return to_lab(rgb.reshape(n, rows, QUARTER, columns, QUARTER, 3).mean((2, 4)))[..., 1:]

"""The CycleGAN's training step: adversarial, cycle and identity losses, image pools, and the optimizers."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from keras import ops

from gan_core.base.ranks import own_share
from gan_core.models import losses
from gan_core.models.collectives import all_rows, mean_gradients
from gan_core.models.cyclegan import build_discriminator, build_generator, picture_and_mask
from gan_core.models.gradients import compiled, own_gradients
from gan_core.models.imagenet import ImageNetClassifier
from gan_core.recipes.cyclegan import CycleGANRecipe
from gan_core.training.adversarial import AdversarialTrainer
from gan_core.training.pool import Exchange, ImagePool
from gan_core.training.projected import DRAWS, ProjectedDiscriminators

Tensor = Any
NEITHER_CHANGE = 5.0  # weight of |G(x) - x| beside the mean of the mask, on photographs of neither domain


class CycleGANTrainer(AdversarialTrainer):
    """G_AB, G_BA, D_A, D_B and, if the recipe averages, a copy of each generator that follows it.

    `step` updates the generators on one forward pass for all their losses, then the discriminators on
    photographs and pooled translations. What is random comes in from outside, so that `variables` is the
    whole state.

    Args:
        recipe: what to train and how.
        seed: of the first weights.
        network: what the recipe's discriminators on features look through; they are left out without it.
    """

    recipe: CycleGANRecipe

    def __init__(self, recipe: CycleGANRecipe, seed: int = 0, network: ImageNetClassifier | None = None) -> None:
        keras.utils.set_random_seed(seed)
        spec, precision = recipe.spec, recipe.precision
        self.g_ab, self.g_ba = (build_generator(spec, f"generator_{way}", precision) for way in ("ab", "ba"))
        self.d_a, self.d_b = (build_discriminator(spec, f"discriminator_{domain}", precision) for domain in "ab")
        super().__init__(
            recipe,
            [self.g_ab, self.g_ba],
            [self.d_a, self.d_b],
            [build_generator(spec, g.name) for g in (self.g_ab, self.g_ba)] if recipe.average else [],
            ProjectedDiscriminators(recipe.features, network) if recipe.features and network else None,
        )
        self.pools = [ImagePool(recipe.pool, recipe.crop) for _ in "ab"] if recipe.pool else []
        self._step = compiled(self._raw_step)

    @property
    def variables(self) -> list[keras.Variable]:
        """Those of the networks and their optimizers, and the pictures in the pools."""
        return super().variables + [pool.images for pool in self.pools]

    def step(
        self,
        a: np.ndarray,
        b: np.ndarray,
        exchanges: tuple[Exchange, Exchange] | None = None,
        draws: np.ndarray | None = None,
        neither: np.ndarray | None = None,
    ) -> dict[str, float]:
        """One update of all networks.

        Args:
            a, b: photographs of the two domains, float32 (n, crop, crop, 3) in [-1, 1]: this rank's own.
            exchanges: what the translations of all ranks into A and into B do with their pools; None without pools.
            draws: (2, `DRAWS`) numbers in [-1, 1]: how pictures are disturbed before their features are looked at.
            neither: photographs of neither domain, like `a`; None in most steps.

        Returns:
            The losses as they were during the step, unweighted, each the mean of both directions:
            'd_loss', 'g_loss' (adversarial), 'cycle' (L1 in units of [-1, 1]) and, if there is one, 'identity',
            'patches', 'mask' (its mean), 'roughness', 'neither', 'features' (the discriminators' on features).
        """
        plans = [[ops.convert_to_tensor(part) for part in exchange] for exchange in exchanges or ()]
        draws = np.zeros((2, DRAWS)) if draws is None else draws
        others = [] if neither is None else [ops.convert_to_tensor(neither)]
        batch = (ops.convert_to_tensor(a), ops.convert_to_tensor(b))
        found = self._step(batch, plans, ops.convert_to_tensor(draws, "float32"), others)
        return {name: float(ops.convert_to_numpy(loss)) for name, loss in found.items()}

    def _raw_step(
        self, batch: tuple[Tensor, Tensor], plans: list[list[Tensor]], draws: Tensor, others: list[Tensor]
    ) -> dict[str, Tensor]:
        def compute() -> Any:
            return self._generators(*batch, draws, others)

        (g_gradients,), (fakes, terms) = own_gradients(compute, (self._g_variables,))
        fakes = [ops.stop_gradient(x) for x in fakes]
        shown = fakes
        if self.pools:
            whole = zip(self.pools, map(all_rows, fakes), plans, strict=True)  # each rank keeps the whole pool
            shown = [own_share(pool.exchange(x, *plan)) for pool, x, plan in whole]
        (d_gradients,), d_loss = own_gradients(lambda: self._discriminators(batch, shown), (self._d_variables,))
        found = [g_gradients, d_gradients]
        if self.projected:
            heads_gradients, terms["features"] = self.projected.gradients(batch, fakes, draws)
            found.append(heads_gradients)
        self._apply(*mean_gradients(found))
        return {"d_loss": d_loss / 2, **terms}

    def _generators(self, a: Tensor, b: Tensor, draws: Tensor, others: list[Tensor]) -> tuple[tuple[Tensor], Any]:
        """Equation 3 of Zhu et al. 2017, the identity loss and those of the mask; and the translations into A, B."""
        (fake_b, mask_b), (fake_a, mask_a) = picture_and_mask(self.g_ab, a), picture_and_mask(self.g_ba, b)
        terms = {
            "g_loss": sum(
                losses.least_squares_generator_loss(d(fake)) / 2 for d, fake in ((self.d_a, fake_a), (self.d_b, fake_b))
            ),
            "cycle": (self._changed(self.g_ba, fake_b, a) + self._changed(self.g_ab, fake_a, b)) / 2,
        }
        if not self.recipe.cycle:
            terms["cycle"] = ops.stop_gradient(terms["cycle"])  # still told, but no time is spent on its gradients
        if self.recipe.identity:
            terms["identity"] = self._identity(a, b)
        if self.recipe.patches:
            terms["patches"] = (losses.uneven_colours(a, fake_b) + losses.uneven_colours(b, fake_a)) / 2
        if mask_a is not None:
            terms["mask"] = (ops.mean(mask_a) + ops.mean(mask_b)) / 2
            terms["roughness"] = (losses.roughness(mask_a) + losses.roughness(mask_b)) / 2
        if others:
            terms["neither"] = self._neither(others[0])
        total = 2 * sum(weight * terms[name] for name, weight in self._weights().items() if name in terms)
        if self.projected:
            total += 2 * self.projected.generator_loss([fake_a, fake_b], draws)
        return (total,), ([fake_a, fake_b], terms)

    def _weights(self) -> dict[str, float]:
        """What each term of a generator's loss is multiplied by."""
        r = self.recipe
        identity = r.cycle * r.identity
        masks = {"mask": r.mask, "roughness": r.mask_roughness, "neither": r.neither}
        return {"g_loss": 1.0, "cycle": r.cycle, "identity": identity, "patches": r.patches, **masks}

    def _changed(self, generator: keras.Model, images: Tensor, towards: Tensor) -> Tensor:
        """How far from `towards` a generator's translation of `images` is."""
        return losses.absolute_difference(towards, picture_and_mask(generator, images)[0])

    def _identity(self, a: Tensor, b: Tensor) -> Tensor:
        """How far each generator changes what is in its target domain already (section 5.2 of the paper)."""
        side = self.recipe.identity_side or self.recipe.crop
        a, b = a[:, :side, :side], b[:, :side, :side]  # crops are flipped at random, so any corner is as good
        return (self._changed(self.g_ba, a, a) + self._changed(self.g_ab, b, b)) / 2

    def _neither(self, images: Tensor) -> Tensor:
        """What both generators would change where there is nothing to change."""
        loss = 0.0
        for generator in (self.g_ab, self.g_ba):
            picture, mask = picture_and_mask(generator, images)
            loss = loss + ops.mean(mask) + NEITHER_CHANGE * losses.absolute_difference(picture, images)
        return loss / 2

    def _discriminators(self, reals: tuple[Tensor, Tensor], fakes: list[Tensor]) -> tuple[tuple[Tensor], Tensor]:
        """Both discriminators' losses, added up."""
        loss = 0.0
        for d, real, fake in zip(self.discriminators, reals, fakes, strict=True):
            scores = d(ops.concatenate([real, fake]))
            n = real.shape[0]
            loss += losses.least_squares_discriminator_loss(scores[:n], scores[n:])
        return (loss,), loss
